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
	best := c.scores[c.order[0]]
	if s.T == 0 || math.IsInf(best/s.T, 0) {
		return greedy(c)
	}
	if s.T == 1 {
		return Cut{}
	}
	scores := make([]float64, len(c.scores))
	for i, z := range c.scores {
		scores[i] = z / s.T
		if math.IsInf(z, -1) { // stays so at T = +Inf, too
			scores[i] = z
		}
	}
	c.scores = scores
	n := len(c.order)
	for math.IsInf(scores[c.order[n-1]], -1) { // the quotient overflowed: its probability is 0 anyway
		n--
	}
	c.order, c.removed = c.order[:n], c.order[n:]
	if !c.counted {
		c.weights = weigh(scores, c.order)
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
	scores := slices.Clone(other.Scores)
	for _, token := range changed {
		if scores[token] = behind.Scores[token] / s.T; math.IsInf(scores[token], 0) {
			return Stage{}, false
		}
	}
	return Stage{
		Step: s, Scores: scores, Order: behind.Order, Mass: 1,
		weights: other.weights.with(changed, scores, behind.Order),
	}, true
}

func greedy(c *candidates) Cut {
	cut := Cut{
		Quantity: "score", Rule: "the highest score alone",
		Limit: c.scores[c.order[0]], Kept: c.scores[c.order[0]], Removed: math.NaN(),
	}
	if len(c.order) > 1 {
		cut.Removed = c.scores[c.order[1]]
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
	c.scores = LogSoftmax(c.scores)
	c.weights.peak = math.NaN() // of other scores
	return Cut{}
}
