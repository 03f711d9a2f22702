package retrieval

import (
	"fmt"
	"math"

	"logitarium/core/elementary"
)

// Variant is one of the formulas that are called BM25.
type Variant int

// The variants, after Kamphuis, de Vries, Boytsov and Lin 2020 ("Which BM25 Do
// You Mean?"), who measured no significant difference in effectiveness. N is
// the number of documents, n of those that have the term; tf is
// f/(f + k1·L) with L = 1−b+b·length/mean length.
const (
	// Lucene is Apache Lucene since 8: ln(1+(N−n+½)/(n+½))·tf in single
	// precision, lengths above 40 rounded down to fit into a byte; empty
	// documents count neither in N nor in the mean length.
	Lucene Variant = iota
	// LuceneExact is the same formula in double precision and with exact lengths.
	LuceneExact
	// Robertson is the original (Robertson et al. 1994): ln((N−n+½)/(n+½))·(k1+1)·tf.
	// A term in more than half of the documents counts against those that have it.
	Robertson
	// RobertsonFloor has at least 0 for the idf and no k1+1 (bm25s).
	RobertsonFloor
	// Okapi is Robertson where a negative idf is replaced by ε times the mean
	// idf of all terms (rank_bm25, BM25Okapi).
	Okapi
	// ATIRE is ln(N/n)·(k1+1)·tf (Trotman et al. 2012).
	ATIRE
	// BM25Plus is ln((N+1)/n)·((k1+1)·tf + δ) (Lv and Zhai 2011): δ keeps long
	// documents that have a term above those that do not. As in rank_bm25 and
	// bm25s, a document without the term gets δ too.
	BM25Plus
	// BM25L is ln((N+1)/(n+½))·(k1+1)·(c+δ)/(c+δ+k1) with c = f/L (Lv and Zhai
	// 2011, "When Documents Are Very Long"). δ as in BM25Plus.
	BM25L
	variants int = iota
)

// Variants returns all of them, in order.
func Variants() []Variant {
	all := make([]Variant, variants)
	for i := range all {
		all[i] = Variant(i)
	}
	return all
}

// String returns a short name.
func (v Variant) String() string {
	return [...]string{"lucene", "lucene-exact", "robertson", "robertson-floor", "okapi", "atire", "bm25+", "bm25l"}[v]
}

// BM25 is how a word that is frequent in a document and rare in the others
// speaks for it (Robertson and Zaragoza 2009, "The Probabilistic Relevance
// Framework"):
//
//	score(q, d) = Σ over the words of q  asked · idf · saturation(f, length)
//
// K1 ≥ 0 says how slowly repetitions stop counting (0: only whether the word
// is there), B from 0 to 1 how much a long document has to repeat it more.
type BM25 struct {
	Variant Variant
	K1, B   float64
	Delta   float64 // δ of BM25Plus and BM25L
	Epsilon float64 // ε of Okapi
}

// Default returns the customary settings of a variant: k1 1.2 and b 0.75, and
// in rank_bm25's three k1 1.5, δ 1 (BM25L ½) and ε 0.25.
func (v Variant) Default() BM25 {
	m := BM25{Variant: v, K1: 1.2, B: 0.75}
	switch v {
	case Okapi:
		m.K1, m.Epsilon = 1.5, 0.25
	case BM25Plus:
		m.K1, m.Delta = 1.5, 1
	case BM25L:
		m.K1, m.Delta = 1.5, 0.5
	}
	return m
}

func (m BM25) check() {
	if m.Variant < 0 || int(m.Variant) >= variants {
		panicf("variant %d of %d", m.Variant, variants)
	}
	if !(m.K1 >= 0) || math.IsInf(m.K1, 0) || !(m.B >= 0 && m.B <= 1) {
		panicf("BM25 with k1 %g and b %g; k1 is at least 0 and b from 0 to 1", m.K1, m.B)
	}
	if !(m.Delta >= 0) || math.IsInf(m.Delta, 0) || !(m.Epsilon >= 0) || math.IsInf(m.Epsilon, 0) {
		panicf("BM25 with δ %g and ε %g; both are at least 0", m.Delta, m.Epsilon)
	}
}

// IDF returns the inverse document frequency of a term that n of docs
// documents have. In [Okapi] it is the one before the floor, which depends on
// all terms. It panics unless 1 <= n <= docs.
func (v Variant) IDF(n, docs int) float64 {
	if n < 1 || n > docs {
		panicf("a term in %d of %d documents", n, docs)
	}
	d, a := float64(n), float64(docs)
	switch v {
	case Lucene, LuceneExact:
		return elementary.Log(1 + (a-d+0.5)/(d+0.5))
	case RobertsonFloor:
		return max(0, elementary.Log((a-d+0.5)/(d+0.5)))
	case ATIRE:
		return elementary.Log(a / d)
	case BM25Plus:
		return elementary.Log((a + 1) / d)
	case BM25L:
		return elementary.Log((a + 1) / (d + 0.5))
	}
	return elementary.Log((a - d + 0.5) / (d + 0.5))
}

// Saturation returns the factor of a term that a document has count times; the
// document is length times as long as the mean one. It rises with count, from
// 0 (in BM25Plus and BM25L from what δ gives) to a limit, and falls with
// length. It is the curve that k1 and b bend. A count of +Inf gives the limit
// itself, whatever the length; an infinite length gives what a count of 0 does,
// unless B is 0 and lengths do not count. It panics if count or length is negative
// or NaN.
func (m BM25) Saturation(count, length float64) float64 {
	m.check()
	if !(count >= 0) || !(length >= 0) {
		panicf("a term %g times in a document of %g mean lengths", count, length)
	}
	if m.B == 0 {
		length = 1 // not the NaN that 0·Inf is
	}
	if math.IsInf(count, 1) {
		count, length = math.MaxFloat64, 0
	}
	return m.saturation(count, length)
}

