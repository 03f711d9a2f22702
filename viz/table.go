package viz

// TableData is what a [Table] shows.
type TableData struct {
	Columns []Column
	Rows    []TableRow
	First   int  // rows scrolled past
	Ruled   bool // the rule under the header costs what it may: something beside it has the same
}

// TableRow is one row of a table.
type TableRow struct {
	Cells  []Safe
	Style  Style
	Chosen bool // marked with ▸ and the accent
	Rule   bool // a line, with the first cell as its label
}

// Table draws aligned columns under a header with a rule, which is left out where a
// row has no room else: the last one, or in less than a dozen rows one of many.
// Columns that are too wide are cut with an
// ellipsis; rows that don't fit are counted in the last line.
func Table(size Size, t Theme, d TableData) Grid {
	g := t.Grid(size)
	cells := make([][]Safe, 0, len(d.Rows))
	margin := 0 // for the mark of the chosen row
	for _, row := range d.Rows {
		if !row.Rule {
			cells = append(cells, row.Cells)
		}
		if row.Chosen {
			margin = 2
		}
	}
	at, _ := place(d.Columns, cells, g.W-margin, t)
	for i := range at {
		at[i].x += margin
	}
	y := 0
	if head := titles(d.Columns); head != nil && (g.H > 2 || g.H == 2 && len(d.Rows) == 1) {
		drawCells(g, 0, t, d.Columns, at, head, t.Faint)
		y = 1
		if !d.crowded(g.H) {
			g.Put(0, 1, Rule(Size{g.W, 1}, t, Safe{}))
			y = 2
		}
	}
	rows := d.Rows[min(max(d.First, 0), len(d.Rows)):]
	for i, row := range rows {
		if y == g.H-1 && i < len(rows)-1 {
			g.Text(margin, y, t.Fit(t.words().More(len(rows)-i), g.W-margin), t.Faint)
			break
		}
		switch {
		case row.Rule:
			label := Safe{}
			if len(row.Cells) > 0 {
				label = row.Cells[0]
			}
			g.Put(0, y, Rule(Size{g.W, 1}, t, label))
		case row.Chosen:
			g.Set(0, y, t.glyphs().chosen, t.Accent)
			drawCells(g, y, t, d.Columns, at, row.Cells, t.Accent)
		default:
			drawCells(g, y, t, d.Columns, at, row.Cells, over(t.Text, row.Style))
		}
		y++
	}
	return g
}

// crowded reports whether the rule under the header would cost a row: the only one
// without room, or one of many that a low table can't spare. It is the same
// wherever a table that scrolls is.
func (d TableData) crowded(h int) bool {
	const low = 12
	over := len(d.Rows) - (h - 2)
	return !d.Ruled && (over == 1 || over > 1 && h < low)
}
