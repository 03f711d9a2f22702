package norm

import (
	"cmp"
	"math"
	"slices"

	"logitarium/core/norm"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// bothModes returns the outputs of training and of evaluation.
func (l *Lab) bothModes() (train, eval []float64) {
	train = l.inTraining(l.kind, l.x).Y
	if l.kind != batchNorm {
		return train, l.normalise(l.kind, l.x).Y
	}
	return train, norm.Frozen(l.x, l.rows(l.x), l.runningNow(), l.affine(), l.eps()).Y
}

// drawModes draws my row in training and in evaluation, and how the running
// statistics came to be what they are.
func (l *Lab) drawModes(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	title := message.New("row %d, %s", l.row, kindNames[l.kind])
	if l.kind == batchNorm {
		title = message.Count(l.runningNow().Steps, "row %[2]d, BatchNorm after one step", "row %[2]d, BatchNorm after %[1]d steps", l.runningNow().Steps, l.row)
	}
	top := head(g, f, title)
	rows := min(max((g.H-top-2)/3, 1), l.features(), 8)
	table := rows + 3
	const named = 6 // rows of a chart that names its curves
	if g.H-top-table < named {
		rows, table = 1, 2
	}
	g.Put(0, top, viz.Table(viz.Size{W: g.W, H: min(table, rows+2)}, f.Theme, l.modeTable(f, rows)))
	rest := viz.Size{W: g.W, H: g.H - top - table}
	switch {
	case l.kind != batchNorm:
		g.Put(0, top+table, viz.Paragraph(rest, f.Theme, f.Say(
			"%s keeps no running statistics. Its mean and variance are those of the row itself, whenever it is used.", kindNames[l.kind]), f.Theme.Faint))
	case l.refused != nil:
		g.Put(0, top+table, viz.Paragraph(rest, f.Theme, f.Say(
			"No training step: one value of a feature has no variance. PyTorch refuses such a batch: “Expected more than 1 value per channel when training”."), f.Theme.Bad))
	default:
		g.Put(0, top+table, viz.Lines(rest, f.Theme, l.runningChart(f)))
	}
	return g
}

// modeTable compares the modes at the chosen feature and those after it.
func (l *Lab) modeTable(f lab.Frame, rows int) viz.TableData {
	digits := 3
	if f.W < 38 {
		digits = 2
	}
	table := viz.TableData{Columns: []viz.Column{
		{Title: f.Say("y in"), Left: true, Width: 4},
		{Title: viz.Clean("x"), Width: digits + 3, Spare: true},
		{Title: f.Print(message.Label("value", "train")), Width: digits + 3},
		{Title: f.Print(message.Label("value", "eval")), Width: digits + 3},
		{Title: f.Say("jump"), Width: digits + 3},
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

// runningChart draws how far the running statistics of the chosen feature are from those of the set.
func (l *Lab) runningChart(f lab.Frame) viz.LineChart {
	c, sigma := l.column-1, l.deviation()
	chart := viz.LineChart{
		Series: []viz.Line{
			{Name: f.Say("mean off by, in σ")},
			{Name: f.Say("running σ / σ")},
		},
		X: [2]float64{0, mostSteps}, XName: f.Say("steps"),
		Marks: []viz.LineMark{{X: float64(l.runningNow().Steps), Held: true}},
	}
	for _, r := range l.running {
		chart.Series[0].Values = append(chart.Series[0].Values, (r.Mean[c]-l.set.stats.Mean[c])/sigma)
		chart.Series[1].Values = append(chart.Series[1].Values, math.Sqrt(r.Var[c])/sigma)
	}
	chart.Y = f.Span("σ", chart.Series[0].Values, chart.Series[1].Values)
	return chart
}

func (l *Lab) sayModes() message.Text {
	switch {
	case l.kind != batchNorm:
		return message.New("%s does the same in training and in evaluation: nothing jumps.", kindNames[l.kind])
	case l.refused != nil:
		return message.New("A batch of one has no variance to learn from: the running statistics are still 0 and 1.")
	}
	jump := l.jump()
	switch total := jump.Total(); {
	case math.IsNaN(total):
		return l.noNumber()
	case math.Abs(total) < leastShown && l.startWeight() == 1:
		return message.New("Nothing is learnt yet: the running mean is 0 and the variance 1, and y happens to be the same with them.")
	case l.startWeight() == 1 && l.steps > 0:
		return message.New("With momentum 0 no batch counts: the running mean is still 0, the variance 1, and y jumps by %+.3f on the switch to evaluation.", total)
	case l.startWeight() == 1:
		return message.New("Nothing is learnt yet: the running mean is 0, the variance 1, and y jumps by %+.3f on the switch to evaluation.", total)
	}
	return l.sayCauses(jump)
}

// leastShown is the least change that is not 0.000 in three decimals.
const leastShown = 0.0005

// sayCauses says what a jump is made of, the largest part first. Parts that would
// be written as 0.000 are left out.
func (l *Lab) sayCauses(jump norm.Jump) message.Text {
	type part struct {
		by  float64
		why message.Text
	}
	parts := []part{
		{jump.Correction, message.New("%+.3f: dividing by n − 1 = %d, not %d.", jump.Correction, l.batch-1, l.batch)},
		{jump.Batches, message.New("%+.3f: other batches.", jump.Batches)},
		{jump.Start, message.New("%+.3f: the start's 0 and 1, under 1 %%.", jump.Start)},
	}
	if left := 100 * l.startWeight(); left >= 1 {
		parts[2].why = message.New("%+.3f: the start's 0 and 1, still %.0f %%.", jump.Start, left)
	}
	slices.SortStableFunc(parts, func(a, b part) int { return cmp.Compare(math.Abs(b.by), math.Abs(a.by)) })
	var causes []message.Text
	for _, p := range parts {
		if math.Abs(p.by) >= leastShown {
			causes = append(causes, p.why)
		}
	}
	switch {
	case len(causes) == 0:
		return message.New("y is the same in training and in evaluation here, to three decimals.")
	case math.Abs(jump.Total()) < leastShown:
		return message.Join(slices.Insert(causes, 0, message.New("y does not jump in evaluation, as these cancel out."))...)
	}
	return message.Join(slices.Insert(causes, 0, message.New("y jumps by %+.3f in evaluation.", jump.Total()))...)
}

// readModes are my outputs in both modes, the parts of the jump between them,
// and the running statistics.
func (l *Lab) readModes() []lab.Reading {
	train, eval := l.bothModes()
	i := l.mine()
	return slices.Concat([]lab.Reading{
		{Name: "jump", Help: message.New("by how much my output changes when training ends and the model is used"), Value: eval[i] - train[i], Digits: 4},
		{Name: "train y", Help: message.New("my output while the model is trained"), Value: train[i], Digits: 4, Note: message.New("row %d, f%d", l.row, l.column)},
		{Name: "eval y", Help: message.New("my output when the trained model is used"), Value: eval[i], Digits: 4},
	}, l.readJump(), l.readRunning())
}

func (l *Lab) readJump() []lab.Reading {
	parts := []lab.Reading{
		{Name: "from n − 1", Help: message.New("the part of the jump that is there because the running variance divides by n − 1, the batch by n"), Digits: 4},
		{Name: "from batches", Help: message.New("the part of the jump that comes from other batches in the running statistics"), Digits: 4},
		{Name: "from start", Help: message.New("the part of the jump that comes from what is left of the mean 0 and the variance 1 of the start"), Digits: 4},
	}
	switch {
	case l.kind != batchNorm:
		undefine(parts, message.New("%s does not jump", kindNames[l.kind]))
	case l.refused != nil:
		undefine(parts, message.New("no step is made"))
	default:
		jump := l.jump()
		parts[0].Value, parts[0].Note = jump.Correction, message.New("σ · √(%d/%d)", l.batch, l.batch-1)
		parts[1].Value, parts[1].Note = jump.Batches, message.New("other batches")
		parts[2].Value, parts[2].Note = jump.Start, message.New("of 0 and 1")
	}
	return parts
}

func (l *Lab) readRunning() []lab.Reading {
	running := []lab.Reading{
		{Name: "running mean", Help: message.New("the mean that evaluation subtracts"), Digits: 4},
		{Name: "running var", Help: message.New("the variance by whose square root evaluation divides"), Digits: 4},
		{Name: "start weight", Formerly: "start's weight", Help: message.New("how much of the running statistics is still the mean 0 and the variance 1 of the start"), Digits: 4},
	}
	if l.kind != batchNorm {
		undefine(running, message.New("%s has none", kindNames[l.kind]))
		return running
	}
	now, c := l.runningNow(), l.column-1
	running[0].Value, running[0].Note = now.Mean[c], message.New("set %.2f", l.set.stats.Mean[c])
	running[1].Value, running[1].Note = now.Var[c], message.New("set %.2f", l.set.stats.Var[c])
	running[2].Value, running[2].Note = l.startWeight(), message.New("(1−m)^steps")
	return running
}

// undefine gives readings the reason why they have no value.
func undefine(readings []lab.Reading, why message.Text) {
	for i := range readings {
		readings[i].Undefined = why
	}
}
