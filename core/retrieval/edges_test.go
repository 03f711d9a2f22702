package retrieval

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
)

// plain is scikit-learn's default: lower case, words of two characters and
// more. It drops the "s" of "Ann's", and every "a".
func plain() Analyzer { return Analyzer{MinRunes: 2} }

func TestAnalyzer(t *testing.T) {
	for _, tt := range []struct {
		why  string
		a    Analyzer
		text string
		want string // terms, separated by |
	}{
		{"nothing", Analyzer{}, "", ""},
		{"only marks", Analyzer{}, " ?! ", ""},
		{"lower case, numbers, underscores", Analyzer{}, "The X-2 of my_file", "the|x|2|of|my_file"},
		{"case kept", Analyzer{KeepCase: true}, "The The the", "The|The|the"},
		{"short words go", plain(), "Ann's a b cd", "ann|cd"},
		{"length is in characters", plain(), "é éa", "éa"},
		{"vowel signs belong to the word", Analyzer{}, "क्षमा करो", "क्षमा|करो"},
		{"a combining accent belongs to the word", Analyzer{}, "cafe\u0301 x", "cafe\u0301|x"},
		{"pairs of CJK characters", plain(), "東京都に", "東京|京都|都に"},
		{"one CJK character", plain(), "猫 cat", "猫|cat"},
		{"CJK beside other letters", plain(), "第2回RAG入門", "第|回|rag|入門"},
		{"a long vowel of katakana", plain(), "データ", "デー|ータ"},
		{"hangul", plain(), "한국어", "한국|국어"},
		{"stop words", Analyzer{Stop: English()}, "Where does the fox live?", "fox|live"},
		{"stop words in their own case", Analyzer{Stop: English(), KeepCase: true}, "The the fox", "The|fox"},
		{"pairs of words", Analyzer{Least: 1, Most: 2}, "a b c", "a|b|c|a b|b c"},
		{"longer than the text", Analyzer{Least: 3, Most: 3}, "a b", ""},
		{"neighbours after stop words went", Analyzer{Stop: English(), Least: 2, Most: 2}, "fox in the snow", "fox snow"},
	} {
		if got := strings.Join(tt.a.Terms(tt.text), "|"); got != tt.want {
			t.Errorf("%s: %q gives %q, want %q", tt.why, tt.text, got, tt.want)
		}
	}
}

func TestSentences(t *testing.T) {
	for _, tt := range []struct{ why, text, want string }{
		{"nothing", " \n ", ""},
		{"three ends", "One. Two! Three? Four", "One.|Two!|Three?|Four"},
		{"quotes go with the sentence", `He said "no." Then (so!) Ann left.`, `He said "no."|Then (so!)|Ann left.`},
		{"a small letter goes on", "He asked why? and left.", "He asked why? and left."},
		{"titles and initials", "Dr. J. Smith met Mrs. Ann. I did. It was I. Yes.", "Dr. J. Smith met Mrs. Ann.|I did.|It was I.|Yes."},
		{"numbers", "It cost 3.50. Then 4.", "It cost 3.50.|Then 4."},
		{"abbreviations in small letters", "Cats, e.g. Tom, purr.", "Cats, e.g. Tom, purr."},
		{"three points", "Well... Then it… Ended.", "Well...|Then it…|Ended."},
		{"no blanks between", "猫。犬！「鳥？」魚", "猫。|犬！|「鳥？」|魚"},
		{"an empty line", "A title\n \nA text\nof two lines.", "A title|A text\nof two lines."},
		{"only marks", "?!", "?!"},
	} {
		var got []string
		for _, s := range Sentences(tt.text) {
			got = append(got, s.In(tt.text))
		}
		if strings.Join(got, "|") != tt.want {
			t.Errorf("%s: %q, want %q", tt.why, strings.Join(got, "|"), tt.want)
		}
	}
}

// An index with nothing in it, or with empty documents, answers.
func TestEmpty(t *testing.T) {
	for name, m := range models() {
		for _, docs := range [][][]string{nil, {nil}, {nil, {"a"}, nil}} {
			s := m.On(NewIndex(docs))
			if got := len(s.Scores([]string{"a"})); got != len(docs) {
				t.Errorf("%s: %d scores for %d documents", name, got, len(docs))
			}
			for doc, score := range s.Scores([]string{"a", "b"}) {
				if math.IsNaN(score) || math.IsInf(score, 0) {
					t.Errorf("%s: document %d of %q scores %g", name, doc, docs, score)
				}
				explained(t, name, s.Explain([]string{"a", "b"}, doc), score)
			}
		}
	}
}

