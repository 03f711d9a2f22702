package sampling

import (
	"math"
	"slices"

	"logitarium/core/elementary"
)

// weights is a softmax as what it is made of, e^(z − z₁) of each score z and
// their sum, z₁ the highest score. A step that changes few scores changes few
// weights, and a probability is divided out where it is asked for: on a large
// vocabulary most never are.
type weights struct {
	each []float64 // [V]
	left []float64 // [V] the scores: a token at −Inf was removed and weighs 0; nil if each says so itself
	sum  float64
	peak float64 // z₁, or NaN if each was not computed from the scores it stands beside
}

// weigh computes the weights of scores [V] of which the tokens of the order are
// left, by falling score.
func weigh(scores []float64, order []int) weights {
	w := weights{each: make([]float64, len(scores)), sum: 1, peak: math.NaN()}
	if len(order) == 0 {
		return w
	}
	w.peak = scores[order[0]]
	if most(scores, order) {
		for t, z := range scores {
			w.each[t] = elementary.Exp(z - w.peak) // 0 for a removed token
		}
	} else {
		for _, t := range order {
			w.each[t] = elementary.Exp(scores[t] - w.peak)
		}
	}
	return w.added(order)
}

// most says whether the tokens left are so many that going through all of them
// in memory order is faster than by rank, which misses the cache.
func most(scores []float64, order []int) bool { return len(order) > len(scores)/4 }

// weight is that of a token.
func (w weights) weight(token int) float64 {
	if w.left != nil && math.IsInf(w.left[token], -1) {
		return 0
	}
	return w.each[token]
}

// added returns the weights with their sum.
func (w weights) added(order []int) weights {
	w.sum = 0
	if most(w.each, order) {
		for t := range w.each {
			w.sum += w.weight(t)
		}
		return w
	}
	for _, t := range order {
		w.sum += w.each[t]
	}
	return w
}

// asTold returns the weights of probabilities that are known as such.
func asTold(probs []float64) weights { return weights{each: probs, sum: 1, peak: math.NaN()} }

// p is the probability of a token.
func (w weights) p(token int) float64 { return w.weight(token) / w.sum }

// probs are the probabilities of all tokens.
func (w weights) probs() []float64 {
	p := make([]float64, len(w.each))
	for t := range p {
		p[t] = w.p(t)
	}
	return p
}

// holds says whether the weights are computed from the highest score of the order.
func (w weights) holds(scores []float64, order []int) bool {
	return len(order) > 0 && w.peak == scores[order[0]]
}

// without are the weights after some tokens were removed and those of the order
// stayed, with their scores. They share what each weighs.
func (w weights) without(scores []float64, order []int) weights {
	if !w.holds(scores, order) {
		return weigh(scores, order)
	}
	w.left = scores
	return w.added(order)
}

// with are the weights after some tokens got other scores.
func (w weights) with(changed []int, scores []float64, order []int) weights {
	if !w.holds(scores, order) {
		return weigh(scores, order)
	}
	w.each = slices.Clone(w.each)
	for _, t := range changed {
		w.each[t] = elementary.Exp(scores[t] - w.peak)
	}
	if w.left != nil {
		w.left = scores
	}
	return w.added(order)
}
