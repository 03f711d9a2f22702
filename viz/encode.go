package viz

import (
	"strings"
	"unicode/utf8"
)

// String returns the grid as it is written to a terminal: rows joined by
// newlines, each exactly g.W cells wide, 24-bit SGR and no other escape. Equal
// neighbours share their style; every row ends in the terminal's own.
func (g Grid) String() string {
	changes := g.H
	for i := 1; i < len(g.Cells); i++ {
		if g.Cells[i].Style != g.Cells[i-1].Style {
			changes++
		}
	}
	const sgr = 38 // bytes of one with both colours
	buf := make([]byte, 0, 3*len(g.Cells)+sgr*changes+8*g.H)
	for y := range g.H {
		if y > 0 {
			buf = append(buf, '\n')
		}
		buf = g.appendCells(buf, g.Row(y))
	}
	return string(buf)
}

// Line returns row y as String writes it, "" outside of the grid.
func (g Grid) Line(y int) string {
	return string(g.appendCells(nil, g.Row(y)))
}

// Span is [Grid.Line] of the cells from x to end alone.
func (g Grid) Span(x, end, y int) string {
	row := g.Row(y)
	x = max(x, 0)
	if end = min(end, len(row)); x >= end {
		return ""
	}
	return string(g.appendCells(nil, row[x:end]))
}

// Changed returns where row y differs from that of a grid of the same size:
// the cells from x to end, 0 to 0 if nowhere. A wide character is in it whole.
func (g Grid) Changed(old Grid, y int) (x, end int) {
	row, was := g.Row(y), old.Row(y)
	if len(row) != len(was) {
		return 0, len(row)
	}
	end = len(row)
	for x < end && g.same(row[x], old, was[x]) {
		x++
	}
	if x == end {
		return 0, 0
	}
	for g.same(row[end-1], old, was[end-1]) {
		end--
	}
	for x > 0 && (row[x].Rune == 0 || was[x].Rune == 0) {
		x--
	}
	for end < len(row) && (row[end].Rune == 0 || was[end].Rune == 0) {
		end++
	}
	return x, end
}

// same reports whether two cells of two grids show the same.
func (g Grid) same(c Cell, old Grid, was Cell) bool {
	if c.Rune < 0 && was.Rune < 0 {
		return c.Style == was.Style && g.clusters.decode(c.Rune) == old.clusters.decode(was.Rune)
	}
	return c == was
}

func (g Grid) appendCells(buf []byte, row []Cell) []byte {
	var now Style
	for x := range row {
		if row[x].Style != now && !g.covered(row, x) {
			buf = appendSGR(buf, now, row[x].Style)
			now = row[x].Style
		}
		buf = g.appendCell(buf, row, x)
	}
	if now != (Style{}) {
		buf = append(buf, "\x1b[0m"...)
	}
	return buf
}

// Plain returns the text alone: no escapes, trailing blanks removed.
func (g Grid) Plain() string {
	lines := make([]string, g.H)
	for y := range g.H {
		var buf []byte
		for x := range g.W {
			buf = g.appendCell(buf, g.Row(y), x)
		}
		lines[y] = strings.TrimRight(string(buf), " ")
	}
	return strings.Join(lines, "\n")
}

// appendCell writes what the cell at x shows. Cells are exported, so whatever
// stands in them, a row comes out with as many columns as it has cells and
// without a control character.
func (g Grid) appendCell(buf []byte, row []Cell, x int) []byte {
	r := row[x].Rune
	if r >= ' ' && r < 0x7f {
		return append(buf, byte(r))
	}
	if r >= 0x2500 && r < 0x25a0 || r >= 0x2800 && r < 0x2900 {
		return utf8.AppendRune(buf, r)
	}
	if r == 0 {
		if g.covered(row, x) {
			return buf
		}
		return append(buf, ' ')
	}
	halves := 1
	if x+1 < len(row) && row[x+1].Rune == 0 {
		halves = 2
	}
	if w := g.width(r); w < 1 || w > halves {
		return append(buf, '?')
	}
	return append(buf, g.clusters.decode(r)...)
}

// covered reports whether the cell at x is the right half of a wide rune.
func (g Grid) covered(row []Cell, x int) bool {
	return row[x].Rune == 0 && x > 0 && row[x-1].Rune != 0 && g.width(row[x-1].Rune) == 2
}

// width returns the cells that a cell's rune wants.
func (g Grid) width(r rune) int {
	if r < 0 {
		return Safe{g.clusters.decode(r)}.Width()
	}
	return runeWidth(r)
}

// appendSGR writes the shortest plain way from one style to another.
func appendSGR(buf []byte, from, to Style) []byte {
	if to == (Style{}) {
		return append(buf, "\x1b[0m"...)
	}
	buf = append(buf, "\x1b["...)
	if from.Attr&^to.Attr != 0 { // attributes are only ever taken away together
		buf = append(buf, "0;"...)
		from = Style{}
	}
	for i, code := range [...]byte{'1', '2', '3', '4', '7'} {
		if bit := Attr(1) << i; to.Attr&^from.Attr&bit != 0 {
			buf = append(buf, code, ';')
		}
	}
	if to.Fg != from.Fg {
		buf = appendColor(buf, '3', to.Fg)
	}
	if to.Bg != from.Bg {
		buf = appendColor(buf, '4', to.Bg)
	}
	buf[len(buf)-1] = 'm'
	return buf
}

// appendColor writes "38;2;r;g;b;" or "39;", for the ground 3 or 4.
func appendColor(buf []byte, ground byte, c Color) []byte {
	if c>>24 == 0 {
		return append(buf, ground, '9', ';')
	}
	buf = append(buf, ground, '8', ';', '2', ';')
	buf = append(appendDecimal(buf, byte(c>>16)), ';')
	buf = append(appendDecimal(buf, byte(c>>8)), ';')
	return append(appendDecimal(buf, byte(c)), ';')
}

func appendDecimal(buf []byte, v byte) []byte {
	if v >= 100 {
		buf = append(buf, '0'+v/100)
	}
	if v >= 10 {
		buf = append(buf, '0'+v/10%10)
	}
	return append(buf, '0'+v%10)
}
