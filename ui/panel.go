package ui

import (
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
			c.value = max(c.value, viz.Clean(k.Setting.Show(m.options.Printer)).Width())
		}
	}
	c.value = min(c.value, max(w-c.label-2, 0))
	c.slider = min(w-c.label-c.value-4, mostSlider)
	if c.slider < leastSlider {
		c.slider = 0
	}
	return c
}

// drawKnob draws one row, or what is being typed there.
func (m *Model) drawKnob(c *canvas, r rect, col columns, i int, k lab.Knob) {
	if r.h < 1 {
		return
	}
	c.spot(r, onKnob, i)
	st, track := c.theme.Text, c.theme.Faint
	var still viz.Safe // why it does nothing, in a word
	switch {
	case m.locked(k.Name):
		still = m.words("locked")
	case !k.Idle.Empty():
		still = m.words("idle")
	}
	if still.Width() > 0 {
		st = c.theme.Faint
	}
	if i == m.here().chosen {
		st, track = c.theme.Accent, c.theme.Accent
		c.text(r.x, r.y, 1, viz.Clean("▸"), st)
	}
	m.drawLabel(c, r.x+1, r.y, col.label, k, st)
	x := r.x + col.label + 2
	if m.edit != nil && m.edit.knob == i {
		m.edit.draw(c, rect{x, r.y, r.x + r.w - x, 1})
		return
	}
	if _, text := k.Setting.(lab.Text); text {
		c.grid.Text(x, r.y, c.theme.FitTail(viz.Clean(k.Setting.Show(m.options.Printer)), r.x+r.w-x), st)
		return
	}
	value := c.theme.Fit(viz.Clean(strings.TrimRight(k.Setting.Show(m.options.Printer), " ")), col.value)
	end := x + col.value
	if still.Width() > 0 { // the value makes room for the word, if it can
		name := r.x + 1 + min(m.label(k).Width(), col.label)
		if to := min(end, r.x+r.w-1-still.Width()); to-value.Width() > name {
			end = to
		}
	}
	c.grid.Text(end-value.Width(), r.y, value, st)
	x = end + 1
	at, slides := k.Setting.Position()
	slider := rect{x, r.y, col.slider, 1}
	switch choice, isChoice := k.Setting.(lab.Choice); {
	case still.Width() > 0:
		c.whole(x, r.y, r.x+r.w-x, still, c.theme.Faint)
	case slides && col.slider > 0:
		c.grid.Put(x, r.y, viz.Slider(slider.size(), c.theme, at, track))
		c.grid.Restyle(x+viz.SliderCell(col.slider, at), r.y, 1, 1, st)
		c.spot(slider, onSlider, i)
	case isChoice && col.slider > 0:
		c.whole(x, r.y, r.x+r.w-x, m.words("%d of %d", *choice.At+1, len(choice.Options)), c.theme.Faint)
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
	lines := viz.Wrap(c.theme.Show(m.print(message.Of(m.edit.err))), r.w-2)
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
