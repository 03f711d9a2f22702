package inside

import (
	"math"

	"logitarium/core/lens"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// cache is what is kept of the text so far, and what it saves.
type cache struct {
	count   lens.WritingCost
	lengths [][]float64 // [L][T], of keys
	at      int         // the token that has been read last, from 0
}

func (l *Lab) cacheView() view {
	return view{
		View: lab.View{Name: "cache", Help: "keys and values that are kept while a text is written, and what they save",
			Moves: []lab.Field{&l.text, &l.token},
			Draw:  l.drawCache, Sentence: l.sayCache, Readings: l.readCache, Lists: l.listCache},
		ready: l.pass, compute: l.fill,
		idle: func(d lab.Idle) {
			if len(l.text0.tokens) == 1 {
				d.Because(message.New("the text has one token"), &l.token)
			}
		},
	}
}

// fill counts what is kept up to the chosen token.
func (l *Lab) fill() {
	l.cache = cache{count: lens.WritingCost{Config: l.config()}, lengths: l.read.trace.KeyLengths(), at: l.token - 1}
}

// saved is how many times as much is computed without the cache.
func (c cache) saved() float64 { return float64(c.count.Again(c.at)) / float64(c.count.Kept(c.at)) }

// bytes are those of all layers, up to the chosen token.
func (c cache) bytes() int { return c.count.Bytes() * len(c.lengths) * (c.at + 1) }

func (l *Lab) sayCache() message.Text {
	c := l.cache
	if c.at == 0 {
		return message.New("“%s” is the first token: nothing is kept before it, and nothing is saved. Its keys and values stay, for all that follow.", l.word(0))
	}
	return message.New("After “%s” the next token takes %s multiplications. Without the cache all %d tokens are read again: %s, %.1f times as many.",
		l.word(c.at), viz.Grouped(c.count.Kept(c.at)), c.at+1, viz.Grouped(c.count.Again(c.at)), c.saved())
}

func (l *Lab) readCache() []lab.Reading {
	c := l.cache
	return []lab.Reading{
		{Name: "times", Help: message.New("how many times as much is computed for the next token without the cache"), Value: c.saved(), Digits: 2, Note: message.Count(c.at+1, "after %d token", "after %d tokens", c.at+1)},
		{Name: "with", Help: message.New("multiplications for the next token with the cache"), Value: float64(c.count.Kept(c.at)), Note: message.New("one token through all weights")},
		{Name: "without", Help: message.New("multiplications for the next token without it: all tokens again"), Value: float64(c.count.Again(c.at))},
		{Name: "cache", Help: message.New("what keys and values of all tokens so far take, in all layers"), Value: float64(c.bytes()) / 1000, Unit: "kB", Digits: 1, Note: message.New("%s bytes a token and layer", viz.Grouped(c.count.Bytes()))},
		{Name: "attention", Help: message.New("multiplications of q·k and weights·v in that: the part that grows with the text"), Value: float64(c.count.Attention(c.at))},
	}
}

// listCache has a row for each token.
func (l *Lab) listCache() []lab.List {
	c := l.cache
	list := lab.List{Name: "tokens", Columns: []string{"position", "token", "with", "without", "bytes"}}
	for i := range l.text0.tokens {
		list.Add(lab.Count(i+1), lab.Word(l.word(i)), lab.Count(c.count.Kept(i)), lab.Count(c.count.Again(i)), lab.Count(c.count.Bytes()*len(c.lengths)*(i+1)))
	}
	return []lab.List{list}
}

// drawCache draws what is kept, a row a layer, and the cost of each token.
func (l *Lab) drawCache(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	layers := len(l.cache.lengths)
	h := min(layers+2, f.H/2)
	switch {
	case f.H >= headsH:
		h = min(2*layers+2, f.H/2)
	case f.W >= 50 && f.H < 14 && layers+5 <= f.H: // a row a layer, and bars rather than curves
		g.Put(0, 0, l.drawKept(f.In(f.W, layers+1)))
		gap := min(f.H-layers-4, 1)
		g.Put(0, layers+1+gap, l.drawCost(f.In(f.W, f.H-layers-1-gap)))
		return g
	}
	g.Put(0, 0, l.drawKept(f.In(f.W, h)))
	g.Put(0, h, l.drawCosts(f.In(f.W, f.H-h)))
	return g
}

// drawKept draws the keys that are kept.
func (l *Lab) drawKept(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	c, n := l.cache, len(l.text0.tokens)
	title, rows, legend := g.W, g.H-2, viz.Size{W: g.W, H: 1}
	if g.W >= 50 && g.H == len(c.lengths)+1 { // the legend stands behind the title
		legend.W = 36
		title, rows = g.W-legend.W, g.H-1
	}
	g.Text(0, 0, f.Theme.FitFirst(title,
		f.Say("the cache up to “%s”: a row a layer, a column a token; colour is the length of its keys", l.word(c.at)),
		f.Say("the cache up to “%s”: a row a layer, a column a token", l.word(c.at)), f.Say("the cache up to “%s”", l.word(c.at))), f.Theme.Strong)
	longest := 0.0
	values := make([]float64, 0, n*len(c.lengths))
	for _, row := range c.lengths {
		for i, v := range row {
			longest = max(longest, v)
			if i > c.at {
				v = math.NaN()
			}
			values = append(values, v)
		}
	}
	m := viz.HeatMap{Values: values, Cols: n, Scale: viz.Sequential, Range: &[2]float64{0, f.Top("key", math.Ceil(longest))}, Bare: true, Name: f.Say("length")}
	const labels = 3
	layers := len(c.lengths)
	if layers <= rows {
		rows -= rows % layers
		for i := range layers {
			g.Text(0, 1+i*rows/layers, viz.Cleanf("%d", i), f.Theme.Faint)
		}
	}
	g.Put(labels, 1, viz.Heat(viz.Size{W: g.W - labels, H: rows}, f.Theme, m))
	if legend.W < g.W {
		g.Put(g.W-legend.W, 0, viz.HeatLegend(legend, f.Theme, m))
	} else {
		g.Put(0, g.H-1, viz.HeatLegend(legend, f.Theme, m))
	}
	return g
}

// drawCost draws what the next token costs both ways, where there is no room for
// the curves.
func (l *Lab) drawCost(f lab.Frame) viz.Grid {
	c := l.cache
	chart := viz.BarChart{Columns: []viz.Column{{Left: true, Width: 14}, {Width: 10}},
		Max: f.Top("multiplications", viz.RoundUp(float64(c.count.Again(len(l.text0.tokens)-1))))}
	for i, n := range []int{c.count.Kept(c.at), c.count.Again(c.at)} {
		name := f.Say("with the cache")
		if i > 0 {
			name = f.Say("without")
		}
		chart.Rows = append(chart.Rows, viz.BarRow{Cells: []viz.Safe{name, viz.Grouped(n)}, Value: float64(n), Mark: nan, Second: i > 0})
	}
	return titledIn(f, f.Say("multiplications for the next token"), func(f lab.Frame) viz.Grid { return viz.Bars(f.Size, f.Theme, chart) })
}

// drawCosts draws what each token costs, with the cache and without.
func (l *Lab) drawCosts(f lab.Frame) viz.Grid {
	c, n := l.cache, len(l.text0.tokens)
	with, without := make([]float64, n), make([]float64, n)
	for i := range n {
		with[i], without[i] = float64(c.count.Kept(i))/1e6, float64(c.count.Again(i))/1e6
	}
	last := f.Last("tokens", max(n, 2))
	top := f.Top("multiplications", viz.RoundUp(without[n-1]))
	return viz.Lines(f.Size, f.Theme, viz.LineChart{
		Series: []viz.Line{{Name: f.Say("with the cache"), Values: lab.Padded(with, last)}, {Name: f.Say("without"), Values: lab.Padded(without, last)}},
		X:      [2]float64{1, float64(last)}, Whole: true, Y: &[2]float64{0, top},
		XName: f.Say("token"), YName: f.Say("millions of multiplications"),
		Marks: []viz.LineMark{{X: float64(c.at + 1), Label: viz.Clean(l.word(c.at)), Held: true}},
	})
}
