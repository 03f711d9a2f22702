package quant

import (
	"fmt"
	"math"
)

// Kind says how a grid lies over a range of values.
type Kind int

const (
	// Symmetric has the real 0 in the middle: one number, the scale.
	Symmetric Kind = iota
	// Affine spans exactly the range, widened to hold 0, which stays exact:
	// a scale and an integer zero point.
	Affine
	// Offset spans the range as it is: a scale and a real minimum. 0 need not
	// be exact. The int4 groups of gpt-fast and ggml's Q4_1 and Q5_1.
	Offset
)

// String returns "symmetric", "affine" or "offset".
func (k Kind) String() string {
	switch k {
	case Symmetric:
		return "symmetric"
	case Affine:
		return "affine"
	case Offset:
		return "offset"
	}
	return fmt.Sprintf("Kind(%d)", int(k))
}

// Scheme turns a range of values into a Grid. Implementations differ in small
// things that move numbers on screen; a Scheme names them.
type Scheme struct {
	Bits int // 2 to 8
	Kind Kind

	// Full spreads the symmetric levels over all 2^Bits integers: scale =
	// absmax/((2^Bits − 1)/2), so that a positive absmax is cut by half a
	// step. Otherwise the lowest integer stays unused, and scale =
	// absmax/(2^(Bits−1) − 1).
	Full bool

	// Unsigned counts from 0 instead of from −2^(Bits−1). The values of the
	// grid stay.
	Unsigned bool

	Rounding Rounding

	// Joint rounds a zero point as one sum in float32, round(lowest −
	// min/scale), and not as lowest − round(min/scale). Near a half they are
	// one apart.
	Joint bool

	// Least is the smallest scale; 0: any that is no subnormal number, and 1
	// for a range without width.
	Least float32
}

// Textbook returns the scheme of most papers: symmetric signed with scale =
// absmax/(2^(bits−1) − 1), affine and offset unsigned.
func Textbook(bits int, kind Kind) Scheme {
	return Scheme{Bits: bits, Kind: kind, Unsigned: kind != Symmetric}
}

// PyTorch returns the scheme of torch.ao's observers: signed, and symmetric
// over all integers (int8: absmax/127.5). No scale is below the distance from 1
// to the next float32, 2⁻²³, also of a range without width.
func PyTorch(bits int, kind Kind) Scheme {
	return Scheme{Bits: bits, Kind: kind, Full: true, Least: 0x1p-23}
}

// ONNXRuntime returns the scheme of onnxruntime.quantization: signed,
// symmetric without −128 at 8 bits (absmax/127), over all integers at 4
// (absmax/7.5), zero points rounded as one sum (quant_utils.compute_scale_zp).
func ONNXRuntime(bits int, kind Kind) Scheme {
	return Scheme{Bits: bits, Kind: kind, Full: bits == 4, Joint: true}
}

// GPTFast returns the scheme of gpt-fast's weight groups (quantize.py), of kind
// Offset: (x − min)/scale with halves to even. Its groups are never symmetric;
// of that kind the scheme is the one beside it in PyTorch's tests of 4-bit
// products (common_quantization, _group_quantize_tensor_symmetric): scale =
// absmax/(2^(bits−1) − 1), and halves rounded up.
func GPTFast(bits int, kind Kind) Scheme {
	s := Scheme{Bits: bits, Kind: kind, Unsigned: kind != Symmetric}
	if kind == Symmetric {
		s.Rounding = HalfUp
	}
	return s
}

// Grid returns the grid for values in r:
//
//	symmetric  scale = absmax/(2^(b−1) − 1), see Full; zero point in the middle
//	affine     scale = (max − min)/(2^b − 1), zero point = lowest − round(min/scale)
//	offset     scale = (max − min)/(2^b − 1), origin = min
//
// min/scale is a quotient in float32, as in PyTorch and ONNX Runtime: it is at
// an exact half where a longer one is not. A range of nothing but one value (of
// nothing but 0, unless the kind is Offset) has scale 1, or Least. It panics if Bits is not 2 to 8, or r is not finite
// and in order.
func (s Scheme) Grid(r Range) Grid {
	if s.Bits < 2 || s.Bits > 8 {
		panic(fmt.Sprintf("quant: %d bits, not 2 to 8", s.Bits))
	}
	lo, hi := float64(r.Lo), float64(r.Hi)
	if !(lo <= hi) || math.IsInf(lo, 0) || math.IsInf(hi, 0) {
		panic(fmt.Sprintf("quant: a range from %g to %g", lo, hi))
	}
	top := int32(1)<<s.Bits - 1 // number of steps
	g := Grid{Min: 0, Max: top, Rounding: s.Rounding}
	switch s.Kind {
	case Symmetric:
		peak, steps := max(-lo, hi), float64(top)/2
		g.Zero = top/2 + 1
		if !s.Full {
			steps = float64(top / 2)
			g.Zero, g.Max = top/2, top-1
		}
		g.Scale = s.scale(peak / steps)
	case Affine:
		lo, hi = min(lo, 0), max(hi, 0)
		g.Scale = s.scale((hi - lo) / float64(top))
		g.Zero = min(s.zero(float32(lo)/g.Scale), top)
	case Offset:
		g.Scale = s.scale((hi - lo) / float64(top))
		g.Origin = r.Lo
	default:
		panic(fmt.Sprintf("quant: no such kind as %v", s.Kind))
	}
	if !s.Unsigned {
		g.shift(s)
	}
	return g
}

// zero is the zero point, counted from the lowest integer, of a range that
// begins so many steps from 0.
func (s Scheme) zero(steps float32) int32 {
	if !s.Joint || s.Unsigned {
		return int32(-s.Rounding.Round(float64(steps)))
	}
	lowest := int32(-1) << (s.Bits - 1)
	return int32(s.Rounding.Round(float64(float32(lowest)-steps))) - lowest
}

// shift renames the integers 0 … to −2^(Bits−1) …, or to −(2^(Bits−1) − 1) …
// where the symmetric grid leaves one unused.
func (g *Grid) shift(s Scheme) {
	by := int32(1) << (s.Bits - 1)
	if s.Kind == Symmetric {
		by = g.Zero
	}
	g.Zero, g.Min, g.Max = g.Zero-by, g.Min-by, g.Max-by
}

// scale keeps a scale that can be divided by: 1 for a range without width, if
// there is no least one, and never a subnormal number, whose few bits would
// spoil every step.
func (s Scheme) scale(step float64) float32 {
	const smallestNormal = 0x1p-126
	if step == 0 && s.Least == 0 {
		return 1
	}
	return max(float32(max(step, smallestNormal)), s.Least)
}
