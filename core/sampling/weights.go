package sampling

import (
	"math"
	"slices"
)

// weights is a softmax as what it is made of, e^(z − z₁) of each score z and
// their sum, z₁ the highest score. A step that changes few scores changes few
// weights, and a probability is divided out where it is asked for: on a large
// vocabulary most never are.
type weights struct {
	each []float64 // [V]; 0 for a removed token
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
			w.each[t] = math.Exp(z - w.peak) // 0 for a removed token
		}
	} else {
		for _, t := range order {
			w.each[t] = math.Exp(scores[t] - w.peak)
		}
	}
	return w.added(order)
}

// most says whether the tokens left are so many that going through all of them
// in memory order is faster than by rank, which misses the cache.
func most(scores []float64, order []int) bool { return len(order) > len(scores)/4 }

// added returns the weights with their sum.
func (w weights) added(order []int) weights {
	w.sum = 0
	if most(w.each, order) {
		for _, e := range w.each {
			w.sum += e
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
func (w weights) p(token int) float64 { return w.each[token] / w.sum }

// probs are the probabilities of all tokens.
func (w weights) probs() []float64 {
	p := make([]float64, len(w.each))
	for t, e := range w.each {
		p[t] = e / w.sum
	}
	return p
}

// holds says whether the weights are computed from the highest score of the order.
func (w weights) holds(scores []float64, order []int) bool {
	return len(order) > 0 && w.peak == scores[order[0]]
}

// without are the weights after some tokens were removed and those of the order
// stayed, with their scores.
func (w weights) without(removed []int, scores []float64, order []int) weights {
	if !w.holds(scores, order) {
		return weigh(scores, order)
	}
	before := w.each
	if most(scores, order) {
		w.each = slices.Clone(before)
		for _, t := range removed {
			w.each[t] = 0
		}
		return w.added(order)
	}
	w.each = make([]float64, len(before))
	for _, t := range order {
		w.each[t] = before[t]
	}
	return w.added(order)
}

// with are the weights after some tokens got other scores.
func (w weights) with(changed []int, scores []float64, order []int) weights {
	if !w.holds(scores, order) {
		return weigh(scores, order)
	}
	w.each = slices.Clone(w.each)
	for _, t := range changed {
		w.each[t] = math.Exp(scores[t] - w.peak)
	}
	return w.added(order)
}
