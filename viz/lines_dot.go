package viz

import "math"

// LineDot is a point at (X, Y) over the curves of a chart. One beside the
// ranges is left out.
type LineDot struct {
	X, Y      float64
	Held      bool // the one that the hand is on, drawn over the others
	Reference bool
}

func (d LineDot) style(t Theme) Style {
	switch {
	case d.Held:
		return t.Accent
	case d.Reference:
		return t.Reference
	}
	return t.Text
}

// drawDots draws a glyph for each dot, in the cell where it lies.
func (c LineChart) drawDots(area Grid, t Theme, x, y [2]float64) {
	if area.W < 1 || area.H < 1 {
		return
	}
	for layer, glyph := range t.glyphs().dots {
		for _, d := range c.Dots {
			across, up := position(d.X, x[0], x[1]), position(scaled(d.Y, c.Log), y[0], y[1])
			if d.Held != (layer == 1) || !(across >= 0 && across <= 1 && up >= 0 && up <= 1) {
				continue
			}
			row := area.H - 1 - int(math.Round(up*float64(area.H-1)))
			if t.fine() {
				row = dotAt(up, area.H) / 4
			}
			area.Set(columnAt(across, area.W), row, glyph, d.style(t))
		}
	}
}