// Empty documents count neither in Lucene's N nor in its mean length; in the
// other variants they do.
func TestLuceneLeavesEmptyDocumentsOut(t *testing.T) {
	full := [][]string{{"a", "b"}, {"b"}, {"c", "b", "a"}}
	q := []string{"a", "b"}
	for _, v := range Variants() {
		want := v.Default().On(NewIndex(full)).Scores(q)
		got := v.Default().On(NewIndex(append(slices.Clone(full), nil, nil))).Scores(q)
		if same := slices.Equal(got[:3], want); same != (v == Lucene) {
			t.Errorf("%s: %g with two empty documents, %g without", v, got, want)
		}
	}
}

func TestStoredLength(t *testing.T) {
	// Lucene: exact up to 40, then four significant bits above 24.
	for n, want := range map[int]int{0: 0, 23: 23, 24: 24, 39: 39, 40: 40, 41: 40, 42: 42, 55: 54, 56: 56, 59: 56, 60: 60, 1000: 984} {
		if got := storedLength(n); got != want {
			t.Errorf("length %d is stored as %d, want %d", n, got, want)
		}
	}
	last := 0
	for n := range 100_000 {
		got := storedLength(n)
		if got > n || got < last || n > 24 && float64(n-got) > float64(n-24)/8 {
			t.Fatalf("length %d is stored as %d, after %d", n, got, last)
		}
		last = got
	}
}

// What sets Lucene's own scorer apart from the same formula in double
// precision: of 41 words the byte keeps 40, and each score is one of single
// precision, off by no more than its last bit is worth.
func TestLuceneScorer(t *testing.T) {
	words := func(n int) []string { return append([]string{"a"}, slices.Repeat([]string{"b"}, n-1)...) }
	x := NewIndex([][]string{words(40), words(41), words(42), {"c"}, {"a", "c", "c"}})
	own, exact := Lucene.Default().On(x).Scores([]string{"a"}), LuceneExact.Default().On(x).Scores([]string{"a"})
	if own[0] != own[1] || own[1] <= own[2] {
		t.Errorf("documents of 40, 41 and 42 words have %g, want the first two alike and the third lower", own[:3])
	}
	if exact[0] <= exact[1] {
		t.Errorf("exact lengths of 40 and 41 words give %g", exact[:2])
	}
	rounded := 0
	for doc, score := range own {
		if score != float64(float32(score)) {
			t.Errorf("document %d: %.17g has more than single precision", doc, score)
		}
		if score != exact[doc] {
			rounded++
		}
		if doc != 1 && math.Abs(score-exact[doc]) > 1e-6*exact[doc] {
			t.Errorf("document %d: %g, exactly %g", doc, score, exact[doc])
		}
	}
	if rounded != 4 { // all that have the word
		t.Errorf("%d scores differ from those in double precision", rounded)
	}
}

func TestMeasures(t *testing.T) {
	ranking := []int{4, 2, 7, 1}
	relevant := map[int]bool{2: true, 1: true, 9: true, 4: false}
	gain := map[int]float64{2: 3, 1: 2, 9: 1}
	for _, tt := range []struct {
		what      string
		got, want float64
	}{
		{"hit@1", HitAt(ranking, relevant, 1), 0},
		{"hit@2", HitAt(ranking, relevant, 2), 1},
		{"recall@2", RecallAt(ranking, relevant, 2), 1. / 3},
		{"recall@10", RecallAt(ranking, relevant, 10), 2. / 3},
		{"recall of nothing", RecallAt(ranking, nil, 3), 0},
		{"reciprocal rank", ReciprocalRank(ranking, relevant), 0.5},
		{"reciprocal rank of nothing", ReciprocalRank(nil, relevant), 0},
		{"ndcg@4", NDCG(ranking, gain, 4), (3/math.Log2(3) + 2/math.Log2(5)) / (3 + 2/math.Log2(3) + 1/math.Log2(4))},
		{"ndcg of the best order", NDCG([]int{2, 1, 9}, gain, 5), 1},
		{"ndcg@1 of the best first", NDCG([]int{2, 8}, gain, 1), 1},
		{"ndcg of nothing", NDCG(ranking, nil, 3), 0},
		{"ndcg of no ranking", NDCG(nil, gain, 3), 0},
		{"ndcg of the largest gains", NDCG([]int{2, 1}, map[int]float64{1: math.MaxFloat64, 2: math.MaxFloat64}, 3), 1},
		{"ndcg of the largest gain, second", NDCG([]int{3, 2}, map[int]float64{1: math.MaxFloat64, 2: math.MaxFloat64}, 3), (1 / math.Log2(3)) / (1 + 1/math.Log2(3))},
		{"ndcg of the smallest gain", NDCG([]int{2, 1}, map[int]float64{1: math.SmallestNonzeroFloat64}, 1), 0},
	} {
		if !(math.Abs(tt.got-tt.want) <= 1e-15) { // NaN is no number
			t.Errorf("%s is %g, want %g", tt.what, tt.got, tt.want)
		}
	}
}

