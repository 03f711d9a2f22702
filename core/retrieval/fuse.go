package retrieval

// Fuse merges rankings, each a list of documents from the best down, by
// reciprocal rank fusion (Cormack, Clarke and Büttcher 2009):
//
//	score(d) = Σ over the rankings that have d  1/(k + rank of d)
//
// with ranks from 1. It looks at ranks only, so scores of different scales
// need not be made comparable; k = 60 is customary. It returns every document
// of the rankings, best first, equal scores by rising number. It panics if k
// is not at least 0, or a ranking has a document twice.
func Fuse(k float64, rankings ...[]int) []Hit {
	if !(k >= 0) {
		panicf("reciprocal rank fusion with k %g", k)
	}
	scores := make(map[int]float64)
	for i, docs := range rankings {
		seen := make(map[int]bool, len(docs))
		for rank, doc := range docs {
			if seen[doc] {
				panicf("document %d is twice in ranking %d", doc, i)
			}
			seen[doc] = true
			scores[doc] += 1 / (k + float64(rank+1))
		}
	}
	b := newBest(len(scores), len(scores))
	for doc, s := range scores {
		b.offer(Hit{doc, s})
	}
	return b.ranked()
}

// Docs returns the documents of hits, in their order: a ranking to [Fuse] or
// to measure.
func Docs(hits []Hit) []int {
	docs := make([]int, len(hits))
	for i, h := range hits {
		docs[i] = h.Doc
	}
	return docs
}
