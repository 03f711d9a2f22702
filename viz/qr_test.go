package viz

import "testing"

func TestQR(t *testing.T) {
	const n = 21
	dark := func(x, y int) bool { return (x*x+3*y)%5 < 2 }
	g := QR(Size{W: 40, H: 20}, Dark(), n, dark)
	if want := (Size{W: n + 2*quiet, H: 13}); g.Size != want {
		t.Fatalf("%d modules are drawn in %v, want %v", n, g.Size, want)
	}
	for y := range n {
		for x := range n {
			c := g.Row((y + quiet) / 2)[x+quiet]
			ink := c.Fg
			if (y+quiet)%2 == 1 {
				ink = c.Bg
			}
			if isDark := ink == RGB(0, 0, 0); isDark != dark(x, y) {
				t.Fatalf("module %d, %d is dark: %v, want %v", x, y, isDark, dark(x, y))
			}
		}
	}
}

// Half a code is no code.
func TestQRWithoutRoom(t *testing.T) {
	ascii := Dark()
	ascii.Glyphs = ASCII
	for _, c := range []struct {
		size  Size
		theme Theme
	}{{Size{W: 24, H: 20}, Dark()}, {Size{W: 40, H: 12}, Dark()}, {Size{W: 40, H: 20}, Plain()}, {Size{W: 40, H: 20}, ascii}} {
		if g := QR(c.size, c.theme, 21, func(int, int) bool { return true }); g.W != 0 || g.H != 0 {
			t.Errorf("in %v, %s, it is drawn in %v", c.size, c.theme.Name, g.Size)
		}
	}
}
