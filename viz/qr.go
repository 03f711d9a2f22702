package viz

// quiet is the light margin that a QR code needs on each side to be found, in
// modules.
const quiet = 2

// QR draws the square modules of a QR code, two to a cell, dark on light
// whatever the theme, with a light margin. It is empty where it does not fit
// whole, or where there are no colours or no half blocks to draw it with: then
// its text is to be written.
func QR(size Size, t Theme, modules int, dark func(x, y int) bool) Grid {
	side := modules + 2*quiet
	if size.W < side || size.H < (side+1)/2 || t.Glyphs == ASCII || len(t.Sequential) == 0 {
		return t.Grid(Size{})
	}
	g := t.Grid(Size{W: side, H: (side + 1) / 2})
	black, white := RGB(0, 0, 0), RGB(255, 255, 255)
	ink := func(x, y int) Color {
		x, y = x-quiet, y-quiet
		if x >= 0 && y >= 0 && x < modules && y < modules && dark(x, y) {
			return black
		}
		return white
	}
	for y := range g.H {
		for x := range g.W {
			g.Set(x, y, '▀', Style{Fg: ink(x, 2*y), Bg: ink(x, 2*y+1)})
		}
	}
	return g
}
