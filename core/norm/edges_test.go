package norm

import (
	"math"
	"testing"
)

// Where squares leave the range of numbers, values do not: the outputs are as
// of the same values at another scale.
func TestExtremes(t *testing.T) {
	small := []float64{-1, 1, 3, 1}
	want := Layer(small, Matrix(1, 4), Affine{}, 0).Y
	for _, scale := range []float64{1e200, 1e300, 1e-200, 1e-300} {
		x := make([]float64, len(small))
		for i, v := range small {
			x[i] = scale * v
		}
		for name, o := range map[string]Output{
			"layer": Layer(x, Matrix(1, 4), Affine{}, 0),
			"batch": Batch(x, Matrix(4, 1), nil, Affine{}, 0),
		} {
			near(t, name, o.Y, want, 1e-12)
		}
		rms := RMS(x, Matrix(1, 4), Affine{}, 0).Y
		near(t, "RMS", rms, RMS(small, Matrix(1, 4), Affine{}, 0).Y, 1e-12)
	}
	// ε is above all that is there: the values vanish beside it.
	if y := Layer([]float64{-1e-200, 1e-200}, Matrix(1, 2), Affine{}, 1e-5).Y; math.Abs(y[1]-1e-200/math.Sqrt(1e-5)) > 1e-210 {
		t.Errorf("y %g", y)
	}
	if y := Layer([]float64{-1e200, 1e200}, Matrix(1, 2), Affine{Gain: []float64{2, 2}, Bias: []float64{5, 5}}, 1e-5).Y; y[0] != 3 || y[1] != 7 {
		t.Errorf("y %g, want 3 and 7", y)
	}
}

// An infinity or a NaN spoils its group, wherever in it it stands.
func TestNotFiniteAnywhere(t *testing.T) {
	for _, bad := range []float64{math.Inf(1), math.Inf(-1), math.NaN()} {
		var means []float64
		for at := range 3 {
			x := []float64{1, 2, 4}
			x[at] = bad
			o := Batch(x, Matrix(3, 1), nil, Affine{}, 1e-5)
			for i, y := range o.Y {
				if !math.IsNaN(y) || !math.IsNaN(o.Var[0]) {
					t.Errorf("%g at %d: y[%d] %g, variance %g", bad, at, i, y, o.Var[0])
				}
			}
			means = append(means, o.Mean[0])
		}
		for _, m := range means {
			if m != bad && !(math.IsNaN(m) && math.IsNaN(bad)) {
				t.Errorf("means %g: it depends on where %g stands", means, bad)
			}
		}
	}
}

// One value, and none.
func TestFewValues(t *testing.T) {
	if y := Batch([]float64{7}, Matrix(1, 1), nil, Affine{Bias: []float64{3}}, 1e-5).Y; y[0] != 3 {
		t.Errorf("y %g, want the bias", y)
	}
	if y := Batch(nil, Matrix(0, 2), nil, Affine{}, 1e-5).Y; len(y) != 0 {
		t.Errorf("y %g of nothing", y)
	}
}

func same(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) }

func TestEdgesOfMoments(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for _, c := range []struct {
		values []float64
		want   Moments
	}{
		{nil, Moments{nan, nan, nan}}, {[]float64{3}, Moments{3, 0, nan}}, {[]float64{2, 2}, Moments{2, 0, nan}},
		{[]float64{-1, 1}, Moments{0, 1, 0}}, {[]float64{1e200, -1e200}, Moments{0, 1e200, 0}}, {[]float64{1e-200, -1e-200}, Moments{0, 1e-200, 0}},
		{[]float64{inf}, Moments{inf, nan, nan}}, {[]float64{inf, -inf}, Moments{nan, nan, nan}}, {[]float64{1, nan}, Moments{nan, nan, nan}},
		{[]float64{math.MaxFloat64, math.MaxFloat64}, Moments{math.MaxFloat64, 0, nan}},
	} {
		if got := MomentsOf(c.values); !same(got.Mean, c.want.Mean) || !same(got.Std, c.want.Std) || !same(got.Skewness, c.want.Skewness) {
			t.Errorf("MomentsOf(%v) is %v, want %v", c.values, got, c.want)
		}
	}
}

func TestEdgesOfDraws(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		n, k int
		want float64
	}{{1, 1, nan}, {5, 1, 1}, {5, 5, 0}, {5, 6, nan}, {5, 0, nan}, {5, -1, nan}, {0, 0, nan}, {0, 1, nan}, {1 << 40, 1, 1}} {
		if got := StandardError(c.n, c.k); !same(got, c.want) {
			t.Errorf("StandardError(%d, %d) is %g, want %g", c.n, c.k, got, c.want)
		}
	}
	for _, c := range [][3]int{{0, 5, 0}, {-1, 5, 0}, {3, 0, 0}, {3, -2, 0}, {7, 3, 3}, {1, 1, 1}} {
		if got := Draw(1, c[0], c[1]); len(got) != c[2] {
			t.Errorf("Draw of %d below %d gives %v", c[0], c[1], got)
		}
	}
	for _, set := range [][]float64{{3}, {2, 2}, {1e-200, -1e-200}, {1, math.Inf(1)}} {
		for i, n := range MeasureNoise(set, 1, len(set), 10, 1, 1e-5) {
			if !math.IsNaN(n.Mean) || !math.IsNaN(n.Std) {
				t.Errorf("batches of %d of %v are off by %v", i+1, set, n)
			}
		}
	}
	for _, x := range []float64{math.Inf(1), nan} {
		if n := MeasureNoise([]float64{1, 2, 4}, x, 2, 10, 1, 1e-5)[1]; !math.IsNaN(n.Y) || math.IsNaN(n.Mean) {
			t.Errorf("with x %g: %v", x, n)
		}
	}
}

