package viz

import "math"

// MatrixData is a small matrix that is shown as numbers.
type MatrixData struct {
	Name     Safe
	Values   []float64 // row by row
	Cols     int
	Decimals int
	Width    int // least width of a number, so that columns stay where they are

	XText, YText []Safe      // names of columns and rows; nil: none
	Outline      []Region    // bracketed
	Chosen       *Spot       // accented and marked with ▸
	Shade        *[2]float64 // a colour behind each number, from one to the other by way of 0, in 16 colours a glyph before it; nil: none
	From         Spot        // rows and columns scrolled past
}

// Matrix writes numbers with aligned decimals, all columns alike, the cells of
// outlined regions in brackets. Rows and columns that don't fit are said to be
// there by an ellipsis, and where an outline goes on, it is open: < or >.
func Matrix(size Size, t Theme, m MatrixData) Grid {
	g := t.Grid(size)
	if m.Cols < 1 || len(m.Values) < m.Cols {
		return g
	}
	if m.Shade != nil {
		t.Scaled("colour", m.Shade[0], m.Shade[1])
	}
	l := m.layout(t)
	m.From.Row, m.From.Col = min(max(m.From.Row, 0), len(m.Values)/m.Cols-1), min(max(m.From.Col, 0), m.Cols-1)
	l.cols -= m.From.Col
	y := 0
	if m.Name.s != "" && g.H > 1 {
		w := g.Text(0, 0, t.Fit(m.Name, g.W), t.Strong)
		m.drawScale(g, t, w+2)
		y = 1
	}
	cols := l.fit(g.W)
	if m.XText != nil && y < g.H-1 {
		for c := range min(cols, len(m.XText)-m.From.Col) {
			name := t.Fit(m.XText[m.From.Col+c], l.cell)
			g.Text(l.x(c)+l.cell-name.Width(), y, name, t.Faint)
		}
		y++
	}
	rows := len(m.Values) / m.Cols
	for r := m.From.Row; r < rows && y < g.H; r++ {
		if y == g.H-1 && r < rows-1 {
			g.Text(l.x(0), y, t.Fit(t.words().More(rows-r), g.W-l.x(0)), t.Faint)
			break
		}
		m.row(g, t, l, r, y, cols)
		y++
	}
	return g
}

// row writes one row of numbers and the brackets in it.
func (m MatrixData) row(g Grid, t Theme, l matrixLayout, r, y, cols int) {
	if r < len(m.YText) {
		g.Text(0, y, t.Fit(m.YText[r], l.names), t.Faint)
	}
	for c := range cols {
		st, col := t.Text, m.From.Col+c
		if m.Chosen != nil && *m.Chosen == (Spot{r, col}) {
			st = t.Accent
			g.Set(l.x(c)-1-l.glyph, y, t.glyphs().chosen, st)
		}
		v := m.Values[r*m.Cols+col]
		text := t.Fit(Fixed(v, m.Decimals), l.cell)
		p := t.levels(Diverging)
		if m.dense(t) {
			if at := level(v, m.Shade[0], m.Shade[1], len(p.glyphs)); at >= 0 {
				g.Set(l.x(c)-l.glyph, y, p.glyphs[at], Style{Fg: p.colors[at], Bg: t.Text.Bg})
			}
		}
		if m.Shade != nil && t.dotsPerCell() == 2 && !math.IsNaN(v) {
			st = onColour(p.colors[level(v, m.Shade[0], m.Shade[1], len(p.colors))])
			g.Fill(l.x(c), y, l.cell, 1, ' ', st)
		}
		g.Text(l.x(c)+l.cell-text.Width(), y, text, st)
	}
	if cols < l.cols {
		g.Text(l.x(cols), y, t.Fit(Safe{"…"}, 1), t.Faint)
	}
	for _, o := range m.Outline {
		first, last := o.Col-m.From.Col, o.Col-m.From.Col+o.Cols
		if r < o.Row || r >= o.Row+o.Rows || first >= cols || last <= 0 || o.Cols < 1 || o.Col < 0 {
			continue
		}
		left, right := bracket(t, r-o.Row, o.Rows)
		if first < 0 {
			first, left = 0, '<'
		}
		g.Set(l.x(first)-1, y, left, t.Measured)
		if last > cols {
			last, right = cols, '>'
		}
		g.Set(l.x(last)-2, y, right, t.Measured)
	}
}

// dense reports whether a glyph before each number stands for the colour behind
// it: in 16 colours, of which nobody knows how light they are, and which digits
// could not be read on. It is denser the farther the number is from zero.
func (m MatrixData) dense(t Theme) bool {
	return m.Shade != nil && t.Colors == Colors16 && t.Glyphs != ASCII && len(t.Diverging) == len(diverging16)
}

// drawScale draws from a column of the first row on, if there is room, which
// glyphs stand before the numbers from one end of the scale to the other.
func (m MatrixData) drawScale(g Grid, t Theme, x int) {
	if !m.dense(t) {
		return
	}
	p := t.levels(Diverging)
	from, to := Fixed(m.Shade[0], 0), Fixed(m.Shade[1], 0)
	if x+from.Width()+1+len(p.glyphs)+1+to.Width() > g.W {
		return
	}
	x += g.Text(x, 0, from, t.Faint) + 1
	for i, glyph := range p.glyphs {
		g.Set(x+i, 0, glyph, Style{Fg: p.colors[i], Bg: t.Text.Bg})
	}
	g.Text(x+len(p.glyphs)+1, 0, to, t.Faint)
}

// bracket returns the glyphs beside row i of n.
func bracket(t Theme, i, n int) (left, right rune) {
	c := t.glyphs().corners
	switch {
	case n == 1:
		return '[', ']'
	case i == 0:
		return c[0], c[1]
	case i == n-1:
		return c[2], c[3]
	}
	return t.glyphs().vertical, t.glyphs().vertical
}

// matrixLayout is the width of row names and of a number, without the gap of
// two cells that holds brackets, or else a glyph for the number's colour, so many
// cells before the number.
type matrixLayout struct{ names, cell, cols, glyph int }

func (m MatrixData) layout(t Theme) matrixLayout {
	l := matrixLayout{cols: m.Cols, cell: m.Width}
	for _, v := range m.Values {
		l.cell = max(l.cell, Fixed(v, m.Decimals).Width())
	}
	for _, name := range m.XText {
		l.cell = max(l.cell, min(t.Show(name).Width(), 8))
	}
	for _, name := range m.YText {
		l.names = max(l.names, min(t.Show(name).Width(), 12))
	}
	switch {
	case m.dense(t) && m.Outline == nil:
		l.glyph = 1
	case m.dense(t): // brackets have the gap
		l.cell++
	}
	return l
}

// Columns returns how many columns [Matrix] shows in a width, at least 1: a
// page for those who scroll.
func (m MatrixData) Columns(width int, t Theme) int { return m.layout(t).fit(width) }

// fit returns how many columns are shown, with room for an ellipsis if not all.
func (l matrixLayout) fit(width int) int {
	cols := l.cols
	if l.width(cols) > width {
		for cols > 1 && l.width(cols)+2 > width {
			cols--
		}
	}
	return cols
}

func (l matrixLayout) x(col int) int      { return l.names + 1 + l.glyph + col*(l.cell+2) }
func (l matrixLayout) width(cols int) int { return l.x(cols) - 1 }
