package viz

import "math"

// BarChart is what [Bars] shows: rows of texts and a bar.
type BarChart struct {
	Columns []Column
	Rows    []BarRow
	Low     float64 // where bars end to the left; at most 0. 0: as the data needs
	Max     float64 // where they end to the right; at least 0. 0: as the data needs

	Axis  bool // the scale has an axis below the bars, where there is the room: 15 rows
	Thick int  // rows that a bar has where there is the room; 0 and 1: one

	Aside Safe // stands behind the legend, where it fits

	// Names for the legend. Without a name for marks, none is drawn.
	Kept, Removed, Wrong, Marks Safe

	// More words the last line when rows don't fit: how many, and the sum of
	// their finite values. nil: it counts them.
	More func(rows int, sum float64) Safe
}

// BarRow is one row of a chart.
type BarRow struct {
	Cells   []Safe // as in Columns
	Value   float64
	From    float64 // where the bar begins, right of zero, so that parts lie below their whole
	Mark    float64 // a reference on the same scale; NaN: none
	Removed bool    // drawn as ░ and faint
	Wrong   bool    // in the colour of what is wrong
	Second  bool    // in the colour of a second thing that is measured
	Chosen  bool    // accented, and marked with ▸ in a margin that all rows then have
	Rule    Safe    // if set, the row is a broken line with this label: something is cut there
	Heading bool    // the rule is the heading of the rows below it, and nothing is cut
}

const barMin = 8 // cells that columns leave for the bar if they can

// Bars draws columns of text and then a bar to scale, with a resolution of an
// eighth of a cell to the right of zero and half a cell to its left. A value
// beyond the scale ends in '>' or '<', one that is no number has no bar.
func Bars(size Size, t Theme, c BarChart) Grid {
	g := t.Grid(size)
	margin := 0
	cells := make([][]Safe, 0, len(c.Rows))
	for _, row := range c.Rows {
		if row.Rule.s == "" {
			cells = append(cells, row.Cells)
		}
		if row.Chosen {
			margin = 2
		}
	}
	room := g.W - margin
	at, taken := place(c.Columns, cells, max(room-columnGap-barMin, room/2), t)
	for i := range at {
		at[i].x += margin
	}
	bar := c.scale(margin+taken+columnGap, g.W)
	if taken == 0 {
		bar = c.scale(margin, g.W)
	}
	t.Scaled("bar", bar.low, bar.high)
	top, bottom := c.rows(g.H)
	if top > 0 {
		drawCells(g, 0, t, c.Columns, at, titles(c.Columns), t.Faint)
	}
	if c.axed(g.H) && bar.w > barMin {
		xAxis(g, bar.x, bottom, bar.w, t, bar.low, bar.high, false, Safe{})
	}
	if len(c.legend(t)) > 0 && bottom < g.H {
		g.Put(0, g.H-1, Legend(Size{g.W, 1}, t, c.legend(t)))
		c.aside(g, t)
	}
	thick := c.thickness(top, bottom)
	for i, row := range c.gliding(t) {
		y := top + i*thick
		if y == bottom-1 && i < len(c.Rows)-1 {
			g.Text(margin, y, t.Fit(c.more(t, c.Rows[i:]), g.W-margin), t.Faint)
			break
		}
		if row.Rule.s != "" {
			line := Cut
			if row.Heading {
				line = Rule
			}
			g.Put(0, y, line(Size{g.W, 1}, t, row.Rule))
			continue
		}
		st := t.Text
		switch {
		case row.Chosen:
			st = t.Accent
			g.Set(0, y, t.glyphs().chosen, st)
		case row.Removed:
			st = t.Faint
		}
		drawCells(g, y, t, c.Columns, at, row.Cells, st)
		bar.draw(g, y, t, row, i, c.Marks.s != "")
		for more, x := 1, min(bar.x, g.W); more < thick; more++ {
			copy(g.Row(y + more)[x:], g.Row(y)[x:])
		}
	}
	return g
}

// thickness is how many rows each bar has between two rows of a chart.
func (c BarChart) thickness(top, bottom int) int {
	return max(min(c.Thick, (bottom-top)/max(len(c.Rows), 1)), 1)
}

