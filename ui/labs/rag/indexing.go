package rag

import (
	"maps"
	"strings"
	"unicode"

	"logitarium/core/retrieval"
	"logitarium/ui/lab"
	"logitarium/ui/message"
)

// Costs: of cutting a byte and counting its words, of encoding a passage, and
// of both for a byte of text, most of which is encoding.
const (
	chunkCost   = lab.Centisecond / (128 << 10)
	passageCost = lab.Centisecond / 1000
	byteCost    = 9_000
)

// beginIndexing begins the work of chunking and indexing the documents, unless it is
// done or under way.
func (l *Lab) beginIndexing() {
	c := l.chunking()
	if l.library.indexed[c] != nil {
		l.indexing.Begin(c, message.Text{})
		return
	}
	if l.indexing.Is(c) && l.indexing.Waiting() {
		return
	}
	h, b := l.collection(), l.library
	if c.all {
		h.analyzer = retrieval.Analyzer{}
	}
	var s *indexer
	begin := func() lab.Stepper {
		s = newIndexer(b, h, c)
		return s
	}
	l.indexing.Begin(c, message.New("The documents are cut and indexed"))
	l.indexing.Add(byteCost*float64(b.bytes(h)), begin, func() { b.keep(c, s.finish()) })
	l.indexing.Start()
}

// large is the size of a folder of which only one chunking is kept: an indexed one takes
// many times the memory of its texts.
const large = 4 << 20

// keep keeps an indexed collection.
func (b *library) keep(c chunking, s *indexed) {
	if c.own != nil && c.own.Bytes > large {
		maps.DeleteFunc(b.indexed, func(other chunking, _ *indexed) bool { return other.own == c.own })
	}
	b.indexed[c] = s
}

// bytes is how much text a collection has.
func (b *library) bytes(h collection) int {
	if h.own != nil {
		return h.own.Bytes
	}
	n := 0
	for _, d := range b.write(h) {
		n += len(d.text)
	}
	return n
}

// write returns the documents of a collection that this lab makes up.
func (b *library) write(h collection) []document {
	docs, ok := b.written[h.name]
	if !ok {
		docs = h.write(b.world)
		b.written[h.name] = docs
	}
	return docs
}

// indexer indexes a collection, in steps.
type indexer struct {
	chunking chunking
	indexed  *indexed
	from     feed
	whole    int // bytes in all
	read     int // bytes that are cut and counted
	last     string
	n        int // passages of the file that was read last
	draw     draw
}

// feed hands out documents one by one.
type feed interface {
	next() (d document, ok bool)
}

func newIndexer(b *library, h collection, c chunking) *indexer {
	s := &indexer{chunking: c, draw: newDraw(), indexed: &indexed{collection: h, index: retrieval.NewIndex(nil), vectors: b.encoder.Index(nil)}, whole: b.bytes(h)}
	if h.own != nil {
		s.from = &splitter{files: h.own.Documents}
	} else {
		s.from = &written{docs: b.write(h)}
	}
	return s
}

// Step cuts and counts some documents or, when all are, encodes some passages.
func (s *indexer) Step(budget float64) (more bool) {
	for budget > 0 {
		d, ok := s.from.next()
		if !ok {
			return s.encode(max(int(budget/passageCost), 1))
		}
		budget -= float64(chunkCost * float64(len(d.text)))
		s.add(d)
	}
	return true
}

func (s *indexer) add(d document) {
	s.read += len(d.text)
	if d.name != s.last {
		s.last, s.n = d.name, 0
	}
	passages := d.passages(s.chunking.chunk, s.chunking.overlap, s.n, s.draw.seen)
	s.n += len(passages)
	s.draw.from(d)
	k := s.indexed
	for _, p := range passages {
		if k.collection.own != nil {
			p.text = oneLine(p.text)
		}
		p.own = len(k.passages)
		terms := k.collection.analyzer.Terms(p.text)
		k.passages = append(k.passages, p)
		if k.collection.own == nil {
			k.terms = append(k.terms, terms)
		}
		k.index.Add(terms)
	}
}

// oneLine is a text as one line of a prompt, whatever its lines were. One that
// is so already shares its memory with the file that it comes from.
func oneLine(text string) string {
	if strings.IndexFunc(text, func(r rune) bool { return r != ' ' && unicode.IsSpace(r) }) < 0 && !strings.Contains(text, "  ") {
		return strings.Trim(text, " ")
	}
	return strings.Join(strings.Fields(text), " ")
}

// encode encodes up to n passages.
func (s *indexer) encode(n int) (more bool) {
	k := s.indexed
	from := k.vectors.Docs()
	if from == 0 {
		k.vectors.Grow(len(k.passages))
	}
	to := min(from+n, len(k.passages))
	texts := make([]string, 0, to-from)
	for _, p := range k.passages[from:to] {
		texts = append(texts, p.text)
	}
	k.vectors.Add(texts)
	return to < len(k.passages)
}

// Share is how much is done: a byte takes as long to cut and count as to encode.
func (s *indexer) Share() float64 {
	if s.whole == 0 {
		return 1
	}
	read := float64(s.read) / float64(s.whole)
	encoded := 0.0
	if n := len(s.indexed.passages); n > 0 {
		encoded = read * float64(s.indexed.vectors.Docs()) / float64(n)
	}
	return min(float64(0.5*read)+float64(0.5*encoded), 1)
}

// finish returns the indexed collection when all steps are done.
func (s *indexer) finish() *indexed {
	s.indexed.tfidf = retrieval.TFIDF{}.On(s.indexed.index)
	if s.indexed.collection.own != nil {
		s.indexed.drawn = s.draw.known(s.indexed.collection.analyzer)
	}
	return s.indexed
}

// written are documents that were made up.
type written struct{ docs []document }

func (w *written) next() (document, bool) {
	if len(w.docs) == 0 {
		return document{}, false
	}
	d := w.docs[0]
	w.docs = w.docs[1:]
	return d, true
}
