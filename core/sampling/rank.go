package sampling

import (
	"cmp"
	"math"
	"slices"
	"sort"
	"sync"
)

const (
	digitBits = 11
	digits    = 3 // 3·11 bits cover the upper half of a key
	radix     = 1 << digitBits
)

// Rank returns the tokens that score above −Inf, by falling score, ties by
// rising token: +Inf first, 0 and −0 as equals. NaN is left out.
//
// It is a radix sort on the upper half of the scores' bits, which stands in one
// word with the token; the few that agree in it are sorted by comparison. So a
// vocabulary of 50,257 is ranked many times faster than by comparisons alone,
// and again at each token. There can be at most 2³² tokens.
func Rank(scores []float64) []int {
	room, _ := ranking.Get().(*[]uint64)
	if room == nil {
		room = new([]uint64)
	}
	defer ranking.Put(room)
	n := len(scores)
	*room = slices.Grow((*room)[:0], 2*n)
	from, to := (*room)[:0:n], (*room)[n:2*n] // upper half of the key, then the token
	var counts [digits][radix]int32
	for token, z := range scores {
		if !(z > math.Inf(-1)) { // true of NaN as well
			continue
		}
		upper := fallingKey(z) >> 32
		from = append(from, upper<<32|uint64(token))
		for d := range digits {
			counts[d][upper>>(d*digitBits)%radix]++
		}
	}
	to = to[:len(from)]
	for d := range digits {
		count, shift := &counts[d], 32+d*digitBits
		if len(from) == 0 || int(count[from[0]>>shift%radix]) == len(from) {
			continue // all the same
		}
		at := int32(0)
		for i, n := range count {
			count[i] = at
			at += n
		}
		for _, e := range from {
			slot := &count[e>>shift%radix]
			to[*slot] = e
			*slot++
		}
		from, to = to, from
	}
	order := make([]int, len(from))
	for i, e := range from {
		order[i] = int(uint32(e))
	}
	settle(order, from, scores)
	return order
}

// ranking is room to sort in: that of a large vocabulary is long in coming from
// the system, and would be asked for at each token.
var ranking sync.Pool

// settle sorts those that agree in the upper half of their keys, and stand by
// rising token.
func settle(order []int, ranked []uint64, scores []float64) {
	for i := 0; i < len(order); {
		end := i + 1
		for end < len(order) && ranked[end]>>32 == ranked[i]>>32 {
			end++
		}
		if end-i > 1 {
			slices.SortFunc(order[i:end], func(a, b int) int {
				return cmp.Or(cmp.Compare(scores[b], scores[a]), cmp.Compare(a, b))
			})
		}
		i = end
	}
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

// rerank returns the order after the scores of some of its tokens changed from
// old to scores: those are taken out and put in again, so that a vocabulary is
// sorted once, and copied then.
func rerank(order []int, old, scores []float64, changed []int) []int {
	moved := slices.SortedFunc(slices.Values(changed), func(a, b int) int {
		return cmp.Or(cmp.Compare(scores[b], scores[a]), cmp.Compare(a, b))
	})
	gone := make([]int, len(moved)) // where they stood
	for i, t := range moved {
		gone[i] = rankOf(order, old, t)
	}
	slices.Sort(gone)
	out := make([]int, 0, len(order))
	from := 0
	copyTo := func(to int) { // what stays, up to there
		for len(gone) > 0 && gone[0] < to {
			out = append(out, order[from:gone[0]]...)
			from, gone = gone[0]+1, gone[1:]
		}
		if from < to {
			out = append(out, order[from:to]...)
			from = to
		}
	}
	for _, t := range moved {
		copyTo(slot(order, from, old, scores, t))
		out = append(out, t)
	}
	copyTo(len(order))
	return out
}

// rankOf returns where a token stands in the order by its scores.
func rankOf(order []int, scores []float64, token int) int {
	at := sort.Search(len(order), func(i int) bool { return scores[order[i]] <= scores[token] })
	for order[at] != token { // among those that tie with it
		at++
	}
	return at
}

// slot returns where a token belongs in the order from a rank on by its new
// score: of those that stay and tie with it, before the first later one. The
// order is that of the old scores, which are falling; the tokens that move are
// passed over.
func slot(order []int, from int, old, scores []float64, token int) int {
	z := scores[token]
	at := from + sort.Search(len(order)-from, func(i int) bool { return old[order[from+i]] <= z })
	for at < len(order) {
		t := order[at]
		stays := old[t] == scores[t]
		if stays && (old[t] < z || t > token) {
			break
		}
		if !stays && old[t] < z {
			break
		}
		at++
	}
	return at
}
