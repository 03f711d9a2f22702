package viz

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestSliderGoesThereAndBack(t *testing.T) {
	if got := Slider(Size{20, 1}, Theme{}, 0.4, Style{}).Plain(); got != "├───────●──────────┤" {
		t.Error(got)
	}
	for w := 4; w < 60; w++ {
		for column := 1; column < w-1; column++ {
			if got := SliderCell(w, SliderAt(w, column)); got != column {
				t.Fatalf("%d cells: column %d comes back as %d", w, column, got)
			}
		}
		if SliderCell(w, -3) != 1 || SliderCell(w, 7) != w-2 {
			t.Fatalf("%d cells: the knob leaves the track", w)
		}
	}
}

func TestFixed(t *testing.T) {
	for _, c := range []struct {
		v        float64
		decimals int
		want     string
	}{
		{0.9136, 3, "0.914"}, {-0.0001, 2, "0.00"}, {-0.01, 2, "-0.01"}, {math.NaN(), 2, "–"},
		{math.Inf(-1), 2, "-Inf"}, {1e300, 3, "1.000e+300"}, {1234, 0, "1234"},
	} {
		if got := Fixed(c.v, c.decimals).String(); got != c.want {
			t.Errorf("%g: %q, want %q", c.v, got, c.want)
		}
	}
}

func TestLabelsTellValuesApart(t *testing.T) {
	for _, c := range []struct {
		values []float64
		want   string
	}{
		{[]float64{0, 0.25, 0.5}, "0.00 0.25 0.50"},
		{[]float64{5, 3.75, 2.5, 1.25}, "5.00 3.75 2.50 1.25"},
		{[]float64{0, 500, 1000}, "0 500 1,000"},
		{[]float64{-1, 1}, "-1 1"},
		{[]float64{0, 1e9}, "0 10⁹"},
	} {
		if got := strings.Join(labels(c.values), " "); got != c.want {
			t.Errorf("%v: %q, want %q", c.values, got, c.want)
		}
	}
}

func spaced(texts []Safe) string {
	var all []string
	for _, s := range texts {
		all = append(all, s.String())
	}
	return strings.Join(all, " ")
}

// A logarithmic axis has decimals where they are short, else powers of ten, and
// in ASCII these as they are typed; its numbers end in one column.
func TestLogLabels(t *testing.T) {
	for _, c := range []struct {
		values      []float64
		want, ascii string
	}{
		{[]float64{1, 0.01, 1e-4}, "     1   0.01 0.0001", "     1   0.01 0.0001"},
		{[]float64{1, 0.01, 1e-4, 1e-6}, "   1 10⁻² 10⁻⁴ 10⁻⁶", "    1 10^-2 10^-4 10^-6"},
		{[]float64{1e6, 1e3, 1}, "10⁶ 10³   1", "10^6 10^3    1"},
		{[]float64{2e-5, 1e-5}, "2×10⁻⁵   10⁻⁵", "2x10^-5   10^-5"},
		{[]float64{20, 10, 5}, "20 10  5", "20 10  5"},
	} {
		if got := spaced(aligned(Dark(), logLabels(c.values))); got != c.want {
			t.Errorf("%g: %q, want %q", c.values, got, c.want)
		}
		ascii := Dark()
		ascii.Glyphs = ASCII
		if got := spaced(aligned(ascii, logLabels(c.values))); got != c.ascii {
			t.Errorf("%g: %q, want %q", c.values, got, c.ascii)
		}
	}
}

func TestTicksAreRound(t *testing.T) {
	for _, c := range []struct {
		w         int
		low, high float64
		want      string
	}{
		{60, 0, 1000, "0 200 400 600 800 1,000"},
		{60, 0, 1, "0.0 0.2 0.4 0.6 0.8 1.0"},
		{40, -3.2, 3.2, "-2 0 2"},
		{1, 5, 9, "5"},
		{30, 2, 2, "2"},
	} {
		_, texts := ticks(c.w, Dark(), c.low, c.high, false)
		if got := spaced(texts); got != c.want {
			t.Errorf("%g to %g: %q, want %q", c.low, c.high, got, c.want)
		}
	}
}

