package retrieval

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"testing"
)

// large draws documents of 5 to 44 words out of 50,000 with Zipf's
// frequencies, where the word of rank r comes with a probability ∝ 1/r.
func large(docs int) [][]string {
	const words = 50_000
	rng := rand.New(rand.NewPCG(7, uint64(docs)))
	names := make([]string, words)
	for i := range names {
		names[i] = strconv.Itoa(i)
	}
	list := make([][]string, docs)
	for i := range list {
		for range 5 + rng.IntN(40) {
			list[i] = append(list[i], names[int(math.Exp(rng.Float64()*math.Log(words)))-1])
		}
	}
	return list
}

// A query of four words: a very common one, two middling ones and a rare one.
var benchQuery = []string{"3", "150", "900", "20000"}

func BenchmarkSearch(b *testing.B) {
	for _, docs := range []int{1_000, 10_000, 100_000} {
		x := NewIndex(large(docs))
		for _, v := range []Variant{Lucene, LuceneExact, BM25Plus} {
			b.Run(fmt.Sprintf("%s/%d", v, docs), func(b *testing.B) {
				s := v.Default().On(x)
				for b.Loop() {
					s.Search(benchQuery, 10)
				}
			})
		}
		b.Run(fmt.Sprintf("tfidf/%d", docs), func(b *testing.B) {
			s := TFIDF{}.On(x)
			for b.Loop() {
				s.Search(benchQuery, 10)
			}
		})
	}
}

// What a turned knob costs before the next search.
func BenchmarkOn(b *testing.B) {
	x := NewIndex(large(100_000))
	for b.Loop() {
		Lucene.Default().On(x)
	}
}

func BenchmarkNewIndex(b *testing.B) {
	docs := large(10_000)
	for b.Loop() {
		NewIndex(docs)
	}
}

func BenchmarkAnalyzer(b *testing.B) {
	text := "Where does the quick brown fox, who likes 東京, live in winter? "
	for range 6 {
		text += text
	}
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		plain().Tokens(text)
	}
}
