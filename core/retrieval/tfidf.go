package retrieval

import (
	"cmp"
	"math"
	"slices"

	"logitarium/core/elementary"
)

// Rarity is a formula for the inverse document frequency of TF-IDF.
type Rarity int

// N is the number of documents, n of those that have the term.
const (
	SmoothIDF   Rarity = iota // ln((1+N)/(1+n)) + 1: scikit-learn's default
	PlainIDF                  // ln(N/n) + 1: scikit-learn with smooth_idf=False
	TextbookIDF               // ln(N/n), 0 for a term that every document has (Spärck Jones 1972)
	NoIDF                     // 1: counts alone
	rarities    int    = iota
)

// String returns a short name.
func (r Rarity) String() string { return [...]string{"smooth", "plain", "textbook", "none"}[r] }

func (r Rarity) formula() string {
	return [...]string{"ln((1+N)/(1+n))+1", "ln(N/n)+1", "ln(N/n)", "1"}[r]
}

// IDF returns the inverse document frequency of a term that n of docs
// documents have. It panics unless 1 <= n <= docs.
func (r Rarity) IDF(n, docs int) float64 {
	if n < 1 || n > docs {
		panicf("a term in %d of %d documents", n, docs)
	}
	d, a := float64(n), float64(docs)
	switch r {
	case SmoothIDF:
		return elementary.Log((1+a)/(1+d)) + 1
	case PlainIDF:
		return elementary.Log(a/d) + 1
	case TextbookIDF:
		return elementary.Log(a / d)
	}
	return 1
}

// Scale is the norm by which a vector is divided.
type Scale int

// The scales.
const (
	L2      Scale = iota // its length √Σ x²: the dot product is then the cosine
	L1                   // Σ |x|
	NoScale              // 1
	scales  int   = iota
)

// String returns a short name.
func (s Scale) String() string { return [...]string{"l2", "l1", "none"}[s] }

// of adds up the norm of a vector; end makes it of the sum.
func (s Scale) of(sum, x float64) float64 {
	switch s {
	case L2:
		return sum + float64(x*x)
	case L1:
		return sum + math.Abs(x)
	}
	return 1
}

func (s Scale) end(sum float64) float64 {
	if s == L2 {
		return math.Sqrt(sum)
	}
	return sum
}

// TFIDF compares a query and documents as vectors of term weights (Salton and
// Buckley 1988), in the variants of scikit-learn's TfidfVectorizer, whose
// default is the zero value:
//
//	weight(t, d) = tf(t, d) · idf(t) / norm of d        score = q · d
//
// The query is weighted as a document is. What is not in the vocabulary does
// not count anywhere.
type TFIDF struct {
	IDF       Rarity
	Scale     Scale
	Sublinear bool // tf is 1 + ln count, else count
	Binary    bool // tf is 1 for any count (before Sublinear)

	// The vocabulary: all terms, or those that at least MinDocs documents have
	// and at most the share MaxShare of them (0: no limit); of these the
	// MaxTerms that are most frequent in all documents together (0: all), ties
	// by the alphabet. Not nil, Vocabulary is the one, and the limits are not
	// looked at.
	MinDocs    int
	MaxShare   float64
	MaxTerms   int
	Vocabulary []string
}

// On returns the scorer of an index. It panics if a setting is outside its
// range.
func (m TFIDF) On(x *Index) *Scorer {
	if m.IDF < 0 || int(m.IDF) >= rarities || m.Scale < 0 || int(m.Scale) >= scales {
		panicf("TF-IDF with idf %d of %d and scale %d of %d", m.IDF, rarities, m.Scale, scales)
	}
	if m.MinDocs < 0 || m.MaxTerms < 0 || !(m.MaxShare >= 0) {
		panicf("TF-IDF with terms in at least %d documents, at most the share %g, at most %d terms", m.MinDocs, m.MaxShare, m.MaxTerms)
	}
	s := &tfidf{TFIDF: m, index: x, known: make([]bool, len(x.terms)), norms: make([]float64, x.Docs())}
	for _, term := range m.choose(x) {
		s.known[term] = true
	}
	// By rising term, so that a norm is summed in the same order every time.
	for term, list := range x.postings {
		idf := 0.0
		if s.known[term] {
			idf = s.idf(int32(term))
		}
		for _, p := range list {
			s.norms[p.doc] = m.Scale.of(s.norms[p.doc], s.tf(int(p.count))*idf)
		}
	}
	for doc := range s.norms {
		s.norms[doc] = m.Scale.end(s.norms[doc])
	}
	return &Scorer{x, s}
}

