package position

import (
	"fmt"
	"math"
	"slices"

	"logitarium/core/elementary"
	"logitarium/core/position"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// heatmap shows position by dimension; ALiBi's, offset by head.
type heatmap struct {
	s       settings
	wheels  odometer // beside it, where there are any
	table   table    // [positions, dimensions], of ALiBi [offsets, heads]
	own     table
	trained int       // positions that training reached; 0 if not known
	slopes  []float64 // of ALiBi
}

func newHeatmap(s settings, own table, trained, heads int) heatmap {
	h := heatmap{s: s, own: own, trained: trained}
	if s.scheme != alibi {
		if s.scheme != learned {
			h.wheels = newOdometer(s)
		}
		h.table = encodings(s, own)
		return h
	}
	h.slopes = position.Slopes(heads)
	h.table = biases(h.slopes, s.positions)
	return h
}

// biases returns ALiBi's bias for each offset and head, [n, heads].
func biases(slopes []float64, n int) table {
	t := position.NewTable(n, len(slopes))
	for k := range n {
		for head, slope := range slopes {
			t.Row(k)[head] = position.Bias(slope, float64(k))
		}
	}
	return t
}

func (h heatmap) draw(f lab.Frame) viz.Grid {
	const besideFrom, gap = 110, 3
	if len(h.wheels.omegas) > 1 && f.W >= besideFrom {
		g, left := f.Theme.Grid(f.Size), f.W*3/5
		g.Put(0, 0, h.mapped(f.In(left, f.H)))
		g.Put(left+gap, 0, h.wheels.draw(f.In(f.W-left-gap, f.H)))
		return g
	}
	return h.mapped(f)
}

// mapped draws the table with its formula above and the value at the cursor below.
func (h heatmap) mapped(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	m := viz.HeatMap{YName: f.Say("position"), XName: f.Say("dimension"), Reduce: viz.Mean}
	title, rows := []viz.Safe{f.Say("model's table of positions")}, "position"
	switch h.s.scheme {
	case alibi:
		title, rows = h.alibi(f, &m), "offset"
	case learned:
		m.Values, m.Cols, m.Scale, m.Reduce = h.table.Data, h.table.Cols, viz.Diverging, viz.Extreme
		m.Cross = &viz.Spot{Row: h.s.position, Col: h.s.dimension}
	default:
		title = h.formula(f, &m)
	}
	if m.Range == nil {
		m.Range = h.colours(f, m.Scale)
	}
	m.Values = lab.Padded(m.Values, (f.Last(rows, h.table.Rows-1)+1)*m.Cols)
	if f.H < 8 {
		return viz.Heat(f.Size, f.Theme, m)
	}
	g.Text(0, 0, f.Theme.FitFirst(g.W, title...), f.Theme.Strong)
	top := 1
	if f.H >= 12 {
		g.Text(0, 1, f.Theme.FitFirst(g.W, h.learnedNumbers(f)...), f.Theme.Faint)
		top = 2
	}
	h.drawOver(g, f, m, top)
	g.Text(0, g.H-1, f.Theme.FitFirst(g.W, h.readOut(f)...), f.Theme.Accent)
	return g
}

// colours is the range that two maps beside each other have in common.
func (h heatmap) colours(f lab.Frame, scale viz.Scale) *[2]float64 {
	if scale == viz.Diverging { // zero stays in the middle
		return diverging(f, "table", h.table.Data)
	}
	return f.Span("bias", h.table.Data)
}

// diverging is a range of both sides of 0 as far as the values need, and that
// another picture beside it needs; nil for a picture that stands alone.
func diverging(f lab.Frame, name string, values []float64) *[2]float64 {
	if f.Axes == nil {
		return nil
	}
	top := 0.0
	for _, v := range values {
		if a := math.Abs(v); a > top {
			top = a
		}
	}
	top = f.Top(name, top)
	return &[2]float64{-top, top}
}

// formula fills in a map of sines and cosines, as many dimensions as fit.
func (h heatmap) formula(f lab.Frame, m *viz.HeatMap) (title []viz.Safe) {
	dims, step := shownDims(h.s, h.s.dimension, f.W-len(fmt.Sprint(h.s.positions-1))-2)
	m.Values = make([]float64, 0, len(dims)*h.table.Rows)
	for p := range h.table.Rows {
		row := h.table.Row(p)
		for _, j := range dims {
			m.Values = append(m.Values, row[j])
		}
	}
	m.Cols, m.Scale, m.Range = len(dims), viz.Diverging, &[2]float64{-1, 1}
	m.XText = make([]viz.Safe, len(dims))
	for i, j := range dims {
		m.XText[i] = viz.Cleanf("%d", j)
	}
	m.Cross = &viz.Spot{Row: h.s.position, Col: slices.Index(dims, h.s.dimension)}
	title = h.s.general(f)
	if step > 1 {
		title = append([]viz.Safe{f.Say("%v, 1 pair of %d shown", title[0], step), f.Say("%v, 1 pair of %d shown", title[1], step)}, title...)
	}
	return title
}

// general is the formula of a scheme made of sines and cosines, in several
// lengths: PE(p, 2i) = sin(p/10000^(2i/32)).
func (s settings) general(f lab.Frame) []viz.Safe {
	exponent := fmt.Sprintf("2i/%d", s.dModel)
	if s.scheme == sinusoidal && position.Spacing(s.spacing) == position.InclusiveSpacing {
		exponent = fmt.Sprintf("i/%d", max(s.dModel/2-1, 1))
	}
	angle := fmt.Sprintf("p/%d^(%s)", s.base, exponent)
	first, second := "2i", "2i+1"
	if position.Layout(s.layout) == position.Split {
		first, second = "i", fmt.Sprintf("i+%d", s.dModel/2)
	}
	if s.scheme == rope {
		return []viz.Safe{f.Say("RoPE turns pair (%s, %s) of q and k by %s", first, second, angle), f.Say("RoPE turns by %s", angle), viz.Clean("RoPE")}
	}
	return []viz.Safe{
		viz.Cleanf("PE(p, %s) = sin(%s), PE(p, %s) = cos(%s)", first, angle, second, angle),
		viz.Cleanf("PE(p, %s) = sin, %s = cos(%s)", first, second, angle),
		viz.Cleanf("sin, cos(%s)", angle), viz.Clean("PE"),
	}
}

// parameters is how many numbers of the scheme were learned.
func (h heatmap) parameters() int {
	if h.s.scheme == learned {
		return h.own.Rows * h.own.Cols
	}
	return 0
}

// learnedNumbers compares that with a table's, in several lengths.
func (h heatmap) learnedNumbers(f lab.Frame) []viz.Safe {
	rows, cols, all := h.own.Rows, h.own.Cols, viz.Grouped(h.own.Rows*h.own.Cols)
	switch {
	case h.s.scheme == learned:
		return []viz.Safe{f.Say("a row of the table for each position: %d x %d = %s parameters", rows, cols, all), f.Say("%s parameters", all)}
	case rows == 0:
		return []viz.Safe{f.Say("0 parameters: a formula, nothing is learned"), f.Say("0 parameters")}
	}
	return []viz.Safe{
		f.Say("0 parameters: a formula. The model's own learned table: %d x %d = %s", rows, cols, all),
		f.Say("0 parameters; a learned table has %d x %d = %s", rows, cols, all), f.Say("0 parameters"),
	}
}

func (h heatmap) alibi(f lab.Frame, m *viz.HeatMap) (title []viz.Safe) {
	m.Values, m.Cols, m.Scale = h.table.Data, h.table.Cols, viz.Sequential
	m.XName, m.YName = f.Say("head"), f.Say("offset")
	m.Cross = &viz.Spot{Row: h.s.offset, Col: h.s.head}
	return []viz.Safe{
		f.Say("ALiBi takes m·k from the score k steps back; m = %s in head %d", scaled(h.slopes[h.s.head], 4), h.s.head),
		f.Say("ALiBi: bias of the score"),
	}
}

// readOut is how the value under the cursor comes about, in several lengths.
func (h heatmap) readOut(f lab.Frame) []viz.Safe {
	p, j := h.s.position, h.s.dimension
	switch h.s.scheme {
	case alibi:
		product := viz.Cleanf("-%d x %.4g", h.s.offset, h.slopes[h.s.head])
		return []viz.Safe{f.Print(message.Count(h.s.offset, "%d step back: %s = %s", "%d steps back: %s = %s", h.s.offset, product, viz.Fixed(h.value(), 4))), product}
	case learned:
		switch {
		case p >= h.own.Rows:
			return []viz.Safe{f.Say("there is no row %d", p)}
		case h.trained > 0 && p >= h.trained:
			return []viz.Safe{f.Say("row %d was never trained", p)}
		}
		return []viz.Safe{f.Say("row %d of %d, trained", p, h.own.Rows)}
	}
	w := waveOf(h.s, j)
	name := w.names[0]
	if j == w.second {
		name = w.names[1]
	}
	formula := viz.Cleanf("%s(%d/%s)", name, p, w.formula(h.s))
	return []viz.Safe{viz.Cleanf("%s = %s", formula, viz.Fixed(h.value(), 4)), formula}
}

// value is the one under the cursor.
func (h heatmap) value() float64 {
	if h.s.scheme == alibi {
		return h.table.Row(h.s.offset)[h.s.head]
	}
	return h.table.Row(h.s.position)[h.s.dimension]
}

func (h heatmap) readings() []lab.Reading {
	value := lab.Reading{Name: "value", Help: message.New("the number at the cursor"), Value: h.value(), Digits: 4}
	if math.IsNaN(value.Value) {
		value.Undefined = message.New("the table has no such row")
	}
	parameters := lab.Reading{Name: "parameters", Help: message.New("how many numbers of the scheme were learned"), Value: float64(h.parameters()), Note: message.New("learned numbers")}
	switch h.s.scheme {
	case alibi:
		return []lab.Reading{
			{Name: "weight ratio", Formerly: "weight", Help: message.New("by what ALiBi multiplies the attention that a token so far back gets"), Value: elementary.Exp(h.value()), Digits: 4, Note: message.New("e^bias: k = %d to k = 0", h.s.offset)},
			value,
			{Name: "slope", Help: message.New("what this head takes from a score for each step back"), Value: h.slopes[h.s.head], Digits: 6, Note: message.New("head %d of %d", h.s.head, len(h.slopes))},
			parameters,
		}
	case learned:
		length := lab.Reading{Name: "length", Help: message.New("the length of the vector of position p"), Value: position.Length(h.table.Row(h.s.position)), Digits: 4, Note: message.New("|row|")}
		length.Undefined = value.Undefined
		return []lab.Reading{
			{Name: "trained rows", Help: message.New("the positions that training texts reached"), Value: float64(h.trained), Undefined: unknown(h.trained), Note: message.New("length of a training text")},
			{Name: "rows", Help: message.New("the positions that the model has a vector for"), Value: float64(h.own.Rows), Note: message.New("the model's context")},
			value, length, parameters,
		}
	}
	w := waveOf(h.s, h.s.dimension)
	longest := waveOf(h.s, h.s.dModel-1)
	return []lab.Reading{
		{Name: "wavelength", Help: message.New("positions until this pair of dimensions is where it began"), Value: w.length(), Digits: 3, Note: message.New("positions, pair %d", w.pair)},
		value,
		{Name: "longest", Help: message.New("positions until the slowest pair of dimensions is where it began"), Value: longest.length(), Digits: 3, Note: message.Count(h.s.dModel/2, "of %d pair", "of %d pairs", h.s.dModel/2)},
		{Name: "length", Help: message.New("the length of the vector of position p"), Value: position.Length(h.table.Row(h.s.position)), Digits: 4, Note: message.New("|PE(p)| = √(d/2)")},
		parameters,
	}
}

func unknown(trained int) message.Text {
	if trained == 0 {
		return message.New("the model does not say")
	}
	return message.Text{}
}

func (h heatmap) insight() message.Text {
	switch p := h.s.position; h.s.scheme {
	case alibi:
		return message.New("No vector at all: head %d gives a token %d back %s times the weight of offset 0. Slopes are fixed, not learned.",
			h.s.head, h.s.offset, scaled(elementary.Exp(h.value()), 3))
	case learned:
		switch {
		case p >= h.own.Rows:
			return message.New("A learned table ends: there is no row %d, so no token can stand there.", p)
		case h.trained > 0 && h.trained < h.own.Rows && p >= h.trained:
			return message.New("Training texts had %d tokens: row %d is there but was never trained, only shrunk.", h.trained, p)
		case h.trained > 0 && h.trained < h.own.Rows && h.s.positions > h.trained:
			return message.New("Every number was trained, up to row %d. Below, rows were never trained.", h.trained-1)
		}
		return message.New("Every number was trained; no formula stands behind it. GPT-1, GPT-2 and BERT have such tables, not sinusoids.")
	case rope:
		w := waveOf(h.s, h.s.dimension)
		if p == 0 {
			return message.New("Nothing is added, and at position 0 nothing is turned. From here on every query and key is, pair by pair.")
		}
		return message.New("Nothing is added: at position %d pair %d of every query and key is turned by %s rad.", p, w.pair, scaled(float64(p)*w.omega, 2))
	}
	w := waveOf(h.s, h.s.dimension)
	turns := float64(h.s.positions) / w.length()
	pace := message.New("Pair %d turns %.1f times here.", w.pair, turns)
	if turns < 0.1 {
		pace = message.New("Pair %d hardly moves here.", w.pair)
	}
	where := h.slowest()
	switch {
	case h.s.base == 1 || h.s.dModel == 2:
		where = message.New("No pair is slower.")
	case position.Layout(h.s.layout) == position.Split:
		where = message.New("In each half fast pairs come first.")
	}
	return message.Join(message.New("A position is a whole row."), pace, where)
}

// paperWidth is d_model of the paper's base model (Vaswani et al. 2017, table 3).
const paperWidth = 512

// slowest says where the slow pairs are, and how long the slowest takes, here and
// in the paper's width.
func (h heatmap) slowest() message.Text {
	length := func(s settings) viz.Safe {
		v := waveOf(s, s.dModel-1).length()
		if v > 1e9 {
			return viz.Cleanf("%.3g", v)
		}
		return viz.Grouped(int(math.Round(v)))
	}
	here, paper := h.s, h.s
	if paper.dModel = paperWidth; here.dModel == paperWidth {
		return message.New("Slow pairs are right: the last takes %s positions a turn.", length(here))
	}
	return message.New("Slow pairs are right: the last takes %s positions a turn, %s at d_model %d.", length(here), length(paper), paperWidth)
}
