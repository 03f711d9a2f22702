package quantization

import (
	"math"

	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// aspect is a row of the table: what it is of weights and of activations.
type aspect struct {
	name           message.Text
	weights, other cell
}

// cell is a number, in a long and a short wording, a bar where there is room,
// and lines that explain it, as many as find room.
type cell struct {
	long, short message.Text
	bar         bar
	more        []message.Text
}

// bar is a value on a scale from 0 to most, with what it was before.
type bar struct{ value, before, most float64 }

// aspects are the rows, but the last, which has bars.
func (l *Lab) aspects(w, x kindOf) []aspect {
	found := message.New("each scale is looked for again")
	if x.s.calibration == static {
		found = message.New("each scale is known from other texts")
	}
	of := func(value, most int) bar { return bar{float64(value), math.NaN(), float64(most)} }
	half := func(k kindOf) bar { return bar{float64(k.bytes), float64(k.before), float64(k.before)} }
	values, beside := max(w.values, x.values), max(w.pass.Beside(), x.pass.Beside())
	when := []message.Text{message.New("before any text"), message.New("the scale is the weights' own, for good")}
	if w.s.smooth != noSmoothing {
		when = []message.Text{message.New("before any prompt, by peaks of other texts"), message.New("then the scale stays")}
	}
	return []aspect{
		{message.New("when"),
			cell{message.New("once: %s values", viz.Grouped(w.values)), message.New("once: %s", viz.Grouped(w.values)), of(w.values, values),
				when},
			cell{message.New("in each pass: %s values", viz.Grouped(x.values)), message.New("each pass: %s", viz.Grouped(x.values)), of(x.values, values),
				[]message.Text{message.Count(len(l.seen.tokens), "one token of prompt", "%d tokens of prompt", len(l.seen.tokens)), found}},
		},
		{message.New("saved"),
			cell{message.New("file: %s → %s bytes", viz.Grouped(w.before), viz.Grouped(w.bytes)), message.New("file: %s bytes", viz.Grouped(w.bytes)), half(w),
				[]message.Text{message.New("from 16-bit floats; loaded too"), message.New("a file has no activations in it")}},
			cell{message.New("KV cache: %s → %s bytes", viz.Grouped(x.before), viz.Grouped(x.bytes)), message.New("KV cache: %s bytes", viz.Grouped(x.bytes)), half(x),
				[]message.Text{message.New("in memory, at %s tokens", viz.Grouped(l.lm.Model.Context())), message.New("the others last for one pass")}},
		},
		{message.New("a pass"),
			cell{message.New("%s weights scaled", viz.Grouped(w.pass.Scaled)), message.New("%s scaled", viz.Grouped(w.pass.Scaled)), of(w.pass.Beside(), beside),
				[]message.Text{message.New("floats are multiplied"), message.New("as many for a thousand tokens")}},
			cell{message.New("%s searched, rounded, scaled", viz.Grouped(x.pass.Beside())), message.New("%s on top", viz.Grouped(x.pass.Beside())), of(x.pass.Beside(), beside),
				[]message.Text{message.New("integers, if weights are too"), message.New("more with each token")}},
		},
	}
}

// drawDifferences draws weights and activations side by side: when each is
// quantized, what is saved, what a pass costs more, and what is lost.
func (l *Lab) drawDifferences(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	w, x := l.kinds()
	const names = 8
	column := (g.W - names) / 2
	if column < 12 || g.H < 6 {
		g.Put(0, 0, viz.Paragraph(f.Size, f.Theme, f.Print(l.sayDifferences()), f.Theme.Text))
		return g
	}
	each, barred := min((g.H-3)/4, 2), 0 // lines of an aspect, and of its bar
	if g.H >= 20 {
		each, barred = 4, min(max((g.H-20)/6, 1), 2)
		each += barred - 1
	}
	gap := 0
	if spare := g.H - 3 - 4*each; spare >= 4 {
		gap = min(spare/4, 3)
	}
	titles := [2]viz.Safe{
		f.Theme.FitFirst(column-1, f.Say("weights, %d bits, %v", w.s.bits, w.s.scales()), f.Say("weights, %v", w.s.scales()), f.Say("weights, %v", w.s.per())),
		f.Theme.FitFirst(column-1, f.Say("activations, %d bits, %v", x.s.bits, x.s.scales()), f.Say("activations, %v", x.s.scales()), f.Say("activations, %v", x.s.per())),
	}
	for i, title := range titles {
		g.Text(names+i*column, 0, title, f.Theme.Strong)
	}
	y := 1 + min(gap, 1)
	for _, a := range l.aspects(w, x) {
		g.Text(0, y, f.Theme.Fit(f.Print(a.name), names-1), f.Theme.Faint)
		for i, c := range []cell{a.weights, a.other} {
			x := names + i*column
			g.Text(x, y, f.Theme.FitFirst(column-1, f.Print(c.long), f.Print(c.short)), f.Theme.Text)
			if barred > 0 {
				g.Put(x, y+1, c.bar.draw(f.In(column-2, barred)))
			}
			for j, line := range c.more[:each-1-barred] {
				g.Text(x, y+1+barred+j, f.Theme.Fit(f.Print(line), column-1), f.Theme.Faint)
			}
		}
		y += each + gap
	}
	g.Text(0, y, f.Theme.Fit(f.Say("lost"), names-1), f.Theme.Faint)
	for i, k := range []kindOf{w, x} {
		g.Put(names+i*column, y, l.drawLost(f.In(column-2, g.H-y), k))
	}
	if at := y + 3; at < g.H && g.H-at < 5 && w.known && w.outcome.asked > 0 { // bars of one row, which have no legend of their own
		g.Put(names, at, viz.Legend(viz.Size{W: g.W - names, H: 1}, f.Theme, []viz.LegendItem{
			{Glyph: '█', Style: f.Theme.Measured, Name: f.Say("right answers")},
			{Glyph: '│', Style: f.Theme.Reference, Name: f.Say("before")},
		}))
	}
	return g
}

// draw draws the bar over the whole of a frame.
func (b bar) draw(f lab.Frame) viz.Grid {
	chart := viz.BarChart{Max: b.most, Marks: f.Say("before")}
	for range f.H {
		chart.Rows = append(chart.Rows, viz.BarRow{Value: b.value, Mark: b.before})
	}
	return viz.Bars(f.Size, f.Theme, chart)
}

// drawLost draws what is lost of a kind: the right answers as a bar below what
// they were, and the perplexity.
func (l *Lab) drawLost(f lab.Frame, k kindOf) viz.Grid {
	g := f.Theme.Grid(f.Size)
	if !k.known {
		g.Put(0, 0, viz.Paragraph(f.Size, f.Theme, f.Print(l.missing(k)), f.Theme.Faint))
		return g
	}
	o := k.outcome
	y := 0
	g.Text(0, y, f.Theme.FitFirst(g.W, f.Say("perplexity %s → %v", viz.Fixed(o.before, 3), l.perplexity(k)), f.Say("perplexity %v", l.perplexity(k))), f.Theme.Text)
	if y++; o.asked == 0 || y >= g.H {
		return g
	}
	g.Text(0, y, f.Theme.Fit(f.Say("right %d → %d of %d", o.known, o.correct, o.asked), g.W), f.Theme.Text)
	if y++; y >= g.H {
		return g
	}
	chart := viz.BarChart{Max: float64(o.asked), Marks: f.Say("before"), Kept: f.Say("right answers")}
	rows, bars := min(g.H-y, 9), 1
	if rows >= 6 {
		bars = rows - 2 // with the legend
	}
	for range bars {
		chart.Rows = append(chart.Rows, viz.BarRow{Value: float64(o.correct), Mark: float64(o.known)})
	}
	g.Put(0, y, viz.Bars(viz.Size{W: g.W, H: rows}, f.Theme, chart))
	return g
}
