package labtest

import (
	"math/rand/v2"
	"testing"
	"time"

	"logitarium/ui/lab"
	"logitarium/viz"
)

// Stepping holds a lab that works in steps to what it is when all is done at
// once. Both functions make the same lab; in the first one no key has to wait
// for work, the second one leaves all of it to its steps.
//
// Both are turned alike, by knobs that change something, mostly in the view that
// they come with, and often before the work is done. Whatever was dropped, in the
// end they show the same, and until then nothing but how far it is.
func Stepping(t *testing.T, eager, stepping func() lab.Lab) {
	t.Helper()
	a, b := opened(t, eager), opened(t, stepping)
	rng := rand.New(rand.NewPCG(9, 10))
	compared, waited, home := 0, 0, 0
	if c, ok := viewOf(a); ok {
		home = *c.At
	}
	turns, enough := fewer(60), max(1, fewer(4)/2)
	for i := 0; i < turns || waited < enough && i < 4*turns; i++ { // chance may have it that nothing waits for long
		at, seed := someMoving(a, rng), rng.Uint64()
		for _, l := range []lab.Lab{a, b} {
			turn(lab.Knobs(l)[at], rand.New(rand.NewPCG(seed, 0)))
			if c, ok := viewOf(l); ok && seed%4 > 0 {
				*c.At = home
			}
			_ = l.Refresh()
		}
		w := b.(lab.Working)
		for range rng.IntN(4) {
			if !w.Progress().Stale {
				break
			}
			waited++
			checkWaiting(t, b)
			if err := step(w, i%2 == 0); err != nil {
				t.Fatalf("step: %v; %s", err, state(b))
			}
		}
		if i%3 != 0 {
			continue // the next key comes before it is done
		}
		settle(t, a)
		for n := 0; i%2 == 0 && n < mostParts && w.Busy(); n++ {
			if err := step(w, true); err != nil {
				t.Fatalf("part: %v; %s", err, state(b))
			}
		}
		settle(t, b)
		follow(t, b, a)
		compared++
		if one, two := shown(t, a), shown(t, b); one != two {
			t.Fatalf("in steps it ends elsewhere; %s\n%s", state(b), firstDifference(one, two))
		}
	}
	if compared < turns/6 || waited < enough {
		t.Errorf("compared %d times, waited %d times: what is held to what?", compared, waited)
	}
}

// mostParts bounds what a lab does in parts.
const mostParts = 10_000

// step lets a lab go on, in parts where it can.
func step(l lab.Animated, parts bool) error {
	if d, ok := l.(lab.Divided); ok && parts {
		return lab.Whole(d, time.Millisecond)
	}
	return l.Step(time.Millisecond)
}

// someMoving is the place of a knob, drawn from those that are not idle: in a lab
// of many views most of them are, and nothing waits for what they would change.
func someMoving(l lab.Lab, rng *rand.Rand) int {
	var moving []int
	for i, k := range lab.Knobs(l) {
		if k.Idle.Empty() {
			moving = append(moving, i)
		}
	}
	return moving[rng.IntN(len(moving))]
}

func settle(t *testing.T, l lab.Lab) {
	t.Helper()
	if err := lab.Settle(l); err != nil {
		t.Fatalf("%v; %s", err, state(l))
	}
}

// follow turns the knobs of a lab to where another one's are: while it was at
// work it may have had other ranges.
func follow(t *testing.T, l, other lab.Lab) {
	t.Helper()
	if state(l) == state(other) {
		return
	}
	for i, k := range lab.Knobs(other) {
		if err := lab.Knobs(l)[i].Setting.Set(k.Setting.String()); err != nil {
			t.Fatalf("%s: %v; %s", k.Name, err, state(l))
		}
	}
	_ = l.Refresh()
	settle(t, l)
}

// checkWaiting looks at a lab that has nothing to show yet.
func checkWaiting(t *testing.T, l lab.Lab) {
	t.Helper()
	if r := lab.Readings(l); len(r) != 1 || r[0].Name != "done" {
		t.Fatalf("at work it reads %+v; %s", r, state(l))
	}
	alive := lab.Frame{Size: viz.Size{W: 41, H: 19}}
	for _, s := range []viz.Size{{}, {W: 3, H: 2}, alive.Size} {
		look(t, l, s.W, s.H, viz.Theme{})
	}
	if !lab.At(l, alive, 5, 5).Empty() {
		t.Fatalf("at work it says what is under the pointer; %s", state(l))
	}
}
