package retrieval

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
)

// Every variant by its published formula, written out again, on documents of
// which one is twice as long as the mean and one is empty.
func TestVariantsByHand(t *testing.T) {
	docs := [][]string{{"a", "a", "b", "c"}, {"b", "d"}, {}, {"a", "b"}}
	const n, mean = 4.0, 2.0 // 8 words in 4 documents
	holds := map[string]float64{"a": 2, "b": 3, "c": 1, "d": 1}
	for _, v := range Variants() {
		if v == Lucene {
			continue // in single precision, and without the empty document
		}
		m := v.Default()
		m.K1, m.B, m.Delta, m.Epsilon = 1.6, .4, .7, .3
		robertson := func(d float64) float64 { return math.Log((n - d + .5) / (d + .5)) }
		meanIDF := (robertson(2) + robertson(3) + 2*robertson(1)) / 4
		idf := func(d float64) float64 {
			switch v {
			case LuceneExact:
				return math.Log(1 + (n-d+.5)/(d+.5))
			case RobertsonFloor:
				return max(0, robertson(d))
			case Okapi:
				if robertson(d) < 0 {
					return .3 * meanIDF
				}
			case ATIRE:
				return math.Log(n / d)
			case BM25Plus:
				return math.Log((n + 1) / d)
			case BM25L:
				return math.Log((n + 1) / (d + .5))
			}
			return robertson(d)
		}
		weight := func(f, length float64) float64 {
			norm := 1 - .4 + .4*length/mean
			tf := f / (f + 1.6*norm)
			switch v {
			case LuceneExact, RobertsonFloor:
				return tf
			case BM25Plus:
				return 2.6*tf + .7
			case BM25L:
				c := f/norm + .7
				return 2.6 * c / (c + 1.6)
			}
			return 2.6 * tf
		}
		scores := m.On(NewIndex(docs)).Scores([]string{"a", "b", "b", "z"})
		for doc, words := range docs {
			want := 0.0
			for _, q := range []string{"a", "b", "b"} {
				f := 0.0
				for _, w := range words {
					if w == q {
						f++
					}
				}
				want += idf(holds[q]) * weight(f, float64(len(words)))
			}
			if math.Abs(scores[doc]-want) > 1e-12 {
				t.Errorf("%s, document %d: %g, by hand %g", v, doc, scores[doc], want)
			}
		}
	}
}

// Where the mean length is one word, a document of two is twice as long as it.
func TestMeanLengthOfOne(t *testing.T) {
	x := NewIndex([][]string{{"a", "a"}, {}})
	if x.MeanLength() != 1 || x.Length(0) != 2 || x.Length(1) != 0 {
		t.Fatalf("lengths %d and %d, mean %g", x.Length(0), x.Length(1), x.MeanLength())
	}
	m := LuceneExact.Default() // k1 1.2, b 0.75; ln(1+(N−n+½)/(n+½)) is ln 2
	want := math.Ln2 * 2 / (2 + 1.2*(.25+.75*2))
	if got := m.On(x).Scores([]string{"a"}); math.Abs(got[0]-want) > 1e-15 || got[1] != 0 {
		t.Errorf("%v, want %g and 0", got, want)
	}
	if none := NewIndex(nil); none.MeanLength() != 0 || none.Docs() != 0 || len(none.Terms()) != 0 {
		t.Errorf("an index of nothing: %d documents of %g words", none.Docs(), none.MeanLength())
	}
}

