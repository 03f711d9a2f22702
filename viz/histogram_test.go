package viz

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// The division that finds a bin agrees with a search, at the edges above all.
func TestBinOf(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		edges := make([]float64, 2+rng.IntN(40))
		low, width := rng.NormFloat64(), rng.ExpFloat64()+1e-9
		for i := range edges {
			edges[i] = low + float64(i)*width
		}
		last := len(edges) - 1
		values := slices.Clone(edges)
		for range 50 {
			values = append(values, between(edges[0], edges[last], rng.Float64()))
		}
		for _, v := range values {
			want, found := slices.BinarySearch(edges, v)
			if !found {
				want--
			}
			want = min(want, last-1)
			if got := binOf(v, edges); got != want {
				t.Fatalf("%v is in bin %d of %v, not %d", v, want, edges, got)
			}
		}
	}
}

func TestHistogramNamesItsLevels(t *testing.T) {
	h := Histogram{Values: []float64{1, 2, 3}, ValuesName: Clean("values"), Levels: []float64{1, 3}, LevelsName: Clean("levels")}
	if text := Hist(Size{50, 9}, Theme{}, h).Plain(); !strings.Contains(text, "┴ levels") {
		t.Errorf("no levels in the legend:\n%s", text)
	}
}

func TestMatrixKeepsItsWidth(t *testing.T) {
	short := Matrix(Size{40, 3}, Theme{}, MatrixData{Values: []float64{1, 2}, Cols: 2, Width: 6}).Plain()
	long := Matrix(Size{40, 3}, Theme{}, MatrixData{Values: []float64{-1234, 2}, Cols: 2, Width: 6}).Plain()
	if a, b := strings.IndexByte(short, '2'), strings.LastIndexByte(long, '2'); a != b {
		t.Errorf("the second column ends at %d, then at %d", a, b)
	}
}
