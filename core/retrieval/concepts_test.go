package retrieval

import (
	"math"
	"slices"
	"strings"
	"testing"
)

// The small corpus on which the numbers below were worked out by hand: four
// documents, mean length 6.25.
func cats() *Index {
	var docs [][]string
	for _, s := range []string{
		"the cat sat on the mat",
		"the dog chased the cat",
		"the dog barked at the mailman and the mailman ran",
		"a quick brown fox",
	} {
		docs = append(docs, strings.Fields(s))
	}
	return NewIndex(docs)
}

func TestWorkedNumbers(t *testing.T) {
	x := cats()
	if got := x.MeanLength(); got != 6.25 {
		t.Fatalf("mean length %g", got)
	}
	lucene := BM25{Variant: Lucene, K1: 1.2, B: 0.75}
	robertson := BM25{Variant: Robertson, K1: 1.2, B: 0.75}
	atire := BM25{Variant: ATIRE, K1: 1.2, B: 0.75}
	for _, tt := range []struct {
		model  BM25
		query  string
		within float64
		want   []float64
	}{
		{lucene, "dog", 5e-6, []float64{0, .34314, .25297, 0}},
		{lucene, "the", 5e-6, []float64{.22546, .23621, .22574, 0}},
		{lucene, "cat mat", 5e-6, []float64{.87667, .34314, 0, 0}},
		{lucene, "mailman", 5e-6, []float64{0, 0, .64384, 0}},
		{BM25{K1: 0, B: 0.75}, "mailman", 5e-6, []float64{0, 0, 1.20397, 0}},
		{BM25{K1: 0.5, B: 0.75}, "mailman", 5e-6, []float64{0, 0, .88365, 0}},
		{BM25{K1: 2, B: 0.75}, "mailman", 5e-6, []float64{0, 0, .49142, 0}},
		{robertson, "dog", 1e-15, []float64{0, 0, 0, 0}},
		{robertson, "the", 5e-4, []float64{-1.178, -1.234, -1.180, 0}},
		{atire, "dog", 5e-6, []float64{0, .75491, .55654, 0}},
	} {
		for doc, got := range tt.model.On(x).Scores(strings.Fields(tt.query)) {
			if math.Abs(got-tt.want[doc]) > tt.within {
				t.Errorf("%s k1 %g: %q in document %d scores %.6f, want %.5f", tt.model.Variant, tt.model.K1, tt.query, doc, got, tt.want[doc])
			}
		}
	}
	// The document that does not have the word comes first.
	if got := Docs(Top(robertson.On(x).Scores([]string{"the"}), 4)); !slices.Equal(got, []int{3, 0, 2, 1}) {
		t.Errorf("Robertson ranks %v for \"the\"", got)
	}
	if got := Docs(robertson.On(x).Search([]string{"the"}, 4)); !slices.Equal(got, []int{0, 2, 1}) {
		t.Errorf("Robertson finds %v for \"the\"", got)
	}
}

// First and third beats second and second: fusion likes a top rank.
func TestWorkedFusion(t *testing.T) {
	hits := Fuse(60, []int{0, 1, 2}, []int{2, 1, 0})
	want := []Hit{{0, .0322665}, {2, .0322665}, {1, .0322581}}
	for i, h := range hits {
		if h.Doc != want[i].Doc || math.Abs(h.Score-want[i].Score) > 5e-8 {
			t.Errorf("rank %d is %v, want %v", i+1, h, want[i])
		}
	}
}
