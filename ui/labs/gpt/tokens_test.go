package gpt

import (
	"strings"
	"testing"

	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
)

func TestTokens(t *testing.T) {
	l := fresh(t)
	turn(t, l, "view", "tokens", "text", "お誕生日おめでとう")
	for i, want := range []int{14, 9, 8} {
		if got := len(l.splits[i].tokens); got != want {
			t.Errorf("%s: %d tokens, want %d", l.splits[i].encoding.Name(), got, want)
		}
	}
	seen := map[string]bool{}
	for range samples {
		if err := lab.Actions(l)[0].Do(); err != nil {
			t.Fatal(err)
		}
		seen[l.text] = true
	}
	if len(seen) != len(samples) {
		t.Errorf("space goes through %d of %d samples", len(seen), len(samples))
	}
	turn(t, l, "text", "")
	if r := labtest.Reading(t, l, "o200k"); r.Value != 0 {
		t.Errorf("no text has %v tokens", r.Value)
	}
}

// The vocabularies are unpacked in their view only, and questions asked in
// theirs, in steps, with nothing to show before.
func TestLazy(t *testing.T) {
	for v, view := range fresh(t).Views().List {
		l := fresh(t)
		l.work.Patience = -1
		l.view = v
		if err := l.Refresh(); err != nil {
			t.Fatal(err)
		}
		works := view.Name == "tokens" || view.Name == "shots"
		if l.Busy() != works || l.Progress().Stale != works {
			t.Errorf("view %s: busy %v, %+v", view.Name, l.Busy(), l.Progress())
		}
		if err := lab.Settle(l); err != nil {
			t.Fatal(err)
		}
		if got := len(l.splits) == 3; got != (view.Name == "tokens") || l.asked.known != (view.Name == "shots") {
			t.Errorf("view %s: %d vocabularies, asked %v", view.Name, len(l.splits), l.asked.known)
		}
	}
}

// <|endoftext|> is text, or one token in each vocabulary, as is chosen and said.
func TestSpecial(t *testing.T) {
	l := fresh(t)
	turn(t, l, "view", "tokens", "text", "<|endoftext|>")
	if n := len(l.splits[0].tokens); n != 7 || !strings.Contains(lab.Sentence(l).String(), "read as text, in 7 tokens") {
		t.Errorf("as text: %d tokens, %q", n, lab.Sentence(l))
	}
	turn(t, l, "special", "token")
	for _, c := range l.splits {
		if len(c.tokens) != 1 {
			t.Errorf("%s: %v", c.encoding.Name(), c.tokens)
		}
	}
}
