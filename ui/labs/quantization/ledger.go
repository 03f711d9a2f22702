package quantization

import (
	"fmt"
	"strings"

	"logitarium/core/quant"
	"logitarium/core/tensor"
	"logitarium/ui/lab"
	"logitarium/viz"
)

// scaleBits is what a scale takes: half a precision's worth of a float32.
const scaleBits = 16

// entry is a line of the ledger.
type entry struct {
	name   string
	values int
	half   int // bytes in half precision
	size   quant.Size
	kept   bool // in half precision
}

// bytes is what it takes now.
func (e entry) bytes() int {
	if e.kept {
		return e.half
	}
	return e.size.Bytes()
}

// ledger lists what takes memory, and its sum.
func (l *Lab) ledger() (entries []entry, total entry) {
	plan := l.set.plan()
	part := func(name string, shapes ...[2]int) {
		e := entry{name: name}
		for _, shape := range shapes {
			s := plan.Size(shape[0], shape[1], scaleBits)
			e.values += s.Weights
			e.size.Weights += s.Weights
			e.size.Values += s.Values
			e.size.Scales += s.Scales
			e.size.Zeros += s.Zeros
		}
		e.half = 2 * e.values
		entries = append(entries, e)
	}
	c := l.config()
	switch l.set.what {
	case example:
		part("eight weights", [2]int{2, 4})
	case activations:
		for _, name := range []string{"keys", "values"} {
			var shapes [][2]int
			for range c.Layers {
				shapes = append(shapes, [2]int{c.Context, c.Width})
			}
			part(name, shapes...)
		}
	default:
		shapes := map[string][][2]int{}
		l.eachTensor(func(kind, _ int, m tensor.Matrix) {
			name := l.tensors[kind].name
			shapes[name] = append(shapes[name], [2]int{m.Rows, m.Cols})
		})
		quantized := 0
		for _, t := range l.tensors {
			part(t.name, shapes[t.name]...)
			quantized += entries[len(entries)-1].values
		}
		rest := c.Counts().Total() - quantized
		entries = append(entries, entry{name: "the rest", values: rest, half: 2 * rest, kept: true})
	}
	total.name = "sum"
	for _, e := range entries {
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
	return entries, total
}

// drawLedger draws the bytes and says where time is saved.
func (l *Lab) drawLedger(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	entries, total := l.ledger()
	title := "the bytes of the weights"
	switch l.set.what {
	case activations:
		title = fmt.Sprintf("the KV cache at %d tokens", l.lm.Model.Context())
	case example:
		title = "the bytes of the example"
	}
	top := head(g, f.Theme, viz.Clean(title), viz.Cleanf("%d bits, %s", l.set.bits, l.set.scales()))
	table := viz.TableData{Columns: []viz.Column{
		{Left: true, Title: viz.Clean("part")},
		{Title: viz.Clean("values"), Spare: true},
		{Title: viz.Clean("16-bit"), Width: 9},
		{Title: viz.Clean("now"), Width: 9},
		{Title: viz.Clean("bits"), Width: 5},
	}}
	row := func(e entry) []viz.Safe {
		bits := float64(8*e.bytes()) / float64(e.values)
		if !e.kept {
			bits = e.size.PerWeight()
		}
		return []viz.Safe{viz.Clean(e.name), viz.Clean(grouped(e.values)), viz.Clean(grouped(e.half)), viz.Clean(grouped(e.bytes())), viz.Fixed(bits, 2)}
	}
	// The sum comes first: parts may not find room.
	table.Rows = append(table.Rows, viz.TableRow{Cells: row(total), Style: f.Theme.Strong},
		viz.TableRow{Cells: scalesRow(total), Style: f.Theme.Faint}, viz.TableRow{Rule: true})
	for _, e := range entries {
		table.Rows = append(table.Rows, viz.TableRow{Cells: row(e)})
	}
	rows := len(table.Rows) + 2
	g.Put(0, top, viz.Table(viz.Size{W: g.W, H: min(rows, g.H-top)}, f.Theme, table))
	if y := top + rows + 1; y < g.H {
		g.Put(0, y, viz.Paragraph(viz.Size{W: g.W, H: g.H - y}, f.Theme, viz.Clean(l.saved()), f.Theme.Text))
	}
	return g
}

// scalesRow says how much of the sum is scales and zero points.
func scalesRow(total entry) []viz.Safe {
	bits := total.size.Scales + total.size.Zeros
	return []viz.Safe{viz.Clean("scales"), {}, {}, viz.Clean(grouped((bits + 7) / 8)), viz.Fixed(float64(bits)/float64(total.values), 2)}
}

// saved says where memory and time are saved.
func (l *Lab) saved() string {
	if l.set.what != activations {
		return "Weights are turned back into floats for each product: memory is saved, not arithmetic. Products of integers need integer activations too."
	}
	return "The KV cache is what is stored of activations, 2·layers·width a token. The others live for a moment: as integers they save arithmetic, if the weights are integers too."
}

// grouped writes 1234567 as 1 234 567.
func grouped(n int) string {
	digits := fmt.Sprint(n)
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(d)
	}
	return b.String()
}

func (l *Lab) sayLedger() string {
	_, total := l.ledger()
	scales := float64(total.size.Scales+total.size.Zeros) / float64(total.values)
	switch {
	case l.set.what == example:
		return fmt.Sprintf("%d bits are %.2f: scales take %.2f, as few values share one.", l.set.bits, total.size.PerWeight(), scales)
	case l.set.what == activations:
		return fmt.Sprintf("%d bits are %.2f with their scales. A cache of so many keys and values is read for every new token.", l.set.bits, total.size.PerWeight())
	case scales < 0.005:
		return fmt.Sprintf("%d bits a weight and next to nothing for scales; norms and biases stay as they are: %.2f in all.", l.set.bits, total.size.PerWeight())
	}
	return fmt.Sprintf("%d bits are %.2f: scales take %.2f, and norms and biases stay in half precision.", l.set.bits, total.size.PerWeight(), scales)
}
