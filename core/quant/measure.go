package quant

import (
	"fmt"
	"math"
)

// Errors says how far y is from x.
type Errors struct {
	RMSE   float64 // √(mean (x − y)²), in the unit of x
	Max    float64 // max |x − y|, in the unit of x
	SQNR   float64 // signal to quantization noise, 20·log10(‖x‖/‖x − y‖), dB; +Inf if y = x, NaN if both are 0
	Cosine float64 // x·y/(‖x‖·‖y‖); NaN if either is 0

	// Relative is ‖x − y‖/‖x‖, the RMSE as a share of the root mean square of
	// x; 0 if y = x, also where both are 0, and +Inf if only x is 0.
	Relative float64
}

// Compare measures y against x, value by value, in float64.
// It panics if the lengths differ or are 0.
func Compare(x, y []float32) Errors {
	if len(x) != len(y) || len(x) == 0 {
		panic(fmt.Sprintf("quant: compare %d values with %d", len(x), len(y)))
	}
	var e Errors
	var noise, xx, yy, xy float64
	for i := range x {
		a, b := float64(x[i]), float64(y[i])
		d := a - b
		noise += float64(d * d)
		xx += float64(a * a)
		yy += float64(b * b)
		xy += float64(a * b)
		e.Max = max(e.Max, math.Abs(d))
	}
	e.RMSE = math.Sqrt(noise / float64(len(x)))
	e.SQNR = 10 * math.Log10(xx/noise)
	if noise != 0 { // NaN too
		e.Relative = math.Sqrt(noise / xx)
	}
	e.Cosine = xy / math.Sqrt(xx) / math.Sqrt(yy)
	return e
}

// LevelsUsed returns how many different integers occur in q. Against
// Grid.Levels it tells how much of the grid an outlier has left to the rest.
func LevelsUsed(q []int32) int {
	if len(q) == 0 {
		return 0
	}
	least, most := q[0], q[0]
	for _, v := range q {
		least, most = min(least, v), max(most, v)
	}
	// A grid has at most a few hundred levels: one place for each.
	if span := int64(most) - int64(least); span < 1<<16 {
		seen, n := make([]bool, span+1), 0
		for _, v := range q {
			if !seen[v-least] {
				seen[v-least] = true
				n++
			}
		}
		return n
	}
	seen := make(map[int32]bool)
	for _, v := range q {
		seen[v] = true
	}
	return len(seen)
}

// ClippedShare returns the share of x that lies beyond the ends of g, 0 to 1;
// 0 if x is empty.
func ClippedShare(g Grid, x []float32) float64 {
	if len(x) == 0 {
		return 0
	}
	n := 0
	lo, hi := g.bounds()
	for _, v := range x {
		// Most values lie inside; those that do not may still round to an end.
		if at := g.steps(v); (at < lo || at > hi) && g.Clips(v) {
			n++
		}
	}
	return float64(n) / float64(len(x))
}

// DecibelsPerBit is what one more bit adds to the SQNR when the error is
// uniform over a step: 20·log10(2) = 6.02 dB.
const DecibelsPerBit = 20 * math.Ln2 / math.Ln10

// NoiseRMS returns the error to expect of a step, step/√12: the root mean
// square of a uniform error from −step/2 to step/2 (Bennett 1948). It holds
// while many levels are in use and nothing is clipped.
func NoiseRMS(step float64) float64 { return step / math.Sqrt(12) }

// PredictedSQNR returns the SQNR, in dB, of a signal with this root mean
// square on a grid with this step, if the error is uniform:
// 20·log10(rms·√12/step).
func PredictedSQNR(rms, step float64) float64 {
	return 20 * math.Log10(rms/NoiseRMS(step))
}

// StepRMS returns the root mean square of the steps of m's grids, each counted
// as often as values lie on it: of one grid its scale. With it [NoiseRMS] is the
// error to expect of the whole matrix.
func StepRMS(m Matrix) float64 {
	if m.Granularity == PerTensor {
		return float64(m.Grids[0].Scale)
	}
	var sum float64
	for i := range m.Rows {
		for j := 0; j < m.Cols; {
			scale, end := float64(m.Grid(i, j).Scale), m.runEnd(j)
			sum += float64(float64(end-j) * scale * scale)
			j = end
		}
	}
	return math.Sqrt(sum / float64(m.Rows*m.Cols))
}
