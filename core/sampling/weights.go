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
	left set       // the others were removed and weigh 0; nil if each says so itself
	sum  float64
	peak float64 // z₁, or NaN if each was not computed from the scores it stands beside
}

// weigh computes the weights of scores [V] of which the tokens of the order are
// left, by falling score.
func weigh(z scores, order []int) weights {
	w := weights{each: make([]float64, z.Vocab()), sum: 1, peak: math.NaN()}
	if len(order) == 0 {
		return w
	}
	w.peak = z.each[order[0]]
	if most(z.Vocab(), order) {
		for t := range w.each {
			w.each[t] = elementary.Exp(z.Score(t) - w.peak) // 0 for a removed token
		}
	} else {
		for _, t := range order {
			w.each[t] = elementary.Exp(z.each[t] - w.peak)
		}
	}
	return w.added(order)
}

// most says whether the tokens left are so many that going through all of them
// in memory order is faster than by rank, which misses the cache.
func most(vocab int, order []int) bool { return len(order) > vocab/4 }

// weight is that of a token.
func (w weights) weight(token int) float64 {
	if w.left != nil && !w.left.has(token) {
		return 0
	}
	return w.each[token]
}

// added returns the weights with their sum.
func (w weights) added(order []int) weights {
	w.sum = 0
	switch {
	case !most(len(w.each), order):
		for _, t := range order {
			w.sum += w.each[t]
		}
	case w.left != nil:
		for t := range w.left.rising() {
			w.sum += w.each[t]
		}
	default:
		for _, v := range w.each {
			w.sum += v
		}
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
func (w weights) holds(z scores, order []int) bool {
	return len(order) > 0 && w.peak == z.each[order[0]]
}

// without are the weights after some tokens were removed and those of the order
// stayed, with their scores. They share what each weighs.
func (w weights) without(z scores, order []int) weights {
	if !w.holds(z, order) {
		return weigh(z, order)
	}
	w.left = z.left
	return w.added(order)
}

// with are the weights after some tokens got other scores.
func (w weights) with(changed []int, z scores, order []int) weights {
	if !w.holds(z, order) {
		return weigh(z, order)
	}
	w.each = slices.Clone(w.each)
	for _, t := range changed {
		w.each[t] = elementary.Exp(z.each[t] - w.peak)
	}
	return w.added(order)
}
