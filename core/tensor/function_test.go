package tensor

import (
	"math"
	"math/rand/v2"
	"testing"
)

// lengths around the eight lanes of the kernels and their unrolling.
var lengths = []int{0, 1, 3, 7, 8, 9, 15, 16, 17, 24, 31, 32, 33, 40, 63, 64, 100}

func values(rng *rand.Rand, n int, spread float64) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(rng.NormFloat64() * spread)
	}
	return x
}

// near says whether got is want within rel of its size, or within abs.
func near(got float32, want, rel, abs float64) bool {
	return math.Abs(float64(got)-want) <= rel*math.Abs(want)+abs
}

func TestExp(t *testing.T) {
	bothPaths(t, func(t *testing.T) {
		rng := rand.New(rand.NewPCG(1, 1))
		for _, n := range lengths {
			x := values(rng, n, 20)
			got := make([]float32, n)
			expSum(got, x, 0)
			for i := range x {
				if want := math.Exp(float64(x[i])); !near(got[i], want, 0x1p-22, 0x1p-149) {
					t.Fatalf("length %d: exp(%g) = %g, want %g", n, x[i], got[i], want)
				}
			}
		}
		inf := float32(math.Inf(1))
		x := []float32{0, -inf, inf, 88.8, -104, -90, 88.7, 1, -inf}
		want := []float32{1, 0, inf, inf, 0, float32(math.Exp(-90)), float32(math.Exp(float64(float32(88.7)))), math.E, 0}
		expSum(x, x, 0)
		for i := range x {
			if x[i] != want[i] && !near(x[i], float64(want[i]), 0x1p-22, 0x1p-149) {
				t.Errorf("limit %d: %g, want %g", i, x[i], want[i])
			}
		}
		nan := []float32{float32(math.NaN())}
		if expSum(nan, nan, 0); nan[0] == nan[0] {
			t.Errorf("exp(NaN) = %g", nan[0])
		}
	})
}

func slowGELU(x float64) float64 {
	return 0.5 * x * (1 + math.Tanh(math.Sqrt(2/math.Pi)*(x+0.044715*x*x*x)))
}

func TestGELU(t *testing.T) {
	bothPaths(t, func(t *testing.T) {
		rng := rand.New(rand.NewPCG(2, 1))
		for _, n := range lengths {
			x, dy := values(rng, n, 3), values(rng, n, 1)
			y, dx := make([]float32, n), make([]float32, n)
			GELU(y, x)
			GELUBack(dx, x, dy)
			for i := range x {
				v := float64(x[i])
				if want := slowGELU(v); !near(y[i], want, 2e-6, 1e-7) {
					t.Fatalf("length %d: GELU(%g) = %g, want %g", n, v, y[i], want)
				}
				const h = 1e-5
				slope := (slowGELU(v+h) - slowGELU(v-h)) / (2 * h)
				if want := slope * float64(dy[i]); !near(dx[i], want, 2e-6, 1e-6) {
					t.Fatalf("length %d: GELU'(%g)·%g = %g, want %g", n, v, dy[i], dx[i], want)
				}
			}
		}
		ends := []float32{-1e4, -100, -40, 0, 40, 100, 1e4}
		got := make([]float32, len(ends))
		GELU(got, ends)
		for i, v := range ends {
			if got[i] != max(v, 0) {
				t.Errorf("GELU(%g) = %g", v, got[i])
			}
		}
	})
}

func TestSoftmax(t *testing.T) {
	bothPaths(t, func(t *testing.T) {
		rng := rand.New(rand.NewPCG(3, 1))
		for _, n := range lengths[1:] {
			x := values(rng, n, 5)
			p := make([]float32, n)
			logSum := Softmax(p, x)
			var sum float64
			for _, v := range x {
				sum += math.Exp(float64(v))
			}
			if !near(logSum, math.Log(sum), 1e-6, 1e-6) {
				t.Fatalf("length %d: ln Σ exp = %g, want %g", n, logSum, math.Log(sum))
			}
			dp, dx := values(rng, n, 1), make([]float32, n)
			SoftmaxBack(dx, p, dp)
			var mean float64
			for j := range x {
				mean += math.Exp(float64(x[j])) / sum * float64(dp[j])
			}
			for i := range x {
				want := math.Exp(float64(x[i])) / sum
				if !near(p[i], want, 3e-6, 1e-9) {
					t.Fatalf("length %d: p[%d] = %g, want %g", n, i, p[i], want)
				}
				if back := want * (float64(dp[i]) - mean); !near(dx[i], back, 1e-5, 1e-6) {
					t.Fatalf("length %d: dx[%d] = %g, want %g", n, i, dx[i], back)
				}
			}
		}
	})
}

