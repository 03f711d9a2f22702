package norm

import (
	"logitarium/ui/lab"
	"logitarium/viz"
)

// viewShape draws the distribution before and after, and what a norm does not
// see of a row.
func (l *Lab) viewShape(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	of := viz.Cleanf("row %d, %d features: %s", l.row, l.features(), l.doing())
	if l.kind == batchNorm {
		of = viz.Cleanf("f%d, all %d tokens: %s", l.column, len(l.shape.before), l.doing())
	}
	top := head(g, f.Theme, of)
	table := len(l.shape.variations) + 2
	h := g.H - top - table - 1
	if h < 5 {
		h, table = g.H-top, 0
	}
	g.Put(0, top, viz.Hist(viz.Size{W: g.W, H: h}, f.Theme, viz.Histogram{
		Values: l.shape.before, Other: l.shape.after, ValuesName: viz.Clean("x"), OtherName: viz.Clean("y"),
		Levels: []float64{l.x[l.mine()]},
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
