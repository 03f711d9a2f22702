package position

import (
	"fmt"
	"math"
	"slices"

	"logitarium/core/position"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// odometer shows the pairs as the wheels of a counter, position by position:
// of each the tenth of its turn in which its hand stands.
type odometer struct {
	s      settings
	omegas []float64 // of the pairs, fast to slow
	wave   wave      // the chosen pair
	moved  int       // digits that change from p to p+1
}

func newOdometer(s settings) odometer {
	o := odometer{s: s, wave: waveOf(s, s.dimension)}
	if s.scheme == rope {
		o.omegas = s.rotary(s.dModel).Frequencies()
	} else {
		o.omegas = s.sinusoid(s.dModel).Frequencies()
	}
	before, after := o.digits(s.position), o.digits(s.position+1)
	for i, d := range before {
		if after[i] != d {
			o.moved++
		}
	}
	return o
}

// digits are the wheels at a position, in the order of the pairs.
func (o odometer) digits(p int) []int { return position.Digits(o.omegas, float64(p)) }

// wheels are the pairs that have room, the slow ones first as in a number, and
// the chosen one among them.
func (o odometer) wheels(most int) []int {
	n := min(max(most, 1), len(o.omegas))
	pairs := make([]int, n)
	for i := range pairs {
		pair := i * (len(o.omegas) - 1) / max(n-1, 1)
		next := (i + 1) * (len(o.omegas) - 1) / max(n-1, 1)
		if own := o.wave.pair; pair <= own && own < next || n == 1 {
			pair = own
		}
		pairs[n-1-i] = pair
	}
	return pairs
}

// Cells of the columns, and from which width on there is one of p in binary.
const (
	binaryWidth = 11
	binaryFrom  = 40
)

func (o odometer) draw(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	t := f.Theme
	number := max(len(fmt.Sprint(o.s.positions-1)), 3) + 3
	left := number
	binary := g.W >= binaryFrom
	if binary {
		left += binaryWidth
	}
	step := 2 // cells of a wheel
	if (g.W-left)/3 >= len(o.omegas) {
		step = 3
	}
	pairs := o.wheels((g.W - left) / step)
	y := 0
	if g.H >= 6 {
		g.Text(0, 0, t.FitFirst(g.W, o.title(f, len(pairs))...), t.Strong)
		g.Text(0, 1, t.Fit(f.Say("p"), number-1), t.Faint)
		if binary {
			g.Text(number, 1, t.Fit(f.Say("in binary"), binaryWidth-1), t.Faint)
		}
		o.head(g, f, left, step, pairs)
		y = 2
	}
	foot := 0
	if g.H >= 8 {
		foot = 1
		g.Text(0, g.H-1, t.FitFirst(g.W, o.turns(f)...), t.Accent)
	}
	rows := min(max(g.H-y-foot, 0), o.s.positions)
	first := min(max(o.s.position-rows/2, 0), o.s.positions-rows)
	for i := range rows {
		o.row(g, f, y+i, first+i, number, left, step, pairs)
	}
	if x := left + len(pairs)*step + 1; g.W-x >= 11 && g.H-y-foot >= 6 {
		g.Put(x, y, o.dials(f.In(g.W-x, g.H-y-foot)))
	}
	return g
}

// dials draws the hands of some pairs at p, the chosen one among them: slow ones
// left, as the digits stand.
func (o odometer) dials(f lab.Frame) viz.Grid {
	across, down := max(f.W/20, 1), max(f.H/10, 1)
	dials := newRotation(o.s).faces(f, across*down)
	slices.Reverse(dials)
	for i := range dials {
		dials[i].Hands = dials[i].Hands[:1]
	}
	return viz.Dials(f.Size, f.Theme, nil, dials)
}

// title says what the digits are, and how many wheels stand there if not all do.
func (o odometer) title(f lab.Frame, shown int) []viz.Safe {
	if all := len(o.omegas); shown < all {
		return []viz.Safe{
			f.Say("Digits: tenths of a turn, slow pairs left; %d of %d wheels are shown", shown, all),
			f.Say("Tenths of a turn; %d of %d wheels are shown", shown, all),
			f.Say("%d of %d wheels", shown, all),
		}
	}
	return []viz.Safe{
		f.Say("Digits: the tenth of its turn in which each hand stands, slow pairs left, fast ones right"),
		f.Say("Digits: tenths of a turn, slow pairs left"),
		f.Say("tenths of a turn"),
	}
}

// head marks the chosen pair over its wheel.
func (o odometer) head(g viz.Grid, f lab.Frame, left, step int, pairs []int) {
	for i, pair := range pairs {
		if pair != o.wave.pair {
			continue
		}
		name := f.Theme.Fit(f.Say("pair %d", pair), g.W-left)
		x := min(left+i*step, g.W-name.Width())
		g.Text(x, 1, name, f.Theme.Accent)
	}
}

// row writes the counter at position p. A digit that differs from the one above
// is bright.
func (o odometer) row(g viz.Grid, f lab.Frame, y, p, number, left, step int, pairs []int) {
	t, st := f.Theme, f.Theme.Faint
	if p == o.s.position {
		st = t.Accent
		g.Text(number-2, y, t.Show(viz.Clean("▸")), st)
	}
	name := viz.Cleanf("%d", p)
	g.Text(number-3-name.Width(), y, name, st)
	before := o.digits(p - 1)
	if left > number {
		was, is := bits(p-1), bits(p)
		for i := range is {
			g.Text(number+i, y, viz.Clean(is[i:i+1]), changed(t, p == 0 || was[i] != is[i]))
		}
	}
	for i, d := range o.digits(p) {
		for at, pair := range pairs {
			if pair == i {
				g.Text(left+at*step, y, viz.Cleanf("%d", d), changed(t, p == 0 || before[i] != d))
			}
		}
	}
}

// bits writes p, from 0 to 255, in binary; what is less than 0 as 0.
func bits(p int) string { return fmt.Sprintf("%08b", max(p, 0)) }

// changed is the style of a digit that moved, or did not.
func changed(t viz.Theme, moved bool) viz.Style {
	if moved {
		return t.Measured
	}
	return t.Faint
}

// turns says how fast the chosen wheel is, in several lengths.
func (o odometer) turns(f lab.Frame) []viz.Safe {
	length := scaled(o.wave.length(), 1)
	tenth := scaled(o.wave.length()/10, 2)
	return []viz.Safe{
		f.Say("pair %d: a turn takes %s positions, a digit %s; bright: moved since the row above", o.wave.pair, length, tenth),
		f.Say("pair %d: a turn takes %s, a digit %s; bright: moved since the row above", o.wave.pair, length, tenth),
		f.Say("pair %d: λ %s; bright: moved since the row above", o.wave.pair, length),
		f.Say("pair %d: λ %s", o.wave.pair, length),
	}
}

func (o odometer) readings() []lab.Reading {
	digit := o.digits(o.s.position)[o.wave.pair]
	return []lab.Reading{
		{Name: "moved digits", Help: message.New("pairs whose hand passes into another tenth of its turn from position p to the next"), Value: float64(o.moved), Note: message.Count(len(o.omegas), "of %d pair", "of %d pairs", len(o.omegas))},
		{Name: "digit", Help: message.New("the tenth of its turn in which the hand of the chosen pair stands at position p"), Value: float64(digit), Note: message.New("of pair %d, 0 to 9", o.wave.pair)},
		{Name: "wavelength", Help: message.New("positions until this pair of dimensions is where it began"), Value: o.wave.length(), Digits: 3, Note: message.New("positions, pair %d", o.wave.pair)},
	}
}

func (o odometer) insight() message.Text {
	p, n := o.s.position, len(o.omegas)
	slow := 2 * math.Pi / o.omegas[n-1] / 10 // positions to a digit
	switch {
	case n == 1:
		return message.New("One wheel is no counter: after %.1f positions it begins again, and nothing tells the turns apart.", o.wave.length())
	case o.omegas[n-1] == o.omegas[0]:
		return message.New("All %d wheels turn alike: that is no counter. After %.1f positions all begin again.", n, o.wave.length())
	case slow <= 1:
		return message.New("From %d to %d all %d digits move, as at every step: even the slowest wheel is fast. A larger base makes it slower.", p, p+1, n)
	}
	return message.New("From %d to %d, %d of %d digits move: the last one at every step, the first one every %s steps, as in a counter.", p, p+1, o.moved, n, steps(slow))
}

// steps writes a number of positions as a person does.
func steps(v float64) string {
	if v < 10 {
		return scaled(v, 1)
	}
	return viz.Grouped(int(math.Round(v))).String()
}
