package rag

import (
	"logitarium/core/lm"
	"math"
	"slices"
	"strings"

	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// answerView is what the model says.
func (l *Lab) answerView() workView {
	compute := func() {
		l.prompt = l.paste(l.position)
		l.ask()
	}
	return workView{generates: true, compute: compute, first: &l.work, then: &l.more, View: lab.View{
		Name: "answer", Large: true, Help: "the answer with and without the passages",
		Moves: append(l.searching(), &l.topN, &l.gold, &l.position),
		Draw:  l.drawAnswer, Sentence: l.sayAnswer, Readings: l.readAnswer, Lists: l.listRead,
	}}
}

// drawAnswer draws the two answers as they are spoken, with a large p, and
// below the probability of the right one in several ways of giving the
// passages.
func (l *Lab) drawAnswer(f lab.Frame) viz.Grid {
	p := l.poster(f, stageGenerator)
	if l.outOfWorld() {
		p.paragraph(f.Theme.Strong, 9, f.Say("This answer needs a larger model: the built-in one has read nothing but Tiny World. Open another with --model DIR, and it answers here. What it would read is in view prompt; retrieval, scores and vectors work the same."))
		return p.Grid
	}
	p.question(l.query)
	l.spoken(p)
	large := p.left() >= 22
	if large {
		p.line(f.Theme.Faint, f.Say("by %v, k1 %g, b %g", l.method(), l.k1, l.b))
		l.tokens(p)
	}
	switch {
	case l.corpus.want == "" && l.foreign():
		p.paragraph(f.Theme.Faint, 3, f.Say("Nobody has said what the true answer to this query is: no probability to follow."))
	case l.corpus.want == "" && l.asksForAnybody():
		p.paragraph(f.Theme.Faint, 3, f.Say("The true answer to this query is not one word: no probability to follow."))
	case l.corpus.want == "":
		p.paragraph(f.Theme.Faint, 3, f.Say("The true answer to this wording is not known here: no probability to follow. Try \"%s\".", worldExamples[1].text))
	case l.served():
		p.paragraph(f.Theme.Faint, 3, f.Say("How likely the true answer is can't be asked: the server tells the likeliest tokens, and not how it cuts a word. What it answers, token by token:"))
		if !large {
			l.tokens(p)
		}
	default:
		chart := l.chances(f)
		h := min(len(chart.Rows)+1, p.left())
		p.Put(0, p.y, viz.Bars(viz.Size{W: p.W, H: h}, f.Theme, chart))
		p.y += h
	}
	if p.left() > 2 {
		p.y++
		p.sources(l, l.prompt.used())
		p.passages(l)
	}
	return p.Grid
}

// spoken writes what is said without and with the passages, each on a line of
// its own with a mark, and p of the true answer, large, beside them.
func (l *Lab) spoken(p *poster) {
	f, t, a := p.f, p.f.Theme, l.answer
	right, wrong := "✓", "✗"
	if t.Glyphs == viz.ASCII {
		right, wrong = "+", "x"
	}
	given := f.Say("with nothing")
	if n := len(l.prompt.used()); n > 0 {
		given = f.Print(message.Count(n, "with one", "with %d", n))
		if at := l.answered(); at > 0 && p.W >= 70 {
			given = f.Print(message.Count(n, "with one, [%[2]d] answers", "with %d, [%d] answers", n, at))
		}
	}
	alone := f.Say("alone")
	indent := max(alone.Width(), given.Width()) + 2
	const number = 20 // cells of the large p
	known := l.corpus.want != ""
	first := p.y
	for _, line := range []struct {
		name viz.Safe
		r    attempt
	}{{alone, a.closed}, {given, a.open}} {
		if p.left() == 0 {
			return
		}
		room := p.W - indent
		if known && p.W >= 60 {
			room -= number
		}
		p.Text(0, p.y, line.name, t.Faint)
		said, st, mark := l.said(line.r), t.Strong, ""
		if known && said == l.corpus.want {
			st, mark = t.Measured, right
		} else if known {
			st, mark = t.Bad, wrong
		}
		st.Attr |= viz.Bold
		text := t.Fit(viz.Cleanf("%s %s", said, mark), room)
		p.Text(indent, p.y, text, st)
		if sure := l.sure(line.r); !math.IsNaN(sure) {
			if words := f.Say("p %.3f", sure); text.Width()+2+words.Width() <= room {
				p.Text(indent+text.Width()+2, p.y, words, t.Faint)
			}
		}
		p.y++
	}
	if with := product(a.open.truth); known && p.W >= 60 && !math.IsNaN(with) {
		st := t.Measured
		if with < 0.5 {
			st = t.Bad
		}
		if p.left() > 9 { // three rows
			p.Text(p.W-number, first, t.Fit(f.Say("p(%s) =", l.corpus.want), number), t.Faint)
			p.Put(p.W-number, first+1, viz.Big(viz.Size{W: number, H: 3}, t, viz.Fixed(with, 3), st))
			p.y = max(p.y, first+4)
		} else {
			p.Text(p.W-number, first+1, t.Fit(f.Say("p(%s) = %.3f", l.corpus.want, with), number), st)
		}
	}
}

// sure is the probability of the first word that was written, the product of
// its tokens'; NaN if there is none, or the model does not tell it.
func (l *Lab) sure(r attempt) float64 {
	p, any := 1.0, false
	for i, s := range r.steps {
		text := string(l.lm.Tokens.Bytes(s.token))
		if l.manner.ends(l.lm.Tokens, s.token) || strings.TrimSpace(text) == "" || i > 0 && strings.HasPrefix(text, " ") {
			break
		}
		p, any = p*s.p, true
	}
	if !any {
		return math.NaN()
	}
	return p
}

// passages writes the passages that the model reads, whole, as far as there is
// room.
func (p *poster) passages(l *Lab) {
	if p.left() < 2 {
		return
	}
	p.line(p.f.Theme.Strong, p.f.Say("what it reads"))
	for i, q := range l.prompt.used() {
		p.paragraph(p.f.Theme.Text, 2, viz.Cleanf("[%d] %s", i+1, l.corpus.passages[q.doc].text))
	}
}

// tokens is the table of both answers, a token a row.
func (l *Lab) tokens(p *poster) {
	rows := max(len(l.answer.closed.steps), len(l.answer.open.steps))
	d := viz.TableData{Columns: []viz.Column{
		{Width: 1},
		{Title: p.f.Say("without"), Left: true, Width: 17},
		{Title: p.f.Say("with"), Left: true, Width: 17},
	}}
	for i := range rows {
		d.Rows = append(d.Rows, viz.TableRow{Cells: []viz.Safe{viz.Cleanf("%d", i+1), l.written(p.f, l.answer.closed, i), l.written(p.f, l.answer.open, i)}})
	}
	h := min(mostSteps+2, p.left())
	p.Put(0, p.y, viz.Table(viz.Size{W: p.W, H: h}, p.f.Theme, d))
	p.y += h
}

// written is a token of an answer with its probability.
func (l *Lab) written(f lab.Frame, r attempt, i int) viz.Safe {
	if i >= len(r.steps) {
		return viz.Safe{}
	}
	s := r.steps[i]
	text := f.Say("end").String()
	if piece := string(l.lm.Tokens.Bytes(s.token)); s.token != l.lm.Tokens.End() && strings.Trim(piece, " ") == "" {
		text = lm.Label(l.lm.Tokens, s.token)
	}
	if b := strings.TrimSpace(string(l.lm.Tokens.Bytes(s.token))); b != "" && s.token != l.lm.Tokens.End() {
		text = b
	}
	return viz.Cleanf("%.3f %s", s.p, text)
}

// chances are the bars of p(answer).
func (l *Lab) chances(f lab.Frame) viz.BarChart {
	a := l.answer
	sequence, token, ok := a.marginal()
	if !ok {
		sequence, token = math.NaN(), math.NaN()
	}
	chart := viz.BarChart{
		Columns: []viz.Column{{Title: viz.Cleanf("p(%s)", l.corpus.want), Left: true, Width: 14}, {Width: 5}},
		Max:     1,
	}
	bar := func(name viz.Safe, v float64) {
		chart.Rows = append(chart.Rows, viz.BarRow{Value: v, Cells: []viz.Safe{name, viz.Fixed(v, 3)}})
	}
	bar(f.Say("without"), product(a.closed.truth))
	bar(f.Say("with"), product(a.open.truth))
	if a.source > 0 {
		bar(f.Say("all but [%d]", a.source), a.without)
	}
	chart.Rows = append(chart.Rows, viz.BarRow{Heading: true, Rule: f.Say("Lewis et al. 2020: read one by one")})
	bar(viz.Clean("RAG-Sequence"), sequence)
	bar(viz.Clean("RAG-Token"), token)
	if len(a.sweep) > 0 {
		chart.Rows = append(chart.Rows, viz.BarRow{Heading: true, Rule: f.Say("with, the answer put at")})
		for i, v := range a.sweep {
			bar(f.Say("place %d", i+1), v)
			chart.Rows[len(chart.Rows)-1].Chosen = i+1 == l.position
		}
	}
	return chart
}

func (l *Lab) sayAnswer() message.Text {
	a := l.answer
	switch {
	case l.outOfWorld():
		return message.New("Retrieval works on any text; the answer can only be as good as the model that reads it.")
	case a.closed.failed != nil:
		return message.New("%v.", message.Of(a.closed.failed))
	case a.open.failed != nil:
		return message.New("%v.", message.Of(a.open.failed))
	case l.prompt.over() > 0:
		return message.New("The query is too long: the model does not read the first %d of %d tokens, and no passage. It says \"%s\".", l.prompt.over(), l.prompt.tokens, l.said(a.open))
	case l.corpus.want == "" && l.asksForAnybody():
		return message.New("The model says \"%s\" without and \"%s\" with the passages. The true answer is not one word.", l.said(a.closed), l.said(a.open))
	case l.corpus.want == "":
		return message.New("The model says \"%s\" without and \"%s\" with the passages. The true answer is not known here.", l.said(a.closed), l.said(a.open))
	}
	without, with := product(a.closed.truth), product(a.open.truth)
	want, said, place := l.corpus.want, l.said(a.open), l.answered()
	switch {
	case l.served() && said == want && l.said(a.closed) == want:
		return message.New("The model says \"%s\", which is true, with the passages and without.", want)
	case l.served() && said == want:
		return message.New("The model says \"%s\" without the passages and with them \"%s\", which is true.", l.said(a.closed), want)
	case l.served():
		return message.New("The model says \"%s\" without and \"%s\" with the passages. The true answer is %s.", l.said(a.closed), said, want)
	case math.IsNaN(without) || math.IsNaN(with):
		return message.New("The model says \"%s\" without and \"%s\" with the passages. How likely it finds %s is not among what it tells.", l.said(a.closed), said, want)
	case len(l.prompt.used()) == 0:
		return message.New("Nothing is pasted, so both answers are the same: p(%s) is %.3f.", want, with)
	case without > 0.5 && with < without-0.02 && place > 0:
		return message.New("The model knew it: p(%s) falls from %.3f to %.3f, although the answer stands in [%d]. Here retrieval hurts.", want, without, with, place)
	case without > 0.5 && with < without-0.02:
		return message.New("The model knew it: p(%s) falls from %.3f to %.3f, as it reads passages that do not have the answer. Here retrieval hurts.", want, without, with)
	case said != want && with < 0.5 && place > 0:
		return message.New("It answers \"%s\", though the answer, %s, stands in [%d] and has p %.3f: it was there, and reading failed.", said, want, place, with)
	case said != want && with < 0.5:
		return message.New("It answers \"%s\"; the right answer, %s, has p %.3f and stands in no passage that it reads: retrieval is the ceiling.", said, want, with)
	case l.gold == goldEdited && said == want && place > 0:
		return message.New("The document was edited and the answer is now %s, p %.3f. Nothing was trained.", want, with)
	case without > 0.5 && with > without+0.02:
		return message.New("The model knew it already: p(%s) is %.3f without a passage and %.3f with. Here retrieval adds a little.", want, without, with)
	case without > 0.5:
		return message.New("The model knows it by heart: p %.3f without a passage, %.3f with. Here retrieval changes little.", without, with)
	case place > 0 && with > 0.5:
		return message.New("p(%s) goes from %.3f to %.3f, out of [%d]. The weights are the same: it was read, not learned.", want, without, with, place)
	}
	return message.New("p(%s) is %.3f without and %.3f with the passages.", want, without, with)
}

// asksForAnybody says whether the query is known to ask who it is, so that
// many passages may answer, each with another name.
func (l *Lab) asksForAnybody() bool { return l.asked().named && l.asked().fact.Person == "" }

// answered is the place of the first passage in the prompt that answers, from
// 1; 0 if none does.
func (l *Lab) answered() int {
	return 1 + slices.IndexFunc(l.prompt.used(), func(q pasted) bool { return l.corpus.passages[q.doc].gold })
}

func (l *Lab) readAnswer() []lab.Reading {
	var none message.Text
	switch {
	case l.outOfWorld():
		none = message.New("needs a larger model")
	case l.foreign():
		none = message.New("the true answer is not known")
	case l.corpus.want == "" && !l.asksForAnybody():
		none = message.New("the true answer is not known")
	case l.corpus.want == "":
		none = message.New("the true answer is not one word")
	}
	a := l.answer
	sequence, token, ok := a.marginal()
	unread, unsourced := none, none
	if none.Empty() && !ok {
		unread = message.New("not all passages are read")
	}
	if none.Empty() && a.source == 0 {
		unsourced = message.New("no pasted passage has it")
	}
	untold := func(p float64) message.Text {
		if none.Empty() && math.IsNaN(p) {
			return message.New("the model does not tell it")
		}
		return none
	}
	with, without := product(a.open.truth), product(a.closed.truth)
	if unread.Empty() && math.IsNaN(sequence) {
		unread = message.New("the model does not tell it")
	}
	return []lab.Reading{
		{Name: "p with", Help: message.New("the probability of the true answer with the passages in the prompt"), Value: with, Digits: 4, Undefined: untold(with), Note: message.New("pasted")},
		{Name: "p without", Help: message.New("the probability of the true answer from the weights alone"), Value: without, Digits: 4, Undefined: untold(without), Note: message.New("no passages")},
		{Name: "truth", Help: message.New("the word that the passages make the true answer"), Text: message.Verbatim(l.corpus.want), Undefined: none},
		{Name: "rag-sequence", Help: message.New("the answer's probability after each passage alone, averaged over passages"), Value: sequence, Digits: 4, Undefined: unread},
		{Name: "rag-token", Help: message.New("the same, averaged anew at each token of the answer"), Value: token, Digits: 4, Undefined: unread},
		{Name: "source", Help: message.New("the place of the first pasted passage that has the true answer's word"), Value: float64(a.source), Undefined: unsourced, Note: message.New("the passage with the word")},
	}
}

// listRead is what the model read, if it was asked.
func (l *Lab) listRead() []lab.List {
	if l.outOfWorld() {
		return nil
	}
	return l.listPasted()
}
