package quant

import (
	"fmt"
	"math"
	"slices"

	"logitarium/core/elementary"
)

// Distance says how far y is from x.
type Distance struct {
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
func Compare(x, y []float32) Distance {
	var c Comparison
	c.Add(x, y)
	return c.Errors()
}

// Comparison is [Compare] in parts: the sums so far. Its zero value compares
// nothing yet.
type Comparison struct {
	n                       int
	noise, xx, yy, xy, most float64
}

// Add goes on with the next values of x and y. It panics if the lengths differ.
func (c *Comparison) Add(x, y []float32) {
	if len(x) != len(y) {
		panic(fmt.Sprintf("quant: compare %d values with %d", len(x), len(y)))
	}
	noise, xx, yy, xy, most := c.noise, c.xx, c.yy, c.xy, c.most
	for i := range x {
		a, b := float64(x[i]), float64(y[i])
		d := a - b
		noise += float64(d * d)
		xx += float64(a * a)
		yy += float64(b * b)
		xy += float64(a * b)
		most = max(most, math.Abs(d))
	}
	*c = Comparison{c.n + len(x), noise, xx, yy, xy, most}
}

// Errors is how far the values added so far are apart. It panics if there are
// none.
func (c Comparison) Errors() Distance {
	if c.n == 0 {
		panic("quant: no values to compare")
	}
	e := Distance{
		RMSE:   math.Sqrt(c.noise / float64(c.n)),
		Max:    c.most,
		SQNR:   10 * elementary.Log10(c.xx/c.noise),
		Cosine: c.xy / math.Sqrt(c.xx) / math.Sqrt(c.yy),
	}
	if c.noise != 0 { // NaN too
		e.Relative = math.Sqrt(c.noise / c.xx)
	}
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

// DecibelsPerBit is the gain in SQNR for each additional bit when the error is
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
	return 20 * elementary.Log10(rms/NoiseRMS(step))
}

// StepRMS returns the root mean square of the steps of m's grids, each counted
// as often as values lie on it: of one grid its scale. With it [NoiseRMS] is the
// error to expect of the whole matrix.
func StepRMS(m Matrix) float64 {
	if m.Granularity == PerTensor {
		return float64(m.Grids[0].Scale)
	}
	var sum float64
	m.Blocks(func(g Grid, from, to int) {
		scale := float64(g.Scale)
		sum += float64(float64(to-from) * scale * scale)
	})
	return math.Sqrt(sum / float64(m.Rows*m.Cols))
}

// Median returns the middle of some values in their order: of an even number
// the mean of the two in the middle, NaN of none.
func Median(values []float64) float64 {
	n := len(values)
	if n == 0 {
		return math.NaN()
	}
	s := slices.Sorted(slices.Values(values))
	return (s[(n-1)/2] + s[n/2]) / 2
}
