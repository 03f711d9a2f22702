package sampling

import (
	"iter"
	"math/bits"
)

// set is some tokens, a bit each: of a large vocabulary a cut writes
// down what it leaves in a sixty-fourth of what the scores take.
type set []uint64

// setOf returns the set of some tokens below n.
func setOf(some []int, n int) set {
	s := make(set, (n+63)/64)
	for _, t := range some {
		s[t/64] |= 1 << (t % 64)
	}
	return s
}

func (s set) has(token int) bool { return s[token/64]>>(token%64)&1 != 0 }

// rising yields the tokens of the set in their order.
func (s set) rising() iter.Seq[int] {
	return func(yield func(int) bool) {
		for i, word := range s {
			for ; word != 0; word &= word - 1 {
				if !yield(64*i + bits.TrailingZeros64(word)) {
					return
				}
			}
		}
	}
}
