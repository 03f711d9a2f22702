package norm

import (
	"math"

	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// head draws a picture's title into its first row, in the first wording that
// fits, and returns where the rest begins.
func head(g viz.Grid, f lab.Frame, titles ...message.Text) int {
	if g.H < 3 {
		return 0
	}
	g.Text(0, 0, f.Theme.FitFirst(g.W, printed(f, titles)...), f.Theme.Strong)
	return 1
}

// printed returns texts in the frame's language.
func printed(f lab.Frame, texts []message.Text) []viz.Safe {
	var out []viz.Safe
	for _, text := range texts {
		out = append(out, f.Print(text))
	}
	return out
}

// lines writes texts from row y on, each cut to the width.
func lines(g viz.Grid, t viz.Theme, y int, texts []viz.Safe) {
	for i, text := range texts {
		g.Text(0, y+i, t.Fit(text, g.W), t.Text)
	}
}

// leastMoved is the rows that [drawMoved] takes at the least.
const leastMoved = 7

// drawMoved draws by how much outputs moved, [rows, features], as colours from
// -outputShade to outputShade, under a title.
func (l *Lab) drawMoved(f lab.Frame, title message.Text, by []float64) viz.Grid {
	g := f.Theme.Grid(f.Size)
	m := viz.HeatMap{
		Name: f.Say("moved"), Values: by, Cols: l.features(), Scale: viz.Diverging, Reduce: viz.Extreme,
		Range: &[2]float64{-outputShade, outputShade}, Bare: true,
	}
	g.Text(0, 0, f.Theme.Fit(f.Print(title), g.W), f.Theme.Text)
	g.Put(0, 1, viz.Heat(viz.Size{W: g.W, H: g.H - 2}, f.Theme, m))
	g.Put(0, g.H-1, viz.HeatLegend(viz.Size{W: g.W, H: 1}, f.Theme, m))
	return g
}

// normName names the norm, and BatchNorm's mode.
func (l *Lab) normName() message.Text {
	if l.kind == batchNorm {
		return message.New("%s, %v", kindNames[l.kind], message.Label("value", modes[l.mode].Name))
	}
	return message.Verbatim(kindNames[l.kind])
}

// feature names a column.
func feature(column int) viz.Safe { return viz.Cleanf("f%d", column) }

// sample names a row: its number and the end of its sentence.
func (l *Lab) sample(t viz.Theme, row, cells int) viz.Safe {
	number := viz.Cleanf("%d ", row).PadLeft(viz.Cleanf("%d ", l.batch).Width())
	return viz.Cleanf("%s%s", number, t.FitTail(viz.Clean(l.set.samples[row-1].name), cells-number.Width()))
}

// moved writes a difference with its sign.
func moved(v float64) viz.Safe {
	if !math.IsNaN(v) && math.Abs(v) >= 0.0005 {
		return viz.Cleanf("%+.3f", v)
	}
	return viz.Fixed(v, 3)
}

// noNumber says why the chosen cell's output is 0/0.
func (l *Lab) noNumber() message.Text {
	switch {
	case l.kind == batchNorm && l.batch == 1:
		return message.New("A batch of one is its own mean, with variance 0. Without ε y is 0/0, no number; with any ε it is β.")
	case l.kind == batchNorm:
		return message.New("f%d is the same in all of the batch: variance 0, and without ε y is 0/0, no number.", l.column)
	}
	return message.New("Row %d has no spread, and without ε y is 0/0, no number.", l.row)
}
