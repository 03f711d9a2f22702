package quant

import (
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

// Whatever parts a matrix is looked at in, they give what the whole gives, and
// each value lies in one block: on its own grid.
func TestInParts(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	for range 300 {
		rows, cols := 1+rng.IntN(7), 1+rng.IntN(9)
		x := make([]float32, rows*cols)
		for i := range x {
			x[i] = float32(rng.NormFloat64())
		}
		p := Plan{Scheme: Textbook(2+rng.IntN(7), Kind(rng.IntN(2))), Granularity: Granularity(rng.IntN(4)), Group: 1 + rng.IntN(5)}
		m := p.Quantize(x, rows, cols)
		whole := Compare(x, m.Dequantize())

		var c Comparison
		next := 0
		for from := 0; from < rows; {
			to := from + 1 + rng.IntN(rows-from)
			part := m.Part(from, to)
			c.Add(x[from*cols:to*cols], part.Dequantize())
			part.Blocks(func(g Grid, a, b int) {
				if from*cols+a != next || b <= a {
					t.Fatalf("a block from %d to %d follows %d", from*cols+a, from*cols+b, next)
				}
				for ; next < from*cols+b; next++ {
					if g != m.Grid(next/cols, next%cols) {
						t.Fatalf("value %d of %v by %v lies on another grid", next, rows, cols)
					}
				}
			})
			from = to
		}
		if next != len(x) || c.Errors() != whole && !math.IsNaN(whole.Cosine) {
			t.Fatalf("%d of %d values; %+v in parts, %+v at once", next, len(x), c.Errors(), whole)
		}
	}
}

// What goes by the list is what goes one by one.
func TestValueAll(t *testing.T) {
	g := Grid{Scale: .3, Zero: 2, Origin: .1, Min: -8, Max: 7}
	q := []int32{-8, -1, 0, 2, 7}
	got := make([]float32, len(q))
	g.ValueAll(got, q)
	for i, v := range q {
		if got[i] != g.Value(v) {
			t.Errorf("%d becomes %g, not %g", v, got[i], g.Value(v))
		}
	}
}

// A value within the ends is not clipped, nor one that rounds to an end.
func TestClipsByRounding(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	for _, r := range []Rounding{HalfEven, HalfAway, HalfUp} {
		g := Grid{Scale: .25, Min: -4, Max: 3, Rounding: r}
		values := []float32{-1.125, .875, float32(math.NaN()), float32(math.Inf(1)), 0}
		for range 1000 {
			values = append(values, 3*rng.Float32()-1.5)
		}
		for _, v := range values {
			q := r.Round(float64(v) / .25)
			if want := q < -4 || q > 3; g.Clips(v) != want {
				t.Errorf("%v: %g is clipped: %v", r, v, !want)
			}
		}
		if !slices.ContainsFunc(values, g.Clips) {
			t.Error("nothing is clipped")
		}
	}
}

// Rows that are added part by part are those that are quantized together, and
// take no memory where there is room.
func TestAppend(t *testing.T) {
	x := make([]float32, 12*10)
	for i := range x {
		x[i] = float32(i*i%37) - 11
	}
	for _, g := range []Granularity{PerRow, PerGroup} {
		p := Plan{Scheme: Textbook(4, Affine), Granularity: g, Group: 4}
		want := p.Quantize(x, 12, 10)
		got := Matrix{Q: make([]int32, 0, len(x)), Grids: make([]Grid, 0, p.Grids(12, 10))}
		add := func() {
			got.Rows, got.Q, got.Grids = 0, got.Q[:0], got.Grids[:0]
			for from := 0; from < 12; from += 5 {
				to := min(from+5, 12)
				p.Append(&got, x[from*10:to*10], to-from, 10)
			}
		}
		if n := testing.AllocsPerRun(3, add); n > 0 {
			t.Errorf("%v: %v allocations", g, n)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%v: parts are not the whole", g)
		}
	}
}
