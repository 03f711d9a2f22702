package rag

import (
	"fmt"
	"math"

	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// metricsView is how good the retrievers are.
func (l *Lab) metricsView() workView {
	return workView{all: true, questions: true, compute: l.measure, first: &l.asking, View: lab.View{
		Name: "metrics", Help: "how often the answer is found, over many questions",
		Moves: append(l.chunkers(), &l.retriever, &l.variant, &l.k1, &l.b, &l.topN, &l.stop),
		Draw:  l.drawMetrics, Sentence: l.sayMetrics, Readings: l.readMetrics, Lists: l.listMetrics,
	}}
}

// unmeasured says why nothing was asked of the user's own documents.
func (l *Lab) unmeasured() message.Text {
	if len(l.corpus.passages) == 0 {
		return l.nothing()
	}
	return message.New("Nobody has labelled which of these documents answer what, and none of their sentences has %d different words to make a query of.", itemWords)
}

// curveNames fit into a legend of one row.
var curveNames = [retrievers]message.Text{
	message.Label("curve", "tf"), message.Label("curve", "bm25"), message.Label("curve", "bi-enc"), message.Label("curve", "hybrid"),
}

// drawMetrics draws a table of the retrievers and hit@k over k.
func (l *Lab) drawMetrics(f lab.Frame) viz.Grid {
	p := l.poster(f, stageRetriever)
	m, t := l.metrics, f.Theme
	if len(m.questions) == 0 {
		if l.collection().own != nil {
			p.paragraph(t.Text, 5, f.Print(l.unmeasured()))
			return p.Grid
		}
		p.paragraph(t.Text, 5, f.Say("Nobody has labelled which of these documents answer what: there is nothing to measure. The documents world and lives have questions with known answers."))
		return p.Grid
	}
	if l.collection().own != nil {
		p.title(t.Strong, f.Say("%d made-up queries, %d passages", len(m.questions), len(l.corpus.passages)), f.Say("%d made-up queries", len(m.questions)))
		p.paragraph(t.Faint, 2, f.Say("%d words of a sentence each, to find it again: \"%s\"", itemWords, m.questions[0].text))
	} else {
		p.line(t.Strong, f.Say("%d questions, %d passages", len(m.questions), len(l.corpus.passages)))
	}
	model := m.by.model
	p.title(t.Faint, viz.Cleanf("bm25: %s, k1 %.2f, b %.2f", model.Variant, model.K1, model.B), viz.Cleanf("%s, k1 %.2f, b %.2f", model.Variant, model.K1, model.B), viz.Cleanf("k1 %.2f, b %.2f", model.K1, model.B))
	d := viz.BarChart{Max: 1, Thick: 2, Kept: f.Say("MRR"), Columns: []viz.Column{
		{Title: f.Say("retriever"), Left: true, Width: 10},
		{Title: viz.Clean("hit@1"), Width: 5},
		{Title: viz.Cleanf("hit@%d", l.topN), Width: 6},
		{Title: viz.Clean("MRR"), Width: 5},
	}}
	const wide = 54 // cells that all five measures take
	if p.W >= wide {
		d.Columns = append(d.Columns, viz.Column{Title: viz.Cleanf("recall@%d", l.topN), Width: 9, Spare: true}, viz.Column{Title: viz.Cleanf("nDCG@%d", l.topN), Width: 7, Spare: true})
	}
	chart := viz.LineChart{X: [2]float64{1, deepest}, Y: &[2]float64{0, 1}, XName: viz.Clean("k"), YName: viz.Clean("hit@k"),
		Marks: []viz.LineMark{{X: float64(l.topN), Label: f.Say("top-n"), Held: true}}}
	for r, o := range retrieverOptions {
		cells := []viz.Safe{
			f.Print(o.Label()), viz.Fixed(m.hit(r, 1), 3), viz.Fixed(m.hit(r, l.topN), 3), viz.Fixed(m.mrr(r), 3),
			viz.Fixed(m.recall(r, l.topN), 3), viz.Fixed(m.ndcg(r, l.topN), 3),
		}
		d.Rows = append(d.Rows, viz.BarRow{Chosen: r == l.retriever, Cells: cells[:len(d.Columns)], Value: m.mrr(r), Mark: math.NaN()})
		line := viz.Line{Name: f.Print(curveNames[r])}
		for k := range deepest {
			line.Values = append(line.Values, m.hit(r, k+1))
		}
		chart.Series = append(chart.Series, line)
	}
	const around, plot = 3, 6 // rows of titles and legend; of a plot at the least
	h := min(len(d.Rows)*d.Thick+around, p.left())
	if least := len(d.Rows) + around; h > p.left()-plot && p.left()-plot >= least {
		h = least
	}
	p.Put(0, p.y, viz.Bars(viz.Size{W: p.W, H: h}, t, d))
	p.y += h
	if p.left() >= plot {
		p.rest(0, func(size viz.Size, t viz.Theme) viz.Grid { return viz.Lines(size, t, chart) })
	}
	return p.Grid
}

func (l *Lab) sayMetrics() message.Text {
	m := l.metrics
	if len(m.questions) == 0 && len(l.corpus.passages) == 0 {
		return l.bare()
	}
	if len(m.questions) == 0 {
		return message.New("Without labelled questions nobody knows how good a retriever is. Make some before turning knobs.")
	}
	best := 0
	for r := range retrievers {
		if m.mrr(r) > m.mrr(best) {
			best = r
		}
	}
	switch {
	case l.collection().own != nil:
		return message.New("The words are the sentences' own, which favours words by construction. Compare k1, b and chunk here: bm25 has MRR %.2f.", m.mrr(byBM25))
	case l.foreign():
		return message.New("%d questions are too few to tell retrievers apart: this is no benchmark.", len(m.questions))
	case best == byMeaning && m.mrr(best) < 0.5 && l.chunk == 1 && l.collection().name == "lives":
		return message.New("Cut into sentences, \"she lives in Lima\" has lost its name: even the best has MRR %.2f. Make chunks longer.", m.mrr(best))
	}
	var level []message.Text // with the best, to the digits shown
	for r, o := range retrieverOptions {
		if fmt.Sprintf("%.2f", m.mrr(r)) == fmt.Sprintf("%.2f", m.mrr(best)) {
			level = append(level, o.Label())
		}
	}
	switch behind := m.mrr(byMeaning) < max(m.mrr(byTFIDF), m.mrr(byBM25)); {
	case len(level) > 1 && behind:
		return message.New("%v are level at MRR %.2f. The bi-encoder, though it was trained on this world, has %.2f.", message.List(level...), m.mrr(best), m.mrr(byMeaning))
	case len(level) > 1:
		return message.New("%v are level at MRR %.2f. The bi-encoder was trained on this world; elsewhere BM25 often wins.", message.List(level...), m.mrr(best))
	case best == byBM25:
		return message.New("bm25 is best here: MRR %.2f. The bi-encoder, though it was trained on this world, has %.2f.", m.mrr(best), m.mrr(byMeaning))
	case behind:
		return message.New("%v is best here: MRR %.2f, bm25 %.2f. The bi-encoder, though it was trained on this world, has %.2f.",
			retrieverOptions[best].Label(), m.mrr(best), m.mrr(byBM25), m.mrr(byMeaning))
	}
	return message.New("%v is best here: MRR %.2f, bm25 %.2f. The bi-encoder was trained on this world; elsewhere BM25 often wins.",
		retrieverOptions[best].Label(), m.mrr(best), m.mrr(byBM25))
}

// origin says what the questions are made of.
func (l *Lab) origin() message.Text {
	if l.collection().own != nil {
		return message.New("%d words of a sentence each", itemWords)
	}
	return message.Text{}
}

func (l *Lab) readMetrics() []lab.Reading {
	m, r, n := l.metrics, l.retriever, fmt.Sprintf("n = %d", l.topN)
	readings := []lab.Reading{
		{Name: "MRR", Help: message.New("the mean of 1/rank of the first passage that answers"), Digits: 3, Note: message.New("mean of 1/rank, to %d", far)},
		{Name: "hit@n", Help: message.New("the share of questions with an answering passage among the first n"), Digits: 3, Note: message.Verbatim(n)},
		{Name: "recall@n", Help: message.New("the share of the answering passages that are among the first n, in the mean over questions"), Digits: 3, Note: message.Verbatim(n)},
		{Name: "nDCG@n", Help: message.New("the sum of 1/log2(rank+1) over answering passages among the first n, of the most that any order gives"), Digits: 3, Note: message.Verbatim(n)},
	}
	if len(m.questions) == 0 {
		for i := range readings {
			readings[i].Undefined = message.New("no labelled questions")
		}
		return readings
	}
	for i, v := range []float64{m.mrr(r), m.hit(r, l.topN), m.recall(r, l.topN), m.ndcg(r, l.topN)} {
		readings[i].Value = v
	}
	return append(readings, lab.Reading{Name: "questions", Help: message.New("how many questions with known answers are asked"), Value: float64(len(m.questions)), Note: l.origin()})
}

func (l *Lab) listMetrics() []lab.List {
	if len(l.metrics.questions) == 0 {
		return nil
	}
	list := lab.List{Name: "retrievers", Columns: []string{"retriever", "hit@1"}}
	n := func(measure string) string { return fmt.Sprintf("%s@%d", measure, l.topN) }
	if l.topN > 1 {
		list.Columns = append(list.Columns, n("hit"))
	}
	list.Columns = append(list.Columns, n("recall"), n("nDCG"), "MRR")
	m := l.metrics
	for r, o := range retrieverOptions {
		row := []lab.Cell{lab.Word(o.Name), lab.Amount(m.hit(r, 1), 3)}
		if l.topN > 1 {
			row = append(row, lab.Amount(m.hit(r, l.topN), 3))
		}
		list.Add(append(row, lab.Amount(m.recall(r, l.topN), 3), lab.Amount(m.ndcg(r, l.topN), 3), lab.Amount(m.mrr(r), 3))...)
	}
	return []lab.List{list}
}
