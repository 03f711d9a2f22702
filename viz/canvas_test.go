package viz

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// fineThemes draw curves below the cell.
func fineThemes() []Theme {
	var all []Theme
	for _, set := range []Glyphs{Unicode, Braille, Octant} {
		t := Dark()
		t.Glyphs = set
		all = append(all, t)
	}
	return all
}

// Each pattern of dots has a glyph of its own, and it takes one cell.
func TestDotsHaveTheirGlyphs(t *testing.T) {
	for _, c := range []struct {
		set   Glyphs
		kinds int
	}{{Unicode, 16}, {Braille, 256}, {Octant, 256}} {
		theme, kinds := Theme{Glyphs: c.set}, map[rune]bool{}
		for mask := range 256 {
			r := theme.dots(uint8(mask))
			kinds[r] = true
			g := NewGrid(Size{3, 1})
			g.Set(1, 0, r, Style{})
			if got := g.Plain(); mask != 0 && (utf8.RuneCountInString(got) != 2 || !strings.ContainsRune(got, r)) {
				t.Errorf("dots %08b: %U is written as %q", mask, r, got)
			}
		}
		if len(kinds) != c.kinds {
			t.Errorf("set %d has %d glyphs, want %d", c.set, len(kinds), c.kinds)
		}
	}
	for mask, want := range map[uint8]rune{0x01: '⠁', 0x02: '⠈', 0x04: '⠂', 0x40: '⡀', 0x80: '⢀', 0xff: '⣿', 0x55: '⡇'} {
		if got := brailleRune(mask); got != want {
			t.Errorf("dots %08b are %c, want %c", mask, got, want)
		}
	}
	// Names of the code chart: BLOCK OCTANT-3, -23, -123, -4 are the first, -2345678 the last.
	for mask, want := range map[uint8]rune{0x04: 0x1cd00, 0x06: 0x1cd01, 0x07: 0x1cd02, 0x08: 0x1cd03, 0xfe: 0x1cde5} {
		if got := octants[mask]; got != want {
			t.Errorf("octant %08b is %U, want %U", mask, got, want)
		}
	}
}

// A curve has four times the rows of the plot and twice its columns: no two
// dots of a slope are in one place, and its heights are as many.
func TestCurvesAreFinerThanCells(t *testing.T) {
	c := newSheets(Size{20, 10}, 1)
	heights := make([]int, 40)
	for x := range heights {
		heights[x] = dotAt(float64(x)/39, 10)
	}
	c.path(0, heights)
	rows, cols := map[int]bool{}, map[int]bool{}
	for i, dots := range c.sheets[0] {
		for bit := range 8 {
			if dots&(1<<bit) != 0 {
				rows[i/20*4+bit/2], cols[i%20*2+bit%2] = true, true
			}
		}
	}
	if len(rows) != 40 || len(cols) != 40 {
		t.Errorf("a slope of 20x10 cells has %d rows and %d columns of dots", len(rows), len(cols))
	}
}

// A series that runs on another shows beside it, in colour, and none is gone.
func TestNoLineErasesAnother(t *testing.T) {
	flat := []float64{1, 1, 1, 1}
	for _, theme := range fineThemes() {
		c := LineChart{Series: []Line{{Values: flat}, {Values: flat}, {Values: flat}}, Y: &[2]float64{0, 2}}
		met := map[Color]int{}
		for _, cell := range Lines(Size{40, 9}, theme, c).Cells {
			met[cell.Fg]++
		}
		for i := range c.Series {
			if met[theme.series(i).Fg] < 8 {
				t.Errorf("glyphs %d: series %d has %d cells of 40", theme.Glyphs, i, met[theme.series(i).Fg])
			}
		}
	}
}

// Where two curves cross, both go on.
func TestCrossingLinesGoOn(t *testing.T) {
	up, down := []float64{0, 1}, []float64{1, 0}
	for _, theme := range fineThemes() {
		g := Lines(Size{40, 12}, theme, LineChart{Series: []Line{{Values: up}, {Values: down}}})
		for y := range g.H - 2 {
			met := map[Color]bool{}
			for _, cell := range g.Row(y) {
				met[cell.Fg] = true
			}
			middle := y >= 4 && y <= 6 // a cell there may be of either
			if !middle && (!met[theme.series(0).Fg] || !met[theme.series(1).Fg]) {
				t.Errorf("glyphs %d: row %d lacks a curve", theme.Glyphs, y)
			}
		}
	}
}

