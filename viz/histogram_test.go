package viz

import (
	"maps"
	"math"
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

// rounded returns values and the spikes of those rounded to multiples of step.
func rounded(values []float64, step float64) (spikes []Spike) {
	counts := map[int]int{}
	for _, v := range values {
		counts[int(math.Round(v/step))]++
	}
	for q := slices.Min(slices.Collect(maps.Keys(counts))); len(spikes) < len(counts); q++ {
		spikes = append(spikes, Spike{float64(q) * step, counts[q]})
	}
	return spikes
}

// A spike stands where its value is on the axis, and is as high as its count
// says when it is divided by what the legend says.
func TestSpikesAreToScale(t *testing.T) {
	var values []float64
	for i := range 4000 {
		values = append(values, 4*math.Abs(float64(i)/2000-1)-2) // even from -2 to 2
	}
	for _, glyphs := range []Glyphs{Unicode, ASCII} {
		theme := Dark()
		theme.Glyphs = glyphs
		per := 0
		h := Histogram{Values: values, Range: &[2]float64{-2, 2}, Rule: Sturges, Spikes: rounded(values, 1),
			Levels: []float64{-2, -1, 0, 1, 2}, SpikesName: func(n int) Safe { per = n; return Cleanf("rounded, / %d", n) }}
		size := Size{80, 20}
		g := Hist(size, theme, h)
		edges, most := h.Bins(size.W)
		if want := int(math.Round(float64(len(edges)-1) / 4)); per != want {
			t.Errorf("the legend says %d bins to a spike, not %d", per, want)
		}
		y, area := countRange(most, false), size.H-3
		tick := g.Row(g.H - 2)
		n := 0
		for x, c := range tick {
			if c.Rune != theme.glyphs().level {
				continue
			}
			rows := 0.0
			for at := 1; at <= area; at++ {
				switch c := g.Row(g.H - 2 - at)[x]; {
				case c.Rune == theme.glyphs().vertical && c.Fg == theme.series(1).Fg:
					rows++
				case c.Rune == theme.glyphs().half && c.Fg == theme.series(1).Fg:
					rows += 0.5
				}
			}
			want := float64(h.Spikes[n].Count) / float64(per) / y[1] * float64(area)
			if math.Abs(rows-want) > 0.25+1e-9 {
				t.Errorf("the spike of %d is %v rows high, not %v", h.Spikes[n].Count, rows, want)
			}
			n++
		}
		if n != len(h.Spikes) {
			t.Errorf("%d spikes have a place on the axis, not %d", n, len(h.Spikes))
		}
	}
}

// Levels closer than two columns are drawn by their tops, so that the bars are seen.
func TestCrowdedSpikesLeaveTheBars(t *testing.T) {
	values := waves(4000)
	h := Histogram{Values: values, Spikes: rounded(values, 0.01)}
	lines, bars := 0, 0
	for _, c := range Hist(Size{60, 16}, Dark(), h).Cells {
		if c.Rune == '│' && c.Fg == Dark().series(1).Fg {
			lines++
		}
		if c.Rune == '█' {
			bars++
		}
	}
	if lines > 0 || bars == 0 {
		t.Errorf("%d cells of lines, %d of bars", lines, bars)
	}
}
