package quant

import (
	"math"
	"math/rand/v2"
	"testing"

	"logitarium/core/fault/faulttest"
	"logitarium/core/tensor"
)

func TestSpreadOf(t *testing.T) {
	inf, nan := float32(math.Inf(1)), float32(math.NaN())
	for _, c := range []struct {
		x    []float32
		want Spread
	}{
		{[]float32{3, -4, 0, 1}, Spread{Range{-4, 3}, 4, math.Sqrt(26. / 4), math.Sqrt(26. / 4), .25}},
		{[]float32{2, 2, 2}, Spread{Range{2, 2}, 2, 2, 0, 0}},
		{[]float32{-5, -3}, Spread{Range{-5, -3}, 5, math.Sqrt(17), 1, 0}},
		{[]float32{0, 0}, Spread{Zeros: 1}},
		{[]float32{nan, 1, 0}, Spread{Range{0, 1}, 1, math.NaN(), math.NaN(), 1. / 3}},
		{[]float32{-inf, nan}, Spread{Range{}, 0, math.NaN(), math.NaN(), 0}},
	} {
		got := SpreadOf(c.x)
		if got.Range != c.want.Range || !alike(got.Peak, c.want.Peak) || !alike(got.RMS, c.want.RMS) ||
			!alike(got.Deviation, c.want.Deviation) || !alike(got.Zeros, c.want.Zeros) {
			t.Errorf("%v: %+v, want %+v", c.x, got, c.want)
		}
	}
	if c := SpreadOf([]float32{1, -1, 1}).Crest(); c != 1 {
		t.Errorf("values of one magnitude have crest %v", c)
	}
	if c := SpreadOf([]float32{0, 0}).Crest(); !math.IsNaN(c) {
		t.Errorf("zeros have crest %v", c)
	}
	faulttest.MustPanic(t, "quant: the spread of no values", func() { SpreadOf(nil) })
}

// alike is equality up to rounding; NaN is NaN.
func alike(a, b float64) bool {
	return math.Abs(a-b) <= 1e-12*math.Abs(b) || math.IsNaN(a) && math.IsNaN(b)
}

// Of a normal distribution the deviation and the root mean square are σ, and
// a uniform one from −1 to 1 has the crest √3.
func TestSpreadOfDistributions(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	normal, uniform := make([]float32, 1e5), make([]float32, 1e5)
	for i := range normal {
		normal[i], uniform[i] = float32(3*rng.NormFloat64()), float32(2*rng.Float64()-1)
	}
	if s := SpreadOf(normal); math.Abs(s.Deviation-3) > .05 || math.Abs(s.RMS-3) > .05 {
		t.Errorf("σ = 3 measures %+v", s)
	}
	if c := SpreadOf(uniform).Crest(); math.Abs(c-math.Sqrt(3)) > .01 {
		t.Errorf("a uniform distribution has crest %v, not √3", c)
	}
}

func TestRelative(t *testing.T) {
	for _, c := range []struct {
		x, y []float32
		want float64
	}{
		{[]float32{3, 4}, []float32{3, 4}, 0},
		{[]float32{0, 0}, []float32{0, 0}, 0},
		{[]float32{3, 4}, []float32{0, 0}, 1},
		{[]float32{3, 4}, []float32{3, 3.5}, .1},
		{[]float32{0}, []float32{1}, math.Inf(1)},
	} {
		if got := Compare(c.x, c.y).Relative; math.Abs(got-c.want) > 1e-12 && got != c.want {
			t.Errorf("%v from %v: %v, want %v", c.y, c.x, got, c.want)
		}
	}
	nan := float32(math.NaN())
	if got := Compare([]float32{1}, []float32{nan}).Relative; !math.IsNaN(got) {
		t.Errorf("a fault is hidden: %v", got)
	}
}

func TestScaleColumns(t *testing.T) {
	x := []float32{1, 2, 3, 4, 5, 6}
	by := []float32{2, -1, .5}
	ScaleColumns(x, by)
	if want := [6]float32{2, -2, 1.5, 8, -5, 3}; [6]float32(x) != want {
		t.Errorf("%v, want %v", x, want)
	}
	ScaleColumns(x, Reciprocals(by))
	if want := [6]float32{1, 2, 3, 4, 5, 6}; [6]float32(x) != want {
		t.Errorf("there and back: %v", x)
	}
	faulttest.MustPanic(t, "quant: 5 values in rows of", func() { ScaleColumns(make([]float32, 5), by) })
}

// By hand: x·Wᵀ is (3, 4), and (3, 3.5) with what is rounded.
func TestProductError(t *testing.T) {
	x, w := tensor.Of(1, 2, []float32{1, 2}), tensor.Of(2, 2, []float32{1, 1, 0, 2})
	rounded := tensor.Of(2, 2, []float32{1, 1, 0, 1.75})
	if got := ProductError(x, x, w, rounded); math.Abs(got-.1) > 1e-7 {
		t.Errorf("it loses %v, want .1", got)
	}
	if got := ProductError(x, x, w, w); got != 0 {
		t.Errorf("nothing is lost, and it says %v", got)
	}
	faulttest.MustPanic(t, "becomes [", func() { ProductError(x, w, w, w) })
}

// The product of integers is the product of what they stand for.
func TestProductErrorIsThatOfIntegers(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	x, w := tensor.New(5, 48), tensor.New(7, 48)
	for _, m := range []tensor.Matrix{x, w} {
		for i := range m.Data {
			m.Data[i] = float32(rng.NormFloat64())
		}
	}
	for _, kind := range []Kind{Symmetric, Affine} {
		p := Plan{Scheme: Textbook(6, kind), Granularity: PerRow}
		qx, qw := p.Quantize(x.Data, x.Rows, x.Cols), p.Quantize(w.Data, w.Rows, w.Cols)
		integers, err := Linear(qx, qw, nil)
		if err != nil {
			t.Fatal(err)
		}
		floats := tensor.New(x.Rows, w.Rows)
		tensor.MulBT(floats, x, w)
		want := Compare(floats.Data, integers).Relative
		got := ProductError(x, tensor.Of(x.Rows, x.Cols, qx.Dequantize()), w, tensor.Of(w.Rows, w.Cols, qw.Dequantize()))
		if math.Abs(got-want) > 1e-5*want {
			t.Errorf("%v: %v, with integers %v", kind, got, want)
		}
	}
}