// Each variant says by which formulas its factors come, and asks twice where the
// query does.
func TestFactorsSayTheirFormulas(t *testing.T) {
	for v, want := range map[Variant][2]string{
		Lucene: {"ln(1+(N−n+½)/(n+½))", "f/(f+k1)"}, LuceneExact: {"ln(1+(N−n+½)/(n+½))", "f/(f+k1)"},
		Robertson: {"ln((N−n+½)/(n+½))", "(k1+1)·f/(f+k1)"}, RobertsonFloor: {"max(0, ln((N−n+½)/(n+½)))", "f/(f+k1)"},
		Okapi: {"ln((N−n+½)/(n+½)), 0.25·mean idf if negative", "(k1+1)·f/(f+k1)"}, ATIRE: {"ln(N/n)", "(k1+1)·f/(f+k1)"},
		BM25Plus: {"ln((N+1)/n)", "(k1+1)·f/(f+k1)+δ"}, BM25L: {"ln((N+1)/(n+½))", "(k1+1)·(f+δ)/(f+δ+k1)"},
	} {
		s := v.Default().On(cats())
		once, twice := s.Explain([]string{"cat"}, 0).Terms[0], s.Explain([]string{"cat", "cat"}, 0).Terms[0]
		var names []string
		for _, f := range twice.Factors {
			names = append(names, f.Name)
		}
		if got := strings.Join(names, " "); got != "asked idf tf length" || twice.Factors[0].Value != 2 || twice.Asked != 2 || len(once.Factors) != 3 {
			t.Errorf("%s: factors %s, %v", v, got, twice.Factors)
		}
		if once.Factors[0].Formula != want[0] || once.Factors[1].Formula != want[1] {
			t.Errorf("%s: idf is %s, tf is %s; want %q", v, once.Factors[0].Formula, once.Factors[1].Formula, want)
		}
		if idf, ok := s.IDF("cat"); !ok || idf != once.Factors[0].Value {
			t.Errorf("%s: the idf is %g, %v, and %g in the explanation", v, idf, ok, once.Factors[0].Value)
		}
		if idf, ok := s.IDF("unicorn"); ok || idf != 0 {
			t.Errorf("%s: a term that nobody has has the idf %g", v, idf)
		}
	}
}

// A score is the dot product of the sparse vectors of query and document, but
// where documents without the word get something too.
func TestScoresAreDotProducts(t *testing.T) {
	query := []string{"the", "cat", "the", "unicorn"}
	for name, m := range models() {
		if strings.HasPrefix(name, BM25Plus.String()) || strings.HasPrefix(name, BM25L.String()) {
			continue
		}
		s := m.On(cats())
		asked := s.Query(query)
		if len(asked) > 2 {
			t.Fatalf("%s: %v of two known words", name, asked)
		}
		for doc, score := range s.Scores(query) {
			sum := 0.0
			for _, w := range s.Document(doc) {
				if i := slices.IndexFunc(asked, func(q Weight) bool { return q.Term == w.Term }); i >= 0 {
					sum += asked[i].Value * w.Value
				}
			}
			if !near(sum, score, 1e-6, 1e-12) {
				t.Errorf("%s, document %d: %g, the dot product is %g", name, doc, score, sum)
			}
		}
	}
}

// Chunks of units by their numbers: without overlap too, and none that only
// repeats the one before.
func TestChunksByHand(t *testing.T) {
	for _, c := range []struct {
		units, size, overlap int
		want                 string
	}{
		{0, 3, 1, "[]"}, {1, 3, 1, "[{0 1}]"}, {3, 3, 1, "[{0 3}]"}, {3, 3, 0, "[{0 3}]"},
		{4, 3, 0, "[{0 3} {3 4}]"}, {4, 3, 1, "[{0 3} {2 4}]"}, {4, 3, 2, "[{0 3} {1 4}]"},
		{5, 3, 1, "[{0 3} {2 5}]"}, {3, 1, 0, "[{0 1} {1 2} {2 3}]"}, {5, 2, 1, "[{0 2} {1 3} {2 4} {3 5}]"},
	} {
		units := make([]Span, c.units)
		for i := range units {
			units[i] = Span{i, i + 1}
		}
		if got := fmt.Sprint(Chunks(units, c.size, c.overlap)); got != c.want {
			t.Errorf("%d units in chunks of %d that share %d: %s, want %s", c.units, c.size, c.overlap, got, c.want)
		}
	}
	for _, c := range []struct {
		a, b Span
		want int
	}{
		{Span{0, 5}, Span{3, 9}, 2}, {Span{0, 5}, Span{1, 2}, 1}, {Span{0, 5}, Span{5, 9}, 0}, {Span{0, 2}, Span{4, 9}, 0}, {Span{2, 2}, Span{0, 9}, 0},
	} {
		if c.a.Overlap(c.b) != c.want || c.b.Overlap(c.a) != c.want {
			t.Errorf("%v and %v share %d bytes, want %d", c.a, c.b, c.a.Overlap(c.b), c.want)
		}
	}
}