func TestBarsShowWhatHappenedToARow(t *testing.T) {
	c := BarChart{
		Columns: []Column{{Left: true}},
		Marks:   Clean("before"), Max: 1,
		Rows: []BarRow{
			{Cells: []Safe{Clean("kept")}, Value: 0.5, Mark: 0.75},
			{Cells: []Safe{Clean("gone")}, Value: 0.25, Mark: math.NaN(), Removed: true},
			{Cells: []Safe{Clean("none")}, Value: math.NaN(), Mark: 0},
			{Cells: []Safe{Clean("tiny")}, Value: 1e-9, Mark: math.NaN()},
			{Cells: []Safe{Clean("over")}, Value: 7, Mark: 9},
		},
	}
	want := strings.Join([]string{
		"kept  ████████    │",
		"gone  ░░░░",
		"none  │",
		"tiny  ▏",
		"over  ███████████████>",
	}, "\n")
	if got := Bars(Size{22, 5}, Theme{}, c).Plain(); got != want {
		t.Errorf("\n%s\nwant\n%s", got, want)
	}
}

func TestBarsGiveUpSpareColumnsFirst(t *testing.T) {
	head := func(w int) string { return strings.Split(Bars(Size{w, 9}, Theme{}, tokens()).Plain(), "\n")[0] }
	for w, want := range map[int]string{
		60: "token   logit  p(T=1)  final", 34: "token   p(T=1)  final", 26: "token   final", 12: "token",
	} {
		if got := head(w); got != want {
			t.Errorf("%d cells: %q, want %q", w, got, want)
		}
	}
}

func TestBarsCountWhatDoesNotFit(t *testing.T) {
	c := tokens()
	c.More = func(n int, sum float64) Safe { return Cleanf("%d left, %.3f", n, sum) }
	hidden := 0.0
	for _, r := range c.Rows[2:] {
		if r.Rule.s == "" {
			hidden += r.Value
		}
	}
	lines := strings.Split(Bars(Size{50, 4}, Theme{}, c).Plain(), "\n")
	if want := Cleanf("7 left, %.3f", hidden).String(); lines[3] != want {
		t.Errorf("%q, want %q", lines[3], want)
	}
}

// FuzzResample: however many values there are, the points reach from the least
// to the greatest and no further.
func FuzzResample(f *testing.F) {
	f.Add(uint64(1), 1000, 81)
	f.Add(uint64(2), 1, 10)
	f.Add(uint64(3), 80, 81)
	f.Add(uint64(4), 7, 2)
	f.Fuzz(func(t *testing.T, seed uint64, n, points int) {
		n, points = 1+(n%3000+3000)%3000, 2+(points%300+300)%300
		rng := rand.New(rand.NewPCG(seed, 0))
		values := make([]float64, n)
		for i := range values {
			values[i] = rng.NormFloat64()
		}
		out := resample(values, points)
		low, high, _ := span(values)
		gotLow, gotHigh, _ := span(out)
		if gotLow != low || gotHigh != high {
			t.Fatalf("%d values on %d points: %g to %g became %g to %g", n, points, low, high, gotLow, gotHigh)
		}
	})
}

func TestHistogramCountsEveryValueOnce(t *testing.T) {
	values := append(waves(1500), math.NaN(), math.Inf(1), 99, -99)
	for _, rule := range []BinRule{FreedmanDiaconis, Sturges} {
		h := Histogram{Values: values, Rule: rule, Range: &[2]float64{-3, 3}}
		edges, _ := h.bins(80)
		counts, below, above, odd := count(values, edges)
		sum := below + above + odd
		for i, n := range counts {
			sum += n
			slow := 0
			for _, v := range values {
				if v >= edges[i] && (v < edges[i+1] || i == len(counts)-1 && v == edges[i+1]) {
					slow++
				}
			}
			if n != slow {
				t.Errorf("%s: bin %d holds %d, want %d", rule, i, n, slow)
			}
		}
		if sum != len(values) || odd != 2 {
			t.Errorf("%s: %d of %d values, %d not finite", rule, sum, len(values), odd)
		}
	}
}

