package norm

import (
	"math"
	"slices"

	"logitarium/core/norm"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// neighbour is what a push of one sample does to the others.
type neighbour struct {
	row    int       // that is pushed; 0: there is none
	x      []float64 // with the push
	out    norm.Output
	curves [2][]float64 // my output over the push: BatchNorm, and what it is compared with
}

// curvePoints are the pushes that the curves are computed for, over the knob's range.
const curvePoints = 21

// pushNeighbour applies the norm to the batch without the push and with it.
func (l *Lab) pushNeighbour() {
	l.computeOutputs()
	n := neighbour{x: l.x, out: l.out}
	if l.batch < 2 {
		l.pushed = n
		return
	}
	n.row = l.row%l.batch + 1
	n.x = l.withPush(l.push)
	n.out = l.normalise(l.kind, n.x)
	// What can't matter is left out: other features to BatchNorm, other rows to
	// the rest.
	c := l.features()
	for i := range curvePoints {
		x := l.withPush(-mostPush + 2*mostPush*float64(i)/(curvePoints-1))
		var column []float64
		for at := l.column - 1; at < len(x); at += c {
			column = append(column, x[at])
		}
		pair := slices.Concat(x[(l.row-1)*c:l.row*c], x[(n.row-1)*c:n.row*c])
		n.curves[0] = append(n.curves[0], l.columnAlone(column)[l.row-1])
		n.curves[1] = append(n.curves[1], l.inTraining(l.contrast(), pair).Y[l.column-1])
	}
	l.pushed = n
}

// columnAlone applies BatchNorm to values of the chosen feature.
func (l *Lab) columnAlone(x []float64) []float64 {
	if !l.usesRunning() {
		return l.columnInTraining(x)
	}
	c, now := l.column-1, l.runningNow()
	return norm.Frozen(x, norm.Matrix(len(x), 1), norm.Running{Mean: now.Mean[c : c+1], Var: now.Var[c : c+1]}, l.affineOf(l.column), l.eps()).Y
}

// columnInTraining is the same with the statistics of these values.
func (l *Lab) columnInTraining(x []float64) []float64 {
	return norm.Batch(x, norm.Matrix(len(x), 1), nil, l.affineOf(l.column), l.eps()).Y
}

// affineOf is the gain and bias of one feature.
func (l *Lab) affineOf(column int) norm.Affine {
	a := l.affine()
	if a.Gain == nil {
		return a
	}
	return norm.Affine{Gain: a.Gain[column-1 : column], Bias: a.Bias[column-1 : column]}
}

// withPush returns the batch with the neighbour's feature moved by so many
// standard deviations.
func (l *Lab) withPush(push float64) []float64 {
	return l.pushRow(l.row%l.batch+1, push)
}

// drawNeighbour draws what each sample's output was and is, and mine over the push.
func (l *Lab) drawNeighbour(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	if l.pushed.row == 0 {
		top := head(g, f, message.New("a batch of one has no neighbour"))
		g.Put(0, top, viz.Paragraph(viz.Size{W: g.W, H: g.H - top}, f.Theme, f.Say("Turn %v up.", message.Label("knob", "batch")), f.Theme.Faint))
		return g
	}
	top := head(g, f, message.New("row %d pushed %+.1f σ: %v", l.pushed.row, l.push, l.normName()),
		message.New("row %d pushed: %v", l.pushed.row, l.normName()), message.New("row %d pushed: %s", l.pushed.row, kindNames[l.kind]))
	rows := l.batch + 3 // with titles and legend
	if rest := g.H - top - rows; rest < 8 {
		rows = g.H - top
	} else {
		rows++
	}
	g.Put(0, top, viz.Bars(viz.Size{W: g.W, H: rows}, f.Theme, l.movedBars(f)))
	g.Put(0, top+rows, viz.Lines(viz.Size{W: g.W, H: g.H - top - rows}, f.Theme, viz.LineChart{
		Series: []viz.Line{
			{Name: f.Say("my y, %s", kindNames[batchNorm]), Values: l.pushed.curves[0]},
			{Name: viz.Cleanf("%s", kindNames[l.contrast()]), Values: l.pushed.curves[1]},
		},
		X: [2]float64{-mostPush, mostPush}, XName: f.Say("push, σ"),
		Y:     f.Span("my y", l.pushed.curves[0], l.pushed.curves[1]),
		Marks: []viz.LineMark{{X: l.push, Held: true}},
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
			{Title: f.Say("sample"), Left: true, Width: label},
			{Title: viz.Clean("x"), Width: 6, Spare: true},
			{Title: viz.Clean("y"), Width: 6},
			{Title: f.Say("moved"), Width: 6},
		},
		Low: -outputScale, Max: outputScale,
		Kept: f.Say("y with the push"), Marks: f.Say("without"),
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

func (l *Lab) sayNeighbour() message.Text {
	n, i := l.pushed, l.mine()
	if n.row == 0 {
		return message.New("No other sample in the batch: nobody to push.")
	}
	was, now := l.out.Y[i], n.out.Y[i]
	switch {
	case l.push == 0:
		return message.New("Nothing is pushed. Turn push: does my row move?")
	case l.deviation() == 0:
		return message.New("f%d is the same in every token of the set: its σ is 0, and a push of %.1f σ is none.", l.column, l.push)
	case math.IsNaN(was):
		return message.Join(message.New("Before the push there is no number to move."), l.noNumber())
	case math.IsNaN(now):
		return message.New("With the push f%d is the same in all of the batch: variance 0, and without ε y is 0/0, no number.", l.column)
	case l.usesRunning():
		return message.New("BatchNorm in evaluation has its statistics from before: my row stands still.")
	case l.kind != batchNorm:
		return message.New("Row %d was pushed, and my y stays %s: %s reads my row alone.", n.row, viz.Fixed(now, 3), kindNames[l.kind])
	case math.Abs(now-was) >= 0.0005:
		return l.sayMoved(was, now)
	case l.batch == 2 && math.Abs(math.Abs(n.out.Hat[i])-1) < 0.005:
		return message.New("Row %d was pushed, and my y stays %s: before γ and β BatchNorm makes 1 and −1 of two samples, however far apart they are.", n.row, viz.Fixed(now, 3))
	}
	return message.New("Row %d has a share in my mean and variance, but this push moves my y by less than 0.0005.", n.row)
}

// sayMoved says how BatchNorm has carried a push over to my row.
func (l *Lab) sayMoved(was, now float64) message.Text {
	if l.batch == 2 && l.affine().Gain == nil && was*now < 0 {
		return message.New("The push took row %d past mine: of the two, one becomes 1 and one −1, and my y went by %+.3f untouched.", l.pushed.row, now-was)
	}
	return message.New("Only row %d was touched, and my y went by %+.3f: it has a share in my mean and variance.", l.pushed.row, now-was)
}

func (l *Lab) readNeighbour() []lab.Reading {
	n, i := l.pushed, l.mine()
	change := func(row int) float64 {
		i := l.at(row, l.column)
		return n.out.Y[i] - l.out.Y[i]
	}
	mine := lab.Reading{Name: "I moved", Help: message.New("by how much my output changes when the neighbour is pushed"), Digits: 4}
	theirs := lab.Reading{Name: "it moved", Help: message.New("by how much the pushed neighbour's own output changes"), Digits: 4}
	if n.row == 0 {
		mine.Undefined = message.New("no neighbour")
		theirs.Undefined = mine.Undefined
	} else {
		mine.Value, mine.Note = change(l.row), message.New("row %d", l.row)
		theirs.Value, theirs.Note = change(n.row), message.New("row %d", n.row)
	}
	return []lab.Reading{
		mine, theirs,
		{Name: "y", Help: message.New("my output while the neighbour is pushed"), Value: n.out.Y[i], Digits: 4, Note: message.New("with the push")},
		{Name: "x", Help: message.New("my input, which the push does not touch"), Value: n.x[i], Digits: 4, Note: message.New("as before")},
	}
}
