package retrieval_test

import (
	"fmt"
	"strings"

	"logitarium/core/retrieval"
)

// corpus is what the examples search.
var corpus = []string{
	"the cat sat on the mat",
	"the dog chased the cat",
	"the dog barked at the mailman and the mailman ran",
	"a quick brown fox",
}

func index() *retrieval.Index {
	docs := make([][]string, len(corpus))
	for i, text := range corpus {
		docs[i] = strings.Fields(text)
	}
	return retrieval.NewIndex(docs)
}

func Example() {
	analyzer := retrieval.Analyzer{Stop: retrieval.English()}
	docs := make([][]string, len(corpus))
	for i, text := range corpus {
		docs[i] = analyzer.Terms(text)
	}
	scorer := retrieval.Lucene.Default().On(retrieval.NewIndex(docs))
	for _, hit := range scorer.Search(analyzer.Terms("Where is the cat's mat?"), 2) {
		fmt.Printf("%.3f %s\n", hit.Score, corpus[hit.Doc])
	}
	// Output:
	// 0.916 the cat sat on the mat
	// 0.335 the dog chased the cat
}

func ExampleBM25_On() {
	x := index()
	for _, v := range retrieval.Variants() {
		m := v.Default()
		m.K1, m.B = 1.2, 0.75
		fmt.Printf("%-16s%7.3f\n", v, m.On(x).Scores([]string{"the", "dog"}))
	}
	// Output:
	// lucene          [  0.225   0.579   0.479   0.000]
	// lucene-exact    [  0.225   0.579   0.479   0.000]
	// robertson       [ -1.178  -1.234  -1.180   0.000]
	// robertson-floor [  0.000   0.000   0.000   0.000]
	// okapi           [  0.221   0.231   0.221   0.000]
	// atire           [  0.400   1.174   0.957   0.000]
	// bm25+           [  2.137   3.169   2.874   1.427]
	// bm25l           [  0.983   1.441   1.294   0.679]
}

func ExampleVariant_IDF() {
	fmt.Printf("lucene    %.3f %.3f\n", retrieval.Lucene.IDF(1, 4), retrieval.Lucene.IDF(4, 4))
	fmt.Printf("robertson %.3f %.3f\n", retrieval.Robertson.IDF(1, 4), retrieval.Robertson.IDF(4, 4))
	// Output:
	// lucene    1.204 0.105
	// robertson 0.847 -2.197
}

func ExampleBM25_Saturation() {
	m := retrieval.Lucene.Default()
	for _, count := range []float64{1, 2, 4, 100} {
		fmt.Printf("%3.0f times: %.3f in a document of mean length, %.3f in one twice as long\n",
			count, m.Saturation(count, 1), m.Saturation(count, 2))
	}
	// Output:
	//   1 times: 0.455 in a document of mean length, 0.323 in one twice as long
	//   2 times: 0.625 in a document of mean length, 0.488 in one twice as long
	//   4 times: 0.769 in a document of mean length, 0.656 in one twice as long
	// 100 times: 0.988 in a document of mean length, 0.979 in one twice as long
}

func ExampleScorer_Explain() {
	score := retrieval.Lucene.Default().On(index()).Explain([]string{"cat", "mat"}, 0)
	for _, term := range score.Terms {
		fmt.Printf("%s %.3f", term.Text, term.Score)
		for _, f := range term.Factors {
			fmt.Printf("  %s %.3f", f.Name, f.Value)
		}
		fmt.Println()
	}
	fmt.Printf("total %.3f\n", score.Total)
	// Output:
	// cat 0.320  idf 0.693  tf 0.455  length 1.017
	// mat 0.556  idf 1.204  tf 0.455  length 1.017
	// total 0.877
}

func ExampleTFIDF_On() {
	scorer := retrieval.TFIDF{}.On(index())
	for _, hit := range scorer.Search([]string{"cat", "mat"}, 4) {
		fmt.Printf("%d %.3f\n", hit.Doc, hit.Score)
	}
	// Output:
	// 0 0.556
	// 1 0.248
}

func ExampleRarity_IDF() {
	for _, r := range []retrieval.Rarity{retrieval.SmoothIDF, retrieval.PlainIDF, retrieval.TextbookIDF, retrieval.NoIDF} {
		fmt.Printf("%-8s in one of four %.3f, in all %.3f\n", r, r.IDF(1, 4), r.IDF(4, 4))
	}
	// Output:
	// smooth   in one of four 1.916, in all 1.000
	// plain    in one of four 2.386, in all 1.000
	// textbook in one of four 1.386, in all 0.000
	// none     in one of four 1.000, in all 1.000
}

func ExampleAnalyzer_Terms() {
	fmt.Println(strings.Join(retrieval.Analyzer{MinRunes: 2}.Terms("Ann's cat is in 東京都."), " | "))
	// Output: ann | cat | is | in | 東京 | 京都
}

func ExampleEnglish() {
	stop := retrieval.English()
	fmt.Println(stop["the"], stop["where"], stop["cat"])
	// Output: true true false
}

