package viz

import (
	"math"
	"testing"
)

// A shaded number stands on the colour of its value, readable; equal values on
// equal colours, and a plain theme shades nothing.
func TestShadedMatrix(t *testing.T) {
	m := MatrixData{Values: []float64{-3, 0, 3, 3, math.NaN(), 99}, Cols: 3, Decimals: 1, Shade: &[2]float64{-3, 3}}
	for _, theme := range []Theme{Dark(), Light(), HighContrast()} {
		g := Matrix(Size{30, 2}, theme, m)
		var grounds []Color
		for y := range 2 {
			for _, c := range g.Row(y) {
				if c.Rune >= '0' && c.Rune <= '9' {
					if grounds = append(grounds, c.Bg); c.Bg != theme.Text.Bg && contrast(c.Fg, c.Bg) < 4.5 {
						t.Errorf("%s: %c has a contrast of %.2f", theme.Name, c.Rune, contrast(c.Fg, c.Bg))
					}
				}
			}
		}
		first, last := theme.Diverging[0], theme.Diverging[len(theme.Diverging)-1]
		if grounds[0] != first || grounds[4] != last || grounds[6] != last || grounds[len(grounds)-1] != last || grounds[2] == first || grounds[2] == last {
			t.Errorf("%s: the grounds are %x", theme.Name, grounds)
		}
	}
	for _, c := range Matrix(Size{30, 2}, Plain(), m).Cells {
		if c.Bg != 0 {
			t.Fatal("a plain theme has colours")
		}
	}
}
