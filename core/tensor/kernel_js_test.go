package tensor

import (
	"math"
	"math/rand/v2"
	"testing"
)

// The kernels of kernel.wat give the bits of those in plain Go, computed exactly.
func TestKernelsAreExact(t *testing.T) {
	was := exact
	exact = true
	defer func() { exact = was }()
	random := rand.New(rand.NewPCG(1, 2))
	values := func(n int) []float32 {
		v := make([]float32, n)
		for i := range v {
			v[i] = float32(random.NormFloat64())
		}
		return v
	}
	for n := range 140 {
		a, b := values(n), values(n)
		if got, want := dot(a, b), dotPlain(a, b); math.Float32bits(got) != math.Float32bits(want) {
			t.Errorf("dot of %d values: %v, want %v", n, got, want)
		}
	}
	for _, k := range []int{1, 2, 3, 7, 64, 255, depth} {
		for _, add := range []bool{false, true} {
			for _, step := range []struct{ row, col int }{{k + 3, 1}, {1, tileRows + 2}} {
				var b panel
				for i := range k {
					copy(b[i][:], values(tileCols))
				}
				const apart = tileCols + 5
				a := values((tileRows-1)*step.row + (k-1)*step.col + 1)
				got := values((tileRows-1)*apart + tileCols)
				want := append([]float32{}, got...)
				tile(got, apart, a, step.row, step.col, &b, k, add)
				tilePlain(want, apart, append(a, make([]float32, depth)...), step.row, step.col, &b, k, add)
				for i := range want {
					if math.Float32bits(got[i]) != math.Float32bits(want[i]) {
						t.Fatalf("tile of %d terms, steps %v, added %v: value %d is %v, want %v", k, step, add, i, got[i], want[i])
					}
				}
			}
		}
	}
}
