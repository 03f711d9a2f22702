package position

import (
	"fmt"
	"math"

	"logitarium/core/elementary"
)

// Rotary is RoPE (Su et al. 2021, eq. 14-16): in every layer the pairs of a
// head's query and key, not of its values and not of the embedding, are turned
// by the angle pθ_i, θ_i = Base^(−2i/Dim). The score of two tokens then
// depends on their contents and their offset only.
//
// The methods panic unless Dim is even and positive and Base positive. For
// positions, offsets and bases at the edges see [Sinusoid]. An infinity or a NaN
// in x makes the pair that it is in infinite or NaN, and no other.
type Rotary struct {
	Dim    int     // width of one head
	Base   float64 // 10000 in the paper
	Layout Layout
}

// Frequencies returns θ_i, [Dim/2], in radians per position.
func (r Rotary) Frequencies() []float64 {
	return PaperSpacing.frequencies(r.Dim, r.Base)
}

// Angles returns the angles pθ_i at position p, [Dim/2], in radians.
func (r Rotary) Angles(p float64) []float64 {
	angles := r.Frequencies()
	for i := range angles {
		angles[i] *= p
	}
	return angles
}

// Rotate returns x turned to position p, [Dim]: pair (a, b) becomes
// (a·cos pθ − b·sin pθ, a·sin pθ + b·cos pθ). The length of x stays.
// It panics if x is not Dim long.
func (r Rotary) Rotate(x []float64, p float64) []float64 {
	out := make([]float64, r.Dim)
	r.rotateTo(out, x, r.Frequencies(), p)
	return out
}

func (r Rotary) rotateTo(dst, x, freqs []float64, p float64) {
	if len(x) != r.Dim {
		panic(fmt.Sprintf("position: rotary of width %d for %d values", r.Dim, len(x)))
	}
	for i, w := range freqs {
		a, b := r.Layout.Pair(i, r.Dim)
		sin, cos := elementary.Sincos(p * w)
		dst[a], dst[b] = float64(x[a]*cos)-float64(x[b]*sin), float64(x[a]*sin)+float64(x[b]*cos)
	}
}

// RotateRows returns x [T, Dim] with row i turned to position start+i; of no
// rows none. It panics if x has rows that are not Dim wide.
func (r Rotary) RotateRows(x Table, start int) Table {
	freqs := r.Frequencies()
	out := NewTable(x.Rows, x.Cols)
	for i := range x.Rows {
		r.rotateTo(out.Row(i), x.Row(i), freqs, float64(start+i))
	}
	return out
}

// Score returns the attention score of a query that stands offset positions
// after its key: (R_m·q)·(R_n·k)/√Dim with m − n = offset, whatever m is.
// For pair (a, b) the sum is (q_a·k_a + q_b·k_b)·cos(offset·θ) +
// (q_a·k_b − q_b·k_a)·sin(offset·θ). It panics if q or k is not Dim long.
func (r Rotary) Score(q, k []float64, offset float64) float64 {
	if len(q) != r.Dim || len(k) != r.Dim {
		panic(fmt.Sprintf("position: rotary of width %d for a query of %d and a key of %d", r.Dim, len(q), len(k)))
	}
	var sum float64
	for i, w := range r.Frequencies() {
		a, b := r.Layout.Pair(i, r.Dim)
		sin, cos := elementary.Sincos(offset * w)
		sum += float64((float64(q[a]*k[a])+float64(q[b]*k[b]))*cos) + float64((float64(q[a]*k[b])-float64(q[b]*k[a]))*sin)
	}
	return sum / math.Sqrt(float64(r.Dim))
}
