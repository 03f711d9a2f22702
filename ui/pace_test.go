package ui

import (
	"testing"
	"time"

	"logitarium/ui/lab"
	"logitarium/ui/lab/toy"
)

// runner is a lab that makes steps.
type runner struct {
	*toy.Lab
	at, of int
	paused bool
}

func (r *runner) Busy() bool                       { return !r.paused && r.at < r.of }
func (r *runner) Step(time.Duration) error         { r.at++; return nil }
func (r *runner) Stage() (at, of int, unit string) { return r.at, r.of, "step" }
func (r *runner) Pause()                           { r.paused = true }
func (r *runner) GoOn()                            { r.paused = false }

// Two sides are compared only where both have come as far; A goes on with B,
// and waits while B is paused.
func TestPace(t *testing.T) {
	a, b := &runner{at: 3, of: 5}, &runner{of: 5}
	p := &perLab{lab: b, pinned: a}
	for range 20 {
		if _, uneven := p.uneven(); uneven == (a.at == b.at) {
			t.Fatalf("steps %d and %d: uneven %t", a.at, b.at, uneven)
		}
		l, ok := p.turn()
		if !ok {
			break
		}
		_ = l.Step(0)
	}
	if a.at != 5 || b.at != 5 {
		t.Errorf("they end at %d and %d", a.at, b.at)
	}
	b.at, b.paused = 2, true
	if _, ok := p.turn(); ok {
		t.Error("something goes on while B is paused and A is ahead")
	}
	a.of, a.at = 8, 8
	if b.at = 5; p.at().String() != "step 8, 5" {
		t.Errorf("different ends: %q", p.at())
	}
	if _, uneven := p.uneven(); uneven {
		t.Error("ends that were asked for are not compared")
	}
}

// What differs comes first, and what is hidden is said.
func TestDifferingFirst(t *testing.T) {
	r := func(name string, v float64) lab.Reading { return lab.Reading{Name: name, Value: v} }
	sorted, differ := differingFirst(pairs([]lab.Reading{r("a", 1), r("b", 2), r("c", 3)}, []lab.Reading{r("a", 1), r("b", 5), r("c", 3)}))
	if sorted[0][0].Name != "b" || sorted[1][0].Name != "a" || differ != 1 {
		t.Errorf("%v, %d differ", sorted, differ)
	}
}