// A word without end comes to the limit, and in a text without end it counts as
// if it were not there.
func TestEdgesOfSaturation(t *testing.T) {
	inf := math.Inf(1)
	for _, v := range Variants() {
		m := v.Default()
		for _, b := range []float64{0, .75, 1} {
			m.B = b
			limit, none := m.Saturation(1e300, 1), m.Saturation(0, 1)
			for _, length := range []float64{0, 1, inf} {
				if got := m.Saturation(inf, length); math.Abs(got-limit) > 1e-12 {
					t.Errorf("%s, b %g: without end in length %g it is worth %g, want %g", v, b, length, got, limit)
				}
			}
			want := none
			if b == 0 {
				want = m.Saturation(3, 1)
			}
			if got := m.Saturation(3, inf); math.Abs(got-want) > 1e-12 {
				t.Errorf("%s, b %g: in a text without end it is worth %g, want %g", v, b, got, want)
			}
		}
		m.K1 = 0
		if got, want := m.Saturation(inf, 1), m.Saturation(1, 1); math.Abs(got-want) > 1e-12 {
			t.Errorf("%s, k1 0: without end it is worth %g, once %g", v, got, want)
		}
	}
}

func TestEdgesOfTopAndFuse(t *testing.T) {
	inf := math.Inf(1)
	got := Docs(Top([]float64{math.NaN(), inf, -inf, 0, math.Copysign(0, -1)}, 9))
	if want := []int{1, 3, 4, 2, 0}; !slices.Equal(got, want) {
		t.Errorf("Top ranks %v, want %v", got, want)
	}
	if len(Top([]float64{1}, 0)) != 0 || len(Top(nil, 3)) != 0 || len(Fuse(60)) != 0 || len(Fuse(60, nil)) != 0 {
		t.Error("something of nothing")
	}
	for k, want := range map[float64]float64{0: 1, inf: 0, math.MaxFloat64: 1 / math.MaxFloat64} {
		if got := Fuse(k, []int{7}); got[0].Score != want {
			t.Errorf("with k %g one ranking gives %g, want %g", k, got[0].Score, want)
		}
	}
}

