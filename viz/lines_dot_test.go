package viz

import (
	"strings"
	"testing"
)

// Dots lie where their numbers are, the held one over the others, and one beside
// the axes is nowhere.
func TestDotsOfLines(t *testing.T) {
	chart := LineChart{
		Series: []Line{{Values: make([]float64, 11)}}, X: [2]float64{0, 10}, Y: &[2]float64{0, 1},
		Dots: []LineDot{{X: 5, Y: 0.5, Held: true}, {X: 5, Y: 0.5}, {X: 10, Y: 1}, {X: 11, Y: 1}, {X: 5, Y: 2}},
	}
	for name, glyphs := range map[string]string{"plain": "xo", "dark": "×●"} {
		theme, _ := ThemeByName(name)
		if name == "plain" {
			theme.Glyphs = ASCII
		}
		text := Lines(Size{31, 13}, theme, chart).Plain()
		dot, held := string([]rune(glyphs)[0]), string([]rune(glyphs)[1])
		if strings.Count(text, dot) != 1 || strings.Count(text, held) != 1 {
			t.Errorf("%s: not one %s and one %s:\n%s", name, dot, held, text)
		}
		lines := strings.Split(text, "\n")
		if !strings.Contains(lines[0], dot) || !strings.Contains(lines[5], held) {
			t.Errorf("%s: the dots are not in the first and in the middle row:\n%s", name, text)
		}
	}
}
