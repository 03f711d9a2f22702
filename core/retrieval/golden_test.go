package retrieval

import (
	"encoding/json"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
)

// The cases of testdata/retrieval.json: scikit-learn, Apache Lucene, rank_bm25,
// bm25s and ranx, each with the tolerance that the file states.
const (
	goldenTFIDF  = 15
	goldenBM25   = 2
	goldenFusion = 3
	// in the two BM25 cases, five settings of ten references each
	goldenTables = 50
)

type goldenCase struct {
	ID, Op   string
	Docs     json.RawMessage
	Queries  json.RawMessage
	Params   map[string]json.RawMessage
	Expected json.RawMessage
	Rankings [][]string
	K        float64
}

func goldenCases(t *testing.T, op string, want int) []goldenCase {
	t.Helper()
	data, err := os.ReadFile("testdata/retrieval.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Cases []goldenCase }
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	cases := slices.DeleteFunc(file.Cases, func(c goldenCase) bool { return c.Op != op })
	if len(cases) != want {
		t.Fatalf("%d cases of %s, want %d", len(cases), op, want)
	}
	return cases
}

func decode[T any](t *testing.T, raw json.RawMessage) (v T) {
	t.Helper()
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatalf("%v in %.80s", err, raw)
	}
	return v
}

func near(got, want, relative, absolute float64) bool {
	return math.Abs(got-want) <= absolute+relative*math.Abs(want)
}

// same compares numbers within the file's tolerance for double precision.
func same(t *testing.T, what string, got, want []float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s: %d values, want %d", what, len(got), len(want))
		return
	}
	for i, v := range want {
		if !near(got[i], v, 1e-9, 1e-12) {
			t.Errorf("%s: [%d] is %.17g, want %.17g", what, i, got[i], v)
		}
	}
}

func TestGoldenFusion(t *testing.T) {
	for _, c := range goldenCases(t, "rrf", goldenFusion) {
		want := decode[struct {
			Scores map[string]float64
			Order  []string `json:"order_by_score_desc"`
		}](t, c.Expected)
		var names []string
		for name := range want.Scores {
			names = append(names, name)
		}
		slices.Sort(names) // the reference orders equal scores by name
		rankings := make([][]int, len(c.Rankings))
		for i, list := range c.Rankings {
			for _, name := range list {
				rankings[i] = append(rankings[i], slices.Index(names, name))
			}
		}
		hits := Fuse(c.K, rankings...)
		if len(hits) != len(want.Order) {
			t.Fatalf("%s: %d documents, want %d", c.ID, len(hits), len(want.Order))
		}
		for i, h := range hits {
			same(t, c.ID, []float64{h.Score}, []float64{want.Scores[names[h.Doc]]})
			if names[h.Doc] != want.Order[i] {
				t.Errorf("%s: %s is at rank %d, want %s", c.ID, names[h.Doc], i+1, want.Order[i])
			}
		}
	}
}

// The two BM25 cases: scores of every document for every query, of ten
// references each; the idf and mean length of rank_bm25; Lucene's per term.
func TestGoldenBM25(t *testing.T) {
	models := map[string]BM25{
		"lucene":                            {Variant: Lucene},
		"bm25s.lucene":                      {Variant: LuceneExact},
		"bm25s.robertson":                   {Variant: RobertsonFloor},
		"bm25s.atire":                       {Variant: ATIRE},
		"bm25s.bm25l(delta=0.5)":            {Variant: BM25L, Delta: 0.5},
		"bm25s.bm25+(delta=0.5)":            {Variant: BM25Plus, Delta: 0.5},
		"bm25s.bm25+(delta=1.0)":            {Variant: BM25Plus, Delta: 1},
		"rank_bm25.BM25L(delta=0.5)":        {Variant: BM25L, Delta: 0.5},
		"rank_bm25.BM25Plus(delta=1)":       {Variant: BM25Plus, Delta: 1},
		"rank_bm25.BM25Okapi(epsilon=0.25)": {Variant: Okapi, Epsilon: 0.25},
	}
	tables := 0
	for _, c := range goldenCases(t, "bm25", goldenBM25) {
		x := NewIndex(decode[[][]string](t, c.Docs))
		queries := decode[[][]string](t, c.Queries)
		for params, byReference := range decode[map[string]map[string]json.RawMessage](t, c.Expected) {
			k1, b := settings(t, params)
			for reference, raw := range byReference {
				m, ok := models[reference]
				if !ok {
					t.Fatalf("%s: no model for %s", c.ID, reference)
				}
				m.K1, m.B = k1, b
				compareBM25(t, strings.Join([]string{c.ID, params, reference}, " "), x, m, queries, raw)
				tables++
			}
		}
	}
	if tables != goldenTables {
		t.Errorf("%d tables compared, want %d", tables, goldenTables)
	}
}

func settings(t *testing.T, params string) (k1, b float64) {
	t.Helper()
	first, second, _ := strings.Cut(params, ",")
	return decode[float64](t, json.RawMessage(strings.TrimPrefix(first, "k1="))),
		decode[float64](t, json.RawMessage(strings.TrimPrefix(second, "b=")))
}

func compareBM25(t *testing.T, what string, x *Index, m BM25, queries [][]string, raw json.RawMessage) {
	t.Helper()
	want := decode[struct {
		Scores  [][]float64
		Float32 [][]float64 `json:"scores_float32"`
		Ranking [][]int
		PerTerm []map[string][]float64 `json:"per_term"`
		IDF     map[string]float64
		Mean    *float64 `json:"avgdl"`
	}](t, raw)
	s := m.On(x)
	relative := 1e-9
	if want.Float32 != nil {
		want.Scores, relative = want.Float32, 1e-5
	}
	if len(want.Scores) != len(queries) {
		t.Fatalf("%s: scores of %d queries, want %d", what, len(want.Scores), len(queries))
	}
	for q, query := range queries {
		for doc, got := range s.Scores(query) {
			if !near(got, want.Scores[q][doc], relative, 1e-12) {
				t.Errorf("%s: %q in document %d scores %.17g, want %.17g", what, query, doc, got, want.Scores[q][doc])
			}
			if total := s.Explain(query, doc).Total; !near(total, got, 1e-14, 0) {
				t.Errorf("%s: %q in document %d: explained as %.17g, scored %.17g", what, query, doc, total, got)
			}
		}
		if want.Ranking != nil && !slices.Equal(Docs(s.Search(query, x.Docs())), want.Ranking[q]) {
			t.Errorf("%s: %q finds %v, want %v", what, query, s.Search(query, x.Docs()), want.Ranking[q])
		}
		if want.PerTerm != nil {
			comparePerTerm(t, what, s, query, want.PerTerm[q])
		}
	}
	for term, idf := range want.IDF {
		got, ok := s.IDF(term)
		if !ok || !near(got, idf, 1e-9, 1e-12) {
			t.Errorf("%s: idf of %q is %.17g, want %.17g", what, term, got, idf)
		}
	}
	if want.Mean != nil {
		same(t, what+" mean length", []float64{x.MeanLength()}, []float64{*want.Mean})
	}
}

func comparePerTerm(t *testing.T, what string, s *Scorer, query []string, want map[string][]float64) {
	t.Helper()
	if len(want) == 0 {
		t.Errorf("%s: no terms for %q", what, query)
	}
	for doc := range s.index.Docs() {
		for _, term := range s.Explain(query, doc).Terms {
			if !near(term.Score, want[term.Text][doc], 1e-5, 1e-12) {
				t.Errorf("%s: %q adds %.9g to document %d, want %.9g", what, term.Text, term.Score, doc, want[term.Text][doc])
			}
		}
	}
}