func TestEdgesOfNorms(t *testing.T) {
	inf, nan, smallest := math.Inf(1), math.NaN(), math.SmallestNonzeroFloat64
	row := func(c int) Shape { return Matrix(1, c) }
	stats := func(mean, v float64) Running { return Running{Mean: []float64{mean}, Var: []float64{v}} }
	for name, c := range map[string]struct{ got, want []float64 }{
		"layer, eps Inf":                      {Layer([]float64{1, 3}, row(2), Affine{Bias: []float64{5, 6}}, inf).Y, []float64{5, 6}},
		"layer, one value":                    {Layer([]float64{7}, row(1), Affine{}, 1e-5).Y, []float64{0}},
		"layer, one value, eps 0":             {Layer([]float64{7}, row(1), Affine{}, 0).Y, []float64{nan}},
		"layer, infinite gain":                {Layer([]float64{1, 3}, row(2), Affine{Gain: []float64{inf, 1}}, 0).Y, []float64{-inf, 1}},
		"layer, nothing":                      {Layer(nil, Matrix(0, 4), Affine{}, 0).Y, nil},
		"RMS, zeros":                          {RMS([]float64{0, 0}, row(2), Affine{Bias: []float64{1, 2}}, 1e-5).Y, []float64{1, 2}},
		"RMS, zeros, eps 0":                   {RMS([]float64{0, 0}, row(2), Affine{}, 0).Y, []float64{nan, nan}},
		"RMS, one value":                      {RMS([]float64{-7}, row(1), Affine{}, 0).Y, []float64{-1}},
		"RMS, an infinity":                    {RMS([]float64{inf, 3}, row(2), Affine{}, 0).Y, []float64{nan, 0}},
		"RMS, a NaN":                          {RMS([]float64{nan, 3}, row(2), Affine{}, 0).Y, []float64{nan, nan}},
		"RMS, four times the smallest number": {RMS([]float64{4 * smallest, 0, 0, 0}, row(4), Affine{}, 0).Y, []float64{2, 0, 0, 0}},
		"RMS, the largest number":             {RMS([]float64{math.MaxFloat64, 0, 0, 0}, row(4), Affine{}, 0).Y, []float64{2, 0, 0, 0}},
		"group, each its own":                 {Group([]float64{1, 2, 3, 4}, row(4), 4, Affine{}, 1e-5).Y, []float64{0, 0, 0, 0}},
		"frozen, variance 0":                  {Frozen([]float64{1, 3}, Matrix(2, 1), stats(1, 0), Affine{}, 0).Y, []float64{nan, inf}},
		"frozen, variance Inf":                {Frozen([]float64{1, 3}, Matrix(2, 1), stats(1, inf), Affine{Bias: []float64{5}}, 0).Y, []float64{5, 5}},
		"frozen, variance -1":                 {Frozen([]float64{1, 3}, Matrix(2, 1), stats(1, -1), Affine{}, 0).Y, []float64{nan, nan}},
		"frozen, an infinity":                 {Frozen([]float64{inf, 3}, Matrix(2, 1), stats(0, 1), Affine{}, 0).Y, []float64{inf, 3}},
	} {
		for i, want := range c.want {
			if len(c.got) != len(c.want) || !same(c.got[i], want) && !(math.Abs(c.got[i]-want) < 1e-12) {
				t.Errorf("%s: %v, want %v", name, c.got, c.want)
				break
			}
		}
	}
}

func TestEdgesOfRunning(t *testing.T) {
	batch := func(x ...float64) Output { return Batch(x, Matrix(len(x), 1), nil, Affine{}, 0) }
	for momentum, want := range map[float64][2]float64{0: {0, 1}, 1: {2, 2}} {
		r, err := NewRunning(1).Update(batch(1, 3), momentum)
		if err != nil || r.Mean[0] != want[0] || r.Var[0] != want[1] {
			t.Errorf("momentum %g: %v, %v", momentum, r, err)
		}
	}
	if _, err := NewRunning(1).Update(batch(1), .1); err == nil {
		t.Error("a batch of one has a variance")
	}
	if r, err := NewRunning(1).Update(batch(1, math.Inf(1)), .1); err != nil || !math.IsInf(r.Mean[0], 1) || !math.IsNaN(r.Var[0]) {
		t.Errorf("an infinity leaves %v, %v", r, err)
	}
	if r := NewRunning(0); len(r.Mean) != 0 || len(r.Var) != 0 {
		t.Errorf("no features: %v", r)
	}
	defer func() {
		if recover() != "norm: running statistics of -1 features" {
			t.Error("-1 features do not panic")
		}
	}()
	NewRunning(-1)
}
