package viz

import (
	"math"
	"strings"
	"testing"
)

// Digits can be read on every level of every map.
func TestDigitsReadOnEveryLevel(t *testing.T) {
	for _, theme := range coloured() {
		for _, levels := range [][]Color{theme.Sequential, theme.Diverging, theme.Cyclic} {
			for i, ground := range levels {
				if st := onColour(ground); st.Bg != ground || contrast(st.Fg, ground) < 4.5 {
					t.Errorf("%s in %d: level %d, %06x on %06x is %.2f:1", theme.Name, theme.Colors, i, st.Fg&0xffffff, ground&0xffffff, contrast(st.Fg, ground))
				}
			}
		}
	}
}

// The colour of a row where less is better runs the other way, and it is said.
func TestLessIsBetter(t *testing.T) {
	m := HeatTable{
		Rows: []Safe{Clean("right"), Clean("made up")}, Columns: []Safe{Clean("a"), Clean("b")},
		Values: []float64{0, 1, 0, 1}, Decimals: 2, Range: [2]float64{0, 1}, Low: []bool{false, true},
	}
	theme := said(Dark())
	g := HeatCells(Size{40, 7}, theme, m)
	worst, best := theme.Sequential[0], theme.Sequential[len(theme.Sequential)-1]
	for want, at := range map[Spot]Color{{0, 0}: worst, {0, 1}: best, {1, 0}: best, {1, 1}: worst} {
		l := m.layout(g.Size, theme)
		if got := g.Row(l.y(want.Row))[l.x(want.Col)].Bg; got != at {
			t.Errorf("%v is on %06x, want %06x", want, got&0xffffff, at&0xffffff)
		}
	}
	lines := strings.Split(g.Plain(), "\n")
	if !strings.Contains(g.Plain(), "less: better") || !strings.Contains(lines[1], "1.00*") || !strings.Contains(lines[4], "0.00*") {
		t.Errorf("\n%s", g.Plain())
	}
}

// All of the best are marked, and none where all are alike.
func TestBestIsMarked(t *testing.T) {
	m := HeatTable{
		Rows: make([]Safe, 3), Columns: make([]Safe, 3), Decimals: 1, Range: [2]float64{0, 1},
		Values: []float64{1, 0, 1, 0.5, 0.5, 0.5, math.NaN(), 0.2, 0.1},
	}
	var got []Spot
	for r := range 3 {
		for c := range 3 {
			if m.best(r, c) {
				got = append(got, Spot{r, c})
			}
		}
	}
	if want := []Spot{{0, 0}, {0, 2}, {2, 1}}; len(got) != len(want) || got[0] != want[0] || got[1] != want[1] || got[2] != want[2] {
		t.Errorf("best are %v, want %v", got, want)
	}
}

// What '*' marks is said over the names, where they have room and it marks any.
func TestBestIsExplained(t *testing.T) {
	name := func(w int) Safe { return Safe{strings.Repeat("n", w)} }
	for _, c := range []struct {
		names int
		at    float64 // beside 0
		want  string
	}{{18, 1, "* best of its row"}, {10, 1, "* best"}, {4, 1, ""}, {18, 0, ""}} {
		m := HeatTable{Rows: []Safe{name(c.names)}, Columns: make([]Safe, 2), Values: []float64{c.at, 0}, Range: [2]float64{0, 1}}
		first, _, _ := strings.Cut(HeatCells(Size{60, 3}, said(Dark()), m).Plain(), "\n")
		if got := strings.TrimSpace(first); got != c.want {
			t.Errorf("names of %d cells, %g beside 0: %q, want %q", c.names, c.at, got, c.want)
		}
	}
}

// What is under the pointer is what is drawn there.
func TestCellAt(t *testing.T) {
	m, theme := scores(), Dark()
	for _, size := range []Size{{78, 20}, {44, 12}, {30, 6}} {
		g := HeatCells(size, theme, m)
		for y := range g.H {
			for x, cell := range g.Row(y) {
				if at, ok := m.CellAt(size, theme, x, y); ok != (cell.Bg != 0) && !math.IsNaN(m.Values[at.Row*4+at.Col]) {
					t.Fatalf("%v: at %d, %d there is %v, %t, on %06x", size, x, y, at, ok, cell.Bg)
				}
			}
		}
	}
}

// The tallest bar ends below the top of its axis, and a chart keeps its scale.
func TestHistogramHasHeadroom(t *testing.T) {
	for most := 1; most < 5000; most++ {
		if top := countRange(most, false)[1]; top < 1.05*float64(most) {
			t.Fatalf("an axis to %g for %d", top, most)
		}
	}
}

func BenchmarkHeatCells(b *testing.B) {
	m, theme := scores(), Dark()
	for b.Loop() {
		HeatCells(Size{200, 60}, theme, m)
	}
}

func BenchmarkStrip(b *testing.B) {
	m, theme := vector(), Dark()
	for b.Loop() {
		Strip(Size{200, 3}, theme, m)
	}
}

func BenchmarkDials(b *testing.B) {
	theme, faces := fineThemes()[1], clocks(9)
	for b.Loop() {
		Dials(Size{200, 60}, theme, nil, faces)
	}
}

// Where glyphs stand for values, a cell whose glyph is a blank is told from one
// that is empty: nothing else may be drawn there.
func TestLowestLevelIsNoEmptyCell(t *testing.T) {
	g := Heat(Size{4, 1}, Plain(), HeatMap{Values: []float64{0, 1}, Cols: 2, Bare: true})
	empty := Plain().Grid(Size{1, 1}).Row(0)[0]
	if low := g.Row(0)[0]; low.Rune != ' ' || low == empty {
		t.Errorf("the lowest level is %+v, an empty cell %+v", low, empty)
	}
	if nan := Heat(Size{4, 1}, Plain(), HeatMap{Values: []float64{math.NaN(), 1}, Cols: 2, Bare: true}).Row(0)[0]; nan != empty {
		t.Errorf("a value that is not there is %+v", nan)
	}
}
