package sampling

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestNucleus(t *testing.T) {
	for _, tt := range []struct {
		temperature, p float64
		want           int
	}{
		{0.5, 0.8, 1}, {1, 0.8, 2}, {2, 0.8, 2}, {1, 0.95, 3}, {0, 0.99, 1}, {1, 0, 1}, {1, 1, 3}, {0, 1, 1}, {-1, 0.9, 1}, {1, 2, 3},
	} {
		if got := Ranked([]float64{3, 2, 1}).RunningSum(tt.temperature).Nucleus(tt.p); got != tt.want {
			t.Errorf("T = %g, p = %g: %d tokens, not %d", tt.temperature, tt.p, got, tt.want)
		}
	}
	if got := Ranked(nil).RunningSum(1).Nucleus(0.9); got != 0 {
		t.Errorf("of no token %d are kept", got)
	}
}

// It is what a chain of temperature and top-p leaves, and grows with both.
func TestNucleusIsTheChains(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 2))
	for range 200 {
		z := make([]float64, 1+rng.IntN(60))
		for i := range z {
			z[i] = 3 * rng.NormFloat64()
		}
		in, last := Ranked(z), 0
		for _, temperature := range []float64{0.1, 0.5, 1, 2, 5} {
			p := math.Floor(rng.Float64()*1000)/1000 + 0.0005
			got := in.RunningSum(temperature).Nucleus(p)
			want := len(Chain{Temperature{temperature}, TopP{P: p, Rule: NucleusReach}}.RunOn(in, nil).Final().Order)
			if got != want {
				t.Fatalf("T = %g, p = %g: %d tokens, the chain leaves %d", temperature, p, got, want)
			}
			if n := in.RunningSum(temperature).Nucleus(0.9); n < last {
				t.Fatalf("T = %g keeps %d tokens, a lower one %d", temperature, n, last)
			} else {
				last = n
			}
		}
	}
}

// The sums that are kept change nothing: it is the rank at which the sum of all
// ranks before it is enough, on both sides of where one is kept.
func TestNucleusBetweenTheSums(t *testing.T) {
	for _, n := range []int{1, sumStride - 1, sumStride, sumStride + 1, 3*sumStride + 7} {
		in := Ranked(randomLogits(n))
		for _, temperature := range []float64{0.3, 1, 8} {
			r := in.RunningSum(temperature)
			total := 0.0
			for _, token := range in.Order() {
				total += r.weight(token)
			}
			for p := 0.005; p < 1; p += 0.005 {
				want, sum := 0, 0.0
				for want == 0 || sum < p*total {
					sum += r.weight(in.Order()[want])
					want++
				}
				if got := r.Nucleus(p); got != want {
					t.Fatalf("%d tokens, T = %g: top-p %g keeps %d, not %d", n, temperature, p, got, want)
				}
			}
		}
	}
}
