package quant

import (
	"math"
	"slices"
	"strings"
	"testing"
)

var (
	nan = float32(math.NaN())
	inf = float32(math.Inf(1))
)

func TestRoundingOfHalves(t *testing.T) {
	for r, want := range map[Rounding][]float64{
		HalfEven: {-2, -2, 0, 0, 2, 2},
		HalfAway: {-3, -2, -1, 1, 2, 3},
		HalfUp:   {-2, -1, 0, 1, 2, 3},
	} {
		for i, v := range []float64{-2.5, -1.5, -0.5, 0.5, 1.5, 2.5} {
			g := Grid{Scale: 0.5, Min: -8, Max: 7, Rounding: r}
			x := []float32{float32(v / 2)}
			g.SnapAll(x)
			if got := r.Round(v); got != want[i] || g.Integer(float32(v/2)) != int32(want[i]) || float64(x[0]) != want[i]/2 {
				t.Errorf("%v: %g becomes %g, %d, %g; want %g", r, v, got, g.Integer(float32(v/2)), x[0], want[i])
			}
		}
		// The float32 below a half, plus a half, rounds to 1 in float32.
		if got := r.Round(float64(math.Nextafter32(0.5, 0))); got != 0 {
			t.Errorf("%v: just below a half becomes %g", r, got)
		}
	}
}

func TestNaNAndInf(t *testing.T) {
	x := []float32{nan, -inf, 1, inf, -2}
	if r := MinMax(x); r != (Range{-2, 1}) {
		t.Errorf("range %v", r)
	}
	if r := Percentile(x, 1); r != (Range{-2, 1}) {
		t.Errorf("percentile range %v", r)
	}
	if r := SearchMSE(x, Textbook(8, Affine)); r.Hi > 1 || r.Lo < -2 || r.Hi < 0.9 {
		t.Errorf("searched range %v", r)
	}
	for _, r := range []Rounding{HalfEven, HalfAway, HalfUp} {
		s := Textbook(8, Affine)
		s.Rounding = r
		g := s.Grid(MinMax(x))
		y := slices.Clone(x)
		g.SnapAll(y)
		lo, hi := g.Ends()
		if y[0] == y[0] || y[1] != lo || y[3] != hi {
			t.Errorf("%v: %v becomes %v", r, x, y)
		}
		if g.Integer(nan) != g.Zero || g.Integer(inf) != g.Max || g.Integer(-inf) != g.Min {
			t.Errorf("%v: integers %d %d %d", r, g.Integer(nan), g.Integer(inf), g.Integer(-inf))
		}
		q := make([]int32, len(x))
		g.IntegerAll(q, x)
		for i, v := range x {
			if q[i] != g.Integer(v) {
				t.Errorf("%v: %v is %d of many, %d alone", r, v, q[i], g.Integer(v))
			}
		}
		if g.Clips(nan) || !g.Clips(inf) || !g.Clips(-inf) || g.Clips(0) {
			t.Errorf("%v: clips NaN %v, Inf %v, 0 %v", r, g.Clips(nan), g.Clips(inf), g.Clips(0))
		}
	}
}

func TestRangesWithoutWidth(t *testing.T) {
	for _, x := range [][]float32{nil, {0, 0}, {nan}, {inf, -inf}} {
		if r := MinMax(x); r != (Range{}) {
			t.Errorf("%v: range %v", x, r)
		}
		if r := Percentile(x, 0.99); r != (Range{}) {
			t.Errorf("%v: percentile range %v", x, r)
		}
	}
	for _, kind := range []Kind{Symmetric, Affine, Offset} {
		if g := Textbook(8, kind).Grid(Range{}); g.Scale != 1 || g.Snap(0) != 0 {
			t.Errorf("%v: %+v", kind, g)
		}
	}
	if g := Textbook(4, Offset).Grid(Range{7.3, 7.3}); g.Snap(7.3) != 7.3 {
		t.Errorf("a constant becomes %g", g.Snap(7.3))
	}
	if e := Compare([]float32{0, 0}, []float32{0, 0}); !math.IsNaN(e.SQNR) || !math.IsNaN(e.Cosine) || e.RMSE != 0 {
		t.Errorf("nothing against nothing: %+v", e)
	}
	if e := Compare([]float32{1, 2}, []float32{1, 2}); !math.IsInf(e.SQNR, 1) {
		t.Errorf("no error: %+v", e)
	}
}

