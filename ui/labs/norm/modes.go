package norm

import (
	"math"

	"logitarium/ui/lab"
	"logitarium/viz"
)

// viewModes draws my row in training and in evaluation, and how the running
// statistics came to be what they are.
func (l *Lab) viewModes(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	top := head(g, f.Theme, viz.Cleanf("row %d, %s after %s", l.row, kindNames[l.kind], count(l.now().Steps, "step")))
	rows := min(max((g.H-top-2)/3, 1), l.features(), 8)
	table := rows + 3
	g.Put(0, top, viz.Table(viz.Size{W: g.W, H: table - 1}, f.Theme, l.modeTable(rows, g.W)))
	rest := viz.Size{W: g.W, H: g.H - top - table}
	switch {
	case l.kind != batchNorm:
		g.Put(0, top+table, viz.Paragraph(rest, f.Theme, viz.Cleanf(
			"%s keeps no running statistics. Its mean and variance are those of the row itself, whenever it is used.", kindNames[l.kind]), f.Theme.Faint))
	case l.refused != nil:
		g.Put(0, top+table, viz.Paragraph(rest, f.Theme, viz.Cleanf(
			"No training step: %v. PyTorch refuses such a batch: Expected more than 1 value per channel when training.", l.refused), f.Theme.Bad))
	default:
		g.Put(0, top+table, viz.Lines(rest, f.Theme, l.memory()))
	}
	return g
}

// modeTable compares the modes at the chosen feature and those after it.
func (l *Lab) modeTable(rows, width int) viz.TableData {
	digits := 3
	if width < 38 {
		digits = 2
	}
	table := viz.TableData{Columns: []viz.Column{
		{Title: viz.Clean("y in"), Left: true, Width: 4},
		{Title: viz.Clean("x"), Width: digits + 3, Spare: true},
		{Title: viz.Clean("train"), Width: digits + 3},
		{Title: viz.Clean("eval"), Width: digits + 3},
		{Title: viz.Clean("jump"), Width: digits + 3},
	}}
	train, eval := l.bothModes()
	first := max(min((l.column-1)/rows*rows, l.features()-rows), 0)
	for c := first + 1; c <= first+rows; c++ {
		i := l.at(l.row, c)
		table.Rows = append(table.Rows, viz.TableRow{Chosen: c == l.column, Cells: []viz.Safe{
			feature(c), viz.Fixed(l.x[i], 2), viz.Fixed(train[i], digits), viz.Fixed(eval[i], digits), viz.Fixed(eval[i]-train[i], digits),
		}})
	}
	return table
}

// memory draws how far BatchNorm's memory of the chosen feature is from the set.
func (l *Lab) memory() viz.LineChart {
	c, sigma := l.column-1, l.deviation()
	chart := viz.LineChart{
		Series: []viz.Line{
			{Name: viz.Clean("mean off by, in σ")},
			{Name: viz.Clean("running σ / σ")},
		},
		X: [2]float64{0, mostSteps}, XName: viz.Clean("steps"),
		Marks: []viz.LineMark{{X: float64(l.now().Steps)}},
	}
	for _, r := range l.running {
		chart.Series[0].Values = append(chart.Series[0].Values, (r.Mean[c]-l.set.stats.Mean[c])/sigma)
		chart.Series[1].Values = append(chart.Series[1].Values, math.Sqrt(r.Var[c])/sigma)
	}
	return chart
}
