package viz

import (
	"math"
	"strings"
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

// In 16 colours, on which digits could not be read, a glyph before each number is
// denser the farther it is from zero; numbers and marks stay whole.
func TestMatrixIn16Colours(t *testing.T) {
	m := MatrixData{Values: []float64{-3, -1.4, 0, 1.4, 3, math.NaN()}, Cols: 6, Decimals: 1, Shade: &[2]float64{-3, 3}, Name: Clean("y"), Chosen: &Spot{0, 4}}
	// The mark of a chosen number has a cell of its own beside the glyph, in the first column too.
	first := m
	first.Chosen, first.YText = &Spot{0, 0}, []Safe{Clean("row")}
	if row := Matrix(Size{50, 2}, Dark().In(Colors16), first).Plain(); !strings.Contains(row, "row▸█-3.0 ▒-1.4") {
		t.Errorf("the first number is chosen: %q", row)
	}
	const scale = "y  -3 █▓▒░ ░▒▓█ 3\n"
	for _, theme := range []Theme{Dark(), Light(), HighContrast()} {
		for outline, want := range map[bool]string{
			false: scale + " █-3.0 ▒-1.4   0.0 ▒ 1.4▸█ 3.0     –\n",
			true:  scale + "[█-3.0] ▒-1.4    0.0  ▒ 1.4 ▸█ 3.0      –\n",
		} {
			m.Outline = nil
			if outline {
				m.Outline = []Region{{0, 0, 1, 1}}
			}
			g := Matrix(Size{50, 2}, theme.In(Colors16), m)
			var got strings.Builder
			for y := range 2 {
				var row strings.Builder
				for _, c := range g.Row(y) {
					row.WriteRune(c.Rune)
					if hand := theme.In(Colors16).Accent; c.Bg != theme.Text.Bg && c.Style != hand {
						t.Errorf("%s: %c has a ground", theme.Name, c.Rune)
					}
				}
				got.WriteString(strings.TrimRight(row.String(), " ") + "\n")
			}
			if got.String() != want {
				t.Errorf("%s:\n%q, want\n%q", theme.Name, got.String(), want)
			}
		}
	}
}

// A matrix begins where it is asked to, and with its last row and column where
// that is beyond them.
func TestMatrixBeginsWithinItself(t *testing.T) {
	m := MatrixData{Values: []float64{11, 12, 13, 21, 22, 23}, Cols: 3}
	for _, c := range []struct {
		row, col    int
		first, last string
	}{{0, 0, "11", "23"}, {1, 1, "22", "23"}, {1, 2, "23", "23"}, {-5, -5, "11", "23"}, {2, 3, "23", "23"}, {99, 99, "23", "23"}} {
		m.From.Row, m.From.Col = c.row, c.col
		words := strings.Fields(Matrix(Size{30, 2}, Theme{}, m).Plain())
		if len(words) == 0 || words[0] != c.first || words[len(words)-1] != c.last {
			t.Errorf("from %d, %d: %q", c.row, c.col, words)
		}
	}
}
