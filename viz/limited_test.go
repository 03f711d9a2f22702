package viz

import (
	"image/color"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

func rgba(c Color) color.RGBA {
	return color.RGBA{R: uint8(c >> 16), G: uint8(c >> 8), B: uint8(c), A: 0xff}
}

// What reduces colours on the way to the terminal finds each where it is.
func TestLimitedColoursAreWrittenAsTheyAre(t *testing.T) {
	for n := 16; n < 256; n++ {
		if got := ansi.Convert256(rgba(xterm(n))); int(got) != n {
			t.Errorf("colour %d of 256 is written as %d", n, got)
		}
	}
	for n := range 16 {
		if got := ansi.Convert16(rgba(basic(n))); int(got) != n {
			t.Errorf("colour %d of 16 is written as %d", n, got)
		}
	}
}

// In few colours a theme uses no others.
func TestLimitedThemesHoldToTheirColours(t *testing.T) {
	for _, theme := range Themes() {
		for limit, known := range map[Colors]func(Color) bool{
			Colors256: func(c Color) bool { return c == xterm(int(ansi.Convert256(rgba(c)))) },
			Colors16:  func(c Color) bool { return c == basic(int(ansi.Convert16(rgba(c)))) },
		} {
			limited := theme.In(limit)
			for name, draw := range drawings(waves(200)) {
				for _, c := range draw(Size{60, 20}, limited).Cells {
					for _, c := range []Color{c.Fg, c.Bg} {
						if c != 0 && !known(c) && c != theme.Text.Fg && c != theme.Text.Bg && !(limit == Colors256 && isCyclic(theme, c)) {
							t.Fatalf("%s in %d, %s: %06x", theme.Name, limit, name, c&0xffffff)
						}
					}
				}
			}
			if on := limited.On(!limited.Light); on.Colors != limited.Colors && len(theme.Sequential) > 0 {
				t.Errorf("%s in %d: on another ground it has %d", theme.Name, limit, on.Colors)
			}
		}
	}
}

func isCyclic(t Theme, c Color) bool {
	for _, level := range t.Cyclic {
		if level == c {
			return true
		}
	}
	return false
}

// The quiet grey of 256 colours is a grey, and no teal.
func TestQuietIsGrey(t *testing.T) {
	for _, theme := range Themes()[:3] {
		c := rgba(theme.In(Colors256).Faint.Fg)
		if c.R != c.G || c.G != c.B {
			t.Errorf("%s: %v", theme.Name, c)
		}
	}
}

// On a dark ground of 16 colours no text is blue: many palettes have a dark one
// in the place of both blues.
func TestNoBlueTextOfSixteenColours(t *testing.T) {
	theme := Dark().In(Colors16)
	for _, st := range append([]Style{theme.Accent, theme.Measured, theme.Reference, theme.Second, theme.Bad, theme.Faint}, theme.Series...) {
		if st.Fg == basic(4) || st.Fg == basic(12) {
			t.Errorf("%06x is a blue", st.Fg&0xffffff)
		}
	}
}

// In 16 colours, whose lightness is the user's, glyphs order the values.
func TestSixteenColoursAreOrderedByGlyph(t *testing.T) {
	ink := func(r rune) int { return strings.IndexRune(" ░▒▓█", r) }
	for _, theme := range Themes()[:3] {
		limited := theme.In(Colors16)
		values := []float64{-4, -3, -2, -1, 0, 1, 2, 3, 4}
		for scale, lastOf := range map[Scale]rune{Sequential: '█', Diverging: '█'} {
			row := Heat(Size{len(values), 1}, limited, HeatMap{Values: values, Cols: len(values), Scale: scale}).Row(0)
			middle := len(row) / 2
			if row[len(row)-1].Rune != lastOf || scale == Diverging && (row[middle].Rune != ' ' || row[0].Rune != '█') {
				t.Errorf("%s: %v", theme.Name, row)
			}
			from := middle
			if scale == Sequential {
				from = 0
			}
			for i := from + 1; i < len(row); i++ {
				if ink(row[i].Rune) < ink(row[i-1].Rune) {
					t.Errorf("%s: %q comes after %q", theme.Name, row[i].Rune, row[i-1].Rune)
				}
				if scale == Diverging && (ink(row[i].Rune) != ink(row[len(row)-1-i].Rune) || row[i].Fg == row[len(row)-1-i].Fg) {
					t.Errorf("%s: %d and %d look alike", theme.Name, i, len(row)-1-i)
				}
			}
		}
	}
}
