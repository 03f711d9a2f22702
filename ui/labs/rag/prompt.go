package rag

import (
	"slices"
	"unicode/utf8"

	"logitarium/core/lm"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// promptView is what the model reads.
func (l *Lab) promptView() workView {
	return workView{compute: func() { l.prompt = l.paste(l.position) }, View: lab.View{
		Name: "prompt", Help: "exactly what the model reads, and what did not fit",
		Moves: append(l.searching(), &l.topN, &l.gold, &l.position),
		Draw:  l.drawPrompt, Sentence: l.sayPrompt, Readings: l.readPrompt, Lists: l.listPasted,
	}}
}

// answerRoom is how many tokens of the context are kept for the answer.
const answerRoom = 8

// A prompt is the query with the passages pasted before it.
type prompt struct {
	pasted []pasted // in their order; those that did not fit come last
	text   string   // what the model reads
	tokens int
	budget int
}

// pasted is one passage of a prompt.
type pasted struct {
	doc    int
	tokens int // of its line, with what it begins with and its end
	cut    bool
	placed bool // put at its place by hand
}

// used are the passages that fit.
func (p prompt) used() []pasted {
	n := slices.IndexFunc(p.pasted, func(q pasted) bool { return q.cut })
	if n < 0 {
		n = len(p.pasted)
	}
	return p.pasted[:n]
}

// over is how many tokens of the query, the first ones, the model does not
// read, as it has no room for them.
func (p prompt) over() int { return max(p.tokens-p.budget, 0) }

// paste puts the first passages before the query until the budget is spent:
// from the first that does not fit on, all are left out. A position above 0
// puts the best passage that answers there, among others that do not.
func (l *Lab) paste(position int) prompt {
	var p prompt
	for _, h := range l.hits()[:min(l.topN, len(l.hits()))] {
		p.pasted = append(p.pasted, pasted{doc: h.Doc})
	}
	if gold, ok := l.firstAnswer(); ok && position > 0 {
		p.pasted = nil
		for _, h := range l.hits() {
			if len(p.pasted) < l.topN-1 && !l.corpus.passages[h.Doc].gold {
				p.pasted = append(p.pasted, pasted{doc: h.Doc})
			}
		}
		p.pasted = slices.Insert(p.pasted, min(position-1, len(p.pasted)), pasted{doc: gold, placed: true})
	}
	p.budget = l.lm.Model.Context() - answerRoom
	p.text = l.manner.phrase(l.query)
	p.tokens = l.length(p.text)
	var texts []string
	full := false
	for i, q := range p.pasted {
		text := l.corpus.passages[q.doc].text
		longer := l.manner.phrase(l.query, append(texts, text)...)
		n := l.length(longer)
		p.pasted[i].tokens = n - p.tokens
		full = full || n > p.budget
		if p.pasted[i].cut = full; full {
			p.pasted[i].tokens = l.count(l.manner.line(i, text) + "\n")
			continue
		}
		texts, p.text, p.tokens = append(texts, text), longer, n
	}
	return p
}

// length is how many tokens a prompt has; bytes as count.
func (l *Lab) length(phrase string) int { return len(l.manner.tokens(l.lm.Tokens, phrase)) }

// count is how long a text is: in tokens, or in bytes where the model is behind a
// server, which cuts it.
func (l *Lab) count(text string) int { return len(l.lm.Tokens.Encode(text)) }

// served says whether the model is behind a server.
func (l *Lab) served() bool { return !lm.Cuts(l.lm.Tokens) }

// firstAnswer returns the best ranked passage that answers, or any.
func (l *Lab) firstAnswer() (doc int, ok bool) {
	for _, h := range l.hits() {
		if l.corpus.passages[h.Doc].gold {
			return h.Doc, true
		}
	}
	doc = slices.IndexFunc(l.corpus.passages, func(p passage) bool { return p.gold })
	return doc, doc >= 0
}

// retrievedBy names the chosen retriever.
func (l *Lab) retrievedBy() message.Text { return retrieverOptions[l.retriever].Label() }

// method names the retriever with its variant.
func (l *Lab) method() message.Text {
	if l.retriever == byBM25 || l.retriever == byBoth {
		return message.New("%v (%s)", l.retrievedBy(), l.model().Variant.String())
	}
	return l.retrievedBy()
}

// gutter is the margin that the model does not read.
const gutter = 5

// drawPrompt shows what the model reads, the sources beside it, and what was
// cut.
func (l *Lab) drawPrompt(f lab.Frame) viz.Grid {
	p := l.poster(f, stagePrompt)
	t := f.Theme
	n, of := l.prompt.tokens, l.prompt.budget
	switch {
	case l.served():
		p.title(t.Strong, f.Say("by %v: %d bytes, which the server cuts into tokens", l.method(), n), f.Say("%d bytes, which the server cuts into tokens", n), f.Say("%d bytes", n))
	case l.manner.turns:
		p.title(t.Strong, f.Say("by %v: %d of %d tokens, in the format of %s", l.method(), n, of, l.manner.Family), f.Say("%d of %d tokens, in the format of %s", n, of, l.manner.Family), f.Say("%d of %d tokens", n, of))
	default:
		p.title(t.Strong, f.Say("by %v: %d of %d tokens", l.method(), n, of), f.Say("by %v: %d of %d tokens", l.retrievedBy(), n, of), f.Say("%d of %d tokens", n, of))
	}
	if p.left() > 4 && !l.served() {
		p.Put(0, p.y, viz.Slider(viz.Size{W: p.W, H: 1}, t, float64(l.prompt.tokens)/float64(l.prompt.budget), t.Faint))
		p.y++
	}
	used := l.prompt.used()
	before, after := l.manner.around(l.lm.Tokens)
	var facts []row
	for _, line := range before[:len(before)-1] {
		facts = append(facts, p.rows(viz.Safe{}, t.Accent, line)...)
	}
	begins := before[len(before)-1] // the line of what follows
	for i, q := range used {
		passage := l.corpus.passages[q.doc]
		st := t.Text
		if passage.gold {
			st = t.Reference
		}
		mark := viz.Cleanf("[%d]", i+1)
		if l.manner.numbered { // the line has it
			mark = viz.Safe{}
		}
		facts = append(facts, p.rows(mark, st, begins+l.manner.line(i, passage.text))...)
		begins = ""
	}
	question := p.rows(viz.Safe{}, t.Strong, begins+"Question: "+l.query+after[0])
	for _, line := range after[1:] {
		question = append(question, p.rows(viz.Safe{}, t.Strong, line)...)
	}
	if room := max(p.left()-len(question), 0); len(facts) > room {
		keep := max(room-1, 0)
		more := f.Print(message.Count(len(facts)-keep, "… one more line", "… %d more lines", len(facts)-keep))
		facts = append(facts[:keep], row{text: t.Show(more), style: t.Faint})
	}
	for _, r := range append(facts, question...) {
		p.Text(0, p.y, r.mark, t.Strong)
		p.Text(gutter, p.y, r.text, r.style)
		p.y++
	}
	p.sources(l, used)
	p.beyond(l)
	return p.Grid
}

// beyond lists, where there is room, what was found and is not asked for.
func (p *poster) beyond(l *Lab) {
	hits := l.hits()
	if p.left() < 4 || len(hits) <= l.topN {
		return
	}
	p.y++
	p.Put(0, p.y, viz.Rule(viz.Size{W: p.W, H: 1}, p.f.Theme, p.f.Say("found too, beyond top-n: the model does not read them")))
	p.y++
	for i := l.topN; i < len(hits) && p.left() > 0; i++ {
		st, passage := p.f.Theme.Faint, l.corpus.passages[hits[i].Doc]
		if passage.gold {
			st = p.f.Theme.Reference
			p.Text(gutter-1, p.y, viz.Clean("*"), st)
		}
		p.Text(0, p.y, viz.Cleanf("%3d", i+1), st)
		p.Text(gutter, p.y, p.f.Theme.Fit(viz.Clean(passage.text), p.W-gutter), st)
		p.y++
	}
}

// scored is a passage's score by the chosen retriever; 0 if it was not found.
func (l *Lab) scored(doc int) float64 {
	for _, h := range l.hits() {
		if h.Doc == doc {
			return h.Score
		}
	}
	return 0
}

// row is one of the prompt, with what stands in the margin beside it.
type row struct {
	mark, text viz.Safe
	style      viz.Style
}

// rows wraps a line of the prompt into rows.
func (p *poster) rows(mark viz.Safe, st viz.Style, text string) []row {
	var rows []row
	for i, line := range viz.Wrap(p.f.Theme.Show(viz.Clean(text)), p.W-gutter) {
		if rows = append(rows, row{text: line, style: st}); i == 0 {
			rows[0].mark = mark
		}
	}
	return rows
}

// sources lists where the passages are from, and those that did not fit.
func (p *poster) sources(l *Lab, used []pasted) {
	if p.left() < 2 {
		return
	}
	ids := idWidth
	for _, q := range l.prompt.pasted {
		ids = max(ids, min(1+viz.Clean(l.corpus.passages[q.doc].id).Width(), p.W-gutter-scoreWidth-len("  999 tokens, by hand")))
	}
	p.Put(0, p.y, viz.Rule(viz.Size{W: p.W, H: 1}, p.f.Theme, p.f.Say("sources, * answers")))
	p.y++
	for i, q := range l.prompt.pasted {
		if rest := len(l.prompt.pasted) - i; p.left() == 0 || p.left() == 1 && rest > 1 {
			p.paragraph(p.f.Theme.Faint, 1, p.f.Say("… %d more, %d of all cut", rest, len(l.prompt.pasted)-len(used)))
			return
		}
		passage := l.corpus.passages[q.doc]
		st, length := p.f.Theme.Text, p.f.Say("%3d tokens", q.tokens)
		if l.served() {
			length = p.f.Say("%3d bytes", q.tokens)
		}
		switch {
		case q.cut:
			st, length = p.f.Theme.Bad, p.f.Say("%3d tokens, cut", q.tokens)
		case q.placed && l.served():
			length = p.f.Say("%3d bytes, by hand", q.tokens)
		case q.placed:
			length = p.f.Say("%3d tokens, by hand", q.tokens)
		}
		if passage.gold {
			p.Text(gutter, p.y, viz.Clean("*"), p.f.Theme.Reference)
		}
		p.Text(0, p.y, viz.Cleanf("[%d]", i+1), p.f.Theme.Strong)
		p.Text(gutter+1, p.y, p.f.Theme.FitTail(viz.Clean(passage.id), ids-1), st)
		p.Text(gutter+ids+1, p.y, l.score(l.scored(q.doc)), st)
		p.Text(gutter+ids+scoreWidth+2, p.y, p.f.Theme.Fit(length, p.W-gutter-ids-scoreWidth-2), st)
		p.y++
	}
}

func (l *Lab) sayPrompt() message.Text {
	if how := l.manner.say(); !how.Empty() {
		return message.Join(how, l.sayPasted())
	}
	return l.sayPasted()
}

func (l *Lab) sayPasted() message.Text {
	used := l.prompt.used()
	cut := len(l.prompt.pasted) - len(used)
	if over := l.prompt.over(); over > 0 {
		return message.New("The query alone takes %d tokens, and there is room for %d: the model does not read the first %d. No passage fits.", l.prompt.tokens, l.prompt.budget, over)
	}
	if best := l.prompt.pasted; len(used) == 0 && cut > 0 {
		if l.foreign() {
			return message.New("The best passage alone takes %d tokens of %d, %.1f for a character: the vocabulary was learnt from other texts.", best[0].tokens, l.prompt.budget,
				float64(best[0].tokens)/float64(utf8.RuneCountInString(l.corpus.passages[best[0].doc].text)))
		}
		return message.New("The best passage alone takes %d tokens of %d.", best[0].tokens, l.prompt.budget)
	}
	if cut > 0 {
		return message.New("Dropped: %d of %d passages, with no room in %d tokens. More passages are not simply better.", cut, len(l.prompt.pasted), l.prompt.budget)
	}
	if len(l.corpus.passages) == 0 {
		return l.bare()
	}
	if len(used) == 0 {
		return message.New("Nothing was found, so the model is asked without help.")
	}
	for i, q := range used {
		if l.corpus.passages[q.doc].gold {
			return message.New("The answer is in [%d]. The model's weights do not change: all that retrieval does is this text.", i+1)
		}
	}
	if !l.asked().known() {
		return message.New("All that retrieval does is this text. The model's weights do not change.")
	}
	return message.New("None of these passages has the answer. The model will read them all the same.")
}

func (l *Lab) readPrompt() []lab.Reading {
	used := len(l.prompt.used())
	length := lab.Reading{Name: "tokens", Help: message.New("how long the prompt is, of what the context has room for besides the answer"), Value: float64(l.prompt.tokens), Note: message.New("of %d", l.prompt.budget)}
	if l.served() {
		length = lab.Reading{Name: length.Name, Help: length.Help, Undefined: message.New("the server cuts the text")}
	}
	return []lab.Reading{
		length,
		{Name: "pasted", Help: message.New("how many passages the model reads"), Value: float64(used), Unit: "passages"},
		{Name: "cut", Help: message.New("how many passages did not fit"), Value: float64(len(l.prompt.pasted) - used), Unit: "passages"},
	}
}

func (l *Lab) listPasted() []lab.List {
	if len(l.prompt.pasted) == 0 {
		return nil
	}
	list := lab.List{Name: "passages of the prompt", Columns: []string{"place", "passage", "score", "tokens", "fits", "answers", "text"}}
	for i, q := range l.prompt.pasted {
		p := l.corpus.passages[q.doc]
		fits := "yes"
		if q.cut {
			fits = "no, left out"
		}
		length := lab.Count(q.tokens)
		if l.served() {
			length = lab.Word("unknown")
		}
		list.Add(lab.Count(i+1), lab.Word(p.id), lab.Amount(l.scored(q.doc), 5), length, lab.Word(fits), lab.Word(l.answering(p)), lab.Word(p.text))
	}
	return []lab.List{list}
}
