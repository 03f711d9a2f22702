package quantization

import (
	"cmp"
	"math"
	"slices"

	"logitarium/core/gguf"
	"logitarium/core/gpt"
	"logitarium/core/quant"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// inventory is what the tensors of a model are stored in, and what each lost.
type inventory struct {
	work  lab.Work // of an inventoryKey
	rows  []storedRow
	types []typeSum
	all   typeSum
	known bool // some errors are, or will be
}

// storedRow is a tensor; those that are no matrix stand in one row together.
type storedRow struct {
	name        string // of a matrix; "" of all others
	inFile      string // its name there; "" if there is no file
	kind, layer int
	typ         gguf.Type
	tensors     int
	weights     int
	bytes       int
	error       float64 // relative to the root mean square; NaN if not known, or not yet
}

// typeSum is all that is stored in a type.
type typeSum struct {
	typ                     gguf.Type
	tensors, weights, bytes int
}

func (s typeSum) bits() float64 { return 8 * float64(s.bytes) / float64(s.weights) }

// inventoryKey is what an inventory depends on.
type inventoryKey struct{ format int }

// prepareStored lists the tensors, and begins to measure what they lost.
func (l *Lab) prepareStored(spending) bool {
	l.gridding.Drop() // what is under way for another view is no longer asked for
	l.forgetLarge()
	if key := (inventoryKey{l.set.format}); !l.inventory.work.Is(key) {
		l.takeInventory(key)
	}
	return true
}

func (l *Lab) takeInventory(key inventoryKey) {
	l.inventory = inventory{}
	v := &l.inventory
	v.work.Begin(key, message.New("The lab compares"))
	w, anew := l.rewritten(l.set)
	matrices := map[string]storedRow{}
	for i, kind := range l.tensors {
		for layer := range l.config().Layers {
			if layer == 0 || kind.layered {
				matrices[l.parameter(i, layer).Name] = storedRow{name: l.tensorName(i, layer), kind: i, layer: layer}
			}
		}
	}
	others := storedRow{typ: gguf.F32}
	sums := map[gguf.Type]typeSum{}
	add := func(parameter, inFile string, typ gguf.Type, weights, bytes int) {
		s := sums[typ]
		sums[typ] = typeSum{typ, s.tensors + 1, s.weights + weights, s.bytes + bytes}
		v.all = typeSum{tensors: v.all.tensors + 1, weights: v.all.weights + weights, bytes: v.all.bytes + bytes}
		r, ok := matrices[parameter]
		if !ok {
			others.tensors, others.weights, others.bytes = others.tensors+1, others.weights+weights, others.bytes+bytes
			return
		}
		r.inFile, r.typ, r.tensors, r.weights, r.bytes, r.error = inFile, typ, 1, weights, bytes, math.NaN()
		v.rows = append(v.rows, r)
	}
	if anew {
		for _, t := range l.lm.Network.Tensors() {
			typ := gguf.F32
			if t.Decay && t.Name != "positions" && t.Cols%quant.BlockSize == 0 { // as modelfile.Write has it
				typ = w.typ
			}
			add(t.Name, "", typ, len(t.Data), int(float64(len(t.Data))*typ.BitsPerWeight()/8))
		}
	} else {
		for _, s := range l.file.Stored() {
			add(s.Parameter, s.Name, s.Type, s.Len(), int(s.Bytes))
		}
	}
	order := slices.Collect(func(yield func(gguf.Type) bool) {
		for t := range sums {
			if !yield(t) {
				return
			}
		}
	})
	slices.SortFunc(order, func(a, b gguf.Type) int {
		return cmp.Or(cmp.Compare(sums[b].bytes, sums[a].bytes), cmp.Compare(a, b))
	})
	for _, t := range order {
		v.types = append(v.types, sums[t])
	}
	l.measureStored(anew)
	if others.tensors > 0 {
		v.rows = append(v.rows, others)
	}
}

// measureStored compares each matrix with what it was.
func (l *Lab) measureStored(anew bool) {
	v := &l.inventory
	for i, r := range v.rows {
		p := l.parameter(r.kind, r.layer)
		stride := max((len(p.Data)+mostValues-1)/mostValues, 1)
		rows := (p.Rows + stride - 1) / stride
		was := &p.Matrix
		if !anew {
			stored, _ := l.inFile(p.Name)
			if was = l.original(stored, []int{0, p.Rows - 1}); was == nil {
				continue
			}
		}
		v.known = true
		c := &storing{l: l, typ: r.typ, was: was, is: p, rows: rows, stride: stride, anew: anew}
		cost := float64(writeCost * float64(rows*p.Cols))
		l.inventory.work.Add(cost, func() lab.Stepper { return c }, func() { l.inventory.rows = slices.Clone(l.inventory.rows); l.inventory.rows[i].error = c.relative() })
	}
}

// writeCost is that of a value that is written in blocks, read back and
// compared.
const writeCost = 420

// storing compares a matrix as it was with what is stored of it, some rows at
// a time; [lab.Stepper].
type storing struct {
	l            *Lab
	typ          gguf.Type
	was          interface{ Row(i int) []float32 }
	is           gpt.Tensor
	rows, stride int
	anew         bool
	row          int
	lost, all    float64 // sums of squares
}

// Step does some rows.
func (c *storing) Step(budget float64) bool {
	for n := max(int(budget/writeCost)/c.is.Cols, 1); n > 0 && c.row < c.rows; n-- {
		x := c.was.Row(c.row * c.stride)
		y := c.is.Matrix.Row(c.row * c.stride)
		if c.anew {
			back, ok := written(c.typ, x)
			if !ok {
				c.lost = math.NaN()
				return false
			}
			y = back
		}
		for i, v := range x {
			d := float64(y[i]) - float64(v)
			c.lost += float64(d * d)
			c.all += float64(float64(v) * float64(v))
		}
		c.row++
	}
	return c.row < c.rows
}

// Share is how far it is.
func (c *storing) Share() float64 { return float64(c.row) / float64(c.rows) }

func (c *storing) relative() float64 { return math.Sqrt(c.lost / c.all) }

// drawStored draws what is stored in each type, and below it each matrix.
func (l *Lab) drawStored(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	v := l.inventory
	title := f.Say("the model as %s would have it", l.formatName())
	if _, anew := l.rewritten(l.set); !anew {
		title = f.Say("the file of %s", l.lm.Model.Name())
	}
	below := f.Theme.FitFirst(f.W, f.Say("%d tensors, %s numbers, %s bytes, %.2f bits a number", v.all.tensors, viz.Grouped(v.all.weights), viz.Grouped(v.all.bytes), v.all.bits()),
		f.Say("%d tensors, %s bytes, %.2f bits a number", v.all.tensors, viz.Grouped(v.all.bytes), v.all.bits()))
	if done, all := v.work.Tasks(); done < all {
		below = f.Say("measuring: %d left", all-done)
	}
	top := head(g, f.Theme, title, below)
	sums := viz.TableData{Columns: []viz.Column{
		{Title: f.Say("type"), Left: true, Width: 6}, {Title: f.Say("tensors"), Width: 7}, {Title: f.Say("numbers"), Width: 9},
		{Title: f.Say("bytes"), Width: 9}, {Title: f.Say("bits"), Width: 6},
	}}
	for _, s := range v.types {
		sums.Rows = append(sums.Rows, viz.TableRow{Cells: []viz.Safe{
			viz.Clean(s.typ.String()), viz.Cleanf("%d", s.tensors), viz.Grouped(s.weights), viz.Grouped(s.bytes), viz.Fixed(s.bits(), 2)}})
	}
	if rows := len(sums.Rows) + tableHead; g.H-top >= rows+5 {
		g.Put(0, top, viz.Table(viz.Size{W: min(g.W, 60), H: rows}, f.Theme, sums))
		top += rows + 1
	}
	table := l.storedTable(f)
	table.First = scrolled(chosenRow(table), len(table.Rows), g.H-top-tableHead)
	w := g.W
	if l.inventory.known && g.W >= barsFrom && g.H-top > tableHead {
		w, table.Ruled = g.W/2, true
		g.Put(w+2, top, l.storedBars(f.In(g.W-w-2, g.H-top), table.First))
	}
	g.Put(0, top, viz.Table(viz.Size{W: w, H: g.H - top}, f.Theme, table))
	return g
}

// barsFrom is the width from which on the errors of the matrices are bars too.
const barsFrom = 110

// storedBars draws the errors as bars beside the rows of the table, from the
// first one that it shows.
func (l *Lab) storedBars(f lab.Frame, first int) viz.Grid {
	g := f.Theme.Grid(f.Size)
	var errors []float64
	chart := viz.BarChart{}
	for _, r := range l.inventory.rows {
		lost := math.NaN()
		if r.name != "" {
			lost = 100 * r.error
		}
		errors = append(errors, lost)
	}
	if most, _, ok := l.inventory.extremes(); ok {
		chart.Max = f.Top("errors", viz.RoundUp(100*most.error))
	}
	for _, lost := range errors[first:min(len(errors), first+g.H-tableHead)] {
		chart.Rows = append(chart.Rows, viz.BarRow{Value: lost, Mark: math.NaN()})
	}
	g.Text(0, 0, f.Theme.Fit(f.Say("error in percent of the RMS: bars from 0 to %s", viz.Fixed(chart.Max, 0)), g.W), f.Theme.Faint)
	g.Put(0, tableHead, viz.Bars(viz.Size{W: g.W, H: g.H - tableHead}, f.Theme, chart))
	return g
}

// storedTable lists the matrices, in the order of the file.
func (l *Lab) storedTable(f lab.Frame) viz.TableData {
	t := viz.TableData{Columns: []viz.Column{{Title: f.Say("tensor"), Left: true, Width: 10}}}
	if l.file != nil {
		t.Columns = append(t.Columns, viz.Column{Title: f.Say("in the file"), Left: true, Spare: true})
	}
	t.Columns = append(t.Columns, viz.Column{Title: f.Say("type"), Left: true, Width: 6}, viz.Column{Title: f.Say("numbers"), Width: 9},
		viz.Column{Title: f.Say("bytes"), Width: 9}, viz.Column{Title: f.Say("error, %"), Width: 8})
	for _, r := range l.inventory.rows {
		name, lost := viz.Clean(r.name), viz.Clean("–")
		if r.name == "" {
			name = f.Print(message.Count(r.tensors, "%d other", "%d others", r.tensors))
		}
		if !math.IsNaN(r.error) && r.name != "" {
			lost = viz.Fixed(100*r.error, 2)
		}
		cells := []viz.Safe{name}
		if l.file != nil {
			cells = append(cells, viz.Clean(r.inFile))
		}
		typ := viz.Clean(r.typ.String())
		if r.name == "" {
			typ = viz.Safe{}
		}
		t.Rows = append(t.Rows, viz.TableRow{
			Cells:  append(cells, typ, viz.Grouped(r.weights), viz.Grouped(r.bytes), lost),
			Chosen: r.name != "" && r.kind == l.set.tensor && r.layer == l.set.layer,
		})
	}
	return t
}

// formatName is the value of the knob format.
func (l *Lab) formatName() string { return l.formatOptions()[l.set.format].Name }

// extremes are the matrices that lost most and least, of those that are
// measured; ok is false if none is.
func (v inventory) extremes() (most, least storedRow, ok bool) {
	for _, r := range v.rows {
		switch {
		case !r.typ.Quantized() || math.IsNaN(r.error):
		case !ok:
			most, least, ok = r, r, true
		case r.error > most.error:
			most = r
		case r.error < least.error:
			least = r
		}
	}
	return most, least, ok
}

func (l *Lab) sayStored() message.Text {
	v := l.inventory
	main := v.types[0]
	_, anew := l.rewritten(l.set)
	most, _, measured := v.extremes()
	takes := message.New("%v takes %d of %d tensors, and %s of %s bytes: with the rest %.2f bits a number.", main.typ, main.tensors, v.all.tensors, viz.Grouped(main.bytes), viz.Grouped(v.all.bytes), v.all.bits())
	if len(v.types) == 1 {
		takes = message.New("All %d tensors are in %v: %s bytes, %.2f bits a number.", v.all.tensors, main.typ, viz.Grouped(v.all.bytes), v.all.bits())
	}
	switch {
	case v.work.Waiting():
		return takes
	case !anew && !main.typ.Quantized():
		return message.Join(takes, turn("format", "Q4_0"))
	case !measured:
		return message.Join(takes, message.New("What was there before, the file does not say."))
	}
	return message.Join(takes, message.New("%s loses most, %s %%.", most.name, percents(most.error, 2)))
}

func (l *Lab) readStored() []lab.Reading {
	v := l.inventory
	bytes := lab.Reading{Name: "stored bytes", Help: message.New("the memory that all tensors take as they are stored"), Value: float64(v.all.bytes)}
	bits := lab.Reading{Name: "bits a number", Help: message.New("the memory that a number of the model takes, with its share of what blocks share"), Value: v.all.bits(), Digits: 2}
	largest := lab.Reading{Name: "largest error", Help: message.New("the largest error of a matrix by being stored, relative to the root mean square of its values"), Unit: "%", Digits: 2}
	smallest := lab.Reading{Name: "smallest error", Help: message.New("the smallest error of a matrix by being stored, relative to the root mean square of its values"), Unit: "%", Digits: 2}
	most, least, ok := v.extremes()
	switch {
	case ok:
		largest.Value, largest.Note = 100*most.error, message.Verbatim(most.name)
		smallest.Value, smallest.Note = 100*least.error, message.Verbatim(least.name)
	case v.known:
		largest.Undefined = message.New("nothing is measured yet")
	default:
		largest.Undefined = message.New("the file does not say what was there before")
	}
	smallest.Undefined = largest.Undefined
	return []lab.Reading{finite(largest, "all values are 0"), finite(smallest, "all values are 0"), bytes, bits}
}

// listStored is every tensor of the view.
func (l *Lab) listStored() []lab.List {
	list := lab.List{Name: "tensors", Columns: []string{"tensor", "in the file", "type", "numbers", "bytes", "error, % of the RMS"}}
	for _, r := range l.inventory.rows {
		name, lost := r.name, lab.Word("")
		if name == "" {
			name = "others"
		} else if !math.IsNaN(r.error) {
			lost = lab.Amount(100*r.error, 3)
		}
		list.Add(lab.Word(name), lab.Word(r.inFile), lab.Word(r.typ.String()), lab.Amount(float64(r.weights), 0), lab.Amount(float64(r.bytes), 0), lost)
	}
	return []lab.List{list}
}