func TestHistogramCutsTails(t *testing.T) {
	h := Histogram{Bits: 4}
	if r := h.Range(); r != (Range{}) {
		t.Errorf("before the first batch: %v", r)
	}
	h.Observe([]float32{nan})
	h.Observe([]float32{2, 2})
	if r := h.Range(); r != (Range{2, 2}) {
		t.Errorf("of one value: %v", r)
	}
	h.Observe(newTwister().gauss(20000))
	h.Observe([]float32{40, inf})
	var total float64
	for _, c := range h.counts {
		total += c
	}
	if math.Abs(total-20003) > 1e-6 {
		t.Errorf("%g values counted", total)
	}
	if r, all := h.Range(), h.Extremes(); all.Hi != 40 || r.Hi > 8 || r.Lo > -2 {
		t.Errorf("range %v of %v", r, all)
	}
}

// Values that move to the bins of a wider range stay where they are: the mean
// of the counts does not drift.
func TestHistogramWidens(t *testing.T) {
	h := Histogram{Bits: 8, Bins: 512}
	even := make([]float32, 100000)
	for i := range even {
		even[i] = float32(i) / float32(len(even)-1)
	}
	mean := func() float64 {
		var sum, total float64
		for i, c := range h.counts {
			sum += c * (float64(h.all.Lo) + (float64(i)+0.5)*h.binWidth())
			total += c
		}
		return sum / total
	}
	h.Observe(even)
	same(t, "mean", mean(), 0.5, 0, 1e-6)
	h.widen(Range{-0.371, 1.293})
	same(t, "mean in wider bins", mean(), 0.5, 0, 1.0/512/200)
}

func TestHistogramForgetsNothing(t *testing.T) {
	var o Histogram
	for _, batch := range [][]float32{{1, 2}, {nan}, {-5}, {0}} {
		o.Observe(batch)
	}
	if o.Extremes() != (Range{-5, 2}) {
		t.Errorf("range %v", o.Extremes())
	}
}

func TestSizes(t *testing.T) {
	cases := []struct {
		plan Plan
		want float64
		why  string
	}{
		{Plan{Scheme: Textbook(4, Symmetric), Granularity: PerGroup, Group: 32}, 4.5, "a half-precision scale for 32 weights"},
		{Plan{Scheme: Textbook(4, Offset), Granularity: PerGroup, Group: 32}, 5, "and a minimum"},
		{Plan{Scheme: Textbook(4, Affine), Granularity: PerGroup, Group: 128}, 4 + 20.0/128, "a zero point takes 4 bits"},
		{Plan{Scheme: Textbook(8, Symmetric), Granularity: PerRow}, 8 + 16.0/256, "one scale a row"},
		{Plan{Scheme: Textbook(8, Symmetric), Granularity: PerColumn}, 8 + 16.0/64, "one scale a column"},
		{Plan{Scheme: Textbook(8, Symmetric)}, 8 + 16.0/(64*256), "one scale"},
		{Plan{Scheme: Textbook(8, Symmetric), Granularity: PerGroup, Group: 100}, 8 + 16*3.0/256, "256 = 100 + 100 + 56"},
	}
	for _, c := range cases {
		if got := c.plan.Size(64, 256, 16).PerWeight(); got != c.want {
			t.Errorf("%g bits a weight, want %g: %s", got, c.want, c.why)
		}
	}
	for f, want := range map[Format]float64{Q8_0: 8.5, Q4_0: 4.5, Q4_1: 5, Q5_0: 5.5, Q5_1: 6} {
		if f.BitsPerWeight() != want {
			t.Errorf("%v: %g bits a weight", f, f.BitsPerWeight())
		}
	}
}

// The inverse of a subnormal scale is infinite; no integer may come of it.
func TestBlocksOfNearlyNothing(t *testing.T) {
	x := make([]float32, BlockSize)
	x[3], x[4] = -1e-43, 2e-44
	for f := Q8_0; f <= Q5_1; f++ {
		data, err := f.Encode(x)
		if err != nil {
			t.Fatal(err)
		}
		if blocks, err := f.Blocks(data); err != nil || blocks[0].Q != [BlockSize]int8{} || blocks[0].D != 0 {
			t.Errorf("%v: %v, error %v", f, blocks, err)
		}
	}
}

