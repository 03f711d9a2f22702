package sampling

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// tell returns what a server tells of a distribution: its n likeliest tokens.
func tell(p []float64, n int) Told {
	scores := make([]float64, len(p))
	for i, v := range p {
		scores[i] = math.Log(v)
	}
	t := Told{Vocab: len(p), Tokens: Rank(scores)[:n]}
	for _, token := range t.Tokens {
		t.Probs = append(t.Probs, p[token])
	}
	return t
}

// anyDistribution is flat, steep or in between.
func anyDistribution(rng *rand.Rand, n int) []float64 {
	z := make([]float64, n)
	spread := 4 * rng.Float64()
	for i := range z {
		z[i] = spread * rng.NormFloat64()
	}
	return Softmax(z)
}

// What is certain is true: the same tokens are left of the whole distribution,
// with the same probabilities, and every number that is given is its own.
func TestToldIsTrue(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 7))
	sure, open := 0, 0
	for range 4000 {
		p := anyDistribution(rng, 60)
		told := tell(p, 1+rng.IntN(20))
		engine := Engines()[rng.IntN(len(Engines()))]
		s := Neutral()
		s.Temperature = []float64{0, 0.3, 0.7, 1, 1.5, 3}[rng.IntN(6)]
		if rng.IntN(2) == 0 {
			s.TopK = 1 + rng.IntN(30)
		}
		if rng.IntN(2) == 0 {
			s.TopP = rng.Float64()
		}
		if rng.IntN(3) == 0 {
			s.MinP = rng.Float64() / 2
		}
		chain := engine.Chain(s)
		got, certain := chain.RunTold(told, nil)
		if !certain {
			open++
			if len(got.Stages) != 1 || !slices.Equal(got.Final().Order, told.Tokens) {
				t.Fatalf("%s %+v: what is not certain has %d stages", engine.Name, s, len(got.Stages))
			}
			continue
		}
		sure++
		scores := make([]float64, len(p))
		for i, v := range p {
			scores[i] = math.Log(v)
		}
		want := chain.Run(scores, nil)
		if !slices.Equal(got.Final().Order, want.Final().Order) {
			t.Fatalf("%s %+v of %d told: %v is left, want %v", engine.Name, s, len(told.Tokens), got.Final().Order, want.Final().Order)
		}
		for i, stage := range got.Stages {
			truth := want.Stages[i]
			for _, token := range told.Tokens {
				v := stage.P(token)
				if last := i == len(got.Stages)-1; last && math.IsNaN(v) || math.Abs(v-truth.P(token)) > 1e-6 {
					t.Fatalf("%s %+v, stage %d: token %d has %g, want %g", engine.Name, s, i, token, v, truth.P(token))
				}
			}
			if math.Abs(stage.Mass-truth.Mass) > 1e-6 || math.Abs(stage.Cut.Kept-truth.Cut.Kept) > 1e-6 && stage.Step != nil {
				t.Fatalf("%s %+v, stage %d: mass %g, kept %g, want %g, %g", engine.Name, s, i, stage.Mass, stage.Cut.Kept, truth.Mass, truth.Cut.Kept)
			}
		}
	}
	if sure < 500 || open < 500 {
		t.Errorf("%d certain and %d not: one is hardly tried", sure, open)
	}
}

// When something is certain, and when it is not.
func TestToldIsCertain(t *testing.T) {
	// 16 tokens: a half, a quarter, …; four are told, 15/16 of the mass.
	p := make([]float64, 16)
	for i := range p {
		p[i] = math.Exp2(-float64(i + 1))
	}
	p[15] *= 2
	told := tell(p, 4)
	if told.Mass() != 0.9375 || told.Rest() != 0.0625 {
		t.Fatalf("told %g, the rest %g", told.Mass(), told.Rest())
	}
	for _, tt := range []struct {
		chain   Chain
		certain bool
	}{
		{Chain{}, false},
		{Chain{Temperature{0.5}}, false},
		{Chain{Temperature{0}}, true},
		{Chain{TopK{K: 4}}, true},
		{Chain{TopK{K: 5}}, false},
		{Chain{Temperature{2}, TopK{K: 4}}, true},
		{Chain{TopP{P: 0.9}}, true},
		{Chain{TopP{P: 0.95}}, false},
		{Chain{TopP{P: 0.95}, TopK{K: 4}}, false}, // cut in two steps
		{Chain{TopK{K: 4}, TopP{P: 0.95}}, true},
		{Chain{TopK{K: 3}, Temperature{2}, TopP{P: 0.99}}, true},
		{Chain{Temperature{0.5}, TopP{P: 0.9}}, true},
		{Chain{Temperature{2}, TopP{P: 0.9}}, false},
		{Chain{MinP{P: 0.13}}, true}, // the last told one has an eighth of the first's
		{Chain{MinP{P: 0.12}}, false},
		{Chain{Temperature{3}, MinP{P: 0.51}}, true},
		{Chain{Typical{P: 0.5}}, false},
		{Chain{TopK{K: 2}, Typical{P: 0.5}}, false},
	} {
		if _, certain := tt.chain.RunTold(told, nil); certain != tt.certain {
			t.Errorf("%v: certain %v", tt.chain, certain)
		}
	}
	for _, none := range []Told{{}, {Vocab: 3}} {
		if trace, certain := (Chain{TopK{K: 1}}).RunTold(none, nil); certain || len(trace.Final().Order) != 0 {
			t.Errorf("of nothing it is certain that %v is left", trace.Final().Order)
		}
	}
	all := tell(p, 16)
	if _, certain := (Chain{Temperature{2}, TopP{P: 0.9}}).RunTold(all, nil); !certain || all.Rest() != 0 {
		t.Errorf("everything is told: certain %v, rest %g", certain, all.Rest())
	}
}

func ExampleChain_RunTold() {
	told := Told{Tokens: []int{7, 2, 9}, Probs: []float64{0.5, 0.25, 0.1}, Vocab: 1000}
	for _, chain := range []Chain{{Temperature{0.7}, TopK{K: 2}}, {TopP{P: 0.8}}, {Temperature{0.7}}} {
		trace, certain := chain.RunTold(told, nil)
		final := trace.Final()
		fmt.Printf("%v %v", certain, final.Order)
		if certain {
			fmt.Printf(" %.3f", final.P(7))
		}
		fmt.Println()
	}
	// Output:
	// true [7 2] 0.729
	// true [7 2 9] 0.588
	// false [7 2 9]
}

// A top-k of what is told is certain at every temperature: no token that was
// not told ties with the last one that was.
func TestToldTopKIsCertain(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 3))
	for range 500 {
		told := tell(anyDistribution(rng, 1000), 1+rng.IntN(20))
		for _, heat := range []float64{0.01, 0.3, 0.7, 1, 1.7, 5} {
			for _, exact := range []bool{true, false} {
				chain := Chain{Temperature{heat}, TopK{K: len(told.Tokens), Exact: exact}}
				if _, certain := chain.RunTold(told, nil); !certain {
					t.Fatalf("%v of %d told tokens is not certain", chain, len(told.Tokens))
				}
			}
		}
	}
}
