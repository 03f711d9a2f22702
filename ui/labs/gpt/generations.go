package gpt

import (
	"slices"

	"logitarium/core/family"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// generations are the models of the table: of each generation the one that its
// report is about.
var generations = []string{"gpt-1", "gpt-2-xl", "gpt-3-175b", "gpt-4"}

func (l *Lab) generations() []family.Model {
	var all []family.Model
	for _, m := range l.models {
		if slices.Contains(generations, m.ID) {
			all = append(all, m)
		}
	}
	return all
}

// generationRows are the facts of the table, what matters most first.
func generationRows(m family.Model) []family.Aspect {
	u := m.Use()
	total := m.Total()
	if total.Known() {
		total.Text = short(total.Value)
	}
	return []family.Aspect{
		{Name: "released", Cell: m.Released}, {Name: "parameters", Cell: total}, {Name: "layers", Cell: m.Layers}, {Name: "width", Cell: inGroups(m.Width)},
		{Name: "context", Cell: inGroups(m.Context)}, {Name: "tokens", Cell: m.Tokens}, {Name: "input", Cell: m.Input}, {Name: "asked", Cell: u.Asked},
		{Name: "training", Cell: m.Training}, {Name: "release", Cell: u.Release}, {Name: "norm place", Cell: m.Block.NormPlace},
		{Name: "attention", Cell: m.Block.Attention}, {Name: "vocabulary", Cell: inGroups(m.Vocab)}, {Name: "heads", Cell: m.Heads},
		{Name: "norm", Cell: m.Block.NormKind}, {Name: "positions", Cell: m.Block.Positions}, {Name: "MLP", Cell: m.Block.MLP},
		{Name: "activation", Cell: m.Block.Activation}, {Name: "head", Cell: m.Block.Head}, {Name: "title", Cell: u.Title}, {Name: "safety", Cell: u.Safety},
	}
}

// inGroups is a whole number with its digits in groups: of a vocabulary, of its
// ids.
func inGroups(c family.Cell) family.Cell {
	if c.Known() {
		c.Text = grouped(int(c.Value))
	}
	return c
}

// drawGenerations draws GPT-1 to GPT-4 side by side. A fact is wrapped within
// its column; what is not disclosed is fog.
func (l *Lab) drawGenerations(p *poster) {
	const name, gap = 11, 1
	all := l.generations()
	width := (p.g.W - name) / len(all)
	if width < 8 {
		p.wrapped(p.t.Text, 0, p.say("There is no room for four columns here."))
		return
	}
	for i, m := range all {
		st := p.t.Strong
		if m.ID == l.a().ID {
			st = p.t.Accent
		}
		p.g.Text(name+i*width, p.y, p.t.Fit(viz.Clean(m.Name), width-gap), st)
	}
	p.y++
	rows := make([][]family.Aspect, len(all))
	for i, m := range all {
		rows[i] = generationRows(m)
	}
	apart := 0 // blank rows between facts, where there is room
	if p.room() > 3*len(rows[0]) {
		apart = 1
	}
	for r := range rows[0] {
		lines := make([][]viz.Safe, len(all))
		high := 1
		for i := range all {
			if c := rows[i][r].Cell; c.Known() {
				lines[i] = p.wrap(c, width-gap)
				high = max(high, len(lines[i]))
			}
		}
		if high > p.room() {
			break
		}
		p.y += apart
		p.g.Text(0, p.y, p.t.Fit(p.f.Print(message.Label("aspect", rows[0][r].Name)), name-1), p.t.Faint)
		for i, m := range all {
			st := p.t.Text
			if m.ID == l.a().ID {
				st = p.t.Accent
			}
			x := name + i*width
			if lines[i] == nil {
				p.fogCell(x, width-gap, rows[i][r].Cell)
				continue
			}
			for y, line := range lines[i] {
				p.g.Text(x, p.y+y, line, st)
			}
		}
		p.y += high
	}
}

// wrap is a fact in as many lines as it needs; words of this program, which may
// be long in another language, in four at most.
func (p *poster) wrap(c family.Cell, width int) []viz.Safe {
	lines := viz.Wrap(p.t.Show(p.fact(c.Text)), width)
	if _, own := facts[c.Text]; own && len(lines) > 4 {
		lines = append(lines[:3], p.t.Fit(viz.Cleanf("%s%s", lines[3], lines[4]), width))
	}
	return lines
}

// fogCell fills a cell that nobody has disclosed; where a source says no more
// than that it is not printed, it says so.
func (p *poster) fogCell(x, width int, c family.Cell) {
	fog := glyph(p.t, '░', ':')
	p.g.Fill(x, p.y, width, 1, fog, p.t.Faint)
	if c.Text != "" && c.Text != string(family.Undisclosed) {
		text := p.t.Fit(p.fact(c.Text), width)
		p.g.Text(x, p.y, text, p.t.Faint)
		p.g.Fill(x+text.Width(), p.y, min(1, width-text.Width()), 1, ' ', p.t.Faint)
	}
}

func (l *Lab) sayGenerations() message.Text {
	all := l.generations()
	return message.New("From GPT-1 to GPT-3 %s times the parameters in two years. GPT-4 came on %s: its size, shape and data are undisclosed, ░.",
		grouped(int(l.growth()+.5)), all[3].Released.Text)
}

// growth is how many times the parameters of GPT-1 the third generation has.
func (l *Lab) growth() float64 {
	all := l.generations()
	return all[2].Total().Value / all[0].Total().Value
}

// readGenerations is the growth, and what hides the next.
func (l *Lab) readGenerations() []lab.Reading {
	fourth := l.generations()[3]
	return []lab.Reading{
		{Name: "growth", Help: message.New("parameters of GPT-3, as a multiple of those of GPT-1"), Value: l.growth(), Digits: 1, Provenance: lab.Computed},
		{Name: "GPT-4 since", Formerly: "GPT-4 released", Help: message.New("when GPT-4 was released"), Text: message.Verbatim(fourth.Released.Text), Provenance: lab.Published, Source: fourth.Released.Source},
	}
}

// listGenerations is the table with its sources.
func (l *Lab) listGenerations() []lab.List {
	list := lab.List{Name: "generations", Columns: []string{"aspect", "model", "fact", "note", "source"}}
	for _, m := range l.generations() {
		for _, a := range generationRows(m) {
			cells := cellsOf([]family.Aspect{a}, a.Name)
			list.Add(lab.Word(a.Name), lab.Word(m.Name), cells[0], lab.Word(a.Cell.Note), cells[1])
		}
	}
	return []lab.List{list}
}