// aside writes the words behind the legend, if they fit.
func (c BarChart) aside(g Grid, t Theme) {
	const gap = 3
	words, free := t.Show(c.Aside), g.W
	for free > 0 && g.Row(g.H - 1)[free-1].Rune == ' ' {
		free--
	}
	if free+gap+words.Width() <= g.W {
		g.Text(free+gap, g.H-1, words, t.Faint)
	}
}

// rows returns the first row of a chart h high that shows data, and the first
// row after the data.
func (c BarChart) rows(h int) (top, bottom int) {
	bottom = h
	if h > 2 && titles(c.Columns) != nil {
		top = 1
	}
	if c.axed(h) {
		bottom -= 2
	}
	if h > 5 && len(c.legend(Theme{})) > 0 {
		bottom--
		if len(c.Rows) < bottom-top { // else a blank row above the legend costs a bar
			bottom--
		}
	}
	return top, bottom
}

// axed reports whether a chart h high has an axis.
func (c BarChart) axed(h int) bool { return c.Axis && h >= 15 }

// RowAt returns the index of the row that [Bars] draws at y in a chart h high;
// ok is false where it draws none, or the sum of those that don't fit.
func (c BarChart) RowAt(h, y int) (i int, ok bool) {
	top, bottom := c.rows(h)
	thick := c.thickness(top, bottom)
	i = (y - top) / thick
	if y < top || i >= len(c.Rows) || y >= bottom {
		return 0, false
	}
	return i, thick > 1 || y < bottom-1 || i == len(c.Rows)-1
}

// wrong is what a bar of something wrong is filled with: a glyph of its own
// where no colour tells it apart.
func (t Theme) wrong() rune {
	if len(t.Series) > 0 {
		return t.glyphs().full
	}
	return t.glyphs().wrong
}

func (c BarChart) legend(t Theme) []LegendItem {
	var items []LegendItem
	gl := t.glyphs()
	for _, item := range []LegendItem{
		{gl.full, t.Measured, c.Kept}, {t.wrong(), t.Bad, c.Wrong}, {gl.light, t.Bad, c.Removed}, {gl.mark, t.Reference, c.Marks},
	} {
		if item.Name.s != "" {
			items = append(items, item)
		}
	}
	return items
}

func (c BarChart) more(t Theme, rows []BarRow) Safe {
	n, sum := 0, 0.0
	for _, r := range rows {
		if r.Rule.s == "" {
			n++
			if finite(r.Value) {
				sum += r.Value
			}
		}
	}
	if c.More != nil {
		return c.More(n, sum)
	}
	return t.words().More(n)
}

// barScale maps values to the columns [x, x+w).
type barScale struct {
	x, w      int
	low, high float64
	zero      int // columns left of zero
}

// scale lays the chart's range over the columns from x to right.
func (c BarChart) scale(x, right int) barScale {
	low, high := min(c.Low, 0), max(c.Max, 0)
	for _, row := range c.Rows {
		if row.Rule.s != "" {
			continue
		}
		values := []float64{row.Value + row.From}
		if c.Marks.s != "" {
			values = append(values, row.Mark)
		}
		l, h, _ := span(values)
		if c.Low >= 0 {
			low = min(low, l)
		}
		if c.Max <= 0 {
			high = max(high, h)
		}
	}
	s := barScale{x: x, w: max(right-x, 0), low: low, high: high}
	if low < 0 {
		s.zero = int(math.Round(position(0, low, high) * float64(s.w)))
	}
	return s
}

// length returns the cells from zero to v, negative to the left, and whether v
// is beyond the scale.
func (s barScale) length(v float64) (cells float64, beyond bool) {
	switch {
	case v > 0 && s.high > 0:
		cells = v / s.high * float64(s.w-s.zero)
	case v < 0 && s.low < 0:
		cells = -(v / s.low) * float64(s.zero)
	case v != 0: // nothing of the scale lies on this side
		return 0, !math.IsNaN(v)
	}
	return min(max(cells, float64(-s.zero)), float64(s.w-s.zero)), v > s.high || v < s.low
}

