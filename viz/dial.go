package viz

import "math"

// Dial is a clock face.
type Dial struct {
	Name   Safe
	Hands  []float64 // clockwise from the top, in radians; NaN: none
	Trail  []float64 // where the first hand was, the latest first
	Chosen bool      // accented, and marked with ▸
}

// Dials draws clock faces in rows, at the largest size at which the most of them
// fit, with their names below. The first hand is the shortest, the last one
// reaches the rim; hands differ in weight or glyph too, and the legend names
// them. Where curves are drawn below the cell, the angle from the first hand
// to the second is filled, the shorter way round, and the trail is on the rim.
// Faces that don't fit are left out.
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
	if t.fine() {
		face := drawFace(t, radius, d)
		g.Put(cx-2*radius-1, y, face)
	} else {
		drawCoarseFace(g, t, cx, cy, radius, d)
	}
	name, st := t.Fit(d.Name, w-1), t.Faint
	left := x + max((w-name.Width())/2, 1)
	if d.Chosen {
		st = t.Accent
		g.Set(left-1, cy+radius+1, t.glyphs().chosen, st)
	}
	g.Text(left, cy+radius+1, name, st)
}

// drawFace draws rim, trail, angle and hands in dots, which are as wide as high.
func drawFace(t Theme, radius int, d Dial) Grid {
	const rim, trail, angle, hands = 0, 1, 2, 3
	n := len(d.Hands)
	face := NewGrid(Size{4*radius + 3, 2*radius + 1})
	sheet := newSheets(face.Size, hands+n)
	cx, cy, r := 2*radius*2+2, 4*radius+1, float64(4*radius)
	polar := func(layer int, r, at float64) {
		sin, cos := math.Sincos(at)
		x, y := cx+int(math.Round(r*sin)), cy-int(math.Round(r*cos))
		sheet.dot(layer, x, y)
		if layer == hands { // the first one is thicker
			sheet.dot(layer, x+1, y)
		}
	}
	for i := range 24 * radius {
		if i%2 == 0 {
			polar(rim, r, 2*math.Pi*float64(i)/float64(24*radius))
		}
	}
	for _, at := range d.Trail {
		for inset := range 2 {
			if finite(at) {
				polar(trail, r-float64(inset), at)
			}
		}
	}
	if n > 1 && finite(d.Hands[0]) && finite(d.Hands[1]) {
		fillAngle(sheet, angle, cx, cy, 0.55*r, d.Hands[0], d.Hands[1])
	}
	order, styles := []int{rim, trail, angle}, []Style{t.Faint, t.Strong, t.Faint}
	for i := n - 1; i >= 0; i-- { // the first, which is the shortest, lies on top
		order = append(order, hands+i)
	}
	for i, at := range d.Hands {
		styles = append(styles, t.series(i))
		if !finite(at) {
			continue
		}
		length := r * (0.5 + 0.5*float64(i+1)/float64(n))
		for q := 0.0; q <= length; q += 0.5 {
			polar(hands+i, q, at)
		}
	}
	face.drawSheets(sheet, t, order, styles)
	return face
}

// drawSheets draws sheets on the theme's own ground.
func (g Grid) drawSheets(c sheets, t Theme, order []int, styles []Style) {
	if t.Text.Bg != 0 {
		g.Restyle(0, 0, g.W, g.H, t.Text)
	}
	c.draw(g, t, func(s int) Style { return over(t.Text, styles[s]) }, order)
}

// fillAngle sets every second dot between two angles, the shorter way round.
func fillAngle(c sheets, layer, cx, cy int, r, from, to float64) {
	turn := math.Remainder(to-from, 2*math.Pi)
	reach := int(r)
	for y := -reach; y <= reach; y++ {
		for x := -reach; x <= reach; x++ {
			if (x+y)%2 != 0 || math.Hypot(float64(x), float64(y)) > r {
				continue
			}
			at := math.Remainder(math.Atan2(float64(x), float64(-y))-from, 2*math.Pi)
			if at >= min(turn, 0) && at <= max(turn, 0) {
				c.dot(layer, cx+x, cy+y)
			}
		}
	}
}

// drawCoarseFace draws rim and hands with a glyph to a cell.
func drawCoarseFace(g Grid, t Theme, cx, cy, radius int, d Dial) {
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
}

// dot draws a point in polar coordinates; a row is as high as two columns.
func dot(g Grid, cx, cy int, r, angle float64, glyph rune, st Style) {
	sin, cos := math.Sincos(angle)
	g.Set(cx+int(math.Round(2*r*sin)), cy-int(math.Round(r*cos)), glyph, st)
}

func dialLegend(t Theme, hands []Safe) []LegendItem {
	glyphs := t.glyphs().hands
	if t.fine() {
		glyphs = t.glyphs().pens
	}
	items := make([]LegendItem, len(hands))
	for i, name := range hands {
		items[i] = LegendItem{glyphs[i%len(glyphs)], t.series(i), name}
	}
	return items
}
