package tensor

import (
	"fmt"
	"math"

	"logitarium/core/elementary"
)

// Dot returns Σ a[i]·b[i], 0 of no values. Infinities and NaN follow IEEE 754
// wherever they stand: ∞·0 and ∞ − ∞ are NaN, and a product or a sum beyond the
// range is infinite. It panics if the lengths differ.
func Dot(a, b []float32) float32 {
	same("Dot", len(a), len(b))
	return dot(a, b)
}

// Axpy adds s·x to dst, element by element, as IEEE 754 has it. It panics if the
// lengths differ.
func Axpy(dst []float32, s float32, x []float32) {
	same("Axpy", len(dst), len(x))
	axpy(dst, s, x)
}

// Sum returns Σ x[i], 0 of no values. It adds in another order than theirs: large
// values that cancel may meet too late, and be infinite on the way.
func Sum(x []float32) float32 {
	// Eight sums: the additions need not wait for each other.
	var s [8]float32
	i := 0
	for ; i+8 <= len(x); i += 8 {
		for j, v := range (*[8]float32)(x[i:]) {
			s[j] += v
		}
	}
	for ; i < len(x); i++ {
		s[0] += x[i]
	}
	return ((s[0] + s[1]) + (s[2] + s[3])) + ((s[4] + s[5]) + (s[6] + s[7]))
}

// Argmax is the index of the largest value, the first of equals; 0 of no values.
// A NaN is not larger than anything, and where it stands first nothing is larger.
func Argmax(x []float32) int {
	at := 0
	for i, v := range x {
		if v > x[at] {
			at = i
		}
	}
	return at
}

// Softmax sets dst[i] = exp(x[i]) / Σ exp(x[j]). A -Inf among others gets 0;
// a NaN, a +Inf or nothing but -Inf makes every value NaN. One value becomes 1;
// of none nothing is set, and -Inf is returned. It returns
// ln Σ exp(x[j]), so that x[i] minus it is the logarithm of dst[i]. It panics
// if the lengths differ; dst may be x.
func Softmax(dst, x []float32) (logSum float32) {
	same("Softmax", len(dst), len(x))
	// Subtracting the peak leaves the ratios and keeps exp ≤ 1.
	peak := float32(math.Inf(-1))
	for _, v := range x {
		if v > peak {
			peak = v
		}
	}
	sum := expSum(dst, x, peak)
	Scale(dst, 1/sum)
	return peak + float32(elementary.Log(float64(sum)))
}

// SoftmaxBack sets dst to the gradient of a loss with respect to the input
// of a softmax whose output is p and whose output's gradient is dp:
// dst[i] = p[i]·(dp[i] − Σ p[j]·dp[j]). It panics if the lengths differ; dst
// may be dp.
func SoftmaxBack(dst, p, dp []float32) {
	same("SoftmaxBack", len(dst), len(p))
	same("SoftmaxBack", len(dst), len(dp))
	mean := dot(p, dp)
	for i, v := range p {
		dst[i] = v * (dp[i] - mean)
	}
}

// Scale multiplies x by s in place.
func Scale(x []float32, s float32) { scale(x, s) }

// Add sets dst[i] = a[i] + b[i]. It panics if the lengths differ; dst may be
// a or b.
func Add(dst, a, b []float32) {
	same("Add", len(dst), len(a))
	same("Add", len(dst), len(b))
	for i := range dst {
		dst[i] = a[i] + b[i]
	}
}

// AddRow adds row to each row of m. It panics if the lengths differ.
func AddRow(m Matrix, row []float32) {
	same("AddRow", m.Cols, len(row))
	for i := range m.Rows {
		axpy(m.Row(i), 1, row)
	}
}

// SumRowsAdd adds the sum of m's rows to dst: the gradient of [AddRow]'s row.
// It panics if the lengths differ.
func SumRowsAdd(dst []float32, m Matrix) {
	same("SumRowsAdd", len(dst), m.Cols)
	for i := range m.Rows {
		axpy(dst, 1, m.Row(i))
	}
}

// GELU sets dst[i] = ½x(1 + tanh(√(2/π)(x + 0.044715x³))), the tanh form of
// Hendrycks and Gimpel 2016 that GPT-2 uses. +Inf stays, -Inf becomes NaN, as
// -Inf·0 is; finite values become finite ones, 0 from about
// -10 down. It panics if the lengths differ;
// dst may be x.
func GELU(dst, x []float32) {
	same("GELU", len(dst), len(x))
	gelu(dst, x)
}

// GELUBack sets dst[i] = dy[i]·GELU'(x[i]); beyond ±1e19, where x² overflows,
// that may be NaN. It panics if the lengths differ;
// dst may be dy.
func GELUBack(dst, x, dy []float32) {
	same("GELUBack", len(dst), len(x))
	same("GELUBack", len(dst), len(dy))
	geluBack(dst, x, dy)
}

// ½(1 + tanh u) is 1/(1 + exp(-2u)), so GELU(x) = x·gate(x) with
// gate(x) = 1/(1 + exp(-x(geluA + geluC·x²))), and its derivative is
// gate + x·gate·(1-gate)·(geluA + geluB·x²).
const (
	geluA = 1.5957691216057308 // 2√(2/π)
	geluC = geluA * 0.044715
	geluB = 3 * geluC
)

func gate(x float32) float32 {
	return 1 / (1 + exp(-x*(geluA+float32(geluC*(x*x)))))
}

// exp is Cephes' expf: e^x = 2^n·e^r with r within ±½ln 2, and e^r by a
// polynomial. 2^n is applied in two halves, so that results too small for a
// normal number come out rounded instead of wrong.
func exp(x float32) float32 {
	if x != x {
		return x
	}
	x = min(max(x, expLow), expHigh)
	n := float32(math.RoundToEven(float64(x * log2e)))
	r := x - float32(n*ln2High) - float32(n*ln2Low)
	p := float32(expC5)
	for _, c := range [...]float32{expC4, expC3, expC2, expC1, expC0} {
		p = float32(p*r) + c
	}
	p = float32(p*(r*r)) + r + 1
	half := int32(n) >> 1
	return p * pow2(half) * pow2(int32(n)-half)
}

func pow2(n int32) float32 { return math.Float32frombits(uint32(n+127) << 23) }

const (
	expLow  = -105 // rounds to 0
	expHigh = 89   // rounds to +Inf
	log2e   = 1.44269504088896341
	ln2High = 0.693359375
	ln2Low  = -2.12194440e-4
	expC5   = 1.9875691500e-4
	expC4   = 1.3981999507e-3
	expC3   = 8.3334519073e-3
	expC2   = 4.1665795894e-2
	expC1   = 1.6666665459e-1
	expC0   = 5.0000001201e-1
)

func same(what string, a, b int) {
	if a != b {
		panic(fmt.Sprintf("tensor: %s of %d and %d values", what, a, b))
	}
}
