package rag

import (
	"math/rand/v2"
	"slices"

	"logitarium/core/retrieval"
	"logitarium/core/world"
	"logitarium/ui/lab"
	"logitarium/viz"
)

// mostQuestions is how many are asked in the view of metrics, so that a turn
// of a knob can ask all of them again.
const mostQuestions = 48

// far is how far down rankings are measured: enough for 1/rank to be small.
const far = 50

// deepest is the last k of the curves of hit@k.
const deepest = 20

// metrics are the results of labelled questions.
type metrics struct {
	cut       cut
	model     retrieval.BM25
	questions []labelled
	rankings  [retrievers][][]int // by question: passages, best first
}

// labelled is a question with the passages that answer it.
type labelled struct {
	text     string
	terms    []string
	relevant map[int]bool
}

// after asks the questions again where the knobs have changed something: new
// passages concern all retrievers, k1 and its like BM25 and the hybrid only.
func (m metrics) after(l *Lab) metrics {
	c := l.cutting()
	fresh := m.questions == nil || m.cut != c
	if !fresh && m.model == l.model() {
		return m
	}
	n := metrics{cut: c, model: l.model(), questions: m.questions, rankings: m.rankings}
	if fresh {
		n.questions = l.shelf.labelled()
		n.rankings = [retrievers][][]int{}
		tfidf := retrieval.TFIDF{}.On(l.shelf.index)
		for _, q := range n.questions {
			n.rankings[byTFIDF] = append(n.rankings[byTFIDF], retrieval.Docs(l.shelf.byWords(tfidf, q.terms, far)))
			n.rankings[byMeaning] = append(n.rankings[byMeaning], retrieval.Docs(l.shelf.vectors.Search(q.text, far)))
		}
	}
	bm25 := n.model.On(l.shelf.index)
	n.rankings[byBM25], n.rankings[byBoth] = nil, nil
	for i, q := range n.questions {
		words := retrieval.Docs(l.shelf.byWords(bm25, q.terms, far))
		n.rankings[byBM25] = append(n.rankings[byBM25], words)
		n.rankings[byBoth] = append(n.rankings[byBoth], retrieval.Docs(retrieval.Fuse(fusion, words, n.rankings[byMeaning][i])))
	}
	return n
}

// labelled draws questions about what the passages tell, the same for the
// same passages; outside of Tiny World they are the labelled examples.
func (s shelf) labelled() []labelled {
	var list []labelled
	add := func(text string, answers func(passage) bool) {
		q := labelled{text: text, terms: s.holding.analyzer.Terms(text), relevant: make(map[int]bool)}
		for i, p := range s.passages {
			if answers(p) {
				q.relevant[i] = true
			}
		}
		list = append(list, q)
	}
	if s.holding.foreign {
		for _, e := range s.holding.examples {
			if e.asks.known() {
				add(e.text, func(p passage) bool { return p.label == e.asks.label })
			}
		}
		return list
	}
	var facts []world.Fact
	for _, p := range s.passages {
		facts = append(facts, p.facts...)
	}
	rng := rand.New(rand.NewPCG(1, 4))
	for range mostQuestions {
		f := facts[rng.IntN(len(facts))]
		add(f.Question(rng.IntN(world.Forms)), func(p passage) bool { return slices.Contains(p.facts, f) })
	}
	return list
}

// hit is the share of questions with an answer among the first k.
func (m metrics) hit(retriever, k int) float64 {
	sum := 0.0
	for i, q := range m.questions {
		sum += retrieval.HitAt(m.rankings[retriever][i], q.relevant, k)
	}
	return sum / float64(len(m.questions))
}

// mrr is the mean reciprocal rank of the first answer.
func (m metrics) mrr(retriever int) float64 {
	sum := 0.0
	for i, q := range m.questions {
		sum += retrieval.ReciprocalRank(m.rankings[retriever][i], q.relevant)
	}
	return sum / float64(len(m.questions))
}

// curveNames fit into a legend of one row.
var curveNames = [retrievers]string{"tf", "bm25", "bi-enc", "hybrid"}

// viewMetrics draws a table of the retrievers and hit@k over k.
func (l *Lab) viewMetrics(f lab.Frame) viz.Grid {
	p := l.page(f, stageRetriever)
	m, t := l.metrics, f.Theme
	if len(m.questions) == 0 {
		p.paragraph(t.Text, 5, "Nobody has labelled which of these documents answer what: there is nothing to measure. The documents world and lives have questions with known answers.")
		return p.Grid
	}
	p.line(t.Strong, "%d questions, %d passages", len(m.questions), len(l.shelf.passages))
	p.line(t.Faint, "bm25: %s, k1 %.2f, b %.2f", m.model.Variant, m.model.K1, m.model.B)
	d := viz.TableData{Columns: []viz.Column{
		{Title: viz.Clean("retriever"), Left: true, Width: 10},
		{Title: viz.Clean("hit@1"), Width: 5},
		{Title: viz.Cleanf("hit@%d", l.topN), Width: 6},
		{Title: viz.Clean("MRR"), Width: 5},
	}}
	chart := viz.LineChart{X: [2]float64{1, deepest}, Y: &[2]float64{0, 1}, XName: viz.Clean("k"), YName: viz.Clean("hit@k"),
		Marks: []viz.LineMark{{X: float64(l.topN), Label: viz.Clean("top-n")}}}
	for r, o := range retrieverOptions {
		d.Rows = append(d.Rows, viz.TableRow{Chosen: r == l.retriever, Cells: []viz.Safe{
			viz.Clean(o.Name), viz.Fixed(m.hit(r, 1), 3), viz.Fixed(m.hit(r, l.topN), 3), viz.Fixed(m.mrr(r), 3),
		}})
		line := viz.Line{Name: viz.Clean(curveNames[r])}
		for k := range deepest {
			line.Values = append(line.Values, m.hit(r, k+1))
		}
		chart.Series = append(chart.Series, line)
	}
	h := min(len(d.Rows)+2, p.left())
	p.Put(0, p.y, viz.Table(viz.Size{W: p.W, H: h}, t, d))
	p.y += h
	if p.left() >= 6 {
		p.rest(0, func(size viz.Size, t viz.Theme) viz.Grid { return viz.Lines(size, t, chart) })
	}
	return p.Grid
}
