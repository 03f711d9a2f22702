package viz

import "testing"

// The least value has the first colour as the greatest has the last.
func TestGlyphCellsColourBothEnds(t *testing.T) {
	g := NewGrid(Size{3, 1})
	p := levels{colors: []Color{basic(1), basic(2), basic(3)}, glyphs: []rune(" o#")}
	one := dots{n: 1, bin: 1, each: 1}
	glyphCells(g, []float64{0, 1, 2}, dots{n: 3, bin: 1, each: 1}, one, p, 0, 2, Style{})
	for x, want := range p.colors {
		if c := g.Row(0)[x]; c.Fg != want || c.Rune != p.glyphs[x] {
			t.Errorf("cell %d is %q in %v, want %q in %v", x, c.Rune, c.Fg, p.glyphs[x], want)
		}
	}
}