func TestBinRules(t *testing.T) {
	values := make([]float64, 1001) // 0 to 1000: the interquartile range is 500
	for i := range values {
		values[i] = float64(i)
	}
	h := Histogram{Values: values}
	if got, want := h.number(0, 1000), int(math.Ceil(1000/(2*500/math.Cbrt(1001)))); got != want {
		t.Errorf("Freedman-Diaconis: %d bins, want %d", got, want)
	}
	h.Rule = Sturges
	if got := h.number(0, 1000); got != 11 {
		t.Errorf("Sturges: %d bins, want 11", got)
	}
}

func TestHeatReduces(t *testing.T) {
	m := HeatMap{Values: []float64{1, 3, -9, 3, 5, 1, math.NaN(), 1}, Cols: 4, Reduce: Mean}
	across, down := newDots(4, 2), newDots(2, 1)
	if got := m.reduced(m.zoomed(), across, down); !slices.Equal(got, []float64{2.5, (-9 + 3 + 1) / 3.0}) {
		t.Error("means:", got)
	}
	m.Reduce = Extreme
	if got := m.reduced(m.zoomed(), across, down); !slices.Equal(got, []float64{5, -9}) {
		t.Error("extremes:", got)
	}
}

func TestHeatDrawsEveryValueInItsPlace(t *testing.T) {
	theme := Dark()
	m := HeatMap{Values: []float64{0, 1, 2, 3}, Cols: 2, Range: &[2]float64{0, 3}}
	g := Heat(Size{4, 2}, theme, m)
	for i, v := range m.Values {
		want := theme.Sequential[level(v, 0, 3, len(theme.Sequential))]
		if got := g.Row(i / 2)[i%2*2].Bg; got != want {
			t.Errorf("value %d is %06x, want %06x", i, got, want)
		}
	}
}

func TestZeroIsTheMiddleOfADivergingScale(t *testing.T) {
	for _, theme := range Themes()[:3] {
		low, high := HeatMap{Scale: Diverging}.limits([]float64{-1, 0, 7})
		if n := len(theme.Diverging); level(0, low, high, n) != n/2 {
			t.Errorf("%s: zero is level %d of %d", theme.Name, level(0, low, high, n), n)
		}
	}
}

func TestAShorterSeriesEndsEarly(t *testing.T) {
	c := LineChart{Series: []Line{{Values: make([]float64, 101)}, {Values: []float64{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}}}}
	upper := strings.Split(Lines(Size{60, 12}, Theme{}, c).Plain(), "\n")[0]
	if n := strings.Count(upper, "━"); n < 4 || n > 8 {
		t.Errorf("a tenth of the values takes %d of 60 columns: %q", n, upper)
	}
}

func TestOutOfRangeIsMarked(t *testing.T) {
	c := LineChart{Series: []Line{{Values: []float64{0.5, math.Inf(1), 0.5, -7, 0.5}}}, Y: &[2]float64{0, 1}}
	lines := strings.Split(Lines(Size{40, 10}, Theme{}, c).Plain(), "\n")
	if !strings.Contains(lines[0], "^") || !strings.Contains(lines[7], "v") {
		t.Errorf("\n%s", strings.Join(lines, "\n"))
	}
}

func TestAReferenceLiesUnderTheOthers(t *testing.T) {
	flat := []float64{1, 1, 1, 1}
	for _, under := range []bool{false, true} {
		c := LineChart{Series: []Line{{Values: flat}, {Values: flat, Under: under}}}
		row := strings.Split(Lines(Size{20, 5}, Theme{}, c).Plain(), "\n")[1]
		if first := strings.Contains(row, "──"); first != under {
			t.Errorf("under %t: %q", under, row)
		}
	}
}
