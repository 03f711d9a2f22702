package sampling

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestJudge(t *testing.T) {
	inf := math.Inf(1)
	for _, tt := range []struct {
		name     string
		truth, q []float64
		want     Judgement
	}{
		{"the same", []float64{.5, .5, 0}, []float64{.5, .5, 0}, Judgement{True: 2, Kept: 2}},
		{"one true word lost", []float64{.5, .5, 0}, []float64{1, 0, 0}, Judgement{Lost: .5, KL: inf, Distance: .5, True: 2, Kept: 1}},
		{"a false word kept", []float64{.5, .5, 0}, []float64{.25, .25, .5}, Judgement{False: .5, KL: 1, Distance: .5, True: 2, Kept: 2}},
		{"nothing shared", []float64{1, 0}, []float64{0, 1}, Judgement{Lost: 1, False: 1, KL: inf, Distance: 1, True: 1}},
	} {
		if got := Judge(tt.truth, tt.q); got != tt.want {
			t.Errorf("%s: %+v, want %+v", tt.name, got, tt.want)
		}
	}
	if j := Judge(make([]float64, 2), []float64{1, 0}); !math.IsNaN(j.Lost) || !math.IsNaN(j.Distance) || j.True != 0 {
		t.Errorf("no truth: %+v", j)
	}
	defer func() {
		if recover() == nil {
			t.Error("other lengths do not panic")
		}
	}()
	Judge([]float64{1}, nil)
}

// A rule that keeps fewer tokens loses no less of the truth; the distance
// bounds what is lost and what is false; KL is infinite where anything is lost.
func FuzzJudge(f *testing.F) {
	for seed := range uint64(8) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		rng := rand.New(rand.NewPCG(seed, 3))
		n := 2 + rng.IntN(20)
		z, truth := make([]float64, n), make([]float64, n)
		for i := range z {
			z[i] = 3 * rng.NormFloat64()
			if rng.IntN(2) == 0 {
				truth[i] = rng.ExpFloat64()
			}
		}
		truth[rng.IntN(n)] += 0.1
		sum := 0.0
		for _, p := range truth {
			sum += p
		}
		for i := range truth {
			truth[i] /= sum
		}
		last := Judgement{Lost: 2}
		for k := 1; k <= n; k++ {
			j := Judge(truth, Chain{TopK{K: k}}.Run(z, nil).Final().Probs())
			if j.Lost > last.Lost+1e-12 || j.Kept < last.Kept {
				t.Errorf("top-%d: %+v after %+v", k, j, last)
			}
			if j.Distance < max(j.Lost, j.False)-1e-12 || j.Distance > 1+1e-12 || math.IsInf(j.KL, 1) != (j.Lost > 0) {
				t.Errorf("top-%d: %+v", k, j)
			}
			last = j
		}
		if last.Lost != 0 || last.Kept != last.True {
			t.Errorf("with all tokens: %+v", last)
		}
	})
}

func TestLongTails(t *testing.T) {
	tails := LongTails()
	if !slices.IsSortedFunc(tails, func(a, b LongTail) int { return a.Kept - b.Kept }) || len(tails) != 3 {
		t.Errorf("%v", tails)
	}
	for _, x := range tails {
		if x.Kept < 1 || x.Kept > LongTailVocab {
			t.Errorf("%v", x)
		}
	}
}
