package ui

import (
	"slices"
	"strings"

	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// columns are the widths of a knob's row: ▸label value slider.
type columns struct{ label, value, slider int }

// fitColumns divides a row of w cells; a value never changes its column.
func (m *Model) fitColumns(knobs []lab.Knob, w int) columns {
	const mostLabel, leastSlider, mostSlider = 13, 6, 24
	var c columns
	for _, k := range knobs {
		if k.Name == viewKnob || k.Hidden {
			continue
		}
		c.label = max(c.label, min(m.label(k).Width(), mostLabel))
		if _, text := k.Setting.(lab.Text); !text {
			c.value = max(c.value, viz.Clean(k.Setting.Show()).Width())
		}
	}
	c.value = min(c.value, max(w-c.label-2, 0))
	c.slider = min(w-c.label-c.value-4, mostSlider)
	if c.slider < leastSlider {
		c.slider = 0
	}
	return c
}

// drawPanel draws the knobs, what the numbers mean, and the numbers.
func (m *Model) drawPanel(c *canvas, r rect) {
	p := m.here()
	knobs := lab.Knobs(p.lab)
	rows := shownKnobs(knobs, p.chosen)
	readings := m.numbers()
	insight := m.sentence(r.w - 2)
	s := share(r.h, len(rows), len(insight), len(readings), m.spokenOf(readings))

	m.drawKnobs(c, rect{r.x, r.y, r.w, s.knobs}, knobs, rows)
	y := r.y + s.knobs + s.over
	for i, line := range m.within(r.w-2, s.insight) {
		c.text(r.x+1, y+i, r.w-2, line, c.theme.Text)
	}
	y += s.insight + s.under
	m.drawReadings(c, rect{r.x + 1, y, r.w - 2, s.readings}, m.inFront(readings, s.readings))
	c.spot(r, onPanel, 0)
}

// shares are the rows of the parts of the panel, and the blank ones over and
// under the sentence.
type shares struct{ knobs, over, insight, under, readings int }

// share divides the panel's rows. Where they are short, readings go first, the
// rest of them being in the help, save those that are spoken of; then the blank
// rows; then knobs, which scroll.
func share(h, knobs, insight, readings, spokenOf int) shares {
	const least, most = 2, 3 // readings that knobs make room for
	kept := min(max(spokenOf, least), most)
	// Rows that a sentence may need later are kept free, so that the numbers
	// under it stay where they are.
	s := shares{knobs, 1, min(max(insight, 3), 5), 1, readings}
	shrink := func(part *int, least int) {
		excess := s.knobs + s.over + s.insight + s.under + s.readings - h
		*part -= min(max(excess, 0), max(*part-least, 0))
	}
	shrink(&s.readings, 4)
	shrink(&s.under, 0)
	shrink(&s.over, 0)
	shrink(&s.insight, min(insight, 5))
	shrink(&s.readings, kept)
	shrink(&s.knobs, 3)
	if spokenOf > 0 {
		shrink(&s.knobs, 1)
	}
	shrink(&s.readings, 0)
	shrink(&s.insight, 0)
	shrink(&s.knobs, 0)
	return s
}

// shownKnobs are the indices of the knobs that have a row: a hidden one has it
// while it is chosen.
func shownKnobs(knobs []lab.Knob, chosen int) []int {
	var rows []int
	for i, k := range knobs {
		if k.Name != viewKnob && (!k.Hidden || i == chosen) {
			rows = append(rows, i)
		}
	}
	return rows
}

// drawKnobs draws as many rows as there are, with the chosen one among them.
func (m *Model) drawKnobs(c *canvas, r rect, knobs []lab.Knob, rows []int) {
	at := max(slices.Index(rows, m.here().chosen), 0)
	// One row after the chosen one is seen, so that there is somewhere to go.
	first := max(min(at+2, len(rows))-r.h, 0)
	first = min(first, at)
	col := m.fitColumns(knobs, r.w)
	for y := range min(r.h, len(rows)-first) {
		i := first + y
		m.drawKnob(c, r.row(y), col, rows[i], knobs[rows[i]])
		switch {
		case i == at:
		case y == 0 && first > 0:
			c.grid.Text(r.x, r.y, scrollMark(c.theme, "↑", "^"), c.theme.Faint)
		case y == r.h-1 && i < len(rows)-1:
			c.grid.Text(r.x, r.y+y, scrollMark(c.theme, "↓", "v"), c.theme.Faint)
		}
	}
	if e := m.entry; e != nil && e.knob >= 0 && e.err != nil {
		m.drawRefusal(c, r, slices.Index(rows, e.knob)-first+1)
	}
}

// scrollMark is one cell that says that there is more this way.
func scrollMark(t viz.Theme, arrow, ascii string) viz.Safe {
	if t.Glyphs == viz.ASCII {
		return viz.Clean(ascii)
	}
	return viz.Clean(arrow)
}

// drawKnob draws one row, or what is being typed there.
func (m *Model) drawKnob(c *canvas, r rect, col columns, i int, k lab.Knob) {
	if r.h < 1 {
		return
	}
	c.spot(r, onKnob, i)
	st, track := c.theme.Text, c.theme.Faint
	if k.Idle != "" {
		st = c.theme.Faint
	}
	if i == m.here().chosen {
		st, track = c.theme.Accent, c.theme.Accent
		c.text(r.x, r.y, 1, viz.Clean("▸"), st)
	}
	m.drawLabel(c, r.x+1, r.y, col.label, k, st)
	x := r.x + col.label + 2
	if m.entry != nil && m.entry.knob == i {
		m.entry.draw(c, rect{x, r.y, r.x + r.w - x, 1})
		return
	}
	if _, text := k.Setting.(lab.Text); text {
		c.grid.Text(x, r.y, c.theme.FitTail(viz.Clean(k.Setting.Show()), r.x+r.w-x), st)
		return
	}
	value := c.theme.Fit(viz.Clean(strings.TrimRight(k.Setting.Show(), " ")), col.value)
	end := x + col.value
	if k.Idle != "" { // the value makes room for the word, if it can
		name := r.x + 1 + min(m.label(k).Width(), col.label)
		if to := min(end, r.x+r.w-1-m.words("idle").Width()); to-value.Width() > name {
			end = to
		}
	}
	c.grid.Text(end-value.Width(), r.y, value, st)
	x = end + 1
	at, slides := k.Setting.Position()
	slider := rect{x, r.y, col.slider, 1}
	switch choice, isChoice := k.Setting.(lab.Choice); {
	case k.Idle != "":
		c.whole(x, r.y, r.x+r.w-x, m.words("idle"), c.theme.Faint)
	case slides && col.slider > 0:
		c.grid.Put(x, r.y, viz.Slider(slider.size(), c.theme, at, track))
		c.grid.Restyle(x+viz.SliderCell(col.slider, at), r.y, 1, 1, st)
		c.spot(slider, onSlider, i)
	case isChoice && col.slider > 0:
		c.text(x, r.y, r.x+r.w-x, m.words("%d of %d", *choice.At+1, len(choice.Options)), c.theme.Faint)
	}
}

// label is a knob's name, and after it, in brackets, the letter that chooses
// the knob if the name does not have it.
func (m *Model) label(k lab.Knob) viz.Safe {
	name := m.print(message.Label("knob", k.Name))
	if letter := k.Letter(); !strings.Contains(name.String(), letter) {
		return viz.Cleanf("%s (%s)", name, letter)
	}
	return name
}

// drawLabel draws a knob's label with its letter marked. The mark is never
// cut: in a row that is too narrow the name is.
func (m *Model) drawLabel(c *canvas, x, y, room int, k lab.Knob, st viz.Style) {
	name, text, letter := m.print(message.Label("knob", k.Name)), m.label(k), k.Letter()
	before, _, within := strings.Cut(name.String(), letter)
	at := viz.Clean(before).Width()
	if !within {
		at += len(" (")
		if text.Width() > room && room > 4 {
			name = c.theme.Fit(name, room-4)
			text, at = viz.Cleanf("%s (%s)", name, letter), name.Width()+len(" (")
		}
	}
	c.text(x, y, room, text, st)
	if letter != "" && at < room {
		st.Attr |= viz.Underline
		c.grid.Restyle(x+at, y, 1, 1, st)
	}
}

// drawRefusal shows why a value was refused: under its row, or above the last one.
func (m *Model) drawRefusal(c *canvas, r rect, row int) {
	lines := viz.Wrap(c.theme.Show(m.print(message.Of(m.entry.err))), r.w-2)
	lines = lines[:min(len(lines), 2)]
	if row+len(lines) > r.h {
		row -= 1 + len(lines)
	}
	c.refused = row >= 0
	for i, line := range lines {
		if at := r.row(row + i); at.h > 0 {
			c.grid.Fill(at.x, at.y, at.w, 1, ' ', c.theme.Text)
			c.text(at.x+1, at.y, at.w-1, line, c.theme.Bad)
		}
	}
}

// drawSlim is the panel of one pane: the chosen knob, then readings.
func (m *Model) drawSlim(c *canvas, r rect) {
	p := m.here()
	knobs := lab.Knobs(p.lab)
	if p.chosen < len(knobs) && r.h > 0 {
		k := knobs[p.chosen]
		m.drawKnob(c, r.row(0), m.fitColumns([]lab.Knob{k}, r.w), p.chosen, k)
	}
	readings := m.numbers()
	rest := rect{r.x + 1, r.y + 1, r.w - 2, min(r.h-1, len(readings))}
	if rest.h > 0 {
		m.drawReadings(c, rest, m.inFront(readings, rest.h))
	}
	c.spot(r, onPanel, 0)
}
