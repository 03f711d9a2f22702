package retrieval

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// every model, at its customary settings and at the ends of them.
func models() map[string]interface{ On(*Index) *Scorer } {
	all := make(map[string]interface{ On(*Index) *Scorer })
	for _, v := range Variants() {
		all[v.String()] = v.Default()
		edge := v.Default()
		edge.K1, edge.B = 0, 1
		all[v.String()+" k1=0 b=1"] = edge
		edge.K1, edge.Delta = 2, 0
		all[v.String()+" k1=2 b=1 δ=0"] = edge
	}
	for r := range Rarity(rarities) {
		for s := range Scale(scales) {
			all["tfidf "+r.String()+" "+s.String()] = TFIDF{IDF: r, Scale: s}
			all["tfidf sublinear "+r.String()+" "+s.String()] = TFIDF{IDF: r, Scale: s, Sublinear: true}
		}
	}
	return all
}

// corpus draws documents of 0 to 60 words with Zipf's frequencies.
func corpus(rng *rand.Rand, docs, words int) [][]string {
	list := make([][]string, docs)
	for i := range list {
		for range rng.IntN(61) {
			rank := int(math.Exp(rng.Float64()*math.Log(float64(words)))) - 1
			list[i] = append(list[i], "w"+string(rune('a'+rank%26))+string(rune('a'+rank/26)))
		}
	}
	return list
}

// Whatever the model: scores are finite, an explanation sums to the score and
// its factors multiply to each term's, Search is Top without the documents
// that lack every word, a shorter list is the beginning of a longer one, and
// the order of the query's words does not matter beyond rounding.
func TestScorerLaws(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	x := NewIndex(corpus(rng, 40, 80))
	queries := [][]string{{}, {"unknown"}, {"waa"}, {"waa", "waa", "wba", "unknown"}, {"wda", "wca", "wab", "wbb"}}
	for name, m := range models() {
		s := m.On(x)
		for _, q := range queries {
			scores := s.Scores(q)
			for doc, score := range scores {
				explained(t, name, s.Explain(q, doc), score)
			}
			searched(t, name, x, s, q, scores)
			back := slices.Clone(q)
			slices.Reverse(back)
			for doc, score := range s.Scores(back) {
				if !near(score, scores[doc], 1e-6, 1e-12) {
					t.Errorf("%s: %q backwards scores %g in document %d, not %g", name, q, score, doc, scores[doc])
				}
			}
		}
	}
}

func explained(t *testing.T, name string, e Score, score float64) {
	t.Helper()
	if math.IsNaN(score) || math.IsInf(score, 0) {
		t.Fatalf("%s: document %d scores %g", name, e.Doc, score)
	}
	sum := 0.0
	for _, term := range e.Terms {
		product := 1.0
		for _, f := range term.Factors {
			product *= f.Value
			if f.Name == "" || f.Formula == "" {
				t.Errorf("%s: a factor of %q without name or formula: %v", name, term.Text, f)
			}
		}
		if len(term.Factors) > 0 && !near(product, term.Score, 1e-5, 1e-12) {
			t.Errorf("%s: factors of %q in document %d multiply to %g, its score is %g: %v", name, term.Text, e.Doc, product, term.Score, term.Factors)
		}
		sum += term.Score
	}
	if !near(e.Total, score, 1e-12, 1e-12) || !near(sum, score, 1e-6, 1e-12) {
		t.Errorf("%s: document %d scores %g, explained as %g of terms that sum to %g", name, e.Doc, score, e.Total, sum)
	}
}

func searched(t *testing.T, name string, x *Index, s *Scorer, q []string, scores []float64) {
	t.Helper()
	var want []Hit
	for _, h := range Top(scores, len(scores)) {
		if slices.ContainsFunc(q, func(term string) bool { return x.Count(term, h.Doc) > 0 }) {
			want = append(want, h)
		}
	}
	for _, n := range []int{0, 1, 7, 1000} {
		if got := s.Search(q, n); !slices.Equal(got, want[:min(n, len(want))]) {
			t.Errorf("%s: the %d best for %q are %v, want %v", name, n, q, got, want[:min(n, len(want))])
		}
	}
}

// One more occurrence never lowers the saturation, a longer document never
// raises it, and it stays below its limit.
func FuzzSaturation(f *testing.F) {
	f.Add(uint8(0), 1.2, 0.75, 1.0, uint16(1), 1.0)
	f.Add(uint8(7), 0.0, 1.0, 0.0, uint16(0), 0.0)
	f.Add(uint8(6), 3.0, 0.0, 2.0, uint16(900), 7.0)
	f.Fuzz(func(t *testing.T, v uint8, k1, b, delta float64, count uint16, length float64) {
		if !(k1 >= 0 && k1 < 1e6 && b >= 0 && b <= 1 && delta >= 0 && delta < 1e6 && length >= 0 && length < 1e6) {
			t.Skip()
		}
		m := BM25{Variant: Variants()[int(v)%variants], K1: k1, B: b, Delta: delta}
		now := m.Saturation(float64(count), length)
		more, longer := m.Saturation(float64(count)+1, length), m.Saturation(float64(count), length+1)
		slack := 1e-12 * (1 + now)
		if !(more >= now-slack) || !(longer <= now+slack) {
			t.Errorf("%+v: %g for %d occurrences in %g lengths, %g for one more, %g in a longer document", m, now, count, length, more, longer)
		}
		if limit := (k1+1)*1 + delta; !(now >= 0 && now <= limit*(1+1e-12)) {
			t.Errorf("%+v: %g is outside 0 to %g", m, now, limit)
		}
	})
}

