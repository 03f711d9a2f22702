package viz

import (
	"math"
	"slices"
	"strings"
	"testing"
)

// Names that find no room beside their lines stand in a row above the plot, from
// a height of six rows on, and take none if nothing is named.
func TestNamesAboveThePlot(t *testing.T) {
	named := LineChart{Series: []Line{{Name: Clean("fox"), Values: []float64{0, 1, math.NaN()}}}, Y: &[2]float64{0, 1}}
	bare := named
	bare.Series = []Line{{Values: named.Series[0].Values}}
	titled := bare
	titled.YName = Clean("loss")
	for _, c := range []struct {
		what  string
		chart LineChart
		h     int
		first string // words of the first row that are no numbers
	}{
		{"named", named, 5, ""}, {"named", named, 6, "fox"}, {"bare", bare, 6, ""}, {"titled", titled, 5, ""}, {"titled", titled, 6, "loss"},
	} {
		g := Lines(Size{40, c.h}, said(Dark()), c.chart)
		line, _, _ := strings.Cut(g.Plain(), "\n")
		hasTick := strings.Contains(line, "┤") || strings.Contains(line, "│")
		if !strings.Contains(line, c.first) || hasTick != (c.first == "") {
			t.Errorf("%s, %d rows high:\n%s", c.what, c.h, g.Plain())
		}
		if l := c.chart.layout(g.Size, said(Dark()), [2]float64{0, 1}); (l.top == 1) != (c.first != "") {
			t.Errorf("%s, %d rows high: the plot begins in row %d", c.what, c.h, l.top)
		}
	}
}

// A label that finds no free row covers the top one, right of its column, or left
// of it where the right has no room.
func TestLabelOverAFullPlot(t *testing.T) {
	g := NewGrid(Size{20, 3})
	g.Fill(0, 0, 20, 3, '█', Style{})
	for _, c := range []struct{ at, w, x int }{{4, 5, 6}, {13, 5, 15}, {14, 5, 8}} {
		if x, y := labelPlace(g, c.at, c.w, '┊'); x != c.x || y != 0 {
			t.Errorf("%d cells at column %d: column %d, row %d", c.w, c.at, x, y)
		}
	}
	for _, c := range []struct{ x, y int }{{6, 1}, {6, 2}} {
		g.Fill(0, 0, 20, 3, '█', Style{})
		g.Fill(6, c.y, 5, 1, ' ', Style{})
		if x, y := labelPlace(g, 4, 5, '┊'); x != c.x || y != c.y {
			t.Errorf("with room at %d, %d: column %d, row %d", c.x, c.y, x, y)
		}
	}
}

// The last line of a matrix says how many rows it has no room for, within its
// columns; the last row alone takes the line itself.
func TestMatrixSaysHowManyMore(t *testing.T) {
	m := MatrixData{Values: []float64{1, 2, 3, 4, 5, 6, 7, 8}, Cols: 2}
	for h, want := range map[int]string{1: "4 more", 2: "3 more", 3: "2 more", 4: "7"} {
		lines := strings.Split(Matrix(Size{24, h}, said(Theme{}), m).Plain(), "\n")
		if last := strings.TrimSpace(lines[h-1]); !strings.HasPrefix(last, want) && !strings.HasSuffix(last, want) {
			t.Errorf("%d rows high: %q, not %q", h, last, want)
		}
	}
	m.YText = []Safe{Clean("fox"), Clean("owl"), Clean("bee"), Clean("cat")}
	theme := said(Theme{})
	at := m.layout(theme).x(0)
	for w, want := range map[int]string{at + 9: "… 3 more", at + 8: "… 3 more", at + 7: "… 3 mo…", at + 3: "… …"} {
		g := Matrix(Size{w, 2}, theme, m)
		if last := strings.TrimRight(string(runes(g.Row(1))), " "); last != strings.Repeat(" ", at)+want {
			t.Errorf("%d columns wide: %q, not %q from column %d", w, last, want, at)
		}
	}
}

func runes(cells []Cell) (list []rune) {
	for _, c := range cells {
		list = append(list, c.Rune)
	}
	return list
}

// What is not finite has no part in a span.
func TestSpan(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for _, c := range []struct {
		values    []float64
		low, high float64
		ok        bool
	}{
		{nil, 0, 0, false}, {[]float64{nan, inf, -inf}, 0, 0, false},
		{[]float64{-inf, 3, nan, -2, inf}, -2, 3, true}, {[]float64{-5}, -5, -5, true}, {[]float64{inf, 7}, 7, 7, true},
	} {
		if low, high, ok := span(c.values); low != c.low || high != c.high || ok != c.ok {
			t.Errorf("%v: %g to %g, %v", c.values, low, high, ok)
		}
	}
}

// A diverging map has as many levels on both sides of the ground, and no map has
// a level twice.
func TestMapsOfColours(t *testing.T) {
	for _, theme := range []Theme{Dark(), Light(), HighContrast()} {
		want := map[string][3]int{"dark": {24, 31, 24}, "light": {24, 31, 24}, "high-contrast": {16, 17, 16}}[theme.Name]
		if got := [3]int{len(theme.Sequential), len(theme.Diverging), len(theme.Cyclic)}; got != want {
			t.Errorf("%s has %v levels, want %v", theme.Name, got, want)
		}
		for _, colors := range [][]Color{theme.Sequential, theme.Diverging, theme.Cyclic} {
			sorted := slices.Clone(colors)
			slices.Sort(sorted)
			if n := len(slices.Compact(sorted)); n != len(colors) {
				t.Errorf("%s: %d colours on %d levels", theme.Name, n, len(colors))
			}
		}
	}
	contrasting := HighContrast()
	if got, want := contrasting.Diverging[8], contrasting.Text.Bg; got != want {
		t.Errorf("in the middle is %06x, not the ground", got&0xffffff)
	}
	for i, want := range map[int]uint32{0: 0xb8e0ff, 16: 0xffe0b8} {
		if got := contrasting.Diverging[i]; got != hex(want) {
			t.Errorf("level %d is %06x, want %06x", i, got&0xffffff, want)
		}
	}
}
