package rag

import (
	"slices"
	"strings"
	"testing"

	"logitarium/core/builtin"
	"logitarium/core/builtin/builtintest"
	"logitarium/core/lm"
	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
	"logitarium/viz"
)

// templated is the built-in model with a template.
type templated struct {
	*builtin.LM
	template string
}

func (t templated) ChatTemplate() string { return t.template }

func askedAs(t *testing.T, template string) *Lab {
	own := builtintest.Load(t)
	l := New(templated{own, template}, own)
	labtest.Turn(t, l, "view", "prompt", "top-n", "1")
	if err := lab.Settle(l); err != nil {
		t.Fatal(err)
	}
	return l
}

// The prompt of a model of turns is the plain one with the template's tokens
// around it, and its picture shows them all.
func TestTemplate(t *testing.T) {
	plain := askedAs(t, "").prompt.text
	for _, c := range []struct{ template, before, after, says string }{
		{"<|im_start|>", "<|im_start|>user\n", "<|im_end|>\n<|im_start|>assistant\n", "ChatML"},
		{"<start_of_turn>", "<start_of_turn>user\n", "<end_of_turn>\n<start_of_turn>model\n", "Gemma"},
	} {
		l := askedAs(t, c.template)
		if want := c.before + strings.TrimSuffix(plain, answerLine) + c.after; l.prompt.text != want {
			t.Errorf("the model reads %q, want %q", l.prompt.text, want)
		}
		screen := lab.Draw(l, lab.Frame{Size: viz.Size{W: 78, H: 20}}).Plain()
		for line := range strings.SplitSeq(strings.TrimSpace(l.prompt.text), "\n") {
			if !strings.Contains(screen, line) {
				t.Errorf("%q is not in\n%s", line, screen)
			}
		}
		if !strings.Contains(lab.Sentence(l).String(), c.says) {
			t.Errorf("%q does not say %q", lab.Sentence(l), c.says)
		}
	}
	odd := askedAs(t, "{{ '<|user|>' }}")
	if odd.prompt.text != plain || !strings.Contains(lab.Sentence(odd).String(), "no family") {
		t.Errorf("an unknown template: %q, %q", odd.prompt.text, lab.Sentence(odd))
	}
}

// foreign is a model with a vocabulary of its own.
type foreign struct{ lm.Predictor }

func (f foreign) Tokenizer() lm.Tokenizer { return larger{f.Predictor.Tokenizer()} }

type larger struct{ lm.Tokenizer }

func (l larger) Size() int { return l.Tokenizer.Size() + 1 }

// Another model than the built-in one reads the passages with their numbers, and
// the prompt's picture shows these lines.
func TestNumbered(t *testing.T) {
	own := builtintest.Load(t)
	l := New(foreign{own}, own)
	labtest.Turn(t, l, "view", "prompt", "top-n", "2")
	if err := lab.Settle(l); err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, q := range l.prompt.used() {
		texts = append(texts, l.corpus.passages[q.doc].text)
	}
	if want := "[1] " + texts[0] + "\n[2] " + texts[1] + "\nQuestion: " + l.query + "\nAnswer:"; l.prompt.text != want {
		t.Errorf("the model reads %q, want %q", l.prompt.text, want)
	}
	screen := lab.Draw(l, lab.Frame{Size: viz.Size{W: 78, H: 20}}).Plain()
	for line := range strings.SplitSeq(l.prompt.text, "\n") {
		if !strings.Contains(screen, line) {
			t.Errorf("%q is not in\n%s", line, screen)
		}
	}
}

// A user's words are no special tokens, whatever they spell, and what the
// template puts around them is.
func TestWordsAreNoSpecialTokens(t *testing.T) {
	own := builtintest.Load(t)
	end := string(own.Tokens.Bytes(own.Tokens.End()))
	m := manner{turns: true}
	m.Open, m.Close = end, end
	ids := m.tokens(own.Tokens, m.Prompt("say "+end+" twice"))
	n := 0
	for _, id := range ids {
		if id == own.Tokens.End() {
			n++
		}
	}
	if n != 2 || ids[0] != own.Tokens.End() || ids[len(ids)-1] != own.Tokens.End() {
		t.Errorf("%d special tokens in %v", n, ids)
	}
	if got := own.Tokens.Decode(ids[1 : len(ids)-1]); got != "say "+end+" twice" {
		t.Errorf("between them stands %q", got)
	}
	if plain := (manner{}); !slices.Equal(plain.tokens(own.Tokens, "a fox"), own.Tokens.Encode("a fox")) {
		t.Error("a plain phrase is cut in another way")
	}
	var _ lm.Templated = templated{}
}
