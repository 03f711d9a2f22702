package sampling

import (
	"fmt"
	"math"

	"logitarium/core/elementary"
)

// Entropy returns H(p) = −Σ p_i log2 p_i in bits (Shannon 1948): 0 for a sure
// thing, log2 n for n equal chances, 0 for an empty p. 0·log 0 is 0. What is no
// probability, a NaN, an infinity or a negative number, gives NaN.
func Entropy(p []float64) float64 {
	h := 0.0
	for _, v := range p {
		if v != 0 {
			h -= float64(v * elementary.Log2(v))
		}
	}
	if math.IsInf(h, 0) {
		return math.NaN()
	}
	return max(h, 0) // a sure thing sums to −0
}

// Perplexity returns 2^H of an [Entropy] H in bits: the number of equally likely
// choices that would be as uncertain, 1 for a sure thing.
func Perplexity(entropy float64) float64 { return elementary.Exp2(entropy) }

// KL returns D(p‖q) = Σ p_i log2(p_i / q_i) in bits (Kullback and Leibler
// 1951): the price of coding p with the code made for q. It is +Inf where p
// has something that q rules out, 0 for two empty ones. What is no probability
// in p, or in q where p has one, gives NaN. It panics if the lengths differ.
func KL(p, q []float64) float64 {
	if len(p) != len(q) {
		panic(fmt.Sprintf("sampling: KL of %d probabilities against %d", len(p), len(q)))
	}
	d := 0.0
	for i, v := range p {
		if v == 0 {
			continue
		}
		if math.IsInf(v, 0) || math.IsInf(q[i], 0) {
			return math.NaN()
		}
		// Two logarithms: the quotient of a normal and a subnormal overflows.
		d += float64(v * (elementary.Log2(v) - elementary.Log2(q[i])))
	}
	return max(d, 0) // rounding can leave −1e-17
}

// ChiSquare returns Pearson's distance between counts and theory (Pearson
// 1900), Σ (n_i − N·p_i)² / (N·p_i) over the tokens with p_i > 0, and its
// degrees of freedom, one less than those tokens. For counts drawn from p the
// freedom is its mean, and [ChiSquareSpread] its standard deviation. Where no
// N·p_i is below about 5 it has nearly the χ² distribution, with the deviation
// √(2·freedom); rare tokens make it far wider: see [Pool].
//
// A count where p_i is 0 gives +Inf, no counts at all 0, a NaN in p NaN. It
// panics if the lengths differ or a count is negative.
func ChiSquare(counts []int, p []float64) (distance float64, freedom int) {
	if len(counts) != len(p) {
		panic(fmt.Sprintf("sampling: ChiSquare of %d counts against %d probabilities", len(counts), len(p)))
	}
	n := total(counts)
	if n == 0 {
		return 0, 0
	}
	freedom = -1
	for i, c := range counts {
		switch {
		case math.IsNaN(p[i]):
			return math.NaN(), 0
		case p[i] > 0:
			expected := float64(float64(n) * p[i])
			d := float64(c) - expected
			distance += d * d / expected
			freedom++
		case c > 0:
			distance = math.Inf(1)
		}
	}
	return distance, max(freedom, 0)
}

func total(counts []int) int {
	n := 0
	for i, c := range counts {
		if c < 0 {
			panic(fmt.Sprintf("sampling: token %d came %d times", i, c))
		}
		n += c
	}
	return n
}

// ChiSquareSpread returns the standard deviation of [ChiSquare] over samples of
// n draws from p, exactly (Haldane 1937):
//
//	√(2(k−1) + (Σ 1/p_i − k² − 2k + 2) / n)   for k tokens with p_i > 0
//
// As n grows it comes down to √(2(k−1)). It is 0 for n <= 0 and where k is 0 or
// 1, +Inf where a 1/p_i overflows, NaN where p holds one.
func ChiSquareSpread(n int, p []float64) float64 {
	k, inverse := 0.0, 0.0
	for _, v := range p {
		if v > 0 || math.IsNaN(v) {
			k++
			inverse += 1 / v
		}
	}
	if n <= 0 || k < 2 {
		return 0
	}
	return math.Sqrt(max(float64(2*(k-1))+(inverse-float64(k*k)-float64(2*k)+2)/float64(n), 0))
}

// Pool returns counts and probabilities with the rare tokens, those expected
// fewer than least times in as many draws, as one class behind the others. If
// that class is still expected fewer times, the rarest of the others joins it,
// and so on. With at least 5, the usual bound (Cochran 1954), [ChiSquare] of
// what it returns has nearly the χ² distribution.
//
// Tokens that cannot come make no class, unless they came: then they are one,
// with the probability 0. Fewer than two classes say that there are too few
// draws to tell. It panics if the lengths differ or a count is negative.
func Pool(counts []int, p []float64, least float64) (pooled []int, q []float64) {
	if len(counts) != len(p) {
		panic(fmt.Sprintf("sampling: Pool of %d counts and %d probabilities", len(counts), len(p)))
	}
	n := float64(total(counts))
	restCount, restP, impossible := 0, 0.0, 0
	can := make([]float64, len(p)) // what can't come needs no rank
	for t, v := range p {
		if can[t] = v; v <= 0 {
			can[t] = math.Inf(-1)
			impossible += counts[t]
		}
	}
	for _, t := range Rank(can) {
		switch {
		case n*p[t] >= least:
			pooled, q = append(pooled, counts[t]), append(q, p[t])
		default:
			restCount, restP = restCount+counts[t], restP+p[t]
		}
	}
	for last := len(q) - 1; restP > 0 && n*restP < least && last >= 0; last-- {
		restCount, restP = restCount+pooled[last], restP+q[last]
		pooled, q = pooled[:last], q[:last]
	}
	if restP > 0 {
		pooled, q = append(pooled, restCount), append(q, restP)
	}
	if impossible > 0 {
		pooled, q = append(pooled, impossible), append(q, 0)
	}
	return pooled, q
}
