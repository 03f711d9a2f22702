package ui

import (
	"logitarium/ui/message"
	"logitarium/viz"
)

// drawLargest writes the number that the sentence is about into a free corner
// of the picture, three rows high, to be read from afar. If no corner is free it
// draws nothing.
func (m *Model) drawLargest(c *canvas, picture rect) {
	discussed := m.discussed()
	if m.here().lab.Views().Open().Large {
		return // the picture has it
	}
	if len(discussed) == 0 || picture.h < 9 || picture.w < sideW-2 {
		return
	}
	rd := discussed[0]
	if !rd.Undefined.Empty() || !rd.Text.Empty() {
		return
	}
	if len(m.subjects) == 0 && rd.Digits == 0 && rd.Name != m.numbers()[0].Name {
		return // a count that the sentence mentions, and not what the view is about
	}
	const rows = 3
	digits := m.largeDigits(number(rd).String())
	if digits.H != rows {
		return
	}
	name := c.theme.Show(m.print(message.Label("reading", rd.Name)))
	if rd.Unit != "" {
		name = c.theme.Show(m.words("%v %v", message.Label("reading", rd.Name), rd.Unit))
	}
	w, h := max(digits.W, name.Width()), rows+1
	const margin = 2 // blank cells around it
	for _, corner := range [][2]int{{1, 0}, {1, 1}, {0, 1}, {0, 0}} {
		x := picture.x + corner[0]*(picture.w-w-2*margin)
		y := picture.y + corner[1]*(picture.h-h-1)
		at := rect{x, y, w + 2*margin, h + 1}
		if !c.blank(at) {
			continue
		}
		c.grid.Put(x+margin+(w-digits.W)*corner[0], y, digits)
		c.text(x+margin+(w-name.Width())*corner[0], y+rows, w, name, c.theme.Faint)
		return
	}
}

// largeDigits are the digits of a number, three rows high, if they can be that.
func (m *Model) largeDigits(text string) viz.Grid {
	s := viz.Clean(text)
	g := viz.Big(viz.Size{W: 40, H: 3}, m.win.Theme, s, m.win.Theme.Strong)
	width := 0
	for y := range rowsOf(g) {
		for x, cell := range g.Row(y) {
			if cell.Rune != ' ' {
				width = max(width, x+1)
			}
		}
	}
	return viz.Big(viz.Size{W: width, H: rowsOf(g)}, m.win.Theme, s, m.win.Theme.Strong)
}

// blank reports whether nothing is drawn in a part of the screen.
func (c *canvas) blank(r rect) bool {
	for y := r.y; y < r.y+r.h; y++ {
		for x := r.x; x < r.x+r.w; x++ {
			if cell := c.grid.Row(y)[x]; cell.Rune != ' ' || cell.Style != c.theme.Text && cell.Style != (viz.Style{}) {
				return false
			}
		}
	}
	return true
}
