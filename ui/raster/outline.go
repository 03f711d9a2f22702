package raster

import (
	"image"

	"golang.org/x/image/vector"
)

// outlines are the signs of the screens that Go Mono lacks, as polygons in a cell
// of 9 to 18.
var outlines = map[rune][][][2]float32{
	'▸': {{{2, 5}, {7, 9}, {2, 13}}},
	'◂': {{{7, 5}, {2, 9}, {7, 13}}},
	'▴': {{{1.5, 12}, {4.5, 6.5}, {7.5, 12}}},
	'▾': {{{1.5, 6.5}, {7.5, 6.5}, {4.5, 12}}},
	'‖': {{{2.5, 3}, {3.5, 3}, {3.5, 16}, {2.5, 16}}, {{5.5, 3}, {6.5, 3}, {6.5, 16}, {5.5, 16}}},
	'✓': {{{1, 10}, {2, 9}, {4, 11.5}, {7.5, 5}, {8.5, 5.7}, {4.2, 13.5}}},
	'✗': {{{1.5, 6}, {2.5, 5}, {8, 12}, {7, 13}}, {{7, 5}, {8, 6}, {2.5, 13}, {1.5, 12}}},
}

// outline draws a sign; ok is false for all others.
func outline(r rune, to *image.Alpha, scale int) (ok bool) {
	polygons, ok := outlines[r]
	for _, p := range polygons {
		z := vector.NewRasterizer(to.Rect.Dx(), to.Rect.Dy())
		k := float32(scale)
		z.MoveTo(k*p[0][0], k*p[0][1])
		for _, at := range p[1:] {
			z.LineTo(k*at[0], k*at[1])
		}
		z.ClosePath()
		z.Draw(to, to.Rect, image.Opaque, image.Point{})
	}
	return ok
}