func TestBlocksRefuse(t *testing.T) {
	x := make([]float32, 2*BlockSize)
	x[40] = nan
	if _, err := Q4_0.Encode(x); err == nil || !strings.Contains(err.Error(), "weight 40 is NaN") {
		t.Errorf("error %v", err)
	}
	x[40] = 1e9
	for f := Q8_0; f <= Q5_1; f++ {
		if _, err := f.Encode(x); err == nil || !strings.Contains(err.Error(), "weights 32 to 63") {
			t.Errorf("%v: error %v", f, err)
		}
	}
	if _, err := Q8_0.Blocks(make([]byte, 35)); err == nil || !strings.Contains(err.Error(), "1 too many") {
		t.Errorf("error %v", err)
	}
}

// What is counted in bins has the percentiles of the values, to a bin.
func TestHistogramPercentile(t *testing.T) {
	var h Histogram
	if r := h.Percentile(0.9); r != (Range{}) {
		t.Errorf("%v before the first batch", r)
	}
	x := normal(20000)
	h.Observe(x[:5000])
	h.Observe(x[5000:])
	bin := (h.Extremes().Hi - h.Extremes().Lo) / 2048
	for _, p := range []float64{0.6, 0.9, 0.999, 1} {
		got, want := h.Percentile(p), Percentile(x, p)
		if d := max(got.Lo-want.Lo, want.Lo-got.Lo, got.Hi-want.Hi, want.Hi-got.Hi); d > 2*bin {
			t.Errorf("p = %g: %v, of the values %v", p, got, want)
		}
	}
	var flat Histogram
	flat.Observe([]float32{3, 3, 3})
	if r := flat.Percentile(0.9); r != (Range{3, 3}) {
		t.Errorf("%v of threes", r)
	}
}

// Without sorting all values, the percentiles are those of the sorted ones.
func TestPercentileIsOfTheSorted(t *testing.T) {
	shapes := map[string]func(i int) float32{
		"normal":  func(i int) float32 { return normal(300)[i] },
		"rising":  func(i int) float32 { return float32(i) },
		"falling": func(i int) float32 { return float32(-i) },
		"ties":    func(i int) float32 { return float32(i % 3) },
		"equal":   func(int) float32 { return 7 },
	}
	for name, value := range shapes {
		for _, n := range []int{1, 2, 3, 10, 299, 300} {
			x := make([]float32, n)
			for i := range x {
				x[i] = value(i)
			}
			sorted := slices.Sorted(slices.Values(x))
			for _, p := range []float64{0.51, 0.75, 0.999, 1} {
				at := func(p float64) float32 {
					rank := p * float64(n-1)
					i := int(rank)
					low, high := float64(sorted[i]), float64(sorted[min(i+1, n-1)])
					return float32(low + (rank-float64(i))*(high-low))
				}
				if got, want := Percentile(x, p), (Range{at(1 - p), at(p)}); got != want {
					t.Errorf("%s, %d values, p = %g: %v, want %v", name, n, p, got, want)
				}
			}
		}
	}
	if n := LevelsUsed([]int32{math.MinInt32, math.MaxInt32, 0, 0}); n != 3 {
		t.Errorf("%d of 3 far integers", n)
	}
}

