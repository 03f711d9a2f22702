// Package retrieval finds the documents that answer a query, and says why
// each got its score: analysis of text, chunks, an inverted index, TF-IDF and
// the family of BM25, reciprocal rank fusion, and the measures of how good a
// ranking is. Retrieval by meaning is in the package encoder below.
//
// Documents are numbered from 0 in the order in which they were given, and of
// equal scores the lower number comes first, so every result is reproducible.
package retrieval

import (
	"cmp"
	"fmt"
	"slices"
)

// A Hit is a document that was found.
type Hit struct {
	Doc   int
	Score float64
}

// A Score is a document's score, taken apart.
type Score struct {
	Doc   int
	Terms []Term  // one for each different word of the query, in its order
	Total float64 // their scores' sum; for [Lucene] rounded to single precision
}

// A Term is what one word of the query adds to a score.
type Term struct {
	Text    string
	Asked   int      // times in the query
	Docs    int      // documents that have it
	Count   int      // times in this document
	Factors []Factor // whose product is Score, up to rounding
	Score   float64
}

// A Factor is one number of the product that a term's score is.
type Factor struct {
	Name    string
	Value   float64
	Formula string // of the value, in the notation of the settings' documentation
}

// Top returns the n best of scores, which are indexed by document, best first;
// equal scores by rising document, NaN last. All of them if there are fewer.
// It panics if n is negative.
func Top(scores []float64, n int) []Hit {
	b := newBest(n, len(scores))
	for doc, s := range scores {
		b.offer(Hit{doc, s})
	}
	return b.ranked()
}

// best keeps the n best hits seen: a heap with the worst of them on top.
type best struct {
	n    int
	heap []Hit
}

func newBest(n, all int) *best {
	if n < 0 {
		panicf("the %d best of %d documents", n, all)
	}
	return &best{n: n, heap: make([]Hit, 0, min(n, all))}
}

// compare orders hits from best to worst.
func compare(a, b Hit) int {
	// cmp.Compare has NaN below every number, so it comes last here.
	return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Doc, b.Doc))
}

func (b *best) offer(h Hit) {
	if len(b.heap) < b.n {
		b.heap = append(b.heap, h)
		for i := len(b.heap) - 1; i > 0; {
			up := (i - 1) / 2
			if compare(b.heap[i], b.heap[up]) <= 0 {
				return
			}
			b.heap[i], b.heap[up] = b.heap[up], b.heap[i]
			i = up
		}
		return
	}
	if b.n == 0 || compare(h, b.heap[0]) >= 0 {
		return
	}
	b.heap[0] = h
	for i := 0; ; {
		worst := 2*i + 1
		if worst >= len(b.heap) {
			return
		}
		if right := worst + 1; right < len(b.heap) && compare(b.heap[right], b.heap[worst]) > 0 {
			worst = right
		}
		if compare(b.heap[worst], b.heap[i]) <= 0 {
			return
		}
		b.heap[i], b.heap[worst] = b.heap[worst], b.heap[i]
		i = worst
	}
}

// ranked returns what was kept, best first.
func (b *best) ranked() []Hit {
	slices.SortFunc(b.heap, compare)
	return b.heap
}

func panicf(format string, args ...any) { panic("retrieval: " + fmt.Sprintf(format, args...)) }
