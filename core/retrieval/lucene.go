package retrieval

import (
	"math"
	"math/bits"
)

// lucene is Apache Lucene's BM25Similarity (9.12) operation by operation:
// what a word adds is weight − weight/(1 + f·c) in single precision, with
// c = 1/(k1·L) from a table by the length's byte, and the sum of the words is
// rounded to single precision.
type lucene struct {
	*bm25
	inverse []float32 // 1/(k1·L), by document
}

func newLucene(s *bm25) *lucene {
	l := &lucene{bm25: s, inverse: make([]float32, s.index.Docs())}
	k1, b, mean := float32(s.K1), float32(s.B), float32(s.mean)
	for doc, n := range s.index.lengths {
		stored := storedLength(int(n))
		s.lengths[doc] = s.relative(stored)
		l.inverse[doc] = 1 / (k1 * ((1 - b) + b*float32(stored)/mean))
	}
	return l
}

func (l *lucene) ask(words []asked) {
	for i, w := range words {
		words[i].weight = float64(float32(w.count) * float32(l.idf(w.term)))
	}
}

func (l *lucene) add(w asked, count, doc int) float64 {
	if count == 0 {
		return 0
	}
	weight := float32(w.weight)
	return float64(weight - weight/(1+float32(float32(count)*l.inverse[doc])))
}

func (l *lucene) finish(sum float64) float64 { return float64(float32(sum)) }

// storedLength is the length that is left of n after it was stored in one
// byte (Lucene's SmallFloat.intToByte4 and back): up to 24 as it is, above
// that 24 and a float of four significant bits, rounded down.
func storedLength(n int) int {
	const exact = 24
	if n < exact {
		return n
	}
	rest := n - exact
	drop := max(0, bits.Len(uint(min(rest, math.MaxInt32)))-4)
	return exact + rest>>drop<<drop
}
