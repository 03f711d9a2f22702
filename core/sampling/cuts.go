package sampling

import (
	"math"
	"sort"

	"logitarium/core/fault"
)

// TopK keeps the k tokens with the highest scores (Fan, Lewis and Dauphin
// 2018, section 5.1). Of tokens tied with the k-th, transformers, vLLM and
// gpt-2 keep every one; with Exact, as llama.cpp does, exactly k stay, the
// lower tokens first. K <= 0 switches the step off; a K beyond the tokens left
// removes none.
type TopK struct {
	K       int
	MinKeep int // at least so many stay: a K below it counts as it
	Exact   bool
}

// Kind returns KindTopK.
func (TopK) Kind() Kind { return KindTopK }

func (s TopK) apply(c *candidates) Cut {
	if s.K <= 0 {
		return Cut{}
	}
	n := min(max(s.K, s.MinKeep), len(c.order))
	limit := c.scoreAt(n - 1)
	cut := Cut{Quantity: "score", Rule: "exactly the k highest scores", Limit: limit}
	if !s.Exact {
		cut.Rule = "every score at least the k-th"
		n = c.countAtLeast(c.score, limit)
	}
	return c.cutAfter(n, cut, c.scoreAt)
}

// NucleusRule says which set a top-p keeps. Tokens are taken by falling
// probability; the crossing token is the one with which their sum reaches p.
type NucleusRule int

// The rules that are in use.
const (
	// NucleusTail removes from the unlikely end while the removed tokens sum
	// to at most 1 − p: the crossing token stays (transformers, vLLM).
	NucleusTail NucleusRule = iota
	// NucleusReach stops as soon as the sum is at least p: the crossing token
	// stays (Holtzman et al. 2019; llama.cpp).
	NucleusReach
	// NucleusExceed stops as soon as the sum is above p; differs from
	// NucleusReach only where the sum is p exactly (llama2.c).
	NucleusExceed
	// NucleusWithin keeps tokens while the sum is at most p: the crossing
	// token goes, unless it is the first; what ties with the last one kept
	// stays (gpt-2, 2019).
	NucleusWithin
)

// TopP keeps the most likely tokens that have the probability p together
// (Holtzman et al. 2019, "The Curious Case of Neural Text Degeneration"),
// their number following the shape of the distribution. P >= 1 or NaN switches
// the step off; the best token always stays, and P <= 0 keeps no other, but
// that NucleusWithin keeps those that tie with it.
type TopP struct {
	P       float64
	MinKeep int // at least so many stay; not in NucleusExceed and NucleusWithin
	Rule    NucleusRule
}

// Kind returns KindTopP.
func (TopP) Kind() Kind { return KindTopP }

func (s TopP) apply(c *candidates) Cut {
	if !(s.P < 1) { // true of NaN as well
		return Cut{}
	}
	cut := Cut{Quantity: "cumulative probability", Limit: s.P, Removed: math.NaN()}
	var n int
	n, cut.Rule = s.count(c)
	if c.counted {
		c.keepFirst(n)
		return cut
	}
	for i, t := range c.order[:min(n+1, len(c.order))] {
		if i < n {
			cut.Kept += c.p(t)
		} else {
			cut.Removed = cut.Kept + c.p(t)
		}
	}
	c.keepFirst(n)
	return cut
}

// count returns how many tokens the rule keeps.
func (s TopP) count(c *candidates) (n int, rule fault.Format) {
	least := min(max(s.MinKeep, 1), len(c.order))
	sum := 0.0
	switch s.Rule {
	case NucleusReach:
		for n = 0; n < len(c.order) && (n < least || sum < s.P); n++ {
			sum += c.p(c.order[n])
		}
		return n, "the fewest that reach p"
	case NucleusExceed:
		for n = 0; n < len(c.order) && (n == 0 || sum <= s.P); n++ {
			sum += c.p(c.order[n])
		}
		return n, "the fewest that exceed p"
	case NucleusWithin:
		for n < len(c.order) && sum+c.p(c.order[n]) <= s.P {
			sum += c.p(c.order[n])
			n++
		}
		last := c.scoreAt(max(n, 1) - 1)
		return c.countAtLeast(c.score, last), "as many as stay within p"
	default:
		n = len(c.order)
		for n > least && sum+c.p(c.order[n-1]) <= 1-s.P {
			sum += c.p(c.order[n-1])
			n--
		}
		return n, "all but a tail of at most 1 − p"
	}
}

