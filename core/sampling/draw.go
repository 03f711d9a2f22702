package sampling

import (
	"fmt"
	"math"
	"math/rand/v2"
	"sort"
)

// Draw returns a token with the probabilities p, by the inverse of the
// cumulative distribution: the first token at which the running sum passes
// u·Σp, u uniform in [0, 1) from one value of src. p need not sum to 1, and a
// token with probability 0 never comes, whatever the source gives, and one
// token with a probability always does. The same source gives the same tokens
// on every machine. It panics if p has no positive finite sum, or a negative
// value.
func Draw(p []float64, src rand.Source) int {
	total := 0.0
	for i, v := range p {
		checkOne(i, v)
		total += v
	}
	u := uniform(src) * checkTotal(total, len(p))
	sum, last := 0.0, 0
	for i, v := range p {
		sum += v
		if sum > u {
			return i
		}
		if v > 0 {
			last = i
		}
	}
	return last // u·total rounded up to the total
}

// CDF is a cumulative distribution, for many draws from one p.
type CDF []float64

// NewCDF returns the running sums of p. It panics as [Draw] does.
func NewCDF(p []float64) CDF {
	c := make(CDF, len(p))
	sum := 0.0
	for i, v := range p {
		checkOne(i, v)
		sum += v
		c[i] = sum
	}
	checkTotal(sum, len(p))
	return c
}

// Draw returns the token that [Draw] would for the same source, in O(log n). A
// CDF is one that [NewCDF] made.
func (c CDF) Draw(src rand.Source) int {
	total := c[len(c)-1]
	u := uniform(src) * total
	i := sort.Search(len(c), func(i int) bool { return c[i] > u })
	if i == len(c) { // u·total rounded up to the total: the last token that adds to it
		i = sort.Search(len(c), func(i int) bool { return c[i] >= total })
	}
	return i
}

// uniform is rand.Rand.Float64 without the allocation of a Rand.
func uniform(src rand.Source) float64 {
	return float64(src.Uint64()<<11>>11) / (1 << 53)
}

func checkOne(token int, p float64) {
	if p < 0 {
		panic(fmt.Sprintf("sampling: cannot draw token %d with the probability %g", token, p))
	}
}

func checkTotal(total float64, n int) float64 {
	if !(total > 0) || math.IsInf(total, 1) { // true of NaN as well
		panic(fmt.Sprintf("sampling: cannot draw from %d probabilities with sum %g", n, total))
	}
	return total
}
