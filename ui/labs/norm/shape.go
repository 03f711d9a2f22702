package norm

import (
	"fmt"
	"math"
	"slices"

	"logitarium/ui/lab"
	"logitarium/viz"
)

// viewShape draws the distribution before and after, and what a norm does not
// see of a row.
func (l *Lab) viewShape(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	of := fmt.Sprintf("row %d, %d features", l.row, l.features())
	if l.kind == batchNorm {
		of = fmt.Sprintf("f%d, all %d tokens", l.column, len(l.shape.before))
	}
	top := head(g, f.Theme, viz.Cleanf("%s: %s", of, l.doing()), viz.Clean(of))
	table := len(l.shape.variations) + 2
	h := g.H - top - table - 1
	if h < 5 {
		h, table = g.H-top, 0
	}
	g.Put(0, top, viz.Hist(viz.Size{W: g.W, H: h}, f.Theme, viz.Histogram{
		Values: l.shape.before, Other: l.shape.after, ValuesName: viz.Clean("x"), OtherName: viz.Clean("y"),
		Edges: l.shape.edges(g.W - 6), Levels: []float64{l.x[l.mine()]}, LevelsName: viz.Cleanf("x of row %d, f%d", l.row, l.column),
	}))
	if table > 0 {
		g.Put(0, top+h+1, viz.Table(viz.Size{W: g.W, H: table}, f.Theme, l.variationTable()))
	}
	return g
}

func (l *Lab) variationTable() viz.TableData {
	d := viz.TableData{Columns: []viz.Column{
		{Title: viz.Clean("my row"), Left: true, Width: 6},
		{Title: viz.Clean("mean"), Width: 7},
		{Title: viz.Clean("std"), Width: 7},
		{Title: viz.Clean("y moves by"), Width: 10},
	}}
	for _, v := range l.shape.variations {
		d.Rows = append(d.Rows, viz.TableRow{Cells: []viz.Safe{
			viz.Clean(v.name), viz.Fixed(v.x.mean, 2), viz.Fixed(v.x.std, 2), viz.Fixed(v.moved, 3),
		}})
	}
	return d
}

// edges are those of bins that hold all finite values before and after, as
// wide as fills so many columns.
func (s shape) edges(columns int) []float64 {
	low, high := math.Inf(1), math.Inf(-1)
	for _, v := range slices.Concat(s.before, s.after) {
		if !math.IsNaN(v) && !math.IsInf(v, 0) {
			low, high = min(low, v), max(high, v)
		}
	}
	if !(low < high) {
		return nil
	}
	const most = 32
	bins := max(columns/max((columns+most-1)/most, 1), 1)
	edges := make([]float64, bins+1)
	for i := range edges {
		edges[i] = low + (high-low)*float64(i)/float64(bins)
	}
	edges[bins] = high
	return edges
}
