package elementary

import "math"

// firstBits are the bits of 11/16: logarithms are looked up for numbers from
// there to 11/8, so that 1 begins a part of its own, with the logarithm 0.
const firstBits = 0x3fe6000000000000

// split returns k, r and the entry with x = 2^k·z and z·inverse = 1 + r, |r| at
// most 1/128; r is exact with the low part. x is finite and positive.
func split(x float64) (k, r, low float64, entry *logarithm) {
	bits := math.Float64bits(x)
	if bits>>fraction == 0 { // too small for a normal number
		bits = math.Float64bits(x*(1<<fraction)) - fraction<<fraction
	}
	from := bits - firstBits
	exponent := int64(from) >> fraction
	z := bits - uint64(exponent)<<fraction
	entry = &logarithms[from>>(fraction-partBits)&(parts-1)]
	// An inverse has 11 bits: both products are exact.
	const few = 1<<11 - 1
	high := math.Float64frombits(z &^ few)
	rest := math.Float64frombits(z) - high
	a, b := float64(high*entry.inverse)-1, float64(rest*entry.inverse)
	r = a + b
	return float64(exponent), r, a - r + b, entry
}

// logSeries is (ln(1+r) − r)/r².
func logSeries(r float64) float64 { return float64(r*logTail(r)) - 0.5 }

// logTail is (ln(1+r) − r + r²/2)/r³, by Taylor: what is left out is below 2^-59
// of ln(1+r).
func logTail(r float64) float64 {
	r2 := float64(r * r)
	a, b, c := 1./3-float64(r*(1./4)), 1./5-float64(r*(1./6)), 1./7-float64(r*(1./8))
	return a + float64(r2*(b+float64(r2*c)))
}

// positive says whether x is a positive finite number.
func positive(x float64) bool { return x > 0 && x <= math.MaxFloat64 }

// Log returns ln x.
func Log(x float64) float64 {
	if !positive(x) {
		return math.Log(x)
	}
	k, r, low, entry := split(x)
	w := float64(k*ln2High) + entry.high // exact: both have 42 bits behind the point
	sum := w + r
	low += w - sum + r + float64(k*ln2Low) + entry.low
	return sum + (low + float64(float64(r*r)*logSeries(r)))
}

// Log2 returns the logarithm of x to the base 2; that of a power of two is exact.
func Log2(x float64) float64 {
	if !positive(x) {
		return math.Log2(x)
	}
	k, r, _, entry := split(x)
	series := float64(float64(r*r) * logSeries(r))
	// r/ln 2 in two parts, the first of which is exact.
	front := math.Float64frombits(math.Float64bits(r) &^ (1<<32 - 1))
	a := float64(front * inverseLn2High)
	b := float64((r-front)*inverseLn2High) + float64(r*inverseLn2Low)
	w := k + entry.high2
	sum := w + a
	return sum + (w - sum + a + b + entry.low2 + float64(series/math.Ln2))
}

// Log10 returns the logarithm of x to the base 10; that of a power of ten up to
// 10²² is exact.
func Log10(x float64) float64 {
	if !positive(x) {
		return math.Log10(x)
	}
	high, low := logPair(x)
	p, rest := product(high, inverseLn10High)
	return p + (rest + float64(low*inverseLn10High) + float64(high*inverseLn10Low))
}

// logPair returns ln x as a sum, to some 65 bits. x is finite and positive.
func logPair(x float64) (high, low float64) {
	k, r, rest, entry := split(x)
	square, error := product(r, r)
	w := float64(k*ln2High) + entry.high
	sum := w + r
	low = w - sum + r
	high = sum - float64(0.5*square)
	low += sum - high - float64(0.5*square)
	low += rest - float64(0.5*error) - float64(r*rest) + float64(k*ln2Low) + entry.low
	low += float64(float64(square*r) * logTail(r))
	return high + low, high - (high + low) + low
}

// product returns x·y as a sum, by Dekker's halves. Nothing may overflow.
func product(x, y float64) (high, low float64) {
	high = float64(x * y)
	a, b := halves(x)
	c, d := halves(y)
	return high, float64(a*c) - high + float64(a*d) + float64(b*c) + float64(b*d)
}

// halves returns the first 26 bits of x and the others.
func halves(x float64) (front, back float64) {
	front = math.Float64frombits(math.Float64bits(x) &^ (1<<27 - 1))
	return front, x - front
}

// Pow returns x^y; where it is a whole number of up to 53 bits it is exact.
func Pow(x, y float64) float64 {
	if x == 0 || !(math.Abs(x) <= math.MaxFloat64) || !(math.Abs(y) <= math.MaxFloat64) {
		return math.Pow(x, y) // nothing is rounded
	}
	sign := 1.0
	if x < 0 {
		if y != math.Trunc(y) {
			return math.NaN()
		}
		if x = -x; math.Mod(y, 2) != 0 {
			sign = -1
		}
	}
	high, low := logPair(x)
	if far := float64(y * high); !(math.Abs(far) < 800) {
		return math.Copysign(math.Exp(far), sign) // 0 or +Inf
	}
	z, rest := product(high, y)
	rest += float64(low * y)
	if !(math.Abs(z) < 700) {
		return math.Copysign(expFar(z, rest), sign)
	}
	scale, more, k := expParts(z, rest)
	scale = math.Float64frombits(math.Float64bits(scale) + uint64(k)<<fraction)
	return math.Copysign(scale+float64(scale*more), sign)
}
