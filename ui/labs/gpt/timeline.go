package gpt

import (
	"fmt"
	"math"
	"slices"

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
	title     string
	low, high float64 // the scale, as powers of ten
	ticks     []float64
	of        func(family.Model) family.Cell
}

var measures = []measure{
	{"parameters", "learnt numbers", "parameters", "parameters", 5, 12, []float64{6, 9, 12}, family.Model.Total},
	{"context", "tokens that it can look back on", "context max", "context, tokens", 2, 6.3, []float64{2, 4, 6},
		func(m family.Model) family.Cell { return m.Context }},
	{"data", "tokens seen in training", "data", "training tokens seen", 6, 12, []float64{6, 9, 12},
		func(m family.Model) family.Cell { return m.Tokens }},
	{"compute", "operations of training", "training", "training, FLOP = 6·N·D", 12, 24, []float64{12, 18, 24}, family.Model.Compute},
	{"vocabulary", "ids of tokens", "vocabulary", "vocabulary, ids", 2, 6, []float64{2, 4, 6},
		func(m family.Model) family.Cell { return m.Vocab }},
}

// drawTimeline draws a bar for each model, on a scale of powers of ten.
func (l *Lab) drawTimeline(p *page) {
	m := measures[l.measure]
	cell := m.of(l.a())
	about := l.a().Name + ": "
	if cell.Known() {
		about += short(cell.Value) + ", "
	}
	about += origin(cell)
	if cell.Note != "" {
		about += "; " + cell.Note
	}
	p.foot(p.t.Faint, 3, 15, about+".")

	m.low, m.high = p.f.Axis(m.title, m.low, m.high)
	p.t.Scaled("bar", m.low, m.high)
	c := timelineColumns(p.g.W)
	rows, all := l.timelineRows(p.room() - 2)
	hidden := ""
	if len(rows) < all {
		hidden = fmt.Sprintf(", %d of %d", len(rows), all)
	}
	p.title(p.t.Strong, m.title+", logarithmic scale"+hidden, m.title+", log"+hidden, m.name+", log"+hidden)
	for _, i := range rows {
		l.timelineRow(p, c, m, i)
	}
	p.axis(c, m)
}

// timelineRows chooses the models that fit: all, or one of each series, the
// chosen ones for theirs; of those, the part around the chosen one. It returns
// also how many there would be.
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
	if room < 1 || len(rows) <= room {
		return rows[:max(min(len(rows), room), 0)], len(rows)
	}
	at := max(slices.Index(rows, l.model), 0)
	first := min(max(at-room/2, 0), len(rows)-room)
	return rows[first : first+room], len(rows)
}

// timelineLayout is where the columns of the timeline are.
type timelineLayout struct {
	name, value, bar, width int // bar: its first column, width: its cells
	year                    bool
}

func timelineColumns(w int) timelineLayout {
	c := timelineLayout{name: 2, year: w >= 38}
	if c.year {
		c.name = 7
	}
	c.value = c.name + 14
	c.bar = c.value + 7
	c.width = max(w-c.bar, 0)
	return c
}

// timelineRow draws one model.
func (l *Lab) timelineRow(p *page, c timelineLayout, m measure, i int) {
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
		text := cell.Text
		p.g.Text(c.value, p.y, p.t.Fit(viz.Clean(text), p.g.W-c.value), p.t.Faint)
		p.y++
		return
	}
	value := viz.Clean(short(cell.Value))
	p.g.Text(c.value+6-value.Width(), p.y, value, st)
	p.ticks(c, m)
	length := p.bar(c, m, cell.Value, st)
	if s := model.Shape; m.name == "parameters" && s != nil && s.Experts > 0 {
		at := c.bar + int(math.Round(length*ratio(m, float64(s.Active()))/ratio(m, cell.Value)))
		active := p.t.Fit(viz.Cleanf("%s active", short(float64(s.Active()))), max(c.bar+int(length)-at-1, 0))
		p.activeMark(at, active, st)
	}
	p.y++
}

// ratio is where a value stands on a measure's scale, 0 to 1.
func ratio(m measure, v float64) float64 {
	return min(max((viz.Log10(v)-m.low)/(m.high-m.low), 0), 1)
}

