package viz

import (
	"strings"
	"testing"
)

// Labels stand where they cover neither a curve nor each other.
func TestMarkLabelsFindRoom(t *testing.T) {
	top := make([]float64, 40)
	for i := range top {
		top[i] = 1
	}
	plain, _ := ThemeByName("plain")
	g := Lines(Size{44, 14}, plain, LineChart{
		Series: []Line{{Values: top}},
		Y:      &[2]float64{0, 1},
		Marks:  []LineMark{{X: 4, Label: Clean("the first")}, {X: 8, Label: Clean("the second")}},
	})
	text := g.Plain()
	for _, label := range []string{"the first", "the second"} {
		if !strings.Contains(text, label) {
			t.Errorf("%q is missing:\n%s", label, text)
		}
	}
	first, _, _ := strings.Cut(text, "\n")
	if strings.Contains(first, "the") {
		t.Errorf("a label covers the curve:\n%s", text)
	}
}

// A value stands in the row of its tick, also half-way between two rows.
func TestLinesStandAtTheirTicks(t *testing.T) {
	for h := 5; h < 30; h++ {
		zero := make([]float64, 50)
		g := Lines(Size{40, h}, Theme{}, LineChart{Series: []Line{{Values: zero}}, Y: &[2]float64{-1, 1}})
		for line := range strings.SplitSeq(g.Plain(), "\n") {
			if before, after, ok := strings.Cut(line, "┤"); ok && strings.TrimSpace(before) == "0" && !strings.Contains(after, "─────") {
				t.Errorf("height %d: the line of zeros is not at 0:\n%s", h, g.Plain())
			}
		}
	}
}
