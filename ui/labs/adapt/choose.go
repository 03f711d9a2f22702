package adapt

import (
	"fmt"

	"logitarium/core/experiment/knowledge"
	"logitarium/ui/lab"
	"logitarium/viz"
)

// A mechanism is a row of the table of ways.
type mechanism struct {
	changes, good, cost, use string
}

// mechanisms are the ways' rows, in their order.
var mechanisms = [...]mechanism{
	knowledge.AsIs: {
		"nothing", "the shortest prompt; nothing to keep", "knows only what was told often before training ended",
		"stable, common knowledge"},
	knowledge.Retrieval: {
		"the prompt", "a fact changes with its passage, at once, and its source can be shown", "longer prompts; wrong when the passage is not found, or the wrong one is read",
		"facts that change; sources to be cited; too many to train"},
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
		Draw: l.drawChoose, Sentence: lab.English(l.sayChoose), Readings: l.readChoose,
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
func (l *Lab) sayChoose() string {
	w := knowledge.Way(l.way)
	evidence, ok := l.evidence()
	if !ok {
		return fmt.Sprintf("“%s” is for %s. It is not measured here yet.", w, mechanisms[w].use)
	}
	return fmt.Sprintf("“%s”, measured here: %s.", w, evidence)
}

// drawChoose draws which way is for what, and explains one.
func (l *Lab) drawChoose(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	table := viz.TableData{Columns: []viz.Column{
		{Title: viz.Clean("way"), Left: true, Width: 5},
		{Title: viz.Clean("new"), Width: 4}, {Title: viz.Clean("chgd"), Width: 4, Spare: true},
		{Title: viz.Clean("old"), Width: 4}, {Title: viz.Clean("form"), Width: 4},
	}}
	for _, w := range knowledge.Ways() {
		row := viz.TableRow{Chosen: int(w) == l.way, Cells: []viz.Safe{viz.Clean(w.String())}}
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
	m, y := mechanisms[l.way], rows
	here, ok := l.evidence()
	if !ok {
		here = "not measured yet"
	}
	for _, part := range []struct{ name, text string }{
		{"here", here}, {"for", m.use}, {"changes", m.changes}, {"good", m.good}, {"cost", m.cost},
	} {
		y += l.entry(g, f, y, part.name, part.text)
	}
	return g
}

// entry writes a name and a wrapped text beside it, if it fits as a whole, and
// returns its rows.
func (l *Lab) entry(g viz.Grid, f lab.Frame, y int, name, text string) int {
	const indent = 8
	if f.W < 2*indent || y >= f.H {
		return 0
	}
	lines := viz.Wrap(f.Theme.Show(viz.Clean(text)), f.W-indent)
	if y+len(lines) > f.H {
		return f.H - y // nothing that follows fits either
	}
	g.Text(0, y, viz.Clean(name), f.Theme.Faint)
	for i, line := range lines {
		g.Text(indent, y+i, line, f.Theme.Text)
	}
	return len(lines)
}

// evidence is what was measured here for the chosen way; ok is false before all
// questions were asked.
func (l *Lab) evidence() (text string, ok bool) {
	w := knowledge.Way(l.way)
	count := func(k knowledge.Kind) string {
		s, _ := l.study.score(k, w)
		return fmt.Sprintf("%d of %d", s.Right, s.Of)
	}
	fresh, old, form := count(knowledge.New), count(knowledge.Old), count(knowledge.Format)
	for _, k := range knowledge.Kinds() {
		if _, done := l.study.score(k, w); !done {
			return "", false
		}
	}
	tokens, _, _ := l.perAnswer(w)
	switch w {
	case knowledge.AsIs:
		return fmt.Sprintf("%s new facts, %s old ones", fresh, old), true
	case knowledge.Retrieval:
		return fmt.Sprintf("%s new facts with no training, in prompts of %.0f tokens; the form in %s", fresh, tokens, form), true
	case knowledge.Tuned:
		return fmt.Sprintf("%s new facts after %d steps, the form in %s; of the old facts %s are left", fresh, l.study.stepsDone(), form, old), true
	}
	return fmt.Sprintf("%s new facts, %s old ones, the form in %s", fresh, old, form), true
}
