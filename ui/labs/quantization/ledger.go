package quantization

import (
	"logitarium/core/quant"
	"logitarium/core/tensor"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// scaleBits is what a scale takes: half a precision's worth of a float32.
const scaleBits = 16

// ledgerRow is a row of the ledger.
type ledgerRow struct {
	name   message.Text
	values int
	half   int // bytes in half precision
	size   quant.Size
	kept   bool // in half precision
}

// bytes is what it takes now.
func (e ledgerRow) bytes() int {
	if e.kept {
		return e.half
	}
	return e.size.Bytes()
}

// ledger lists what takes memory in some settings, and its sum.
func (l *Lab) ledger(s settings) (rows []ledgerRow, total ledgerRow) {
	plan := s.plan()
	part := func(name message.Text, shapes ...[2]int) {
		e := ledgerRow{name: name}
		for _, shape := range shapes {
			size := plan.Size(shape[0], shape[1], scaleBits)
			e.values += size.Weights
			e.size.Weights += size.Weights
			e.size.Values += size.Values
			e.size.Scales += size.Scales
			e.size.Zeros += size.Zeros
		}
		e.half = 2 * e.values
		rows = append(rows, e)
	}
	c := l.config()
	switch s.what {
	case example:
		part(message.New("eight weights"), [2]int{2, 4})
	case activations:
		for _, name := range []message.ID{"keys", "values"} {
			var shapes [][2]int
			for range c.Layers {
				shapes = append(shapes, [2]int{c.Context, c.KeyHeads() * c.HeadWidth()})
			}
			part(message.New(name), shapes...)
		}
	default:
		shapes := map[string][][2]int{}
		l.eachTensor(func(kind, _ int, m tensor.Matrix) {
			name := l.tensors[kind].name
			shapes[name] = append(shapes[name], [2]int{m.Rows, m.Cols})
		})
		quantized := 0
		for _, t := range l.tensors {
			part(message.Verbatim(t.name), shapes[t.name]...)
			quantized += rows[len(rows)-1].values
		}
		rest := c.Counts().Total() - quantized
		rows = append(rows, ledgerRow{name: message.New("the rest"), values: rest, half: 2 * rest, kept: true})
	}
	total.name = message.New("sum")
	for _, e := range rows {
		total.values += e.values
		total.half += e.half
		if e.kept {
			total.size.Values += 8 * e.half
		}
		total.size.Weights += e.values
		total.size.Values += e.size.Values
		total.size.Scales += e.size.Scales
		total.size.Zeros += e.size.Zeros
	}
	return rows, total
}

// drawLedger draws the bytes and says where time is saved.
func (l *Lab) drawLedger(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	parts, total := l.ledger(l.set)
	title := f.Say("the bytes of the weights")
	switch l.set.what {
	case activations:
		title = f.Say("the KV cache at %s tokens", viz.Grouped(l.lm.Model.Context()))
	case example:
		title = f.Say("the bytes of the example")
	}
	top := head(g, f.Theme, title, f.Say("%d bits, %v", l.set.bits, l.set.scales()))
	table := viz.TableData{Columns: []viz.Column{
		{Left: true, Title: f.Say("part")},
		{Title: f.Say("values"), Spare: true},
		{Title: f.Say("16-bit"), Width: 9},
		{Title: f.Say("now"), Width: 9},
		{Title: f.Say("bits"), Width: 5},
	}}
	row := func(e ledgerRow) []viz.Safe {
		bits := float64(8*e.bytes()) / float64(e.values)
		if !e.kept {
			bits = e.size.PerWeight()
		}
		return []viz.Safe{f.Print(e.name), viz.Grouped(e.values), viz.Grouped(e.half), viz.Grouped(e.bytes()), viz.Fixed(bits, 2)}
	}
	// The sum comes first: parts may not find room.
	table.Rows = append(table.Rows, viz.TableRow{Cells: row(total), Style: f.Theme.Strong},
		viz.TableRow{Cells: scalesRow(f, total), Style: f.Theme.Faint}, viz.TableRow{Rule: true})
	for _, e := range parts {
		table.Rows = append(table.Rows, viz.TableRow{Cells: row(e)})
	}
	rows := len(table.Rows) + 2
	g.Put(0, top, viz.Table(viz.Size{W: g.W, H: min(rows, g.H-top)}, f.Theme, table))
	y := top + rows + 1
	if y < g.H {
		said := viz.Wrap(f.Theme.Show(f.Print(l.saved())), g.W)
		g.Put(0, y, viz.Paragraph(viz.Size{W: g.W, H: g.H - y}, f.Theme, f.Print(l.saved()), f.Theme.Text))
		y += len(said)
	}
	l.drawWidths(f, g, y)
	return g
}

// drawWidths draws below row y, where there is room, the same memory at every
// width of the integers.
func (l *Lab) drawWidths(f lab.Frame, g viz.Grid, y int) {
	chart := viz.BarChart{Thick: 3, Columns: []viz.Column{
		{Title: f.Say("width"), Left: true}, {Title: f.Say("bytes")}, {Title: f.Say("bits a value")}, {Title: f.Say("smaller by")},
	}}
	before := 0
	for bits := 8; bits >= 2; bits-- {
		s := l.set
		s.bits = bits
		_, total := l.ledger(s)
		if before == 0 {
			before = total.half
			chart.Rows = append(chart.Rows, viz.BarRow{Value: float64(before), Cells: []viz.Safe{
				f.Say("16-bit floats"), viz.Grouped(before), viz.Fixed(16, 2), {}}})
		}
		chart.Rows = append(chart.Rows, viz.BarRow{Value: float64(total.bytes()), Chosen: bits == l.set.bits, Cells: []viz.Safe{
			f.Say("%d bits", bits), viz.Grouped(total.bytes()), viz.Fixed(total.size.PerWeight(), 2),
			viz.Cleanf("× %s", viz.Fixed(float64(before)/float64(total.bytes()), 2))}})
	}
	chart.Max = f.Top("bytes", float64(before))
	if y++; g.H-y > len(chart.Rows) {
		g.Put(0, y, viz.Bars(viz.Size{W: g.W, H: g.H - y}, f.Theme, chart))
	}
}

// scalesRow says how much of the sum is scales and zero points.
func scalesRow(f lab.Frame, total ledgerRow) []viz.Safe {
	bits := total.size.Scales + total.size.Zeros
	return []viz.Safe{f.Say("scales"), {}, {}, viz.Grouped((bits + 7) / 8), viz.Fixed(float64(bits)/float64(total.values), 2)}
}

// saved says where memory and time are saved.
func (l *Lab) saved() message.Text {
	if l.set.what != activations {
		return message.Join(message.New("Weights are turned back into floats for each product: memory is saved, not arithmetic."),
			message.New("Products of integers need integer activations too."))
	}
	cache := message.New("The KV cache is what is stored of activations, 2·layers·width a token.")
	if c := l.config(); c.KeyHeads()*c.HeadWidth() != c.Width {
		cache = message.New("The KV cache is what is stored of activations, 2·layers·%d a token: %d heads of %d have keys and values.", c.KeyHeads()*c.HeadWidth(), c.KeyHeads(), c.HeadWidth())
	}
	return message.Join(cache,
		message.New("The others live for a moment: as integers they save arithmetic, if the weights are integers too."))
}

func (l *Lab) sayLedger() message.Text {
	_, total := l.ledger(l.set)
	scales := float64(total.size.Scales+total.size.Zeros) / float64(total.values)
	bits := total.size.PerWeight()
	switch {
	case l.set.what == example:
		return message.New("%d bits are %.2f: scales take %.2f, as few values share one.", l.set.bits, bits, scales)
	case l.set.what == activations:
		return message.New("%d bits are %.2f with their scales. The whole cache is read for every new token.", l.set.bits, bits)
	case scales < 0.005:
		return message.New("%d bits a weight and next to nothing for scales; norms and biases stay as they are: %.2f in all.", l.set.bits, bits)
	}
	return message.New("%d bits are %.2f: scales take %.2f, and norms and biases stay in half precision.", l.set.bits, bits, scales)
}
