package position

import (
	"math"

	"logitarium/core/elementary"
	"logitarium/core/position"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// waves shows dimensions as functions of the position.
type waves struct {
	s      settings
	own    table
	slopes []float64 // of ALiBi
}

func newWaves(s settings, own table, heads int) waves {
	return waves{s: s, own: own, slopes: position.Slopes(heads)}
}

func (w waves) draw(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	switch w.s.scheme {
	case alibi:
		return w.penalties(f)
	case learned:
		return w.column(f)
	}
	const least = 9 // rows of a chart
	top := g.H
	if g.H >= 2*least {
		top = g.H - max(g.H*2/5, least)
	}
	g.Put(0, 0, w.pair(f.In(g.W, top)))
	if top < g.H {
		g.Put(0, top, w.speeds(f.In(g.W, g.H-top)))
	}
	return g
}

// samples is how many points of a formula are drawn: enough that a wave which
// is faster than the columns fills them, instead of posing as a slow one.
func samples(width, positions int) int { return max(8*width, 4*positions) }

// sampled returns f over all positions, between them too, on an axis from 0 to
// a last position, which may lie behind them.
func (w waves) sampled(width int, last float64, f func(p float64) float64) []float64 {
	out := make([]float64, samples(width, int(last)+1))
	for i := range out {
		out[i] = math.NaN()
		if p := float64(i) * last / float64(len(out)-1); p <= float64(w.s.positions-1) {
			out[i] = f(p)
		}
	}
	return out
}

// chart is the frame that all waves share, over positions or offsets.
func (w waves) chart(f lab.Frame, over string, name viz.Safe) viz.LineChart {
	return viz.LineChart{
		X: [2]float64{0, float64(f.Last(over, w.s.positions-1))}, Y: &[2]float64{-1, 1}, XName: name,
	}
}

// pair draws the chosen pair, and where p and p+k stand.
func (w waves) pair(f lab.Frame) viz.Grid {
	wave, c := waveOf(w.s, w.s.dimension), w.chart(f, "position", f.Say("position"))
	for i, dim := range []int{wave.first, wave.second} {
		c.Series = append(c.Series, viz.Line{
			Name:   f.Say("dim %d: %s", dim, wave.names[i]),
			Values: w.sampled(f.W, c.X[1], func(p float64) float64 { return wave.at(p)[i] }),
		})
	}
	c.Marks = w.marks()
	return viz.Lines(f.Size, f.Theme, c)
}

func (w waves) marks() []viz.LineMark {
	return []viz.LineMark{
		{X: float64(w.s.position), Label: viz.Clean("p"), Held: true},
		{X: float64(w.s.position + w.s.offset), Label: viz.Clean("p+k")},
	}
}

// speeds draws pairs of several speeds, as many as can be told apart.
func (w waves) speeds(f lab.Frame) viz.Grid {
	c, pairs := w.chart(f, "position", f.Say("position")), w.s.dModel/2
	last := -1
	shown := []int{0, pairs / 4, pairs / 2, pairs - 1}
	if f.W < 60 {
		shown = shown[1:3]
	}
	for _, i := range shown {
		if i == last {
			continue
		}
		last = i
		first, _ := position.Layout(w.s.layout).Pair(i, w.s.dModel)
		wave := waveOf(w.s, first)
		c.Series = append(c.Series, viz.Line{
			Name:   viz.Cleanf("λ %.0f", wave.length()),
			Values: w.sampled(f.W, c.X[1], func(p float64) float64 { return wave.at(p)[0] }),
		})
	}
	return viz.Lines(f.Size, f.Theme, c)
}

// column draws one dimension of a learned table.
func (w waves) column(f lab.Frame) viz.Grid {
	t := encodings(w.s, w.own)
	c := w.chart(f, "position", f.Say("position"))
	values := make([]float64, t.Rows)
	for p := range values {
		values[p] = t.Row(p)[w.s.dimension]
	}
	c.Y, c.Marks = f.Span("table", values), w.marks()
	values = lab.Padded(values, int(c.X[1])+1)
	c.Series = []viz.Line{{Name: f.Say("dimension %d of the table", w.s.dimension), Values: values}}
	return viz.Lines(f.Size, f.Theme, c)
}

// penalties draws ALiBi's bias over the offset, a line for each head, the
// chosen head's first.
func (w waves) penalties(f lab.Frame) viz.Grid {
	c := w.chart(f, "offset", f.Say("offset"))
	c.Marks = []viz.LineMark{{X: float64(w.s.offset), Label: viz.Clean("k"), Held: true}}
	const most = 4
	var all [][]float64
	for i := range min(len(w.slopes), most) {
		head := (w.s.head + i) % len(w.slopes)
		line := viz.Line{Name: f.Say("head %d", head), Values: make([]float64, w.s.positions)}
		for k := range line.Values {
			line.Values[k] = position.Bias(w.slopes[head], float64(k))
		}
		all = append(all, line.Values)
		line.Values = lab.Padded(line.Values, int(c.X[1])+1)
		c.Series = append(c.Series, line)
	}
	c.Y = f.Span("bias", all...)
	return viz.Lines(f.Size, f.Theme, c)
}

func (w waves) readings() []lab.Reading {
	p, k := w.s.position, w.s.offset
	switch w.s.scheme {
	case alibi:
		return []lab.Reading{
			{Name: "slope", Help: message.New("what this head takes from a score for each step back"), Value: w.slopes[w.s.head], Digits: 6, Note: message.New("head %d", w.s.head)},
			{Name: "bias", Help: message.New("what this head adds to the score of a token k steps back"), Value: position.Bias(w.slopes[w.s.head], float64(k)), Digits: 4, Note: message.Count(k, "%d step back", "%d steps back", k)},
		}
	case learned:
		return []lab.Reading{w.row("at p", "the trained number of this dimension at position p", p), w.row("at p+k", "the trained number of this dimension k positions on", p+k)}
	}
	wave := waveOf(w.s, w.s.dimension)
	at := wave.at(float64(p))
	return []lab.Reading{
		{Name: "wavelength", Help: message.New("positions until the pair is where it began"), Value: wave.length(), Digits: 3, Note: message.New("positions")},
		{Name: wave.names[0], Help: message.New("the first dimension of the pair at position p"), Value: at[0], Digits: 4, Note: message.New("dim %d at p", wave.first)},
		{Name: wave.names[1], Help: message.New("the second dimension of the pair at position p"), Value: at[1], Digits: 4, Note: message.New("dim %d at p", wave.second)},
		{Name: "turn over k", Help: message.New("how far the pair turns on the way from p to p+k"), Value: float64(k) * wave.omega * 180 / math.Pi, Unit: "°", Digits: 1, Note: message.New("the same for every p")},
	}
}

// row is the reading of the learned table at a position.
func (w waves) row(name string, help message.ID, p int) lab.Reading {
	r := lab.Reading{Name: name, Help: message.New(help), Digits: 4}
	if p >= w.own.Rows {
		r.Undefined = message.New("the table has no such row")
		return r
	}
	r.Value = w.own.Row(p)[w.s.dimension]
	return r
}

func (w waves) insight() message.Text {
	switch w.s.scheme {
	case alibi:
		return message.New("Straight lines: the farther back a token, the more its score loses. Steep heads look near, flat ones far.")
	case learned:
		return message.New("A trained column is no wave: it took the shape that the task asked for, and ends with the table.")
	}
	wave := waveOf(w.s, w.s.dimension)
	length := wave.length()
	switch {
	case length > float64(w.s.positions-1):
		step := 2 * elementary.Sin(wave.omega/2)
		if step > .1 {
			return message.New("One turn takes %.1f positions, more than are shown: of these no two have the same pair.", length)
		}
		return message.New("One turn takes %.1f positions, more than are shown: a step moves this pair by %s at most, and neighbours are nearly the same.", length, scaled(step, 3))
	case w.s.dModel == 2 || w.s.base == 1:
		return message.New("Every %.1f positions this pair repeats, and there is no other speed: positions so far apart look alike.", length)
	case wave.pair == w.s.dModel/2-1:
		return message.New("Every %.1f positions this pair repeats, and no pair is slower: faster ones have to tell those apart.", length)
	}
	return message.New("Every %.1f positions this pair repeats; slower pairs tell those apart, as hours do for minutes.", length)
}
