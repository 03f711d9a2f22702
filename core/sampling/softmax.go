// Package sampling turns the scores that a language model gives to the next
// token into one token: temperature, the cuts (top-k, top-p, min-p and their
// relatives), the penalties, and the draw. A [Chain] of steps leaves a [Trace]
// that says for each step what it removed and by which comparison; an [Engine]
// knows in which order and by which edge rules a well-known program does it.
//
// A token is named by its index into the scores; a score of −Inf is a token
// that cannot be drawn.
package sampling

import (
	"math"

	"logitarium/core/elementary"
)

// Softmax returns exp(z_i) / Σ_j exp(z_j): 0 to 1, and 1 in sum. Nothing
// overflows, as the peak is subtracted first; far below it the result is 0.
//
// −Inf gives 0. Tokens at +Inf share everything equally, which is the limit.
// A NaN makes every value NaN, and so does a z without a score above −Inf,
// because there is no distribution to give. No scores give no values, one
// score gives 1.
func Softmax(z []float64) []float64 {
	p := make([]float64, len(z))
	if len(z) == 0 {
		return p
	}
	peak := math.Inf(-1)
	for _, v := range z {
		if v > peak {
			peak = v
		}
	}
	sum := 0.0
	for i, v := range z {
		p[i] = fromPeak(v, peak)
		sum += p[i]
	}
	for i := range p {
		p[i] /= sum
	}
	return p
}

// fromPeak returns exp(z − peak), at most 1 and free of overflow: subtracting
// the peak leaves the ratios unchanged.
func fromPeak(z, peak float64) float64 {
	if math.IsInf(peak, 1) && z == peak {
		return 1
	}
	return elementary.Exp(z - peak)
}

// LogSoftmax returns z_i − ln Σ_j exp(z_j), the natural logarithms of [Softmax]
// without its underflow, and with the same limits: −Inf stays −Inf, n scores
// at +Inf have −ln n each and leave the others −Inf, a NaN or nothing above
// −Inf makes every value NaN.
//
// The peak is subtracted from the score before the logarithm of the sum is:
// at 1e15 their sum would have no digits left for the difference.
func LogSoftmax(z []float64) []float64 {
	out := make([]float64, len(z))
	peak := math.Inf(-1)
	for _, v := range z {
		if v > peak {
			peak = v
		}
	}
	sum := 0.0
	for _, v := range z {
		sum += fromPeak(v, peak)
	}
	total := elementary.Log(sum)
	for i, v := range z {
		out[i] = v - peak - total
		if v == peak { // at +Inf the difference would be NaN
			out[i] = 0 - total
		}
	}
	return out
}