// Misuse panics and says with what numbers.
func TestPanics(t *testing.T) {
	x := cats()
	for _, tt := range []struct {
		f    func()
		says string
	}{
		{func() { Chunks(nil, 3, 3) }, "3 units of which 3"},
		{func() { Chunks(nil, 0, 0) }, "0 units"},
		{func() { Analyzer{Least: 3, Most: 2}.Terms("") }, "3 to 2 words"},
		{func() { Top(nil, -1) }, "-1 best of 0"},
		{func() { Fuse(math.NaN()) }, "k NaN"},
		{func() { Fuse(60, []int{1, 1}) }, "document 1 is twice"},
		{func() { BM25{K1: -1}.On(x) }, "k1 -1"},
		{func() { BM25{B: 1.5}.On(x) }, "b 1.5"},
		{func() { BM25{Delta: math.NaN()}.On(x) }, "δ NaN"},
		{func() { BM25{Variant: 99}.On(x) }, "variant 99"},
		{func() { BM25{}.Saturation(-1, 1) }, "-1 times"},
		{func() { Lucene.IDF(3, 2) }, "3 of 2 documents"},
		{func() { SmoothIDF.IDF(0, 2) }, "0 of 2 documents"},
		{func() { TFIDF{MaxShare: math.NaN()}.On(x) }, "NaN"},
		{func() { TFIDF{IDF: 9}.On(x) }, "idf 9"},
		{func() { TFIDF{}.On(x).Explain(nil, 4) }, "document 4 of 4"},
		{func() { TFIDF{}.On(x).Document(-1) }, "document -1 of 4"},
		{func() { HitAt(nil, nil, 0) }, "first 0"},
		{func() { NDCG(nil, map[int]float64{1: -2}, 3) }, "gain of -2"},
		{func() { NDCG(nil, map[int]float64{1: math.NaN()}, 3) }, "gain of NaN"},
		{func() { NDCG(nil, map[int]float64{1: math.Inf(1)}, 3) }, "gain of +Inf"},
		{func() { NDCG([]int{1, 1}, map[int]float64{1: 1}, 3) }, "document 1 is twice"},
		{func() { RecallAt([]int{1, 2, 1}, map[int]bool{1: true}, 3) }, "document 1 is twice"},
		{func() { BM25{K1: math.Inf(1)}.On(x) }, "k1 +Inf"},
		{func() { BM25{}.Saturation(1, math.NaN()) }, "NaN mean lengths"},
		{func() { Lucene.IDF(0, 0) }, "0 of 0 documents"},
	} {
		func() {
			defer func() {
				if r := fmt.Sprint(recover()); !strings.Contains(r, tt.says) || !strings.HasPrefix(r, "retrieval: ") {
					t.Errorf("panic %q, want one with %q", r, tt.says)
				}
			}()
			tt.f()
		}()
	}
}

func TestIndex(t *testing.T) {
	x := cats()
	if x.Docs() != 4 || x.Length(2) != 10 || x.Frequency("the") != 3 || x.Count("the", 2) != 3 || x.Count("fox", 0) != 0 || x.Frequency("owl") != 0 {
		t.Error("the index miscounts")
	}
	if terms := x.Terms(); len(terms) != 16 || !slices.IsSorted(terms) {
		t.Errorf("%d terms: %q", len(terms), terms)
	}
}

// Settings that keep part of the vocabulary.
func TestVocabulary(t *testing.T) {
	x := cats()
	for _, tt := range []struct {
		m    TFIDF
		want string
	}{
		{TFIDF{MinDocs: 2}, "cat dog the"},
		{TFIDF{MinDocs: 2, MaxShare: 0.5}, "cat dog"},
		{TFIDF{MaxTerms: 3}, "cat dog the"}, // and mailman comes twice too, later in the alphabet
		{TFIDF{Vocabulary: []string{"fox", "owl"}}, "fox"},
		{TFIDF{Vocabulary: []string{}}, ""},
	} {
		var got []string
		for _, id := range tt.m.choose(x) {
			got = append(got, x.terms[id])
		}
		slices.Sort(got)
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%+v keeps %q, want %q", tt.m, got, tt.want)
		}
	}
}

// Of the two small sigmas a word ends with the other one.
func TestFinalSigma(t *testing.T) {
	for word, want := range map[string]string{
		"ΟΔΟΣ": "οδος", "ΣΟΦΟΣ": "σοφος", "Σ": "σ", "οδοσ": "οδοσ", "ΑΣΒ": "ασβ", "ΣΣ": "σς", "2Σ": "2σ",
	} {
		got := Analyzer{}.Tokens(word)
		if len(got) != 1 || got[0].Text != want {
			t.Errorf("%s is %v, want %s", word, got, want)
		}
	}
}

// Letters of scripts beyond Hangul Jamo that are no Chinese, Japanese or Korean
// ones are words like Latin ones, and not cut into pairs.
func TestPairsAreOfCJKAlone(t *testing.T) {
	for text, want := range map[string]int{
		"አማርኛ": 1, "ᏣᎳᎩ": 1, "ភាសា": 1, // Ethiopic, Cherokee, Khmer
		"東京都": 2, "カード": 2, "한국어": 2, "東": 1,
	} {
		if got := len(Analyzer{}.Terms(text)); got != want {
			t.Errorf("%s has %d words, want %d", text, got, want)
		}
	}
}
