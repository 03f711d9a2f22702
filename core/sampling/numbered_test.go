package sampling

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// Of tokens that are numbered otherwise than the model does, as of a server that
// gives texts and no numbers, the same is known as of the model's own numbers.
func TestToldUnderOtherNumbers(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 1))
	sure := 0
	for range 800 {
		n := []int{60, 600, 3000}[rng.IntN(3)]
		told := tell(anyDistribution(rng, n), 1+rng.IntN(20))
		other := Told{Probs: told.Probs, Vocab: 40, Count: n}
		other.Tokens = rng.Perm(40)[:len(told.Tokens)]
		s := Neutral()
		s.Temperature, s.TopK, s.TopP = []float64{0, 0.7, 1, 1.5}[rng.IntN(4)], []int{0, rng.IntN(30), rng.IntN(n)}[rng.IntN(3)], rng.Float64()
		chain := Engines()[rng.IntN(len(Engines()))].Chain(s)
		want, certain := chain.RunTold(told, nil)
		got, also := chain.RunTold(other, nil)
		if certain != also || len(want.Stages) != len(got.Stages) {
			t.Fatalf("%+v: certain %v and %v, %d and %d stages", s, certain, also, len(want.Stages), len(got.Stages))
		}
		if certain {
			sure++
		}
		for i, a := range want.Stages {
			b := got.Stages[i]
			if !agrees(a.Mass, b.Mass) || len(a.Order) != len(b.Order) || (len(a.Removed) == 0) != (len(b.Removed) == 0) {
				t.Fatalf("stage %d of %+v: mass %v and %v, %d and %d left", i, s, a.Mass, b.Mass, len(a.Order), len(b.Order))
			}
			for j, token := range a.Order {
				at := slices.Index(told.Tokens, token)
				if b.Order[j] != other.Tokens[at] || !agrees(a.P(token), b.P(b.Order[j])) {
					t.Fatalf("stage %d: rank %d is %d, want that of %d", i, j, b.Order[j], token)
				}
			}
		}
	}
	if sure < 100 {
		t.Errorf("only %d were certain", sure)
	}
}

// agrees says of two numbers that they differ by less than what keeps hidden tokens apart.
func agrees(a, b float64) bool { return same(a, b) || math.Abs(a-b) < 1e-8 }

// Of a model that does not say how many tokens it has, what is certain holds for
// any number of them.
func TestToldOfAnUnknownVocabulary(t *testing.T) {
	told := Told{Tokens: []int{4, 2, 9}, Probs: []float64{0.6, 0.25, 0.1}, Vocab: 10, Count: Unknown}
	if n, ok := told.Others(); ok {
		t.Errorf("%d others", n)
	}
	for _, tt := range []struct {
		temperature, topP float64
		topK, left        int // left 0: not certain
	}{
		{1, 1, 3, 3}, {1, 1, 4, 0}, {1, 0.8, 0, 2}, {1, 0.96, 0, 0}, {0, 1, 0, 1}, {0.7, 0.5, 0, 1}, {2, 0.5, 0, 0},
	} {
		s := Neutral()
		s.Temperature, s.TopP, s.TopK = tt.temperature, tt.topP, tt.topK
		trace, certain := Engines()[0].Chain(s).RunTold(told, nil)
		if certain != (tt.left > 0) || certain && len(trace.Final().Order) != tt.left {
			t.Errorf("%+v: certain %v, %d left", tt, certain, len(trace.Final().Order))
		}
	}
}

func BenchmarkToldOfAnUnknownVocabulary(b *testing.B) {
	told := Told{Tokens: []int{4, 2, 9}, Probs: []float64{0.6, 0.25, 0.1}, Vocab: 10, Count: Unknown}
	s := Neutral()
	s.Temperature, s.TopP, s.TopK = 0.7, 0.9, 3
	for b.Loop() {
		Engines()[0].Chain(s).RunTold(told, nil)
	}
}
