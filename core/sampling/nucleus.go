package sampling

import (
	"sort"

	"logitarium/core/elementary"
)

// RunningSum is the sum of e^((z − z₁)/T) over the ranks of an input, z₁ the
// highest score. It is kept at every so many ranks, so that the nucleus of any
// p is found in few steps once the vocabulary has been summed.
type RunningSum struct {
	in   Input
	t    float64
	sums []float64 // of the first sumStride·(i+1) ranks; the last one of all
}

// sumStride is how many ranks there are between two sums that are kept.
const sumStride = 256

// RunningSum sums the input up at a temperature. At t <= 0, where the best token
// has all, there is nothing to sum.
func (in Input) RunningSum(t float64) RunningSum {
	r := RunningSum{in: in, t: t}
	order := in.first.Order
	if t <= 0 || len(order) == 0 {
		return r
	}
	sum := 0.0
	for i, token := range order {
		sum += r.weight(token)
		if (i+1)%sumStride == 0 || i == len(order)-1 {
			r.sums = append(r.sums, sum)
		}
	}
	return r
}

// weight is e^((z − z₁)/T) of a token.
func (r RunningSum) weight(token int) float64 {
	z := r.in.first.each
	return elementary.Exp((z[token] - z[r.in.first.Order[0]]) / r.t)
}

// Nucleus returns how many tokens top-p keeps at the temperature of the sum if
// it is the only cut: the size of the smallest set with Σ softmax(z/t) ≥ p
// (Holtzman et al. 2019). It is at least 1, and 0 only where there is no token.
// At t <= 0 it is 1; else a p of 1 or more keeps all.
func (r RunningSum) Nucleus(p float64) int {
	order := r.in.first.Order
	switch {
	case len(order) == 0:
		return 0
	case r.t <= 0:
		return 1
	case p >= 1:
		return len(order)
	}
	enough := float64(p * r.sums[len(r.sums)-1])
	block := sort.Search(len(r.sums), func(i int) bool { return r.sums[i] >= enough })
	n, sum := block*sumStride, 0.0
	if block > 0 {
		sum = r.sums[block-1]
	}
	for ; n < len(order); n++ {
		if sum += r.weight(order[n]); sum >= enough {
			return n + 1
		}
	}
	return len(order)
}

// Order returns the tokens by falling score, ties by rising token. It must not
// be changed.
func (in Input) Order() []int { return in.first.Order }
