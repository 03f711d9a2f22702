package adapt

import (
	"logitarium/core/experiment/knowledge"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// A profile is what a way changes, what it is good at, what it costs, and what
// it is for.
type profile struct {
	changes, good, cost, use message.ID
}

// profiles are the ways', in their order.
var profiles = [...]profile{
	knowledge.AsIs: {
		"nothing", "the shortest prompt; nothing to keep", "it knows only what was told often before training ended",
		"stable, common knowledge"},
	knowledge.Retrieval: {
		"the prompt", "a fact changes with its passage, at once, and its source can be shown", "longer prompts; wrong when the passage is not found, or the wrong one is read",
		"facts that change; sources to be cited; more facts than can be trained"},
	knowledge.Tuned: {
		"the weights", "form, style and habits; short prompts", "training for each change; old facts are forgotten without replay; no source",
		"a fixed form of answers; a skill; facts that seldom change and are asked often"},
	knowledge.Both: {
		"both", "form from the weights, facts from the prompt", "both costs; tuning can spoil the reading of the prompt",
		"changing facts in a fixed form: measure it, it is not always better"},
}

// choose is the view of which way is for what.
func (l *Lab) choose() lab.View {
	return lab.View{
		Name: "choose", Help: "which way for what, with the numbers measured here", Moves: append(l.trained(), &l.way),
		Draw: l.drawChoose, Sentence: l.sayChoose, Readings: l.readChoose,
	}
}

// readChoose are the scores of the chosen way.
func (l *Lab) readChoose() []lab.Reading {
	var readings []lab.Reading
	for _, k := range []knowledge.Kind{knowledge.New, knowledge.Old, knowledge.Format, knowledge.Changed} {
		readings = append(readings, l.scoreReading(k, knowledge.Way(l.way)))
	}
	return computed(readings)
}

// sayChoose says what was measured of the chosen way.
func (l *Lab) sayChoose() message.Text {
	w := knowledge.Way(l.way)
	if evidence, ok := l.evidence(w); ok {
		return evidence
	}
	switch w {
	case knowledge.AsIs:
		return message.New("“As is” is for stable, common knowledge. It is not measured here yet.")
	case knowledge.Retrieval:
		return message.New("“RAG” is for facts that change, and for sources to be cited. It is not measured here yet.")
	case knowledge.Tuned:
		return message.New("“Tuned” is for a fixed form of answers, or a skill. It is not measured here yet.")
	}
	return message.New("“Both” is for changing facts in a fixed form. It is not measured here yet.")
}

// drawChoose draws which way is for what, explains the chosen one, and where
// there is room the others.
func (l *Lab) drawChoose(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	table := viz.TableData{Columns: []viz.Column{
		{Title: f.Say("way"), Left: true, Width: 5},
		{Title: f.Say("new"), Width: 4}, {Title: f.Say("changed"), Width: 4, Spare: true},
		{Title: f.Say("old"), Width: 4}, {Title: f.Say("form"), Width: 4},
	}}
	for _, w := range knowledge.Ways() {
		row := viz.TableRow{Chosen: int(w) == l.way, Cells: []viz.Safe{f.Say(wayNames[w])}}
		for _, k := range []knowledge.Kind{knowledge.New, knowledge.Changed, knowledge.Old, knowledge.Format} {
			cell := viz.Clean("–")
			if score, ok := l.study.score(k, w); ok {
				cell = viz.Clean(share(score.Share()))
			}
			row.Cells = append(row.Cells, cell)
		}
		table.Rows = append(table.Rows, row)
	}
	rows := min(len(table.Rows)+2, f.H)
	g.Put(0, 0, viz.Table(viz.Size{W: f.W, H: rows}, f.Theme, table))
	y := rows
	chosen := knowledge.Way(l.way)
	y += l.explain(f, g, y, chosen, false) // the sentence has what is measured of it
	for _, w := range knowledge.Ways() {
		if w == chosen {
			continue
		}
		part := f.Theme.Grid(viz.Size{W: f.W, H: max(f.H-y-1, 0)})
		taken := l.explain(f.In(part.W, part.H), part, 0, w, true)
		if taken == 0 || taken >= part.H { // half of a way would be a wrong one
			break
		}
		g.Put(0, y, viz.Rule(viz.Size{W: f.W, H: 1}, f.Theme, f.Say(wayNames[w])))
		g.Put(0, y+1, part)
		y += 1 + taken
	}
	return g
}

// explain writes what there is to say of a way from row y on, and returns the
// rows that it takes: all that are left if something does not fit. What was
// measured here stands first, if it is wanted.
func (l *Lab) explain(f lab.Frame, g viz.Grid, y int, w knowledge.Way, measured bool) int {
	p, first := profiles[w], y
	if measured {
		here, ok := l.evidence(w)
		if !ok {
			here = message.New("not measured yet")
		}
		y += named(f, g, y, f.Say("here"), f.Print(here))
	}
	for _, part := range []struct{ name, text message.Text }{
		{message.New("for"), message.New(p.use)},
		{message.New("changes"), message.New(p.changes)},
		{message.New("good"), message.New(p.good)},
		{message.New("cost"), message.New(p.cost)},
	} {
		y += named(f, g, y, f.Print(part.name), f.Print(part.text))
	}
	return y - first
}

// named writes a name and a wrapped text beside it, if it fits as a whole, and
// returns its rows; all that are left if it does not.
func named(f lab.Frame, g viz.Grid, y int, name, text viz.Safe) int {
	const indent = 9
	if f.W < 2*indent || y >= f.H {
		return 0
	}
	lines := viz.Wrap(f.Theme.Show(text), f.W-indent)
	if y+len(lines) > f.H {
		return f.H - y
	}
	g.Text(0, y, f.Theme.Fit(name, indent-1), f.Theme.Faint)
	for i, line := range lines {
		g.Text(indent, y+i, line, f.Theme.Text)
	}
	return len(lines)
}

// evidence is what was measured here for a way; ok is false before all
// questions were asked.
func (l *Lab) evidence(w knowledge.Way) (text message.Text, ok bool) {
	for _, k := range knowledge.Kinds() {
		if _, done := l.study.score(k, w); !done {
			return message.Text{}, false
		}
	}
	of := func(k knowledge.Kind) knowledge.Score {
		s, _ := l.study.score(k, w)
		return s
	}
	fresh, old, form := of(knowledge.New), of(knowledge.Old), of(knowledge.Format)
	tokens, _, _ := l.perAnswer(w)
	switch w {
	case knowledge.AsIs:
		return message.New("“As is”, measured here: %d of %d new facts, %d of %d old ones.", fresh.Right, fresh.Of, old.Right, old.Of), true
	case knowledge.Retrieval:
		return message.New("“RAG”, measured here: %d of %d new facts with no training, in prompts of %.0f tokens; the form in %d of %d.",
			fresh.Right, fresh.Of, tokens, form.Right, form.Of), true
	case knowledge.Tuned:
		return message.Count(l.study.stepsDone(),
			"“Tuned”, measured here: %d of %d new facts after one step, the form in %[4]d of %[5]d; of the old facts %[6]d of %[7]d are left.",
			"“Tuned”, measured here: %d of %d new facts after %d steps, the form in %d of %d; of the old facts %d of %d are left.",
			fresh.Right, fresh.Of, l.study.stepsDone(), form.Right, form.Of, old.Right, old.Of), true
	}
	return message.New("“Both”, measured here: %d of %d new facts, %d of %d old ones, the form in %d of %d.",
		fresh.Right, fresh.Of, old.Right, old.Of, form.Right, form.Of), true
}
