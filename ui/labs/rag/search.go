package rag

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"logitarium/core/lm"
	"logitarium/core/retrieval"
	"logitarium/core/retrieval/encoder"
	"logitarium/core/retrieval/folder"
	"logitarium/core/world"
)

// fusion is the customary constant of reciprocal rank fusion.
const fusion = 60

// deep is how far down rankings are looked at.
const deep = 100

// library holds what is made once: documents, their vectors, and the encoder.
type library struct {
	encoder *encoder.Encoder
	world   *world.World
	written map[string][]document // by collection
	indexed map[chunking]*indexed
	words   []string // of the vocabulary
	nearby  *encoder.Index
}

// chunking is a collection and how its documents become passages.
type chunking struct {
	collection     string
	own            *folder.Folder // two folders may have one name
	chunk, overlap int
	all            bool // function words and single letters are terms too
}

// indexed is a collection in passages, with their terms and vectors.
type indexed struct {
	collection collection
	passages   []passage
	terms      [][]string // nil of the user's own: nothing is taken out of them
	index      *retrieval.Index
	tfidf      *retrieval.Scorer
	vectors    *encoder.Index
	drawn      []known // of the user's own: what metrics are made with
}

// A passage is a part of a document.
type passage struct {
	id    string // document and, if it has several, number: "Ann:2"
	text  string
	facts []world.Fact
	gold  bool // it answers the query
	label string
	own   int // index into the indexed collection; -1: it was edited
	from  int // its first sentence, counted over all documents of its collection
	to    int // the one after its last
}

// open loads the encoder, whose tokens and whose world are those of the
// built-in model, own.
func open(own lm.Model) (*library, error) {
	e, err := encoder.Load(own)
	if err != nil {
		return nil, fmt.Errorf("bi-encoder: %w", err)
	}
	w, err := lm.WorldOf(own)
	if err != nil {
		return nil, err
	}
	vocabulary := own.Tokenizer() // the words that it has seen
	b := &library{encoder: e, world: w, written: make(map[string][]document), indexed: make(map[chunking]*indexed)}
	for id := range vocabulary.Size() {
		word, ok := strings.CutPrefix(string(vocabulary.Bytes(id)), " ")
		if ok && len(word) > 2 {
			b.words = append(b.words, word)
		}
	}
	b.nearby = e.Index(b.words)
	return b, nil
}

// chunking is as the knobs have it.
func (l *Lab) chunking() chunking {
	h := l.collection()
	c := chunking{h.name, h.own, l.chunk, l.overlap, l.everyWord()}
	if h.uncut {
		c.chunk, c.overlap = mostSentences, 0
	}
	return c
}

// passages cuts a document, after so many passages of the same file and so
// many sentences of all.
func (d document) passages(size, overlap, before, sentences int) []passage {
	var list []passage
	spans := retrieval.Chunks(d.sentences, size, overlap)
	for i, span := range spans {
		from := i * (size - overlap)
		p := passage{id: d.name, text: span.In(d.text), label: d.label,
			from: sentences + from, to: sentences + min(from+size, len(d.sentences))}
		if len(spans) > 1 || d.part > 0 {
			p.id = fmt.Sprintf("%s:%d", d.name, before+i+1)
		}
		for j, fact := range d.facts {
			if fact.Person != "" && d.sentences[j].Overlap(span) > 0 {
				p.facts = append(p.facts, fact)
			}
		}
		list = append(list, p)
	}
	return list
}

// corpus is what is searched: an indexed collection after something was done to
// the passages that answer.
type corpus struct {
	*indexed
	passages []passage
	index    *retrieval.Index
	edited   *encoder.Index // vectors of the edited passages, in their order
	encoder  *encoder.Encoder
	want     string // the word that answers; "" if there is none
}

// corpusOf is an indexed collection as the knobs have it.
func (b *library) corpusOf(l *Lab, from *indexed) corpus {
	s := corpus{indexed: from, encoder: b.encoder}
	ask := l.asked()
	if !ask.known() {
		s.passages, s.index = from.passages, from.index
		return s
	}
	lie := world.Fact{}
	if f, ok := b.fact(ask, from); ok {
		s.want = f.Value
		lie = b.world.Changed(f, rand.New(rand.NewPCG(1, 3)))
	}
	gold := l.gold
	if l.open().questions || gold == goldEdited && lie.Value == "" {
		gold = goldKept
	}
	var edited []string
	terms := s.terms
	if gold != goldKept {
		terms = nil
	}
	for i, p := range s.indexed.passages {
		p.gold = slices.ContainsFunc(p.facts, ask.told) || ask.label != "" && p.label == ask.label
		if p.gold && gold == goldRemoved {
			continue
		}
		t := s.terms[i]
		if p.gold && gold == goldEdited {
			p.text, p.own = edit(p.text, s.want, lie), -1
			t = s.collection.analyzer.Terms(p.text)
			edited = append(edited, p.text)
		}
		s.passages = append(s.passages, p)
		if gold != goldKept {
			terms = append(terms, t)
		}
	}
	s.index = s.indexed.index
	if gold != goldKept {
		s.index = retrieval.NewIndex(terms)
	}
	if gold == goldEdited {
		s.edited = b.encoder.Index(edited)
		s.want = lie.Value
	}
	return s
}

