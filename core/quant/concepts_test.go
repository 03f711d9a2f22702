package quant

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// The eight weights that the lab opens with.
var eight = []float32{.5, -1.2, 3.1, .02, -.7, 2.4, -2.9, 1.05}

func TestEightWeights(t *testing.T) {
	cases := []struct {
		bits  int
		kind  Kind
		scale float64
		zero  int32
		q     []int32
		rmse  float64
	}{
		{8, Symmetric, .024409, 0, []int32{20, -49, 127, 1, -29, 98, -119, 43}, .00633},
		{8, Affine, .023529, 123, []int32{144, 72, 255, 124, 93, 225, 0, 168}, .00535},
		{4, Symmetric, .442857, 0, []int32{1, -3, 7, 0, -2, 5, -7, 2}, .13972},
		{4, Affine, .4, 7, []int32{8, 4, 15, 7, 5, 13, 0, 10}, .08867},
	}
	for _, c := range cases {
		m := Plan{Scheme: Textbook(c.bits, c.kind)}.Quantize(eight, 1, 8)
		g := m.Grids[0]
		same(t, "scale", float64(g.Scale), c.scale, 0, 5e-7)
		same(t, "RMSE", Compare(eight, m.Dequantize()).RMSE, c.rmse, 0, 5e-6)
		if g.Zero != c.zero || !slices.Equal(m.Q, c.q) {
			t.Errorf("%d bits %v: zero point %d, integers %v", c.bits, c.kind, g.Zero, m.Q)
		}
	}
}

// twister is MT19937 seeded like Python's random.Random(0): the recorded
// figures of the outlier come from random.gauss, and can be had to the digit.
type twister struct {
	state [624]uint32
	at    int
}

func newTwister() *twister {
	m := &twister{at: 624}
	s := &m.state
	s[0] = 19650218
	for i := uint32(1); i < 624; i++ {
		s[i] = 1812433253*(s[i-1]^s[i-1]>>30) + i
	}
	i := uint32(1)
	next := func() {
		if i++; i == 624 {
			s[0], i = s[623], 1
		}
	}
	for range 624 { // the key is the one word 0
		s[i] = s[i] ^ (s[i-1]^s[i-1]>>30)*1664525
		next()
	}
	for range 623 {
		s[i] = s[i] ^ (s[i-1]^s[i-1]>>30)*1566083941 - i
		next()
	}
	s[0] = 1 << 31
	return m
}

func (m *twister) uint32() uint32 {
	if m.at == 624 {
		for i := range m.state {
			y := m.state[i]&(1<<31) | m.state[(i+1)%624]&(1<<31-1)
			m.state[i] = m.state[(i+397)%624] ^ y>>1 ^ -(y&1)&0x9908b0df
		}
		m.at = 0
	}
	y := m.state[m.at]
	m.at++
	y ^= y >> 11
	y ^= y << 7 & 0x9d2c5680
	y ^= y << 15 & 0xefc60000
	return y ^ y>>18
}

func (m *twister) float64() float64 {
	return (float64(m.uint32()>>5)*(1<<26) + float64(m.uint32()>>6)) / (1 << 53)
}

func (m *twister) gauss(n int) []float32 {
	x := make([]float32, 0, n)
	for len(x) < n {
		sin, cos := math.Sincos(2 * math.Pi * m.float64())
		length := math.Sqrt(-2 * math.Log(1-m.float64()))
		x = append(x, float32(cos*length), float32(sin*length))
	}
	return x
}

