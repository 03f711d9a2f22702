package rag

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"logitarium/core/tensor"
	"logitarium/core/world"
	"logitarium/ui/lab"
	"logitarium/viz"
)

// answer is what the model makes of the query, with and without passages.
type answer struct {
	by           string // all that it depends on
	closed, open reading
	alone        [][]float64 // by passage: the answer's tokens after it alone; nil if not read yet
	prior        []float64   // p(passage | query)
	source       int         // place of the passage that has the answer's word, from 1; 0: none
	without      float64     // p(answer) when that one is left out
	sweep        []float64   // p(answer) by place of the answering passage
}

// ask has the model read the lab's prompt and the bare question, if it has not.
func (l *Lab) ask() {
	if l.mute() {
		l.answer = answer{}
		l.work.Drop()
		l.more.Drop()
		return
	}
	by := fmt.Sprintf("%q %q %v %d", l.prompt.text, l.shelf.want, l.prompt.pasted, l.gold)
	switch {
	case l.answer.by == by:
		l.work.Drop()
		return
	case l.work.Is(by):
		return
	}
	l.more.Drop()
	n := answer{by: by, without: math.NaN(), closed: l.answer.closed}
	l.work.Begin(by, "the model answers")
	question := world.Prompt(l.query)
	if n.closed.prompt != question || n.closed.want != l.shelf.want {
		l.read(&l.work, l.count(question), func() string { return question }, func(r reading) { n.closed = r })
	}
	pasted := l.prompt.text
	l.read(&l.work, l.count(pasted), func() string { return pasted }, func(r reading) { n.open = r })
	l.work.Add(0, nil, func() {
		l.answer = n
		l.askMore()
	})
	l.work.Start()
}

// askMore leaves it to the steps to have the model read what else the answer
// is compared with: many prompts, one by one.
func (l *Lab) askMore() {
	l.more.Patience = -1
	l.more.Begin(l.answer.by, "the model reads passage after passage")
	if l.shelf.want == "" {
		return
	}
	n, used, length := &l.answer, l.prompt.used(), l.count(l.prompt.text)
	n.prior = l.prior(used)
	n.alone = make([][]float64, len(used))
	var rest []string // all but the source
	for i, q := range used {
		text := l.shelf.passages[q.doc].text
		if n.source == 0 && slices.Contains(l.shelf.holding.analyzer.Terms(text), strings.ToLower(l.shelf.want)) {
			n.source = i + 1
		} else {
			rest = append(rest, text)
		}
		l.read(&l.more, length, func() string { return world.Prompt(l.query, text) }, func(r reading) { l.answer.alone = with(l.answer.alone, i, r.truth) })
	}
	if n.source > 0 {
		l.read(&l.more, length, func() string { return world.Prompt(l.query, rest...) }, func(r reading) { l.answer.without = product(r.truth) })
	}
	if _, ok := l.gilded(); ok {
		n.sweep = make([]float64, len(used))
		for i := range n.sweep {
			n.sweep[i] = math.NaN()
			l.read(&l.more, length, func() string { return l.paste(i + 1).text }, func(r reading) { l.answer.sweep = with(l.answer.sweep, i, product(r.truth)) })
		}
	}
}

// with returns a copy of a list with another value at i: the list itself may
// have been kept.
func with[T any](list []T, i int, v T) []T {
	list = slices.Clone(list)
	list[i] = v
	return list
}

// prior is p(z|x) of Lewis et al. 2020, exp(d(z)·q(x)) normalised over the
// passages, at the temperature that the bi-encoder was trained with.
func (l *Lab) prior(used []pasted) []float64 {
	p := make([]float32, len(used))
	if len(used) == 0 {
		return nil
	}
	for i, q := range used {
		p[i] = float32(l.found.cosines[q.doc] / l.library.encoder.Card.Recipe.Temperature)
	}
	tensor.Softmax(p, p)
	return widen(p)
}

func widen(x []float32) []float64 {
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = float64(v)
	}
	return out
}

// product is p of all tokens together.
func product(p []float64) float64 {
	all := 1.0
	for _, v := range p {
		all *= v
	}
	return all
}

// marginal returns p(y|x) over the passages z in both ways of Lewis et al. 2020:
// RAG-Sequence, Σ_z p(z|x) Π_i p(y_i|x,z), and RAG-Token, Π_i Σ_z p(z|x)
// p(y_i|x,z). ok is false until all passages were read.
func (a answer) marginal() (sequence, token float64, ok bool) {
	if len(a.alone) == 0 || slices.ContainsFunc(a.alone, func(p []float64) bool { return p == nil }) {
		return 0, 0, false
	}
	token = 1
	for i := range a.alone[0] {
		sum := 0.0
		for z, p := range a.alone {
			sum += float64(a.prior[z] * p[i])
		}
		token *= sum
	}
	for z, p := range a.alone {
		sequence += float64(a.prior[z] * product(p))
	}
	return sequence, token, true
}

// said is the text that was written.
func (l *Lab) said(r reading) string {
	var text strings.Builder
	for _, s := range r.steps {
		if s.token != l.lm.Tokens.End() {
			text.Write(l.lm.Tokens.Bytes(s.token))
		}
	}
	return strings.TrimSpace(text.String())
}