// MinP keeps the tokens that are at least P times as likely as the best one
// (Nguyen et al. 2024, "Turning Up the Heat"; llama.cpp). P <= 0 or NaN
// switches the step off; P = 1 keeps the tokens as likely as the best, P > 1 the
// best alone.
type MinP struct {
	P       float64
	MinKeep int // at least so many stay
}

// Kind returns KindMinP.
func (MinP) Kind() Kind { return KindMinP }

func (s MinP) apply(c *candidates) Cut {
	if !(s.P > 0) { // true of NaN as well
		return Cut{}
	}
	limit := s.P * c.p(c.order[0])
	n := max(c.countAtLeast(c.p, limit), min(max(s.MinKeep, 1), len(c.order)))
	cut := Cut{Quantity: "probability", Rule: "at least min-p times the highest probability", Limit: limit}
	return c.cutAfter(n, cut, c.probAt)
}

// Epsilon keeps the tokens with a probability of at least Epsilon, and the
// best ones if there is none (Hewitt, Manning and Liang 2022, "Truncation
// Sampling as Language Model Desmoothing"). Epsilon <= 0 or NaN switches the
// step off.
type Epsilon struct{ Epsilon float64 }

// Kind returns KindEpsilon.
func (Epsilon) Kind() Kind { return KindEpsilon }

func (s Epsilon) apply(c *candidates) Cut {
	if !(s.Epsilon > 0) { // true of NaN as well
		return Cut{}
	}
	return c.floor(s.Epsilon, "at least epsilon")
}

// floor keeps the tokens with at least the probability limit, and in any case
// those that tie with the best.
func (c *candidates) floor(limit float64, rule fault.Format) Cut {
	n := max(c.countAtLeast(c.p, limit), c.countAtLeast(c.score, c.scoreAt(0)))
	return c.cutAfter(n, Cut{Quantity: "probability", Rule: rule, Limit: limit}, c.probAt)
}

// TopNSigma keeps the tokens whose score is within N standard deviations of
// the best score (Tang et al. 2024, "Top-nσ: Not All Logits Are You Need";
// llama.cpp). The deviation is that of all scores left, divided by their
// number; scores that do not differ all stay. N <= 0 or NaN switches the step
// off, and N = +Inf removes none.
type TopNSigma struct{ N float64 }

// Kind returns KindTopNSigma.
func (TopNSigma) Kind() Kind { return KindTopNSigma }

func (s TopNSigma) apply(c *candidates) Cut {
	if !(s.N > 0) { // true of NaN as well
		return Cut{}
	}
	limit := c.scoreAt(0)
	if d := c.deviation(); d > 0 { // +Inf · 0 would be NaN
		limit -= float64(s.N * d)
	}
	cut := Cut{Quantity: "score", Rule: "within n standard deviations of the best score", Limit: limit}
	return c.cutAfter(c.countAtLeast(c.score, limit), cut, c.scoreAt)
}

// deviation returns the standard deviation of the scores left. The halves of
// their differences are squared as shares of the largest one, so that nothing
// overflows; scores of ±1e200 have a deviation, too.
func (c *candidates) deviation() float64 {
	n := float64(len(c.order))
	mean := 0.0
	for _, t := range c.order {
		mean += c.each[t] / n
	}
	largest := 0.0
	for _, t := range c.order {
		largest = max(largest, math.Abs(float64(c.each[t]/2)-float64(mean/2)))
	}
	if largest == 0 {
		return 0
	}
	variance := 0.0
	for _, t := range c.order {
		d := (float64(c.each[t]/2) - float64(mean/2)) / largest
		variance += d * d / n
	}
	return 2 * largest * math.Sqrt(variance)
}

// countAtLeast returns how many tokens of the order have a value, falling
// along the order, of at least limit.
func (c *candidates) countAtLeast(value func(token int) float64, limit float64) int {
	return sort.Search(len(c.order), func(i int) bool { return value(c.order[i]) < limit })
}

func (c *candidates) probAt(i int) float64 { return c.p(c.order[i]) }

// cutAfter keeps the first n tokens and completes the cut with the quantity
// on both sides of it; at(i) is the quantity of the i-th token.
func (c *candidates) cutAfter(n int, cut Cut, at func(i int) float64) Cut {
	cut.Kept, cut.Removed = at(n-1), math.NaN()
	if n < len(c.order) {
		cut.Removed = at(n)
	}
	c.keepFirst(n)
	return cut
}
