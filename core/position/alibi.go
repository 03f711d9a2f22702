package position

import (
	"fmt"
	"math"

	"logitarium/core/elementary"
)

// Slopes returns ALiBi's slope for each of n heads (Press et al. 2021, §3).
// For a power of two they are 2^(−8/n), 2^(−16/n), …, 2^−8. For another n the
// authors' code takes those of the power of two m below n, then every other
// one of 2m heads, until there are n. They are fixed, not learned.
// It panics if n < 1.
func Slopes(n int) []float64 {
	if n < 1 {
		panic(fmt.Sprintf("position: slopes for %d heads", n))
	}
	m := 1
	for 2*m <= n {
		m *= 2
	}
	slopes := make([]float64, 0, n)
	for h := 1; h <= m; h++ {
		slopes = append(slopes, elementary.Exp2(-8*float64(h)/float64(m)))
	}
	for h := 1; len(slopes) < n; h += 2 {
		slopes = append(slopes, elementary.Exp2(-4*float64(h)/float64(m)))
	}
	return slopes
}

// Bias returns what ALiBi adds to the score of a query that stands offset
// positions after its key, −slope·|offset|. The paper masks the keys ahead;
// for a head that sees them the penalty is the same on both sides. Without a
// slope or an offset it is 0, also beside an infinity; it is −Inf infinitely far
// away, and NaN of a NaN.
func Bias(slope, offset float64) float64 {
	if (slope == 0 || offset == 0) && !math.IsNaN(slope) && !math.IsNaN(offset) {
		return 0 // not −0, and not the NaN that 0·Inf is
	}
	return 0 - float64(slope*math.Abs(offset)) // not −0 where the product is too small
}

// BiasedScore returns ALiBi's attention score of a query offset positions
// after its key: q·k/√d − slope·|offset|. A slope of 0 is the score without
// positions, and a query of no numbers has the bias alone. What is not finite in
// q or k makes the score NaN or infinite, as in a dot product. It panics if q
// and k differ in length.
func BiasedScore(q, k []float64, slope, offset float64) float64 {
	if len(q) != len(k) {
		panic(fmt.Sprintf("position: a query of %d and a key of %d", len(q), len(k)))
	}
	if len(q) == 0 {
		return Bias(slope, offset) // 0/√0 is no number
	}
	return dot(q, k)/math.Sqrt(float64(len(q))) + Bias(slope, offset)
}
