package position

import (
	"fmt"
	"math"
	"slices"

	"logitarium/core/elementary"
	"logitarium/core/gpt"
	"logitarium/core/position"
)

type table = position.Table

// learnedTable returns a model's own position embedding, or no rows.
func learnedTable(m *gpt.Model) table {
	if m == nil || m.Config.Positions != gpt.Learned {
		return table{}
	}
	t := position.NewTable(m.Positions.Rows, m.Positions.Cols)
	for i, v := range m.Positions.Data {
		t.Data[i] = float64(v)
	}
	return t
}

// encodings returns what the scheme has for each position: [positions, width],
// in RoPE the cosine and the sine of each pair's angle. Rows that a learned
// table does not have are NaN.
func encodings(s settings, own table) table {
	switch s.scheme {
	case learned:
		out := position.NewTable(s.positions, own.Cols)
		for i := copy(out.Data, own.Data); i < len(out.Data); i++ {
			out.Data[i] = math.NaN()
		}
		return out
	case rope:
		return s.rotary(s.dModel).Clock(s.positions)
	}
	return s.sinusoid(s.dModel).Table(0, s.positions)
}

// wave is a pair of dimensions as a formula of the position.
type wave struct {
	pair, first, second int     // the pair and its dimensions
	omega               float64 // radians per position
	names               [2]string
}

// waveOf returns the pair that a dimension belongs to; the scheme is
// sinusoidal or rope.
func waveOf(s settings, dimension int) wave {
	layout := position.Layout(s.layout)
	pair, _ := layout.PairOf(dimension, s.dModel)
	first, second := layout.Pair(pair, s.dModel)
	if s.scheme == rope {
		return wave{pair, first, second, s.rotary(s.dModel).Frequencies()[pair], [2]string{"cos", "sin"}}
	}
	return wave{pair, first, second, s.sinusoid(s.dModel).Frequencies()[pair], [2]string{"sin", "cos"}}
}

// at returns the values of the first and the second dimension.
func (w wave) at(p float64) [2]float64 {
	sin, cos := elementary.Sincos(p * w.omega)
	if w.names[0] == "cos" {
		return [2]float64{cos, sin}
	}
	return [2]float64{sin, cos}
}

// length is the wavelength, in positions.
func (w wave) length() float64 { return 2 * math.Pi / w.omega }

// formula writes the frequency: "10000^(4/32)" divides the position.
func (w wave) formula(s settings) string {
	if s.scheme == sinusoidal && position.Spacing(s.spacing) == position.InclusiveSpacing {
		return fmt.Sprintf("%d^(%d/%d)", s.base, w.pair, max(s.dModel/2-1, 1))
	}
	return fmt.Sprintf("%d^(%d/%d)", s.base, 2*w.pair, s.dModel)
}

// shownDims returns the dimensions to draw in room columns: all of them, or
// every few pairs, so that a column is always one dimension and sines are
// never averaged with cosines. The chosen dimension's pair stands for its
// neighbours. step is the number of pairs of which one is shown.
func shownDims(s settings, chosen, room int) (dims []int, step int) {
	layout, pairs := position.Layout(s.layout), s.dModel/2
	most := max(room/2, 1)
	step = (pairs + most - 1) / most
	own, _ := layout.PairOf(chosen, s.dModel)
	for i := 0; i < pairs; i += step {
		shown := i
		if own/step == i/step {
			shown = own
		}
		a, b := layout.Pair(shown, s.dModel)
		dims = append(dims, a, b)
	}
	slices.Sort(dims)
	return dims, step
}
