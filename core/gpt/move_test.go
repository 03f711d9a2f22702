package gpt

import (
	"math"
	"math/rand/v2"
	"testing"
)

// In parts of any size, and on a copy that was taken amid them, a step comes to the
// same bits; until it is made no parameter changes.
func TestMoveInParts(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	first := New(Config{Vocab: 300, Context: 16, Width: 64, Layers: 2, Heads: 4, Inner: 256, Epsilon: 1e-5}, rng)
	grad, moments := Zeros(first.Config), Moments{First: Zeros(first.Config), Second: Zeros(first.Config)}
	for _, m := range []*Model{grad, moments.First, moments.Second} {
		for _, x := range m.Tensors() {
			for i := range x.Data {
				x.Data[i] = float32(math.Abs(rng.NormFloat64()))
			}
		}
	}
	type state struct {
		model, grad *Model
		moments     Moments
	}
	fresh := func() *state { return &state{first.Clone(), grad.Clone(), moments.Clone()} }
	same := func(what string, a, b *state) {
		t.Helper()
		for k, pair := range [][2]*Model{{a.model, b.model}, {a.moments.First, b.moments.First}, {a.moments.Second, b.moments.Second}} {
			for i, x := range pair[0].Tensors() {
				for j, v := range x.Data {
					if w := pair[1].Tensors()[i].Data[j]; math.Float32bits(v) != math.Float32bits(w) {
						t.Fatalf("%s: %d, %s at %d: %v, not %v", what, k, x.Name, j, v, w)
					}
				}
			}
		}
		if a.moments.Steps != b.moments.Steps {
			t.Errorf("%s: step %d, not %d", what, a.moments.Steps, b.moments.Steps)
		}
	}
	whole := fresh()
	norm := Recipe().Update(whole.model, whole.grad, &whole.moments, 1e-2)
	for _, budget := range []float64{1, 2e6, math.Inf(1)} {
		s := fresh()
		move, n := Recipe().BeginUpdate(s.model, s.grad, &s.moments, 1e-2)
		if n != norm {
			t.Errorf("the norm is %g, not %g", n, norm)
		}
		copied, on := (*state)(nil), (*Move)(nil)
		for parts := 0; !move.Computed(); parts++ {
			move.Compute(budget)
			if parts == 1 {
				copied = &state{s.model.Clone(), s.grad.Clone(), s.moments.Clone()}
				on = move.On(copied.model.Tensors(), copied.grad.Tensors(), copied.moments.First.Tensors(), copied.moments.Second.Tensors())
			}
			for i, x := range s.model.Tensors() {
				if x.Data[0] != first.Tensors()[i].Data[0] {
					t.Fatalf("%s changes before the step is made", x.Name)
				}
			}
		}
		move.Commit()
		same("in parts", s, whole)
		if on != nil {
			on.Compute(math.Inf(1))
			on.Commit()
			same("a copy", copied, whole)
		} else if budget == 1 {
			t.Error("one part was all")
		}
	}

	s := fresh()
	s.grad.Tensors()[0].Data[0] = float32(math.NaN())
	move, _ := Recipe().BeginUpdate(s.model, s.grad, &s.moments, 1e-2)
	if !move.Computed() {
		t.Error("a gradient that is no number is worked out")
	}
	move.Commit()
	s.moments.Steps = moments.Steps
	same("not a number", s, fresh())
}