// Names stand at the ends of curves, each in a row of its own, or in a legend.
func TestNamesStandAtTheEnds(t *testing.T) {
	theme := fineThemes()[1]
	named := func(ends ...float64) LineChart {
		var c LineChart
		for i, v := range ends {
			c.Series = append(c.Series, Line{Name: Cleanf("%c", 'p'+rune(i)), Values: []float64{0, v}})
		}
		return c
	}
	g := Lines(Size{60, 12}, theme, named(5.27, 5.27, 1)).Plain()
	lines := strings.Split(g, "\n")
	if !strings.HasSuffix(lines[0], "p 5.27") || !strings.HasSuffix(lines[1], "q 5.27") || !strings.Contains(g, "r 1.00") {
		t.Errorf("\n%s", g)
	}
	for _, ends := range [][]float64{{5, 5.01, 1}, {5.01, 5, 1}, {1, 5.2, 5.1, 5}} { // in one row, and still the higher one above
		g := Lines(Size{60, 12}, theme, named(ends...)).Plain()
		order := slices.Clone(ends)
		slices.SortFunc(order, func(a, b float64) int { return cmp.Compare(b, a) })
		at := 0
		for _, v := range order {
			name := Cleanf("%c %.2f", 'p'+rune(slices.Index(ends, v)), v).String()
			if i := strings.Index(g, name); i < at {
				t.Errorf("%s is not below the higher ones:\n%s", name, g)
			} else {
				at = i
			}
		}
	}
	crowded := Lines(Size{60, 12}, theme, named(5, 5, 5, 5, 5, 5)).Plain()
	if first, _, _ := strings.Cut(crowded, "\n"); !strings.Contains(first, "p") || !strings.Contains(first, "u") {
		t.Errorf("no legend:\n%s", crowded)
	}
	open := named(1, 2)
	open.Series[0].Values = []float64{0, math.NaN()}
	if first, _, _ := strings.Cut(Lines(Size{60, 12}, theme, open).Plain(), "\n"); !strings.Contains(first, "q") {
		t.Errorf("a curve that ends nowhere has no legend: %q", first)
	}
}

// A value stands in the row of its tick below the cell too.
func TestFineLinesStandAtTheirTicks(t *testing.T) {
	for _, theme := range fineThemes() {
		for h := 5; h < 30; h++ {
			g := Lines(Size{40, h}, theme, LineChart{Series: []Line{{Values: make([]float64, 50)}}, Y: &[2]float64{-1, 1}})
			for line := range strings.SplitSeq(g.Plain(), "\n") {
				if before, after, ok := strings.Cut(line, "┤"); ok && strings.TrimSpace(before) == "0" && utf8.RuneCountInString(strings.TrimSpace(after)) < 30 {
					t.Errorf("glyphs %d, height %d: the line of zeros is not at 0:\n%s", theme.Glyphs, h, g.Plain())
				}
			}
		}
	}
}

func TestAreasAreFilled(t *testing.T) {
	theme := fineThemes()[0]
	c := LineChart{Series: []Line{{Values: []float64{1, 1}, Area: true}, {Values: []float64{2, 2}}}, Y: &[2]float64{0, 4}}
	g := Lines(Size{30, 11}, theme, c)
	full := 0
	for _, cell := range g.Cells {
		if cell.Rune == '█' && cell.Fg == theme.series(0).Fg {
			full++
		}
	}
	if full < 25*2 {
		t.Errorf("%d full cells:\n%s", full, g.Plain())
	}
}

func BenchmarkFineLines(b *testing.B) {
	theme := fineThemes()[1]
	c := LineChart{YName: Clean("loss")}
	for i := range 4 {
		v := waves(2000)
		for j := range v {
			v[j] += float64(i)
		}
		c.Series = append(c.Series, Line{Name: Cleanf("run %d", i), Values: v})
	}
	for b.Loop() {
		Lines(Size{200, 60}, theme, c)
	}
}