// fact is the one that a question about one person asks for: in the world, or
// of a newcomer to it, in a passage.
func (b *library) fact(ask asked, from *indexed) (f world.Fact, ok bool) {
	if !ask.named || ask.fact.Person == "" {
		return f, false
	}
	if f, ok := b.world.Fact(ask.fact.Person, ask.fact.Relation); ok {
		return f, true
	}
	for _, p := range from.passages {
		if i := slices.IndexFunc(p.facts, ask.told); i >= 0 {
			return p.facts[i], true
		}
	}
	return f, false
}

// edit writes the value of a fact in place of another one.
func edit(text, old string, f world.Fact) string {
	was := f
	was.Value = old
	for phrasing := range world.Phrasings {
		text = strings.ReplaceAll(text, was.Statement(phrasing), f.Statement(phrasing))
	}
	return strings.ReplaceAll(text, old, f.Value)
}

// finding is what each retriever found.
type finding struct {
	terms   []string
	by      sought // all that it depends on
	hits    [retrievers][]retrieval.Hit
	ranks   [retrievers]map[int]int // by passage, from 1; 0: not found
	tfidf   *retrieval.Scorer
	bm25    *retrieval.Scorer
	cosines []float64 // by passage
}

// sought is all that a finding depends on.
type sought struct {
	chunking           chunking
	query              string
	k1, b              float64
	variant            int
	gold, stop         int
	retriever          int
	vectors, questions bool // the view's order is the bi-encoder's; it asks the labelled questions
}

// seeking is what the knobs ask for now.
func (l *Lab) seeking() sought {
	v := l.open()
	return sought{l.chunking(), l.query, l.k1, l.b, l.variant, l.gold, l.stop, l.retriever, v.vectors, v.questions}
}

// mostRank is how far down one can look: as far as something is found. Before
// the search that the knobs ask for is done, nobody knows.
func (l *Lab) mostRank() int {
	switch {
	case l.library != nil && l.found.by != l.seeking():
		return deep
	case l.library == nil:
		return 1
	}
	return max(len(l.hits()), 1)
}

// search asks all four.
func (s corpus) search(query string, m retrieval.BM25) finding {
	f := finding{
		terms: s.collection.analyzer.Terms(query),
		tfidf: s.indexed.tfidf, bm25: m.On(s.index), cosines: s.cosines(query),
	}
	if s.index != s.indexed.index {
		f.tfidf = retrieval.TFIDF{}.On(s.index)
	}
	f.hits[byTFIDF] = s.byWords(f.tfidf, f.terms, deep)
	f.hits[byBM25] = s.byWords(f.bm25, f.terms, deep)
	f.hits[byMeaning] = retrieval.Top(f.cosines, deep)
	f.hits[byBoth] = fused(f.hits[byBM25], f.hits[byMeaning])
	for r, hits := range f.hits {
		f.ranks[r] = make(map[int]int, len(hits))
		for i, h := range hits {
			f.ranks[r][h.Doc] = i + 1
		}
	}
	return f
}

// byWords returns the first passages by terms. Of a small collection all passages are ranked, which
// shows what a negative score does.
func (s corpus) byWords(by *retrieval.Scorer, terms []string, most int) []retrieval.Hit {
	if s.collection.whole {
		return retrieval.Top(by.Scores(terms), most)
	}
	return by.Search(terms, most)
}

func fused(a, b []retrieval.Hit) []retrieval.Hit {
	hits := retrieval.Fuse(fusion, retrieval.Docs(a), retrieval.Docs(b))
	return hits[:min(len(hits), deep)]
}

// cosines compares the query with every passage.
func (s corpus) cosines(query string) []float64 {
	own := s.vectors.Scores(query)
	if s.edited == nil && len(s.passages) == len(own) {
		return own
	}
	var changed []float64
	if s.edited != nil {
		changed = s.edited.Scores(query)
	}
	scores := make([]float64, len(s.passages))
	for i, p := range s.passages {
		if p.own >= 0 {
			scores[i] = own[p.own]
			continue
		}
		scores[i], changed = changed[0], changed[1:]
	}
	return scores
}

// goldRank returns the best rank of a passage that answers; 0 if none is found.
func (l *Lab) goldRank(retriever int) int {
	for i, h := range l.found.hits[retriever] {
		if l.corpus.passages[h.Doc].gold {
			return i + 1
		}
	}
	return 0
}
