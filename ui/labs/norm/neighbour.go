package norm

import (
	"math"

	"logitarium/ui/lab"
	"logitarium/viz"
)

// viewNeighbour draws what each sample's output was and is, and mine over the push.
func (l *Lab) viewNeighbour(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	if l.pushed.row == 0 {
		top := head(g, f.Theme, viz.Clean("a batch of one has no neighbour"))
		g.Put(0, top, viz.Paragraph(viz.Size{W: g.W, H: g.H - top}, f.Theme, viz.Clean("Turn batch up."), f.Theme.Faint))
		return g
	}
	top := head(g, f.Theme, viz.Cleanf("row %d pushed %+.1f σ: %s", l.pushed.row, l.push, l.doing()),
		viz.Cleanf("row %d pushed: %s", l.pushed.row, l.doing()), viz.Cleanf("row %d pushed: %s", l.pushed.row, kindNames[l.kind]))
	rows := l.batch + 3 // with titles and legend
	if rest := g.H - top - rows; rest < 8 {
		rows = g.H - top
	} else {
		rows++
	}
	g.Put(0, top, viz.Bars(viz.Size{W: g.W, H: rows}, f.Theme, l.movedBars(f)))
	g.Put(0, top+rows, viz.Lines(viz.Size{W: g.W, H: g.H - top - rows}, f.Theme, viz.LineChart{
		Series: []viz.Line{
			{Name: viz.Cleanf("my y, %s", kindNames[batchNorm]), Values: l.pushed.curves[0]},
			{Name: viz.Cleanf("%s", kindNames[l.contrast()]), Values: l.pushed.curves[1]},
		},
		X: [2]float64{-mostPush, mostPush}, XName: viz.Clean("push, σ"),
		Marks: []viz.LineMark{{X: l.push}},
	}))
	return g
}

// outputScale is where bars of outputs end: what is beyond says so, and the
// picture does not jump while a knob turns.
const outputScale = 4

func (l *Lab) movedBars(f lab.Frame) viz.BarChart {
	label := min(max(f.W/4, 6), 10)
	chart := viz.BarChart{
		Columns: []viz.Column{
			{Title: viz.Clean("sample"), Left: true, Width: label},
			{Title: viz.Clean("x"), Width: 6, Spare: true},
			{Title: viz.Clean("y"), Width: 6},
			{Title: viz.Clean("moved"), Width: 6},
		},
		Low: -outputScale, Max: outputScale,
		Kept: viz.Clean("y with the push"), Marks: viz.Clean("without"),
	}
	for row := 1; row <= l.batch; row++ {
		i := l.at(row, l.column)
		now, was := l.pushed.out.Y[i], l.out.Y[i]
		chart.Rows = append(chart.Rows, viz.BarRow{
			Cells: []viz.Safe{l.sample(f.Theme, row, label), viz.Fixed(l.pushed.x[i], 2), viz.Fixed(now, 3), moved(now - was)},
			Value: now, Mark: was, Chosen: row == l.row,
		})
	}
	return chart
}

// moved writes a difference with its sign.
func moved(v float64) viz.Safe {
	if !math.IsNaN(v) && math.Abs(v) >= 0.0005 {
		return viz.Cleanf("%+.3f", v)
	}
	return viz.Fixed(v, 3)
}