// Top is a full sort, cut.
func FuzzTop(f *testing.F) {
	f.Add([]byte{3, 1, 2, 3, 3, 0}, 3)
	f.Fuzz(func(t *testing.T, data []byte, n int) {
		if n < 0 || n > 300 {
			t.Skip()
		}
		scores := make([]float64, len(data))
		want := make([]Hit, len(data))
		for i, v := range data {
			scores[i] = float64(v % 8) // many ties
			if v == 255 {
				scores[i] = math.NaN()
			}
			want[i] = Hit{i, scores[i]}
		}
		slices.SortStableFunc(want, func(a, b Hit) int { return cmp.Compare(b.Score, a.Score) })
		if got := Docs(Top(scores, n)); !slices.Equal(got, Docs(want[:min(n, len(want))])) {
			t.Errorf("the %d best of %v are %v, want %v", n, scores, got, Docs(want[:min(n, len(want))]))
		}
	})
}

// Tokens lie where they say, in order, and no text makes the analyzer fail.
func FuzzAnalyzer(f *testing.F) {
	for _, s := range []string{"Ann's cat, 2 cats.", "検索は楽しい RAG2です", "가나 다", "क्षमा é\u0301", "\xff\xfea", "ーア", "İstanbul"} {
		f.Add(s, 1, 2)
	}
	f.Fuzz(func(t *testing.T, text string, least, most int) {
		if least < 0 || most > 3 || max(least, 1) > max(most, 1) || most < 0 {
			t.Skip()
		}
		a := Analyzer{Least: least, Most: most}
		for _, token := range a.Tokens(text) {
			part := token.In(text)
			if part == "" || token.Text == "" {
				t.Errorf("an empty token at %v of %q", token.Span, text)
			}
			if most <= 1 && token.Text != strings.ToLower(part) {
				t.Errorf("token %q stands for %q in %q", token.Text, part, text)
			}
			if utf8.ValidString(text) && !utf8.ValidString(part) {
				t.Errorf("%v cuts a character of %q", token.Span, text)
			}
		}
	})
}

// Sentences are in order, do not overlap, lose nothing but white space; and
// chunks of them cover what they cover.
func FuzzSentencesAndChunks(f *testing.F) {
	for _, s := range []string{"One. Two! Three?", "Dr. A. Smith paid 3.50. \"Why?\" he asked.", "句。點", "a\n\nb\n", "...", " \t"} {
		f.Add(s, 2, 1)
	}
	f.Fuzz(func(t *testing.T, text string, size, overlap int) {
		if overlap < 0 || size <= overlap || size > 50 {
			t.Skip()
		}
		units := Sentences(text)
		var joined strings.Builder
		end := 0
		for _, s := range units {
			if s.Start < end || s.End <= s.Start {
				t.Fatalf("sentences %v of %q", units, text)
			}
			end = s.End
			joined.WriteString(s.In(text))
		}
		strip := func(s string) string { return strings.Join(strings.Fields(s), "") }
		if strip(joined.String()) != strip(text) {
			t.Errorf("sentences of %q are %q", text, joined.String())
		}
		covered(t, units, Chunks(units, size, overlap), size, overlap)
	})
}

func covered(t *testing.T, units, chunks []Span, size, overlap int) {
	t.Helper()
	for i, u := range units {
		in := 0
		for _, c := range chunks {
			if c.Overlap(u) == u.End-u.Start {
				in++
			}
		}
		if in == 0 {
			t.Errorf("unit %d of %d is in no chunk of %d with overlap %d: %v", i, len(units), size, overlap, chunks)
		}
	}
	for i := 1; i < len(chunks); i++ {
		if chunks[i].Start <= chunks[i-1].Start || chunks[i].End <= chunks[i-1].End {
			t.Errorf("chunk %d repeats the one before: %v", i, chunks)
		}
	}
}

// Pieces of bounded spans are short, whole characters, in order, and lose
// nothing but white space.
func FuzzBounded(f *testing.F) {
	f.Add("One sentence. Another, which is longer than the others are.", 16)
	f.Add("什麼是量子計算?量子計算是用量子位元來計算的方法。", 7)
	f.Add("\xff\xfe no \x80 text", 4)
	f.Add("                     ", 5)
	f.Fuzz(func(t *testing.T, text string, most int) {
		if most < 4 || most > 1<<20 {
			t.Skip()
		}
		last, body := 0, ""
		for _, s := range Bounded(text, []Span{{0, len(text)}}, most) {
			if s.End <= s.Start || s.Start < last || s.End-s.Start > most {
				t.Fatalf("%v after %d, at most %d", s, last, most)
			}
			if utf8.ValidString(text) && !utf8.ValidString(s.In(text)) {
				t.Fatalf("%v cuts a character of %q", s, text)
			}
			last = s.End
			body += s.In(text)
		}
		squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
		if squeeze(body) != squeeze(text) {
			t.Fatalf("%q became %q", text, body)
		}
	})
}
