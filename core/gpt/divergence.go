package gpt

import (
	"fmt"

	"logitarium/core/elementary"
	"logitarium/core/tensor"
)

// Divergence returns the mean over positions of the Kullback-Leibler
// divergence D(p‖q) = Σ p·ln(p/q) in nats, where p and q are the softmax of the
// logits before and after [N, V] at a position: how much worse than before a
// text is predicted, by what before believes. It is 0 where both differ by a
// constant, +Inf where after rules out a token that before does not, NaN if
// there are no positions. It panics if the shapes differ.
func Divergence(before, after tensor.Matrix) float64 {
	if before.Rows != after.Rows || before.Cols != after.Cols {
		panic(fmt.Sprintf("gpt: divergence of logits [%d, %d] and [%d, %d]", before.Rows, before.Cols, after.Rows, after.Cols))
	}
	sum := 0.0
	for i := range before.Rows {
		sum += divergence(before.Row(i), after.Row(i))
	}
	return sum / float64(before.Rows)
}

// divergence is Σ p·(z−y) − ln Σ exp z + ln Σ exp y, of logits z and y less
// their peaks.
func divergence(before, after []float32) float64 {
	topZ, topY := peakOf(before), peakOf(after)
	var all, other, moved float64
	for i, z := range before {
		z, y := float64(z)-topZ, float64(after[i])-topY
		e := elementary.Exp(z)
		all += e
		other += elementary.Exp(y)
		if e != 0 { // 0·∞ is no number, and there nothing is lost
			moved += float64(e * (z - y))
		}
	}
	return max(moved/all-elementary.Log(all)+elementary.Log(other), 0) // rounding can leave −1e-17
}

func peakOf(x []float32) float64 {
	peak := x[0]
	for _, v := range x {
		peak = max(peak, v)
	}
	return float64(peak)
}
