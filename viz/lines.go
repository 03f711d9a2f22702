package viz

import (
	"math"
	"slices"
	"strings"
	"unicode"
)

// LineChart is what [Lines] shows: series over a common x, their values evenly
// spaced. A series shorter than the longest ends before it.
type LineChart struct {
	Series []Line
	X      [2]float64  // x of the first and the last value of the longest; both 0: their index
	Y      *[2]float64 // the range of y; nil: as the data needs
	Whole  bool        // x counts something: ticks at whole numbers only
	Log    bool        // y is logarithmic; what is not positive is a gap

	XName, YName Safe
	Marks        []LineMark
	Dots         []LineDot

	Invite Safe // what stands in the middle of a plot that is still empty; mostly nothing
}

// Line is one series. NaN is a gap.
type Line struct {
	Name   Safe
	Values []float64
	Under  bool // drawn first, so that the others lie over it: a reference
	Area   bool // filled down to the axis, in eighths of a cell, where curves are drawn below the cell and the axis begins at 0
}

// LineMark is a broken vertical line at an x, with a label.
type LineMark struct {
	X     float64
	Label Safe
	Held  bool // where the hand is: a knob's value
	Cut   bool // where something is cut
}

func (m LineMark) style(t Theme) Style {
	switch {
	case m.Held:
		return t.Accent
	case m.Cut:
		return t.Bad
	}
	return t.Reference
}

// Lines draws series over an x axis, with their values beside it. Series
// differ in glyph or weight as well as in colour. Their names stand at their
// ends, with the last value ("post 5.27"), where all of them find room there, or
// else in a legend. Every value is on screen: where there are more values than
// columns, each pair of columns shows the least and the greatest of its values.
// A value above or below the range, infinite ones included, is drawn as '^' or
// 'v' at the edge.
//
// With [Braille] and [Octant] a cell has 2 x 4 dots, with [Unicode] 2 x 2; in
// ASCII, and without colours, curves are stairs of one row a step.
func Lines(size Size, t Theme, c LineChart) Grid {
	g := t.Grid(size)
	if g.W < 1 || g.H < 1 {
		return g
	}
	x, y := c.rangeX(), c.rangeY()
	l := c.layout(g.Size, t, y)
	if legend := c.legend(t, y); l.top > 0 && len(legend) > 0 && l.ends == nil {
		g.Put(0, 0, Legend(Size{g.W, 1}, t, legend))
	} else if l.top > 0 {
		g.Text(0, 0, t.Fit(c.YName, g.W), t.Faint)
	}
	t.Scaled("x", x[0], x[1])
	t.Scaled("y", y[0], y[1])
	drawScale(g, l.top, l.bottom, t, y, c.Log, t.fine())
	area := t.Grid(Size{l.right - l.left, l.bottom - l.top})
	if t.fine() {
		c.drawFine(area, t, y)
	} else {
		for _, i := range c.order() {
			drawSeries(area, padded(c.Series[i].Values, c.longest()), t, i, y, c.Log)
		}
	}
	drawMarks(area, t, c.Marks, x)
	c.drawDots(area, t, x, y)
	c.drawInvitation(area, t)
	g.Put(l.left, l.top, area)
	for _, end := range l.ends {
		g.Text(l.right+1, l.top+end.row, end.text, over(t.Text, t.series(end.series)))
	}
	if l.bottom < g.H {
		xAxis(g, l.left, l.bottom, l.right-l.left, t, x[0], x[1], c.Whole, c.XName)
		if l.left > 0 {
			g.Set(l.left-1, l.bottom, t.glyphs().cross, t.Faint)
		}
	}
	return g
}

// drawInvitation writes it into the middle rows of a plot, whole or not at all.
func (c LineChart) drawInvitation(area Grid, t Theme) {
	const margin = 2
	if c.Invite.s == "" || area.W < 8*margin {
		return
	}
	lines := Wrap(t.Show(c.Invite), area.W-2*margin)
	top := (area.H - len(lines) + 1) / 2
	if top < 2 {
		return
	}
	for i, line := range lines {
		area.Text(margin, top+i, line, t.Text)
	}
}

