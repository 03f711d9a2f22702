package gpt

import (
	"fmt"
	"math"
	"slices"

	"logitarium/core/elementary"
	"logitarium/core/family"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// measure is what the timeline can show: a number of each model.
type measure struct {
	name      string
	help      message.ID
	reading   string // its name among the readings
	unit      message.ID
	digits    int // cells of its widest value
	title     message.ID
	low, high float64 // the scale, as powers of ten
	ticks     []float64
	of        func(family.Model) family.Cell
}

var measures = []measure{
	{"parameters", "learnt numbers", "parameters", "", 6, "parameters", 5, 12, []float64{6, 9, 12}, family.Model.Total},
	{"context", "tokens that it can look back on", "context max", "", 6, "context, tokens", 2, 6.3, []float64{2, 4, 6},
		func(m family.Model) family.Cell { return m.Context }},
	{"data", "tokens seen in training", "data", "", 6, "training tokens seen", 6, 12, []float64{6, 9, 12},
		func(m family.Model) family.Cell { return m.Tokens }},
	{"compute", "operations of training", "training", "FLOP", 9, "training, FLOP = 6·N·D", 12, 24, []float64{12, 18, 24}, family.Model.Compute},
	{"vocabulary", "ids of tokens", "vocabulary", "", 6, "vocabulary, ids", 2, 6, []float64{2, 4, 6},
		func(m family.Model) family.Cell { return m.Vocab }},
}

// drawTimeline draws a bar for each model, on a scale of powers of ten.
func (l *Lab) drawTimeline(p *poster) {
	m := measures[l.measure]
	cell := m.of(l.a())
	about := p.say("%s: %v.", l.a().Name, origin(cell))
	if cell.Known() {
		about = p.say("%s: %s, %v.", l.a().Name, short(cell.Value), origin(cell))
	}
	if cell.Note != "" {
		about = viz.Cleanf("%s %s", about, p.sentence(p.fact(cell.Note)))
	}
	p.foot(p.t.Faint, 3, 15, about)

	m.low, m.high = p.f.Axis(m.name, m.low, m.high)
	p.t.Scaled("bar", m.low, m.high)
	c := timelineColumns(p.g.W, m)
	rows, all := l.timelineRows(p.room() - 2)
	if title, name := p.say(m.title), p.f.Print(message.Label("value", m.name)); len(rows) < all {
		p.title(p.t.Strong, p.say("%v, logarithmic scale, %d of %d", title, len(rows), all), p.say("%v, log, %d of %d", title, len(rows), all), p.say("%v, log, %d of %d", name, len(rows), all))
	} else {
		p.title(p.t.Strong, p.say("%v, logarithmic scale", title), p.say("%v, log", title), p.say("%v, log", name))
	}
	for _, i := range rows {
		l.timelineRow(p, c, m, i)
	}
	p.axis(c, m)
}

// timelineRows chooses the models that fit: all, or one of each series, the
// chosen ones for theirs, and as many of the others as there is room for; if not
// even those fit, the part around the chosen one. It returns also how many there
// would be.
func (l *Lab) timelineRows(room int) (rows []int, all int) {
	for i, m := range l.models {
		stands := m.Flagship
		for _, chosen := range []int{l.compare, l.model} { // the model has the last word
			if l.models[chosen].Series == m.Series {
				stands = i == chosen
			}
		}
		if stands || room >= len(l.models) {
			rows = append(rows, i)
		}
	}
	if len(rows) < room && room >= manyRows && room < len(l.models) {
		rows, all = l.withSiblings(rows, room), len(l.models)
		return rows, all
	}
	if room < 1 || len(rows) <= room {
		return rows[:max(min(len(rows), room), 0)], len(rows)
	}
	at := max(slices.Index(rows, l.model), 0)
	first := min(max(at-room/2, 0), len(rows)-room)
	return rows[first : first+room], len(rows)
}

// manyRows is from how many on the timeline shows more than a model of a series.
const manyRows = 20

// withSiblings adds other models of the series, the oldest first, until there is
// no room.
func (l *Lab) withSiblings(rows []int, room int) []int {
	for i := range l.models {
		if len(rows) < room && !slices.Contains(rows, i) {
			rows = append(rows, i)
		}
	}
	slices.Sort(rows)
	return rows
}

// timelineLayout is where the columns of the timeline are.
type timelineLayout struct {
	name, value, bar, width int // bar: its first column, width: its cells
	year                    bool
}

func timelineColumns(w int, m measure) timelineLayout {
	c := timelineLayout{name: 2, year: w >= 38}
	if c.year {
		c.name = 7
	}
	c.value = c.name + 14
	c.bar = c.value + m.digits + 1
	c.width = max(w-c.bar, 0)
	return c
}

// timelineRow draws one model.
func (l *Lab) timelineRow(p *poster, c timelineLayout, m measure, i int) {
	if p.room() < 1 {
		return
	}
	model, st := l.models[i], p.t.Text
	switch i {
	case l.model:
		st = p.t.Accent
		p.g.Text(0, p.y, p.t.Show(viz.Clean("▸")), st)
	case l.compare:
		st = p.t.Reference
		p.g.Text(0, p.y, p.t.Show(viz.Clean("=")), st)
	}
	if c.year {
		p.g.Text(2, p.y, viz.Clean(year(model)), p.t.Faint)
	}
	p.g.Text(c.name, p.y, p.t.Fit(viz.Clean(model.Name), c.value-c.name-1), st)
	cell := m.of(model)
	if !cell.Known() {
		text := p.t.Fit(p.f.Print(word(cell)), p.g.W-c.value)
		p.g.Text(c.value, p.y, text, p.t.Faint)
		p.fog(c, c.value+text.Width()+1)
		p.y++
		return
	}
	value := viz.Clean(short(cell.Value))
	p.g.Text(c.bar-1-value.Width(), p.y, value, st)
	p.ticks(c, m)
	length := p.bar(c, m, cell.Value, st)
	if s := model.Shape; m.name == "parameters" && s != nil && s.Experts > 0 {
		at := c.bar + int(math.Round(length*ratio(m, float64(s.Active()))/ratio(m, cell.Value)))
		active := p.t.Fit(p.say("%s active", short(float64(s.Active()))), max(c.bar+int(length)-at-1, 0))
		p.activeMark(at, active, st)
	}
	p.y++
}

// fog fills the rest of a row whose bar nobody has disclosed: it could end
// anywhere.
func (p *poster) fog(c timelineLayout, from int) {
	from = max(from, c.bar)
	p.g.Fill(from, p.y, c.bar+c.width-from, 1, glyph(p.t, '░', ':'), p.t.Faint)
}

// ratio is where a value stands on a measure's scale, 0 to 1.
func ratio(m measure, v float64) float64 {
	return min(max((viz.Log10(v)-m.low)/(m.high-m.low), 0), 1)
}

// bar draws a value from the left, in eighths of a cell, and returns the cells.
func (p *poster) bar(c timelineLayout, m measure, v float64, st viz.Style) float64 {
	cells := ratio(m, v) * float64(c.width)
	eighths := int(math.Round(cells * 8))
	full, st := '█', barStyle(p.t, st)
	if p.t.Glyphs == viz.ASCII {
		full = '#'
		eighths = (eighths + 4) / 8 * 8
	}
	p.g.Fill(c.bar, p.y, eighths/8, 1, full, st)
	if part := eighths % 8; part > 0 {
		p.g.Set(c.bar+eighths/8, p.y, '█'+rune(8-part), st)
	}
	return cells
}

// barStyle is the style of a bar in a row: the row's if it is marked.
func barStyle(t viz.Theme, row viz.Style) viz.Style {
	if row == t.Text {
		row.Fg = t.Measured.Fg
	}
	row.Attr &^= viz.Bold
	return row
}

// activeMark marks the parameters that a token goes through, in the bar.
func (p *poster) activeMark(x int, name viz.Safe, st viz.Style) {
	st = barStyle(p.t, st)
	st.Attr |= viz.Reverse
	mark := '│'
	if p.t.Glyphs == viz.ASCII {
		mark, st.Attr = '|', st.Attr&^viz.Reverse
	}
	p.g.Set(x, p.y, mark, st)
	if name.Width() >= len("5.1B active") {
		p.g.Text(x+1, p.y, name, st)
	}
}

// ticks draws the powers of ten behind a bar.
func (p *poster) ticks(c timelineLayout, m measure) {
	for _, t := range m.ticks {
		p.g.Set(c.tick(m, t), p.y, glyph(p.t, '┊', ':'), p.t.Faint)
	}
}

// tick is the column of a power of ten.
func (c timelineLayout) tick(m measure, t float64) int {
	return c.bar + min(int(math.Round((t-m.low)/(m.high-m.low)*float64(c.width))), c.width-1)
}

// axis names the powers of ten below the bars.
func (p *poster) axis(c timelineLayout, m measure) {
	if p.room() < 1 {
		return
	}
	marks := p.say("▸ gpt  = compare")
	if m.name == "parameters" {
		marks = p.say("▸ gpt  = compare  │ active")
	}
	p.g.Text(0, p.y, p.t.Fit(marks, c.bar-2), p.t.Faint)
	end := 0
	for _, t := range m.ticks {
		name := viz.Clean(power(t))
		x := min(c.tick(m, t), p.g.W-name.Width())
		if x >= max(end, c.bar-2) && c.width > 4 {
			p.g.Text(x, p.y, name, p.t.Faint)
			end = x + name.Width() + 1
		}
	}
	p.y++
}

// power names a power of ten: 1M, 1e18.
func power(exponent float64) string {
	v := elementary.Pow(10, exponent)
	switch {
	case exponent > 12:
		return fmt.Sprintf("1e%.0f", exponent)
	case exponent >= 12:
		return "1T"
	case exponent >= 9:
		return fmt.Sprintf("%.0fB", v/1e9)
	case exponent >= 6:
		return fmt.Sprintf("%.0fM", v/1e6)
	case exponent >= 4:
		return fmt.Sprintf("%.0fk", v/1e3)
	}
	return fmt.Sprintf("%.0f", v)
}

// glyph is a rune, or what stands for it in ASCII.
func glyph(t viz.Theme, r, ascii rune) rune {
	if t.Glyphs == viz.ASCII {
		return ascii
	}
	return r
}

// sayTimeline relates the two models by the measure.
func (l *Lab) sayTimeline() message.Text {
	a, b, m := l.a(), l.b(), measures[l.measure]
	x, y := m.of(a), m.of(b)
	what := message.Label("value", m.name)
	switch {
	case !x.Known() && isClosed(a):
		return message.New("%s does not tell its %v. No bar is a guess.", a.Name, what)
	case m.name == "vocabulary" && isClosed(a):
		return message.New("%s has %s ids. How wide a row is for each, it does not tell.", a.Name, grouped(int(x.Value)))
	case x.Known() && !y.Known() && isClosed(b):
		return message.New("%s: %s; %s does not tell its %v. No bar is a guess.", a.Name, short(x.Value), b.Name, what)
	case !x.Known() && m.name == "data":
		return message.New("How many tokens %s saw is %v. Parameters are not data: one says nothing of the other.", a.Name, word(x))
	case !x.Known() && m.name == "vocabulary":
		return message.New("%s: which vocabulary it had is not published. Those of the others can be checked.", a.Name)
	case !x.Known() && m.name == "compute" && a.Shape != nil:
		return message.New("%s: 6·N·D needs D, the tokens seen: %v. Its %s parameters alone do not say how long it was trained.",
			a.Name, word(x), short(float64(a.Shape.Parts().Total())))
	case !x.Known():
		return message.New("%s: %v. No bar is a guess: whatever size is rumoured, its maker has printed none.", a.Name, word(x))
	case m.name == "context":
		return message.New("%s looks back on %s tokens at most. Context is not memory: what has left the window is gone.", a.Name, grouped(int(x.Value)))
	case m.name == "vocabulary" && a.Shape == nil:
		return message.New("%s has %s ids. The vocabulary is public where the size is not: it can be checked.", a.Name, grouped(int(x.Value)))
	case m.name == "vocabulary":
		return message.New("%s has %s ids, a row of %d numbers each: %.3g %% of its parameters.", a.Name, grouped(int(x.Value)), a.Shape.Width,
			100*float64(a.Shape.Parts().Tokens)/float64(a.Shape.Parts().Total()))
	case !y.Known() && b.Shape != nil:
		return message.New("%s: %s. For %s the tokens seen are %v: there is nothing to compare with.", a.Name, short(x.Value), b.Name, word(b.Tokens))
	case !y.Known():
		return message.New("%s: %s; %s is %v. The scale ends where disclosure ends, not where growth does.", a.Name, short(x.Value), b.Name, word(y))
	}
	if l.model == l.compare {
		return message.New("%s is both gpt and compare. Turn one of them: each step to the right multiplies.", a.Name)
	}
	if x.Value == y.Value && (m.name == "data" || m.name == "compute") && a.Training.Text != b.Training.Text {
		return message.New("%s and %s are equal in %v before fine-tuning: %s. What came after it is not counted.", a.Name, b.Name, what, short(x.Value))
	}
	if x.Value == y.Value {
		return message.Join(message.New("%s and %s are equal in %v: %s.", a.Name, b.Name, what, short(x.Value)), l.insightActive(m))
	}
	return message.Join(times(x.Value/y.Value, a, b, what), l.insightActive(m))
}

// insightActive says that not all parameters of a mixture work at once.
func (l *Lab) insightActive(m measure) message.Text {
	s := l.a().Shape
	if m.name != "parameters" || s == nil || s.Experts == 0 {
		return message.New("The scale is logarithmic: each step to the right multiplies.")
	}
	return message.New("A token goes through %.1f %% of them: %d of %d experts.",
		100*float64(s.Active())/float64(s.Parts().Total()), s.Chosen, s.Experts)
}

// times says how many times what one model has the other one has.
func times(r float64, a, b family.Model, what message.Text) message.Text {
	switch {
	case r >= 9.95:
		return message.New("%s has %.0f times the %v of %s.", a.Name, r, what, b.Name)
	case r >= 0.995:
		return message.New("%s has %.2f times the %v of %s.", a.Name, r, what, b.Name)
	case r >= 0.0995:
		return message.New("%s has %.2f of the %v of %s.", a.Name, r, what, b.Name)
	}
	return message.New("%s has 1/%.0f of the %v of %s.", a.Name, 1/r, what, b.Name)
}

// listModels is the measure of each model.
func (l *Lab) listModels() []lab.List {
	m := measures[l.measure]
	list := lab.List{Name: "models", Columns: []string{"model", "released", m.name, "origin", "source", "note"}}
	for _, model := range l.models {
		c := m.of(model)
		list.Add(lab.Word(model.Name), lab.Word(model.Released.Text), cellOf(c), lab.Word(origin(c).String()), lab.Word(c.Source), lab.Word(c.Note))
	}
	return []lab.List{list}
}

// cellOf is a number of a model, or the word for one that is not known.
func cellOf(c family.Cell) lab.Cell {
	if c.Known() {
		return lab.Amount(c.Value, 0)
	}
	return lab.Word(c.Text)
}
