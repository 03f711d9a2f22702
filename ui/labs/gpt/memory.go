package gpt

import (
	"logitarium/core/family"
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

// viewMemory draws what weights and cache need, and what that fits into.
func (l *Lab) viewMemory(p *page) {
	a, b := l.a(), l.b()
	x, y := l.loadOf(a), l.loadOf(b)
	kind := l.precisions[l.precision]
	p.title(p.t.Strong, "Memory to run, weights in "+kind.Name, "Memory, weights in "+kind.Name)
	p.foot(p.t.Faint, 3, 15, kind.Name+": "+kind.Help+". 1 GB is a billion bytes; a program needs some on top.")
	p.gap(14)

	table := viz.TableData{Columns: []viz.Column{
		{Left: true, Width: 10}, {Title: viz.Clean(a.Name), Width: 12}, {Title: viz.Clean(b.Name), Width: 12, Spare: true},
	}}
	amount := func(name string, of func(load) string) {
		row := []viz.Safe{viz.Clean(name)}
		for _, d := range []load{x, y} {
			text := "undisclosed"
			if d.known {
				text = of(d)
			}
			row = append(row, viz.Clean(text))
		}
		table.Rows = append(table.Rows, viz.TableRow{Cells: row})
	}
	amount("weights", func(d load) string { return bytes(d.weights) })
	if p.room() > 13 {
		amount("tokens", func(d load) string { return grouped(d.tokens * l.batch) })
		amount("cache each", func(d load) string { return bytes(d.per) })
	}
	amount("KV cache", func(d load) string { return bytes(d.cache) })
	amount("together", func(d load) string { return bytes(d.total()) })
	table.Rows[len(table.Rows)-1].Style = p.t.Strong
	p.put(len(table.Rows)+2, func(size viz.Size) viz.Grid { return viz.Table(size, p.t, table) })
	p.gap(7)
	for _, side := range []struct {
		m family.Model
		d load
	}{{a, x}, {b, y}} {
		if side.d.known && p.room() > len(family.Rooms()) {
			p.line(p.t.Strong, "%s fits into", side.m.Name)
			p.put(len(family.Rooms()), func(size viz.Size) viz.Grid { return rooms(size, p.t, side.d) })
			p.gap(7)
		}
	}
}

// rooms draws what share of some memories a model takes: full is 1.
func rooms(size viz.Size, t viz.Theme, d load) viz.Grid {
	chart := viz.BarChart{
		Max: 1,
		Columns: []viz.Column{
			{Left: true, Width: 8}, {Width: 6}, {Left: true, Width: 9},
		},
	}
	for _, r := range family.Rooms() {
		share := d.total() / r.Bytes
		text := viz.Clean("fits")
		if share > 1 {
			text = viz.Cleanf("×%s", three(max(share, 1)))
			if share >= 999.5 {
				text = viz.Clean("×1000 …")
			}
			text = viz.Clean("no, " + text.String())
		}
		chart.Rows = append(chart.Rows, viz.BarRow{
			Cells: []viz.Safe{viz.Clean(r.Name), viz.Cleanf("%.0f GB", r.Bytes/1e9), text},
			Value: share, Removed: share > 1,
		})
	}
	return viz.Bars(size, t, chart)
}