func TestSoftmaxLimits(t *testing.T) {
	inf, nan := float32(math.Inf(1)), float32(math.NaN())
	tests := []struct {
		why     string
		x, want []float32
	}{
		{"one value", []float32{-7}, []float32{1}},
		{"a tie", []float32{4, 4}, []float32{.5, .5}},
		{"too large for exp alone", []float32{1000, 1000 - 200}, []float32{1, 0}},
		{"excluded values", []float32{-inf, 2, -inf}, []float32{0, 1, 0}},
		{"nothing left", []float32{-inf, -inf}, []float32{nan, nan}},
		{"not a number", []float32{1, nan, 2}, []float32{nan, nan, nan}},
	}
	bothPaths(t, func(t *testing.T) {
		for _, tt := range tests {
			got := make([]float32, len(tt.x))
			Softmax(got, tt.x)
			for i := range got {
				if bothNaN := got[i] != got[i] && tt.want[i] != tt.want[i]; got[i] != tt.want[i] && !bothNaN {
					t.Errorf("%s: %g, want %g", tt.why, got, tt.want)
				}
			}
		}
	})
}

func FuzzSoftmax(f *testing.F) {
	f.Add(uint64(1), uint8(9), 3.0, 1.0)
	f.Fuzz(func(t *testing.T, seed uint64, n uint8, spread, shift float64) {
		if n == 0 || !(math.Abs(spread) < 1e3) || !(math.Abs(shift) < 1e3) {
			t.Skip()
		}
		x := values(rand.New(rand.NewPCG(seed, 0)), int(n), spread)
		bothPaths(t, func(t *testing.T) {
			p := make([]float32, n)
			Softmax(p, x)
			var sum float64
			for i := range p {
				sum += float64(p[i])
				for j := range p {
					if x[i] > x[j] && p[i] < p[j] {
						t.Fatalf("order lost: %g > %g, %g < %g", x[i], x[j], p[i], p[j])
					}
				}
			}
			if math.Abs(sum-1) > 1e-5 {
				t.Fatalf("sums to %g", sum)
			}
		})
	})
}

func TestVectors(t *testing.T) {
	bothPaths(t, func(t *testing.T) {
		rng := rand.New(rand.NewPCG(4, 1))
		for _, n := range lengths {
			a, b := values(rng, n, 1), values(rng, n, 1)
			var want, size float64
			for i := range a {
				want += float64(a[i]) * float64(b[i])
				size += math.Abs(float64(a[i]) * float64(b[i]))
			}
			if got := Dot(a, b); !near(got, want, 0, size*float64(n+1)*0x1p-24) {
				t.Fatalf("length %d: Dot = %g, want %g", n, got, want)
			}
			got := append([]float32(nil), a...)
			Axpy(got, 2.5, b)
			for i := range got {
				if !near(got[i], float64(a[i])+2.5*float64(b[i]), 1e-6, 1e-6) {
					t.Fatalf("length %d: Axpy[%d] = %g", n, i, got[i])
				}
			}
		}
	})
}

func TestRows(t *testing.T) {
	m := Of(2, 3, []float32{1, 2, 3, 4, 5, 6})
	AddRow(m, []float32{10, 20, 30})
	sums := []float32{1, 1, 1}
	SumRowsAdd(sums, m)
	Scale(sums, 2)
	Add(sums, sums, []float32{.5, .5, .5})
	for i, want := range []float32{52.5, 96.5, 140.5} { // exact: whole halves
		if sums[i] != want {
			t.Errorf("column %d: %g, want %g", i, sums[i], want)
		}
	}
}

func BenchmarkGELU(b *testing.B) {
	x, y := values(rand.New(rand.NewPCG(5, 1)), 4096, 1), make([]float32, 4096)
	for b.Loop() {
		GELU(y, x)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/4096, "ns/value")
}

func BenchmarkSoftmax(b *testing.B) {
	x, y := values(rand.New(rand.NewPCG(5, 1)), 768, 1), make([]float32, 768)
	for b.Loop() {
		Softmax(y, x)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/768, "ns/value")
}
