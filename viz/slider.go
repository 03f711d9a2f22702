package viz

import "math"

// Slider draws where a value stands between its ends, at from 0 to 1, on
// exactly size.W cells of the first row: ├─────●──────────┤. NaN draws the
// track without a knob.
func Slider(size Size, t Theme, at float64, st Style) Grid {
	g, gl := t.Grid(size), t.glyphs()
	g.Fill(0, 0, g.W, 1, gl.line, st)
	g.Set(0, 0, gl.left, st)
	g.Set(g.W-1, 0, gl.right, st)
	if !math.IsNaN(at) {
		g.Set(SliderCell(g.W, at), 0, gl.knob, st)
	}
	return g
}

// SliderCell returns the column of the knob of a slider of that many cells.
func SliderCell(width int, at float64) int {
	at = min(max(at, 0), 1)
	if width < 3 {
		return 0
	}
	return 1 + int(math.Round(at*float64(width-3)))
}

// SliderAt is the inverse: the value, 0 to 1, that a column stands for.
func SliderAt(width, column int) float64 {
	if width < 4 {
		return 0
	}
	return min(max(float64(column-1)/float64(width-3), 0), 1)
}
