package norm

import (
	"math"
	"slices"

	"logitarium/core/gpt"
	"logitarium/core/norm"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// devices is a batch whose second half lies on another device, before and after
// a push of a row that is not on mine.
type devices struct {
	row   int // that is pushed; 0: one device has all
	first int // rows on the first device

	before, after []float64    // outputs, [batch, features], of statistics that are exchanged
	apart         [2][]float64 // the same before and after, if each device keeps its own
	curves        [2][]float64 // my output over the push: exchanged, and kept

	layers            int // that a step of training passes
	forward, backward norm.Traffic
}

// splitBatch normalises the batch on one device and on two.
func (l *Lab) splitBatch() {
	d := devices{first: (l.batch + 1) / 2, layers: l.normsPassed()}
	if l.kind == batchNorm {
		d.forward, d.backward = norm.SyncTraffic(d.layers, l.features())
	}
	d.row = d.first + 1
	if l.row > d.first {
		d.row = 1
	}
	if l.batch < 2 {
		l.parted = devices{first: 1, layers: d.layers}
		return
	}
	pushed := l.pushRow(d.row, l.push)
	d.before, d.apart[0] = l.onDevices(d, l.x)
	d.after, d.apart[1] = l.onDevices(d, pushed)
	for i := range curvePoints {
		x := l.pushRow(d.row, -mostPush+2*mostPush*float64(i)/(curvePoints-1))
		together, apart := l.mineOnDevices(d, x)
		d.curves[0], d.curves[1] = append(d.curves[0], together), append(d.curves[1], apart)
	}
	l.parted = d
}

// normsPassed is how many norms a token passes in the model; one in the example.
func (l *Lab) normsPassed() int {
	if l.data != fromModel {
		return 1
	}
	const perBlock = 2
	if c := l.config(); c.Norm != gpt.PreLN {
		return perBlock * c.Layers
	}
	return perBlock*l.config().Layers + 1
}

// pushRow returns the batch with a row's feature moved by so many standard
// deviations.
func (l *Lab) pushRow(row int, push float64) []float64 {
	x := slices.Clone(l.x)
	x[l.at(row, l.column)] += float64(push * l.deviation())
	return x
}

// onDevices normalises rows that lie on two devices: with the statistics of
// all, which the devices exchange, and each with its own.
func (l *Lab) onDevices(d devices, x []float64) (together, apart []float64) {
	c := l.features()
	parts := [][]float64{x[:d.first*c], x[d.first*c : l.batch*c]}
	for _, part := range parts {
		apart = append(apart, l.inTraining(l.kind, part).Y...)
	}
	if l.kind != batchNorm {
		return apart, apart
	}
	for _, o := range norm.Synchronised(parts, c, 1, l.affine(), l.eps()) {
		together = append(together, o.Y...)
	}
	return together, apart
}

// mineOnDevices is [Lab.onDevices] for my output alone. What can't matter is
// left out: other features to BatchNorm, other rows to the rest.
func (l *Lab) mineOnDevices(d devices, x []float64) (together, apart float64) {
	c := l.features()
	if l.kind != batchNorm {
		y := l.inTraining(l.kind, x[(l.row-1)*c:l.row*c]).Y[l.column-1]
		return y, y
	}
	var column []float64
	for at := l.column - 1; at < l.batch*c; at += c {
		column = append(column, x[at])
	}
	mine, at := column[:d.first], l.row-1
	if l.row > d.first {
		mine, at = column[d.first:], l.row-1-d.first
	}
	return l.columnInTraining(column)[l.row-1], l.columnInTraining(mine)[at]
}

// drawDevices draws the outputs on both devices, what a step of training sends
// between them, and my output over the push.
func (l *Lab) drawDevices(f lab.Frame) viz.Grid {
	g, d := f.Theme.Grid(f.Size), l.parted
	if d.row == 0 {
		top := head(g, f, message.New("one sample lies on one device"))
		g.Put(0, top, viz.Paragraph(viz.Size{W: g.W, H: g.H - top}, f.Theme, f.Say("Turn %v up.", message.Label("knob", "batch")), f.Theme.Faint))
		return g
	}
	top := head(g, f, message.New("row %d, on the other device, pushed %+.1f σ: %s", d.row, l.push, kindNames[l.kind]),
		message.New("row %d pushed: %s", d.row, kindNames[l.kind]))
	const traffic = 5 // rows of the table, with its header
	rest := g.H - top
	rows := min(l.batch+5, rest) // with titles, devices and legend
	below := min(rest-rows, traffic)
	if below < traffic {
		below = 0
	}
	if high := rest - rows - below - 2; high >= leastChart {
		below++ // a blank row before the chart
		g.Put(0, top+rows+below+1, l.drawOverPush(f.In(g.W, high)))
	} else {
		rows = rest - below
	}
	g.Put(0, top, viz.Bars(viz.Size{W: g.W, H: rows}, f.Theme, l.deviceBars(f)))
	if below > 0 {
		g.Put(0, top+rows, viz.Table(viz.Size{W: g.W, H: traffic}, f.Theme, l.trafficTable(f)))
	}
	return g
}

func (l *Lab) deviceBars(f lab.Frame) viz.BarChart {
	d, label := l.parted, min(max(f.W/4, 6), 10)
	chart := viz.BarChart{
		Columns: []viz.Column{
			{Title: f.Say("sample"), Left: true, Width: label},
			{Title: f.Say("own"), Width: 6},
			{Title: f.Say("all"), Width: 6},
			{Title: f.Say("moved"), Width: 6},
		},
		Low: -outputScale, Max: outputScale,
		Kept: f.Say("y with the statistics of all"), Marks: f.Say("of its own device"),
	}
	for row := 1; row <= l.batch; row++ {
		switch row {
		case 1:
			chart.Rows = append(chart.Rows, viz.BarRow{Rule: f.Say("device 1"), Heading: true})
		case d.first + 1:
			chart.Rows = append(chart.Rows, viz.BarRow{Rule: f.Say("device 2"), Heading: true})
		}
		i := l.at(row, l.column)
		chart.Rows = append(chart.Rows, viz.BarRow{
			Cells: []viz.Safe{l.sample(f.Theme, row, label), viz.Fixed(d.apart[1][i], 3), viz.Fixed(d.after[i], 3), moved(d.after[i] - d.before[i])},
			Value: d.after[i], Mark: d.apart[1][i], Chosen: row == l.row,
		})
	}
	return chart
}

// trafficTable counts what devices send each other in a step of training.
func (l *Lab) trafficTable(f lab.Frame) viz.TableData {
	d := l.parted
	row := func(name viz.Safe, t norm.Traffic) viz.TableRow {
		return viz.TableRow{Cells: []viz.Safe{name, viz.Grouped(t.Exchanges), viz.Grouped(t.Numbers)}}
	}
	return viz.TableData{
		Columns: []viz.Column{
			{Title: f.Print(message.Count(d.layers, "a training step, one norm", "a training step, %d norms", d.layers)), Left: true},
			{Title: f.Say("exchanges"), Width: 9},
			{Title: f.Say("numbers sent by each"), Width: 9},
		},
		Rows: []viz.TableRow{
			row(f.Say("forward: count, mean and variance"), d.forward),
			row(f.Say("backward: two sums of gradients"), d.backward),
		},
	}
}

func (l *Lab) drawOverPush(f lab.Frame) viz.Grid {
	d := l.parted
	return viz.Lines(f.Size, f.Theme, viz.LineChart{
		Series: []viz.Line{
			{Name: f.Say("my y, statistics of all"), Values: d.curves[0]},
			{Name: f.Say("of my device"), Values: d.curves[1]},
		},
		X: [2]float64{-mostPush, mostPush}, XName: f.Say("push, σ"),
		Y:     f.Span("my y", d.curves[0], d.curves[1]),
		Marks: []viz.LineMark{{X: l.push, Held: true}},
	})
}

func (l *Lab) sayDevices() message.Text {
	d, i := l.parted, l.mine()
	if d.row == 0 {
		return message.New("One sample lies on one device: nothing to exchange.")
	}
	if l.kind != batchNorm {
		return message.New("%s reads my row alone, whatever lies on another device: nothing is exchanged.", kindNames[l.kind])
	}
	change := d.after[i] - d.before[i]
	switch {
	case math.IsNaN(change):
		return message.New("f%d has no spread, and ε is 0: y is 0/0, no number.", l.column)
	case l.push == 0:
		return message.New("Nothing is pushed. Turn push: does a row on the other device move mine?")
	case math.Abs(change) < leastShown:
		return message.New("This push of row %d on the other device moves my y by less than 0.0005.", d.row)
	}
	return message.Count(d.layers, "Row %[2]d on the other device moves my y by %+.3[3]f, so at the norm statistics are exchanged %[4]d times a step, forward and back.",
		"Row %[2]d on the other device moves my y by %+.3[3]f, so %[1]d norms exchange statistics %[4]d times a step, forward and back.", d.layers, d.row, change, d.forward.Exchanges+d.backward.Exchanges)
}

func (l *Lab) readDevices() []lab.Reading {
	d, i := l.parted, l.mine()
	readings := []lab.Reading{
		{Name: "I moved", Help: message.New("by how much my output changes when a row on the other device is pushed, with the statistics of all"), Digits: 4, Note: message.New("row %d", l.row)},
		{Name: "moved apart", Help: message.New("the same if my device keeps to its own statistics"), Digits: 4},
		{Name: "y", Help: message.New("my output with the statistics of all, while the other row is pushed"), Digits: 4},
		{Name: "y apart", Help: message.New("my output with the statistics of my own device"), Digits: 4},
	}
	if d.row == 0 {
		undefine(readings[:2], message.New("there is one device"))
		readings[2].Value = l.inTraining(l.kind, l.x[:l.features()]).Y[i]
		readings[3].Value = readings[2].Value
	} else {
		readings[0].Value, readings[1].Value = d.after[i]-d.before[i], d.apart[1][i]-d.apart[0][i]
		readings[2].Value, readings[3].Value = d.after[i], d.apart[1][i]
	}
	return append(readings,
		lab.Reading{Name: "x", Help: message.New("my input"), Value: l.x[i], Digits: 4},
		lab.Reading{Name: "exchanges", Help: message.New("how often in a step of training the devices must wait for each other"), Value: float64(d.forward.Exchanges + d.backward.Exchanges), Note: message.Count(d.layers, "one norm", "%d norms", d.layers)},
		lab.Reading{Name: "numbers", Help: message.New("how many numbers each device sends in them"), Value: float64(d.forward.Numbers + d.backward.Numbers), Note: message.New("a step")})
}
