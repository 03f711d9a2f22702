package viz

import (
	"math/bits"
	"slices"
)

// sheets is an area of cells that is drawn on in dots, two beside and four above
// each other to a cell: the dots of a braille character. Each series has a sheet
// of its own, so that where they meet no one takes the others away.
type sheets struct {
	Size
	sheets [][]uint8 // dots of each cell, row by row
}

func newSheets(s Size, series int) sheets {
	c := sheets{Size: s, sheets: make([][]uint8, series)}
	all := make([]uint8, series*s.W*s.H)
	for i := range c.sheets {
		c.sheets[i], all = all[:s.W*s.H], all[s.W*s.H:]
	}
	return c
}

// dot sets one dot of a series; outside of the area it does nothing.
func (c sheets) dot(series, x, y int) {
	if x >= 0 && y >= 0 && x < 2*c.W && y < 4*c.H {
		c.sheets[series][y/4*c.W+x/2] |= 1 << (y%4*2 + x%2)
	}
}

// pen is how one of several series is drawn: how thick, and how much of it.
type pen struct {
	thick  int // dots, one below the other
	on, of int // of so many dots of the path the first ones are drawn
}

// pens tell series apart without their colour.
var pens = []pen{{2, 1, 1}, {1, 1, 1}, {2, 3, 5}, {1, 1, 3}, {2, 2, 6}, {1, 5, 8}}

// path draws a series through one height a column of dots, counted from the
// top; a negative one is a gap.
func (c sheets) path(series int, heights []int) {
	p, at := pens[series%len(pens)], 0
	step := func(x, y int) {
		if at%p.of < p.on {
			for i := range p.thick {
				c.dot(series, x, min(y, 4*c.H-p.thick)+i)
			}
		}
		at++
	}
	for x, y := range heights {
		if y < 0 {
			continue
		}
		if x > 0 && heights[x-1] >= 0 {
			from, middle := heights[x-1], (heights[x-1]+y)/2
			for v := from; v != middle; v += sign(y - from) {
				if v != from {
					step(x-1, v)
				}
			}
			for v := middle; v != y; v += sign(y - from) {
				if v != from {
					step(x, v)
				}
			}
		}
		step(x, y)
	}
}

func sign(v int) int {
	switch {
	case v > 0:
		return 1
	case v < 0:
		return -1
	}
	return 0
}

// draw puts the dots into g, in the glyphs of the theme. A cell has one colour:
// that of the last series where they cross; where they coincide they take turns.
func (c sheets) draw(g Grid, t Theme, style func(series int) Style, order []int) {
	var here []int
	for y := range c.H {
		row := g.Row(y)
		for x := range c.W {
			at := y*c.W + x
			here = here[:0]
			all := uint8(0)
			for _, s := range order {
				if dots := c.sheets[s][at]; dots != 0 {
					here, all = append(here, s), all|dots
				}
			}
			if len(here) == 0 {
				continue
			}
			owner, dots := here[len(here)-1], all
			if len(here) > 1 && c.together(here, at) {
				owner = c.turn(here, order, x, y)
				dots = c.sheets[owner][at]
			}
			if r := t.dots(dots); r != ' ' {
				below := row[x]
				if below.Rune >= '▄' && below.Rune <= '█' { // an area
					below.Bg = below.Fg
				}
				row[x] = Cell{r, over(below.Style, style(owner))}
			}
		}
	}
}

// turn returns the series whose turn it is in a cell that several pass through.
func (c sheets) turn(here, order []int, x, y int) int {
	var near [16]int
	n := 0
	for _, s := range order {
		row := c.sheets[s][y*c.W : (y+1)*c.W]
		if n < len(near) && (row[x] != 0 || row[max(x-1, 0)] != 0 || row[min(x+1, c.W-1)] != 0) {
			near[n] = s
			n++
		}
	}
	if s := near[x%n]; slices.Contains(here, s) {
		return s
	}
	return here[x%len(here)]
}

// together reports whether the series of a cell share half of their dots.
func (c sheets) together(here []int, at int) bool {
	most, each := 0, uint8(0xff)
	for _, s := range here {
		each &= c.sheets[s][at]
		most = max(most, bits.OnesCount8(c.sheets[s][at]))
	}
	return 2*bits.OnesCount8(each) >= most
}

// dots returns the glyph for eight dots, bit 2y+x for the one at x, y.
func (t Theme) dots(mask uint8) rune {
	switch t.Glyphs {
	case Braille:
		return brailleRune(mask)
	case Octant:
		return octants[mask]
	}
	return quadrantRune(mask)
}

// brailleRune numbers its dots down the left column, down the right one, and
// then the last row, which came later (Unicode 17, 21.1).
func brailleRune(mask uint8) rune {
	if mask == 0 {
		return ' '
	}
	r := rune(0x2800)
	for i, bit := range [8]rune{0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80} {
		if mask&(1<<i) != 0 {
			r |= bit
		}
	}
	return r
}

// quadrantRune draws a quarter of a cell where one of its two dots is set.
func quadrantRune(mask uint8) rune {
	at := 0
	for i, two := range [4]uint8{0x05, 0x0a, 0x50, 0xa0} {
		if mask&two != 0 {
			at |= 1 << i
		}
	}
	return [16]rune{' ', '▘', '▝', '▀', '▖', '▌', '▞', '▛', '▗', '▚', '▐', '▜', '▄', '▙', '▟', '█'}[at]
}

// octants are the glyphs of all patterns of eighths. Unicode had some of them
// before it got the rest in one block, in the order of their bits (Unicode 16,
// Symbols for Legacy Computing Supplement).
var octants = func() (all [256]rune) {
	for mask, r := range map[int]rune{
		0: ' ', 1: 0x1cea8, 2: 0x1ceab, 3: 0x1fb82, 5: '▘', 10: '▝', 15: '▀', 20: 0x1fbe6, 40: 0x1fbe7, 63: 0x1fb85,
		64: 0x1cea3, 80: '▖', 85: '▌', 90: '▞', 95: '▛', 128: 0x1cea0, 160: '▗', 165: '▚', 170: '▐', 175: '▜',
		192: '▂', 240: '▄', 245: '▙', 250: '▟', 252: '▆', 255: '█',
	} {
		all[mask] = r
	}
	next := rune(0x1cd00)
	for mask, r := range all {
		if r == 0 {
			all[mask] = next
			next++
		}
	}
	return all
}()

// OctantDots returns the eighths of a cell that a glyph of [Octant] inks, bit 2y+x
// for the one at x, y; ok is false for those that Unicode had before, such as ▀.
func OctantDots(r rune) (mask uint8, ok bool) {
	if !isOctant(r) {
		return 0, false
	}
	return uint8(slices.Index(octants[:], r)), true
}

// isOctant reports whether a rune is one of those that only [Octant] draws with:
// newer than the tables of Go, and of terminals, which count a cell for each.
func isOctant(r rune) bool {
	switch r {
	case 0x1cea0, 0x1cea3, 0x1cea8, 0x1ceab, 0x1fb82, 0x1fb85, 0x1fbe6, 0x1fbe7:
		return true
	}
	return r >= 0x1cd00 && r < 0x1cde6
}