// Curve draws one series without axes over the whole of size, between the ends
// of y: a small picture among others.
func Curve(size Size, t Theme, values []float64, y [2]float64) Grid {
	g := t.Grid(size)
	if g.W < 1 || g.H < 1 {
		return g
	}
	t.Scaled("y", y[0], y[1])
	c := LineChart{Series: []Line{{Values: values}}}
	if t.fine() {
		c.drawFine(g, t, y)
	} else {
		drawSeries(g, values, t, 0, y, false)
	}
	return g
}

// order is the order in which series are drawn, by index.
func (c LineChart) order() []int {
	var first, then []int
	for i, s := range c.Series {
		if s.Under {
			first = append(first, i)
		} else {
			then = append(then, i)
		}
	}
	return append(first, then...)
}

// legend lists the named series, and then what they measure.
func (c LineChart) legend(t Theme, y [2]float64) []LegendItem {
	var items []LegendItem
	gl := t.glyphs()
	for i, s := range c.Series {
		if s.Name.s == "" {
			continue
		}
		glyph := gl.lines[i%len(gl.lines)].horizontal
		if t.fine() {
			glyph = gl.pens[i%len(gl.pens)]
			if c.filled(i, y) {
				glyph = gl.full
			}
		}
		items = append(items, LegendItem{glyph, t.series(i), s.Name})
	}
	if len(items) > 0 && c.YName.s != "" {
		items = append(items, LegendItem{' ', t.Faint, c.YName})
	}
	return items
}

func (c LineChart) rangeX() [2]float64 {
	if c.X != [2]float64{} && finite(c.X[0]) && finite(c.X[1]) {
		return c.X
	}
	return [2]float64{0, float64(max(c.longest()-1, 0))}
}

func (c LineChart) longest() int {
	n := 0
	for _, s := range c.Series {
		n = max(n, len(s.Values))
	}
	return n
}

