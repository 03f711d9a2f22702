package ui

import (
	"slices"
	"strconv"
	"strings"

	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// drawNumber draws the number under discussion, large, with its name and unit,
// and beside it, or under it where there are rows for both, the chosen knob.
// What else is discussed has a row each in between.
func (m *Model) drawNumber(c *canvas, r rect) {
	discussed := m.discussed()
	upper, between, lower := r, rect{}, r
	besides := m.besides(discussed)
	switch {
	case r.w < 4*r.h:
		upper.h = (r.h + 1) / 2
		lower.y, lower.h = r.y+upper.h, r.h-upper.h
	case len(besides) > 0 && r.h > 1:
		upper.w = r.w * 2 / 5
		between = rect{r.x + upper.w + 1, r.y, r.w*3/10 - 1, r.h}
		lower.x = between.x + between.w + 1
		lower.w = r.x + r.w - lower.x
	default:
		upper.w = r.w / 2
		lower.x, lower.w = r.x+upper.w+1, r.w-upper.w-1
	}
	if between.w == 0 {
		const large = 4 // rows that the number above keeps
		rows := min(len(besides), max(upper.h-large, 0))
		upper.h -= rows
		between = rect{upper.x, upper.y + upper.h, upper.w, rows}
	}
	for i, row := range besides[:min(len(besides), between.h)] {
		c.text(between.x, between.y+i, between.w, row, c.theme.Text)
	}
	if len(discussed) > 0 {
		reading := discussed[0]
		unit, note := m.print(reading.In()), m.print(beside(reading))
		if !reading.Undefined.Empty() || !reading.Text.Empty() {
			unit = viz.Safe{}
		}
		under := viz.Cleanf("%s %s", unit, note)
		if unit.Width() == 0 {
			under = note
		}
		text := largeText{name: m.print(message.Label("reading", reading.Name)), value: m.print(number(reading)).String(), under: under, style: c.theme.Strong}
		if reading.Undefined.Empty() && reading.Text.Empty() {
			text.rounded = threeDigits(reading.Value)
		}
		c.large(upper, text)
	}
	knobs := m.knobs()
	if i := m.here().chosen; i < len(knobs) {
		m.drawLargeKnob(c, lower, i, knobs[i])
	}
}

// besides are the readings under discussion that are not large, and the knobs
// under discussion that are not chosen, a row each.
func (m *Model) besides(readings []lab.Reading) []viz.Safe {
	var rows []viz.Safe
	for _, rd := range readings[min(1, len(readings)):] {
		rows = append(rows, viz.Cleanf("%s %s", m.print(message.Label("reading", rd.Name)), m.print(value(rd))))
	}
	for i, k := range m.knobs() {
		if i != m.here().chosen && k.Name != viewKnob && slices.Contains(m.subjects, k.Name) {
			rows = append(rows, m.print(knobAt(k, strings.TrimSpace(k.Setting.Show(m.options.Printer)))))
		}
	}
	return rows
}

// threeDigits writes a number as 1.75e11.
func threeDigits(v float64) string {
	return strings.NewReplacer("e+0", "e", "e+", "e", "e-0", "e-").Replace(strconv.FormatFloat(v, 'e', 2, 64))
}

// largeText is a value with its name above and a line below. If the value is too
// wide to be large, a rounded one is, and the exact value goes below.
type largeText struct {
	name           viz.Safe
	value, rounded string
	under          viz.Safe
	style          viz.Style
}

// large draws into r what has room there and returns the row below the value.
// The value is as large as it can be with its name over it.
func (c *canvas) large(r rect, l largeText) (below int) {
	if r.w < 1 || r.h < 1 {
		return r.y
	}
	if r.h == 1 {
		w := c.text(r.x, r.y, r.w, viz.Clean(l.value), l.style)
		c.text(r.x+w+1, r.y, r.w-w-1, l.name, c.theme.Text)
		return r.y + 1
	}
	c.text(r.x, r.y, r.w, l.name, c.theme.Text)
	big := viz.Size{W: r.w, H: r.h - 1}
	if l.under.Width() > 0 && big.H > 3 { // the line below has its row, too
		big.H--
	}
	const roomy = 34 // cells: five rows high, four digits fit
	if big.W < roomy {
		big.H = min(big.H, 4)
	}
	g := viz.Big(big, c.theme, viz.Clean(l.value), l.style)
	rows := rowsOf(g)
	if short := viz.Big(big, c.theme, viz.Clean(l.rounded), l.style); rows < 2 && rowsOf(short) > 1 {
		g, rows = short, rowsOf(short)
		l.under = viz.Cleanf("%s %s", l.value, l.under)
	}
	if rows == 0 { // too long for a row
		lines := viz.Wrap(c.theme.Show(viz.Clean(l.value)), r.w)
		rows = min(len(lines), r.h-1)
		c.grid.Put(r.x, r.y+1, viz.Paragraph(viz.Size{W: r.w, H: rows}, c.theme, viz.Clean(l.value), l.style))
	} else {
		c.grid.Put(r.x, r.y+1, g)
	}
	below = r.y + 1 + rows
	if below < r.y+r.h && l.under.Width() > 0 {
		c.text(r.x, below, r.w, l.under, c.theme.Faint)
		below++
	}
	return below
}

// rowsOf is how many rows of a grid are drawn on, from the top.
func rowsOf(g viz.Grid) int {
	for y := g.H - 1; y >= 0; y-- {
		if slices.ContainsFunc(g.Row(y), func(c viz.Cell) bool { return c.Rune != ' ' }) {
			return y + 1
		}
	}
	return 0
}

// drawLargeKnob draws the chosen knob, or what is typed into it.
func (m *Model) drawLargeKnob(c *canvas, r rect, i int, k lab.Knob) {
	if r.w < 1 || r.h < 1 {
		return
	}
	c.spot(r, onKnob, i)
	if m.edit != nil && m.edit.knob == i {
		field := r.row(min(1, r.h-1))
		c.text(r.x, r.y, r.w, m.print(message.Label("knob", k.Name)), c.theme.Accent)
		m.edit.draw(c, field)
		if m.edit.err != nil && r.h > 2 {
			m.drawRefusal(c, rect{r.x - 1, r.y, r.w + 1, r.h}, 2)
		}
		return
	}
	below := c.large(rect{r.x, r.y, r.w, max(r.h-1, 1)}, largeText{name: m.print(message.Label("knob", k.Name)), value: strings.TrimSpace(k.Setting.Show(m.options.Printer)), style: c.theme.Accent})
	at, slides := k.Setting.Position()
	if slider := (rect{r.x, below, min(r.w, 24), 1}); slides && k.Idle.Empty() && !m.locked(k.Name) && below < r.y+r.h && slider.w >= 6 {
		c.grid.Put(slider.x, slider.y, viz.Slider(slider.size(), c.theme, at, c.theme.Faint))
		c.grid.Restyle(slider.x+viz.SliderCell(slider.w, at), slider.y, 1, 1, c.theme.Accent)
		c.spot(slider, onSlider, i)
	}
}

// drawSaid writes what the numbers mean.
func (m *Model) drawSaid(c *canvas, r rect) {
	if r.h < 1 || r.w < 1 || m.page != nil {
		return
	}
	said := m.print(m.said())
	if m.covers.sentence {
		said = viz.Clean(covered)
	}
	c.grid.Put(r.x, r.y, viz.Paragraph(r.size(), c.theme, said, c.theme.Strong))
}
