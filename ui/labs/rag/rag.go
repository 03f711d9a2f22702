// Package rag is the lab about retrieval-augmented generation: how passages
// are found, what a model reads of them, and what that does to its answer.
package rag

import (
	"embed"
	"io/fs"
	"slices"
	"time"

	"logitarium/core/lm"
	"logitarium/core/retrieval"
	"logitarium/core/retrieval/folder"
	"logitarium/ui/lab"
	"logitarium/ui/message"
)

//go:embed notes*.md
var notes embed.FS

// Lab is the lab about retrieval.
type Lab struct {
	lm      lm.Offer
	builtin lm.Model
	speaker lm.Predictor // the model that answers
	silent  error        // or why it can't
	manner  manner       // how it is asked
	library *library     // opened by the first Refresh
	own     *collection  // a folder of the user's; nil without one

	// The knobs.
	view, documents, retriever, variant int
	query                               string
	cycle                               lab.Cycle // of queries
	k1, b                               float64
	topN, chunk, overlap, stop          int
	gold, position, rank, use           int

	from     fs.FS        // the user's folder
	reading  lab.Work     // of it
	reader   *folder.Walk // at work; nil when it is not
	outcome  outcome
	indexing lab.Work
	corpus   corpus  // the passages that are searched
	found    finding // for the query
	settled  int     // the documents that were searched last
	order    int     // the retriever whose ranking is shown
	prompt   prompt
	work     lab.Work // of reading for the answer
	more     lab.Work // for what it is compared with
	answer   answer
	asking   lab.Work // of the questions of the metrics
	metrics  metrics
}

// The retrievers, in the order of the knob.
const (
	byTFIDF = iota
	byBM25
	byMeaning
	byBoth
	retrievers
)

var retrieverOptions = []lab.Option{
	{Name: "tf-idf", Help: message.New("cosine of vectors of word weights, scikit-learn's default")},
	{Name: "bm25", Help: message.New("words that are frequent here and rare elsewhere; repetition saturates")},
	{Name: "bi-encoder", Help: message.New("cosine of two learned vectors, trained on Tiny World")},
	{Name: "hybrid", Help: message.New("bm25 and bi-encoder by reciprocal rank fusion")},
}

var stopOptions = []lab.Option{
	{Name: "dropped", Help: message.New("function words and words of one letter are not looked for, unless the query has no others")},
	{Name: "kept", Help: message.New("every word is looked for")},
}

// What is done to the passages that answer the query.
const (
	goldKept = iota
	goldRemoved
	goldEdited
)

var goldOptions = []lab.Option{
	{Name: "kept", Help: message.New("the passages that answer the query are in the index")},
	{Name: "removed", Help: message.New("they are taken out")},
	{Name: "edited", Help: message.New("they say something else")},
}

const (
	mostPassages  = 12 // in the prompt
	mostSentences = 6  // in a chunk
	mostK1        = 5.0
)

// answerBudget is what the model may read in a key, beside the search for what it
// reads and the picture.
const answerBudget = lab.KeyBudget / 2

// New returns the lab at its defaults, for a model that answers. Passages are
// found with what belongs to the built-in one, own.
func New(m, own lm.Model) *Lab {
	l := &Lab{lm: lm.Open(m), builtin: own, chunk: 1, topN: 1}
	l.speaker, l.silent = lm.PredictorOf(m)
	l.manner = mannerOf(m, own)
	l.work.Patience = answerBudget
	lab.Reset(l.Knobs())
	return l
}

// Twin returns another lab on the same model.
func (l *Lab) Twin() lab.Lab {
	twin := New(l.lm.Model, l.builtin)
	twin.library, twin.own, twin.outcome, twin.indexing.Patience = l.library, l.own, l.outcome, l.indexing.Patience
	if l.reading.Waiting() {
		_, _ = twin.Read(l.own.name, l.from) // Outcome has what comes of it
	}
	return twin
}

// Info describes the lab.
func (l *Lab) Info() lab.Info {
	return lab.Info{
		ID:       "rag",
		Tab:      "RAG",
		Title:    "Retrieval-augmented generation",
		Question: "How does retrieval put knowledge into an answer?",
		Brief:    "How does retrieval help an answer?",
		Subject:  lm.Subject(l.lm.Model),
		Notes:    message.Document{Folder: notes, Name: "notes.md"},
	}
}

