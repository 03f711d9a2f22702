package inside

import (
	"testing"

	"logitarium/core/builtin/builtintest"
	"logitarium/core/lens"
)

// Before the tests a head is named by the text alone, then by the test in which
// it reads most; one that reads half of nothing has no name.
func TestNamed(t *testing.T) {
	l := New(builtintest.Load(t))
	name := func(layer, head int) string {
		l.layer, l.head = layer, head
		if err := l.Refresh(); err != nil {
			t.Fatal(err)
		}
		if short, _, ok := l.named(); ok {
			return string(short)
		}
		return ""
	}
	if got := name(1, 0); got != "first" {
		t.Errorf("untested, 1.0 is %q", got)
	}
	if got := name(2, 0); got != "" {
		t.Errorf("untested, 2.0 is %q", got)
	}
	for i, v := range l.Views().List {
		if v.Name == "heads" {
			*l.Views().At = i
		}
	}
	for l.Refresh(); l.Busy(); {
		if err := l.Step(0); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		layer, head int
		want        string
	}{{2, 0, "answer"}, {3, 0, "say/echo"}, {3, 3, "say/echo"}, {0, 0, ""}, {1, 0, "first"}} {
		if got := name(c.layer, c.head); got != c.want {
			t.Errorf("%d.%d is %q, want %q", c.layer, c.head, got, c.want)
		}
	}
	if v, ok := l.scored.score(copies, 2, 0); !ok || v < .98 {
		t.Errorf("2.0 copies by %v, %t", v, ok)
	}
	if v, ok := l.scored.score(copiesRaw, 2, 0); !ok || v > -.59 {
		t.Errorf("2.0 copies by %v of bare embeddings, %t", v, ok)
	}
	if _, ok := l.scored.score(lens.ReadAnswer, 2, 0); !ok {
		t.Error("no answers are known")
	}
}
