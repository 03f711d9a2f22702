package gpt

import (
	"slices"

	"logitarium/core/family"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// load is what a model needs to run, in bytes.
type load struct {
	known               bool
	tokens              int // in the cache: the model may end before the knob
	weights, cache, per float64
}

func (d load) total() float64 { return d.weights + d.cache }

// loadOf weighs a model at the lab's precision, context and batch.
func (l *Lab) loadOf(m family.Model) load {
	if m.Shape == nil {
		return load{}
	}
	s, p := *m.Shape, l.precisions[l.precision]
	tokens := min(l.context, s.Context)
	return load{
		known: true, tokens: tokens,
		weights: s.WeightBytes(p),
		cache:   s.CacheBytes(p, tokens, l.batch),
		per:     s.CacheBytes(p, tokens, l.batch) / float64(tokens*l.batch),
	}
}

// drawMemory draws what weights and cache need, and what that fits into.
func (l *Lab) drawMemory(p *poster) {
	a := l.a()
	kind := l.precisions[l.precision]
	p.title(p.t.Strong, p.say("Memory to run, weights in %s", kind.Name), p.say("Memory, weights in %s", kind.Name))
	p.foot(p.t.Faint, 3, 15, p.say("%s: %s. 1 GB is a billion bytes; a program needs some on top.", kind.Name, p.fact(kind.Help)))
	p.gap(14)
	const wide, gap = 150, 4
	if p.g.W < wide || a.Shape == nil {
		l.drawLoads(p, kind)
		return
	}
	left, right := p.f.In(p.g.W/2, p.room()), p.f.In(p.g.W/2-gap, p.room())
	half := newPoster(left)
	l.drawLoads(half, kind)
	p.g.Put(0, p.y, half.g)
	p.g.Put(p.g.W-right.W, p.y, l.growing(right, a))
}

// drawLoads draws what two models take, as numbers, and then what that fits into.
func (l *Lab) drawLoads(p *poster, kind family.Precision) {
	a, b := l.a(), l.b()
	x, y := l.loadOf(a), l.loadOf(b)
	table := viz.TableData{Columns: []viz.Column{
		{Left: true, Width: 10}, {Title: viz.Clean(a.Name), Width: 12}, {Title: viz.Clean(b.Name), Width: 12, Spare: true},
	}}
	amount := func(name viz.Safe, of func(load) string) {
		row := []viz.Safe{name}
		for _, d := range []load{x, y} {
			text := p.say("undisclosed")
			if d.known {
				text = viz.Clean(of(d))
			}
			row = append(row, text)
		}
		table.Rows = append(table.Rows, viz.TableRow{Cells: row})
	}
	amount(p.say("weights"), func(d load) string { return bytes(d.weights) })
	if p.room() > 13 {
		amount(p.say("tokens"), func(d load) string { return grouped(d.tokens * l.batch) })
		amount(p.say("cache each"), func(d load) string { return bytes(d.per) })
	}
	// The header, two rows, and what they fit into are worth more than a third row.
	if room := p.room() - (1 + len(family.Capacities())); room < 3 || room > 3 {
		amount(p.say("KV cache"), func(d load) string { return bytes(d.cache) })
	}
	amount(p.say("together"), func(d load) string { return bytes(d.total()) })
	table.Rows[len(table.Rows)-1].Style = p.t.Strong
	high := len(table.Rows) + 2 // with a rule
	if p.room()-high == len(family.Capacities()) {
		high--
	}
	p.put(high, func(size viz.Size) viz.Grid { return viz.Table(size, p.t, table) })
	p.gap(7)
	rows := len(family.Capacities())
	if p.room() > 2*(2*rows+1) {
		rows *= 2
	}
	for i, side := range []struct {
		m family.Model
		d load
	}{{a, x}, {b, y}} {
		if side.d.known && (p.room() > len(family.Capacities()) || i == 0 && p.room() > 2) {
			p.line(p.t.Strong, p.say("%s fits into", side.m.Name))
			p.put(rows, func(size viz.Size) viz.Grid { return rooms(p.f.In(size.W, size.H), side.d) })
			p.gap(7)
		}
	}
}

// growing draws memory over the tokens of a text, up to the model's context.
func (l *Lab) growing(f lab.Frame, m family.Model) viz.Grid {
	const points = 65
	last := f.Top("tokens:"+m.ID, float64(m.Shape.Context))
	weights := m.Shape.WeightBytes(l.precisions[l.precision]) / 1e9
	fixed, all := make([]float64, points), make([]float64, points)
	for i := range points {
		tokens := max(i*m.Shape.Context/(points-1), 1)
		fixed[i] = weights
		all[i] = weights + m.Shape.CacheBytes(l.precisions[l.precision], tokens, l.batch)/1e9
	}
	c := viz.LineChart{
		Series: []viz.Line{{Name: f.Say("with the cache"), Values: all}, {Name: f.Say("weights"), Values: fixed, Under: true}},
		X:      [2]float64{0, last}, Y: &[2]float64{0, f.Top("GB", viz.RoundUp(all[points-1]))},
		XName: f.Say("tokens"), YName: f.Say("GB of %s, as its text grows to its context, batch %d", m.Name, l.batch),
		Marks: []viz.LineMark{{X: float64(min(l.context, m.Shape.Context)), Label: f.Say("context"), Held: true}},
	}
	return viz.Lines(f.Size, f.Theme, c)
}

// rooms draws what share of some memories a model takes: full is 1. Where not all
// of them have a row, those up to the first that it fits into have.
func rooms(f lab.Frame, d load) viz.Grid {
	chart := viz.BarChart{
		Max: 1, Thick: 2,
		Columns: []viz.Column{
			{Left: true, Width: 8}, {Width: 6}, {Left: true, Width: 9},
		},
	}
	all := family.Capacities()
	fits := slices.IndexFunc(all, func(r family.Capacity) bool { return d.total() <= r.Bytes })
	if f.H < len(all) {
		if fits < 0 {
			fits = len(all) - 1
		}
		last := max(fits+1, f.H)
		all = all[last-f.H : last]
	}
	for _, r := range all {
		share := d.total() / r.Bytes
		text := f.Say("fits")
		switch {
		case share >= 999.5:
			text = f.Say("no, ×%s", "1000 …")
		case share > 1:
			text = f.Say("no, ×%s", three(share))
		}
		chart.Rows = append(chart.Rows, viz.BarRow{
			Cells: []viz.Safe{f.Print(message.Label("machine", r.Name)), viz.Cleanf("%.0f GB", r.Bytes/1e9), text},
			Value: share, Removed: share > 1,
		})
	}
	return viz.Bars(f.Size, f.Theme, chart)
}

// sayMemory compares the weights with the cache.
func (l *Lab) sayMemory() message.Text {
	a := l.a()
	d := l.loadOf(a)
	if !d.known {
		return message.New("%s can't be weighed: its size is undisclosed.", a.Name)
	}
	text := message.New("Weights take %s whatever the text; the cache takes %s, %.0f %% of all.", bytes(d.weights), bytes(d.cache), 100*d.cache/d.total())
	if d.cache < d.total()/200 {
		text = message.New("Weights take %s whatever the text; the cache takes %s, less than 1 %% of all.", bytes(d.weights), bytes(d.cache))
	}
	switch {
	case d.tokens < l.context:
		return message.Join(text, message.New("%s ends at %s tokens.", a.Name, grouped(d.tokens)))
	case a.Shape.KVHeads < a.Shape.Heads && a.Shape.Window > 0 && a.Shape.Every == 0:
		return message.Join(text, message.New("%d heads share %d, and half the layers keep %d tokens.", a.Shape.Heads, a.Shape.KVHeads, a.Shape.Window))
	case a.Shape.KVHeads < a.Shape.Heads && a.Shape.Window > 0:
		return message.Join(text, message.New("%d heads share %d, and of every %d layers all but the last keep %d tokens.", a.Shape.Heads, a.Shape.KVHeads, a.Shape.Every, a.Shape.Window))
	case a.Shape.KVHeads < a.Shape.Heads:
		return message.Join(text, message.New("%d heads share the keys and values of %d.", a.Shape.Heads, a.Shape.KVHeads))
	case d.cache > d.weights:
		return message.Join(text, message.New("Context and batch cost more than the model."))
	case d.tokens == a.Shape.Context:
		return message.Join(text, message.New("It doubles with batch; the context is at its end."))
	}
	return message.Join(text, message.New("It doubles with context and with batch."))
}

// readMemory is what the model takes.
func (l *Lab) readMemory() []lab.Reading {
	d := l.loadOf(l.a())
	readings := []lab.Reading{
		{Name: "weights", Help: message.New("memory of the parameters at the chosen precision"), Value: d.weights / 1e9, Unit: "GB", Digits: 3},
		{Name: "KV cache", Help: message.New("memory of the keys and values of all tokens in the context, for all sequences"), Value: d.cache / 1e9, Unit: "GB", Digits: 3},
		{Name: "KV a token", Help: message.New("memory that one more token in the cache takes"), Value: d.per / 1e6, Unit: "MB", Digits: 3},
		{Name: "memory", Help: message.New("weights and cache together"), Value: d.total() / 1e9, Unit: "GB", Digits: 3},
	}
	for i := range readings {
		readings[i].Provenance = lab.Computed
		if !d.known {
			readings[i].Undefined = message.New("undisclosed")
		}
	}
	return append(shown(readings), l.readPair()...)
}
