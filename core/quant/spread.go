package quant

import (
	"fmt"
	"math"

	"logitarium/core/tensor"
)

// Spread says how far values lie from 0 and from each other: what decides how
// fine a grid can be that has to hold them all.
type Spread struct {
	Range     Range   // of the finite values
	Peak      float64 // the largest finite magnitude
	RMS       float64 // √(mean x²)
	Deviation float64 // √(mean x² − (mean x)²), the standard deviation
	Zeros     float64 // the share that is 0, from 0 to 1
}

// SpreadOf measures x in one pass, in float64. NaN and ±Inf are left out of
// Range and Peak, and make RMS and Deviation NaN or +Inf. It panics if x is empty.
func SpreadOf(x []float32) Spread {
	if len(x) == 0 {
		panic("quant: the spread of no values")
	}
	lo, hi := float32(math.Inf(1)), float32(math.Inf(-1))
	var sum, squares float64
	zeros := 0
	for _, v := range x {
		if v < lo && v-v == 0 {
			lo = v
		}
		if v > hi && v-v == 0 {
			hi = v
		}
		if v == 0 {
			zeros++
		}
		d := float64(v)
		sum += d
		squares += float64(d * d)
	}
	s := Spread{}
	if lo <= hi {
		s.Range = Range{lo, hi}
	}
	n := float64(len(x))
	s.Peak = math.Max(-float64(s.Range.Lo), float64(s.Range.Hi))
	s.RMS = math.Sqrt(squares / n)
	s.Deviation = math.Sqrt(max(squares/n-sum/n*sum/n, 0))
	s.Zeros = float64(zeros) / n
	return s
}

// Crest is the crest factor, Peak/RMS: how far the range exceeds the usual
// value, and so how many levels are spent on few values. It is 1 for values of
// one magnitude, and NaN if all are 0.
func (s Spread) Crest() float64 { return s.Peak / s.RMS }

// ScaleColumns multiplies column k of x, rows of len(by), by by[k] in place.
// It panics if x is not whole rows.
func ScaleColumns(x, by []float32) {
	checkColumns(x, len(by))
	for ; len(x) > 0; x = x[len(by):] {
		for k, f := range by {
			x[k] *= f
		}
	}
}

// Reciprocals returns 1/x[i] for each i.
func Reciprocals(x []float32) []float32 {
	out := make([]float32, len(x))
	for i, v := range x {
		out[i] = 1 / v
	}
	return out
}

// ProductError returns what the product x·Wᵀ, [tokens, in]·[out, in]ᵀ, loses
// when both operands are replaced by what their integers stand for: the
// [Distance.Relative] of the second product from the first, both in float32.
// x and quantizedX have the same shape, and so have w and quantizedW; it panics
// if they have not.
func ProductError(x, quantizedX, w, quantizedW tensor.Matrix) float64 {
	if x.Rows != quantizedX.Rows || x.Cols != quantizedX.Cols || w.Rows != quantizedW.Rows || w.Cols != quantizedW.Cols {
		panic(fmt.Sprintf("quant: [%d, %d] becomes [%d, %d], and [%d, %d] becomes [%d, %d]",
			x.Rows, x.Cols, quantizedX.Rows, quantizedX.Cols, w.Rows, w.Cols, quantizedW.Rows, quantizedW.Cols))
	}
	before, after := tensor.New(x.Rows, w.Rows), tensor.New(x.Rows, w.Rows)
	tensor.MulBT(before, x, w)                  // [tokens, in]·[out, in]ᵀ → [tokens, out]
	tensor.MulBT(after, quantizedX, quantizedW) // [tokens, in]·[out, in]ᵀ → [tokens, out]
	return Compare(before.Data, after.Data).Relative
}