// rangeY returns the range, in logarithms on a log scale.
func (c LineChart) rangeY() [2]float64 {
	low, high, found := 0.0, 0.0, false
	if c.Y != nil && finite(c.Y[0]) && finite(c.Y[1]) {
		low, high, found = scaled(c.Y[0], c.Log), scaled(c.Y[1], c.Log), true
	} else {
		for _, s := range c.Series {
			for _, v := range s.Values {
				v = scaled(v, c.Log)
				if !finite(v) {
					continue
				}
				if !found {
					low, high, found = v, v, true
				}
				low, high = min(low, v), max(high, v)
			}
		}
	}
	if !found || !finite(low) || !finite(high) {
		return [2]float64{0, 1}
	}
	if low == high { // flat: a line in the middle
		pad := max(math.Abs(low)/2, 0.5)
		if c.Log {
			pad = 0.5
		}
		return [2]float64{max(low-pad, -math.MaxFloat64), min(high+pad, math.MaxFloat64)}
	}
	return [2]float64{low, high}
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// scaled returns v, or its decimal logarithm, NaN where there is none.
func scaled(v float64, log bool) float64 {
	if !log {
		return v
	}
	if !(v > 0) {
		return math.NaN()
	}
	return Log10(v)
}

// drawSeries draws one series into the plot area.
func drawSeries(area Grid, values []float64, t Theme, i int, y [2]float64, log bool) {
	if area.W < 1 || area.H < 1 {
		return
	}
	points := resample(values, area.W+1)
	above, below := make([]bool, len(points)), make([]bool, len(points))
	for x, v := range points {
		p := position(scaled(v, log), y[0], y[1])
		above[x], below[x] = p > 1+1e-9, p < -1e-9
		points[x] = math.NaN()
		if p >= -1e-9 && p <= 1+1e-9 {
			// Half-way between two rows it takes the one that the axis takes.
			last := float64(area.H - 1)
			points[x] = last - min(max(math.Round((1-p)*last), 0), last)
		}
	}
	gl := t.glyphs()
	st := over(t.Text, t.series(i))
	drawStroke(area, points, gl.lines[i%len(gl.lines)], st)
	for x := range points {
		at := min(x, area.W-1)
		if above[x] {
			area.Set(at, 0, '^', st)
		}
		if below[x] {
			area.Set(at, area.H-1, 'v', st)
		}
	}
}

// drawFine draws all series below the cell.
func (c LineChart) drawFine(area Grid, t Theme, y [2]float64) {
	if area.W < 1 || area.H < 1 {
		return
	}
	sheet := newSheets(area.Size, len(c.Series))
	heights := make([]int, 2*area.W)
	for i, s := range c.Series {
		st := over(t.Text, t.series(i))
		if c.filled(i, y) {
			drawArea(area, padded(s.Values, c.longest()), y, st)
			continue
		}
		for x, v := range resample(padded(s.Values, c.longest()), 2*area.W) {
			p := position(scaled(v, c.Log), y[0], y[1])
			heights[x] = -1
			switch {
			case p > 1+1e-9:
				area.Set(x/2, 0, '^', st)
			case p < -1e-9:
				area.Set(x/2, area.H-1, 'v', st)
			case !math.IsNaN(p):
				heights[x] = dotAt(p, area.H)
			}
		}
		sheet.path(i, heights)
	}
	sheet.draw(area, t, t.series, c.order())
}

// filled reports whether a series is drawn as an area.
func (c LineChart) filled(i int, y [2]float64) bool {
	return c.Series[i].Area && y[0] == 0 && !c.Log
}

// drawArea fills what is below values.
func drawArea(area Grid, values []float64, y [2]float64, st Style) {
	for x, v := range resample(values, area.W) {
		p := position(v, y[0], y[1])
		if !(p > 0) {
			continue
		}
		eighths := max(int(math.Round(8*min(p, 1)*float64(area.H))), 1)
		area.Fill(x, area.H-eighths/8, 1, eighths/8, '█', st)
		if part := eighths % 8; part > 0 {
			area.Set(x, area.H-eighths/8-1, '▁'+rune(part-1), st)
		}
		if p > 1+1e-9 {
			area.Set(x, 0, '^', st)
		}
	}
}

// dotAt returns the row of dots, from the top, of a position of 0 to 1 in h
// cells.
func dotAt(p float64, h int) int {
	last := float64(4*h - 1)
	return int(min(max(math.Round((1-p)*last), 0), last))
}

// drawMarks draws the lines of all marks first and then their labels, each
// beside its line where it covers nothing, as high as can be.
func drawMarks(area Grid, t Theme, marks []LineMark, x [2]float64) {
	const nowhere = -1
	places := make([]int, len(marks))
	for i, m := range marks {
		places[i] = nowhere
		if p := position(m.X, x[0], x[1]); p >= 0 && p <= 1 && area.W > 0 {
			places[i] = columnAt(t.glide(named(lineMark, m.Label), p), area.W)
		}
	}
	for i, at := range places {
		if at == nowhere {
			continue
		}
		for y := range area.H {
			if area.Row(y)[at].Rune == ' ' {
				area.Set(at, y, t.glyphs().vdash, marks[i].style(t))
			}
		}
	}
	for i, at := range places {
		if at == nowhere {
			continue
		}
		label := t.Fit(marks[i].Label, max(at-1, area.W-at-2))
		x, y := labelPlace(area, at, label.Width(), t.glyphs().vdash)
		area.Text(x, y, label, marks[i].style(t))
	}
}

// labelPlace finds room for w cells beside column at: right of it or left, in
// the first row where nothing stands, or only the lines of other marks, and no
// other label next to it; or else in the top row.
func labelPlace(area Grid, at, w int, line rune) (x, y int) {
	sides := []int{at + 2, at - 1 - w}
	if sides[0]+w > area.W {
		sides = sides[1:]
	}
	for _, free := range []string{" ", " " + string(line)} {
		for y := range area.H {
			for _, x := range sides {
				row := area.Row(y)
				if x >= 0 && x+w <= area.W && holdsOnly(row[x:x+w], free) && !endsWord(row[:x]) && !startsWord(row[x+w:]) {
					return x, y
				}
			}
		}
	}
	return sides[0], 0
}

func startsWord(cells []Cell) bool { return len(cells) > 0 && isWord(cells[0].Rune) }
func endsWord(cells []Cell) bool   { return len(cells) > 0 && isWord(cells[len(cells)-1].Rune) }
func isWord(r rune) bool           { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func holdsOnly(cells []Cell, runes string) bool {
	return !slices.ContainsFunc(cells, func(c Cell) bool { return !strings.ContainsRune(runes, c.Rune) })
}
