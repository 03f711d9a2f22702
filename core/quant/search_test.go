package quant

import (
	"math"
	"slices"
	"testing"
)

func TestSearchBeatsMinMax(t *testing.T) {
	x := append(newTwister().gauss(1000), 9)
	s := Textbook(4, Symmetric)
	errorOf := func(r Range) float64 { return squaredError(s.Grid(r), x, math.Inf(1)) }
	found := SearchMSE(x, s)
	if a, b := errorOf(found), errorOf(MinMax(x)); !(a < b) || found.Hi >= 9 {
		t.Errorf("error %g for %v, %g for all", a, found, b)
	}
	if r := (Clip{Search: true}).Range(x, s); r != found {
		t.Errorf("clip by search %v", r)
	}
	if r := (Clip{Percentile: 0.99}).Range(x, s); r != Percentile(x, 0.99) {
		t.Errorf("clip by percentile %v", r)
	}
}

// The error of many values, by their sums, is that of one after the other.
func TestErrorBySums(t *testing.T) {
	x := append(newTwister().gauss(6000), 9, -20, inf, nan, 0, 0.5, 1, 1.5)
	for _, s := range []Scheme{Textbook(2, Symmetric), Textbook(4, Affine), Textbook(8, Symmetric), Textbook(8, Affine)} {
		m := momentsOf(x)
		for _, r := range []Range{MinMax(x), {-1, 1}, {-0.1, 5}, {0, 2}} {
			g := s.Grid(r)
			want, got := squaredError(g, x, math.Inf(1)), m.squaredError(g)
			if math.Abs(got/want-1) > 1e-9 {
				t.Errorf("%d to %d over %v: %g by sums, %g one by one", g.Min, g.Max, r, got, want)
			}
		}
	}
}

// Many values are sorted as few are.
func TestSorted(t *testing.T) {
	x := append(newTwister().gauss(5000), 0, float32(math.Copysign(0, -1)), 1e-40, -1e-40, math.MaxFloat32, -math.MaxFloat32)
	want := slices.Clone(x)
	slices.Sort(want)
	if got := sorted(append(x, inf, -inf, nan)); !slices.Equal(got, want) {
		t.Error("not in order, or not the finite values")
	}
}
