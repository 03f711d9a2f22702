package position

import (
	"math"

	"logitarium/core/elementary"
	"logitarium/core/position"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// rotation shows that one matrix shifts every position by the same offset.
type rotation struct {
	s        settings
	omegas   []float64 // of the pairs
	wave     wave      // the chosen pair
	block    position.Rotation
	residual float64 // largest |M(k)·PE(p) − PE(p+k)| over all p and dimensions
}

func newRotation(s settings) rotation {
	r := rotation{s: s, wave: waveOf(s, s.dimension)}
	r.block.Sin, r.block.Cos = elementary.Sincos(float64(s.offset) * r.wave.omega)
	if s.scheme == rope {
		turn := s.rotary(s.dModel)
		r.omegas, r.residual = turn.Frequencies(), turn.TurnError(s.positions, s.offset)
		return r
	}
	pe := s.sinusoid(s.dModel)
	r.omegas, r.residual = pe.Frequencies(), pe.ShiftError(s.positions, s.offset)
	return r
}

func (r rotation) draw(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	text := r.equation(f)
	below := len(text)
	if g.H < below+6 {
		below = min(below, max(g.H-6, 0))
	}
	g.Put(0, 0, r.dials(f.In(g.W, g.H-below)))
	for i, line := range text[len(text)-below:] {
		st := f.Theme.Text
		if i == below-1 {
			st = f.Theme.Strong
		}
		g.Text(0, g.H-below+i, f.Theme.Fit(line, g.W), st)
	}
	return g
}

// dials draws as many pairs as have room, evenly chosen, the chosen one among
// them. In a single row four large ones are better than more small ones.
func (r rotation) dials(f lab.Frame) viz.Grid {
	const most, few = 9, 4 // more would only be smaller
	across, down := max(f.W/12, 1), max((f.H-1)/6, 1)
	if down == 1 {
		radius := max((f.H-3)/2, 1) // as in viz.Dials
		across = min(across, max(f.W/(4*radius+3), few))
	}
	p, k := r.s.position, r.s.offset
	return viz.Dials(f.Size, f.Theme, []viz.Safe{viz.Cleanf("p = %d", p), viz.Cleanf("p+k = %d", p+k)}, r.faces(f, min(across*down, most)))
}

// faces are so many dials, or of all pairs if there are fewer.
func (r rotation) faces(f lab.Frame, n int) []viz.Dial {
	n = min(n, len(r.omegas))
	dials := make([]viz.Dial, n)
	for i := range dials {
		pair := i * (len(r.omegas) - 1) / max(n-1, 1)
		next := (i + 1) * (len(r.omegas) - 1) / max(n-1, 1)
		if own := r.wave.pair; pair <= own && own < next || n == 1 {
			pair = own
		}
		at := float64(float64(r.s.position) * r.omegas[pair])
		const trail = 6 // positions before p
		var was []float64
		for back := 1; back <= min(trail, r.s.position); back++ {
			was = append(was, float64(float64(r.s.position-back)*r.omegas[pair]))
		}
		dials[i] = viz.Dial{
			Trail:  was,
			Name:   f.Say("pair %d", pair),
			Hands:  []float64{at, at + float64(float64(r.s.offset)*r.omegas[pair])},
			Chosen: pair == r.wave.pair,
		}
	}
	return dials
}

// equation writes the chosen pair's block at work, and the residual.
func (r rotation) equation(f lab.Frame) []viz.Safe {
	decimals, first, second := 3, "|%s %s| |%s|   |%s|", "|%s %s| |%s| = |%s|"
	if f.W < 36 {
		decimals, first, second = 2, "|%s %s||%s| |%s|", "|%s %s||%s|=|%s|"
	}
	n := func(v float64) string {
		return viz.Fixed(v, decimals).PadLeft(decimals + 3).String()
	}
	from, to := r.wave.at(float64(r.s.position)), r.wave.at(float64(r.s.position+r.s.offset))
	sin := r.block.Sin
	matrix, name := "M", "PE"
	if r.s.scheme == rope {
		sin, matrix, name = -sin, "R", "x" // acting on (cos, sin)
	}
	return []viz.Safe{
		viz.Cleanf(first, n(r.block.Cos), n(sin), n(from[0]), n(to[0])),
		viz.Cleanf(second, n(-sin), n(r.block.Cos), n(from[1]), n(to[1])),
		f.Say("largest |%s·%s(p) - %s(p+k)|", matrix, name, name),
		f.Say("for p = 0 to %d: %s", r.s.positions-1, viz.Scientific(r.residual, 1)),
	}
}

func (r rotation) readings() []lab.Reading {
	turn := float64(r.s.offset) * r.wave.omega
	return []lab.Reading{
		{Name: "turn", Help: message.New("how far the pair turns over k positions"), Value: turn * 180 / math.Pi, Digits: 2, Unit: "°", Note: message.New("over k steps, from any p")},
		{Name: "frequency", Help: message.New("how far the pair turns from one position to the next"), Value: r.wave.omega, Digits: 6, Unit: "rad", Note: message.New("a step, pair %d", r.wave.pair)},
		{Name: "cos kω", Help: message.New("the cosine of the turn: the numbers on the diagonal of the matrix"), Value: r.block.Cos, Digits: 4},
		{Name: "sin kω", Help: message.New("the sine of the turn: the other two numbers of the matrix, one of them negative"), Value: r.block.Sin, Digits: 4},
		{Name: "residual", Help: message.New("the largest error of the one matrix over all positions"), Value: r.residual, Digits: 9, Note: message.New("0 for every p: rounding only")},
	}
}

func (r rotation) insight() message.Text {
	turn := scaled(math.Mod(float64(r.s.offset)*r.wave.omega*180/math.Pi, 360), 0)
	switch {
	case r.s.offset == 0:
		return message.New("With k = 0 both hands are one, and the matrix changes nothing. Turn offset.")
	case r.s.scheme == rope:
		return message.New("RoPE turns pair %d of q and k by this clock: a key %d back is %s° behind, wherever the two stand.", r.wave.pair, r.s.offset, turn)
	}
	return message.New("Move p: both hands move, the angle between them stays %s°. One matrix shifts every position by %d.", turn, r.s.offset)
}