// bar draws a value from the left, in eighths of a cell, and returns the cells.
func (p *page) bar(c timelineLayout, m measure, v float64, st viz.Style) float64 {
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
func (p *page) activeMark(x int, name viz.Safe, st viz.Style) {
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
func (p *page) ticks(c timelineLayout, m measure) {
	for _, t := range m.ticks {
		p.g.Set(c.tick(m, t), p.y, glyph(p.t, '┊', ':'), p.t.Faint)
	}
}

// tick is the column of a power of ten.
func (c timelineLayout) tick(m measure, t float64) int {
	return c.bar + min(int(math.Round((t-m.low)/(m.high-m.low)*float64(c.width))), c.width-1)
}

// axis names the powers of ten below the bars.
func (p *page) axis(c timelineLayout, m measure) {
	if p.room() < 1 {
		return
	}
	marks := "▸ gpt  = compare"
	if m.name == "parameters" {
		marks += "  │ active"
	}
	p.g.Text(0, p.y, p.t.Fit(viz.Clean(marks), c.bar-2), p.t.Faint)
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
	v := math.Pow(10, exponent)
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
func (l *Lab) sayTimeline() string {
	a, b, m := l.a(), l.b(), measures[l.measure]
	x, y := m.of(a), m.of(b)
	switch {
	case !x.Known() && isClosed(a):
		return fmt.Sprintf("%s does not tell its %s. No bar is a guess.", a.Name, m.name)
	case m.name == "vocabulary" && isClosed(a):
		return fmt.Sprintf("%s has %s ids. How wide a row is for each, it does not tell.", a.Name, grouped(int(x.Value)))
	case x.Known() && !y.Known() && isClosed(b):
		return fmt.Sprintf("%s: %s; %s does not tell its %s. No bar is a guess.", a.Name, short(x.Value), b.Name, m.name)
	case !x.Known() && m.name == "data":
		return fmt.Sprintf("How many tokens %s saw is %s. Parameters are not data: one says nothing of the other.", a.Name, x.Text)
	case !x.Known() && m.name == "vocabulary":
		return fmt.Sprintf("%s: which vocabulary it had is not published. Those of the others can be checked.", a.Name)
	case !x.Known() && m.name == "compute" && a.Shape != nil:
		return fmt.Sprintf("%s: 6·N·D needs D, the tokens seen: %s. Its %s parameters alone do not say how long it was trained.",
			a.Name, x.Text, short(float64(a.Shape.Parts().Total())))
	case !x.Known():
		return fmt.Sprintf("%s: %s. No bar is a guess: whatever size goes round, its maker has printed none.", a.Name, x.Text)
	case m.name == "context":
		return fmt.Sprintf("%s looks back on %s tokens at most. Context is not memory: what has left the window is gone.", a.Name, grouped(int(x.Value)))
	case m.name == "vocabulary" && a.Shape == nil:
		return fmt.Sprintf("%s has %s ids. The vocabulary is public where the size is not: it can be checked.", a.Name, grouped(int(x.Value)))
	case m.name == "vocabulary":
		return fmt.Sprintf("%s has %s ids, a row of %d numbers each: %.3g %% of its parameters.", a.Name, grouped(int(x.Value)), a.Shape.Width,
			100*float64(a.Shape.Parts().Tokens)/float64(a.Shape.Parts().Total()))
	case !y.Known() && b.Shape != nil:
		return fmt.Sprintf("%s: %s. For %s the tokens seen are %s: there is nothing to compare with.", a.Name, short(x.Value), b.Name, b.Tokens.Text)
	case !y.Known():
		return fmt.Sprintf("%s: %s; %s is %s. The scale ends where disclosure ends, not where growth does.", a.Name, short(x.Value), b.Name, y.Text)
	}
	if l.model == l.compare {
		return fmt.Sprintf("%s is both gpt and compare. Turn one of them: each step to the right multiplies.", a.Name)
	}
	if x.Value == y.Value {
		return fmt.Sprintf("%s and %s are equal in %s: %s.", a.Name, b.Name, m.name, short(x.Value)) + l.insightActive(m)
	}
	return fmt.Sprintf("%s has %s the %s of %s.", a.Name, times(x.Value/y.Value), m.name, b.Name) + l.insightActive(m)
}

// insightActive says that not all parameters of a mixture work at once.
func (l *Lab) insightActive(m measure) string {
	s := l.a().Shape
	if m.name != "parameters" || s == nil || s.Experts == 0 {
		return " The scale is logarithmic: each step to the right multiplies."
	}
	return fmt.Sprintf(" A token goes through %.1f %% of them: %d of %d experts.",
		100*float64(s.Active())/float64(s.Parts().Total()), s.Chosen, s.Experts)
}

// times words a ratio.
func times(r float64) string {
	switch {
	case r >= 9.95:
		return fmt.Sprintf("%.0f times", r)
	case r >= 0.995:
		return fmt.Sprintf("%.2f times", r)
	case r >= 0.0995:
		return fmt.Sprintf("%.2f of", r)
	}
	return fmt.Sprintf("1/%.0f of", 1/r)
}

// listModels is the measure of each model.
func (l *Lab) listModels() []lab.List {
	m := measures[l.measure]
	list := lab.List{Name: "models", Columns: []string{"model", "released", m.name, "origin", "source", "note"}}
	for _, model := range l.models {
		c := m.of(model)
		list.Add(lab.Word(model.Name), lab.Word(model.Released.Text), cellOf(c), lab.Word(origin(c)), lab.Word(c.Source), lab.Word(c.Note))
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
