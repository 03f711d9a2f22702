package rag

import (
	"testing"

	"logitarium/ui/lab/labtest"
)

// Where one passage answers, recall@1 and nDCG@1 are the hit rate; of several
// answers each counts.
func TestRecallAndNDCG(t *testing.T) {
	l := own(t, hundreds())
	turn(t, l, "view", "metrics", "top-n", "1")
	read := func(name string) float64 { return labtest.Reading(t, l, name).Value }
	if read("recall@n") != read("hit@n") || read("nDCG@n") != read("hit@n") {
		t.Errorf("of one passage recall is %v, nDCG %v, hit %v", read("recall@n"), read("nDCG@n"), read("hit@n"))
	}
	m := metrics{questions: []labelled{{relevant: map[int]bool{3: true, 4: true}}}}
	m.rankings[byBM25] = [][]int{{1, 3, 2, 4}}
	near(t, "recall@2", m.recall(byBM25, 2), .5, 1e-12)
	near(t, "nDCG@4", m.ndcg(byBM25, 4), (1/1.584962500721156+1/2.321928094887362)/(1+1/1.584962500721156), 1e-12)
}