func (m BM25) saturation(count, length float64) float64 {
	norm := 1 - m.B + float64(m.B*length)
	if m.Variant == BM25L {
		if c := ratio(count, norm) + m.Delta; c > 0 {
			return (m.K1 + 1) * ratio(c, c+m.K1)
		}
		return 0
	}
	if count == 0 {
		return m.bonus()
	}
	tf := count / (count + float64(m.K1*norm))
	switch m.Variant {
	case Lucene, LuceneExact, RobertsonFloor:
		return tf
	}
	return float64((m.K1+1)*tf) + m.bonus()
}

// bonus is the constant that BM25Plus adds, whether or not a document has the term.
func (m BM25) bonus() float64 {
	if m.Variant == BM25Plus {
		return m.Delta
	}
	return 0
}

// ratio is a/b, and 1 for two infinities: an empty document with b = 1 divides
// by a norm of 0.
func ratio(a, b float64) float64 {
	if math.IsInf(a, 1) && math.IsInf(b, 1) {
		return 1
	}
	if b == 0 && a == 0 {
		return 0
	}
	return a / b
}

// On returns the scorer of an index. It panics if K1, B, Delta or Epsilon is
// outside its range.
func (m BM25) On(x *Index) *Scorer {
	m.check()
	s := &bm25{BM25: m, index: x, docs: x.Docs(), mean: x.MeanLength()}
	if m.Variant == Lucene {
		s.docs = x.filled
		s.mean = float64(float32(float64(x.total) / float64(max(1, x.filled))))
	}
	s.lengths = make([]float64, x.Docs())
	for doc, n := range x.lengths {
		s.lengths[doc] = s.relative(int(n))
	}
	if m.Variant == Okapi {
		s.floor = m.Epsilon * s.meanIDF()
	}
	if m.Variant == Lucene {
		return &Scorer{x, newLucene(s)}
	}
	return &Scorer{x, s}
}

// bm25 is the model that [BM25] is on one index.
type bm25 struct {
	BM25
	index   *Index
	docs    int
	mean    float64
	lengths []float64 // of each document, in mean lengths
	floor   float64   // Okapi's, in place of a negative idf
}

func (s *bm25) relative(length int) float64 {
	if s.mean == 0 {
		return 1
	}
	return float64(length) / s.mean
}

// meanIDF is the mean over all terms, the negative ones as they are.
func (s *bm25) meanIDF() float64 {
	if len(s.index.terms) == 0 {
		return 0
	}
	sum := 0.0
	for _, list := range s.index.postings {
		sum += s.Variant.IDF(len(list), s.docs)
	}
	return sum / float64(len(s.index.terms))
}

func (s *bm25) idf(term int32) float64 {
	v := s.Variant.IDF(len(s.index.postings[term]), s.docs)
	if s.Variant == Okapi && v < 0 {
		return s.floor
	}
	return v
}

func (s *bm25) ask(words []asked) {
	for i, w := range words {
		words[i].weight = float64(w.count) * s.idf(w.term)
	}
}

func (s *bm25) document(_ int32, count, doc int) float64 {
	return s.saturation(float64(count), s.lengths[doc])
}

func (s *bm25) add(w asked, count, doc int) float64 {
	if count == 0 {
		return w.weight * s.saturation(0, 1)
	}
	return w.weight * s.saturation(float64(count), s.lengths[doc])
}

func (s *bm25) finish(sum float64) float64 { return sum }

// factors splits the saturation into that of a document of mean length and
// what this document's length changes about it.
func (s *bm25) factors(w asked, count, doc int) []Factor {
	length := s.lengths[doc]
	if count == 0 {
		length = 1
	}
	atMean := s.saturation(float64(count), 1)
	change := 1.0
	if atMean != 0 {
		change = s.saturation(float64(count), length) / atMean
	}
	idf, tf := s.formulas()
	factors := []Factor{
		{"idf", s.idf(w.term), idf},
		{"tf", atMean, tf},
		{"length", change, "tf at L = 1−b+b·length/mean, over tf at L = 1"},
	}
	if w.count > 1 {
		factors = append([]Factor{{"asked", float64(w.count), "times in the query"}}, factors...)
	}
	return factors
}

// formulas returns those of the idf and of the saturation at mean length.
func (m BM25) formulas() (idf, tf string) {
	idf, tf = "ln((N−n+½)/(n+½))", "(k1+1)·f/(f+k1)"
	switch m.Variant {
	case Lucene, LuceneExact:
		return "ln(1+(N−n+½)/(n+½))", "f/(f+k1)"
	case RobertsonFloor:
		return "max(0, " + idf + ")", "f/(f+k1)"
	case Okapi:
		return idf + fmt.Sprintf(", %g·mean idf if negative", m.Epsilon), tf
	case ATIRE:
		return "ln(N/n)", tf
	case BM25Plus:
		return "ln((N+1)/n)", tf + "+δ"
	case BM25L:
		return "ln((N+1)/(n+½))", "(k1+1)·(f+δ)/(f+δ+k1)"
	}
	return idf, tf
}
