package export

import (
	"strconv"
	"strings"

	"logitarium/viz"
)

// The block elements of Unicode, U+2580 to U+259F.
const firstBlock, lastBlock = '▀', '▟'

// Eighths is a box in a cell: left, top, width and height in eighths of it.
type Eighths struct{ X, Y, W, H int }

// The quarters of a cell.
var (
	upperLeft  = Eighths{0, 0, 4, 4}
	upperRight = Eighths{4, 0, 4, 4}
	lowerLeft  = Eighths{0, 4, 4, 4}
	lowerRight = Eighths{4, 4, 4, 4}
)

// quarters are those of ▖ to ▟.
var quarters = [][]Eighths{
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

// IsBlock reports whether [Block] has the boxes of a character: a block element,
// U+2580 to U+259F, or one of the newer ones of eighths, which few fonts have.
func IsBlock(r rune) bool {
	_, octant := viz.OctantDots(r)
	return octant || r >= firstBlock && r <= lastBlock
}

// Block returns the boxes of a block element, see [IsBlock], and how much of them
// is inked, in quarters: a shade's dots come out as an even grey.
func Block(r rune) (boxes []Eighths, ink int) {
	if dots, ok := viz.OctantDots(r); ok {
		return octant(dots), 4
	}
	n := int(r - firstBlock)
	switch {
	case r == '▀':
		return []Eighths{{0, 0, 8, 4}}, 4
	case r <= '█':
		return []Eighths{{0, 8 - n, 8, n}}, 4
	case r <= '▏':
		return []Eighths{{0, 0, 16 - n, 8}}, 4
	case r == '▐':
		return []Eighths{{4, 0, 4, 8}}, 4
	case r <= '▓':
		return []Eighths{{0, 0, 8, 8}}, int(r-'░') + 1
	case r == '▔':
		return []Eighths{{0, 0, 8, 1}}, 4
	case r == '▕':
		return []Eighths{{7, 0, 1, 8}}, 4
	}
	return quarters[r-'▖'], 4
}

// octant returns the boxes of a pattern of two dots beside and four above each
// other: two in a row are one.
func octant(dots uint8) (boxes []Eighths) {
	for y := range 4 {
		switch dots >> (2 * y) & 3 {
		case 1:
			boxes = append(boxes, Eighths{0, 2 * y, 4, 2})
		case 2:
			boxes = append(boxes, Eighths{4, 2 * y, 4, 2})
		case 3:
			boxes = append(boxes, Eighths{0, 2 * y, 8, 2})
		}
	}
	return boxes
}

// block draws one block element in the cells from x to end.
func (p *drawing) block(r rune, fg string, x, end, y int) {
	boxes, ink := Block(r)
	if ink < 4 {
		fg += `" fill-opacity="` + strconv.FormatFloat(float64(ink)/4, 'g', -1, 64)
	}
	path := p.blocks.in(fg)
	for _, b := range boxes {
		if b.W == 8 { // they join
			b.W *= end - x
			box(path, b, x, y)
			continue
		}
		for at := x; at < end; at++ {
			box(path, b, at, y)
		}
	}
}

// box adds a box, in eighths of the cell at x, y, to a path.
func box(path *strings.Builder, b Eighths, x, y int) {
	side := func(eighths, cell int) string {
		return strconv.FormatFloat(float64(eighths*cell)/8, 'f', -1, 64)
	}
	w := side(b.W, CellW)
	path.WriteString("M" + side(8*x+b.X, CellW) + " " + side(8*y+b.Y, CellH) +
		"h" + w + "v" + side(b.H, CellH) + "h-" + w + "z")
}
