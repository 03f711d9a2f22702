package tensor

import (
	"hash/fnv"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// fastAndExact runs a test with either set of kernels.
func fastAndExact(t *testing.T, test func(t *testing.T)) {
	t.Helper()
	defer func(was bool) { exact = was }(exact)
	exact = false
	t.Run("fast", test)
	exact = true
	t.Run("exact", test)
}

// withExact runs a test with exact kernels, in plain Go and in assembly.
func withExact(t *testing.T, test func(t *testing.T)) {
	t.Helper()
	bothPaths(t, func(t *testing.T) {
		if exact {
			test(t)
		}
	})
}

// everyKernel returns what the kernels make of the same numbers, by name, at
// lengths around their lanes and blocks.
func everyKernel() map[string][]float32 {
	results := make(map[string][]float32)
	keep := func(name string, values ...float32) { results[name] = append(results[name], values...) }
	rng := rand.New(rand.NewPCG(11, 7))
	draw := func(n int) []float32 {
		x := make([]float32, n)
		for i := range x {
			// No library function stands between the generator and the value.
			x[i] = (float32(rng.Uint32()>>8)/(1<<24) - 0.5) * float32(int(1)<<(rng.Uint32()%8))
		}
		return x
	}
	for _, n := range append(slices.Clone(lengths), 255, 256, 257, 600) {
		x, y := draw(n), draw(n)
		keep("Dot", Dot(x, y))
		keep("Sum", Sum(x))
		out := slices.Clone(y)
		Axpy(out, 0.7, x)
		Scale(out, 1.1)
		keep("Axpy, Scale", out...)
		expSum(out, x, 0)
		keep("Exp", out...)
		keep("Softmax", Softmax(out, x))
		keep("Softmax", out...)
		SoftmaxBack(out, out, y)
		keep("SoftmaxBack", out...)
		GELU(out, x)
		keep("GELU", out...)
		GELUBack(out, x, y)
		keep("GELUBack", out...)
	}
	for _, size := range [][3]int{{1, 9, 5}, {2, 64, 33}, {6, 16, 16}, {7, 257, 17}, {13, 40, 70}, {40, 600, 30}} {
		m, k, n := size[0], size[1], size[2]
		a, b, bt, at := Of(m, k, draw(m*k)), Of(k, n, draw(k*n)), Of(n, k, draw(n*k)), Of(k, m, draw(k*m))
		dst := New(m, n)
		Mul(dst, a, b)
		keep("Mul", dst.Data...)
		MulAdd(dst, a, b)
		keep("MulAdd", dst.Data...)
		MulBT(dst, a, bt)
		keep("MulBT", dst.Data...)
		MulATAdd(dst, at, b)
		keep("MulATAdd", dst.Data...)
		vec := make([]float32, n)
		MulVec(vec, bt, a.Row(0))
		keep("MulVec", vec...)
		q := NewQ8(n, k)
		for i := range n {
			for block := range q.Blocks() {
				var ints [Q8Block]int8
				for j := range min(Q8Block, k-block*Q8Block) {
					ints[j] = int8(rng.Uint32()%255) - 127
				}
				q.SetBlock(i, block, float32(rng.Uint32()%1000)/997, &ints)
			}
		}
		MulBTQ8(dst, a, q)
		keep("MulBTQ8", dst.Data...)
	}
	return results
}

// The bits were written once; no machine may give others.
func TestExactBits(t *testing.T) {
	want := map[string]uint64{
		"Axpy, Scale": 0x40c9f2371f465ab1,
		"Dot":         0xc2539dfd38ea2351,
		"Exp":         0x6ae1cc3d28533d3c,
		"GELU":        0x12e28d0b0e53c850,
		"GELUBack":    0x435bee500be5d492,
		"Mul":         0x7beae913b40d1851,
		"MulATAdd":    0x25fd15334b10094,
		"MulAdd":      0x1f8f89671a5620b4,
		"MulBT":       0x1700b20c07feff0b,
		"MulBTQ8":     0xe6a0da9da2305f86,
		"MulVec":      0x21cd98d7a98abcbf,
		"Softmax":     0x8e34958ef12211c8,
		"SoftmaxBack": 0x30a0cf44f9e3689c,
		"Sum":         0xb23259f6eba73fb7,
	}
	withExact(t, func(t *testing.T) {
		got := everyKernel()
		for name, values := range got {
			h := fnv.New64a()
			for _, v := range values {
				bits := math.Float32bits(v)
				h.Write([]byte{byte(bits), byte(bits >> 8), byte(bits >> 16), byte(bits >> 24)})
			}
			if h.Sum64() != want[name] {
				t.Errorf("%q: %#x, want %#x", name, h.Sum64(), want[name])
			}
		}
		if len(got) != len(want) {
			t.Errorf("%d kernels, want %d", len(got), len(want))
		}
	})
}
