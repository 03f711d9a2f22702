package norm

import (
	"math"

	"logitarium/core/norm"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// outcome is what one norm makes of the batch, and of my value in it.
type outcome struct {
	out    norm.Output
	pushed float64 // by how much my output moves when another row is pushed
	jump   float64 // on the switch to evaluation
}

// compare applies every norm, as in training.
func (l *Lab) compare() {
	l.train()
	i := l.mine()
	l.outcomes = nil
	for kind := range kinds {
		o := outcome{out: l.inTraining(kind, l.x[:l.batch*l.features()])}
		if l.batch > 1 {
			o.pushed = l.inTraining(kind, l.pushRow(l.row%l.batch+1, l.push)[:l.batch*l.features()]).Y[i] - o.out.Y[i]
		}
		if kind == batchNorm {
			o.jump = norm.Frozen(l.x, l.rows(l.x), l.runningNow(), l.affine(), l.eps()).Y[i] - o.out.Y[i]
		}
		l.outcomes = append(l.outcomes, o)
	}
}

// drawCompare draws what each norm makes of the batch, and below it numbers of
// my value.
func (l *Lab) drawCompare(f lab.Frame) viz.Grid {
	g, t := f.Theme.Grid(f.Size), f.Theme
	top := head(g, f, message.New("row %d, f%d, x = %s: four norms of the same batch", l.row, l.column, viz.Fixed(l.x[l.mine()], 3)),
		message.New("row %d, f%d: four norms", l.row, l.column))
	const numbers = 10 // with what they are
	names := 12
	each := (g.W - names) / len(kinds)
	if each < 9 {
		names, each = 0, g.W/len(kinds)
	}
	high := g.H - top - numbers - 2 // with their names, and the scale
	high = min(high, 4*l.batch, max(g.H/2, 1))
	for kind, o := range l.outcomes {
		style := t.Text
		if kind == l.kind {
			style = t.Accent
		}
		x := names + kind*each
		name := viz.Clean(kindNames[kind])
		if kind == l.kind {
			name = viz.Cleanf("▸%s", name)
		}
		g.Text(x, top, t.Fit(name, each-1), style)
		if high > 0 {
			g.Put(x, top+1, viz.Heat(viz.Size{W: each - 1, H: high}, t, l.outputs(f, o)))
		}
	}
	y := top + 1
	if high > 0 {
		g.Put(names, y+high, viz.HeatLegend(viz.Size{W: g.W - names, H: 1}, t, l.outputs(f, l.outcomes[l.kind])))
		y += high + 1
	}
	for i, line := range l.compared() {
		name := f.Print(line.name)
		if names > 0 {
			g.Text(0, y+i, t.Fit(name, names-1), t.Faint)
		}
		for kind := range l.outcomes {
			style := t.Text
			if kind == l.kind {
				style = t.Accent
			}
			g.Text(names+kind*each, y+i, t.Fit(line.of(kind), each-1), style)
		}
	}
	y += len(l.compared()) + 1
	if text := f.Print(l.explained()); len(viz.Wrap(text, g.W)) <= g.H-y { // what is cut explains nothing
		g.Put(0, y, viz.Paragraph(viz.Size{W: g.W, H: g.H - y}, t, text, t.Faint))
	}
	return g
}

// outputs are those of a norm, as colours.
func (l *Lab) outputs(f lab.Frame, o outcome) viz.HeatMap {
	return viz.HeatMap{
		Name: f.Say("y"), Values: o.out.Y, Cols: l.features(), Scale: viz.Diverging,
		Range: &[2]float64{-outputShade, outputShade}, Reduce: viz.Extreme, Bare: true,
	}
}

// compared are the numbers below the pictures, a line each.
func (l *Lab) compared() []comparedLine {
	i := l.mine()
	of := func(kind int) norm.Output { return l.outcomes[kind].out }
	return []comparedLine{
		{message.New("values"), func(k int) viz.Safe { o := of(k); return viz.Cleanf("%d", o.Count[o.Group(i)]) }},
		{message.New("mean"), func(k int) viz.Safe {
			if k == rmsNorm {
				return viz.Clean("–")
			}
			o := of(k)
			return viz.Fixed(o.Mean[o.Group(i)], 3)
		}},
		{message.New("divisor"), func(k int) viz.Safe { o := of(k); return viz.Fixed(1/o.InvStd[o.Group(i)], 3) }},
		{message.New("my y"), func(k int) viz.Safe { return viz.Fixed(of(k).Y[i], 3) }},
		{message.New("push moves"), func(k int) viz.Safe { return moved(l.outcomes[k].pushed) }},
		{message.New("eval moves"), func(k int) viz.Safe { return moved(l.outcomes[k].jump) }},
	}
}

// comparedLine is a number of each norm.
type comparedLine struct {
	name message.Text
	of   func(kind int) viz.Safe
}

// explained says what the lines are.
func (l *Lab) explained() message.Text {
	push := message.New("push moves: how far a push of another row by %.1f σ moves my y.", l.push)
	if l.batch < 2 {
		push = message.New("push moves: there is no other row to push.")
	}
	return message.Join(
		message.New("values: how many share statistics with mine."),
		message.New("divisor: √(variance + ε), of RMSNorm √(mean of x² + ε)."),
		push,
		message.New("eval moves: how far my y jumps when training ends."))
}

func (l *Lab) sayCompare() message.Text {
	i := l.mine()
	y := func(kind int) viz.Safe { return viz.Fixed(l.outcomes[kind].out.Y[i], 3) }
	for _, o := range l.outcomes {
		if math.IsNaN(o.out.Y[i]) {
			return message.New("Where values have no spread, and ε is 0, y is 0/0: no number.")
		}
	}
	now := message.New("My y: LayerNorm %s, BatchNorm %s, RMSNorm %s, GroupNorm %s.", y(layerNorm), y(batchNorm), y(rmsNorm), y(groupNorm))
	if l.batch == 1 {
		return message.Join(now, message.New("Alone in its batch, my row is BatchNorm's whole mean."))
	}
	return message.Join(now, message.New("Only BatchNorm's has other rows in it."))
}

// readCompare are my outputs, and what moves BatchNorm's.
func (l *Lab) readCompare() []lab.Reading {
	i := l.mine()
	var readings []lab.Reading
	for kind, o := range l.outcomes {
		readings = append(readings, lab.Reading{
			Name: kinds[kind].Name + " y", Help: message.New("what %s makes of my value", kindNames[kind]), Value: o.out.Y[i], Digits: 4,
			Note: message.Count(o.out.Count[o.out.Group(i)], "of one value", "of %d values", o.out.Count[o.out.Group(i)]),
		})
	}
	push := lab.Reading{Name: "push moves", Help: message.New("by how much BatchNorm's output in my row changes when another row is pushed"), Value: l.outcomes[batchNorm].pushed, Digits: 4, Note: message.Verbatim(kindNames[batchNorm])}
	if l.batch < 2 {
		push.Undefined = message.New("no neighbour")
	}
	return append(readings, push,
		lab.Reading{Name: "eval moves", Help: message.New("by how much BatchNorm's output in my row changes when training ends"), Value: l.outcomes[batchNorm].jump, Digits: 4, Note: message.Verbatim(kindNames[batchNorm])},
		lab.Reading{Name: "x", Help: message.New("my input"), Value: l.x[i], Digits: 4})
}
