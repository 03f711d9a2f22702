package rag

import (
	"math"

	"logitarium/core/retrieval"
	"logitarium/ui/lab"
	"logitarium/viz"
)

// Cells of the table of factors, of a factor more in it, between it and the
// curves beside it, and the least of a curve.
const (
	factorsWidth, factorWidth = 50, 7
	columnGap                 = 2
	leastCurve                = 26
)

// beside parts the rows that are left: the table and the formulas go to the
// left, curves to the right. Without room for both, right is nil and left the
// poster itself.
func (p *poster) beside(factors int) (left, right *poster) {
	const usual = 3 // idf, tf, length
	width := factorsWidth + factorWidth*max(factors-usual, 0)
	rest := p.W - width - columnGap
	if rest < leastCurve || p.left() < 8 {
		return p, nil
	}
	part := func(w int) *poster {
		return &poster{Grid: p.f.Theme.Grid(viz.Size{W: w, H: p.left()}), f: p.f}
	}
	return part(width), part(rest)
}

// join puts the two parts of a poster into it.
func (p *poster) join(left, right *poster) {
	p.Put(0, p.y, left.Grid)
	p.Put(left.W+columnGap, p.y, right.Grid)
	p.y = p.H
}

// curves draws what k1 and b bend: tf over the count and the length factor over
// the length, with a dot for each passage that is found, and where there is
// room tf·length over k1 and b themselves.
func (l *Lab) curves(p *poster, term retrieval.Term, doc int) {
	draws := []func(viz.Size) viz.LineChart{
		func(s viz.Size) viz.LineChart { return l.tfCurve(p.f, s, term, doc) },
		func(s viz.Size) viz.LineChart { return l.lengthCurve(p.f, s, term, doc) },
		func(viz.Size) viz.LineChart { return l.knobCurve(p.f, "k1", term, doc) },
		func(viz.Size) viz.LineChart { return l.knobCurve(p.f, "b", term, doc) },
	}
	wide, high := 1, 1
	if p.W >= 2*leastCurve+columnGap {
		wide = 2
	}
	if p.left() >= 8 && wide == 1 || p.left() >= 16 {
		high = 2
	}
	size := viz.Size{W: (p.W + columnGap) / wide, H: p.left() / high}
	for i, draw := range draws[:wide*high] {
		inner := viz.Size{W: size.W - columnGap, H: size.H}
		p.Put(i%wide*size.W, p.y+i/wide*size.H, viz.Lines(inner, p.f.Theme, draw(inner)))
	}
}

// tfCurve is tf over the count, for a passage of mean length.
func (l *Lab) tfCurve(f lab.Frame, size viz.Size, term retrieval.Term, doc int) viz.LineChart {
	const most = 10.0
	m := l.model()
	c := curve(most, func(count float64) float64 { return m.Saturation(count, 1) })
	c.XName = viz.Clean("f")
	c.YName = f.Theme.FitFirst(size.W, f.Say("k1 bends tf over the count f   × other passages found   ● this one"), f.Say("k1: tf  × others  ● this"), f.Say("k1: tf"), f.Say("tf"))
	// The limit of many repetitions at the largest k1: the curve moves and not
	// the axis.
	highest := m
	highest.K1 = mostK1
	c.Y = &[2]float64{0, f.Top("tf", math.Ceil(highest.Saturation(math.Inf(1), 1)))}
	c.Dots = l.dots(term, doc, func(count, _ float64) (x, y float64) { return count, m.Saturation(count, 1) })
	return c
}

// lengthCurve is the factor of the length, for as many mentions as the passage
// has.
func (l *Lab) lengthCurve(f lab.Frame, size viz.Size, term retrieval.Term, doc int) viz.LineChart {
	const longest, usual = 4.0, 2.0 // the ends of the axes; short passages may go beyond the second one
	m := l.model()
	change := func(count, relative float64) float64 {
		if count == 0 { // a word that is not there has no length to speak of
			return 1
		}
		return m.Saturation(count, relative) / m.Saturation(count, 1)
	}
	once := max(float64(term.Count), 1)
	c := curve(longest, func(relative float64) float64 { return change(once, relative) })
	if size.W > leastCurve+columnGap { // else it has no room, and the caption says it
		c.XName = f.Say("length/mean")
	}
	c.YName = f.Theme.FitFirst(size.W, f.Say("b bends the length factor over length/mean   × others   ● this one"), f.Say("b: factor over length/mean"), f.Say("b: length"), f.Say("length"))
	c.Dots = l.dots(term, doc, func(count, relative float64) (x, y float64) { return relative, change(count, relative) })
	top := usual
	for _, d := range c.Dots {
		top = max(top, math.Ceil(d.Y))
	}
	c.Y = &[2]float64{0, f.Top("length factor", top)}
	return c
}

// knobCurve is tf·length of the passage over all values of k1 or b.
func (l *Lab) knobCurve(f lab.Frame, knob string, term retrieval.Term, doc int) viz.LineChart {
	m, relative, once := l.model(), l.relative(doc), max(float64(term.Count), 1)
	at, end := m.K1, mostK1
	turned := func(to float64) retrieval.BM25 {
		other := m
		other.K1 = to
		return other
	}
	if knob == "b" {
		at, end = m.B, 1
		turned = func(to float64) retrieval.BM25 {
			other := m
			other.B = to
			return other
		}
	}
	c := curve(end, func(to float64) float64 { return turned(to).Saturation(once, relative) })
	c.XName, c.YName = viz.Clean(knob), f.Say("tf·length of this passage")
	top := 1.0
	for _, v := range c.Series[0].Values {
		top = max(top, math.Ceil(v))
	}
	c.Y = &[2]float64{0, f.Top("tf·length over "+knob, top)}
	c.Marks = []viz.LineMark{{X: at, Label: f.Say("you are here"), Held: true}}
	return c
}

// curve is a chart of one function from 0 to some end.
func curve(end float64, y func(float64) float64) viz.LineChart {
	const points = 81
	line := viz.Line{Values: make([]float64, points)}
	for i := range line.Values {
		line.Values[i] = y(end * float64(i) / (points - 1))
	}
	return viz.LineChart{Series: []viz.Line{line}, X: [2]float64{0, end}}
}

// dots are the passages that are found and have the word, by how often they
// have it and how long they are in mean lengths, and the one that is looked at.
func (l *Lab) dots(term retrieval.Term, looked int, at func(count, relative float64) (x, y float64)) []viz.LineDot {
	var dots []viz.LineDot
	for _, h := range l.hits() {
		count := l.corpus.index.Count(term.Text, h.Doc)
		if count == 0 && h.Doc != looked {
			continue
		}
		x, y := at(float64(count), l.relative(h.Doc))
		dots = append(dots, viz.LineDot{X: x, Y: y, Held: h.Doc == looked, Reference: l.corpus.passages[h.Doc].gold})
	}
	return dots
}
