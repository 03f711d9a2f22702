package quant

import (
	"math"
	"slices"
	"testing"
)

// A percentile, of which only what is near is sorted, is to the bit that of all
// the finite values in rising order.
func TestPercentileOfSorted(t *testing.T) {
	src := newTwister()
	equal := make([]float32, 3000)
	for i := range equal {
		equal[i] = float32(i % 2)
	}
	for _, x := range [][]float32{
		{3}, src.gauss(2), src.gauss(255), src.gauss(256), src.gauss(257), src.gauss(2000), src.gauss(20_000), equal, equal[:300],
		append(src.gauss(700), inf, -inf, nan, math.MaxFloat32, -math.MaxFloat32, 1e-40, -1e-40, 0),
		append(slices.Repeat([]float32{-inf, nan}, 200), 2, 1), // two of 402 count
	} {
		var rising []float32
		for _, v := range x {
			if !math.IsNaN(float64(v)) && !math.IsInf(float64(v), 0) {
				rising = append(rising, v)
			}
		}
		slices.Sort(rising)
		between := func(p float64) float32 {
			at := float64(p * float64(len(rising)-1))
			i := int(at)
			low, high := float64(rising[i]), float64(rising[min(i+1, len(rising)-1)])
			return float32(low + float64((at-float64(i))*(high-low)))
		}
		for _, p := range []float64{0.501, 0.6, 0.75, 0.9, 0.99, 0.999, 0.9999, 1} {
			got, want := Percentile(x, p), Range{between(1 - p), between(p)}
			if got != want {
				t.Errorf("%d values, %g: %v, not %v", len(x), p, got, want)
			}
		}
	}
	if got := Percentile(slices.Repeat([]float32{inf, nan}, 500), 0.9); got != (Range{}) {
		t.Errorf("of nothing finite: %v", got)
	}
}
