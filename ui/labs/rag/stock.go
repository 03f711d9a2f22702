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
	cutCost     = lab.StepBudget / (128 << 10)
	passageCost = lab.StepBudget / 1000
	byteCost    = 9_000
)

// stocking begins the work of cutting and indexing the documents, unless it is
// done or under way.
func (l *Lab) stocking() {
	c := l.cutting()
	if l.library.stocks[c] != nil {
		l.indexing.Begin(c, message.Text{})
		return
	}
	if l.indexing.Is(c) && l.indexing.Waiting() {
		return
	}
	h, b := l.holding(), l.library
	if c.all {
		h.analyzer = retrieval.Analyzer{}
	}
	var s *stocker
	begin := func() lab.Stepper {
		s = newStocker(b, h, c)
		return s
	}
	l.indexing.Begin(c, message.New("The documents are cut and indexed"))
	l.indexing.Add(byteCost*float64(b.bytes(h)), begin, func() { b.hold(c, s.finish()) })
	l.indexing.Start()
}

// large is the size of a folder of which only one cut is held: a stock takes
// many times the memory of its texts.
const large = 4 << 20

// hold keeps a stock.
func (b *library) hold(c cut, s *stock) {
	if c.own != nil && c.own.Bytes > large {
		maps.DeleteFunc(b.stocks, func(other cut, _ *stock) bool { return other.own == c.own })
	}
	b.stocks[c] = s
}

// bytes is how much text a holding has.
func (b *library) bytes(h holding) int {
	if h.own != nil {
		return h.own.Bytes
	}
	n := 0
	for _, d := range b.write(h) {
		n += len(d.text)
	}
	return n
}

// write returns the documents of a holding that this lab makes up.
func (b *library) write(h holding) []document {
	docs, ok := b.written[h.name]
	if !ok {
		docs = h.write(b.world)
		b.written[h.name] = docs
	}
	return docs
}

// stocker makes a stock, in steps.
type stocker struct {
	cut   cut
	stock *stock
	from  source
	whole int // bytes in all
	read  int // bytes that are cut and counted
	last  string
	n     int // passages of the file that was read last
	draw  draw
}

// source hands out documents one by one.
type source interface {
	next() (d document, ok bool)
}

func newStocker(b *library, h holding, c cut) *stocker {
	s := &stocker{cut: c, draw: newDraw(), stock: &stock{holding: h, index: retrieval.NewIndex(nil), vectors: b.encoder.Index(nil)}, whole: b.bytes(h)}
	if h.own != nil {
		s.from = &pages{files: h.own.Documents}
	} else {
		s.from = &written{docs: b.write(h)}
	}
	return s
}

// Step cuts and counts some documents or, when all are, encodes some passages.
func (s *stocker) Step(budget float64) (more bool) {
	for budget > 0 {
		d, ok := s.from.next()
		if !ok {
			return s.encode(max(int(budget/passageCost), 1))
		}
		budget -= float64(cutCost * float64(len(d.text)))
		s.add(d)
	}
	return true
}

func (s *stocker) add(d document) {
	s.read += len(d.text)
	if d.name != s.last {
		s.last, s.n = d.name, 0
	}
	passages := d.passages(s.cut.chunk, s.cut.overlap, s.n, s.draw.seen)
	s.n += len(passages)
	s.draw.from(d)
	k := s.stock
	for _, p := range passages {
		if k.holding.own != nil {
			p.text = oneLine(p.text)
		}
		p.own = len(k.passages)
		terms := k.holding.analyzer.Terms(p.text)
		k.passages = append(k.passages, p)
		if k.holding.own == nil {
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
func (s *stocker) encode(n int) (more bool) {
	k := s.stock
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
func (s *stocker) Share() float64 {
	if s.whole == 0 {
		return 1
	}
	read := float64(s.read) / float64(s.whole)
	encoded := 0.0
	if n := len(s.stock.passages); n > 0 {
		encoded = read * float64(s.stock.vectors.Docs()) / float64(n)
	}
	return min(float64(0.5*read)+float64(0.5*encoded), 1)
}

// finish returns the stock when all steps are done.
func (s *stocker) finish() *stock {
	s.stock.tfidf = retrieval.TFIDF{}.On(s.stock.index)
	if s.stock.holding.own != nil {
		s.stock.drawn = s.draw.known(s.stock.holding.analyzer)
	}
	return s.stock
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
