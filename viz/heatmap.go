package viz

import "math"

// HeatMap is what [Heat] shows: a matrix of values as colours.
type HeatMap struct {
	Values []float64 // row by row; NaN is left blank
	Cols   int
	Scale  Scale
	Range  *[2]float64 // values of the first and the last colour; nil: as the data needs

	Name         Safe   // what the values are
	XName, YName Safe   // what columns and rows are
	XText, YText []Safe // names of single columns and rows; nil: their numbers

	Zoom    Region // the part that is shown; zero: all
	Reduce  Reduction
	Cross   *Spot    // marked on both axes, its value in the legend
	Outline []Region // framed
	Bare    bool     // without axes and legend: a strip among others, see [HeatLegend]
}

// Scale says what a colour map is for.
type Scale uint8

// The scales of a [HeatMap].
const (
	Sequential Scale = iota // from little to much
	Diverging               // to both sides of zero
	Cyclic                  // angles: the ends are the same
)

// Reduction says what one dot shows when there are more values than dots.
type Reduction uint8

// The reductions; the legend names the one in use.
const (
	Mean    Reduction = iota // of the finite values
	Extreme                  // the value farthest from zero, with its sign
)

// Spot is one cell of a matrix.
type Spot struct{ Row, Col int }

// Region is a part of a matrix.
type Region struct{ Row, Col, Rows, Cols int }

// Heat draws a matrix with two dots to a cell, one above the other, each dot
// as large as the room allows or, if there are more values than dots, each the
// [Reduction] of equally many values. Axes count rows from the top; below is
// the colour scale with its numbers. Without colours, and in ASCII, a cell is
// one dot and glyphs stand for the levels. Where the terminal shows images, the
// grid has a [Picture] of more values than there are dots.
func Heat(size Size, t Theme, m HeatMap) Grid {
	g := t.Grid(size)
	zoom := m.zoomed()
	if g.W < 1 || g.H < 1 || zoom.Rows < 1 || zoom.Cols < 1 {
		return g
	}
	box := m.frame(g.Size, t, zoom)
	across, down := newDots(zoom.Cols, box.W), newDots(zoom.Rows, box.H*t.dotsPerCell())
	values := m.reduced(zoom, across, down)
	area := t.Grid(Size{across.length(), (down.length() + t.dotsPerCell() - 1) / t.dotsPerCell()})
	palette, shown := t.levels(m.Scale), values
	pixels := raster{colors: palette.colors}
	if t.pictured(across, down) {
		pixels.across = newStretch(across, area.W, area.W*t.Pixels.W)
		pixels.down = newStretch(down, 2*area.H, area.H*t.Pixels.H)
		shown = m.stretched(zoom, pixels.across, pixels.down)
	}
	low, high := m.limits(shown)
	t.Scaled("colour", low, high)
	if t.dotsPerCell() == 2 {
		halfBlocks(area, values, across, down, palette.colors, low, high)
	} else {
		glyphCells(area, values, across, down, palette, low, high, t.Text)
	}
	binCols, binRows := across.bin, down.bin
	if t.pictured(across, down) {
		area.addPicture(newPicture(area, t, pixels, shown, low, high))
		binCols, binRows = pixels.across.bin(), pixels.down.bin()
	}
	for _, r := range m.Outline {
		outline(area, t, r, zoom, across, down)
	}
	g.Put(box.x, 0, area)
	if box.axes {
		m.drawAxes(g, t, box, zoom, across, down, area.Size)
	}
	if box.legend {
		m.drawLegend(g, t, palette, low, high, binCols, binRows)
	}
	return g
}

// zoomed returns the region to show, cut to the matrix.
func (m HeatMap) zoomed() Region {
	if m.Cols < 1 {
		return Region{}
	}
	rows := len(m.Values) / m.Cols
	z := m.Zoom
	if z == (Region{}) {
		z = Region{0, 0, rows, m.Cols}
	}
	z.Row, z.Col = min(max(z.Row, 0), rows), min(max(z.Col, 0), m.Cols)
	z.Rows, z.Cols = min(z.Rows, rows-z.Row), min(z.Cols, m.Cols-z.Col)
	return z
}

// dots is how n values lie on dots along one side: either each value is
// magnified to several dots, or several values are binned into one.
type dots struct{ n, bin, each int }

func newDots(n, room int) dots {
	room = max(room, 1)
	bin := (n + room - 1) / room
	bins := (n + bin - 1) / bin
	return dots{n: n, bin: bin, each: room / bins}
}

func (d dots) bins() int   { return (d.n + d.bin - 1) / d.bin }
func (d dots) length() int { return d.bins() * d.each }

// at returns the first dot of value i.
func (d dots) at(i int) int { return i / d.bin * d.each }

// reduced returns one value per bin, row by row.
func (m HeatMap) reduced(zoom Region, across, down dots) []float64 {
	out := make([]float64, 0, across.bins()*down.bins())
	for r := 0; r < zoom.Rows; r += down.bin {
		for c := 0; c < zoom.Cols; c += across.bin {
			if across.bin == 1 && down.bin == 1 {
				out = append(out, m.Values[(zoom.Row+r)*m.Cols+zoom.Col+c])
				continue
			}
			part := Region{zoom.Row + r, zoom.Col + c, min(down.bin, zoom.Rows-r), min(across.bin, zoom.Cols-c)}
			out = append(out, m.reduce(part))
		}
	}
	return out
}

func (m HeatMap) reduce(p Region) float64 {
	mean, peak, n := 0.0, math.NaN(), 0.0
	for r := p.Row; r < p.Row+p.Rows; r++ {
		for _, v := range m.Values[r*m.Cols+p.Col : r*m.Cols+p.Col+p.Cols] {
			if math.IsNaN(v) {
				continue
			}
			if !(math.Abs(v) <= math.Abs(peak)) {
				peak = v
			}
			if finite(v) {
				n++
				mean += v/n - mean/n // does not overflow
			}
		}
	}
	if m.Reduce == Extreme || n == 0 {
		return peak
	}
	return mean
}

// limits returns the values of the first and the last colour.
func (m HeatMap) limits(values []float64) (low, high float64) {
	if m.Range != nil && finite(m.Range[0]) && finite(m.Range[1]) {
		return m.Range[0], m.Range[1]
	}
	low, high, _ = span(values)
	switch {
	case m.Scale == Diverging:
		high = max(math.Abs(low), math.Abs(high))
		if high == 0 {
			high = 1
		}
		return -high, high
	case m.Scale == Cyclic:
		return -math.Pi, math.Pi
	case low == high:
		return low - 0.5, high + 0.5
	}
	return low, high
}

// level returns which of n levels a value has, -1 for NaN.
func level(v, low, high float64, n int) int {
	p := position(v, low, high)
	if math.IsNaN(p) {
		return -1
	}
	return int(min(max(p*float64(n), 0), float64(n-1)))
}
