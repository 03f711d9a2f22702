package quant

import (
	"math"
	"slices"
)

// SearchMSE returns the range with the smallest mean squared error of x under
// s, among MinMax(x) shrunk to 100, 99, … 21 %: the search of GPTQ's
// quantizer, with squares. The widest of equals wins. It takes at most
// 80·len(x) steps, of many values in few levels far less.
func SearchMSE(x []float32, s Scheme) Range {
	full := MinMax(x)
	measure := func(g Grid, limit float64) float64 { return squaredError(g, x, limit) }
	if levels := s.Grid(full).Levels(); len(x) > 16*levels {
		moments := momentsOf(x)
		measure = func(g Grid, _ float64) float64 { return moments.squaredError(g) }
	}
	best, least := full, math.Inf(1)
	for percent := 100; percent > 20; percent-- {
		by := float32(percent) / 100
		r := Range{full.Lo * by, full.Hi * by}
		if e := measure(s.Grid(r), least); e < least {
			best, least = r, e
		}
	}
	return best
}

// squaredError returns Σ(x − Snap(x))² over the finite values, or some sum
// above limit if it is more than that. It is SnapAll with the sum taken at
// once: groups are so small that a copy of each would cost as much.
func squaredError(g Grid, x []float32, limit float64) float64 {
	const chunk = 16 // values between two looks at the limit
	lo, hi := g.bounds()
	scale, origin := g.Scale, g.Origin
	var sum float64
	for len(x) > 0 && sum <= limit {
		n := min(chunk, len(x))
		for _, v := range x[:n] {
			if v-v != 0 {
				continue
			}
			step := held((v-origin)/scale, lo, hi)
			if g.Rounding == HalfEven {
				step = toEven(step)
			} else {
				step = float32(g.Rounding.Round(float64(step)))
			}
			d := float64(v) - float64(float32(step*scale)+origin)
			sum += float64(d * d)
		}
		x = x[n:]
	}
	return sum
}

// moments are the finite values of a set in rising order, and the sums of the
// first n of them and of their squares: what a level of a grid stands for is a
// stretch of the order, and its error follows from the ends of that.
type moments struct {
	rising       []float32
	sum, squares []float64 // [len(rising)+1]
}

func momentsOf(x []float32) moments {
	m := moments{rising: sorted(x)}
	m.sum, m.squares = make([]float64, len(m.rising)+1), make([]float64, len(m.rising)+1)
	for i, v := range m.rising {
		v := float64(v)
		m.sum[i+1], m.squares[i+1] = m.sum[i]+v, m.squares[i]+float64(v*v)
	}
	return m
}

// squaredError returns Σ(x − Snap(x))² over the values: for each level v,
// Σx² − 2vΣx + nv² of those that it stands for.
func (m moments) squaredError(g Grid) float64 {
	var total float64
	from := 0
	for q := g.Min; from < len(m.rising); q++ {
		to := m.last(g, q, from)
		v := float64(g.Value(q))
		total += m.squares[to] - m.squares[from] - float64(2*v*(m.sum[to]-m.sum[from])) + float64(float64(to-from)*v*v)
		from = to
	}
	return total
}

// last returns where the values end whose integer is q or less. They are known
// up to from.
func (m moments) last(g Grid, q int32, from int) int {
	if q >= g.Max {
		return len(m.rising)
	}
	edge := float32((float32(q-g.Zero)+0.5)*g.Scale) + g.Origin
	to, _ := slices.BinarySearch(m.rising[from:], edge)
	to += from
	// What lies at the edge itself goes where Integer sends it.
	for to > from && g.Integer(m.rising[to-1]) > q {
		to--
	}
	for to < len(m.rising) && g.Integer(m.rising[to]) <= q {
		to++
	}
	return to
}
