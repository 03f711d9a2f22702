package gpt_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"logitarium/core/gpt"
	"logitarium/core/sampling"
	"logitarium/core/tensor"
)

// Two equally likely tokens become 3 to 1: ½·ln(½/¾) + ½·ln(½/¼).
func ExampleDivergence() {
	before := tensor.Of(1, 2, []float32{0, 0})
	after := tensor.Of(1, 2, []float32{float32(math.Log(3)), 0})
	fmt.Printf("%.4f nats\n", gpt.Divergence(before, after))
	// Output: 0.1438 nats
}

// It is the mean of what the probabilities written out have.
func TestDivergence(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		n, v := 1+rng.IntN(5), 2+rng.IntN(40)
		x, y := tensor.New(n, v), tensor.New(n, v)
		want := 0.0
		for i := range n {
			scale := math.Exp(4 * rng.NormFloat64())
			for j := range v {
				x.Row(i)[j], y.Row(i)[j] = float32(scale*rng.NormFloat64()), float32(scale*rng.NormFloat64())
			}
			want += sampling.KL(sampling.Softmax(wide(x.Row(i))), sampling.Softmax(wide(y.Row(i)))) * math.Ln2 / float64(n)
		}
		if got := gpt.Divergence(x, y); math.Abs(got-want) > 1e-9*max(want, 1) && !math.IsInf(want, 1) {
			t.Errorf("%d rows of %d: %v, want %v", n, v, got, want)
		}
	}
}

func TestDivergenceAtItsEdges(t *testing.T) {
	inf := float32(math.Inf(1))
	for _, c := range []struct {
		name          string
		before, after []float32
		want          float64
	}{
		{"the same", []float32{1, 2, 3}, []float32{1, 2, 3}, 0},
		{"a constant more", []float32{1, 2, 3}, []float32{1001, 1002, 1003}, 0},
		{"one token", []float32{7}, []float32{-3}, 0},
		{"neither has a token", []float32{1, -inf}, []float32{2, -inf}, 0},
		{"before has ruled it out", []float32{0, -inf}, []float32{0, 0}, math.Ln2},
		{"after has ruled it out", []float32{0, 0}, []float32{0, -inf}, math.Inf(1)},
		{"far too unlikely for a float", []float32{0, 0}, []float32{0, -2000}, 1000 - math.Ln2},
		{"not a number", []float32{0, float32(math.NaN())}, []float32{0, 0}, math.NaN()},
	} {
		got := gpt.Divergence(tensor.Of(1, len(c.before), c.before), tensor.Of(1, len(c.after), c.after))
		if math.Abs(got-c.want) > 1e-6 || math.IsNaN(got) != math.IsNaN(c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	if got := gpt.Divergence(tensor.New(0, 3), tensor.New(0, 3)); !math.IsNaN(got) {
		t.Errorf("of no positions: %v", got)
	}
	defer func() {
		if recover() == nil {
			t.Error("other shapes do not panic")
		}
	}()
	gpt.Divergence(tensor.New(2, 3), tensor.New(3, 2))
}

func wide(x []float32) []float64 {
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = float64(v)
	}
	return out
}
