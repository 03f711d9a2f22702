package norm

import (
	"math"
	"slices"

	"logitarium/core/elementary"
	"logitarium/core/norm"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// shape is the distribution of the values that share statistics, before and
// after, and what a norm does not see.
type shape struct {
	before, after []float64
	x, y          norm.Moments
	variations    []variation
}

// variation is my row changed, and the most that one of its outputs moves.
type variation struct {
	name  string
	x     norm.Moments
	moved float64
}

// describe computes the distributions, and what variations of my row change.
func (l *Lab) describe() {
	l.computeOutputs()
	var s shape
	c := l.features()
	mine := l.x[(l.row-1)*c : l.row*c]
	if l.kind == batchNorm {
		for i := l.column - 1; i < len(l.set.all); i += c {
			s.before = append(s.before, l.set.all[i])
		}
		s.after = l.columnAlone(s.before)
	} else {
		s.before, s.after = mine, l.out.Y[(l.row-1)*c:l.row*c]
	}
	s.x, s.y = norm.MomentsOf(s.before), norm.MomentsOf(s.after)
	for _, v := range []struct {
		name string
		f    func(float64) float64
	}{
		{"x", func(v float64) float64 { return v }},
		{"10·x", func(v float64) float64 { return 10 * v }},
		{"x − 2", func(v float64) float64 { return v - 2 }},
	} {
		x := slices.Clone(l.x)
		row := x[(l.row-1)*c : l.row*c]
		for i := range row {
			row[i] = v.f(row[i])
		}
		out := variation{name: v.name, x: norm.MomentsOf(row)}
		after := l.normalise(l.kind, x).Y
		for i := range row {
			at := (l.row-1)*c + i
			out.moved = max(out.moved, math.Abs(after[at]-l.out.Y[at]))
		}
		s.variations = append(s.variations, out)
	}
	l.shape = s
}

// drawShape draws the distribution before and after, and what a norm does not
// see of a row.
func (l *Lab) drawShape(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	long, short := message.New("row %d, %d features: %v", l.row, l.features(), l.normName()), message.New("row %d, %d features", l.row, l.features())
	if l.kind == batchNorm {
		long, short = message.New("f%d, all %d tokens: %v", l.column, len(l.shape.before), l.normName()), message.New("f%d, all %d tokens", l.column, len(l.shape.before))
	}
	top := head(g, f, long, short)
	table := len(l.shape.variations) + 2
	h := g.H - top - table - 1
	if h < 5 {
		h, table = g.H-top, 0
	}
	part := f.In(g.W, h)
	g.Put(0, top, viz.Hist(part.Size, f.Theme, part.Histogram("values", viz.Histogram{
		Values: l.shape.before, Other: l.shape.after, ValuesName: viz.Clean("x"), OtherName: viz.Clean("y"),
		Edges: l.shape.edges(g.W - 6), Levels: []float64{l.x[l.mine()]}, LevelsName: f.Say("x of row %d, f%d", l.row, l.column),
	})))
	if table > 0 {
		g.Put(0, top+h+1, viz.Table(viz.Size{W: g.W, H: table}, f.Theme, l.variationTable(f)))
	}
	return g
}

func (l *Lab) variationTable(f lab.Frame) viz.TableData {
	d := viz.TableData{Columns: []viz.Column{
		{Title: f.Say("my row"), Left: true, Width: 6},
		{Title: f.Say("mean"), Width: 7},
		{Title: f.Say("std"), Width: 7},
		{Title: f.Say("y moves by"), Width: 10},
	}}
	for _, v := range l.shape.variations {
		d.Rows = append(d.Rows, viz.TableRow{Cells: []viz.Safe{
			viz.Clean(v.name), viz.Fixed(v.x.Mean, 2), viz.Fixed(v.x.Std, 2), viz.Fixed(v.moved, 3),
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
	return lab.Evenly(low, high, bins)
}

func (l *Lab) sayShape() message.Text {
	s := l.shape
	switch {
	case math.IsNaN(s.y.Mean):
		return l.noNumber()
	case s.x.Std == 0 && l.kind == batchNorm:
		return message.Count(len(s.before), "f%[2]d has one value only: no spread, so no shape.",
			"f%[2]d is the same in %[1]d tokens: no spread, so no shape.", len(s.before), l.column)
	case s.x.Std == 0 && l.kind != rmsNorm && l.affine().Gain == nil:
		return message.New("Row %d is the same throughout: no spread, so no shape, and y is β.", l.row)
	case l.kind == batchNorm && l.gain() < 0:
		return message.New("Moved, scaled and, as γ is negative, mirrored: skewness %s, then %s. Nothing becomes Gaussian.", skewness(s.x), skewness(s.y))
	case l.kind == batchNorm:
		return message.New("Moved and scaled, not reshaped: skewness %s before, %s after. Nothing becomes Gaussian.", skewness(s.x), skewness(s.y))
	case l.affine().Gain != nil:
		return message.New("γ and β follow, one for each feature: mean %s, std %.2f. Outputs need not have mean 0 and variance 1.", viz.Fixed(s.y.Mean, 2), s.y.Std)
	case l.kind == rmsNorm:
		return message.New("Scaled to root mean square %.2f, not centred: the mean is %s. An offset of the row changes what comes out.",
			elementary.Hypot(s.y.Mean, s.y.Std), viz.Fixed(s.y.Mean, 2))
	}
	gone := message.New("The row's offset and scale are gone.")
	if scaled := s.variations[1].moved; scaled >= 0.005 {
		gone = message.New("The row's offset is gone; of its scale ε leaves a trace: 10·x moves y by %.2f.", scaled)
	}
	if l.kind == groupNorm {
		n := groups(l.features())
		return message.Join(message.Count(n, "One group, moved and scaled: skewness %[2]s, then %[3]s.",
			"%d groups, each moved and scaled by itself: skewness %s, then %s.", n, skewness(s.x), skewness(s.y)), gone)
	}
	return message.Join(message.New("Same shape (skewness %s, then %s), other mean and width.", skewness(s.x), skewness(s.y)), gone)
}

// skewness writes that of a distribution.
func skewness(m norm.Moments) viz.Safe { return viz.Fixed(m.Skewness, 2) }

func (l *Lab) readShape() []lab.Reading {
	s, i := l.shape, l.mine()
	was := func(v float64) message.Text {
		if math.IsNaN(v) {
			return message.Text{}
		}
		return message.New("was %s", viz.Fixed(v, 3))
	}
	return []lab.Reading{
		{Name: "skewness", Help: message.New("how lopsided the outputs are: 0 if both sides are alike, positive with a long tail to the right"), Value: s.y.Skewness, Digits: 3, Note: was(s.x.Skewness)},
		{Name: "mean", Help: message.New("the average of the outputs"), Value: s.y.Mean, Digits: 3, Note: was(s.x.Mean)},
		{Name: "std", Help: message.New("how widely the outputs spread: their standard deviation"), Value: s.y.Std, Digits: 3, Note: was(s.x.Std)},
		{Name: "y", Help: message.New("my output"), Value: l.out.Y[i], Digits: 4, Note: message.New("row %d, f%d", l.row, l.column)},
		{Name: "x", Help: message.New("my input"), Value: l.x[i], Digits: 4},
	}
}
