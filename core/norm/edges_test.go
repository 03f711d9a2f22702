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
