package quant

import (
	"math"
	"math/rand/v2"
	"testing"

	"logitarium/core/fault/faulttest"
)

// By hand: codes (1, 3) with zero point 2 times codes (4, −5) with zero point 1
// are (−1)·3 + 1·(−6) = −9.
func TestAccumulateByHand(t *testing.T) {
	x := Matrix{Rows: 1, Cols: 2, Q: []int32{1, 3}, Grids: []Grid{{Scale: .5, Zero: 2, Min: 0, Max: 15}}}
	w := Matrix{Rows: 1, Cols: 2, Q: []int32{4, -5}, Grids: []Grid{{Scale: .25, Zero: 1, Min: -8, Max: 7}}}
	got, err := Accumulate(x, w, 0, 0)
	want := Accumulator{To: 2, Codes: -11, ZeroX: -2, ZeroW: 4, Zeros: 4, Scale: .125}
	if err != nil || len(got) != 1 || got[0] != want || got[0].Sum() != -9 || got[0].Value() != -1.125 {
		t.Errorf("%+v, %v; want %+v", got, err, want)
	}
}

// Taken apart, every element is what the integer unit sums, and their values
// are the product, for all conventions and granularities.
func TestAccumulateIsLinear(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	draw := func(n int) []float32 {
		v := make([]float32, n)
		for i := range v {
			v[i] = float32(rng.NormFloat64() + .3)
		}
		return v
	}
	const tokens, in, out = 3, 20, 4
	xs, ws := draw(tokens*in), draw(out*in)
	for _, scheme := range []func(int, Kind) Scheme{Textbook, PyTorch, ONNXRuntime} {
		for _, kind := range []Kind{Symmetric, Affine} {
			for _, g := range []Granularity{PerTensor, PerRow, PerGroup} {
				for bits := 2; bits <= 8; bits += 3 {
					x := Plan{Scheme: scheme(bits, kind), Granularity: g, Group: 8}.Quantize(xs, tokens, in)
					w := Plan{Scheme: scheme(bits, Affine), Granularity: PerRow}.Quantize(ws, out, in)
					y, err := Linear(x, w, nil)
					if err != nil {
						t.Fatal(err)
					}
					sums := products(x, w)
					for i := range tokens {
						for j := range out {
							parts, err := Accumulate(x, w, i, j)
							if err != nil {
								t.Fatal(err)
							}
							var sum int32
							var value float64
							for n, a := range parts {
								if n > 0 && a.From != parts[n-1].To {
									t.Fatalf("a gap between %d and %d", parts[n-1].To, a.From)
								}
								sum += a.Sum()
								value += a.Value()
							}
							if parts[0].From != 0 || parts[len(parts)-1].To != in || (len(parts) > 1) != (g == PerGroup) {
								t.Fatalf("%v: parts %+v", g, parts)
							}
							if sum != sums[i*out+j] || math.Abs(value-float64(y[i*out+j])) > 1e-6*math.Abs(value) {
								t.Errorf("%v, %v, %d bits: %d and %v; the product has %d and %v", kind, g, bits, sum, value, sums[i*out+j], y[i*out+j])
							}
						}
					}
				}
			}
		}
	}
}

func TestAccumulateRefuses(t *testing.T) {
	x := Plan{Scheme: Textbook(4, Symmetric), Granularity: PerColumn}.Quantize([]float32{1, 2, 3, 4}, 2, 2)
	w := Plan{Scheme: Textbook(4, Symmetric), Granularity: PerRow}.Quantize([]float32{1, 2, 3, 4}, 2, 2)
	if _, err := Accumulate(x, w, 0, 0); err == nil {
		t.Error("a scale for each feature is taken out of the sum")
	}
	offset := Plan{Scheme: Textbook(4, Offset), Granularity: PerRow}.Quantize([]float32{1, 2, 3, 4}, 2, 2)
	if _, err := Accumulate(w, offset, 0, 0); err == nil {
		t.Error("a real offset is left out")
	}
	faulttest.MustPanic(t, "quant: ", func() { _, _ = Accumulate(w, Matrix{Rows: 1, Cols: 3}, 0, 0) })
}