// Knobs lists what can be turned.
func (l *Lab) Knobs() []lab.Knob {
	variants := make([]lab.Option, 0, len(retrieval.Variants()))
	for _, v := range retrieval.Variants() {
		variants = append(variants, lab.Option{Name: v.String(), Help: message.New("a formula that is called BM25")})
	}
	var documents []lab.Option
	for _, h := range l.collections() {
		documents = append(documents, lab.Option{Name: h.name, Help: h.help})
	}
	return []lab.Knob{
		{Name: "documents", Help: "what is searched", Setting: lab.Choice{At: &l.documents, Options: documents}},
		{Name: "query", Help: "the question", Setting: lab.Text{
			At: &l.query, Default: l.collection().examples[0].text, Max: 300}},
		{Name: "retriever", Help: "what ranks the passages", Setting: lab.Choice{
			At: &l.retriever, Default: byBM25, Options: retrieverOptions}},
		{Name: "variant", Help: "of BM25", Setting: lab.Choice{At: &l.variant, Options: variants}},
		{Name: "k1", Help: "how slowly repetitions stop counting; 0: at once", Setting: lab.Number{
			At: &l.k1, Default: 1.2, Min: 0, Max: mostK1, Step: 0.1, Digits: 2}},
		{Name: "b", Help: "length normalisation: 0 off, 1 full", Setting: lab.Number{
			At: &l.b, Default: 0.75, Min: 0, Max: 1, Step: 0.05, Digits: 2}},
		{Name: "top-n", Help: "passages that go into the prompt", Setting: lab.Integer{
			At: &l.topN, Default: 5, Min: 1, Max: mostPassages, Coarse: 4}},
		{Name: "chunk", Help: "sentences in a passage", Setting: lab.Integer{
			At: &l.chunk, Default: 1, Min: 1, Max: mostSentences, Coarse: 2}},
		{Name: "overlap", Help: "sentences that neighbouring passages share", Setting: lab.Integer{
			At: &l.overlap, Min: 0, Max: l.chunk - 1, Coarse: 2}},
		{Name: "stop-words", Help: "what becomes of words such as the and of in the search", Setting: lab.Choice{
			At: &l.stop, Options: stopOptions}},
		{Name: "gold", Help: "what is done to the passages that answer the query", Setting: lab.Choice{
			At: &l.gold, Options: goldOptions}},
		{Name: "place", Formerly: "position", Help: "place of the answering passage in the prompt, put there by hand", Setting: lab.Integer{
			At: &l.position, Min: 0, Max: l.topN, Coarse: 4, Names: []lab.Named{{Value: 0, Name: "ranked"}}}},
		{Name: "rank", Help: "the passage that is looked at", Scrolls: true, Setting: lab.Integer{
			At: &l.rank, Default: 1, Min: 1, Max: l.mostRank()}},
		l.useKnob(),
	}
}

// hits are those of the retriever whose order is shown.
func (l *Lab) hits() []retrieval.Hit { return l.found.hits[l.order] }

// looked is the rank of the passage that is looked at, 1 where there is none.
func (l *Lab) looked() int { return min(l.rank, max(len(l.hits()), 1)) }

// Actions lists what space sets off.
func (l *Lab) Actions() []lab.Action {
	return []lab.Action{{Name: "example", Key: "space", Help: "the next question that these documents can show something about", Turns: []lab.Field{&l.query}, Do: func() error {
		var questions []string
		for _, e := range l.collection().examples {
			questions = append(questions, e.text)
		}
		l.query = l.cycle.Next(l.query, questions)
		return nil
	}}}
}

// works are what is to be done for the open view, in order: without those
// before the last one there is nothing to show.
func (l *Lab) works() (before []*lab.Work, then *lab.Work) {
	v := l.open()
	if l.isReading() {
		before = append(before, &l.reading)
	}
	before = append(before, &l.indexing)
	if v.first != nil {
		before = append(before, v.first)
	}
	return before, v.then
}

// Busy says whether there are passages to index, or prompts to read.
func (l *Lab) Busy() bool {
	before, then := l.works()
	return slices.ContainsFunc(before, (*lab.Work).Waiting) || then != nil && then.Waiting()
}

// Progress says how much is indexed, then how far the model has read.
func (l *Lab) Progress() lab.Progress {
	before, then := l.works()
	for _, w := range before {
		if !w.Waiting() {
			continue
		}
		p := w.Progress()
		if w == &l.reading && l.reader != nil {
			p.What = readSoFar(l.reader)
		}
		return p
	}
	if then == nil {
		return lab.Progress{}
	}
	p := then.Progress()
	p.Stale = false // the bars come one by one
	return p
}

// Step indexes some passages, or lets the model read on.
func (l *Lab) Step(time.Duration) error {
	_, err := l.goOn(func(w *lab.Work) (over bool) { w.Step(); return true })
	return err
}

// Part implements [lab.Divided].
func (l *Lab) Part(time.Duration) (over bool, err error) { return l.goOn((*lab.Work).Part) }

// goOn does some of the work that is next.
func (l *Lab) goOn(do func(*lab.Work) (over bool)) (over bool, err error) {
	before, then := l.works()
	for _, w := range before {
		if !w.Waiting() {
			continue
		}
		switch over = do(w); {
		case w.Waiting():
		case w == &l.reading:
			return true, l.Refresh()
		case w == &l.indexing:
			l.look()
		}
		return over, nil
	}
	return then == nil || do(then), nil
}

// Refresh searches, and computes what the chosen view shows.
func (l *Lab) Refresh() error {
	if l.library == nil {
		opened, err := open(l.builtin)
		if err != nil {
			return err
		}
		l.library = opened
	}
	if l.isReading() {
		return nil
	}
	l.settle()
	if l.beginIndexing(); !l.indexing.Waiting() {
		l.look()
	}
	return nil
}

// look searches the collection that the knobs ask for, and computes what the view
// shows.
func (l *Lab) look() {
	v := l.open()
	l.corpus = l.library.corpusOf(l, l.library.indexed[l.chunking()])
	l.found = l.corpus.search(l.query, l.model())
	l.found.by = l.seeking()
	if l.order = l.retriever; v.vectors {
		l.order = byMeaning
	}
	l.rank = min(l.rank, max(len(l.hits()), 1))
	if v.compute != nil {
		v.compute()
	}
}

// settle brings knobs that depend on others into their range. Where other
// documents are searched than before, an example of those becomes one of
// these; what the user asks for stays, an example of others if it is one.
func (l *Lab) settle() {
	l.overlap = min(l.overlap, l.chunk-1)
	l.position = min(l.position, l.topN)
	before, at := l.settled, l.documents
	if l.settled = at; before == at || l.collection().has(l.query) {
		return
	}
	if was := l.collections()[before]; was.has(l.query) && (l.found.by.query != "" || l.query == was.examples[0].text) {
		l.query = l.collection().examples[0].text
	}
}

// model is BM25 as the knobs have it.
func (l *Lab) model() retrieval.BM25 {
	m := retrieval.Variants()[l.variant].Default()
	m.K1, m.B = l.k1, l.b
	return m
}
