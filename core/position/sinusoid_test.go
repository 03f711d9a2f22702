package position

import (
	"math"
	"math/rand/v2"
	"testing"
)

// vaswani is the paper's encoding, tensor2tensor that of get_timing_signal_1d.
func vaswani(dim int, base float64) Sinusoid { return Sinusoid{Dim: dim, Base: base} }
func tensor2tensor(dim int, base float64) Sinusoid {
	return Sinusoid{Dim: dim, Base: base, Layout: Split, Spacing: InclusiveSpacing}
}

func TestPaperValues(t *testing.T) {
	s := vaswani(8, 10000)
	near(t, "PE(1)", s.At(1), []float64{.841471, .540302, .099833, .995004, .01, .99995, .001, 1}, 1e-6)
	near(t, "PE(2)", s.At(2), []float64{.909297, -.416147, .198669, .980067, .019999, .9998, .002, .999998}, 1e-6)
}

func TestDotsOfWidth512(t *testing.T) {
	s := vaswani(512, 10000)
	want := map[int]float64{0: 256, 1: 249.1021, 2: 231.7336, 3: 211.7494, 5: 189.5967, 10: 173.7897, 20: 157.5740, 50: 131.0908, 100: 111.9502}
	dots := s.Dots(101)
	for k, w := range want {
		near(t, "Dot", []float64{s.Dot(float64(k)), s.Dot(float64(-k)), dots[k]}, []float64{w, w, w}, 5e-5)
		for _, p := range []float64{0, 7, 100} {
			after, before := dot(s.At(p), s.At(p+float64(k))), dot(s.At(p), s.At(p-float64(k)))
			near(t, "PE(p)·PE(p±k)", []float64{after, before}, []float64{w, w}, 5e-5)
		}
	}
}

func TestDotIsNotMonotone(t *testing.T) {
	for dim, want := range map[int]int{512: 44, 8: 4} {
		if got := vaswani(dim, 10000).FirstRise(1000); got != want {
			t.Errorf("width %d rises first at %d, want %d", dim, got, want)
		}
	}
	if got := vaswani(512, 10000).FirstRise(43); got != 0 {
		t.Errorf("a rise at %d, past the limit", got)
	}
}

func TestLongestWavelength(t *testing.T) {
	paper := vaswani(512, 10000)
	for _, j := range []int{510, 511} {
		near(t, "paper", []float64{paper.Wavelength(j), paper.Wavelength(j) / (2 * math.Pi)}, []float64{60611.4, 9646.6}, 0.1)
	}
	t2t := tensor2tensor(512, 10000)
	for _, j := range []int{255, 511} {
		near(t, "tensor2tensor", []float64{t2t.Wavelength(j)}, []float64{2 * math.Pi * 10000}, 1e-6)
	}
	// A single pair leaves no exponent to spread: it turns once in 2π.
	near(t, "width 2", []float64{tensor2tensor(2, 10000).Wavelength(1)}, []float64{2 * math.Pi}, 1e-12)
}

func TestShiftResidual(t *testing.T) {
	s := vaswani(512, 10000)
	for _, p := range []float64{0, 1, 7, 50, 100} {
		for _, k := range []float64{-5, 0, 1, 3, 10, 100} {
			if r := s.ShiftResidual(p, k); !(r <= 5.4e-14) {
				t.Errorf("M(%g)·PE(%g) is off by %g", k, p, r)
			}
		}
	}
}

func TestShiftMatrixIsApply(t *testing.T) {
	for _, s := range []Sinusoid{vaswani(16, 100), tensor2tensor(16, 100)} {
		m, pe := s.Shift(3), s.At(2)
		full := m.Matrix()
		for j, v := range m.Apply(pe) {
			near(t, s.Layout.String(), []float64{dot(full.Row(j), pe)}, []float64{v}, 1e-15)
		}
	}
}

func TestNearestOffsets(t *testing.T) {
	for _, s := range []Sinusoid{vaswani(2, 10000), vaswani(8, 10), vaswani(64, 10000), tensor2tensor(8, 10000)} {
		const n = 60
		k, d := s.Nearest(n)
		p, q, want := s.Table(3, n).Nearest()
		near(t, "distance", []float64{d, s.Distance(float64(q - p))}, []float64{want, want}, 1e-12)
		if q-p != k && math.Abs(s.Distance(float64(q-p))-d) > 1e-12 {
			t.Errorf("%+v: nearest at offset %d, by search at %d", s, k, q-p)
		}
	}
	// With one pair 44 positions are almost seven turns.
	if k, d := vaswani(2, 10000).Nearest(60); k != 44 || d > 0.02 {
		t.Errorf("nearest of one clock hand: offset %d, distance %g", k, d)
	}
}

func TestDotThroughBreaksTheCurve(t *testing.T) {
	const d = 16
	s := vaswani(d, 10000)
	identity, random := make([]float64, d*d), make([]float64, d*d)
	src := rand.New(rand.NewPCG(1, 2))
	for i := range random {
		random[i] = src.NormFloat64()
		if i%(d+1) == 0 {
			identity[i] = 1
		}
	}
	near(t, "identity", []float64{s.DotThrough(identity, 9, 4)}, []float64{s.Dot(4)}, 1e-12)
	if a, b := s.DotThrough(random, 9, 4), s.DotThrough(random, 9, -4); math.Abs(a-b) < 0.01 {
		t.Errorf("still even in the offset: %g and %g", a, b)
	}
	if a, b := s.DotThrough(random, 9, 4), s.DotThrough(random, 20, 4); math.Abs(a-b) < 0.1 {
		t.Errorf("still the same everywhere: %g and %g", a, b)
	}
}

func FuzzSinusoidLaws(f *testing.F) {
	f.Add(uint8(4), 10000.0, 7, 3, uint8(0))
	f.Add(uint8(1), 2.0, 0, -9, uint8(3))
	f.Fuzz(func(t *testing.T, pairs uint8, base float64, p, k int, shape uint8) {
		pairs = pairs%64 + 1
		p, k = p%5000, k%5000
		if !(base >= 1 && base < 1e9) {
			t.Skip()
		}
		s := Sinusoid{Dim: 2 * int(pairs), Base: base, Layout: Layout(shape & 1), Spacing: Spacing(shape >> 1 & 1)}
		a, b := s.At(float64(p)), s.At(float64(p+k))
		d := float64(s.Dim)
		near(t, "length", []float64{dot(a, a)}, []float64{d / 2}, 1e-12*d)
		near(t, "dot", []float64{dot(a, b)}, []float64{s.Dot(float64(k))}, 1e-11*d)
		near(t, "distance", []float64{s.Distance(float64(k))}, []float64{Distance(a, b)}, 1e-10*d)
		near(t, "shift", s.Shift(float64(k)).Apply(a), b, 2e-11)
	})
}

func FuzzLayoutPairs(f *testing.F) {
	f.Add(uint8(4), uint8(0))
	f.Fuzz(func(t *testing.T, pairs, layout uint8) {
		l, dim := Layout(layout&1), 2*(int(pairs)+1)
		for j := range dim {
			i, second := l.PairOf(j, dim)
			a, b := l.Pair(i, dim)
			if back := map[bool]int{false: a, true: b}[second]; back != j {
				t.Fatalf("%v of %d: dimension %d is in pair %d, which has %d and %d", l, dim, j, i, a, b)
			}
		}
	})
}
