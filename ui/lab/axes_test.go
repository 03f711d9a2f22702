package lab

import (
	"math"
	"slices"
	"testing"

	"logitarium/viz"
)

func TestAxes(t *testing.T) {
	alone := Frame{}
	if low, high := alone.Axis("score", -1, 3); low != -1 || high != 3 {
		t.Errorf("alone: %v to %v", low, high)
	}
	if alone.Span("score", []float64{1, 2}) != nil {
		t.Error("alone: the chart's own choice is overruled")
	}
	var axes Axes
	f := Frame{Axes: &axes}
	f.Axis("score", -1, 3)
	f.Axis("other", 0, 100)
	if axes.widened != 0 {
		t.Error("new ranges count as wider ones")
	}
	if r := f.Span("score", []float64{math.NaN(), -4, math.Inf(1), 0}); *r != [2]float64{-4, 3} {
		t.Errorf("the two span %v", *r)
	}
	if axes.widened != 1 {
		t.Errorf("widened %d times", axes.widened)
	}
	if low, high := f.Axis("score", -1, 3); low != -4 || high != 3 || axes.widened != 1 {
		t.Errorf("drawn again: %v to %v, widened %d times", low, high, axes.widened)
	}
	if _, high := f.Axis("score", 0, math.Inf(1)); !math.IsInf(high, 1) {
		t.Error("an infinite range is changed")
	}
	if top := f.Top("score", 2); top != 3 {
		t.Errorf("an infinite range was shared: %v", top)
	}
	if f.Span("empty", []float64{math.NaN()}) != nil {
		t.Error("the range of no values is known")
	}
	if got := Padded([]float64{1}, 3); len(got) != 3 || got[0] != 1 || !math.IsNaN(got[2]) || len(Padded(got, 2)) != 3 {
		t.Errorf("padded to %v", got)
	}
	if part := f.In(3, 4); part.Axes != f.Axes || part.W != 3 || part.H != 4 {
		t.Errorf("a part of the picture: %+v", part)
	}
}

// A histogram beside one of the same values is as it is alone; two of different
// values have the same bins and the same highest count.
func TestHistogramsShareTheirBins(t *testing.T) {
	var few, many viz.Histogram
	for i := range 300 {
		if few.Values = append(few.Values, float64(i%7)); i < 40 {
			few.Values = append(few.Values, 3)
		}
		many.Values = append(many.Values, float64(i)/10-4)
	}
	size := viz.Size{W: 40, H: 12}
	for _, h := range []viz.Histogram{few, many} {
		edges, most := h.Bins(size.W)
		f := Frame{Size: size, Axes: &Axes{}}
		got := f.Histogram("x", h)
		if len(got.Edges) != len(edges) || got.Most != most {
			t.Errorf("beside itself it has %d bins and at most %d, alone %d and %d", len(got.Edges)-1, got.Most, len(edges)-1, most)
		}
		for i, e := range edges {
			if math.Abs(got.Edges[i]-e) > 1e-9 {
				t.Errorf("edge %d is %v, and alone %v", i, got.Edges[i], e)
			}
		}
	}
	f := Frame{Size: size, Axes: &Axes{}}
	f.Histogram("x", few)
	f.Histogram("x", many)
	a, b := f.Histogram("x", few), f.Histogram("x", many)
	if !slices.Equal(a.Edges, b.Edges) || a.Most != b.Most {
		t.Errorf("two have %v, at most %d, and %v, at most %d", a.Edges, a.Most, b.Edges, b.Most)
	}
}
