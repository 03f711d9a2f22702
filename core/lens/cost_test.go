package lens

import (
	"math/rand/v2"
	"testing"

	"logitarium/core/gpt"
)

// A look costs the pass, and for each block and the end the logits of one token:
// a product with every row of the head, and reading it eight times as slow.
func TestCost(t *testing.T) {
	c := gpt.Config{Vocab: 1000, Context: 128, Width: 64, Layers: 3, Heads: 4, Inner: 256, Epsilon: 1e-5}
	for _, n := range []int{1, 7, 128} {
		if got, want := Cost(c, n), c.Work(n)+1000*64*(3+8); got != want {
			t.Errorf("%d tokens: %v, want %v", n, got, want)
		}
	}
	if got := columns(c, 2); got != 2*columns(c, 1) || got != 2*64*11 {
		t.Errorf("two logits cost %v", got)
	}
}

// Steps of a budget compute as many logits as fit into it, in slivers, and all
// that are left where there is the room.
func TestStepsFitTheirBudget(t *testing.T) {
	c := gpt.Config{Vocab: 1000, Context: 8, Width: 16, Layers: 2, Heads: 2, Inner: 32, Epsilon: 1e-5}
	m := gpt.New(c, rand.New(rand.NewPCG(1, 2)))
	r := Begin(m, []int{1, 2, 3}, 4)
	for r.run != nil {
		r.Step(1e12)
	}
	one := columns(c, 1)
	for _, s := range []struct {
		budget float64
		column int
	}{{0, 64}, {one, 128}, {63 * one, 192}, {64 * one, 320}, {200 * one, 576}} {
		if r.Step(s.budget); r.column != s.column {
			t.Fatalf("after a step of %v logits it is at %d, want %d", s.budget/one, r.column, s.column)
		}
	}
	if more := r.Step(424 * one); more || r.column != 1000 || !r.over {
		t.Errorf("with room for all that are left it is at %d, more %t", r.column, more)
	}
}
