package gpt

import (
	"math/rand/v2"
	"testing"

	"logitarium/core/tensor"
)

// Queries and Keys are what a pass has at these sites, where positions do not
// turn them: at position 0.
func TestQueriesAndKeysAsInAPass(t *testing.T) {
	plain := Config{Vocab: 7, Context: 4, Width: 8, Layers: 2, Heads: 4, Inner: 8, Epsilon: 1e-5}
	parts := plain
	parts.Positions = Rotary
	parts.Parts = Parts{Separate: true, KeyHeads: 2, HeadSize: 6, QKNorm: true, RMSNorm: true, Biases: InputBiases}
	for name, c := range map[string]Config{"GPT-2": plain, "with parts": parts} {
		m, rng := Zeros(c), rand.New(rand.NewPCG(1, 2))
		for _, p := range m.Tensors() {
			for i := range p.Data {
				p.Data[i] = float32(rng.NormFloat64())
			}
		}
		for l := range c.Layers {
			var in, queries, keys tensor.Matrix
			m.Logits([]int{3}, func(site Site, layer int, x tensor.Matrix) {
				if layer != l {
					return
				}
				switch site {
				case Norm1:
					in = x.Clone()
				case Query:
					queries = x.Clone()
				case Key:
					keys = x.Clone()
				}
			})
			for h := range c.Heads {
				near(t, name+" query", m.Queries(l, h, in).Row(0), queries.Row(h))
				near(t, name+" key", m.Keys(l, h, in).Row(0), keys.Row(h*c.KeyHeads()/c.Heads))
			}
		}
	}
}

func near(t *testing.T, what string, got, want []float32) {
	t.Helper()
	for i, v := range want {
		if d := got[i] - v; d > 1e-4 || d < -1e-4 {
			t.Fatalf("%s %v, want %v", what, got, want)
		}
	}
}
