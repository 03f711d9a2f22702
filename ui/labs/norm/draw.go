package norm

import (
	"fmt"
	"math"

	"logitarium/viz"
)

// head draws a picture's title into its first row, in the first wording that
// fits, and returns where the rest begins.
func head(g viz.Grid, t viz.Theme, titles ...viz.Safe) int {
	if g.H < 3 {
		return 0
	}
	g.Text(0, 0, t.FitFirst(g.W, titles...), t.Strong)
	return 1
}

// lines writes texts from row y on, each cut to the width.
func lines(g viz.Grid, t viz.Theme, y int, texts []viz.Safe) {
	for i, text := range texts {
		g.Text(0, y+i, t.Fit(text, g.W), t.Text)
	}
}

// doing names the norm, and BatchNorm's mode.
func (l *Lab) doing() string {
	if l.kind == batchNorm {
		return "BatchNorm, " + modes[l.mode].Name
	}
	return kindNames[l.kind]
}

// count writes how many there are of something.
func count(n int, of string) string {
	if n == 1 {
		return "1 " + of
	}
	return fmt.Sprintf("%d %ss", n, of)
}

// feature names a column.
func feature(column int) viz.Safe { return viz.Cleanf("f%d", column) }

// sample names a row: its number and the end of its sentence.
func (l *Lab) sample(t viz.Theme, row, cells int) viz.Safe {
	number := fmt.Sprintf("%*d ", len(fmt.Sprint(l.batch)), row)
	return viz.Cleanf("%s%s", number, t.FitTail(viz.Clean(l.set.samples[row-1].name), cells-viz.Clean(number).Width()))
}

// moved writes a difference with its sign.
func moved(v float64) viz.Safe {
	if !math.IsNaN(v) && math.Abs(v) >= 0.0005 {
		return viz.Cleanf("%+.3f", v)
	}
	return viz.Fixed(v, 3)
}

// signedBy writes a change with its sign, nothing as 0.
func signedBy(v float64) string {
	if math.Abs(v) < 0.0005 {
		return "nothing"
	}
	return fmt.Sprintf("%+.3f", v)
}

// noNumber says why the chosen cell's output is 0/0.
func (l *Lab) noNumber() string {
	switch {
	case l.kind == batchNorm && l.batch == 1:
		return "A batch of one is its own mean, with variance 0. Without ε y is 0/0, no number; with any ε it is β."
	case l.kind == batchNorm:
		return fmt.Sprintf("f%d is the same in all of the batch: variance 0, and without ε y is 0/0, no number.", l.column)
	}
	return fmt.Sprintf("Row %d has no spread, and without ε y is 0/0, no number.", l.row)
}

// plusMinusOne is what BatchNorm makes of two values.
func (l *Lab) plusMinusOne() string {
	if l.affine().Gain != nil {
		return "1 and −1, before γ and β,"
	}
	return "1 and −1"
}
