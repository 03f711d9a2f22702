package viz

// TableData is what a [Table] shows.
type TableData struct {
	Columns []Column
	Rows    []TableRow
	First   int // rows scrolled past
}

// TableRow is one row of a table.
type TableRow struct {
	Cells  []Safe
	Style  Style
	Chosen bool // marked with ▸ and the accent
	Rule   bool // a line, with the first cell as its label
}

// Table draws aligned columns under a header with a rule, which is left out where
// the last row has no room else. Columns that are too wide are cut with an
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
		if len(d.Rows)-max(d.First, 0) != g.H-1 {
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