func ExampleChunks() {
	text := "Ann is a nurse. She lives in Paris. She has a parrot. It talks."
	for _, chunk := range retrieval.Chunks(retrieval.Sentences(text), 2, 1) {
		fmt.Println(chunk.In(text))
	}
	// Output:
	// Ann is a nurse. She lives in Paris.
	// She lives in Paris. She has a parrot.
	// She has a parrot. It talks.
}

func ExampleTop() {
	fmt.Println(retrieval.Top([]float64{0.5, 2, 0.5, 1}, 3))
	// Output: [{1 2} {3 1} {0 0.5}]
}

func ExampleFuse() {
	words := []int{0, 1, 2}
	meaning := []int{2, 1, 0}
	for _, hit := range retrieval.Fuse(60, words, meaning) {
		fmt.Printf("%d %.5f\n", hit.Doc, hit.Score)
	}
	// Output:
	// 0 0.03227
	// 2 0.03227
	// 1 0.03226
}

func ExampleDocs() {
	fmt.Println(retrieval.Docs([]retrieval.Hit{{Doc: 4, Score: 2}, {Doc: 1, Score: 1}}))
	// Output: [4 1]
}

func ExampleRecallAt() {
	ranking, relevant := []int{7, 3, 9}, map[int]bool{3: true, 8: true}
	fmt.Printf("%.3f %.3f\n", retrieval.RecallAt(ranking, relevant, 1), retrieval.RecallAt(ranking, relevant, 3))
	// Output: 0.000 0.500
}

func ExampleHitAt() {
	fmt.Printf("%.3f\n", retrieval.HitAt([]int{7, 3, 9}, map[int]bool{3: true, 8: true}, 3))
	// Output: 1.000
}

func ExampleReciprocalRank() {
	fmt.Printf("%.3f\n", retrieval.ReciprocalRank([]int{7, 3, 9}, map[int]bool{3: true}))
	// Output: 0.500
}

func ExampleNDCG() {
	gain := map[int]float64{3: 2, 9: 1}
	fmt.Printf("%.3f %.3f\n", retrieval.NDCG([]int{3, 9, 7}, gain, 3), retrieval.NDCG([]int{7, 9, 3}, gain, 3))
	// Output: 1.000 0.620
}

func ExampleAnalyzer_Tokens() {
	text := "Ann's cat."
	for _, t := range (retrieval.Analyzer{MinRunes: 2}).Tokens(text) {
		fmt.Println(t.Text, t.Span, t.In(text))
	}
	// Output:
	// ann {0 3} Ann
	// cat {6 9} cat
}

func ExampleIndex_Count() {
	x := index()
	x.Add(strings.Fields("the mailman and the fox"))
	fmt.Println(x.Docs(), "documents of", x.MeanLength(), "words on average;", x.Unheld(), "words had no room")
	fmt.Println("mailman:", x.Frequency("mailman"), "documents,", x.Count("mailman", 2), "times in one of", x.Length(2), "words")
	// Output:
	// 5 documents of 6 words on average; 0 words had no room
	// mailman: 2 documents, 2 times in one of 10 words
}

func ExampleScorer_Query() {
	s := retrieval.TFIDF{IDF: retrieval.TextbookIDF, Scale: retrieval.NoScale}.On(index())
	for _, w := range s.Query([]string{"the", "fox"}) {
		fmt.Printf("%s %.3f\n", w.Term, w.Value)
	}
	// Output:
	// the 0.288
	// fox 1.386
}

func ExampleScorer_Document() {
	s := retrieval.TFIDF{IDF: retrieval.NoIDF, Scale: retrieval.L2}.On(index())
	for _, w := range s.Document(0)[:2] {
		fmt.Printf("%s %.3f\n", w.Term, w.Value)
	}
	// Output:
	// the 0.707
	// cat 0.354
}

func ExampleVariant_Default() {
	for _, v := range []retrieval.Variant{retrieval.Lucene, retrieval.BM25L} {
		m := v.Default()
		fmt.Println(v, m.K1, m.B, m.Delta)
	}
	// Output:
	// lucene 1.2 0.75 0
	// bm25l 1.5 0.75 0.5
}

func ExampleKin() {
	fmt.Println(retrieval.Kin("plays", "played"), retrieval.Kin("cafe", "café"), retrieval.Kin("狐", "狐狸"))
	// Output: ending accent pair
}

func ExampleUnmarked() {
	fmt.Println(retrieval.Unmarked("Łódź, naïve"))
	// Output: Łodz, naive
}

func ExampleBounded() {
	text := "one two three"
	for _, s := range retrieval.Bounded(text, []retrieval.Span{{Start: 0, End: len(text)}}, 8) {
		fmt.Println(s.In(text))
	}
	// Output:
	// one two
	// three
}

func ExampleSpan_Overlap() {
	fmt.Println(retrieval.Span{Start: 0, End: 5}.Overlap(retrieval.Span{Start: 3, End: 9}))
	// Output: 2
}
