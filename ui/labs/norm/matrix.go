package norm

import (
	"math"

	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// drawMatrix draws which cells each norm takes together, the batch before and
// after, and how the chosen cell came about.
func (l *Lab) drawMatrix(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	before := l.matrix(f, message.Count(l.batch, "x: 1 sample, %[2]d features", "x: %d samples, %d features", l.batch, l.features()), l.x)
	before.Outline = []viz.Region{l.sharing()}
	after := l.matrix(f, message.New("y: after %v", l.normName()), l.out.Y)
	before.Shade, after.Shade = l.inputRange(f), &[2]float64{-outputShade, outputShade}
	before.Width = max(width(before), width(after))
	after.Width = before.Width

	sum := l.calculation(f)
	tables, beside := 2*(l.batch+2), false
	if g.W >= 72 && (g.H < tables+len(sum)+leastShape+2 || g.H >= l.batch+2+len(sum)+leastShape+3+l.wholeRows()) {
		tables, beside = l.batch+2, true
	}
	all := g
	if rest := g.H - tables - len(sum) - leastShape - 3; beside && rest >= l.wholeRows() {
		part := min(rest, 3*l.wholeRows())
		g.Put(0, g.H-part, l.drawWhole(f.In(g.W, part)))
		g.H -= part + 1
	}
	top := min(g.H-tables-len(sum)-2, mostShape)
	if top < leastShape {
		top = 0
	} else {
		g.Put(0, 0, l.drawShapes(f.In(g.W, top)))
		g.Text(0, top, f.Theme.FitFirst(g.W,
			f.Say("%c: normalised together with the chosen cell; a row is a sample, a column a feature", sharedInk(f.Theme)),
			f.Say("%c: normalised together", sharedInk(f.Theme))), f.Theme.Faint)
		top++
	}
	room := g.H - top - len(sum) - 1
	if least := min(tables, 2*l.batch+3); room < least && g.H < least+len(sum)+1 {
		sum, room = nil, g.H-top
	}
	half := viz.Size{W: g.W, H: min((room+1)/2, l.batch+2)}
	if half.H < l.batch+2 && !beside {
		after.XText = nil // in line with the columns above
	}
	if beside {
		half = viz.Size{W: (g.W - 2) / 2, H: min(room, l.batch+2)}
	}
	before.From = l.window(viz.Size{W: half.W, H: half.H - 2}, f.Theme, before)
	after.From = before.From
	g.Put(0, top, viz.Matrix(half, f.Theme, before))
	x, y := 0, top+half.H
	if beside {
		x, y = g.W-half.W, top
	}
	g.Put(x, y, viz.Matrix(half, f.Theme, after))
	lines(g, f.Theme, y+half.H+min(1, max(g.H-y-half.H-len(sum), 0)), sum)
	return all
}

// outputShade is where the colours of outputs end.
const outputShade = 3

// inputRange is where the colours of inputs end: at the largest, on both sides
// of zero.
func (l *Lab) inputRange(f lab.Frame) *[2]float64 {
	most := 0.0
	for _, v := range l.x[:l.batch*l.features()] {
		most = max(most, math.Abs(v))
	}
	most = f.Top("x", most)
	return &[2]float64{-most, most}
}

// wholeRows is how many rows the whole matrix takes before and after, with
// names and scales.
func (l *Lab) wholeRows() int {
	const around = 2 // the scale, and a blank row
	return 2 * ((l.batch+1)/2 + around)
}

// drawWhole draws all features of the batch as colours, before and after.
func (l *Lab) drawWhole(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	high := g.H / 2
	for i, m := range []viz.HeatMap{
		{Name: f.Say("x, all %d features", l.features()), Values: l.x[:l.batch*l.features()], Range: l.inputRange(f)},
		{Name: f.Say("y, all %d features", l.features()), Values: l.out.Y[:l.batch*l.features()], Range: &[2]float64{-outputShade, outputShade}},
	} {
		m.Cols, m.Scale, m.Bare = l.features(), viz.Diverging, true
		g.Put(0, i*high, viz.Heat(viz.Size{W: g.W, H: high - 2}, f.Theme, m))
		g.Put(0, i*high+high-2, viz.HeatLegend(viz.Size{W: g.W, H: 1}, f.Theme, m))
	}
	return g
}

// The rows of the pictures of what shares statistics.
const leastShape, mostShape = 4, 16

// drawShapes draws for each norm the batch as a small picture, a row a sample,
// with the cells that share statistics with the chosen one.
func (l *Lab) drawShapes(f lab.Frame) viz.Grid {
	g, t := f.Theme.Grid(f.Size), f.Theme
	shared, rest := sharedInk(t), '░'
	if t.Glyphs == viz.ASCII {
		rest = '.'
	}
	each := g.W / len(kinds)
	for kind := range kinds {
		name, ink := t.Text, t.Faint
		if kind == l.kind {
			name, ink = t.Accent, t.Measured
		}
		x, w := kind*each, max(each-2, 1)
		g.Text(x, 0, t.Fit(viz.Clean(kindNames[kind]), w), name)
		g.Fill(x, 1, w, g.H-1, rest, t.Faint)
		r, c := l.sharingOf(kind), l.features()
		left, right := r.Col*w/c, max((r.Col+r.Cols)*w/c, r.Col*w/c+1)
		upper, lower := r.Row*(g.H-1)/l.batch, max((r.Row+r.Rows)*(g.H-1)/l.batch, r.Row*(g.H-1)/l.batch+1)
		g.Fill(x+left, 1+upper, right-left, lower-upper, shared, ink)
	}
	return g
}

// sharedInk draws the cells that share statistics.
func sharedInk(t viz.Theme) rune {
	if t.Glyphs == viz.ASCII {
		return '#'
	}
	return '█'
}

func (l *Lab) matrix(f lab.Frame, name message.Text, values []float64) viz.MatrixData {
	m := viz.MatrixData{
		Name: f.Print(name), Values: values, Cols: l.features(), Decimals: 2,
		Chosen: &viz.Spot{Row: l.row - 1, Col: l.column - 1},
	}
	for row := range l.batch {
		m.YText = append(m.YText, l.sample(f.Theme, row+1, min(max(f.W/4, 8), 12)))
	}
	for c := range l.features() {
		m.XText = append(m.XText, feature(c+1))
	}
	return m
}

// width is that of the longest number.
func width(m viz.MatrixData) int {
	w := 0
	for _, v := range m.Values {
		w = max(w, viz.Fixed(v, m.Decimals).Width())
	}
	return w
}

// sharing is the region whose cells share statistics with the chosen one.
func (l *Lab) sharing() viz.Region { return l.sharingOf(l.kind) }

// sharingOf is the same under a norm.
func (l *Lab) sharingOf(kind int) viz.Region {
	c := l.features()
	switch kind {
	case batchNorm:
		return viz.Region{Row: 0, Col: l.column - 1, Rows: l.batch, Cols: 1}
	case groupNorm:
		size := c / groups(c)
		return viz.Region{Row: l.row - 1, Col: (l.column - 1) / size * size, Rows: 1, Cols: size}
	}
	return viz.Region{Row: l.row - 1, Col: 0, Rows: 1, Cols: c}
}

// window scrolls page by page, so that the chosen cell is seen and the rest
// stands still while it moves within a page.
func (l *Lab) window(size viz.Size, t viz.Theme, m viz.MatrixData) viz.Spot {
	cols, rows := m.Columns(size.W, t), max(size.H, 1)
	if rows < l.batch {
		rows = max(rows-1, 1) // the last line says how many more
	}
	page := func(at, n, of int) int { return max(min(at/n*n, of-n), 0) }
	return viz.Spot{Row: page(l.row-1, rows, l.batch), Col: page(l.column-1, cols, l.features())}
}

func (l *Lab) sayMatrix() message.Text {
	i := l.mine()
	hat, y := l.out.Hat[i], l.out.Y[i]
	switch {
	case math.IsNaN(hat):
		return l.noNumber()
	case l.affine().Gain != nil && viz.Fixed(hat, 2) == viz.Fixed(y, 2):
		return message.New("Normalised is %s, and γ and β leave it there. In other features they give another mean and variance.", viz.Fixed(hat, 2))
	case l.affine().Gain != nil:
		return message.New("Normalised is %s, but γ and β make it %s: outputs need not have mean 0 and variance 1.", viz.Fixed(hat, 2), viz.Fixed(y, 2))
	}
	if odd := l.sayDegenerate(); !odd.Empty() {
		return odd
	}
	switch l.kind {
	case batchNorm:
		return l.sayColumn()
	case rmsNorm:
		return message.New("Row %d is divided by √(mean of x² + ε), %.3f. Its mean stays in it.", l.row, 1/l.out.InvStd[l.row-1])
	case groupNorm:
		n := groups(l.features())
		return message.Count(n, "Row %[2]d's features share statistics in one group; no other row has a say.",
			"Row %[2]d's features share statistics in %[1]d groups; no other row has a say.", n, l.row)
	}
	if l.batch > 1 && l.spread(l.out.Y) < 0.001 && l.spread(l.x) >= 0.001 {
		return message.New("All rows become the same vector: LayerNorm takes away a row's scale and its offset.")
	}
	return message.New("The %d features of one token share a mean. Not the sentence, not the batch: each token for itself.", l.features())
}

// sayColumn is BatchNorm's sentence about the matrix, where nothing is
// learnt.
func (l *Lab) sayColumn() message.Text {
	switch {
	case l.usesRunning() && l.runningNow().Steps == 0:
		return message.New("In evaluation no sample sees another. No step of training was made: all use the mean 0 and the variance 1 of the start.")
	case l.usesRunning():
		return message.Count(l.runningNow().Steps, "In evaluation no sample sees another: all use what one step of training left behind.",
			"In evaluation no sample sees another: all use what %d steps of training left behind.", l.runningNow().Steps)
	case l.batch == 1:
		return message.New("A batch of one: x − its own mean is 0 in every column, so y is β whatever x is. PyTorch refuses it.")
	case l.batch == 2:
		return l.sayPair()
	}
	return message.New("%d samples share column f%d's mean and variance: each one's output depends on the others.", l.batch, l.column)
}

// sayPair says what BatchNorm makes of two samples: each is as far from
// their mean as the other.
func (l *Lab) sayPair() message.Text {
	n := viz.Fixed(math.Abs(l.out.Hat[l.mine()]), 2)
	if n.String() == "1.00" {
		return message.New("Two samples are as far from their mean as each other: the larger becomes 1, the smaller −1, whatever they are.")
	}
	return message.New("Two samples are as far from their mean as each other, so they become ±%s. Without ε that is ±1, whatever they are.", n)
}

// spread is the largest difference between a row of the batch and the first.
func (l *Lab) spread(values []float64) float64 {
	c, most := l.features(), 0.0
	for i, v := range values[:l.batch*c] {
		most = max(most, math.Abs(v-values[i%c]))
	}
	return most
}

// readMatrix are the chosen cell's.
func (l *Lab) readMatrix() []lab.Reading {
	i := l.mine()
	group := l.out.Group(i)
	mean := lab.Reading{Name: "mean", Help: message.New("the average that is subtracted from x"), Undefined: message.New("RMSNorm subtracts none")}
	variance := lab.Reading{Name: "variance", Help: message.New("the mean squared distance from the mean; x is divided by its square root"), Value: l.out.Var[group], Digits: 4, Note: message.New("over %d", l.out.Count[group])}
	switch {
	case l.kind == rmsNorm:
		variance.Name, variance.Help = "mean square", message.New("the average of the squares; x is divided by its square root")
	case l.usesRunning():
		variance.Note = message.New("running")
		fallthrough
	default:
		mean.Undefined, mean.Value, mean.Digits = message.Text{}, l.out.Mean[group], 4
	}
	return []lab.Reading{
		{Name: "y", Help: message.New("what the norm makes of x: its output in my row and feature"), Value: l.out.Y[i], Digits: 4, Note: message.New("row %d, f%d", l.row, l.column)},
		{Name: "x", Help: message.New("the input in my row and feature"), Value: l.x[i], Digits: 4},
		mean, variance,
		{Name: "normalised", Help: message.New("x after the statistics are taken out, before gain and bias"), Value: l.out.Hat[i], Digits: 4, Note: message.New("before γ, β")},
		l.networksOwn(),
	}
}

// networksOwn is what the model itself, in float32, made of the same value.
func (l *Lab) networksOwn() lab.Reading {
	r := lab.Reading{Name: "model's y", Help: message.New("the output as the model itself computes it, in float32"), Digits: 4}
	switch {
	case l.data != fromModel:
		r.Undefined = message.New("the example is no model's")
	case l.kind != layerNorm || !l.learned:
		r.Undefined = message.New("it is norm layer, learned on")
	default:
		r.Value = l.set.own[l.mine()]
	}
	return r
}
