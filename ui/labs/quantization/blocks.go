package quantization

import (
	"fmt"
	"math"
	"slices"

	"logitarium/core/gguf"
	"logitarium/core/quant"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// prepareBlocks takes the chosen block apart.
func (l *Lab) prepareBlocks(spending) bool {
	l.gridding.Drop() // what is under way for another view is no longer asked for
	l.forgetLarge()
	l.hold()
	l.unpackChosen()
	return true
}

// matrixShape is that of the chosen tensor.
func (l *Lab) matrixShape() (rows, cols int) {
	m := l.tensors[l.tensor].of(l.lm.Network, l.layer)
	return m.Rows, m.Cols
}

// drawBlocks draws the weights of a block beside what they share, and works the
// chosen one out below.
func (l *Lab) drawBlocks(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	s := l.stock
	if !s.why.Empty() {
		g.Put(0, 0, viz.Paragraph(f.Size, f.Theme, f.Print(s.why), f.Theme.Text))
		return g
	}
	top := head(g, f.Theme, l.blockTitle(f), l.blockSize(f))
	formula := f.Theme.Show(viz.CleanLines(f.Printer.Print(s.formula())))
	under := min(len(viz.Wrap(formula, g.W)), max(g.H-top-4, 0))
	h := g.H - top
	if under > 0 {
		h -= under + 1
		g.Put(0, g.H-under, viz.Paragraph(viz.Size{W: g.W, H: under}, f.Theme, formula, f.Theme.Text))
	}
	left := min(g.W*11/20, 38)
	if s.was != nil {
		left = min(g.W*11/20, 46)
	}
	g.Put(0, top, viz.Table(viz.Size{W: left, H: h}, f.Theme, s.weightTable(f, h)))
	y := top
	for _, t := range l.shared(f) {
		rows := len(t.Rows) + tableHead
		room := top + h - y
		if rows > room { // as much as there is room for, with the chosen row
			t.First = scrolled(chosenRow(t), len(t.Rows), room-tableHead)
			rows = room
		}
		if rows < tableHead+2 {
			break
		}
		g.Put(left+2, y, viz.Table(viz.Size{W: g.W - left - 2, H: rows}, f.Theme, t))
		y += rows + 1
	}
	if room := top + h - y; room >= 2 {
		bytes := viz.Wrap(f.Theme.Show(s.dump(f)), g.W-left-2)
		if chart := room - len(bytes) - 1; chart >= leastPlot && s.was != nil {
			g.Put(left+2, y+len(bytes)+1, s.plot(f.In(g.W-left-2, chart)))
			room = len(bytes)
		}
		g.Put(left+2, y, viz.Paragraph(viz.Size{W: g.W - left - 2, H: room}, f.Theme, s.dump(f), f.Theme.Faint))
	}
	return g
}

// leastPlot is the rows from which on the weights are drawn.
const leastPlot = 8

// plot draws the weights of the part as they were, and as they come back.
func (s stock) plot(f lab.Frame) viz.Grid {
	from, to := s.span()
	was, is := make([]float64, to-from), make([]float64, to-from)
	for i := range was {
		was[i], is[i] = float64(s.was[from+i]), float64(s.is[from+i])
	}
	return viz.Lines(f.Size, f.Theme, viz.LineChart{
		X: [2]float64{float64(s.from + from), float64(s.from + to - 1)}, Whole: true, Y: f.Span("weights", slices.Concat(was, is)),
		XName:  f.Say("weight"),
		Series: []viz.Line{{Name: f.Say("before"), Values: was}, {Name: f.Say("value"), Values: is}},
		Marks:  []viz.LineMark{{X: float64(s.from + s.at), Held: true}},
	})
}

// tableHead is the rows that a table's titles take, with the line below them.
const tableHead = 2

// chosenRow is the row of a table that is marked; 0 if none is.
func chosenRow(t viz.TableData) int {
	for i, r := range t.Rows {
		if r.Chosen {
			return i
		}
	}
	return 0
}

// scrolled is the first of n rows shown, so that the chosen one is among those
// that there is room for.
func scrolled(chosen, n, room int) int { return max(min(chosen-room/2, n-room), 0) }

// blockTitle names the weights that are stored together.
func (l *Lab) blockTitle(f lab.Frame) viz.Safe {
	s := l.stock
	return f.Say("%s, row %d: weights %d to %d", l.tensorName(l.set.tensor, l.set.layer), s.row, s.from, s.from+len(s.is)-1)
}

// blockSize says how much they take.
func (l *Lab) blockSize(f lab.Frame) viz.Safe {
	s := l.stock
	weights, bytes := s.typ.Block()
	switch {
	case !s.typ.Quantized():
		return f.Print(message.Count(bytes, "%v: 1 byte a weight, and nothing is shared", "%v: %d bytes a weight, and nothing is shared", s.typ, bytes))
	case s.typ.Superblock():
		return f.Say("%v: %d weights in %d bytes, %d parts of %d: %.4g bits a weight",
			s.typ, weights, bytes, len(s.part.Parts), weights/len(s.part.Parts), s.typ.BitsPerWeight())
	}
	return f.Say("%v: %d weights in %d bytes: %.4g bits a weight", s.typ, weights, bytes, s.typ.BitsPerWeight())
}

// span are the weights that are listed: the part of the chosen one.
func (s stock) span() (from, to int) {
	if !s.typ.Superblock() {
		return 0, len(s.is)
	}
	n := len(s.is) / len(s.part.Parts)
	p := s.part.Part(s.at)
	return p * n, (p + 1) * n
}

// weightTable lists the weights: as they were, as they are stored, and as they
// come back.
func (s stock) weightTable(f lab.Frame, h int) viz.TableData {
	quantized := s.typ.Quantized()
	t := viz.TableData{Columns: []viz.Column{{Title: f.Say("weight"), Width: 6}}, Ruled: true}
	if s.was != nil {
		t.Columns = append(t.Columns, viz.Column{Title: f.Say("before"), Width: 8, Spare: true})
	}
	if quantized {
		t.Columns = append(t.Columns, viz.Column{Title: f.Say("stored"), Width: 6})
		if s.shifted() {
			t.Columns = append(t.Columns, viz.Column{Title: f.Say("q"), Width: 3})
		}
	}
	t.Columns = append(t.Columns, viz.Column{Title: f.Say("value"), Width: 8})
	from, to := s.span()
	for i := from; i < to; i++ {
		cells := []viz.Safe{viz.Cleanf("%d", s.from+i)}
		if s.was != nil {
			cells = append(cells, decimal(s.was[i]))
		}
		if quantized {
			cells = append(cells, viz.Cleanf("%d", s.part.Stored[i]))
			if s.shifted() {
				cells = append(cells, viz.Cleanf("%d", s.part.Q[i]))
			}
		}
		t.Rows = append(t.Rows, viz.TableRow{Cells: append(cells, decimal(s.is[i])), Chosen: i == s.at})
	}
	t.First = scrolled(s.at-from, len(t.Rows), h-tableHead)
	return t
}

// shifted says whether scales multiply something else than the stored integers.
func (s stock) shifted() bool { return s.typ.Quantized() && s.typ != gguf.Q8_0 && !s.typ.HasMin() }

// decimal writes a weight.
func decimal(v float32) viz.Safe { return viz.Cleanf("%.5f", v+0) }

// shared are the tables of what weights share: the scales of the parts, what
// the bits of the block are, and what other types would make of the weights.
func (l *Lab) shared(f lab.Frame) []viz.TableData {
	s := l.stock
	var all []viz.TableData
	if s.typ.Superblock() {
		all = append(all, s.partTable(f))
	}
	if s.typ.Quantized() {
		all = append(all, s.bitTable(f))
	}
	if t, ok := s.otherTable(f); ok {
		all = append(all, t)
	}
	return all
}

// partTable lists the scales of a superblock's parts.
func (s stock) partTable(f lab.Frame) viz.TableData {
	t := viz.TableData{Columns: []viz.Column{{Title: f.Say("part")}, {Title: f.Say("s"), Width: 2}}}
	if s.typ.HasMin() {
		t.Columns = append(t.Columns, viz.Column{Title: f.Say("m"), Width: 2})
	}
	t.Columns = append(t.Columns, viz.Column{Title: f.Say("d·s"), Width: 7})
	if s.typ.HasMin() {
		t.Columns = append(t.Columns, viz.Column{Title: f.Say("dmin·m"), Width: 7})
	}
	for i, p := range s.part.Parts {
		cells := []viz.Safe{viz.Cleanf("%d", i), viz.Cleanf("%d", p.Scale)}
		if s.typ.HasMin() {
			cells = append(cells, viz.Cleanf("%d", p.Min))
		}
		cells = append(cells, decimal(s.part.Scale(i)))
		if s.typ.HasMin() {
			cells = append(cells, decimal(-s.part.Min(i)))
		}
		t.Rows = append(t.Rows, viz.TableRow{Cells: cells, Chosen: i == s.part.Part(s.at)})
	}
	return t
}

// bitTable says what the bits of a block are.
func (s stock) bitTable(f lab.Frame) viz.TableData {
	t := viz.TableData{Columns: []viz.Column{
		{Title: f.Say("in the block"), Left: true}, {Title: f.Say("bits"), Width: 5}, {Title: f.Say("a weight"), Width: 8, Spare: true},
	}}
	n := len(s.is)
	row := func(name viz.Safe, bits int) {
		t.Rows = append(t.Rows, viz.TableRow{Cells: []viz.Safe{name, viz.Grouped(bits), viz.Fixed(float64(bits)/float64(n), 3)}})
	}
	bits, scale, low := s.typ.Bits()
	row(f.Say("%d integers of %d", n, bits), n*bits)
	if parts := len(s.part.Parts); parts > 1 {
		row(f.Say("%d scales s of %d", parts, scale), parts*scale)
		if low > 0 {
			row(f.Say("%d minimums m of %d", parts, low), parts*low)
		}
	}
	row(f.Say("d, half precision"), 16)
	switch {
	case s.typ.HasMin() && s.typ.Superblock():
		row(f.Say("dmin, half precision"), 16)
	case s.typ.HasMin():
		row(f.Say("m, half precision"), 16)
	}
	return t
}

// otherTable says what becomes of the same weights in other types; ok is false
// if it is not known what they were.
func (s stock) otherTable(f lab.Frame) (t viz.TableData, ok bool) {
	x := s.was
	if x == nil && !s.typ.Quantized() {
		x = s.is
	}
	if x == nil || len(x)%quant.BlockSize != 0 {
		return t, false
	}
	t.Columns = []viz.Column{{Title: f.Say("these in"), Left: true, Width: 8}, {Title: f.Say("weight %d", s.from+s.at), Width: 9}, {Title: f.Say("RMSE"), Width: 8, Spare: true}}
	for _, w := range writers {
		back, ok := written(w.typ, x)
		if !ok {
			continue
		}
		t.Rows = append(t.Rows, viz.TableRow{
			Cells:  []viz.Safe{viz.Clean(w.typ.String()), decimal(back[s.at]), viz.Cleanf("%.5f", quant.Compare(x, back).RMSE)},
			Chosen: w.typ == s.typ,
		})
	}
	return t, true
}

// dump is the bytes of the block.
func (s stock) dump(f lab.Frame) viz.Safe {
	bytes := ""
	for i, b := range s.raw {
		if i > 0 {
			bytes += " "
		}
		bytes += fmt.Sprintf("%02X", b) // capitals: they are no words
	}
	return f.Say("%d bytes: %s", len(s.raw), bytes)
}

// formula works the chosen weight out.
func (s stock) formula() message.Text {
	i := s.at
	y := number(float64(s.is[i] + 0))
	if !s.typ.Quantized() {
		return s.floatFormula(y)
	}
	b := s.part
	p := b.Part(i)
	part, q, stored := b.Parts[p], operand(int32(b.Q[i])), b.Stored[i]
	d, m := number(float64(b.D)), number(float64(b.M))
	switch s.typ {
	case gguf.Q8_0:
		return message.New("d·q = %s·%s = %s", d, q, y)
	case gguf.Q4_0, gguf.Q5_0:
		return message.New("d·(stored − %d) = %s·%s = %s", stored-b.Q[i], d, q, y)
	case gguf.Q4_1, gguf.Q5_1:
		return message.New("d·q + m = %s·%s + %s = %s", d, q, operandOf(m), y)
	case gguf.IQ4_NL:
		return message.New("d·level %d = %s·%s = %s", stored, d, q, y)
	case gguf.IQ4_XS:
		return message.New("d·(stored scale − 32)·level %d = %s·%s·%s = %s", stored, d, operand(int32(part.Scale)), q, y)
	case gguf.Q3_K:
		return message.New("d·(stored scale − 32)·(stored − 4) = %s·%s·%s = %s", d, operand(int32(part.Scale)), q, y)
	case gguf.Q6_K:
		return message.New("d·s·(stored − 32) = %s·%s·%s = %s", d, operand(int32(part.Scale)), q, y)
	}
	return message.New("d·s·q − dmin·m = %s·%d·%s − %s·%d = %s − %s = %s",
		d, part.Scale, q, m, part.Min, number(float64(b.Scale(p)*float32(b.Q[i]))), number(float64(-b.Min(p)+0)), y)
}

// operandOf is operand of a number that is written already.
func operandOf(n string) string {
	if n[0] == '-' {
		return "(" + n + ")"
	}
	return n
}

// floatFormula works out a number that is stored by itself.
func (s stock) floatFormula(y string) message.Text {
	_, size := s.typ.Block()
	sign, exponent, fraction := s.typ.FloatBits(s.raw[s.at*size : (s.at+1)*size])
	e, n := s.typ.Float()
	signs := "+"
	if sign == 1 {
		signs = "−"
	}
	bias := 1<<(e-1) - 1
	bits := fmt.Sprintf("%d %0*b %0*b", sign, e, exponent, n, fraction)
	if exponent == 0 {
		return message.New("sign, %d bits of exponent, %d of fraction: %s\n%s2^%d · %d/2^%d = %s", e, n, bits, signs, 1-bias, fraction, n, y)
	}
	return message.New("sign, %d bits of exponent, %d of fraction: %s\n%s2^(%d − %d) · (1 + %d/2^%d) = %s", e, n, bits, signs, exponent, bias, fraction, n, y)
}

func (l *Lab) sayBlocks() message.Text {
	s := l.stock
	if !s.why.Empty() {
		return message.New("There is no block to take apart.")
	}
	i, y := s.from+s.at, number(float64(s.is[s.at]+0))
	if !s.typ.Quantized() {
		return message.New("Weight %d stands by itself, as sign, exponent and fraction: %v keeps it as %s. Nothing is shared.", i, s.typ, y)
	}
	bits, scale, _ := s.typ.Bits()
	if s.was != nil && !s.typ.Superblock() {
		return message.New("Weight %d was %s. Kept are %d bits of its own and what %d weights share: it comes back as %s.", i, number(float64(s.was[s.at]+0)), bits, len(s.is), y)
	}
	if !s.typ.Superblock() {
		return message.New("Of weight %d the file keeps %d bits of its own and what %d weights share: it is %s. What it was before, the file does not say.", i, bits, len(s.is), y)
	}
	n := len(s.is) / len(s.part.Parts)
	if s.typ.HasMin() {
		return message.New("Of weight %d the file keeps %d bits. %d weights share a scale and a minimum of %d bits each, all %d what these are multiples of: it is %s.", i, bits, n, scale, len(s.is), y)
	}
	return message.New("Of weight %d the file keeps %d bits. %d weights share a scale of %d bits, all %d what it is a multiple of: it is %s.", i, bits, n, scale, len(s.is), y)
}

func (l *Lab) readStock() []lab.Reading {
	s := l.stock
	value := lab.Reading{Name: "value", Help: message.New("the chosen weight as it is stored"), Digits: 5}
	before := lab.Reading{Name: "before", Help: message.New("the chosen weight before it was stored in this type"), Digits: 5}
	integer := lab.Reading{Name: "stored integer", Help: message.New("the integer that the block keeps for the chosen weight")}
	scale := lab.Reading{Name: "part scale", Help: message.New("what the chosen weight's integer is multiplied by"), Digits: 6}
	low := lab.Reading{Name: "part minimum", Help: message.New("what is added to that product"), Digits: 6}
	bits := lab.Reading{Name: "bits a weight", Help: message.New("the memory that a weight takes, with its share of what the block shares"), Digits: 3}
	rmse := lab.Reading{Name: "block RMSE", Help: message.New("the root mean square of what storing changed in the weights of the block"), Digits: 5}
	all := []*lab.Reading{&value, &before, &integer, &scale, &low, &bits, &rmse}
	if !s.why.Empty() {
		for _, r := range all {
			r.Undefined = s.why
		}
		return values(all)
	}
	value.Value, bits.Value = float64(s.is[s.at]+0), s.typ.BitsPerWeight()
	if s.was == nil {
		before.Undefined = message.New("the file does not say")
		rmse.Undefined = before.Undefined
	} else {
		before.Value, rmse.Value = float64(s.was[s.at]+0), quant.Compare(s.was, s.is).RMSE
	}
	switch {
	case !s.typ.Quantized():
		integer.Undefined = message.New("%v stores numbers", s.typ)
		scale.Undefined, low.Undefined = message.New("nothing is shared"), message.New("nothing is shared")
	default:
		p := s.part.Part(s.at)
		integer.Value, scale.Value = float64(s.part.Stored[s.at]), float64(s.part.Scale(p))
		low.Value = float64(s.part.Min(p) + 0)
		if !s.typ.HasMin() {
			low.Undefined = message.New("%v has no minimums", s.typ)
		}
	}
	return values(all)
}

func values(of []*lab.Reading) []lab.Reading {
	list := make([]lab.Reading, len(of))
	for i, r := range of {
		if list[i] = *r; math.IsNaN(r.Value) {
			list[i].Undefined = message.New("not known")
		}
	}
	return list
}
