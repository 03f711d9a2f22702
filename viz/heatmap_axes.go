package viz

import "fmt"

// heatFrame is the layout of a heatmap.
type heatFrame struct {
	Size         // of the dots' room
	x            int
	axes, legend bool
}

// frame divides the room: axes and legend go when it is small.
func (m HeatMap) frame(s Size, t Theme, zoom Region) heatFrame {
	f := heatFrame{Size: s}
	if m.Bare {
		return f
	}
	f.legend = s.H >= 6 && s.W >= 16
	f.axes = s.H >= 9 && s.W >= 24
	if f.legend {
		f.H -= 2
	}
	if f.axes {
		f.H -= 2
		f.x = m.rowLabels(s, t, zoom) + 2
		f.W -= f.x
	}
	return f
}

// rowLabels returns the width that the names or numbers of rows take.
func (m HeatMap) rowLabels(s Size, t Theme, zoom Region) int {
	width := len(fmt.Sprint(zoom.Row + zoom.Rows - 1))
	for _, name := range m.YText {
		width = max(width, t.Show(name).Width())
	}
	return min(width, s.W/4)
}

func (m HeatMap) drawAxes(g Grid, t Theme, f heatFrame, zoom Region, across, down dots, area Size) {
	gl, per := t.glyphs(), t.dotsPerCell()
	g.Fill(f.x-1, 0, 1, area.H, gl.vertical, t.Faint)
	g.Fill(f.x, area.H, area.W, 1, gl.line, t.Faint)
	g.Set(f.x-1, area.H, gl.cross, t.Faint)
	for _, r := range m.ticked(m.YText, zoom.Row, zoom.Rows, area.H, down.each >= per, 3) {
		y := (down.at(r-zoom.Row) + (down.each-1)/2) / per
		m.rowLabel(g, t, f, r, y, t.Faint)
	}
	free := f.x
	for _, c := range m.ticked(m.XText, zoom.Col, zoom.Cols, area.W, across.each >= 3, 8) {
		x := f.x + across.at(c-zoom.Col) + (across.each-1)/2
		g.Set(x, area.H, gl.tick, t.Faint)
		room := max(across.each-1, 6)
		name := t.Fit(number(m.XText, c), room)
		if x = max(x-(name.Width()-1)/2, free); x+name.Width() <= g.W {
			free = x + 1 + g.Text(x, area.H+1, name, t.Faint)
		}
	}
	m.drawNames(g, t, f, area.H+1, free)
	m.drawCross(g, t, f, zoom, across, down, area)
}

// drawNames writes what rows and columns are into the margins of row y, from
// free on, or if they don't fit there, both into the empty row below.
func (m HeatMap) drawNames(g Grid, t Theme, f heatFrame, y, free int) {
	rows, cols := t.Show(m.YName), t.Show(m.XName)
	if rows.Width() <= f.x-2 && cols.Width() < g.W-free {
		g.Text(0, y, rows, t.Faint)
		g.Text(g.W-cols.Width(), y, cols, t.Faint)
		return
	}
	both := Safe{rows.s + cols.s}
	if rows.s != "" && cols.s != "" {
		both = t.words().By(rows, cols)
	}
	both = t.Fit(both, g.W)
	if y+1 < g.H-1 {
		g.Text(g.W-both.Width(), y+1, both, t.Faint)
	}
}

func (m HeatMap) rowLabel(g Grid, t Theme, f heatFrame, row, y int, st Style) {
	name := t.Fit(number(m.YText, row), f.x-2)
	g.Fill(0, y, f.x-2, 1, ' ', Style{Bg: t.Text.Bg})
	g.Text(f.x-2-name.Width(), y, name, st)
	g.Set(f.x-1, y, t.glyphs().axis, t.Faint)
}

// ticked returns which rows or columns are labelled: all of them if they have
// names and there is the room, else round numbers, one in every few cells.
func (m HeatMap) ticked(names []Safe, first, n, cells int, roomy bool, every int) []int {
	var all []int
	if names != nil && roomy {
		for i := range n {
			all = append(all, first+i)
		}
		return all
	}
	if n == 1 {
		return []int{first}
	}
	for _, v := range multiples(float64(first), float64(first+n-1), max(cells/every, 1)) {
		if v == float64(int(v)) && (len(all) == 0 || int(v) > all[len(all)-1]) {
			all = append(all, int(v))
		}
	}
	return all
}

// number returns the name of row or column i.
func number(names []Safe, i int) Safe {
	if i < len(names) {
		return names[i]
	}
	return Cleanf("%d", i)
}

// drawCross marks a cell of the matrix on both axes.
func (m HeatMap) drawCross(g Grid, t Theme, f heatFrame, zoom Region, across, down dots, area Size) {
	if m.Cross == nil {
		return
	}
	r, c := m.Cross.Row-zoom.Row, m.Cross.Col-zoom.Col
	if r < 0 || c < 0 || r >= zoom.Rows || c >= zoom.Cols {
		return
	}
	y := (down.at(r) + (down.each-1)/2) / t.dotsPerCell()
	x := f.x + across.at(c) + (across.each-1)/2
	m.rowLabel(g, t, f, m.Cross.Row, y, t.Accent)
	g.Set(f.x-1, y, t.glyphs().chosen, t.Accent)
	g.Set(x, area.H, '^', t.Accent)
	name := t.Fit(number(m.XText, m.Cross.Col), 12)
	at := min(max(x-(name.Width()-1)/2, f.x), g.W-name.Width())
	below, blank := g.Row(area.H+1), Cell{' ', Style{Bg: t.Text.Bg}}
	for x := at - 1; x >= f.x && below[x].Rune != ' '; x-- { // a number that would touch it
		below[x] = blank
	}
	for x := at + name.Width(); x < g.W && below[x].Rune != ' '; x++ {
		below[x] = blank
	}
	g.Text(at, area.H+1, name, t.Accent)
}
