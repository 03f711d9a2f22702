package sampling

import (
	"logitarium/ui/lab/labtest"
	"slices"
	"testing"
	"time"
)

// A kept text goes on as it would have, step for step, though another one was
// written in the meantime.
func TestKept(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "view", "text", "length", "10")
	restore := l.Keep()
	on := func() (steps [][]written) {
		if err := l.write(); err != nil {
			t.Fatal(err)
		}
		for range 20 {
			if err := l.Step(time.Second); err != nil {
				t.Fatal(err)
			}
			steps = append(steps, l.text.written)
		}
		return steps
	}
	want := on()
	if n := len(want[19]); n < 20 {
		t.Fatalf("%d tokens", n)
	}
	for _, meanwhile := range [][]string{{"length", "3"}, {"seed", "8", "length", "30"}, {"prompt", "once upon a"}} {
		restore()
		labtest.Turn(t, l, meanwhile...)
		restore()
		if n := len(l.text.written); n != 10 || l.writing {
			t.Errorf("%v: %d tokens, writing %t", meanwhile, n, l.writing)
		}
		for i, got := range on() {
			if !slices.Equal(got, want[i]) {
				t.Fatalf("%v: after %d steps it has written\n%v, not\n%v", meanwhile, i+1, got, want[i])
			}
		}
	}
}
