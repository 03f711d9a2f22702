package sampling

import (
	"slices"
	"testing"
	"time"
)

// A kept text goes on as it would have, though another one was written in the
// meantime.
func TestKept(t *testing.T) {
	l := fresh(t)
	turn(t, l, "view", "text", "length", "10")
	restore := l.Keep()
	on := func() []written {
		if err := l.write(); err != nil {
			t.Fatal(err)
		}
		for range 20 {
			if err := l.Step(time.Second); err != nil {
				t.Fatal(err)
			}
		}
		return slices.Clone(l.text.written)
	}
	want := on()
	if len(want) < 20 {
		t.Fatalf("%d tokens", len(want))
	}
	for _, meanwhile := range [][]string{{"length", "3"}, {"seed", "8", "length", "30"}, {"prompt", "once upon a"}} {
		restore()
		turn(t, l, meanwhile...)
		restore()
		if n := len(l.text.written); n != 10 || l.writing {
			t.Errorf("%v: %d tokens, writing %t", meanwhile, n, l.writing)
		}
		if got := on(); !slices.Equal(got, want) {
			t.Errorf("%v: then it writes\n%v, not\n%v", meanwhile, got, want)
		}
	}
}
