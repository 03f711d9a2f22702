package viz

import (
	"math"
	"strings"
	"testing"
)

// What is read off a row of bars is what is drawn there.
func TestRowAt(t *testing.T) {
	c := BarChart{Columns: []Column{{Title: Clean("word"), Left: true}}, Kept: Clean("kept")}
	for _, word := range strings.Fields("alpha beta gamma delta epsilon zeta eta theta") {
		c.Rows = append(c.Rows, BarRow{Cells: []Safe{Clean(word)}, Value: 1, Mark: math.NaN()})
	}
	for _, titled := range []bool{true, false} {
		if !titled {
			c.Columns[0].Title = Safe{}
		}
		for h := range 14 {
			lines := strings.Split(Bars(Size{30, h}, Theme{}, c).Plain(), "\n")
			for y := -1; y <= h; y++ {
				i, ok := c.RowAt(h, y)
				shown := ""
				if y >= 0 && y < h {
					shown, _, _ = strings.Cut(strings.TrimSpace(lines[y]), " ")
				}
				drawn := strings.HasSuffix(shown, "a") || shown == "epsilon"
				if ok != drawn || ok && c.Rows[i].Cells[0].String() != shown {
					t.Errorf("height %d, row %d shows %q; row %d, %v", h, y, shown, i, ok)
				}
			}
		}
	}
}

func TestValueAt(t *testing.T) {
	c := LineChart{Series: []Line{{Values: make([]float64, 21)}}, Y: &[2]float64{0, 1}}
	size := Size{47, 10} // five columns of numbers, an axis, 41 columns
	left := strings.IndexRune(strings.ReplaceAll(Lines(size, Theme{}, c).Plain(), "┤", "|"), '|') + 1
	for x, want := range map[int]int{left: 0, left + 1: 1, left + (46-left)/2: 10, 46: 20} {
		if i, ok := c.ValueAt(size, Theme{}, x); !ok || i < want-1 || i > want {
			t.Errorf("column %d is value %d, %v; want %d", x, i, ok, want)
		}
	}
	for _, x := range []int{-1, left - 1, 47} {
		if i, ok := c.ValueAt(size, Theme{}, x); ok {
			t.Errorf("column %d is value %d", x, i)
		}
	}
	if _, ok := (LineChart{}).ValueAt(Size{}, Theme{}, 0); ok {
		t.Error("a chart of nothing has a value")
	}
}
