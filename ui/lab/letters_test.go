package lab

import (
	"strings"
	"testing"
)

// A name stands for one idea, and no idea has a key of the shell's.
func TestLetters(t *testing.T) {
	const shell = "cmnqrsvyz"
	named := map[string]string{}
	told := map[string]bool{}
	for _, i := range ideas {
		if told[i.is] {
			t.Errorf("two rows are about %s", i.is)
		}
		told[i.is] = true
		if i.letter != "" && (len(i.letter) != 1 || i.letter < "a" || i.letter > "z" || strings.Contains(shell, i.letter)) {
			t.Errorf("%s: %q is no letter that a knob can have", i.is, i.letter)
		}
		for _, name := range i.names {
			if other, ok := named[name]; ok {
				t.Errorf("%s is both %s and %s", name, other, i.is)
			}
			named[name] = i.is
			if got, ok := LetterOf(name); !ok || got != i.letter || (Knob{Name: name}).Letter() != i.letter {
				t.Errorf("%s has the letter %q, its idea %q", name, got, i.letter)
			}
		}
	}
	if letter, known := LetterOf("no-such-knob"); letter != "" || known {
		t.Errorf("a knob of no lab has the letter %q", letter)
	}
}
