package viz

import (
	"math"
	"strings"
)

// HeatTable is a small matrix of numbers that are better or worse: what
// [HeatCells] shows.
type HeatTable struct {
	Rows, Columns []Safe
	Values        []float64 // row by row; NaN: not known yet
	Decimals      int
	Range         [2]float64 // of the values: where colours begin and end
	Low           []bool     // rows where less is better: their colours run the other way; nil: none
	Below         []Safe     // under each number where there is room: an interval; nil: none
	Chosen        *Spot      // marked with ▸
}

// HeatCells draws a colour behind each number, the better the farther from the
// ground, and marks the best of each row with '*', all of them if several are
// equal. Names of rows where less is better say so. Without colours, and in 16,
// denser glyphs stand behind the better numbers.
func HeatCells(size Size, t Theme, m HeatTable) Grid {
	g := t.Grid(size)
	l := m.layout(g.Size, t)
	if l.cell < 1 {
		return g
	}
	for c, name := range m.Columns {
		g.Text(l.x(c), 0, t.Fit(name, l.cell), t.Strong)
	}
	m.drawLegend(g, t, l.names)
	for r, name := range m.Rows {
		y := l.y(r)
		if y >= g.H {
			break
		}
		switch {
		case m.low(r) && l.each > 1:
			g.Text(0, y, t.Fit(name, l.names), t.Text)
			g.Text(0, y+1, t.FitFirst(l.names, t.words().Less(Safe{})...), t.Faint)
		case m.low(r):
			g.Text(0, y, t.FitFirst(l.names, t.words().Less(name)...), t.Text)
		default:
			g.Text(0, y, t.Fit(name, l.names), t.Text)
		}
		for c := range m.Columns {
			g.Put(l.x(c), y, m.cell(Size{l.cell, min(l.high, g.H-y)}, t, r, c))
		}
	}
	return g
}

// drawLegend says over the names of the rows what '*' marks, if it marks anything
// and they are wide enough.
func (m HeatTable) drawLegend(g Grid, t Theme, room int) {
	marked := false
	for i := range m.Values[:len(m.Rows)*len(m.Columns)] {
		marked = marked || m.best(i/len(m.Columns), i%len(m.Columns))
	}
	if legend := t.FitFirst(room, t.words().Best()...); marked && !strings.HasSuffix(legend.s, t.glyphs().ellipsis) {
		g.Text(0, 0, legend, t.Faint)
	}
}

// CellAt returns the row and column of the number that [HeatCells] draws at x, y.
func (m HeatTable) CellAt(size Size, t Theme, x, y int) (at Spot, ok bool) {
	l := m.layout(size, t)
	for r := range m.Rows {
		for c := range m.Columns {
			if x >= l.x(c) && x < l.x(c)+l.cell && y >= l.y(r) && y < min(l.y(r)+l.high, size.H) {
				return Spot{r, c}, l.cell > 0
			}
		}
	}
	return Spot{}, false
}

func (m HeatTable) low(r int) bool { return r < len(m.Low) && m.Low[r] }

// heatTableLayout is the width of names and cells, the height of a cell, and
// the rows from one to the next.
type heatTableLayout struct{ names, cell, high, each int }

func (l heatTableLayout) x(c int) int { return l.left() + c*(l.cell+1) }

// left is the first column of cells: behind the names, if they have room.
func (l heatTableLayout) left() int {
	if l.names == 0 {
		return 0
	}
	return l.names + 1
}

func (l heatTableLayout) y(r int) int { return 1 + r*l.each }

func (m HeatTable) layout(size Size, t Theme) heatTableLayout {
	var l heatTableLayout
	if len(m.Rows) == 0 || len(m.Columns) == 0 || len(m.Values) < len(m.Rows)*len(m.Columns) {
		return l
	}
	for r, name := range m.Rows {
		l.names = max(l.names, t.Show(name).Width())
		if m.low(r) {
			l.names = max(l.names, t.Show(t.words().Less(Safe{})[0]).Width())
		}
	}
	least := m.width() + 2
	l.names = min(l.names, max(size.W-len(m.Columns)*(least+1), 0), size.W/3)
	l.cell = (size.W-l.left()+1)/len(m.Columns) - 1
	if l.cell < least-1 {
		return heatTableLayout{}
	}
	l.each = max((size.H-1)/len(m.Rows), 1)
	l.high = min(l.each, 3)
	if l.each > 2 {
		l.high = min(l.each-1, 3) // air between rows
	}
	l.each = min(l.each, l.high+1)
	return l
}

// width is that of the widest number.
func (m HeatTable) width() int {
	w := 0
	for _, v := range m.Values {
		w = max(w, Fixed(v, m.Decimals).Width())
	}
	return w
}

// cell draws one number on its colour.
func (m HeatTable) cell(size Size, t Theme, r, c int) Grid {
	g := t.Grid(size)
	i := r*len(m.Columns) + c
	st, on := t.Text, m.good(r, m.Values[i])
	if p := t.levels(Sequential); t.dotsPerCell() == 2 && on >= 0 {
		st = onColour(p.colors[level(on, 0, 1, len(p.colors))])
		g.Fill(0, 0, g.W, g.H, ' ', st)
	} else if on >= 0 {
		at := level(on, 0, 1, len(p.glyphs))
		ink := st
		if len(p.colors) > 0 {
			ink.Fg = p.colors[level(on, 0, 1, len(p.colors))]
		}
		g.Fill(m.width()+2, 0, g.W-m.width()-2, g.H, p.glyphs[at], ink)
	}
	text, strong := Fixed(m.Values[i], m.Decimals).s, st
	if m.best(r, c) {
		text, strong.Attr = text+"*", st.Attr|Bold
	}
	if m.Chosen != nil && *m.Chosen == (Spot{r, c}) {
		g.Set(0, 0, t.glyphs().chosen, strong)
	}
	g.Text(1, 0, t.Show(Safe{strings.Repeat(" ", max(m.width()-Fixed(m.Values[i], m.Decimals).Width(), 0)) + text}), strong)
	if i < len(m.Below) && g.H > 1 {
		if below := t.Show(m.Below[i]); below.Width() <= g.W-1 { // a part of a number would be a wrong one
			g.Text(1, 1, below, st)
		}
	}
	return g
}

// good returns how good a value is, 0 to 1, or -1 where it is not known.
func (m HeatTable) good(r int, v float64) float64 {
	p := position(v, m.Range[0], m.Range[1])
	if math.IsNaN(p) {
		return -1
	}
	if p = min(max(p, 0), 1); m.low(r) {
		return 1 - p
	}
	return p
}

// best reports whether no value of the row is better, and one is worse.
func (m HeatTable) best(r, c int) bool {
	row := m.Values[r*len(m.Columns) : (r+1)*len(m.Columns)]
	worse := false
	for _, v := range row {
		d := row[c] - v
		if m.low(r) {
			d = -d
		}
		if d < 0 || math.IsNaN(row[c]) {
			return false
		}
		worse = worse || d > 0
	}
	return worse
}

// onColour is black or white on a ground, whichever has more contrast: at
// least √21 = 4.6 to 1 on any.
func onColour(ground Color) Style {
	black, white := hex(0x000000), hex(0xffffff)
	l := 0.0
	for i, share := range [3]float64{0.2126, 0.7152, 0.0722} {
		l += float64(share * linear(byte(ground>>(16-8*i))))
	}
	if (l+0.05)*(l+0.05) > 1.05*0.05 {
		return Style{Fg: black, Bg: ground}
	}
	return Style{Fg: white, Bg: ground}
}
