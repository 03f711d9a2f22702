package elementary

import "math"

// far is from where on the quarter turns of an angle are too many for [Sincos]:
// the last bits are those of package math there.
const far = 1 << 20

// Sin returns the sine of x, in radians, within 0.8 units of the last place; from |x| = 2^20 on it is that of
// package math.
func Sin(x float64) float64 {
	s, _ := Sincos(x)
	return s
}

// Cos returns the cosine of x, in radians, within 0.8 units of the last place; from |x| = 2^20 on it is that of
// package math.
func Cos(x float64) float64 {
	_, c := Sincos(x)
	return c
}

// Sincos returns Sin(x) and Cos(x).
func Sincos(x float64) (sin, cos float64) {
	if !(math.Abs(x) < far) {
		return math.Sincos(x)
	}
	if x == 0 {
		return x, 1
	}
	// x = n·π/2 + r + low. The first two parts of π/2 have 33 bits each: their
	// products with n are exact.
	n := float64(x*(2/math.Pi)) + shift
	quarter := math.Float64bits(n) & 3
	n -= shift
	a, b := x-float64(n*quarterHigh), float64(n*quarterMiddle)
	r := a - b
	low := a - r
	low = (a - (r + low)) + (low - b) - float64(n*quarterLow)
	r, low = r+low, r-(r+low)+low

	r2 := float64(r * r)
	s := sineOf(r2)
	s = r + (float64(float64(r2*r)*s) + float64(low*(1-float64(0.5*r2))))
	half := float64(0.5 * r2)
	c := 1 - half
	c += (1 - c) - half + (float64(float64(r2*r2)*cosineOf(r2)) - float64(r*low))
	switch quarter {
	case 0:
		return s, c
	case 1:
		return c, -s
	case 2:
		return -s, -c
	}
	return -c, s
}

// sineOf is (sin r − r)/r³ of r², |r| up to π/4, by Taylor.
func sineOf(r2 float64) float64 {
	p := 1. / 355687428096000 // 17!
	for _, c := range [...]float64{-1. / 1307674368000, 1. / 6227020800, -1. / 39916800, 1. / 362880, -1. / 5040, 1. / 120, -1. / 6} {
		p = float64(p*r2) + c
	}
	return p
}

// cosineOf is (cos r − 1 + r²/2)/r⁴ of r², |r| up to π/4, by Taylor.
func cosineOf(r2 float64) float64 {
	p := -1. / 6402373705728000 // 18!
	for _, c := range [...]float64{1. / 20922789888000, -1. / 87178291200, 1. / 479001600, -1. / 3628800, 1. / 40320, -1. / 720, 1. / 24} {
		p = float64(p*r2) + c
	}
	return p
}