func TestMisusePanics(t *testing.T) {
	x := make([]float32, 6)
	m := Plan{Scheme: Textbook(8, Symmetric)}.Quantize(x, 2, 3)
	other := Plan{Scheme: Textbook(8, Symmetric)}.Quantize(x, 3, 2)
	cases := map[string]func(){
		"no scale":    func() { Grid{Max: 1}.Integer(0) },
		"no integers": func() { Grid{Scale: 1}.SnapAll(x) },
		"far":         func() { Grid{Scale: 1, Max: 1 << 22}.Snap(0) },
		"1 bit":       func() { Textbook(1, Symmetric).Grid(Range{}) },
		"9 bits":      func() { Textbook(9, Symmetric).Grid(Range{}) },
		"kind":        func() { Scheme{Bits: 8, Kind: 9}.Grid(Range{}) },
		"range":       func() { Textbook(8, Affine).Grid(Range{1, 0}) },
		"NaN range":   func() { Textbook(8, Affine).Grid(Range{nan, 0}) },
		"Inf range":   func() { Textbook(8, Affine).Grid(Range{0, inf}) },
		"percentile":  func() { Percentile(x, 0.5) },
		"share":       func() { (&Histogram{}).Percentile(1.1) },
		"integers":    func() { Grid{Scale: 1, Max: 1}.IntegerAll(nil, x) },
		"histogram":   func() { (&Histogram{}).Range() },
		"matrix":      func() { Plan{Scheme: Textbook(8, Affine)}.Fake(x, 2, 2) },
		"no group":    func() { Plan{Scheme: Textbook(8, Affine), Granularity: PerGroup}.Fake(x, 2, 3) },
		"granularity": func() { Plan{Scheme: Textbook(8, Affine), Granularity: 7}.Fake(x, 2, 3) },
		"size":        func() { Plan{Scheme: Textbook(8, Affine)}.Size(0, 1, 16) },
		"inner":       func() { Linear(m, other, nil) },
		"bias":        func() { Linear(m, m, x) },
		"alpha":       func() { Smoothing(x, x, 3, 1.1) },
		"features":    func() { Smooth(x, x, make([]float32, 4)) },
		"compare":     func() { Compare(x, x[1:]) },
		"block":       func() { Q8_0.Encode(x) },
		"format":      func() { Format(9).Bits() },
	}
	for name, misuse := range cases {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if text, ok := recover().(string); !ok || !strings.HasPrefix(text, "quant: ") {
					t.Errorf("panicked with %v", text)
				}
			}()
			misuse()
			t.Error("no panic")
		})
	}
}

func TestNames(t *testing.T) {
	got := []string{
		HalfEven.String(), HalfAway.String(), HalfUp.String(), Rounding(9).String(),
		Symmetric.String(), Affine.String(), Offset.String(), Kind(9).String(),
		PerTensor.String(), PerRow.String(), PerColumn.String(), PerGroup.String(), Granularity(9).String(),
		Q5_1.String(), Format(9).String(),
	}
	want := []string{
		"half to even", "half away", "half up", "Rounding(9)",
		"symmetric", "affine", "offset", "Kind(9)",
		"tensor", "row", "column", "group", "Granularity(9)",
		"Q5_1", "Format(9)",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

// torch.ao's observers keep scales at 2⁻²³ and above; a range without width
// has that one, and a value in it comes back as 0.
func TestPyTorchLeastScale(t *testing.T) {
	const least = 0x1p-23
	for _, kind := range []Kind{Symmetric, Affine} {
		for _, r := range []Range{{}, {Lo: -1e-9, Hi: 1e-9}, {Hi: 0x1p-126}} {
			if g := PyTorch(8, kind).Grid(r); g.Scale != least || g.Snap(0) != 0 {
				t.Errorf("%v, %+v: scale %g, 0 is %g", kind, r, g.Scale, g.Snap(0))
			}
		}
		if g := PyTorch(8, kind).Grid(Range{Lo: -1, Hi: 1}); g.Scale <= least {
			t.Errorf("%v: scale %g", kind, g.Scale)
		}
	}
	if g := Textbook(8, Symmetric).Grid(Range{}); g.Scale != 1 {
		t.Errorf("scale %g of nothing", g.Scale)
	}
}

// Libraries divide in float32: for this range the quotient −0.5 is exact
// there, and just beside it in float64.
func TestZeroPointAtAHalf(t *testing.T) {
	var found int
	for i := 1; i < 4000; i++ {
		lo, hi := float32(-i)*0.001, float32(4000-i)*0.003
		g := ONNXRuntime(8, Affine).Grid(Range{Lo: lo, Hi: hi})
		q := lo / g.Scale
		want := int32(math.RoundToEven(float64(float32(-128) - q)))
		if g.Zero != want {
			t.Fatalf("%g to %g: zero point %d, onnxruntime has %d", lo, hi, g.Zero, want)
		}
		if math.RoundToEven(float64(q)) != math.RoundToEven(float64(lo)/float64(g.Scale)) {
			found++
		}
	}
	if found == 0 {
		t.Error("no range tells float32 and float64 apart: what is tested?")
	}
}
