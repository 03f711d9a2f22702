package retrieval

import (
	"encoding/json"
	"math"
	"slices"
	"testing"
)

type goldenVectors struct {
	Vocabulary  []string
	Counts      [][]float64
	IDF         []float64
	Matrix      [][]float64
	DocCosine   [][]float64 `json:"doc_cosine"`
	QueryMatrix [][]float64 `json:"query_matrix"`
	Cosine      [][]float64 `json:"query_doc_cosine"`
	Dot         [][]float64 `json:"query_doc_dot"`
	Ranking     [][]int
}

func TestGoldenTFIDF(t *testing.T) {
	for _, c := range goldenCases(t, "tfidf", goldenTFIDF) {
		t.Run(c.ID, func(t *testing.T) {
			want := decode[goldenVectors](t, c.Expected)
			analyzer, m := vectorizer(t, c.Params)
			var docs, queries [][]string
			for _, text := range decode[[]string](t, c.Docs) {
				docs = append(docs, analyzer.Terms(text))
			}
			for _, text := range decode[[]string](t, c.Queries) {
				queries = append(queries, analyzer.Terms(text))
			}
			x := NewIndex(docs)
			compareVocabulary(t, x, m, want)
			m.Vocabulary = want.Vocabulary
			compareTFIDF(t, x, m.On(x), queries, want)
		})
	}
}

// vectorizer translates the settings of a TfidfVectorizer.
func vectorizer(t *testing.T, params map[string]json.RawMessage) (Analyzer, TFIDF) {
	t.Helper()
	a, m := plain(), TFIDF{}
	for name, raw := range params {
		switch name {
		case "smooth_idf":
			if !decode[bool](t, raw) {
				m.IDF = PlainIDF
			}
		case "use_idf":
			if !decode[bool](t, raw) {
				m.IDF = NoIDF
			}
		case "sublinear_tf":
			m.Sublinear = decode[bool](t, raw)
		case "binary":
			m.Binary = decode[bool](t, raw)
		case "norm":
			m.Scale = NoScale
			if string(raw) == `"l1"` {
				m.Scale = L1
			}
		case "ngram_range":
			n := decode[[2]int](t, raw)
			a.Least, a.Most = n[0], n[1]
		case "stop_words":
			a.Stop = English()
		case "lowercase":
			a.KeepCase = !decode[bool](t, raw)
		case "token_pattern":
			if got := decode[string](t, raw); got != `(?u)\b\w+\b` {
				t.Fatalf("token pattern %q", got)
			}
			a.MinRunes = 1
		case "min_df":
			m.MinDocs = decode[int](t, raw)
		case "max_df":
			m.MaxShare = decode[float64](t, raw)
		case "max_features":
			m.MaxTerms = decode[int](t, raw)
		default:
			t.Fatalf("unknown setting %s", name)
		}
	}
	return a, m
}

// compareVocabulary compares what was chosen with the reference's vocabulary.
// Where max_features cuts among equally frequent terms the reference's choice
// is an accident of its sort, so then only the frequencies must agree.
func compareVocabulary(t *testing.T, x *Index, m TFIDF, want goldenVectors) {
	t.Helper()
	var got []string
	for _, id := range m.choose(x) {
		got = append(got, x.terms[id])
	}
	slices.Sort(got)
	if m.MaxTerms == 0 {
		if !slices.Equal(got, want.Vocabulary) {
			t.Errorf("vocabulary %q, want %q", got, want.Vocabulary)
		}
		return
	}
	frequencies := func(terms []string) (all []int) {
		for _, term := range terms {
			n := 0
			for doc := range x.Docs() {
				n += x.Count(term, doc)
			}
			all = append(all, n)
		}
		slices.Sort(all)
		return all
	}
	if g, w := frequencies(got), frequencies(want.Vocabulary); !slices.Equal(g, w) {
		t.Errorf("the terms %q come %v times, the reference's %q %v times", got, g, want.Vocabulary, w)
	}
}

func compareTFIDF(t *testing.T, x *Index, s *Scorer, queries [][]string, want goldenVectors) {
	t.Helper()
	dense := func(weights []Weight) []float64 {
		row := make([]float64, len(want.Vocabulary))
		for _, w := range weights {
			if i, ok := slices.BinarySearch(want.Vocabulary, w.Term); ok {
				row[i] = w.Value
			} else if w.Value != 0 {
				t.Errorf("%q is not in the vocabulary and weighs %g", w.Term, w.Value)
			}
		}
		return row
	}
	rows := make([][]float64, x.Docs())
	for doc := range rows {
		rows[doc] = dense(s.Document(doc))
		same(t, "document", rows[doc], want.Matrix[doc])
		for i, term := range want.Vocabulary {
			if got := x.Count(term, doc); float64(got) != want.Counts[doc][i] && !s.model.(*tfidf).Binary {
				t.Errorf("document %d has %q %d times, want %g", doc, term, got, want.Counts[doc][i])
			}
		}
	}
	for i, term := range want.Vocabulary {
		if want.IDF == nil {
			break // the reference has none without use_idf
		}
		idf, _ := s.IDF(term)
		same(t, "idf of "+term, []float64{idf}, []float64{want.IDF[i]})
	}
	for a := range rows {
		for b := range rows {
			same(t, "cosine of documents", []float64{cosine(rows[a], rows[b])}, []float64{want.DocCosine[a][b]})
		}
	}
	for q, query := range queries {
		row := dense(s.Query(query))
		same(t, "query", row, want.QueryMatrix[q])
		scores := s.Scores(query)
		same(t, "scores", scores, want.Dot[q])
		cosines := make([]float64, len(scores))
		for doc := range rows {
			cosines[doc] = cosine(row, rows[doc])
			same(t, "explained", []float64{s.Explain(query, doc).Total}, []float64{scores[doc]})
		}
		same(t, "cosine", cosines, want.Cosine[q])
		if got := Docs(Top(cosines, len(cosines))); !slices.Equal(got, want.Ranking[q]) {
			t.Errorf("query %d ranks %v, want %v", q, got, want.Ranking[q])
		}
	}
}

// cosine is a·b / (‖a‖·‖b‖), 0 if one of them has no length, as in
// scikit-learn.
func cosine(a, b []float64) float64 {
	dot, aa, bb := 0.0, 0.0, 0.0
	for i, v := range a {
		dot, aa, bb = dot+v*b[i], aa+v*v, bb+b[i]*b[i]
	}
	if aa == 0 || bb == 0 {
		return 0
	}
	return dot / math.Sqrt(aa*bb)
}
