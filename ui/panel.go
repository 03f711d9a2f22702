package ui

import (
	"slices"
	"strings"

	"logitarium/ui/lab"
	"logitarium/viz"
)

// columns are the widths of a knob's row: ▸label value slider.
type columns struct{ label, value, slider int }

// fitColumns divides a row of w cells; a value never changes its column.
func fitColumns(knobs []lab.Knob, w int) columns {
	const mostLabel, leastSlider, mostSlider = 13, 6, 24
	var c columns
	for _, k := range knobs {
		if k.Name == viewKnob {
			continue
		}
		c.label = max(c.label, min(viz.Clean(k.Name).Width(), mostLabel))
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
	knobs := p.lab.Knobs()
	rows := shownKnobs(knobs)
	readings := p.lab.Readings()
	insight := viz.Wrap(c.theme.Show(viz.Clean(p.lab.Insight())), r.w-2)

	saying := max(min(len(insight), 5), 3) // kept free, so that the readings stay where they are
	spare := r.h - len(rows) - len(readings) - saying
	if spare < 2 { // the sentence gives up its reserve first, then the readings, then the knobs
		saying = max(min(saying, len(insight)), 1)
		spare = r.h - len(rows) - len(readings) - saying
	}
	numbers := len(readings) + min(spare, 0)
	if numbers < min(len(readings), 2) {
		numbers = min(len(readings), 2)
	}
	visible := min(len(rows), r.h-numbers-saying)
	visible = max(visible, min(len(rows), r.h, 3))
	gap := min(max(spare/2, 0), 1)

	m.drawKnobs(c, rect{r.x, r.y, r.w, visible}, knobs, rows)
	y := r.y + visible + gap
	for _, line := range insight[:min(len(insight), saying)] {
		if y < r.y+r.h {
			c.text(r.x+1, y, r.w-2, line, c.theme.Text)
		}
		y++
	}
	y = r.y + visible + gap + saying + gap
	drawReadings(c, rect{r.x + 1, y, r.w - 2, min(numbers, r.y+r.h-y)}, readings)
	c.spot(r, onPanel, 0)
}

// shownKnobs are the indices of the knobs that have a row.
func shownKnobs(knobs []lab.Knob) []int {
	var rows []int
	for i, k := range knobs {
		if k.Name != viewKnob {
			rows = append(rows, i)
		}
	}
	return rows
}

// drawKnobs draws as many rows as there are, with the chosen one among them.
func (m *Model) drawKnobs(c *canvas, r rect, knobs []lab.Knob, rows []int) {
	first, chosen := 0, m.here().chosen
	for i, k := range rows {
		if k == chosen && i >= r.h {
			first = i - r.h + 1
		}
	}
	col := fitColumns(knobs, r.w)
	for y := range r.h {
		if i := first + y; i < len(rows) {
			m.drawKnob(c, r.row(y), col, rows[i], knobs[rows[i]])
		}
	}
	if e := m.entry; e != nil && e.knob >= 0 && e.err != nil {
		m.drawRefusal(c, r, slices.Index(rows, e.knob)-first+1)
	}
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
	c.text(r.x+1, r.y, col.label, viz.Clean(k.Name), st)
	underlineKey(c, r, k, col.label, st)
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
	c.grid.Text(x+col.value-value.Width(), r.y, value, st)
	x += col.value + 1
	at, slides := k.Setting.Position()
	slider := rect{x, r.y, col.slider, 1}
	switch choice, isChoice := k.Setting.(lab.Choice); {
	case k.Idle != "":
		c.text(x, r.y, r.x+r.w-x, viz.Clean("idle"), c.theme.Faint)
	case slides && col.slider > 0:
		c.grid.Put(x, r.y, viz.Slider(slider.size(), c.theme, at, track))
		c.grid.Restyle(x+viz.SliderCell(col.slider, at), r.y, 1, 1, st)
		c.spot(slider, onSlider, i)
	case isChoice && col.slider > 0:
		c.text(x, r.y, r.x+r.w-x, viz.Cleanf("%d of %d", *choice.At+1, len(choice.Options)), c.theme.Faint)
	}
}

// underlineKey marks the letter in a label that chooses its knob.
func underlineKey(c *canvas, r rect, k lab.Knob, room int, st viz.Style) {
	if i := strings.Index(k.Name, k.Key); k.Key != "" && i >= 0 && i < room && len(k.Name) <= room {
		st.Attr |= viz.Underline
		c.grid.Restyle(r.x+1+i, r.y, 1, 1, st)
	}
}

// drawRefusal shows why a value was refused: under its row, or above the last one.
func (m *Model) drawRefusal(c *canvas, r rect, row int) {
	lines := viz.Wrap(c.theme.Show(viz.Clean(m.entry.err.Error())), r.w-2)
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
	knobs := p.lab.Knobs()
	if p.chosen < len(knobs) && r.h > 0 {
		k := knobs[p.chosen]
		m.drawKnob(c, r.row(0), fitColumns([]lab.Knob{k}, r.w), p.chosen, k)
	}
	readings := p.lab.Readings()
	rest := rect{r.x + 1, r.y + 1, r.w - 2, min(r.h-1, len(readings))}
	if rest.h > 0 {
		drawReadings(c, rest, readings)
	}
	c.spot(r, onPanel, 0)
}
