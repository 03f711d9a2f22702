package raster

import (
	"image"
	"strings"

	"logitarium/ui/export"
)

// boxes returns what a character that fills its cell is made of, from the cell's
// corner, and how much ink it has, of 255. Ok is false for a letter.
func (p *Painter) boxes(r rune) (boxes []image.Rectangle, ink int, ok bool) {
	switch {
	case export.IsBlock(r):
		parts, quarters := export.Block(r)
		for _, b := range parts {
			boxes = append(boxes, image.Rect(p.w*b.X/8, p.h*b.Y/8, p.w*(b.X+b.W)/8, p.h*(b.Y+b.H)/8))
		}
		return boxes, quarters * 255 / 4, true
	case r >= '⠀' && r <= '⣿':
		return p.dots(r), 255, true
	case r >= '─' && r <= '╿':
		boxes = p.lines(r)
		return boxes, 255, boxes != nil
	}
	return nil, 0, false
}

// dots are those of a braille character: two beside and four above each other,
// the lowest two last in the order of Unicode.
func (p *Painter) dots(r rune) (boxes []image.Rectangle) {
	places := [8][2]int{{0, 0}, {0, 1}, {0, 2}, {1, 0}, {1, 1}, {1, 2}, {0, 3}, {1, 3}}
	side := 2 * p.scale
	for i, at := range places {
		if (r-'⠀')>>i&1 == 1 {
			x, y := p.w*(2*at[0]+1)/4-side/2, p.h*(2*at[1]+1)/8-side/2
			boxes = append(boxes, image.Rect(x, y, x+side, y+side))
		}
	}
	return boxes
}

// arms say of U+2500 to U+257F which lines go from the middle up, right, down
// and left: 0 none, 1 light, 2 heavy, 3 double. The three diagonals have none.
const arms = "" +
	"0101 0202 1010 2020 0101 0202 1010 2020 0101 0202 1010 2020 0110 0210 0120 0220 " +
	"0011 0012 0021 0022 1100 1200 2100 2200 1001 1002 2001 2002 1110 1210 2110 1120 " +
	"2120 2210 1220 2220 1011 1012 2011 1021 2021 2012 1022 2022 0111 0112 0211 0212 " +
	"0121 0122 0221 0222 1101 1102 1201 1202 2101 2102 2201 2202 1111 1112 1211 1212 " +
	"2111 1121 2121 2112 2211 1122 1221 2212 1222 2122 2221 2222 0101 0202 1010 2020 " +
	"0303 3030 0310 0130 0330 0013 0031 0033 1300 3100 3300 1003 3001 3003 1310 3130 " +
	"3330 1013 3031 3033 0313 0131 0333 1303 3101 3303 1313 3131 3333 0110 0011 1001 " +
	"1100 0000 0000 0000 0001 1000 0100 0010 0002 2000 0200 0020 0201 1020 0102 2010 "

// dashes is in how many pieces the line of a character is broken.
func dashes(r rune) int {
	switch {
	case r >= '┄' && r <= '┇':
		return 3
	case r >= '┈' && r <= '┋':
		return 4
	case r >= '╌' && r <= '╏':
		return 2
	}
	return 1
}

// lines draws a box drawing character; nil for the diagonals.
func (p *Painter) lines(r rune) (boxes []image.Rectangle) {
	arm := arms[5*(r-'─') : 5*(r-'─')+4]
	cx, cy, s := p.w/2, p.h/2, p.scale // of the middle
	stroke := func(from, to, across, thick int, upright bool) {
		b := image.Rect(from, across, to, across+thick)
		if upright {
			b = image.Rect(across, from, across+thick, to)
		}
		boxes = append(boxes, b)
	}
	if n := dashes(r); n > 1 {
		upright, whole, middle, thick := arm[0] != '0', p.w, cy, s
		if upright {
			whole, middle = p.h, cx
		}
		if strings.Contains(arm, "2") {
			middle, thick = middle-s, 3*s
		}
		for k := range n {
			stroke(whole*k/n, whole*(2*k+1)/(2*n), middle, thick, upright)
		}
		return boxes
	}
	for i, side := range []struct {
		upright          bool
		from, to, middle int
	}{{true, 0, cy + s, cx}, {false, cx, p.w, cy}, {true, cy, p.h, cx}, {false, 0, cx + s, cy}} {
		switch arm[i] {
		case '1':
			stroke(side.from, side.to, side.middle, s, side.upright)
		case '2':
			stroke(side.from, side.to, side.middle-s, 3*s, side.upright)
		case '3':
			stroke(side.from, side.to, side.middle-s, s, side.upright)
			stroke(side.from, side.to, side.middle+s, s, side.upright)
		}
	}
	return boxes
}