// draw draws the bar of row i.
func (s barScale) draw(g Grid, y int, t Theme, row BarRow, i int, marked bool) {
	if s.w < 1 {
		return
	}
	st, origin := over(t.Text, t.Measured), s.x+s.zero
	switch {
	case row.Removed || row.Wrong:
		st = over(t.Text, t.Bad)
	case row.Second:
		st = over(t.Text, t.Second)
	}
	if s.zero > 0 && s.zero < s.w {
		g.Set(origin, y, t.glyphs().vdash, t.Faint)
	}
	cells, beyond := s.length(row.Value)
	cells = t.glide(row.mark(barMark, i), cells/float64(s.w)) * float64(s.w)
	switch {
	case math.IsNaN(row.Value):
	case row.From > 0:
		from, _ := s.length(row.From)
		end, _ := s.length(row.From + row.Value)
		first := min(int(math.Round(from)), s.w-s.zero-1)
		s.right(g, origin+first, y, t, max(end-float64(first), 0), row, st)
	case cells >= 0:
		s.right(g, origin, y, t, cells, row, st)
	default:
		s.left(g, origin, y, t, -cells, row.Removed, st)
	}
	switch {
	case beyond && row.Value > 0:
		g.Set(s.x+s.w-1, y, '>', st)
	case beyond:
		g.Set(s.x, y, '<', st)
	}
	if marked && !math.IsNaN(row.Mark) {
		s.mark(g, y, t, row, i, cells, st)
	}
}

// mark draws the reference, reversed where the bar covers it.
func (s barScale) mark(g Grid, y int, t Theme, row BarRow, i int, cells float64, bar Style) {
	at, beyond := s.length(row.Mark)
	if beyond {
		return
	}
	at = float64(t.glide(row.mark(onBar, i), at/float64(s.w)) * float64(s.w))
	st := over(t.Text, t.Reference)
	if !row.Removed && (at > 0 && at+1 <= cells || at < 0 && at >= cells) && t.Glyphs != ASCII {
		st = bar
		st.Attr |= Reverse
	}
	x := s.x + s.zero + int(math.Round(at))
	g.Set(min(x, s.x+s.w-1), y, t.glyphs().mark, st)
}

// right draws a bar from x rightwards.
func (s barScale) right(g Grid, x, y int, t Theme, cells float64, row BarRow, st Style) {
	eighths := int(math.Round(cells * 8))
	if row.Value > 0 {
		eighths = max(eighths, 1)
	}
	whole, part := eighths/8, eighths%8
	switch {
	case row.Removed:
		if row.Value > 0 {
			whole = max(int(math.Round(cells)), 1)
		}
		g.Fill(x, y, whole, 1, t.glyphs().light, st)
	case row.Wrong && t.wrong() != t.glyphs().full:
		if row.Value > 0 {
			whole = max(int(math.Round(cells)), 1)
		}
		g.Fill(x, y, whole, 1, t.wrong(), st)
	case t.Glyphs == ASCII:
		if part >= 6 {
			whole++
		}
		g.Fill(x, y, whole, 1, '#', st)
		if part < 6 && (part > 1 || whole == 0 && part > 0) {
			g.Set(x+whole, y, ':', st)
		}
	default:
		g.Fill(x, y, whole, 1, '█', st)
		if part > 0 {
			g.Set(x+whole, y, '█'+rune(8-part), st)
		}
	}
}

// left draws a bar from x leftwards; blocks that fill a cell's right part
// exist for a half only.
func (s barScale) left(g Grid, x, y int, t Theme, cells float64, removed bool, st Style) {
	halves := max(int(math.Round(cells*2)), 1)
	glyph, half := t.glyphs().full, '▐'
	if t.Glyphs == ASCII {
		half = ':'
	}
	if removed {
		glyph = t.glyphs().light
		halves = max(int(math.Round(cells)), 1) * 2
	}
	g.Fill(x-halves/2, y, halves/2, 1, glyph, st)
	if halves%2 == 1 {
		g.Set(x-halves/2-1, y, half, st)
	}
}
