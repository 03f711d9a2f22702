package retrieval

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"logitarium/core/elementary"
)

// The measures take a ranking, documents from the best down, and which
// documents are relevant. Each is for one query; over many, take the mean. A
// query for which nothing is relevant measures 0: leave it out of the mean.

// HitAt returns 1 if one of the first k documents is relevant, else 0: hit@k,
// also called success@k. It panics as [RecallAt] does.
func HitAt(ranking []int, relevant map[int]bool, k int) float64 {
	if found(ranking, relevant, k) > 0 {
		return 1
	}
	return 0
}

// RecallAt returns the share of the relevant documents that are among the
// first k: recall@k. With one relevant document it is the same as [HitAt]. It
// panics if k is below 1, or a relevant document is in the ranking twice.
func RecallAt(ranking []int, relevant map[int]bool, k int) float64 {
	n := found(ranking, relevant, k)
	all := 0
	for _, is := range relevant {
		if is {
			all++
		}
	}
	if all == 0 {
		return 0
	}
	return float64(n) / float64(all)
}

// found returns how many of the first k documents are relevant.
func found(ranking []int, relevant map[int]bool, k int) int {
	n := 0
	ranking = first(ranking, k)
	for i, doc := range ranking {
		if relevant[doc] {
			checkOnce(ranking, i)
			n++
		}
	}
	return n
}

// checkOnce panics if what a ranking has at i stands before it too: counted twice
// it would make more than all.
func checkOnce(ranking []int, i int) {
	if slices.Contains(ranking[:i], ranking[i]) {
		panicf("document %d is twice in a ranking", ranking[i])
	}
}

func first(ranking []int, k int) []int {
	if k < 1 {
		panicf("the first %d documents of a ranking", k)
	}
	return ranking[:min(k, len(ranking))]
}

// ReciprocalRank returns 1/rank of the first relevant document, ranks from 1,
// and 0 if there is none. Its mean over queries is MRR (Voorhees 1999).
func ReciprocalRank(ranking []int, relevant map[int]bool) float64 {
	for i, doc := range ranking {
		if relevant[doc] {
			return 1 / float64(i+1)
		}
	}
	return 0
}

// NDCG returns the discounted cumulative gain of the first k documents,
//
//	DCG@k = Σ gain(document at rank i) / log₂(i+1)
//
// over that of the best possible ranking (Järvelin and Kekäläinen 2002): 1 if
// no better order exists, 0 if nothing was gained or could be. gain says how
// relevant a document is; for the exponential form of Burges et al. 2005 give
// 2^gain − 1. It panics if k is below 1, a gain is negative or not finite, or a
// document that has one is in the ranking twice.
func NDCG(ranking []int, gain map[int]float64, k int) float64 {
	ranking = first(ranking, k)
	got := make([]float64, 0, len(ranking))
	for i, doc := range ranking {
		if gain[doc] > 0 {
			checkOnce(ranking, i)
		}
		got = append(got, gain[doc])
	}
	ideal := slices.SortedFunc(maps.Values(gain), func(a, b float64) int { return cmp.Compare(b, a) })
	for _, g := range ideal {
		if !(g >= 0) || math.IsInf(g, 1) {
			panicf("a gain of %g", g)
		}
	}
	ideal = ideal[:min(k, len(ideal))]
	most := dcg(ideal)
	if math.IsInf(most, 1) { // the sum is beyond the largest number; shares of a gain are not
		for _, gains := range [][]float64{got, ideal[1:], ideal[:1]} {
			for i := range gains {
				gains[i] /= ideal[0]
			}
		}
		most = dcg(ideal)
	}
	if most == 0 {
		return 0
	}
	return dcg(got) / most
}

func dcg(gains []float64) float64 {
	sum := 0.0
	for i, g := range gains {
		sum += g / elementary.Log2(float64(i+2))
	}
	return sum
}
