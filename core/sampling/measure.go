package sampling

import (
	"fmt"
	"math"
)

// Entropy returns H(p) = −Σ p_i log2 p_i in bits (Shannon 1948): 0 for a sure
// thing, log2 n for n equal chances. 0·log 0 is 0; a NaN in p gives NaN.
func Entropy(p []float64) float64 {
	h := 0.0
	for _, v := range p {
		if v != 0 {
			h -= v * math.Log2(v)
		}
	}
	return max(h, 0) // a sure thing sums to −0
}

// Perplexity returns 2^H(p): the number of equally likely choices that would
// be as uncertain as p.
func Perplexity(p []float64) float64 { return math.Exp2(Entropy(p)) }

// KL returns D(p‖q) = Σ p_i log2(p_i / q_i) in bits (Kullback and Leibler
// 1951): the price of coding p with the code made for q. It is +Inf where p
// has something that q rules out. It panics if the lengths differ.
func KL(p, q []float64) float64 {
	if len(p) != len(q) {
		panic(fmt.Sprintf("sampling: KL of %d probabilities against %d", len(p), len(q)))
	}
	d := 0.0
	for i, v := range p {
		if v != 0 {
			// Two logarithms: the quotient of a normal and a subnormal overflows.
			d += v * (math.Log2(v) - math.Log2(q[i]))
		}
	}
	return max(d, 0) // rounding can leave −1e-17
}

// ChiSquare returns Pearson's distance between counts and theory (Pearson
// 1900), Σ (n_i − N·p_i)² / (N·p_i) over the tokens with p_i > 0, and its
// degrees of freedom, one less than those tokens. Counts drawn from p give a
// value near the degrees of freedom, ± √(2·freedom). A count where p_i is 0
// gives +Inf, no counts at all 0. It panics if the lengths differ.
func ChiSquare(counts []int, p []float64) (distance float64, freedom int) {
	if len(counts) != len(p) {
		panic(fmt.Sprintf("sampling: ChiSquare of %d counts against %d probabilities", len(counts), len(p)))
	}
	n := 0
	for _, c := range counts {
		n += c
	}
	if n == 0 {
		return 0, 0
	}
	freedom = -1
	for i, c := range counts {
		switch {
		case p[i] > 0:
			expected := float64(n) * p[i]
			d := float64(c) - expected
			distance += d * d / expected
			freedom++
		case c > 0:
			distance = math.Inf(1)
		}
	}
	return distance, max(freedom, 0)
}
