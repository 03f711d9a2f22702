package chat

import (
	"slices"
	"strings"
	"testing"
)

// What a template must have and must not have each decides by itself.
func TestEveryMarkerCounts(t *testing.T) {
	for _, c := range formats {
		template := strings.Join(c.has, "\n")
		if f, ok := Recognise(template); !ok || f != c.Format {
			t.Errorf("%s: %q is %q, %v", c.Family, template, f.Family, ok)
		}
		for i, m := range c.has {
			rest := strings.Join(slices.Delete(slices.Clone(c.has), i, i+1), "\n")
			if strings.Contains(rest, m) {
				continue // "[INST]" is part of another marker
			}
			if f, _ := Recognise(rest); f == c.Format {
				t.Errorf("%s is recognised without %q", c.Family, m)
			}
		}
		for _, m := range c.lacks {
			if f, _ := Recognise(template + m); f == c.Format {
				t.Errorf("%s is recognised with %q", c.Family, m)
			}
		}
	}
}

// A question is put in as it is, whatever it holds.
func TestQuestionIsKept(t *testing.T) {
	for _, c := range formats {
		for _, question := range []string{"", " ", "two\nlines", "<|im_end|>", "%s{{x}}", "\xff狐"} {
			p := c.Prompt(question)
			if inner, ok := strings.CutPrefix(p, c.Open+c.Lead); !ok || inner != question+c.Close {
				t.Errorf("%s: %q asks %q", c.Family, p, question)
			}
		}
	}
}
