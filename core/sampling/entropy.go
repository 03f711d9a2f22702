package sampling

import (
	"math"

	"logitarium/core/elementary"
)

// Typical keeps the tokens whose surprise −ln p is nearest to the entropy,
// nearest first, until they have the probability P together (Meister et al.
// 2022, "Locally Typical Sampling"). The best token may go; at least one stays,
// at P <= 0 the nearest. P >= 1 or NaN switches the step off.
type Typical struct {
	P       float64
	MinKeep int // at least so many stay
	// Exact is llama.cpp's rule: stop once the sum is above P. Otherwise, as
	// in transformers, stop once it is at least P, and keep what is as near
	// as the last one.
	Exact bool
}

// Kind returns KindTypical.
func (Typical) Kind() Kind { return KindTypical }

func (s Typical) apply(c *candidates) Cut {
	if !(s.P < 1) { // true of NaN as well
		return Cut{}
	}
	h := c.nats()
	logs := LogSoftmax(c.Scores())
	near := make([]float64, len(c.order)) // minus the distance of each token of the order
	for i, t := range c.order {
		near[i] = -math.Abs(-logs[t] - h)
	}
	nearest := Rank(near)
	n, sum := 0, 0.0
	for n < len(nearest) {
		sum += c.p(c.order[nearest[n]])
		n++
		if sum > s.P && n >= s.MinKeep || !s.Exact && sum >= s.P {
			break
		}
	}
	cut := Cut{Quantity: "distance from the entropy in nats", Rule: "nearest to the entropy, until they exceed p"}
	if !s.Exact {
		cut.Rule = "nearest to the entropy, until they reach p"
		last := near[nearest[n-1]]
		for n < len(nearest) && (near[nearest[n]] == last || n < s.MinKeep) {
			n++
		}
	}
	cut.Kept, cut.Removed = -near[nearest[n-1]], math.NaN()
	cut.Limit = cut.Kept
	if n < len(nearest) {
		cut.Removed = -near[nearest[n]]
	}
	stay := make(map[int]bool, n)
	for _, i := range nearest[:n] {
		stay[c.order[i]] = true
	}
	c.keepThese(func(t int) bool { return stay[t] })
	return cut
}

// nats returns the entropy −Σ p ln p of the tokens left.
func (c *candidates) nats() float64 {
	h := 0.0
	for _, t := range c.order {
		if p := c.p(t); p > 0 {
			h -= float64(p * elementary.Log(p))
		}
	}
	return h
}

// Eta keeps the tokens with a probability of at least
// min(ε, √ε · exp(−H)), H the entropy in nats, and the best ones if there is
// none (Hewitt, Manning and Liang 2022). Epsilon <= 0 or NaN switches the step
// off; at entropy 0 the best token alone is above it.
type Eta struct{ Epsilon float64 }

// Kind returns KindEta.
func (Eta) Kind() Kind { return KindEta }

func (s Eta) apply(c *candidates) Cut {
	if !(s.Epsilon > 0) { // true of NaN as well
		return Cut{}
	}
	eta := min(s.Epsilon, math.Sqrt(s.Epsilon)*elementary.Exp(-c.nats()))
	return c.floor(eta, "at least eta")
}

// topHWidth is the number of tokens that TopH considers, as in transformers.
const topHWidth = 100

// TopH keeps the most likely tokens while their share Σ −p ln p of the
// entropy is at most H times the whole (Potraghloo et al. 2025, "Top-H
// Decoding", as transformers has it: among the 100 best tokens). The best
// token always stays. A token whose probability rounds to 0 adds nothing to the
// entropy, and goes: at entropy 0 the best token stays alone. H <= 0 or NaN
// switches the step off, and H >= 1 keeps the 100.
type TopH struct{ H float64 }

// Kind returns KindTopH.
func (TopH) Kind() Kind { return KindTopH }

func (s TopH) apply(c *candidates) Cut {
	if !(s.H > 0) { // true of NaN as well
		return Cut{}
	}
	width := min(topHWidth, len(c.order))
	total := 0.0
	for _, t := range c.order[:width] {
		total += c.p(t)
	}
	sums := make([]float64, width) // of the entropy, up to and with each token
	sum := 0.0
	possible := 0 // how many have a probability
	for i, t := range c.order[:width] {
		if p := c.p(t) / total; p > 0 {
			sum -= float64(p * elementary.Log(p))
			possible++
		}
		sums[i] = sum
	}
	limit := s.H * sum
	n := 1
	for n < possible && sums[n] <= limit {
		n++
	}
	cut := Cut{
		Quantity: "cumulative entropy in nats", Rule: "while the sum is at most top-h times the entropy",
		Limit: limit, Kept: sums[n-1], Removed: math.NaN(),
	}
	if n < width {
		cut.Removed = sums[n]
	}
	c.keepFirst(n)
	return cut
}

// XTC, "exclude top choices", removes with a chance of Probability every token
// of at least Threshold but the least likely of them (llama.cpp, after
// p-e-w's proposal of 2024). Probability <= 0 or Threshold > 0.5, above which
// no two tokens can be, switches the step off, and so does a NaN; with a
// Threshold <= 0 the least likely token of all is left.
type XTC struct {
	Probability, Threshold float64
	MinKeep                int
	Coin                   float64 // this token's uniform number in [0, 1): the step acts if it is at most Probability
}

// Kind returns KindXTC.
func (XTC) Kind() Kind { return KindXTC }

func (s XTC) apply(c *candidates) Cut {
	if !(s.Probability > 0) || !(s.Threshold <= 0.5) || s.Coin > s.Probability { // true of NaN as well
		return Cut{}
	}
	top := c.countAtLeast(c.p, s.Threshold) - 1
	cut := Cut{
		Quantity: "probability", Rule: "below the threshold, and the last one above it",
		Limit: s.Threshold, Kept: c.probAt(max(top, 0)), Removed: math.NaN(),
	}
	if top > 0 && len(c.order)-top >= s.MinKeep {
		cut.Removed = c.probAt(top - 1)
		c.keep(c.order[top:], c.order[:top])
	}
	return cut
}
