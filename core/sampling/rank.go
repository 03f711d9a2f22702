package sampling

import (
	"cmp"
	"math"
	"slices"
)

const (
	digitBits = 11
	digits    = 6 // 6·11 bits cover the 64 of a key
	radix     = 1 << digitBits
)

// Rank returns the tokens that score above −Inf, by falling score, ties by
// rising token: +Inf first, 0 and −0 as equals. NaN is left out.
//
// It is a radix sort on the bits of the scores: a vocabulary of 50,257 is
// ranked several times faster than by comparisons, and again at each token.
func Rank(scores []float64) []int {
	type entry struct {
		key   uint64
		token int
	}
	from := make([]entry, 0, len(scores))
	var counts [digits][radix]int32
	for token, z := range scores {
		if !(z > math.Inf(-1)) { // true of NaN as well
			continue
		}
		key := fallingKey(z)
		from = append(from, entry{key, token})
		for d := range digits {
			counts[d][key>>(d*digitBits)%radix]++
		}
	}
	to := make([]entry, len(from))
	for d := range digits {
		count := &counts[d]
		if len(from) == 0 || int(count[from[0].key>>(d*digitBits)%radix]) == len(from) {
			continue // all the same, as the low bits of widened float32 are
		}
		at := int32(0)
		for i, n := range count {
			count[i] = at
			at += n
		}
		for _, e := range from {
			slot := &count[e.key>>(d*digitBits)%radix]
			to[*slot] = e
			*slot++
		}
		from, to = to, from
	}
	order := make([]int, len(from))
	for i, e := range from {
		order[i] = e.token
	}
	return order
}

// fallingKey maps a score to an integer that sorts the other way round. The
// bits of positive floats rise with their value, those of negative ones fall.
func fallingKey(z float64) uint64 {
	b := math.Float64bits(z + 0) // −0 + 0 is +0: equal scores have equal keys
	if b>>63 == 0 {
		return ^(b | 1<<63)
	}
	return b
}

// rerank returns the order after the scores of a few tokens changed: those
// are sorted and merged back, so that the vocabulary is sorted once.
func rerank(order []int, scores []float64, changed []bool) []int {
	before := func(a, b int) int {
		return cmp.Or(cmp.Compare(scores[b], scores[a]), cmp.Compare(a, b))
	}
	var moved []int
	out := make([]int, 0, len(order))
	for _, t := range order {
		if changed[t] {
			moved = append(moved, t)
		}
	}
	slices.SortFunc(moved, before)
	for _, t := range order {
		if changed[t] {
			continue
		}
		for len(moved) > 0 && before(moved[0], t) < 0 {
			out = append(out, moved[0])
			moved = moved[1:]
		}
		out = append(out, t)
	}
	return append(out, moved...)
}