func TestOneOutlierStretchesTheLadder(t *testing.T) {
	x := newTwister().gauss(4096)
	// random.Random(0).gauss(0, 1), twice.
	same(t, "first draw", float64(x[0]), 0.9417154046806644, 1e-6, 0)
	same(t, "second draw", float64(x[1]), -1.3965781047011498, 1e-6, 0)

	scheme := Textbook(8, Symmetric)
	before := Plan{Scheme: scheme}.Quantize(x, 1, len(x))
	with := append(slices.Clone(x), 60)
	after := Plan{Scheme: scheme}.Quantize(with, 1, len(with))
	if a, b := LevelsUsed(before.Q), LevelsUsed(after.Q); a != 209 || b != 17 {
		t.Errorf("%d levels in use, %d with the outlier; want 209 and 17", a, b)
	}
	inliers := Compare(x, after.Dequantize()[:len(x)]).RMSE / Compare(x, before.Dequantize()).RMSE
	same(t, "growth of the inliers' error", inliers, 16.8, 0, 0.05)

	// Groups keep the harm where it is; clipping gives the outlier up.
	rest := slices.Clone(with[:4096])
	rest[100] = 60
	Plan{Scheme: scheme, Granularity: PerGroup, Group: 64}.Fake(rest, 1, 4096)
	if e := Compare(x[128:], rest[128:]).RMSE; e > Compare(x, before.Dequantize()).RMSE {
		t.Errorf("outside its group the outlier still costs %g", e)
	}
	g := scheme.Grid(Percentile(with, 0.9999))
	clipped := 0
	for _, v := range with {
		if g.Clips(v) {
			clipped++
		}
	}
	if clipped == 0 || 1000*clipped > len(with) {
		t.Errorf("%d of %d are clipped", clipped, len(with))
	}
}

func TestUniformNoise(t *testing.T) {
	x := make([]float32, 1<<14)
	for i := range x {
		x[i] = float32(2*(float64(i)+0.5)/float64(len(x)) - 1)
	}
	var rms float64
	for _, v := range x {
		rms += float64(v) * float64(v)
	}
	rms = math.Sqrt(rms / float64(len(x)))
	for bits, want := range map[int]float64{8: 48.1, 4: 22.9} {
		m := Plan{Scheme: Textbook(bits, Symmetric)}.Quantize(x, 1, len(x))
		e, step := Compare(x, m.Dequantize()), float64(m.Grids[0].Scale)
		same(t, "SQNR", e.SQNR, want, 0, 0.05)
		same(t, "predicted SQNR", PredictedSQNR(rms, step), e.SQNR, 0, 0.1)
		same(t, "predicted RMSE", NoiseRMS(step), e.RMSE, 0.01, 0)
	}
	// Over all integers the levels double exactly with every bit.
	last := math.Inf(-1)
	for bits := 2; bits <= 8; bits++ {
		g := Grid{Scale: float32(2 / math.Exp2(float64(bits))), Origin: -1 + float32(1/math.Exp2(float64(bits))), Max: 1<<bits - 1}
		y := slices.Clone(x)
		g.SnapAll(y)
		sqnr := Compare(x, y).SQNR
		if bits > 2 {
			same(t, "gain of a bit", sqnr-last, DecibelsPerBit, 0, 0.01)
		}
		last = sqnr
	}
	same(t, "decibels per bit", DecibelsPerBit, 6.0206, 0, 5e-5)
}

func TestSmoothQuantToy(t *testing.T) {
	x := []float32{1, -.6, 40, .8, .5, -55, -1.2, .3, 70, .4, -.9, -35} // [4, 3]
	w := []float32{.5, .2, -.4, -.3, .8, .1}                            // [2, 3]
	// −35 and −0.4 are both −63.5 steps, of 70/127 and 0.8/127. The recorded
	// figures, made in float64, have −64 for the first and −63 for the second;
	// float32 breaks these ties otherwise. A hair off the tie, all agree.
	x[11], w[2] = -35.00001, -.3999999
	exact := product(x, w, 3)
	rmse := func(x, w []float32) float64 {
		p := Plan{Scheme: Textbook(8, Symmetric)}
		y, err := Linear(p.Quantize(x, 4, 3), p.Quantize(w, 2, 3), nil)
		if err != nil {
			t.Fatal(err)
		}
		return Compare(exact, y).RMSE
	}
	same(t, "RMSE as it is", rmse(x, w), .1939, 0, 5e-5)
	for alpha, want := range map[float64]float64{.25: .0656, .5: .0686, 1: .0880} {
		xs, ws := slices.Clone(x), slices.Clone(w)
		s := Smoothing(x, w, 3, alpha)
		Smooth(xs, ws, s)
		if alpha == .5 {
			for k, v := range []float64{1.549, 1.061, 13.229} {
				same(t, "factor", float64(s[k]), v, 0, 5e-4)
			}
		}
		if e := Compare(exact, product(xs, ws, 3)); e.Max > 2e-5 {
			t.Errorf("α = %g changes x·Wᵀ by %g", alpha, e.Max)
		}
		same(t, "RMSE smoothed", rmse(xs, ws), want, 0, 5e-5)
	}
	if s := Smoothing(make([]float32, 3), w, 3, 1); s[0] != 1e-5 {
		t.Errorf("a feature that is always 0 has factor %g", s[0])
	}
}

