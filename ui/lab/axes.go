package lab

import (
	"math"

	"logitarium/viz"
)

// Axes are the ranges of what two pictures beside each other show, by the name
// of the quantity: both draw the same quantity to the same scale.
type Axes struct {
	Ranges  map[string][2]float64 // what has been asked for so far
	widened int                   // how often a range that was in use became wider
}

// Settle calls draw, and again as long as a picture widened a range that another
// had already used.
func (a *Axes) Settle(draw func()) {
	for again := true; again; {
		before := a.widened
		draw()
		again = a.widened > before
	}
}

// Axis returns the range to draw a quantity in: low to high for a picture that
// stands alone, and beside another one a range that has room for both. A name
// is a quantity with its unit; pictures that share none use different names.
// A range that is not finite is returned as it is, and shared with nobody.
func (f Frame) Axis(name string, low, high float64) (float64, float64) {
	width := high - low
	if f.Axes == nil || math.IsNaN(width) || math.IsInf(width, 0) {
		return low, high
	}
	return f.Axes.add(name, low, high)
}

func (a *Axes) add(name string, low, high float64) (float64, float64) {
	r, known := a.Ranges[name]
	switch {
	case a.Ranges == nil:
		a.Ranges = map[string][2]float64{}
		fallthrough
	case !known:
		r = [2]float64{low, high}
	case low < r[0] || high > r[1]:
		r = [2]float64{min(low, r[0]), max(high, r[1])}
		a.widened++
	}
	a.Ranges[name] = r
	return r[0], r[1]
}

// Top is the upper end that [Frame.Axis] gives what begins at 0.
func (f Frame) Top(name string, top float64) float64 {
	_, top = f.Axis(name, 0, top)
	return top
}

// Last is [Frame.Top] for what is counted: layers, steps, positions.
func (f Frame) Last(name string, last int) int { return int(f.Top(name, float64(last))) }

// Span is [Frame.Axis] for the finite values of some series. It returns nil, so
// that the chart chooses, if the picture stands alone or no value is finite.
func (f Frame) Span(name string, series ...[]float64) *[2]float64 {
	low, high := math.Inf(1), math.Inf(-1)
	for _, values := range series {
		for _, v := range values {
			if !math.IsNaN(v) && !math.IsInf(v, 0) {
				low, high = min(low, v), max(high, v)
			}
		}
	}
	if f.Axes == nil || low > high {
		return nil
	}
	low, high = f.Axis(name, low, high)
	return &[2]float64{low, high}
}

// Histogram returns h with the bins and the range of counts that it shares with
// the picture beside it.
func (f Frame) Histogram(name string, h viz.Histogram) viz.Histogram {
	if f.Axes == nil {
		return h
	}
	edges, _ := h.Bins(f.W)
	bins := f.Last("bins:"+name, len(edges)-1)
	low, high := f.Axis(name, edges[0], edges[len(edges)-1])
	h.Edges = Evenly(low, high, bins)
	_, most := h.Bins(f.W)
	h.Most = f.Last("count:"+name, most)
	return h
}

// Evenly returns the edges of n equally wide bins from low to high, n+1 values.
func Evenly(low, high float64, n int) []float64 {
	edges := make([]float64, n+1)
	for i := range edges {
		at := float64(i) / float64(n)
		edges[i] = float64(low*(1-at)) + float64(high*at) // does not overflow
	}
	edges[n] = high
	return edges
}

// Padded is a series with NaN, which is a gap, up to a number of values: an
// axis that two pictures share may end after the series of one.
func Padded(values []float64, n int) []float64 {
	out := make([]float64, max(n, len(values)))
	for i := copy(out, values); i < len(out); i++ {
		out[i] = math.NaN()
	}
	return out
}

// In is the frame for a part of a picture.
func (f Frame) In(w, h int) Frame {
	f.W, f.H = w, h
	return f
}