// viewAnswer draws the two answers, and the probability of the right one in
// several ways of giving the passages.
func (l *Lab) viewAnswer(f lab.Frame) viz.Grid {
	p := l.page(f, stageGenerator)
	if l.mute() {
		p.paragraph(f.Theme.Strong, 9, "This answer needs a larger model: the built-in one has read nothing but Tiny World. Open another with --model DIR, and it answers here. What it would read is in view prompt; retrieval, scores and vectors work the same.")
		return p.Grid
	}
	var ids []string
	for _, q := range l.prompt.used() {
		ids = append(ids, l.shelf.passages[q.doc].id)
	}
	if len(ids) == 0 {
		ids = []string{"no passage"}
	}
	if p.left() >= 20 {
		p.line(f.Theme.Faint, "by %s, k1 %g, b %g", l.method(), l.k1, l.b)
		p.paragraph(f.Theme.Text, 1, "reads "+strings.Join(ids, ", "))
		l.tokens(p)
	} else {
		p.line(f.Theme.Text, "reads %s", strings.Join(ids, ", "))
		p.title(f.Theme.Strong, "without "+l.inline(l.answer.closed), "without "+l.inwords(l.answer.closed))
		p.title(f.Theme.Strong, "with    "+l.inline(l.answer.open), "with    "+l.inwords(l.answer.open))
	}
	if l.shelf.want == "" {
		why := "The true answer to this query is not one word: no probability to follow."
		if l.foreign() {
			why = "Nobody has said what the true answer to this query is: no probability to follow."
		}
		p.paragraph(f.Theme.Faint, 3, why)
		return p.Grid
	}
	p.rest(0, func(size viz.Size, t viz.Theme) viz.Grid { return viz.Bars(size, t, l.chances()) })
	return p.Grid
}

// tokens is the table of both answers, a token a row.
func (l *Lab) tokens(p *page) {
	rows := max(len(l.answer.closed.steps), len(l.answer.open.steps))
	d := viz.TableData{Columns: []viz.Column{
		{Width: 1},
		{Title: viz.Clean("without"), Left: true, Width: 17},
		{Title: viz.Clean("with"), Left: true, Width: 17},
	}}
	for i := range rows {
		d.Rows = append(d.Rows, viz.TableRow{Cells: []viz.Safe{viz.Cleanf("%d", i+1), l.written(l.answer.closed, i), l.written(l.answer.open, i)}})
	}
	h := min(mostSteps+2, p.left())
	p.Put(0, p.y, viz.Table(viz.Size{W: p.W, H: h}, p.f.Theme, d))
	p.y += h
}

// inline writes an answer's tokens with their probabilities in one line.
func (l *Lab) inline(r reading) string {
	var words []string
	for i := range r.steps {
		words = append(words, l.written(r, i).String())
	}
	return strings.Join(words, "  ")
}

// inwords is inline with the tokens of a word as one, whose probabilities
// multiply, and without the end.
func (l *Lab) inwords(r reading) string {
	var words []string
	word, p := "", 1.0
	flush := func() {
		if word != "" {
			words = append(words, viz.Cleanf("%.3f %s", p, word).String())
		}
		word, p = "", 1
	}
	for _, s := range r.steps {
		text := string(l.lm.Tokens.Bytes(s.token))
		if s.token == l.lm.Tokens.End() || strings.TrimSpace(text) == "" {
			break
		}
		if strings.HasPrefix(text, " ") {
			flush()
		}
		word, p = word+strings.TrimSpace(text), p*s.p
	}
	flush()
	return strings.Join(words, "  ")
}

// written is a token of an answer with its probability.
func (l *Lab) written(r reading, i int) viz.Safe {
	if i >= len(r.steps) {
		return viz.Safe{}
	}
	s := r.steps[i]
	text := "end"
	if b := strings.TrimSpace(string(l.lm.Tokens.Bytes(s.token))); b != "" && s.token != l.lm.Tokens.End() {
		text = b
	}
	return viz.Cleanf("%.3f %s", s.p, text)
}

// chances are the bars of p(answer).
func (l *Lab) chances() viz.BarChart {
	a := l.answer
	sequence, token, ok := a.marginal()
	if !ok {
		sequence, token = math.NaN(), math.NaN()
	}
	chart := viz.BarChart{
		Columns: []viz.Column{{Title: viz.Cleanf("p(%s)", l.shelf.want), Left: true, Width: 14}, {Width: 5}},
		Max:     1,
	}
	bar := func(name string, v float64) {
		chart.Rows = append(chart.Rows, viz.BarRow{Value: v, Cells: []viz.Safe{viz.Clean(name), viz.Fixed(v, 3)}})
	}
	bar("without", product(a.closed.truth))
	bar("with", product(a.open.truth))
	if a.source > 0 {
		bar(fmt.Sprintf("all but [%d]", a.source), a.without)
	}
	chart.Rows = append(chart.Rows, viz.BarRow{Rule: viz.Clean("Lewis et al. 2020: read one by one")})
	bar("RAG-Sequence", sequence)
	bar("RAG-Token", token)
	if len(a.sweep) > 0 {
		chart.Rows = append(chart.Rows, viz.BarRow{Rule: viz.Clean("with, the answer put at")})
		for i, v := range a.sweep {
			bar(fmt.Sprintf("place %d", i+1), v)
			chart.Rows[len(chart.Rows)-1].Chosen = i+1 == l.position
		}
	}
	return chart
}
