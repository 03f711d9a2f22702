package rag

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// answerView is what the model says.
func (l *Lab) answerView() picture {
	compute := func() {
		l.prompt = l.paste(l.position)
		l.ask()
	}
	return picture{generates: true, compute: compute, first: &l.work, then: &l.more, View: lab.View{
		Name: "answer", Help: "the answer with and without the passages",
		Moves: append(l.searching(), &l.topN, &l.gold, &l.position),
		Draw:  l.drawAnswer, Sentence: lab.English(l.sayAnswer), Readings: l.readAnswer, Lists: l.listRead,
	}}
}

// drawAnswer draws the two answers, and the probability of the right one in
// several ways of giving the passages.
func (l *Lab) drawAnswer(f lab.Frame) viz.Grid {
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

func (l *Lab) sayAnswer() string {
	a := l.answer
	switch {
	case l.mute():
		return "Retrieval works on any text; the answer can only be as good as the model that reads it."
	case a.closed.failed != nil:
		return a.closed.failed.Error()
	case a.open.failed != nil:
		return a.open.failed.Error()
	case l.prompt.over() > 0:
		return fmt.Sprintf("The query is too long: the model does not read the first %d of %d tokens, and no passage. It says \"%s\".", l.prompt.over(), l.prompt.tokens, l.said(a.open))
	case l.shelf.want == "":
		return fmt.Sprintf("The model says \"%s\" without and \"%s\" with the passages. It was not trained on such questions.", l.said(a.closed), l.said(a.open))
	}
	without, with := product(a.closed.truth), product(a.open.truth)
	want, said, place := l.shelf.want, l.said(a.open), l.answered()
	switch {
	case math.IsNaN(without) || math.IsNaN(with):
		return fmt.Sprintf("The model says \"%s\" without and \"%s\" with the passages. How likely it finds %s is not among what it tells.", l.said(a.closed), said, want)
	case len(l.prompt.used()) == 0:
		return fmt.Sprintf("Nothing is pasted, so both answers are the same: p(%s) is %.3f.", want, with)
	case without > 0.5 && with < without-0.02 && place > 0:
		return fmt.Sprintf("The model knew it: p(%s) falls from %.3f to %.3f, although the answer stands in [%d]. Here retrieval hurts.", want, without, with, place)
	case without > 0.5 && with < without-0.02:
		return fmt.Sprintf("The model knew it: p(%s) falls from %.3f to %.3f, as it reads passages that do not have the answer. Here retrieval hurts.", want, without, with)
	case said != want && with < 0.5 && place > 0:
		return fmt.Sprintf("It answers \"%s\", though the answer, %s, stands in [%d] and has p %.3f: it was there, and reading failed.", said, want, place, with)
	case said != want && with < 0.5:
		return fmt.Sprintf("It answers \"%s\"; the right answer, %s, has p %.3f and stands in no passage that it reads: retrieval is the ceiling.", said, want, with)
	case l.gold == goldEdited && said == want && place > 0:
		return fmt.Sprintf("The document was edited and the answer is now %s, p %.3f. Nothing was trained.", want, with)
	case without > 0.5 && with > without+0.02:
		return fmt.Sprintf("The model knew it already: p(%s) is %.3f without a passage and %.3f with. Here retrieval adds a little.", want, without, with)
	case without > 0.5:
		return fmt.Sprintf("The model knows it by heart: p %.3f without a passage, %.3f with. Here retrieval changes little.", without, with)
	case place > 0 && with > 0.5:
		return fmt.Sprintf("p(%s) goes from %.3f to %.3f, out of [%d]. The weights are the same: it was read, not learned.", want, without, with, place)
	}
	return fmt.Sprintf("p(%s) is %.3f without and %.3f with the passages.", want, without, with)
}

// answered is the place of the first passage in the prompt that answers, from
// 1; 0 if none does.
func (l *Lab) answered() int {
	return 1 + slices.IndexFunc(l.prompt.used(), func(q pasted) bool { return l.shelf.passages[q.doc].gold })
}

func (l *Lab) readAnswer() []lab.Reading {
	none := ""
	switch {
	case l.mute():
		none = "needs a larger model"
	case l.foreign():
		none = "the true answer is not known"
	case l.shelf.want == "":
		none = "the true answer is not one word"
	}
	a := l.answer
	sequence, token, ok := a.marginal()
	unread, unsourced := none, none
	if none == "" && !ok {
		unread = "not all passages are read"
	}
	if none == "" && a.source == 0 {
		unsourced = "no pasted passage has it"
	}
	untold := func(p float64) string {
		if none == "" && math.IsNaN(p) {
			return "the model does not tell it"
		}
		return none
	}
	with, without := product(a.open.truth), product(a.closed.truth)
	if unread == "" && math.IsNaN(sequence) {
		unread = "the model does not tell it"
	}
	return []lab.Reading{
		{Name: "p with", Help: message.New("the probability of the true answer with the passages in the prompt"), Value: with, Digits: 4, Undefined: message.Verbatim(untold(with)), Note: message.New("pasted")},
		{Name: "p without", Help: message.New("the probability of the true answer from the weights alone"), Value: without, Digits: 4, Undefined: message.Verbatim(untold(without)), Note: message.New("no passages")},
		{Name: "truth", Help: message.New("the word that the passages make the true answer"), Text: message.Verbatim(l.shelf.want), Undefined: message.Verbatim(none)},
		{Name: "rag-sequence", Help: message.New("the answer's probability after each passage alone, averaged over passages"), Value: sequence, Digits: 4, Undefined: message.Verbatim(unread)},
		{Name: "rag-token", Help: message.New("the same, averaged anew at each token of the answer"), Value: token, Digits: 4, Undefined: message.Verbatim(unread)},
		{Name: "source", Help: message.New("the place of the first pasted passage that has the true answer's word"), Value: float64(a.source), Undefined: message.Verbatim(unsourced), Note: message.New("the passage with the word")},
	}
}

// listRead is what the model read, if it was asked.
func (l *Lab) listRead() []lab.List {
	if l.mute() {
		return nil
	}
	return l.listPasted()
}
