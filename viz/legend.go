package viz

// LegendItem is a glyph and what it stands for.
type LegendItem struct {
	Glyph rune
	Style Style
	Name  Safe
}

// Legend writes items in a row, as many as fit, and goes on in the next rows.
// They stand closer where all of them fit only so.
func Legend(size Size, t Theme, items []LegendItem) Grid {
	const wide = 3
	for gap := wide; gap > 0; gap-- {
		if g, all := legend(size, t, items, gap); all {
			return g
		}
	}
	g, _ := legend(size, t, items, wide)
	return g
}

// legend writes items so many cells apart, and says whether all are there.
func legend(size Size, t Theme, items []LegendItem, gap int) (g Grid, all bool) {
	g = t.Grid(size)
	x, y := 0, 0
	for _, item := range items {
		name := t.Fit(item.Name, g.W-2)
		if w := 2 + name.Width(); x > 0 && x+w > g.W {
			x, y = 0, y+1
		}
		if y >= g.H {
			return g, false
		}
		glyph := t.Show(Clean(string(item.Glyph))).cut(1, "*")
		g.Text(x, y, glyph, over(t.Text, item.Style))
		x += 2
		x += g.Text(x, y, name, t.Faint) + gap
	}
	return g, true
}
