package retrieval

import "slices"

// A Scorer scores the documents of an index: [BM25.On] and [TFIDF.On] make
// one. Every model here is a sum over the words of the query,
//
//	score(query, d) = Σ weight(word in the query) · weight(word in d)
//
// so a score comes apart into what each word adds ([Scorer.Explain]).
// Any number of goroutines may use a Scorer.
type Scorer struct {
	index *Index
	model model
}

// A model gives the weights of words. A word is known by its number in the
// index.
type model interface {
	// ask sets the weights of a query's words.
	ask(words []asked)
	// add returns what a word adds to the score of a document that has it
	// count times; 0 times for any document that does not have it.
	add(w asked, count, doc int) float64
	// finish returns the score for a sum.
	finish(sum float64) float64
	// idf returns how rare a word is, on the model's scale.
	idf(term int32) float64
	// document returns the weight of a word in a document that has it.
	document(term int32, count, doc int) float64
	// factors takes what add returns apart.
	factors(w asked, count, doc int) []Factor
}

// asked is a word of a query that the index knows.
type asked struct {
	term   int32
	count  int // times in the query
	weight float64
}

// ask returns the different known words of a query, in its order, with their
// weights.
func (s *Scorer) ask(query []string) []asked {
	var words []asked
	for _, text := range query {
		id, ok := s.index.id[text]
		if !ok {
			continue
		}
		if i := slices.IndexFunc(words, func(w asked) bool { return w.term == id }); i >= 0 {
			words[i].count++
			continue
		}
		words = append(words, asked{term: id, count: 1})
	}
	s.model.ask(words)
	return words
}

// IDF returns the inverse document frequency of a term in this model, and
// whether the index has the term.
func (s *Scorer) IDF(term string) (idf float64, ok bool) {
	id, ok := s.index.id[term]
	if !ok {
		return 0, false
	}
	return s.model.idf(id), true
}

// Scores returns the score of every document: [Docs]. A document with no word
// of the query has 0, except in [BM25Plus] and [BM25L].
func (s *Scorer) Scores(query []string) []float64 {
	scores, _ := s.score(query)
	return scores
}

// Search returns the n best of the documents that have a word of the query,
// best first. It panics if n is negative. [Top] of [Scorer.Scores] ranks the
// others too, which a negative score can put first.
func (s *Scorer) Search(query []string, n int) []Hit {
	scores, found := s.score(query)
	b := newBest(n, len(scores))
	for doc, ok := range found {
		if ok {
			b.offer(Hit{doc, scores[doc]})
		}
	}
	return b.ranked()
}

// score returns every document's score, and whether it has a word of the query.
func (s *Scorer) score(query []string) (scores []float64, found []bool) {
	scores = make([]float64, s.index.Docs())
	found = make([]bool, len(scores))
	for _, w := range s.ask(query) {
		absent := s.model.add(w, 0, 0)
		if absent != 0 {
			s.spread(scores, w.term, absent)
		}
		for _, p := range s.index.postings[w.term] {
			scores[p.doc] += s.model.add(w, int(p.count), int(p.doc))
			found[p.doc] = true
		}
	}
	for doc := range scores {
		scores[doc] = s.model.finish(scores[doc])
	}
	return scores, found
}

// spread adds absent to the scores of the documents that lack a term.
func (s *Scorer) spread(scores []float64, term int32, absent float64) {
	from := 0
	for _, p := range s.index.postings[term] {
		for doc := from; doc < int(p.doc); doc++ {
			scores[doc] += absent
		}
		from = int(p.doc) + 1
	}
	for doc := from; doc < len(scores); doc++ {
		scores[doc] += absent
	}
}

// Explain takes the score of a document apart, to the same total as in
// [Scorer.Scores]. Words that no document has are listed too, with no factors
// and a score of 0. It panics if there is no such document.
func (s *Scorer) Explain(query []string, doc int) Score {
	if doc < 0 || doc >= s.index.Docs() {
		panicf("document %d of %d", doc, s.index.Docs())
	}
	known := make(map[string]asked)
	for _, w := range s.ask(query) {
		known[s.index.terms[w.term]] = w
	}
	out := Score{Doc: doc}
	for _, text := range query {
		if i := slices.IndexFunc(out.Terms, func(t Term) bool { return t.Text == text }); i >= 0 {
			out.Terms[i].Asked++
			continue
		}
		t := Term{Text: text, Asked: 1}
		if w, ok := known[text]; ok {
			t.Docs = len(s.index.postings[w.term])
			t.Count = s.index.count(w.term, doc)
			t.Score = s.model.add(w, t.Count, doc)
			t.Factors = s.model.factors(w, t.Count, doc)
		}
		out.Terms = append(out.Terms, t)
		out.Total += t.Score
	}
	out.Total = s.model.finish(out.Total)
	return out
}

// A Weight is a term's part of a sparse vector.
type Weight struct {
	Term  string
	Value float64
}

// Query returns a query as a sparse vector: the weights of its words, in its
// order.
func (s *Scorer) Query(query []string) []Weight {
	words := s.ask(query)
	weights := make([]Weight, len(words))
	for i, w := range words {
		weights[i] = Weight{s.index.terms[w.term], w.weight}
	}
	return weights
}

// Document returns a document as a sparse vector, its terms in the order in
// which the index met them. It panics if there is no such document.
func (s *Scorer) Document(doc int) []Weight {
	if doc < 0 || doc >= s.index.Docs() {
		panicf("document %d of %d", doc, s.index.Docs())
	}
	var weights []Weight
	for term, text := range s.index.terms {
		if n := s.index.count(int32(term), doc); n > 0 {
			weights = append(weights, Weight{text, s.model.document(int32(term), n, doc)})
		}
	}
	return weights
}
