package rag

import (
	"logitarium/ui/lab"
	"logitarium/ui/lab/lacking"
	"logitarium/ui/message"
	"logitarium/viz"
)

// A workView is a view with what it computes and whose results it shows.
type workView struct {
	lab.View
	vectors   bool      // the order of passages is the bi-encoder's, whatever the retriever
	all       bool      // it shows what all retrievers find, not only the chosen one
	questions bool      // it asks the labelled questions, not the query
	generates bool      // it needs a model that can answer
	compute   func()    // what it shows besides the ranking; may be nil
	first     *lab.Work // the work without which it has nothing to show; may be nil
	then      *lab.Work // the work that goes on while it is shown; may be nil
}

func (l *Lab) workViews() []workView {
	return []workView{
		l.rankingView(), l.explainView(), l.vectorsView(), l.promptView(), l.answerView(), l.metricsView(), l.usesView(),
	}
}

// open is the open view.
func (l *Lab) open() workView { return l.workViews()[l.view] }

// Views are from the search to the answer, then how good searches are and what
// they are for.
func (l *Lab) Views() lab.Views {
	v := lab.Views{At: &l.view, Idle: l.idle()}
	for _, p := range l.workViews() {
		switch {
		case l.library == nil:
			p.View = unread(p.View)
		case p.generates && l.silent != nil:
			p.View = lacking.View(p.View, l.silent)
		}
		read := p.Readings
		p.Readings = func() []lab.Reading { return computed(read()) }
		v.List = append(v.List, p.View)
	}
	return v
}

// unread is a view before anything is read.
func unread(v lab.View) lab.View {
	v.Draw = func(f lab.Frame) viz.Grid { return f.Theme.Grid(f.Size) }
	v.Sentence = func() message.Text { return message.New("Nothing is read yet.") }
	v.Readings = func() []lab.Reading {
		return []lab.Reading{{Name: "passages", Help: message.New("how many pieces of text are searched"), Undefined: message.New("nothing is read yet")}}
	}
	v.Lists = nil
	return v
}

func computed(readings []lab.Reading) []lab.Reading {
	for i := range readings {
		if readings[i].Provenance == "" {
			readings[i].Provenance = lab.Computed
		}
	}
	return readings
}

// searching are the knobs that decide what a query finds.
func (l *Lab) searching() []lab.Field {
	return append(l.chunkers(), &l.query, &l.retriever, &l.variant, &l.k1, &l.b, &l.stop)
}

// cuts are the knobs that decide which passages there are.
func (l *Lab) chunkers() []lab.Field { return []lab.Field{&l.documents, &l.chunk, &l.overlap} }

// idle says which knobs change nothing in the current state. Which ones do not
// move the open view follows from the view.
func (l *Lab) idle() lab.Idle {
	d, v, h := lab.Idle{}, l.open(), l.collection()
	if v.questions && !h.labelled() {
		d.Because(message.New("nobody has labelled which of these documents answer what"),
			&l.query, &l.retriever, &l.variant, &l.k1, &l.b, &l.topN, &l.chunk, &l.overlap, &l.stop)
	}
	if v.generates && l.outOfWorld() {
		d.Because(message.New("the answer needs a larger model"),
			&l.query, &l.retriever, &l.variant, &l.k1, &l.b, &l.topN, &l.chunk, &l.overlap, &l.stop, &l.gold, &l.position)
	}
	if wordless := l.retriever == byTFIDF || l.retriever == byMeaning; wordless && !v.all {
		d.Because(message.New("only bm25 and hybrid use it"), &l.variant, &l.k1, &l.b)
	}
	if l.retriever == byMeaning && !v.all {
		d.Because(message.New("the vectors are of all words"), &l.stop)
	}
	if !l.drops() {
		d.Because(message.New("every word of these documents is looked for"), &l.stop)
	}
	if h.uncut {
		d.Because(message.New("each document is one passage"), &l.chunk)
	}
	if l.chunk == 1 || h.uncut {
		d.Because(message.New("there is nothing to share between passages"), &l.overlap)
	}
	if !v.questions && !l.asked().known() {
		d.Because(message.New("it is not known which passages answer this query"), &l.gold, &l.position)
	}
	if l.gold == goldRemoved {
		d.Because(message.New("the passages that answer are removed"), &l.position)
	}
	return d
}
