package norm

import (
	"math"
	"strings"
	"testing"
)

// Small differences between large values survive, whatever rounding does to
// the mean.
func TestFarFromZero(t *testing.T) {
	for _, offset := range []float64{1e4, 1e8, 1e12, -1e15} {
		x := []float64{offset + 1, offset + 2, offset + 2} // no float64 is the mean
		want := []float64{-math.Sqrt2, math.Sqrt2 / 2, math.Sqrt2 / 2}
		near(t, "layer", Layer(x, Matrix(1, 3), Affine{}, 0).Y, want, 1e-12)
		near(t, "batch", Batch(x, Matrix(3, 1), nil, Affine{}, 0).Y, want, 1e-12)
	}
}

// Where a group has no spread, eps decides; without it there is no answer.
func TestNoSpread(t *testing.T) {
	bias := Affine{Bias: []float64{5, 6}}
	for name, o := range map[string]Output{
		"layer":          Layer([]float64{3, 3}, Matrix(1, 2), bias, 1e-5),
		"batch of one":   Batch([]float64{3, 4}, Matrix(1, 2), nil, bias, 1e-5),
		"batch of twins": Batch([]float64{3, 4, 3, 4}, Matrix(2, 2), nil, bias, 1e-5),
	} {
		for i := range o.Y {
			if o.Y[i] != bias.Bias[i%2] {
				t.Errorf("%s: y %v, want the bias", name, o.Y)
			}
		}
	}
	if y := Layer([]float64{3, 3}, Matrix(1, 2), Affine{}, 0).Y; !math.IsNaN(y[0]) {
		t.Errorf("0/0 is %v", y)
	}
}

func TestNotFinite(t *testing.T) {
	for _, v := range []float64{math.NaN(), math.Inf(1)} {
		x := []float64{1, v, 2, 5}
		for name, o := range map[string]Output{
			"layer": Layer(x, Matrix(2, 2), Affine{}, 1e-5),
			"batch": Batch(x, Matrix(2, 2), nil, Affine{}, 1e-5),
		} {
			bad := []int{0, 1}
			if name == "batch" {
				bad = []int{1, 3}
			}
			for _, i := range bad {
				if !math.IsNaN(o.Y[i]) {
					t.Errorf("%s with %v: y %v, want NaN at %v", name, v, o.Y, bad)
				}
			}
			if sound := 3 - bad[1] + bad[0]*2; math.IsNaN(o.Y[sound]) {
				t.Errorf("%s with %v: y %v, the other group is spoilt too", name, v, o.Y)
			}
		}
	}
}

func TestEmpty(t *testing.T) {
	if o := Layer(nil, Matrix(0, 4), Affine{}, 1e-5); len(o.Y) != 0 {
		t.Errorf("y of nothing is %v", o.Y)
	}
	o := Batch([]float64{1, 2}, Matrix(1, 2), []bool{false}, Affine{Bias: []float64{7, 7}}, 1e-5)
	if o.Y[0] != 0 || !math.IsNaN(o.Mean[0]) {
		t.Errorf("all padding: y %v, mean %v", o.Y, o.Mean)
	}
	if _, err := NewRunning(2).Update(o, 0.1); err == nil || !strings.Contains(err.Error(), "batch: 0") {
		t.Errorf("learning from padding alone: %v", err)
	}
}

// Momentum is the weight of the new batch; 1/(steps + 1) is the plain mean.
func TestMomentum(t *testing.T) {
	batches := [][]float64{{1, 3}, {5, 9}, {-2, 0}}
	all := NewRunning(1)
	for i, x := range batches {
		o := Batch(x, Matrix(2, 1), nil, Affine{}, 0)
		for _, tt := range []struct{ momentum, mean, variance float64 }{
			{0, 0, 1}, {1, o.Mean[0], 2 * o.Var[0]}, {0.25, o.Mean[0] / 4, 0.75 + o.Var[0]/2},
		} {
			r, err := NewRunning(1).Update(o, tt.momentum)
			if err != nil || math.Abs(r.Mean[0]-tt.mean) > 1e-12 || math.Abs(r.Var[0]-tt.variance) > 1e-12 {
				t.Errorf("momentum %v: %v, %v", tt.momentum, r, err)
			}
		}
		var err error
		if all, err = all.Update(o, 1/float64(i+1)); err != nil {
			t.Fatal(err)
		}
	}
	if want := (2.0 + 7 - 1) / 3; math.Abs(all.Mean[0]-want) > 1e-12 || all.Steps != 3 {
		t.Errorf("mean over all batches %v after %d, want %v", all.Mean, all.Steps, want)
	}
}

// Update makes a new state and leaves the old one.
func TestUpdateKeepsTheOld(t *testing.T) {
	r := NewRunning(1)
	if _, err := r.Update(Batch([]float64{1, 3}, Matrix(2, 1), nil, Affine{}, 0), 0.5); err != nil {
		t.Fatal(err)
	}
	if r.Mean[0] != 0 || r.Var[0] != 1 || r.Steps != 0 {
		t.Errorf("the state before is now %v", r)
	}
}

func TestMisuse(t *testing.T) {
	x := make([]float64, 6)
	two := Affine{Gain: make([]float64, 2)}
	for name, misuse := range map[string]func(){
		"6 values as 2 samples of 2 features":  func() { Layer(x, Matrix(2, 2), Affine{}, 0) },
		"6 values as 6 samples of 0 features":  func() { Layer(x, Matrix(6, 0), Affine{}, 0) },
		"2 gains and 0 biases for 3 features":  func() { RMS(x, Matrix(2, 3), two, 0) },
		"eps -1":                               func() { Layer(x, Matrix(2, 3), Affine{}, -1) },
		"eps NaN":                              func() { Layer(x, Matrix(2, 3), Affine{}, math.NaN()) },
		"3 features in 2 groups":               func() { Group(x, Matrix(2, 3), 2, Affine{}, 0) },
		"3 features in 0 groups":               func() { Group(x, Matrix(2, 3), 0, Affine{}, 0) },
		"a mask of 3 for 2 samples":            func() { Batch(x, Matrix(2, 3), make([]bool, 3), Affine{}, 0) },
		"2 running means and 2 variances of 3": func() { Frozen(x, Matrix(2, 3), NewRunning(2), Affine{}, 0) },
		"5 gradients for 6 outputs":            func() { Layer(x, Matrix(2, 3), Affine{}, 1).Back(x[:5]) },
		"of 2 features, a batch of 3":          func() { _, _ = NewRunning(2).Update(Batch(x, Matrix(2, 3), nil, Affine{}, 1), 0.1) },
		"momentum 1.5 is outside 0 to 1":       func() { _, _ = NewRunning(3).Update(Batch(x, Matrix(2, 3), nil, Affine{}, 1), 1.5) },
	} {
		func() {
			defer func() {
				if text, _ := recover().(string); !strings.Contains(text, name) {
					t.Errorf("panic %q, want one with %q", text, name)
				}
			}()
			misuse()
		}()
	}
}

func Benchmark(b *testing.B) {
	x := make([]float64, 64*128)
	for i := range x {
		x[i] = math.Sin(float64(i))
	}
	s := Matrix(64, 128)
	for name, layer := range map[string]func() Output{
		"layer": func() Output { return Layer(x, s, Affine{}, 1e-5) },
		"batch": func() Output { return Batch(x, s, nil, Affine{}, 1e-5) },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				layer()
			}
		})
		b.Run(name+" and back", func(b *testing.B) {
			for b.Loop() {
				layer().Back(x)
			}
		})
	}
}
