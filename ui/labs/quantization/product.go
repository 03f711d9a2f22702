package quantization

import (
	"math"
	"strconv"

	"logitarium/core/elementary"
	"logitarium/core/quant"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// multiplies says whether the view is of a product of integers, and there is one.
func (l *Lab) multiplies() bool {
	return l.open().product && l.specimen.weights.Rows > 0
}

// producing says whether the chosen values are multiplied with weights.
func (l *Lab) producing() bool { return l.sites[l.site].feeds != "" }

// prepareProduct gets both operands, if there are two.
func (l *Lab) prepareProduct(spend spending) bool {
	if l.producing() {
		return l.prepareSpecimen(spend)
	}
	l.gridding.Drop() // what is under way for another view is no longer asked for
	return true
}

// noProduct says why integers are multiplied with nothing here.
func noProduct() message.Text {
	return message.New("no weights are multiplied with this site: turn %v", message.Label("knob", "site"))
}

// sayNoProduct is noProduct as a sentence, with the sites that weights are
// multiplied with.
func (l *Lab) sayNoProduct() message.Text {
	var others []message.Text
	for _, s := range l.sites {
		if s.feeds != "" {
			others = append(others, message.Verbatim(s.name))
		}
	}
	return message.New("No weights are multiplied with this site; they are with %v. Turn %v.", message.List(others...), message.Label("knob", "site"))
}

// outputSum is one output of x·Wᵀ, in integers and in floats.
type outputSum struct {
	token, out int // out is a row of the weights looked at
	w          quant.Matrix
	parts      []quant.Accumulator // one for each group of x
	y          float64             // of all of them
	floats     float64             // of the same in floats
}

// outputSum takes the output apart that row and column ask for; ok is false
// where there is no product.
func (l *Lab) outputSum() (t outputSum, ok bool) {
	sp := l.specimen
	if !l.producing() {
		return t, false
	}
	t.token, t.out = l.set.row, min(l.set.column, sp.weights.Rows-1)
	row := sp.weights.Row(t.out)
	t.w = l.set.weightPlan().Quantize(row, 1, len(row))
	column, err := quant.Linear(l.result.matrix, t.w, nil) // [tokens, 1]
	if err != nil {                                        // refused before
		return t, false
	}
	t.y = float64(column[t.token])
	if t.parts, err = quant.Accumulate(l.result.matrix, t.w, t.token, 0); err != nil {
		return t, false
	}
	for k, v := range sp.values[t.token*sp.cols : (t.token+1)*sp.cols] {
		t.floats += float64(float64(v) * float64(row[k]))
	}
	return t, true
}

// channel is the output's number among all of the tensor.
func (l *Lab) channel(t outputSum) int {
	w := l.tensorNamed(l.sites[l.set.site].feeds, l.set.layer)
	stride := (w.Rows + l.specimen.weights.Rows - 1) / l.specimen.weights.Rows
	return t.out * stride
}

// drawProduct draws the sum of one output of x·Wᵀ line by line, under the first
// of its codes.
func (l *Lab) drawProduct(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	t, ok := l.outputSum()
	if !ok {
		g.Put(0, 0, viz.Paragraph(f.Size, f.Theme, f.Print(l.sayNoProduct()), f.Theme.Text))
		return g
	}
	feeds := l.sites[l.set.site].feeds
	title := f.Theme.FitFirst(g.W, f.Say("%v·%s: token %d, channel %d", l.specimen.name, feeds, t.token, l.channel(t)),
		f.Say("%v·%s at %d, %d", l.specimen.name, feeds, t.token, l.channel(t)))
	n := len(t.parts)
	codes := f.Say("%d products of codes, the first of them", l.specimen.cols)
	if n > 1 {
		codes = f.Say("%d groups of %d products, the first of them", n, t.parts[0].To)
	}
	top := head(g, f.Theme, title, codes, f.Say("%d products", l.specimen.cols))
	worked := l.worked(f, t)
	if g.H-top >= len(worked)+5 {
		top += l.codes(g, top, f, t) + 1
	}
	rows, w := g.H-top, g.W
	switch beside := g.W * 4 / 9; {
	case rows >= len(worked)+7:
		rows = len(worked) + 1
		g.Put(0, top+rows, l.drawFilling(f.In(g.W, g.H-top-rows), t))
	case rows >= 6 && beside >= 30:
		w = g.W - beside - 2
		g.Put(w+2, top, l.drawFilling(f.In(beside, rows), t))
	}
	g.Put(0, top, viz.Table(viz.Size{W: w, H: rows}, f.Theme, viz.TableData{
		Columns: []viz.Column{{Left: true}, {Width: 12}},
		Rows:    worked,
	}))
	return g
}

// drawFilling draws what the accumulator holds after each product of codes. It
// begins at 0 for each group.
func (l *Lab) drawFilling(f lab.Frame, t outputSum) viz.Grid {
	var held []float64
	sum := 0
	q := l.result.matrix.Q[t.token*l.specimen.cols:]
	for _, part := range t.parts {
		sum = 0
		for k := part.From; k < part.To; k++ {
			sum += int(q[k]) * int(t.w.Q[k])
			held = append(held, float64(sum))
		}
	}
	return viz.Lines(f.Size, f.Theme, viz.LineChart{
		XName: f.Theme.FitFirst(f.W/4, f.Say("k, the feature"), f.Say("feature"), viz.Clean("k")), YName: f.Theme.FitFirst(f.W, f.Say("the int32 accumulator, after each product q·p"), f.Say("the sum after each product q·p"), f.Say("the sum of q·p")), Y: f.Span("accumulator", held),
		Series: []viz.Line{{Values: held}},
	})
}

// codes draws the first codes of both operands above each other, and returns
// how many rows that took.
func (l *Lab) codes(g viz.Grid, y int, f lab.Frame, p outputSum) int {
	const cell = 5
	t := f.Theme
	m := l.result.matrix
	x, w := m.Q[p.token*m.Cols:(p.token+1)*m.Cols], p.w.Q
	lines := []struct {
		name viz.Safe
		of   func(k int) int32
	}{
		{viz.Clean("k"), func(k int) int32 { return int32(k) }},
		{f.Say("q of x"), func(k int) int32 { return x[k] }},
		{f.Say("p of W"), func(k int) int32 { return w[k] }},
	}
	name := max(lines[1].name.Width(), lines[2].name.Width()) + 3
	for i, line := range lines {
		style := t.Text
		if i == 0 {
			style = t.Faint
		}
		g.Text(0, y+i, t.Fit(line.name, g.W), style)
		for k := 0; k < len(x) && name+cell*(k+1) <= g.W; k++ {
			g.Text(name+cell*k, y+i, viz.Cleanf("%*d", cell-1, line.of(k)), style)
		}
	}
	return len(lines)
}

// worked are the lines of the sum. Of several groups they are those of the first,
// and what the others add.
func (l *Lab) worked(f lab.Frame, t outputSum) []viz.TableRow {
	a := t.parts[0]
	line := func(label viz.Safe, value string) viz.TableRow {
		return viz.TableRow{Cells: []viz.Safe{label, viz.Clean(value)}}
	}
	whole := func(v int32) string { return strconv.Itoa(int(v)) }
	zero := l.result.matrix.Grid(t.token, 0).Zero
	correction := viz.Clean("− Z·Σp, Z = 0")
	if zero != 0 {
		correction = viz.Cleanf("− Z·Σp, %d·%s", zero, operand(a.ZeroX/zero))
	}
	scales := viz.Clean("× s·t")
	if long := viz.Cleanf("× s·t = %s·%s", number(float64(l.result.matrix.Grid(t.token, 0).Scale)), number(float64(t.w.Grids[0].Scale))); long.Width()+12 < f.W {
		scales = long
	}
	rows := []viz.TableRow{
		line(viz.Clean("Σ q·p"), whole(a.Codes)),
		line(correction, whole(-a.ZeroX)),
		{Rule: true},
		line(f.Say("int32 sum"), whole(a.Sum())),
		line(scales, number(a.Scale)),
	}
	if n := len(t.parts); n > 1 {
		rows = append(rows, line(f.Say("of this group"), number(a.Value())), line(f.Print(message.Count(n-1, "+ one other group", "+ %d other groups", n-1)), number(t.y-a.Value())))
	}
	rows = append(rows, viz.TableRow{Rule: true}, line(f.Say("y in integers"), number(t.y)), line(f.Say("y in floats"), number(t.floats)), line(f.Say("off by"), number(t.y-t.floats)))
	return rows
}

func (l *Lab) sayProduct() message.Text {
	t, ok := l.outputSum()
	if !ok {
		return message.New("There is no product of integers here.") // the picture says why
	}
	output := message.New("In integers the output is %s, in floats %s.", number(t.y), number(t.floats))
	switch zero := t.parts[0].ZeroX; {
	case len(t.parts) > 1:
		return message.Join(output, message.New("Each of %d groups has a sum of its own, which is scaled before they are added.", len(t.parts)))
	case zero > 0:
		return message.Join(output, message.New("The zero point takes %d off the sum: Σp is known before any token is.", zero))
	case zero < 0:
		return message.Join(output, message.New("The zero point adds %d to the sum: Σp is known before any token is.", -zero))
	}
	return message.Join(output, message.New("All of the sum is in integers; it is scaled once."))
}

// readTerms are the steps of the sum.
func (l *Lab) readTerms() []lab.Reading {
	readings := []lab.Reading{
		{Name: "y integers", Help: message.New("the output of the product of both operands' integers, scaled"), Digits: 4},
		{Name: "y floats", Help: message.New("the same output of the product in floats, of what is quantized"), Digits: 4},
		{Name: "codes", Help: message.New("the sum of the products of the codes as they are, in int32; of several groups, in the first")},
		{Name: "correction", Help: message.New("what is taken off that sum for the zero point of the activations: it times the sum of the weights' codes")},
		{Name: "int32 sum", Help: message.New("the sum that the scale multiplies; of several groups, of the first")},
		{Name: "scale", Help: message.New("the scale of the activations times that of the weights' channel"), Digits: 7},
		{Name: "groups", Help: message.New("how many sums are scaled by themselves before they are added")},
	}
	t, ok := l.outputSum()
	if !ok {
		for i := range readings {
			readings[i].Undefined = message.New("no product")
		}
		return readings
	}
	a := t.parts[0]
	for i, v := range []float64{t.y, t.floats, float64(a.Codes), float64(a.ZeroX), float64(a.Sum()), a.Scale, float64(len(t.parts))} {
		readings[i].Value = v
	}
	if bits := 1 + math.Ceil(elementary.Log2(math.Abs(float64(a.Sum()))+1)); a.Sum() != 0 {
		readings[4].Note = message.New("takes %.0f bits", bits)
	}
	return append(readings, l.readProduct()...)
}
