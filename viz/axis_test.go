package viz

import (
	"math"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// isRound says whether v is a whole number of steps, of a power of ten each,
// that are between a tenth and a hundredth of the span.
func isRound(v, span float64) bool {
	step := math.Pow(10, math.Floor(math.Log10(span/10)))
	return math.Abs(v/step-math.Round(v/step)) < 1e-6
}

// Values beside an axis are round, two at least, each in the row nearest to it.
func TestValuesBesideAnAxisAreRound(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 5000 {
		h := 4 + rng.IntN(40)
		low := (rng.Float64() - 0.5) * math.Pow(10, float64(rng.IntN(7)-3))
		high := low + rng.Float64()*math.Pow(10, float64(rng.IntN(7)-3))
		rows, values := heights(h, [2]float64{low, high}, false, false)
		if len(values) < 2 || len(values) > 6 {
			t.Fatalf("%g to %g in %d rows: values %g", low, high, h, values)
		}
		for i, v := range values {
			if !isRound(v, high-low) {
				t.Fatalf("%g to %g in %d rows: %g is not round", low, high, h, v)
			}
			row := (high - v) / (high - low) * float64(h-1)
			if math.Abs(row-float64(rows[i])) > 0.5+1e-6 {
				t.Fatalf("%g to %g in %d rows: %g belongs to row %.2f, is beside %d", low, high, h, v, row, rows[i])
			}
		}
	}
}

// Counts are whole numbers, however few.
func TestCountsAreWhole(t *testing.T) {
	for most := range 300 {
		for h := 2; h < 40; h++ {
			_, values := heights(h, countRange(most, false), false, false)
			for _, v := range values {
				if v != math.Round(v) {
					t.Fatalf("up to %d in %d rows: %g", most, h, values)
				}
			}
		}
	}
}

// A logarithmic axis has powers of ten, or at least 1, 2 and 5 times these.
func TestRoundLogarithms(t *testing.T) {
	for _, c := range []struct {
		low, high float64
		want      []float64
	}{
		{1e-8, 1, []float64{1, 1e-2, 1e-4, 1e-6, 1e-8}},
		{0.3, 40, []float64{10, 1}},
		{0.9, 6, []float64{5, 2, 1}},
		{1.1, 1.9, []float64{1.9, 1.1}},
	} {
		_, values := heights(20, [2]float64{math.Log10(c.low), math.Log10(c.high)}, true, false)
		if len(values) != len(c.want) {
			t.Errorf("%g to %g: values %g, want %g", c.low, c.high, values, c.want)
			continue
		}
		for i, v := range values {
			if math.Abs(v/c.want[i]-1) > 1e-9 {
				t.Errorf("%g to %g: values %g, want %g", c.low, c.high, values, c.want)
			}
		}
	}
}

// The label of a mark keeps a blank from another mark's.
func TestLabelsOfMarksStayApart(t *testing.T) {
	plain, _ := ThemeByName("plain")
	area := plain.Grid(Size{40, 3})
	drawMarks(area, plain, []LineMark{{X: 20, Label: Clean("p")}, {X: 26, Label: Clean("p+k")}}, [2]float64{0, 39})
	for y := range area.H {
		for x := range area.W - 1 {
			if area.Row(y)[x].Rune == 'p' && area.Row(y)[x+1].Rune == 'p' {
				t.Errorf("the labels touch:\n%s", area.Plain())
			}
		}
	}
}

// Labels of ticks have a blank between them, and one is enough.
func TestLabelsOfTicksStandApart(t *testing.T) {
	least := 99
	for w := 12; w < 120; w++ {
		for _, high := range []float64{1, 10, 100, 1000, 1e5} {
			g := Dark().Grid(Size{w, 2})
			xAxis(g, 0, 0, w, Dark(), 0, high, true, Safe{})
			line := strings.TrimRight(strings.Split(g.Plain(), "\n")[1], " ")
			_, texts := ticks(w, Dark(), 0, high, true)
			for _, label := range strings.Fields(line) {
				if !slices.ContainsFunc(texts, func(s Safe) bool { return s.s == label }) {
					t.Errorf("%d columns to %g: %q is no label in %q", w, high, label, line)
				}
			}
			for _, blanks := range regexp.MustCompile(` +`).FindAllString(strings.TrimSpace(line), -1) {
				least = min(least, len(blanks))
			}
		}
	}
	if least != 1 {
		t.Errorf("the nearest two labels are %d apart", least)
	}
}

// A curve stands in the same columns while its values grow by a knob, where the
// chart is as wide as a screen.
func TestAxisStandsStill(t *testing.T) {
	at := func(w int, values []float64) int {
		g := Lines(Size{w, 12}, Light(), LineChart{Series: []Line{{Values: values}}})
		for y := range g.H {
			for x, cell := range g.Row(y) {
				if cell.Rune == '└' {
					return x
				}
			}
		}
		return -1
	}
	for _, values := range [][]float64{{0, 1}, {0, .5}, {-.5, .5}, {0, 100}} {
		if x := at(58, values); x != 5 {
			t.Errorf("the axis of %v is in column %d", values, x)
		}
	}
	if x := at(30, []float64{0, 1}); x > 4 {
		t.Errorf("in a narrow chart the axis is in column %d", x)
	}
}
