package viz

// levels is a colour map as a theme draws it: colours, or glyphs, or both.
type levels struct {
	colors []Color
	glyphs []rune
}

// levels returns the colours of a scale and the glyphs that replace them.
func (t Theme) levels(s Scale) levels {
	if t.Colors == Colors16 && t.Glyphs != ASCII && len(t.Sequential) > 0 {
		switch s {
		case Diverging:
			return levels{t.Diverging, diverging16}
		case Sequential:
			return levels{t.Sequential, sequential16}
		}
	}
	switch s {
	case Diverging: // minus and plus, more ink farther from zero
		return levels{t.Diverging, []rune{'@', '=', '-', ' ', '+', '*', '#'}}
	case Cyclic:
		return levels{t.Cyclic, []rune("01234567")}
	}
	return levels{t.Sequential, t.glyphs().density}
}

// dotsPerCell is 2 where half blocks can be drawn in colour.
func (t Theme) dotsPerCell() int {
	if t.Glyphs == ASCII || len(t.Sequential) == 0 || len(t.Diverging) == 0 || len(t.Cyclic) == 0 {
		return 1
	}
	return 2
}

// halfBlocks draws two dots to a cell.
func halfBlocks(area Grid, values []float64, across, down dots, colors []Color, low, high float64) {
	bins := across.bins()
	shades := make([]Color, len(values))
	for i, v := range values {
		if l := level(v, low, high, len(colors)); l >= 0 {
			shades[i] = colors[l]
		}
	}
	for y := range area.H {
		upper := shades[2*y/down.each*bins:][:bins]
		var lower []Color
		if 2*y+1 < down.length() {
			lower = shades[(2*y+1)/down.each*bins:][:bins]
		}
		row := area.Row(y)
		for b, top := range upper {
			cell := row[b*across.each]
			bottom := cell.Bg
			if lower != nil && lower[b] != 0 {
				bottom = lower[b]
			}
			switch {
			case top == 0 && bottom == 0:
			case top == bottom:
				cell.Style = Style{Bg: top}
			case top == 0:
				cell = Cell{'▄', Style{Fg: bottom, Bg: cell.Bg}}
			default:
				cell = Cell{'▀', Style{Fg: top, Bg: bottom}}
			}
			for i := range across.each {
				row[b*across.each+i] = cell
			}
		}
	}
}

// glyphCells draws one dot to a cell, as a glyph, in colour if there is one. A
// value whose glyph is a blank is bold, which nobody sees: its cell is not empty.
func glyphCells(area Grid, values []float64, across, down dots, p levels, low, high float64, base Style) {
	bins := across.bins()
	for y := range area.H {
		row := area.Row(y)
		for x := range row {
			v := values[y/down.each*bins+x/across.each]
			if l := level(v, low, high, len(p.glyphs)); l >= 0 {
				row[x] = Cell{p.glyphs[l], base}
				if c := level(v, low, high, len(p.colors)); len(p.colors) > 0 && c >= 0 {
					row[x].Fg = p.colors[c]
				}
				if row[x].Rune == ' ' {
					row[x].Attr |= Bold
				}
			}
		}
	}
}

// outline frames a region on the cells at its edge, which keep their colour.
func outline(area Grid, t Theme, r, zoom Region, across, down dots) {
	per := t.dotsPerCell()
	top, left := max(r.Row-zoom.Row, 0), max(r.Col-zoom.Col, 0)
	bottom, right := min(r.Row-zoom.Row+r.Rows, zoom.Rows), min(r.Col-zoom.Col+r.Cols, zoom.Cols)
	if top >= bottom || left >= right {
		return
	}
	x, y := across.at(left), down.at(top)/per
	w, h := across.at(right-1)+across.each-x, (down.at(bottom-1)+down.each-1)/per+1-y
	under := NewGrid(area.Size)
	copy(under.Cells, area.Cells)
	box(area, x, y, Size{w, h}, t, t.Accent)
	for cy := range area.H {
		for cx, c := range under.Row(cy) {
			if cell := &area.Row(cy)[cx]; cell.Rune != c.Rune || cell.Style != c.Style {
				cell.Bg = c.Bg
				if c.Rune == '▀' {
					cell.Bg = c.Fg
				}
				cell.Attr |= Bold
			}
		}
	}
}