// choose returns the numbers of the terms in the vocabulary.
func (m TFIDF) choose(x *Index) []int32 {
	var terms []int32
	if m.Vocabulary != nil {
		for _, text := range m.Vocabulary {
			if id, ok := x.id[text]; ok {
				terms = append(terms, id)
			}
		}
		return terms
	}
	most := math.Inf(1)
	if m.MaxShare > 0 {
		most = m.MaxShare * float64(x.Docs())
	}
	for term, list := range x.postings {
		if n := len(list); n >= m.MinDocs && float64(n) <= most {
			terms = append(terms, int32(term))
		}
	}
	if m.MaxTerms == 0 || m.MaxTerms >= len(terms) {
		return terms
	}
	total := make([]int, len(x.terms))
	for term, list := range x.postings {
		for _, p := range list {
			total[term] += int(p.count)
		}
	}
	slices.SortFunc(terms, func(a, b int32) int {
		return cmp.Or(cmp.Compare(total[b], total[a]), cmp.Compare(x.terms[a], x.terms[b]))
	})
	return terms[:m.MaxTerms]
}

// tfidf is the model that [TFIDF] is on one index.
type tfidf struct {
	TFIDF
	index *Index
	known []bool    // by term: is it in the vocabulary?
	norms []float64 // by document
}

func (s *tfidf) tf(count int) float64 {
	if count > 0 && s.Binary {
		count = 1
	}
	if count > 0 && s.Sublinear {
		return 1 + elementary.Log(float64(count))
	}
	return float64(count)
}

func (s *tfidf) idf(term int32) float64 {
	return s.IDF.IDF(len(s.index.postings[term]), s.index.Docs())
}

// unscaled is a term's weight before the vector is scaled.
func (s *tfidf) unscaled(term int32, count int) float64 {
	if !s.known[term] {
		return 0
	}
	return s.tf(count) * s.idf(term)
}

func (s *tfidf) ask(words []asked) {
	norm := 0.0
	for i, w := range words {
		words[i].weight = s.unscaled(w.term, w.count)
		norm = s.Scale.of(norm, words[i].weight)
	}
	for i := range words {
		words[i].weight = scaled(words[i].weight, s.Scale.end(norm))
	}
}

// scaled is x/norm, and 0 in a vector that has no length.
func scaled(x, norm float64) float64 {
	if norm == 0 {
		return 0
	}
	return x / norm
}

func (s *tfidf) document(term int32, count, doc int) float64 {
	return scaled(s.unscaled(term, count), s.norms[doc])
}

func (s *tfidf) add(w asked, count, doc int) float64 {
	if count == 0 {
		return 0
	}
	return w.weight * s.document(w.term, count, doc)
}

func (s *tfidf) finish(sum float64) float64 { return sum }

// factors are the query's weight and those that the document's comes apart
// into.
func (s *tfidf) factors(w asked, count, doc int) []Factor {
	tf := "f"
	switch {
	case s.Binary:
		tf = "1 if f > 0"
	case s.Sublinear:
		tf = "1+ln f"
	}
	idf := 0.0
	if s.known[w.term] {
		idf = s.idf(w.term)
	}
	return []Factor{
		{"query", w.weight, "tf·idf/norm of the query"},
		{"tf", s.tf(count), tf},
		{"idf", idf, s.IDF.formula()},
		{"length", scaled(1, s.norms[doc]), "1/norm of the document"},
	}
}
