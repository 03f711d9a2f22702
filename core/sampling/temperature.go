package sampling

import (
	"fmt"
	"math"
	"slices"
)

// Temperature divides every score by T. It never changes the ranking: for T
// below 1 the differences between scores grow, above 1 they shrink, at 1
// nothing happens.
//
// T = 0 stands for its limit and keeps the best token alone, the first of
// them if several tie; so does a T so small that the quotients overflow. At
// T = +Inf all tokens that are left are as likely. Run panics if T is negative
// or NaN.
type Temperature struct{ T float64 }

// Kind returns KindTemperature.
func (Temperature) Kind() Kind { return KindTemperature }

func (s Temperature) apply(c *candidates) Cut {
	if !(s.T >= 0) { // true of NaN as well
		panic(fmt.Sprintf("sampling: temperature %g is not a number from 0 up", s.T))
	}
	best := c.scoreAt(0)
	if s.T == 0 || math.IsInf(best/s.T, 0) {
		return greedy(c)
	}
	if s.T == 1 {
		return Cut{}
	}
	divided := make([]float64, c.Vocab())
	if most(c.Vocab(), c.order) {
		for i, z := range c.each {
			divided[i] = z / s.T
			if math.IsInf(z, -1) { // stays so at T = +Inf, too
				divided[i] = z
			}
		}
	} else {
		for _, t := range c.order {
			divided[t] = c.each[t] / s.T
		}
		if c.left == nil {
			c.left = setOf(c.order, c.Vocab())
		}
	}
	c.each = divided
	n := len(c.order)
	for math.IsInf(divided[c.order[n-1]], -1) { // the quotient overflowed: its probability is 0 anyway
		n--
	}
	c.order, c.removed = c.order[:n], c.order[n:]
	if !c.counted {
		c.weights = weigh(c.scores, c.order)
	}
	return Cut{}
}

// like returns the stage that the temperature leads to behind a stage, from one
// that it led to where all scores but those of some tokens were the same. Where
// quotients overflow it returns false.
func (s Temperature) like(other, behind Stage, changed []int) (Stage, bool) {
	if other.Cut != (Cut{}) || len(other.Removed) > 0 {
		return Stage{}, false
	}
	z := scores{each: slices.Clone(other.each), left: other.left}
	for _, token := range changed {
		if z.each[token] = behind.Score(token) / s.T; math.IsInf(z.each[token], 0) {
			return Stage{}, false
		}
	}
	return Stage{
		Step: s, scores: z, Order: behind.Order, Mass: 1,
		weights: other.weights.with(changed, z, behind.Order),
	}, true
}

func greedy(c *candidates) Cut {
	cut := Cut{
		Quantity: "score", Rule: "the highest score alone",
		Limit: c.scoreAt(0), Kept: c.scoreAt(0), Removed: math.NaN(),
	}
	if len(c.order) > 1 {
		cut.Removed = c.scoreAt(1)
	}
	c.keepFirst(1)
	return cut
}

// Normalize replaces the scores by the logarithms of their probabilities,
// which changes no probability (transformers' renormalize_logits).
type Normalize struct{}

// Kind returns KindNormalize.
func (Normalize) Kind() Kind { return KindNormalize }

func (Normalize) apply(c *candidates) Cut {
	c.scores = scores{each: LogSoftmax(c.Scores())}
	c.weights.peak = math.NaN() // of other scores
	return Cut{}
}
