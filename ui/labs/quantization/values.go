package quantization

import (
	"fmt"

	"logitarium/core/quant"
	"logitarium/ui/lab"
	"logitarium/viz"
)

// fewValues is up to how many values the histogram's own rule chooses its
// bins; more than that fill every column anyway.
const fewValues = 4096

// head writes the title of a picture, and a line below it, and returns what is
// left of the grid's height.
// The line below is the first of some wordings that fits, as a number that is
// cut is a wrong one.
func head(g viz.Grid, t viz.Theme, title viz.Safe, below ...viz.Safe) (top int) {
	if g.H < 6 {
		return 0
	}
	g.Text(0, 0, t.Fit(title, g.W), t.Strong)
	for i, line := range below {
		if i == len(below)-1 || t.Show(line).Width() <= g.W {
			g.Text(0, 1, t.Fit(line, g.W), t.Faint)
			break
		}
	}
	return 2
}

// title names the specimen and its shape.
func (l *Lab) title() viz.Safe {
	sp := l.specimen
	if l.set.what == activations {
		return viz.Cleanf("%s: %d tokens × %d features", sp.name, sp.rows, sp.cols)
	}
	if sp.stride > 1 {
		return viz.Cleanf("%s: %d of %d out × %d in", sp.name, sp.rows, sp.full/sp.cols, sp.cols)
	}
	return viz.Cleanf("%s: %d out × %d in", sp.name, sp.rows, sp.cols)
}

// block returns the grid and the values at the chosen row and column, and what
// they are called.
func (l *Lab) block() (g quant.Grid, from, to int, name string) {
	at := l.set.row*l.specimen.cols + l.set.column
	eachBlock(l.result.matrix, func(grid quant.Grid, first, last int) {
		if first <= at && at < last {
			g, from, to = grid, first, last
		}
	})
	switch l.result.matrix.Granularity {
	case quant.PerRow:
		name = fmt.Sprintf("%s %d of %d", l.rowWord(), l.set.row*l.specimen.stride, l.specimen.full/l.specimen.cols)
	case quant.PerGroup:
		name = fmt.Sprintf("%s %d, group %d", l.rowWord(), l.set.row*l.specimen.stride, l.set.column/l.result.matrix.Group)
	default:
		name = "all"
	}
	return g, from, to, name
}

func (l *Lab) rowWord() string {
	if l.set.what == activations {
		return "token"
	}
	return "channel"
}

// viewValues draws how often values occur over the levels of their grid.
func (l *Lab) viewValues(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	grid, from, to, name := l.block()
	step := number(float64(grid.Scale))
	top := head(g, f.Theme, l.title(), viz.Cleanf("%s: %d values, step %s", name, to-from, step), viz.Cleanf("%d values, step %s", to-from, step))
	values := make([]float64, to-from)
	for i, v := range l.specimen.values[from:to] {
		values[i] = float64(v)
	}
	h := viz.Histogram{
		Values:     values,
		ValuesName: viz.Clean("values"),
		LevelsName: viz.Cleanf("%d levels", grid.Levels()),
		XName:      viz.Clean("value"),
	}
	for q := grid.Min; q <= grid.Max; q++ {
		h.Levels = append(h.Levels, float64(grid.Value(q)))
	}
	r := quant.MinMax(l.specimen.values[from:to])
	low, high := float64(min(r.Lo, float32(h.Levels[0]))), float64(max(r.Hi, float32(h.Levels[len(h.Levels)-1])))
	h.Range = &[2]float64{low, high}
	const scale = 8 // cells of the axis of counts
	if n := g.W - scale; len(values) > fewValues && n > 0 {
		h.Edges = evenly(low, high, n)
	}
	g.Put(0, top, viz.Hist(viz.Size{W: g.W, H: g.H - top}, f.Theme, h))
	return g
}

// evenly returns n+1 edges from low to high.
func evenly(low, high float64, n int) []float64 {
	edges := make([]float64, n+1)
	for i := range edges {
		edges[i] = low + (high-low)*float64(i)/float64(n)
	}
	edges[n] = high
	return edges
}

// number writes a step or a scale with four digits.
func number(v float64) string { return fmt.Sprintf("%.4g", v) }
