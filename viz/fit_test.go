package viz

import (
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// awkward is data of the kinds that break charts.
var awkward = map[string][]float64{
	"empty":    nil,
	"one":      {3},
	"zero":     {0, 0, 0, 0},
	"nan":      {math.NaN(), math.NaN()},
	"infinite": {1, math.Inf(1), -2, math.Inf(-1), 0.5},
	"mixed":    {math.NaN(), 0.25, math.Inf(1), -3, 7, math.NaN(), 0.001, 12},
	"negative": {-1, -0.5, -12, -3},
	"huge":     {1e300, -1e300, 5, math.MaxFloat64, -math.MaxFloat64},
	"tiny":     {5e-324, 1e-300, 2e-300},
	"long":     waves(1500),
}

func waves(n int) []float64 {
	v := make([]float64, n)
	for i := range v {
		v[i] = math.Sin(float64(i)/30) * float64(i%7)
	}
	return v
}

// rough is text of the kinds that break layouts.
var rough = []Safe{
	Clean("forest"), Clean("世界の図書館"), Clean("e\u0301\u0301a"), Clean("👨‍👩‍👧 ❤️ 🇩🇪"), {},
	Clean("a very long label that will not fit anywhere at all, ever"), Clean("\x1b]52;c;!\a\n\t"), Clean("क्षि नमस्ते"),
}

func roughAt(i int) Safe { return rough[i%len(rough)] }

// drawings is every drawing function, with data made from values.
func drawings(v []float64) map[string]func(Size, Theme) Grid {
	columns := []Column{
		{Title: Clean("token"), Left: true},
		{Title: Clean("logit"), Spare: true}, {Title: Clean("p")}, {Title: roughAt(1)},
	}
	bars := BarChart{Columns: columns, Kept: Clean("kept"), Removed: Clean("removed"), Marks: Clean("at T = 1")}
	table := TableData{Columns: columns, First: 1}
	for i, x := range v[:min(len(v), 30)] {
		cells := []Safe{roughAt(i), Fixed(x, 3), Fixed(-x, 2), roughAt(i + 1)}
		bars.Rows = append(bars.Rows, BarRow{Cells: cells, Value: x, Mark: x / 2, Removed: i%3 == 1, Chosen: i == 2})
		table.Rows = append(table.Rows, TableRow{Cells: cells, Chosen: i == 2, Rule: i == 3})
		if i == 1 {
			bars.Rows = append(bars.Rows, BarRow{Rule: roughAt(i)})
		}
	}
	lines := LineChart{
		Series: []Line{{Name: roughAt(0), Values: v}, {Name: roughAt(1), Values: []float64{1, 2}, Under: true}, {Name: roughAt(2)}, {Values: v, Area: true}},
		XName:  Clean("steps"), YName: Clean("loss"), Marks: []LineMark{{X: 1, Label: roughAt(1)}},
	}
	cells := HeatTable{Rows: rough[:3], Columns: rough[3:5], Values: append(slices.Clone(v), 1, 2, 3, 4, 5, 6), Decimals: 2, Range: [2]float64{-1, 3}, Low: []bool{true}, Below: rough}
	logs := lines
	logs.Log, logs.Y = true, &[2]float64{0.1, 1000}
	first := math.NaN()
	if len(v) > 0 {
		first = v[0]
	}
	heat := HeatMap{
		Values: v, Cols: max(len(v)/7, 1), Name: roughAt(len(v)), XName: Clean("dimension"), YName: roughAt(1),
		Cross: &Spot{1, 2}, Outline: []Region{{0, 0, 2, 2}, {1, 1, 900, 1}},
	}
	strip := heat
	strip.Bare = true
	turned := heat
	turned.Scale, turned.Reduce, turned.XText, turned.YText, turned.Zoom = Diverging, Extreme, rough, rough, Region{1, 0, 3, 99}
	angles := heat
	angles.Scale, angles.Cross, angles.Cols = Cyclic, &Spot{-1, 70}, 90
	hist := Histogram{Values: v, Other: v[:len(v)/2], ValuesName: roughAt(1), OtherName: roughAt(2), Levels: v, XName: roughAt(3)}
	edged := Histogram{Values: v, Edges: []float64{-2, 0, 2}, Log: true}
	spiked := Histogram{Values: v, SpikesName: func(int) Safe { return roughAt(4) }}
	for i, at := range v {
		spiked.Spikes = append(spiked.Spikes, Spike{at, i})
	}
	ranged := Histogram{Values: v, Range: &[2]float64{-1, 1}, Rule: Sturges}
	matrix := MatrixData{
		Name: roughAt(1), Values: v, Cols: len(v)/5 + 1, Decimals: 2, XText: rough, YText: rough[1:],
		Outline: []Region{{0, 0, 1, 2}, {1, 1, 3, 90}, {0, -1, 2, 1}}, Chosen: &Spot{1, 1},
	}
	scrolled := matrix
	scrolled.From = Spot{1, 2}
	var dials []Dial
	for i := range v[:min(len(v), 50)] {
		dials = append(dials, Dial{Name: roughAt(i), Hands: v[i:min(len(v), i+4)], Chosen: i%2 == 0})
	}
	return map[string]func(Size, Theme) Grid{
		"Dials":       func(s Size, t Theme) Grid { return Dials(s, t, rough, dials) },
		"Hist":        func(s Size, t Theme) Grid { return Hist(s, t, hist) },
		"Hist/edged":  func(s Size, t Theme) Grid { return Hist(s, t, edged) },
		"Hist/spiked": func(s Size, t Theme) Grid { return Hist(s, t, spiked) },
		"Hist/ranged": func(s Size, t Theme) Grid { return Hist(s, t, ranged) },
		"Matrix":      func(s Size, t Theme) Grid { return Matrix(s, t, matrix) },
		"Matrix/from": func(s Size, t Theme) Grid { return Matrix(s, t, scrolled) },
		"Heat":        func(s Size, t Theme) Grid { return Heat(s, t, heat) },
		"Heat/bare":   func(s Size, t Theme) Grid { return Heat(s, t, strip) },
		"HeatLegend":  func(s Size, t Theme) Grid { return HeatLegend(s, t, heat) },
		"Heat/turned": func(s Size, t Theme) Grid { return Heat(s, t, turned) },
		"Heat/angles": func(s Size, t Theme) Grid { return Heat(s, t, angles) },
		"Bars":        func(s Size, t Theme) Grid { return Bars(s, t, bars) },
		"Table":       func(s Size, t Theme) Grid { return Table(s, t, table) },
		"Lines":       func(s Size, t Theme) Grid { return Lines(s, t, lines) },
		"HeatCells":   func(s Size, t Theme) Grid { return HeatCells(s, t, cells) },
		"Strip":       func(s Size, t Theme) Grid { return Strip(s, t, HeatMap{Values: v, Name: roughAt(1)}) },
		"Curve":       func(s Size, t Theme) Grid { return Curve(s, t, v, [2]float64{-1, 2}) },
		"Lines/log":   func(s Size, t Theme) Grid { return Lines(s, t, logs) },
		"Slider":      func(s Size, t Theme) Grid { return Slider(s, t, first, t.Accent) },
		"Rule":        func(s Size, t Theme) Grid { return Rule(s, t, roughAt(len(v))) },
		"Cut":         func(s Size, t Theme) Grid { return Cut(s, t, roughAt(len(v)+1)) },
		"Box":         func(s Size, t Theme) Grid { return Box(s, t, roughAt(len(v)), t.Faint) },
		"Big":         func(s Size, t Theme) Grid { return Big(s, t, Fixed(first, 2), t.Strong) },
		"Legend":      func(s Size, t Theme) Grid { return Legend(s, t, bars.legend(t)) },
		"Paragraph":   func(s Size, t Theme) Grid { return Paragraph(s, t, roughAt(len(v)), t.Text) },
	}
}

func sizes() []Size {
	var all []Size
	for w := range 41 {
		for h := range 21 {
			all = append(all, Size{w, h})
		}
	}
	for w := 44; w <= 200; w += 39 {
		for h := 0; h <= 60; h += 15 {
			all = append(all, Size{w, h})
		}
	}
	return append(all, Size{-1, 5}, Size{7, -3}, Size{80, 24}, Size{1, 60}, Size{200, 1})
}

func TestFits(t *testing.T) {
	ascii := Plain()
	ascii.Glyphs = ASCII
	themes := append(fineThemes(), Theme{}, ascii, Light().In(Colors16))
	for k, kind := range slices.Sorted(maps.Keys(awkward)) {
		for name, draw := range drawings(awkward[kind]) {
			t.Run(name+"/"+kind, func(t *testing.T) {
				t.Parallel()
				for i, size := range sizes() {
					if (i+k)%3 != 0 && i > 100 { // every size meets a third of the kinds
						continue
					}
					theme := themes[i%len(themes)]
					if i%2 == 1 {
						theme.Words = roughWords{}
					}
					holds(t, draw(size, theme), size, theme)
				}
			})
		}
	}
}

func holds(t *testing.T, g Grid, size Size, theme Theme) {
	t.Helper()
	if want := (Size{max(size.W, 0), max(size.H, 0)}); g.Size != want || len(g.Cells) != want.W*want.H {
		t.Fatalf("%v with %d cells for %v", g.Size, len(g.Cells), size)
	}
	if g.H == 0 {
		return
	}
	for _, line := range strings.Split(g.String(), "\n") {
		if w := ansi.StringWidth(line); w != g.W {
			t.Fatalf("%v: a row of %d cells: %q", size, w, line)
		}
	}
	if theme.Glyphs == ASCII && !isASCII(g.Plain()) {
		t.Fatalf("%v: more than ASCII:\n%s", size, g.Plain())
	}
}