// product is x·Wᵀ in float64, rounded once.
func product(x, w []float32, in int) []float32 {
	var y []float32
	for i := 0; i < len(x); i += in {
		for j := 0; j < len(w); j += in {
			var sum float64
			for k := range in {
				sum += float64(x[i+k]) * float64(w[j+k])
			}
			y = append(y, float32(sum))
		}
	}
	return y
}

// Integer products, scaled, are the products of the dequantized values, for
// every granularity that factors.
func TestLinearIsTheProductOfDequantized(t *testing.T) {
	src := rand.New(rand.NewPCG(1, 2))
	const rows, outs, in = 3, 4, 20
	x, w, bias := make([]float32, rows*in), make([]float32, outs*in), []float32{1, -2, 3, 0}
	for _, v := range [][]float32{x, w} {
		for i := range v {
			v[i] = float32(src.NormFloat64())
		}
	}
	for _, gx := range []Granularity{PerTensor, PerRow, PerGroup} {
		for _, gw := range []Granularity{PerTensor, PerRow, PerGroup} {
			qx := Plan{Scheme: Textbook(8, Affine), Granularity: gx, Group: 8}.Quantize(x, rows, in)
			qw := Plan{Scheme: Textbook(4, Affine), Granularity: gw, Group: 5}.Quantize(w, outs, in)
			y, err := Linear(qx, qw, bias)
			if err != nil {
				t.Fatal(err)
			}
			want := product(qx.Dequantize(), qw.Dequantize(), in)
			for i := range want {
				same(t, "y", float64(y[i]), float64(want[i]+bias[i%outs]), 1e-5, 1e-5)
			}
		}
	}
}

// Products has no scales to factor out: every zero point counts where it is.
func TestProductsByColumn(t *testing.T) {
	x := Plan{Scheme: Textbook(8, Affine), Granularity: PerColumn}.Quantize(eight, 2, 4)
	w := Plan{Scheme: Textbook(8, Affine), Granularity: PerRow}.Quantize(eight[:4], 1, 4)
	for i, got := range products(x, w) {
		var want int32
		for k := range 4 {
			want += (x.Q[i*4+k] - x.Grids[k].Zero) * (w.Q[k] - w.Grids[0].Zero)
		}
		if got != want {
			t.Errorf("product %d is %d, want %d", i, got, want)
		}
	}
}

func TestWhatDoesNotFactor(t *testing.T) {
	byColumn := Plan{Scheme: Textbook(8, Symmetric), Granularity: PerColumn}.Quantize(eight, 2, 4)
	offset := Plan{Scheme: Textbook(8, Offset)}.Quantize(eight, 2, 4)
	fine := Plan{Scheme: Textbook(8, Symmetric)}.Quantize(eight, 2, 4)
	cases := []struct {
		x, w Matrix
		want string
	}{
		{byColumn, fine, "activations cannot have one scale for each channel"},
		{fine, byColumn, "weights cannot have one scale for each input feature"},
		{offset, fine, "real offset"},
	}
	for _, c := range cases {
		if _, err := Linear(c.x, c.w, nil); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("error %v, want %q", err, c.want)
		}
	}
	for _, g := range []Granularity{PerTensor, PerRow, PerGroup} {
		if err := Check(Activations, g); err != nil {
			t.Error(err)
		}
	}
	if err := Check(Activations, PerColumn); !strings.Contains(err.Error(), "does not factor out") {
		t.Errorf("no reason in %v", err)
	}
}
