package quant

import (
	"math/rand/v2"
	"strconv"
	"testing"
)

func normal(n int) []float32 {
	src := rand.New(rand.NewPCG(1, 1))
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(src.NormFloat64())
	}
	return x
}

// A probe sees [64 tokens, 128 features], and may not allocate.
func BenchmarkFake(b *testing.B) {
	const rows, cols = 64, 128
	x := normal(rows * cols)
	for _, g := range []Granularity{PerTensor, PerRow, PerGroup} {
		p := Plan{Scheme: Textbook(8, Affine), Granularity: g, Group: 32}
		b.Run(g.String(), func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(rows * cols * 4)
			for b.Loop() {
				p.Fake(x, rows, cols)
			}
		})
	}
}

func BenchmarkSnapAll(b *testing.B) {
	x := normal(8192)
	for _, r := range []Rounding{HalfEven, HalfAway, HalfUp} {
		g := Grid{Scale: 0.03, Min: -128, Max: 127, Rounding: r}
		b.Run(r.String(), func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(8192 * 4)
			for b.Loop() {
				g.SnapAll(x)
			}
		})
	}
}

func BenchmarkMinMax(b *testing.B) {
	x := normal(8192)
	b.SetBytes(8192 * 4)
	for b.Loop() {
		MinMax(x)
	}
}

func BenchmarkQuantize(b *testing.B) {
	x := normal(64 * 128)
	p := Plan{Scheme: Textbook(4, Symmetric), Granularity: PerGroup, Group: 32}
	for b.Loop() {
		p.Quantize(x, 64, 128)
	}
}

func BenchmarkSearchMSE(b *testing.B) {
	x, s := normal(8192), Textbook(4, Symmetric)
	b.ReportAllocs()
	for b.Loop() {
		SearchMSE(x, s)
	}
}

func BenchmarkHistogramRange(b *testing.B) {
	h := Histogram{Bits: 8}
	h.Observe(normal(8192))
	for b.Loop() {
		h.Range()
	}
}

func BenchmarkLinear(b *testing.B) {
	p := Plan{Scheme: Textbook(8, Symmetric), Granularity: PerRow}
	x, w := p.Quantize(normal(64*128), 64, 128), p.Quantize(normal(128*128), 128, 128)
	for b.Loop() {
		Linear(x, w, nil)
	}
}

func BenchmarkEncode(b *testing.B) {
	x := normal(8192)
	for f := Q8_0; f <= Q5_1; f++ {
		b.Run(f.String(), func(b *testing.B) {
			b.SetBytes(8192 * 4)
			for b.Loop() {
				f.Encode(x)
			}
		})
	}
}

// A percentile of a group, of a row, and of a tensor.
func BenchmarkPercentile(b *testing.B) {
	for _, n := range []int{32, 128, 768, 4096, 1 << 18} {
		x := normal(n)
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			b.SetBytes(int64(4 * n))
			for b.Loop() {
				Percentile(x, 0.999)
			}
		})
	}
}
