package norm

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// The error of a batch mean is that of draws without putting back.
func TestNoiseOfTheMean(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	set := make([]float64, 40)
	for i := range set {
		set[i] = rng.NormFloat64()*4 + 7
	}
	noise := MeasureNoise(set, set[0], 40, 4000, 1, 0)
	for _, k := range []int{1, 2, 4, 8, 16, 30, 39} {
		if got, want := noise[k-1].Mean, StandardError(40, k); !(math.Abs(got/want-1) < .1) {
			t.Errorf("the mean of %d is off by %v, theory has %v", k, got, want)
		}
	}
	if whole := noise[39]; !(whole.Mean < 1e-12 && whole.Std < 1e-12) {
		t.Errorf("the whole set is off by %v and %v", whole.Mean, whole.Std)
	}
}

// A set of two by hand: 0 and 2 have the mean 1 and the deviation 1. One value
// is off by 1 and has no deviation; both are the set. The output of 0 is −1; in
// a batch of itself alone it is 0 with any eps, so it is off by about 1.
func TestNoiseOfTwo(t *testing.T) {
	const eps = 1e-9
	noise := MeasureNoise([]float64{0, 2}, 0, 2, 8, 3, eps)
	for i, want := range []Noise{{1, 1, 3}, {0, 0, 0}} {
		got := noise[i]
		if i == 1 {
			got.Y = 0 // of 0 beside 0 or 2, which the next check has
		}
		if math.Abs(got.Mean-want.Mean) > 1e-6 || math.Abs(got.Std-want.Std) > 1e-6 || math.Abs(got.Y-want.Y) > 1e-6 {
			t.Errorf("batches of %d: %+v, want %+v", i+1, got, want)
		}
	}
	// 0 beside 0 becomes 0, off by 1; beside 2 it becomes −1, off by nothing.
	if got, want := noise[1].Y, 3*math.Sqrt(.5); math.Abs(got-want) > 1e-6 {
		t.Errorf("the output is off by %v, want %v", got, want)
	}
}

// Fewer draws are the first ones of more, and no number comes twice.
func TestDraw(t *testing.T) {
	for n := range 20 {
		all := Draw(9, n, n)
		sorted := slices.Clone(all)
		slices.Sort(sorted)
		for i, v := range sorted {
			if v != i {
				t.Fatalf("%v are not the numbers below %d", all, n)
			}
		}
		for k := range n {
			if few := Draw(9, k, n); !slices.Equal(few, all[:k]) {
				t.Errorf("%d of %d: %v, not the first ones of %v", k, n, few, all)
			}
		}
	}
	if got := Draw(1, 5, 3); len(got) != 3 {
		t.Errorf("5 of 3: %v", got)
	}
	if slices.Equal(Draw(1, 20, 20), Draw(2, 20, 20)) {
		t.Error("two seeds give one order")
	}
}

func TestNoiseRefuses(t *testing.T) {
	for name, call := range map[string]func(){
		"no values":          func() { MeasureNoise(nil, 0, 1, 1, 1, 0) },
		"too large batch":    func() { MeasureNoise([]float64{1}, 0, 2, 1, 1, 0) },
		"no batch":           func() { MeasureNoise([]float64{1}, 0, 1, 0, 1, 0) },
		"a negative eps":     func() { MeasureNoise([]float64{1}, 0, 1, 1, 1, -1) },
		"batches of nothing": func() { MeasureNoise([]float64{1}, 0, 0, 1, 1, 0) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			call()
		}()
	}
}

// Moving and scaling changes mean and deviation, and of the skewness the sign
// at the most.
func TestMomentsOf(t *testing.T) {
	x := []float64{0, 0, 0, 4} // by hand: mean 1, variance 3, skewness 2/√3
	m := MomentsOf(x)
	if m.Mean != 1 || math.Abs(m.Std-math.Sqrt(3)) > 1e-12 || math.Abs(m.Skewness-2/math.Sqrt(3)) > 1e-12 {
		t.Errorf("%+v", m)
	}
	for i := range x {
		x[i] = 5 - 3*x[i]
	}
	if n := MomentsOf(x); n.Mean != 2 || math.Abs(n.Std-3*m.Std) > 1e-12 || math.Abs(n.Skewness+m.Skewness) > 1e-12 {
		t.Errorf("mirrored: %+v", n)
	}
	if m := MomentsOf([]float64{2, 2}); m.Std != 0 || !math.IsNaN(m.Skewness) {
		t.Errorf("without spread: %+v", m)
	}
	if m := MomentsOf(nil); !math.IsNaN(m.Mean) {
		t.Errorf("of nothing: %+v", m)
	}
}
