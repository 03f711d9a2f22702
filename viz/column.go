package viz

// Column is one column of a [Table] or of a bar chart.
type Column struct {
	Title Safe
	Left  bool // text is aligned left; numbers are not
	Spare bool // given up first when the room is narrow
	Width int  // least width, so that a column keeps it while values change
}

const (
	columnGap = 2
	labelMin  = 6 // the first column is cut down to this before others go
)

// placed is a column with its place on screen.
type placed struct {
	index, x, w int
}

// place fits columns into room cells: spare ones go first, from the left;
// then the first column gets narrower; then the others go. The first one
// stays. It returns the columns and the cells that they take.
func place(columns []Column, rows [][]Safe, room int, t Theme) ([]placed, int) {
	kept := make([]placed, len(columns))
	for i, c := range columns {
		w := max(c.Width, t.Show(c.Title).Width())
		for _, row := range rows {
			if i < len(row) {
				w = max(w, t.Show(row[i]).Width())
			}
		}
		kept[i] = placed{index: i, w: w}
	}
	for taken(kept) > room && len(kept) > 1 {
		if i := firstSpare(columns, kept); i > 0 {
			kept = append(kept[:i], kept[i+1:]...)
			continue
		}
		if over := taken(kept) - room; kept[0].w-over >= min(labelMin, kept[0].w) {
			kept[0].w -= over
			break
		}
		kept = append(kept[:1], kept[2:]...)
	}
	if len(kept) == 1 {
		kept[0].w = min(kept[0].w, max(room, 0))
	}
	x := 0
	for i := range kept {
		kept[i].x = x
		x += kept[i].w + columnGap
	}
	return kept, max(x-columnGap, 0)
}

func firstSpare(columns []Column, kept []placed) int {
	for i := 1; i < len(kept); i++ {
		if columns[kept[i].index].Spare {
			return i
		}
	}
	return -1
}

func taken(columns []placed) int {
	sum := -columnGap
	for _, c := range columns {
		sum += c.w + columnGap
	}
	return sum
}

// drawCells writes one row of texts into its columns.
func drawCells(g Grid, y int, t Theme, columns []Column, at []placed, cells []Safe, st Style) {
	for _, p := range at {
		if p.index >= len(cells) {
			continue
		}
		text := t.Fit(cells[p.index], p.w)
		x := p.x
		if !columns[p.index].Left {
			x += p.w - text.Width()
		}
		g.Text(x, y, text, st)
	}
}

// titles returns the header row, nil if no column has a title.
func titles(columns []Column) []Safe {
	var row []Safe
	for i, c := range columns {
		if c.Title.s == "" {
			continue
		}
		if row == nil {
			row = make([]Safe, len(columns))
		}
		row[i] = c.Title
	}
	return row
}
