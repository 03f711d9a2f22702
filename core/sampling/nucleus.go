package sampling

import "math"

// NucleusSize returns how many tokens top-p keeps at a temperature t if it is
// the only cut: the size of the smallest set with Σ softmax(z/t) ≥ p (Holtzman
// et al. 2019). It is at least 1, and 0 only where there is no token. At t = 0,
// where the best token has all, it is 1; else a p of 1 or more keeps all.
func (in Input) NucleusSize(t, p float64) int {
	order, z := in.first.Order, in.first.Scores
	switch {
	case len(order) == 0:
		return 0
	case t <= 0:
		return 1
	case p >= 1:
		return len(order)
	}
	best, total := z[order[0]], 0.0
	weights := make([]float64, len(order))
	for i, token := range order {
		weights[i] = math.Exp((z[token] - best) / t)
		total += weights[i]
	}
	sum := 0.0
	for n, w := range weights {
		sum += w
		if sum >= float64(p*total) {
			return n + 1
		}
	}
	return len(order)
}

// Order returns the tokens by falling score, ties by rising token. It must not
// be changed.
func (in Input) Order() []int { return in.first.Order }
