package sampling

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestNucleusSize(t *testing.T) {
	for _, tt := range []struct {
		temperature, p float64
		want           int
	}{
		{0.5, 0.8, 1}, {1, 0.8, 2}, {2, 0.8, 2}, {1, 0.95, 3}, {0, 0.99, 1}, {1, 0, 1}, {1, 1, 3}, {0, 1, 1},
	} {
		if got := Ranked([]float64{3, 2, 1}).NucleusSize(tt.temperature, tt.p); got != tt.want {
			t.Errorf("T = %g, p = %g: %d tokens, not %d", tt.temperature, tt.p, got, tt.want)
		}
	}
	if got := Ranked(nil).NucleusSize(1, 0.9); got != 0 {
		t.Errorf("of no token %d are kept", got)
	}
}

// It is what a chain of temperature and top-p leaves, and grows with both.
func TestNucleusSizeIsTheChains(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 2))
	for range 200 {
		z := make([]float64, 1+rng.IntN(60))
		for i := range z {
			z[i] = 3 * rng.NormFloat64()
		}
		in, last := Ranked(z), 0
		for _, temperature := range []float64{0.1, 0.5, 1, 2, 5} {
			p := math.Floor(rng.Float64()*1000)/1000 + 0.0005
			got := in.NucleusSize(temperature, p)
			want := len(Chain{Temperature{temperature}, TopP{P: p, Rule: NucleusReach}}.RunOn(in, nil).Final().Order)
			if got != want {
				t.Fatalf("T = %g, p = %g: %d tokens, the chain leaves %d", temperature, p, got, want)
			}
			if n := in.NucleusSize(temperature, 0.9); n < last {
				t.Fatalf("T = %g keeps %d tokens, a lower one %d", temperature, n, last)
			} else {
				last = n
			}
		}
	}
}
