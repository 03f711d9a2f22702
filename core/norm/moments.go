package norm

import "math"

// Moments describe a distribution.
type Moments struct {
	Mean, Std float64
	Skewness  float64 // the mean cube of (x − mean)/std: 0 if values lie symmetrically
}

// MomentsOf returns the moments of values, with a standard deviation that
// divides by their count. Of one value, and where nothing spreads, Std is 0 and
// Skewness NaN; without values all are NaN. Std is right also where its square is
// no number, as of values like 1e200 or 1e-200. A NaN or two infinities of other
// signs make all NaN, an infinity all but the mean.
func MomentsOf(values []float64) Moments {
	if len(values) == 0 {
		return Moments{math.NaN(), math.NaN(), math.NaN()}
	}
	o := Layer(values, Matrix(1, len(values)), Affine{}, 0)
	m := Moments{Mean: o.Mean[0], Std: math.Sqrt(o.Var[0])}
	if o.deviation != nil && o.deviation[0] > 0 {
		m.Std = o.deviation[0]
	}
	for _, v := range o.Hat {
		m.Skewness += v * v * v / float64(len(values))
	}
	return m
}
