// Package quant maps real numbers to few integers and back, and measures what
// is lost: symmetric and affine grids of 2 to 8 bits for a whole tensor, its
// rows or groups; ggml's blocks; a histogram that chooses a range; SmoothQuant;
// and the ledger of bytes.
//
// Matrices are row-major float32. A weight is [out, in], so that its output
// channel is a row; an activation is [tokens, in], so that a token is a row;
// groups run along in. Misuse panics with the numbers. NaN and ±Inf do not
// take part in choosing a range.
package quant

import (
	"fmt"
	"math"
)

// Rounding says where a value half-way between two integers goes.
type Rounding int

const (
	// HalfEven rounds to the even neighbour: IEEE 754, NumPy, PyTorch, ONNX.
	HalfEven Rounding = iota
	// HalfAway rounds away from zero: C's round, ggml's Q8_0.
	HalfAway
	// HalfUp rounds toward +Inf, trunc(v + 8.5) − 8: ggml's Q4_0, and the
	// symmetric 4-bit groups of PyTorch's tests.
	HalfUp
)

// String returns "half to even", "half away" or "half up".
func (r Rounding) String() string {
	switch r {
	case HalfEven:
		return "half to even"
	case HalfAway:
		return "half away"
	case HalfUp:
		return "half up"
	}
	return fmt.Sprintf("Rounding(%d)", int(r))
}

// Round returns the integer nearest to v.
func (r Rounding) Round(v float64) float64 {
	switch r {
	case HalfAway:
		return math.Round(v)
	case HalfUp:
		return math.Floor(v + 0.5)
	}
	return math.RoundToEven(v)
}

// Grid is a ladder of equally spaced values: the integer q, Min ≤ q ≤ Max,
// stands for
//
//	Scale·(q − Zero) + Origin
//
// Origin is 0 except on grids of kind Offset, so that the real 0 is exactly
// the integer Zero (Jacob et al. 2018, eq. 1). The methods panic if Scale is
// not above 0 or the integers are not in order or beyond ±2²¹.
type Grid struct {
	Scale    float32 // the step between two values
	Zero     int32
	Origin   float32
	Min, Max int32
	Rounding Rounding
}

// Integer returns the integer of the value nearest to x, Zero + round((x −
// Origin)/Scale) held in [Min, Max]. Of NaN it is Zero, held likewise.
func (g Grid) Integer(x float32) int32 {
	lo, hi := g.bounds()
	v := g.Rounding.Round(float64(g.steps(x)))
	if v != v {
		v = 0
	}
	return int32(min(max(v, float64(lo)), float64(hi))) + g.Zero
}

// Value returns the real number that q stands for.
func (g Grid) Value(q int32) float32 {
	// The conversion keeps the product from being fused into the sum, which
	// would round differently on some processors.
	return float32(g.Scale*float32(q-g.Zero)) + g.Origin
}

// Snap returns Value(Integer(x)), and NaN for NaN: a fault stays visible.
func (g Grid) Snap(x float32) float32 {
	if x != x {
		return x
	}
	return g.Value(g.Integer(x))
}

// SnapAll replaces every value of x by Snap of it: "fake quantization", the
// error of the integers without the integers. It does not allocate.
func (g Grid) SnapAll(x []float32) {
	lo, hi := g.bounds()
	scale, origin := g.Scale, g.Origin
	for i, v := range x {
		v = held((v-origin)/scale, lo, hi)
		if g.Rounding == HalfEven {
			v = toEven(v)
		} else {
			v = float32(g.Rounding.Round(float64(v)))
		}
		x[i] = float32(v*scale) + origin
	}
}

// IntegerAll sets dst[i] to Integer(x[i]). It panics if the lengths differ.
func (g Grid) IntegerAll(dst []int32, x []float32) {
	if len(dst) != len(x) {
		panic(fmt.Sprintf("quant: %d integers for %d values", len(dst), len(x)))
	}
	lo, hi := g.bounds()
	scale, origin := g.Scale, g.Origin
	for i, v := range x {
		v = (v - origin) / scale
		if v != v {
			v = 0
		}
		v = held(v, lo, hi)
		if g.Rounding == HalfEven {
			v = toEven(v)
		} else {
			v = float32(g.Rounding.Round(float64(v)))
		}
		dst[i] = int32(v) + g.Zero
	}
}

// ValueAll sets dst[i] to Value(q[i]). It panics if the lengths differ.
func (g Grid) ValueAll(dst []float32, q []int32) {
	if len(dst) != len(q) {
		panic(fmt.Sprintf("quant: %d values for %d integers", len(dst), len(q)))
	}
	for i, v := range q {
		dst[i] = g.Value(v)
	}
}

// held returns v brought into [lo, hi]. Comparisons, not min and max: they are
// quicker, and let NaN through.
func held(v, lo, hi float32) float32 {
	if v < lo {
		v = lo
	}
	if v > hi {
		v = hi
	}
	return v
}

// toEven rounds half to even, for |v| ≤ 2²². Between 2²³ and 2²⁴ float32 has
// no fractions: the sum is rounded by the adder, and the difference is exact.
func toEven(v float32) float32 {
	const shift = 3 << 22
	return (v + shift) - shift
}

// Clips reports whether x lies beyond the ends of the grid: its nearest step
// is not one of the integers. NaN does not.
func (g Grid) Clips(x float32) bool {
	lo, hi := g.bounds()
	at := g.steps(x)
	if at >= lo && at <= hi { // as nearly all
		return false
	}
	v := g.Rounding.Round(float64(at))
	return v < float64(lo) || v > float64(hi)
}

// Levels returns how many values the grid has.
func (g Grid) Levels() int { return int(g.Max-g.Min) + 1 }

// Ends returns the lowest and the highest value.
func (g Grid) Ends() (lo, hi float32) { return g.Value(g.Min), g.Value(g.Max) }

// steps returns x in steps from Origin, not rounded.
func (g Grid) steps(x float32) float32 { return (x - g.Origin) / g.Scale }

// bounds returns Min and Max as steps from Zero.
func (g Grid) bounds() (lo, hi float32) {
	const far = 1 << 21
	if !(g.Scale > 0) || g.Min >= g.Max || g.Min < -far || g.Max > far || g.Zero < -far || g.Zero > far {
		panic(fmt.Sprintf("quant: a grid of scale %g, integers %d to %d, zero %d", g.Scale, g.Min, g.Max, g.Zero))
	}
	return float32(g.Min - g.Zero), float32(g.Max - g.Zero)
}
