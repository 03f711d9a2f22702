package viz

import "fmt"

// heatFrame is where the parts of a heatmap go.
type heatFrame struct {
	Size         // of the dots' room
	x            int
	axes, legend bool
}

// frame divides the room: axes and legend go when it is small.
func (m HeatMap) frame(s Size, t Theme, zoom Region) heatFrame {
	f := heatFrame{Size: s}
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
	names := m.XName
	switch yname := t.Show(m.YName); {
	case yname.s == "":
	case yname.Width() <= f.x-2:
		g.Text(0, area.H+1, yname, t.Faint)
	default:
		names = Safe{yname.s + " by " + names.s}
	}
	names = t.Fit(names, g.W-free-1)
	g.Text(g.W-names.Width(), area.H+1, names, t.Faint)
	m.drawCross(g, t, f, zoom, across, down, area)
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
	for _, v := range round(float64(first), float64(first+n-1), max(cells/every, 1)) {
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
	g.Fill(at-1, area.H+1, name.Width()+2, 1, ' ', Style{Bg: t.Text.Bg})
	g.Text(at, area.H+1, name, t.Accent)
}

// drawLegend writes the scale with its numbers, what a dot stands for, and the
// value under the cross.
func (m HeatMap) drawLegend(g Grid, t Theme, p levels, low, high float64, binCols, binRows int) {
	y := g.H - 1
	x := g.Text(0, y, t.Fit(m.Name, g.W/4), t.Strong)
	if x > 0 {
		x++
	}
	ends := labels([]float64{low, high})
	n := min(max(len(p.colors), len(p.glyphs)), g.W-x-len(ends[0])-len(ends[1])-2)
	x += g.Text(x, y, Safe{ends[0]}, t.Faint) + 1
	for i := range max(n, 0) {
		cell := Cell{' ', t.Text}
		if len(p.colors) > 0 && t.dotsPerCell() == 2 {
			cell.Bg = p.colors[i*len(p.colors)/n]
		} else {
			cell.Rune = p.glyphs[i*len(p.glyphs)/n]
			if len(p.colors) > 0 {
				cell.Fg = p.colors[i*len(p.colors)/n]
			}
		}
		if x < g.W {
			g.Row(y)[x] = cell
		}
		x++
	}
	x++
	x += g.Text(x, y, Safe{ends[1]}, t.Faint) + 2
	if m.Cross != nil && m.Cross.Row >= 0 && m.Cross.Col >= 0 && m.Cross.Col < m.Cols &&
		m.Cross.Row < len(m.Values)/m.Cols {
		v := m.Values[m.Cross.Row*m.Cols+m.Cross.Col]
		text := Cleanf("%s, %s: %s", number(m.YText, m.Cross.Row), number(m.XText, m.Cross.Col), Fixed(v, 4))
		x += g.Text(x, y, t.Fit(text, g.W-x), t.Accent) + 2
	}
	if binCols*binRows > 1 {
		kind := "mean"
		if m.Reduce == Extreme {
			kind = "extreme"
		}
		g.Text(x, y, t.Fit(Cleanf("a dot: %s of %d x %d", kind, binRows, binCols), g.W-x), t.Faint)
	}
}
