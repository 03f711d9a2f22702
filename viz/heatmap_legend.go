package viz

import "slices"

// HeatLegend draws the colour scale of a heatmap with its numbers, and the
// value under the cross, on one row: for strips that share a scale.
func HeatLegend(size Size, t Theme, m HeatMap) Grid {
	g := t.Grid(size)
	if g.W < 1 || g.H < 1 {
		return g
	}
	low, high := m.limits(m.Values)
	m.drawLegend(g, t, t.levels(m.Scale), low, high, 1, 1)
	return g
}

// drawLegend writes the scale with its numbers, the value under the cross, and
// what a dot stands for, on a row of its own if there is no room beside them.
func (m HeatMap) drawLegend(g Grid, t Theme, p levels, low, high float64, binCols, binRows int) {
	y := g.H - 1
	x := g.Text(0, y, t.Fit(m.Name, g.W/4), t.Strong)
	if x > 0 {
		x++
	}
	ends := shown(t, labels([]float64{low, high}))
	x += g.Text(x, y, ends[0], t.Faint) + 1
	x += drawRamp(g, x, y, max(g.W/4, 8), t, p) + 1
	x += g.Text(x, y, ends[1], t.Faint) + 2
	if v, ok := m.crossed(); ok {
		value := t.Show(Fixed(v, 4))
		text := t.Show(Cleanf("%s, %s: %s", number(m.YText, m.Cross.Row), number(m.XText, m.Cross.Col), value))
		if text.Width() > g.W-x {
			text = value
		}
		if text.Width() <= g.W-x { // a part of a number would be a wrong one
			x += g.Text(x, y, text, t.Accent) + 2
		}
	}
	if binCols*binRows > 1 {
		m.drawBin(g, t, x, y, t.words().Dot(m.Reduce, binRows, binCols))
	}
}

// drawBin says what a dot stands for: from x, y on, or at the left of the row
// above if it has room there, in the longer or the shorter wording.
func (m HeatMap) drawBin(g Grid, t Theme, x, y int, wordings [2]Safe) {
	for _, text := range wordings {
		text = t.Show(text)
		if text.Width() <= g.W-x {
			g.Text(x, y, text, t.Faint)
			return
		}
		if w := text.Width() + 1; y > 0 && w <= g.W && isBlank(g.Row(y - 1)[:w]) {
			g.Text(0, y-1, text, t.Faint)
			return
		}
	}
}

func isBlank(cells []Cell) bool {
	return !slices.ContainsFunc(cells, func(c Cell) bool { return c.Rune != ' ' })
}

// drawRamp draws the levels, cut evenly to at most most cells, and returns how
// many it took.
func drawRamp(g Grid, x, y, most int, t Theme, p levels) int {
	all := max(len(p.colors), len(p.glyphs))
	n := min(all, most, g.W-x)
	if all%2 == 1 && n%2 == 0 { // the middle is zero
		n--
	}
	for i := range max(n, 0) {
		at := position(float64(i), 0, float64(n-1))
		cell := Cell{' ', t.Text}
		if t.dotsPerCell() == 2 {
			cell.Bg = p.colors[level(at, 0, 1, len(p.colors))]
		} else {
			cell.Rune = p.glyphs[level(at, 0, 1, len(p.glyphs))]
			if len(p.colors) > 0 {
				cell.Fg = p.colors[level(at, 0, 1, len(p.colors))]
			}
		}
		g.Row(y)[x+i] = cell
	}
	return max(n, 0)
}

// crossed returns the value under the cross.
func (m HeatMap) crossed() (float64, bool) {
	c := m.Cross
	if c == nil || c.Row < 0 || c.Col < 0 || c.Col >= m.Cols || c.Row >= len(m.Values)/m.Cols {
		return 0, false
	}
	return m.Values[c.Row*m.Cols+c.Col], true
}
