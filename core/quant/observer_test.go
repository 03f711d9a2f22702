package quant

import "testing"

// A copy has seen the same, and what either sees next is its own.
func TestHistogramClone(t *testing.T) {
	var h, all Histogram
	h.Observe([]float32{1, 2, 3})
	c := h.Clone()
	for _, part := range [][]float32{{1, 2, 3}, {-7, 2.5}} {
		all.Observe(part)
	}
	h.Observe([]float32{2, 2, 2, 2})
	if c.Percentile(0.75) == h.Percentile(0.75) {
		t.Error("the copy saw what came later, or nothing was seen")
	}
	c.Observe([]float32{-7, 2.5})
	if c.Extremes() != all.Extremes() || c.Percentile(0.75) != all.Percentile(0.75) || h.Extremes() != (Range{1, 3}) {
		t.Errorf("the copy has %v to %v, the original %v", c.Percentile(0.75), c.Extremes(), h.Extremes())
	}
}
