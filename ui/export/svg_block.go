package export

import (
	"strconv"
	"strings"
)

// The block elements of Unicode, U+2580 to U+259F.
const firstBlock, lastBlock = '▀', '▟'

// eighths is a box in a cell: left, top, width and height in eighths of it.
type eighths struct{ x, y, w, h int }

// The quarters of a cell.
var (
	upperLeft  = eighths{0, 0, 4, 4}
	upperRight = eighths{4, 0, 4, 4}
	lowerLeft  = eighths{0, 4, 4, 4}
	lowerRight = eighths{4, 4, 4, 4}
)

// quarters are those of ▖ to ▟.
var quarters = [][]eighths{
	{lowerLeft},
	{lowerRight},
	{upperLeft},
	{upperLeft, lowerLeft, lowerRight},
	{upperLeft, lowerRight},
	{upperLeft, upperRight, lowerLeft},
	{upperLeft, upperRight, lowerRight},
	{upperRight},
	{upperRight, lowerLeft},
	{upperRight, lowerLeft, lowerRight},
}

// blockBoxes returns the boxes of a block element, and how much of them is
// inked, in quarters: a shade's dots come out as an even grey.
func blockBoxes(r rune) (boxes []eighths, ink int) {
	n := int(r - firstBlock)
	switch {
	case r == '▀':
		return []eighths{{0, 0, 8, 4}}, 4
	case r <= '█':
		return []eighths{{0, 8 - n, 8, n}}, 4
	case r <= '▏':
		return []eighths{{0, 0, 16 - n, 8}}, 4
	case r == '▐':
		return []eighths{{4, 0, 4, 8}}, 4
	case r <= '▓':
		return []eighths{{0, 0, 8, 8}}, int(r-'░') + 1
	case r == '▔':
		return []eighths{{0, 0, 8, 1}}, 4
	case r == '▕':
		return []eighths{{7, 0, 1, 8}}, 4
	}
	return quarters[r-'▖'], 4
}

// block draws one block element in the cells from x to end.
func (p *picture) block(r rune, fg string, x, end, y int) {
	boxes, ink := blockBoxes(r)
	if ink < 4 {
		fg += `" fill-opacity="` + strconv.FormatFloat(float64(ink)/4, 'g', -1, 64)
	}
	path := p.blocks.in(fg)
	for _, b := range boxes {
		if b.w == 8 { // they join
			b.w *= end - x
			box(path, b, x, y)
			continue
		}
		for at := x; at < end; at++ {
			box(path, b, at, y)
		}
	}
}

// box adds a box, in eighths of the cell at x, y, to a path.
func box(path *strings.Builder, b eighths, x, y int) {
	side := func(eighths, cell int) string {
		return strconv.FormatFloat(float64(eighths*cell)/8, 'f', -1, 64)
	}
	w := side(b.w, cellW)
	path.WriteString("M" + side(8*x+b.x, cellW) + " " + side(8*y+b.y, cellH) +
		"h" + w + "v" + side(b.h, cellH) + "h-" + w + "z")
}
