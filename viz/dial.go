package viz

import "math"

// Dial is a clock face.
type Dial struct {
	Name   Safe
	Hands  []float64 // clockwise from the top, in radians; NaN: none
	Chosen bool      // accented, and marked with ▸
}

// Dials draws clock faces in rows, all as large as lets the most of them be
// seen, with their names below. The first hand is the shortest, the last one
// reaches the rim; hands differ in glyph too, and the legend names them. Faces
// that don't fit are left out.
func Dials(size Size, t Theme, hands []Safe, dials []Dial) Grid {
	g := t.Grid(size)
	top := 0
	if items := dialLegend(t, hands); len(items) > 0 && g.H > 5 {
		g.Put(0, 0, Legend(Size{g.W, 1}, t, items))
		top = 1
	}
	radius, across := dialLayout(Size{g.W, g.H - top}, len(dials))
	if across == 0 {
		return g
	}
	w, h := g.W/across, 2*radius+2
	for i, d := range dials {
		x, y := i%across*w, top+i/across*h
		if y+h > g.H {
			break
		}
		drawDial(g, t, x, y, w, radius, d)
	}
	return g
}

const mostRadius = 8 // rows from the centre of a face to its rim

// dialLayout returns the largest radius, in rows, at which n faces fit, and
// how many stand in a row: none if not even one fits.
func dialLayout(s Size, n int) (radius, across int) {
	for r := mostRadius; r >= 1; r-- {
		across := min(s.W/(4*r+3), n)
		if across < 1 || s.H < 2*r+2 {
			continue
		}
		if across*(s.H/(2*r+2)) >= n || r == 1 {
			// No more columns than the rows need, so that faces stand evenly.
			down := min((n+across-1)/across, s.H/(2*r+2))
			return r, max(min(across, (n+down-1)/down), 1)
		}
	}
	return 0, 0
}

func drawDial(g Grid, t Theme, x, y, w, radius int, d Dial) {
	cx, cy := x+w/2, y+radius
	for i := range 12 * radius {
		dot(g, cx, cy, float64(radius), 2*math.Pi*float64(i)/float64(12*radius), '.', t.Faint)
	}
	gl := t.glyphs()
	for i := len(d.Hands) - 1; i >= 0; i-- {
		if !finite(d.Hands[i]) {
			continue
		}
		length := float64(radius) * (0.5 + 0.5*float64(i+1)/float64(len(d.Hands)))
		for r := 0.0; r <= length; r += 0.5 {
			dot(g, cx, cy, r, d.Hands[i], gl.hands[i%len(gl.hands)], over(t.Text, t.series(i)))
		}
	}
	name, st := t.Fit(d.Name, w-1), t.Faint
	left := x + max((w-name.Width())/2, 1)
	if d.Chosen {
		st = t.Accent
		g.Set(left-1, cy+radius+1, gl.chosen, st)
	}
	g.Text(left, cy+radius+1, name, st)
}

// dot draws a point in polar coordinates; a row is as high as two columns.
func dot(g Grid, cx, cy int, r, angle float64, glyph rune, st Style) {
	sin, cos := math.Sincos(angle)
	g.Set(cx+int(math.Round(2*r*sin)), cy-int(math.Round(r*cos)), glyph, st)
}

func dialLegend(t Theme, hands []Safe) []LegendItem {
	gl := t.glyphs()
	items := make([]LegendItem, len(hands))
	for i, name := range hands {
		items[i] = LegendItem{gl.hands[i%len(gl.hands)], t.series(i), name}
	}
	return items
}
