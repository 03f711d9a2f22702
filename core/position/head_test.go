package position

import (
	"fmt"
	"math"
)

// Head is the reference that the encodings are tried on: one attention head with one way of knowing positions, or none:
//
//	y = softmax(q·kᵀ/√d + bias)·v,  q = x·Wq, k = x·Wk, v = x·Wv
//
// The zero Head has no positions, no mask, and q = k = v = x.
type Head struct {
	Wq, Wk, Wv []float64 // [d, d] row-major; nil is the identity

	Causal bool    // a token sees itself and what is before it
	Add    Table   // [≥T, d] added to x before the projections, if it has rows
	Rotary Rotary  // turns q and k, if its Dim is not 0
	Slope  float64 // ALiBi's penalty for each step, if not 0
}

// Forward returns the head's output [T, d] and its attention weights [T, T]
// (row: query, column: key, each row sums to 1) for x [T, d]. Row i of x
// stands at position i. It panics if a shape does not fit x.
func (h Head) Forward(x Table) (y, weights Table) {
	in := h.withPositions(x) // [T, d]
	q := project(in, h.Wq)   // [T, d]
	k := project(in, h.Wk)   // [T, d]
	v := project(in, h.Wv)   // [T, d]
	if h.Rotary.Dim != 0 {
		q, k = h.Rotary.RotateRows(q, 0), h.Rotary.RotateRows(k, 0)
	}
	y, weights = NewTable(x.Rows, x.Cols), NewTable(x.Rows, x.Rows)
	for i := range x.Rows {
		seen := x.Rows
		if h.Causal {
			seen = i + 1
		}
		row := weights.Row(i)[:seen]
		for j := range row {
			row[j] = BiasedScore(q.Row(i), k.Row(j), h.Slope, float64(i-j))
		}
		softmax(row)
		for j, w := range row {
			addScaled(y.Row(i), w, v.Row(j))
		}
	}
	return y, weights
}

// OrderEffect runs the head on x [T, d] and on the same rows in another order
// (row i becomes x's row order[i]), and returns for each row of x, [T], the
// largest change of its output. Without positions and without a mask it is 0
// up to rounding: attention sees a bag of words. A causal mask alone already
// tells orders apart (Kazemnejad et al. 2023).
func (h Head) OrderEffect(x Table, order []int) []float64 {
	before, _ := h.Forward(x)
	after, _ := h.Forward(x.Permute(order))
	effect := make([]float64, x.Rows)
	for i, p := range order {
		was := before.Row(p)
		for j, v := range after.Row(i) {
			effect[p] = max(effect[p], math.Abs(v-was[j]))
		}
	}
	return effect
}

func (h Head) withPositions(x Table) Table {
	if h.Add.Rows == 0 {
		return x
	}
	if h.Add.Rows < x.Rows || h.Add.Cols != x.Cols {
		panic(fmt.Sprintf("position: encodings of %d by %d for tokens of %d by %d", h.Add.Rows, h.Add.Cols, x.Rows, x.Cols))
	}
	out := NewTable(x.Rows, x.Cols)
	for i, v := range x.Data {
		out.Data[i] = v + h.Add.Data[i]
	}
	return out
}

// project returns x·w, [T, d]; x itself if w is nil.
func project(x Table, w []float64) Table {
	if w == nil {
		return x
	}
	if len(w) != x.Cols*x.Cols {
		panic(fmt.Sprintf("position: %d weights for a %d by %d matrix", len(w), x.Cols, x.Cols))
	}
	out := NewTable(x.Rows, x.Cols)
	for i := range x.Rows {
		for j, v := range x.Row(i) {
			addScaled(out.Row(i), v, w[j*x.Cols:(j+1)*x.Cols])
		}
	}
	return out
}

func addScaled(dst []float64, by float64, v []float64) {
	for i := range dst {
		dst[i] += by * v[i]
	}
}

// softmax replaces scores by exp(s)/Σexp(s).
func softmax(scores []float64) {
	peak := math.Inf(-1)
	for _, s := range scores {
		if s > peak {
			peak = s
		}
	}
	var sum float64
	for i, s := range scores {
		// Subtracting the peak leaves the ratios unchanged and keeps exp ≤ 1.
		scores[i] = math.Exp(s - peak)
		sum += scores[i]
	}
	for i := range scores {
		scores[i] /= sum
	}
}
