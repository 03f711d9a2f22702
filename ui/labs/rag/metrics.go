package rag

import (
	"fmt"
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
	by        string // all that they depend on
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

// measure asks the questions again where the knobs have changed something: new
// passages concern all retrievers, k1 and its like BM25 and the hybrid only.
func (l *Lab) measure() {
	c, m := l.cutting(), l.model()
	by := fmt.Sprintf("%s %p %d %d %v %v", c.holding, c.own, c.chunk, c.overlap, c.all, m)
	switch {
	case l.metrics.by == by:
		l.asking.Drop()
		return
	case l.asking.Is(by) && l.asking.Waiting():
		return
	}
	was, s := l.metrics, l.shelf
	var a *asker
	l.asking.Begin(by, "the questions are asked")
	l.asking.Add(askCost*float64(mostQuestions*len(s.passages)), func() lab.Stepper {
		a = newAsker(s, c, m, was)
		a.metrics.by = by
		return a
	}, func() { l.metrics = a.metrics })
	l.asking.Start()
}

// askCost is that of a question and a passage, in multiplications.
const askCost = 200

// asker asks questions, one retriever after the other.
type asker struct {
	shelf   shelf
	metrics metrics
	words   [retrievers]*retrieval.Scorer
	kept    [retrievers]bool // their rankings are those of before
	at      int              // question and retriever
}

func newAsker(s shelf, c cut, m retrieval.BM25, was metrics) *asker {
	a := &asker{shelf: s, metrics: metrics{cut: c, model: m}}
	a.words[byBM25], a.words[byTFIDF] = m.On(s.index), s.tfidf
	if was.by != "" && was.cut == c {
		a.metrics.questions, a.metrics.rankings = was.questions, was.rankings
		a.kept[byTFIDF], a.kept[byMeaning] = true, true
	} else {
		a.metrics.questions = s.labelled()
	}
	for r := range a.kept {
		if !a.kept[r] {
			a.metrics.rankings[r] = make([][]int, len(a.metrics.questions))
		}
	}
	return a
}

// Step asks a question of a retriever. The hybrid, which is the last of them,
// fuses what others found.
func (a *asker) Step() (more bool) {
	if len(a.metrics.questions) == 0 {
		return false
	}
	i, r := a.at/retrievers, a.at%retrievers
	if q, m := a.metrics.questions[i], &a.metrics; !a.kept[r] {
		switch r {
		case byMeaning:
			m.rankings[r][i] = retrieval.Docs(a.shelf.vectors.Search(q.text, far))
		case byBoth:
			m.rankings[r][i] = retrieval.Docs(retrieval.Fuse(fusion, m.rankings[byBM25][i], m.rankings[byMeaning][i]))
		default:
			m.rankings[r][i] = retrieval.Docs(a.shelf.byWords(a.words[r], q.terms, far))
		}
	}
	a.at++
	return a.at < retrievers*len(a.metrics.questions)
}

// Share is how many are asked.
func (a *asker) Share() float64 {
	return float64(a.at) / float64(max(retrievers*len(a.metrics.questions), 1))
}

// labelled draws questions about what the passages tell, the same for the
// same passages; outside of Tiny World they are the labelled examples, or made
// of sentences.
func (s shelf) labelled() []labelled {
	if s.holding.own != nil {
		return s.items()
	}
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

// unmeasured says why nothing was asked of the user's own documents.
func (l *Lab) unmeasured() string {
	if len(l.shelf.passages) == 0 {
		return l.nothing()
	}
	return fmt.Sprintf("Nobody has labelled which of these documents answer what, and none of their sentences has %d different words to make a query of.", itemWords)
}

// curveNames fit into a legend of one row.
var curveNames = [retrievers]string{"tf", "bm25", "bi-enc", "hybrid"}

// viewMetrics draws a table of the retrievers and hit@k over k.
func (l *Lab) viewMetrics(f lab.Frame) viz.Grid {
	p := l.page(f, stageRetriever)
	m, t := l.metrics, f.Theme
	if len(m.questions) == 0 {
		if l.holding().own != nil {
			p.paragraph(t.Text, 5, l.unmeasured())
			return p.Grid
		}
		p.paragraph(t.Text, 5, "Nobody has labelled which of these documents answer what: there is nothing to measure. The documents world and lives have questions with known answers.")
		return p.Grid
	}
	if l.holding().own != nil {
		queries := fmt.Sprintf("%d made-up queries", len(m.questions))
		p.title(t.Strong, fmt.Sprintf("%s, %d passages", queries, len(l.shelf.passages)), queries)
		p.paragraph(t.Faint, 2, fmt.Sprintf("%d words of a sentence each, to find it again: \"%s\"", itemWords, m.questions[0].text))
	} else {
		p.line(t.Strong, "%d questions, %d passages", len(m.questions), len(l.shelf.passages))
	}
	numbers := fmt.Sprintf("k1 %.2f, b %.2f", m.model.K1, m.model.B)
	p.title(t.Faint, fmt.Sprintf("bm25: %s, %s", m.model.Variant, numbers), fmt.Sprintf("%s, %s", m.model.Variant, numbers), numbers)
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
