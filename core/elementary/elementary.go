// Package elementary has exponentials, logarithms, powers, sines and cosines
// with the same bits on every processor and in a browser, where package math has
// assembly for some, and the compiler fuses multiplications with additions for
// others. Each result is within 0.6 units of its last place of the true value
// unless its function says otherwise; where nothing is rounded, as for
// infinities, NaN and what is not defined, it is what package math says.
//
// The method is Tang's (ACM Transactions on Mathematical Software 15, 1989, and
// 16, 1990): an entry of a table is so near that a short series does the rest.
package elementary

import "math"

const (
	fraction = 52                  // bits of a float64 behind its leading one
	shift    = 3 << (fraction - 1) // added to a number below 2^51 it rounds to the nearest integer, which then stands in the last bits
)

// Exp returns e^x.
func Exp(x float64) float64 {
	if !(math.Abs(x) < 700) { // true of NaN as well
		return expFar(x, 0)
	}
	scale, rest, k := expParts(x, 0)
	scale = math.Float64frombits(math.Float64bits(scale) + uint64(k)<<fraction)
	return scale + float64(scale*rest)
}

// Exp2 returns 2^x.
func Exp2(x float64) float64 {
	if !(math.Abs(x) < 1000) {
		if !(math.Abs(x) < 1100) {
			return math.Exp2(x) // NaN, 0 or +Inf
		}
		scale, rest, k := exp2Parts(x)
		return math.Ldexp(scale+float64(scale*rest), int(k))
	}
	scale, rest, k := exp2Parts(x)
	scale = math.Float64frombits(math.Float64bits(scale) + uint64(k)<<fraction)
	return scale + float64(scale*rest)
}

// expm1 returns e^x − 1, which keeps the digits of a small x; within two units of
// the last place.
func expm1(x float64) float64 {
	switch {
	case x == 0: // −0 as well
		return x
	case !(x < 700):
		return expFar(x, 0)
	case x < -40:
		return -1
	}
	scale, rest, k := expParts(x, 0)
	scale = math.Float64frombits(math.Float64bits(scale) + uint64(k)<<fraction)
	return (scale - 1) + float64(scale*rest)
}

// Tanh returns the hyperbolic tangent of x, within four units of the last place.
func Tanh(x float64) float64 {
	if !(math.Abs(x) < 20) {
		return math.Copysign(min(math.Abs(x), 1), x)
	}
	e := expm1(-2 * math.Abs(x))
	return math.Copysign(-e/(e+2), x)
}

// expParts splits e^(x+low), |x| < 1100 and low far below it, into
// scale·(1+rest)·2^k with a scale from the table and |rest| below 0.003.
func expParts(x, low float64) (scale, rest float64, k int64) {
	// x = n·ln2/128 + r. The first part of ln2/128 has so few bits that its product
	// with n is exact.
	n := float64(x*(steps/math.Ln2)) + shift
	at := int64(math.Float64bits(n)<<13) >> 13
	n -= shift
	r := (x - float64(n*stepHigh)) - float64(n*stepLow) + low
	entry := &powers[at&(steps-1)]
	return entry.high, entry.low + expSeries(r), at >> stepBits
}

// exp2Parts is the same for 2^x.
func exp2Parts(x float64) (scale, rest float64, k int64) {
	n := float64(x*steps) + shift
	at := int64(math.Float64bits(n)<<13) >> 13
	r := float64((x - float64((n-shift)/steps)) * math.Ln2)
	entry := &powers[at&(steps-1)]
	return entry.high, entry.low + expSeries(r), at >> stepBits
}

// expSeries is e^r − 1 for |r| up to ln2/256, by Taylor: r⁶/720 is below 2^-60.
func expSeries(r float64) float64 {
	r2 := float64(r * r)
	return r + float64(r2*(0.5+float64(r*(1./6))+float64(r2*(1./24+float64(r*(1./120))))))
}

// expFar is e^(x+low) where the result or its last digits may be too large or too
// small for a normal number, or x is none.
func expFar(x, low float64) float64 {
	if !(math.Abs(x) < 800) {
		return math.Exp(x) // NaN, 0 or +Inf
	}
	scale, rest, k := expParts(x, low)
	return math.Ldexp(scale+float64(scale*rest), int(k))
}

// Hypot returns √(x² + y²), within two units of the last place and without
// overflow on the way.
func Hypot(x, y float64) float64 {
	x, y = math.Abs(x), math.Abs(y)
	large, small := max(x, y), min(x, y)
	if !(large <= math.MaxFloat64) || small == 0 {
		return math.Hypot(x, y)
	}
	ratio := small / large
	return float64(large * math.Sqrt(1+float64(ratio*ratio)))
}
