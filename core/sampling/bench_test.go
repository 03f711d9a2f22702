package sampling

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// randomLogits are like those of a small model: float32 values, one clear
// winner now and then.
func randomLogits(n int) []float64 {
	r := rand.New(rand.NewPCG(1, uint64(n)))
	z := make([]float64, n)
	for i := range z {
		z[i] = float64(float32(2.5 * r.NormFloat64()))
	}
	return z
}

func BenchmarkRun(b *testing.B) {
	history := []int{1, 5, 9, 5, 7, 2, 1, 5}
	for _, e := range Engines() {
		s := e.Defaults
		s.Temperature, s.TopK, s.TopP, s.MinP, s.Repetition = 0.8, 40, 0.95, 0.05, 1.1
		wide := s
		wide.TopK, wide.MinP, wide.TopP, wide.Temperature = 0, 0, 0.95, 1.5
		for _, n := range []int{768, 50257} {
			z := randomLogits(n)
			for name, settings := range map[string]Settings{"narrow": s, "wide": wide} {
				chain := e.Chain(settings)
				b.Run(fmt.Sprintf("%s/%s/%d", e.Name, name, n), func(b *testing.B) {
					for b.Loop() {
						chain.Run(z, history)
					}
				})
			}
		}
	}
}

func BenchmarkRank(b *testing.B) {
	for _, n := range []int{768, 50257} {
		z := randomLogits(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				Rank(z)
			}
		})
	}
}

func BenchmarkDraw(b *testing.B) {
	p := Softmax(randomLogits(50257))
	src := rand.NewPCG(1, 1)
	b.Run("Draw", func(b *testing.B) {
		for b.Loop() {
			Draw(p, src)
		}
	})
	c := NewCDF(p)
	b.Run("CDF", func(b *testing.B) {
		for b.Loop() {
			c.Draw(src)
		}
	})
}