// Pieces are cut at white space where there is some, else between characters.
func TestBoundedByHand(t *testing.T) {
	for _, c := range []struct {
		text string
		most int
		want string
	}{
		{"short", 5, "short"}, {"longer", 5, "longe|r"}, {"two words", 5, "two|words"}, {"two words", 4, "two|word|s"}, {"abcdefghi jk", 4, "abcd|efgh|i jk"},
		{"ab cd ef", 6, "ab cd|ef"}, {"ab cd ef", 5, "ab cd|ef"}, {"ab cd   ", 5, "ab cd"}, {"ab\n\n\n\n\ncdef", 4, "ab|cdef"}, {"éééé", 5, "éé|éé"}, {"猫犬鳥", 4, "猫|犬|鳥"}, {"  a  ", 4, "a"}, {"     ", 4, ""}, {"", 4, ""},
	} {
		var got []string
		for _, s := range Bounded(c.text, []Span{{0, len(c.text)}}, c.most) {
			got = append(got, s.In(c.text))
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("%q in pieces of %d: %q, want %q", c.text, c.most, got, c.want)
		}
	}
	defer func() {
		if got := fmt.Sprint(recover()); got != "retrieval: pieces of 3 bytes" {
			t.Errorf("panics with %s", got)
		}
	}()
	Bounded("", nil, 3)
}

// Tokens lie where their words do: of runs, from the first word to the last.
func TestPlacesOfTokens(t *testing.T) {
	const text = "Ann's 東京都 cat"
	var got []string
	for _, token := range (Analyzer{Least: 1, Most: 2}).Tokens(text) {
		got = append(got, fmt.Sprintf("%s=%s", token.Text, token.In(text)))
	}
	want := "ann=Ann; s=s; 東京=東京; 京都=京都; cat=cat; ann s=Ann's; s 東京=s 東京; 東京 京都=東京都; 京都 cat=京都 cat"
	if strings.Join(got, "; ") != want {
		t.Errorf("%s, want %s", strings.Join(got, "; "), want)
	}
}

// Endings that a letter is shared of, and letters that Unicode has with marks.
func TestKinAtTheirLimits(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want Kinship
	}{
		{"taxing", "taxies", ByEnding}, // they part behind the i
		{"tax", "taxs", ByEnding}, {"ta", "tas", NotKin}, {"été", "étés", ByEnding}, {"ét", "éts", NotKin},
		{"carry", "carried", ByEnding}, {"carrier", "carriers", ByEnding}, {"plan", "planes", ByEnding}, {"plan", "planed", ByEnding},
		{"plan", "planing", ByEnding}, {"plan", "planist", NotKin}, {"bake", "baking", ByEnding}, {"bake", "bakery", NotKin},
	} {
		if Kin(c.a, c.b) != c.want || Kin(c.b, c.a) != c.want {
			t.Errorf("%q and %q: %q and %q, want %q", c.a, c.b, Kin(c.a, c.b), Kin(c.b, c.a), c.want)
		}
	}
	for term, want := range map[string]string{"": "", "fox": "fox", "Ångström": "Ångstrom", "straße": "straße", "e\u0301te\u0301": "ete", "ñandú": "nandu", "кофе": "кофе"} {
		if got := Unmarked(term); got != want {
			t.Errorf("%q without marks is %q, want %q", term, got, want)
		}
	}
	x := NewIndex([][]string{{"plays", "played"}, {"played", "player"}, {"player", "played"}, {"dog"}})
	if got := x.Kin("play", 9); fmt.Sprint(got) != "[played player plays]" {
		t.Errorf("kin to play, those in the most documents first: %v", got)
	}
	if got := x.Kin("play", 1); len(got) != 1 || len(x.Kin("play", 0)) != 0 || len(x.Kin("horse", 5)) != 0 {
		t.Errorf("the first of them: %v", got)
	}
}
