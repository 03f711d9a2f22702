package viz

// Big draws digits and the signs of numbers to be read from the last row of a
// room: three rows high with half blocks, five with full ones when there is
// the room. Text with other characters, and a number that doesn't fit, is
// written in one row; if it doesn't fit there, nothing is, as a part of a
// number is a wrong number.
func Big(size Size, t Theme, s Safe, st Style) Grid {
	g := t.Grid(size)
	st = over(t.Text, st)
	width := -1
	known := s.s != ""
	for _, r := range s.s {
		glyph := bigGlyph(r)
		known = known && glyph[0] != ""
		width += len(glyph[0]) + 1
	}
	switch {
	case known && g.H >= 5 && 2*width <= g.W:
		eachDot(s, func(x, y int) { g.Fill(2*x, y, 2, 1, t.glyphs().full, st) })
	case known && g.H >= 3 && width <= g.W && t.Glyphs != ASCII:
		eachDot(s, func(x, y int) { halfDot(g, x, y, st) })
	case t.Show(s).Width() <= g.W:
		g.Text(0, 0, t.Show(s), st)
	}
	return g
}

// halfDot fills the upper or the lower half of a cell.
func halfDot(g Grid, x, y int, st Style) {
	glyph := '▀'
	if y%2 == 1 {
		glyph = '▄'
	}
	if g.Row(y / 2)[x].Rune != ' ' {
		glyph = '█'
	}
	g.Set(x, y/2, glyph, st)
}

func eachDot(s Safe, dot func(x, y int)) {
	x := 0
	for _, r := range s.s {
		glyph := bigGlyph(r)
		for y, row := range glyph {
			for i := range len(row) {
				if row[i] == '#' {
					dot(x+i, y)
				}
			}
		}
		x += len(glyph[0]) + 1
	}
}

// bigGlyph is a font of five rows for what numbers are written with, and for
// the sign of what is asked; empty rows for anything else.
func bigGlyph(r rune) [5]string {
	switch r {
	case '0':
		return [5]string{"###", "# #", "# #", "# #", "###"}
	case '1':
		return [5]string{" # ", "## ", " # ", " # ", "###"}
	case '2':
		return [5]string{"###", "  #", "###", "#  ", "###"}
	case '3':
		return [5]string{"###", "  #", " ##", "  #", "###"}
	case '4':
		return [5]string{"# #", "# #", "###", "  #", "  #"}
	case '5':
		return [5]string{"###", "#  ", "###", "  #", "###"}
	case '6':
		return [5]string{"###", "#  ", "###", "# #", "###"}
	case '7':
		return [5]string{"###", "  #", "  #", " # ", " # "}
	case '8':
		return [5]string{"###", "# #", "###", "# #", "###"}
	case '9':
		return [5]string{"###", "# #", "###", "  #", "###"}
	case '.':
		return [5]string{" ", " ", " ", " ", "#"}
	case '-', '−', '–':
		return [5]string{"  ", "  ", "##", "  ", "  "}
	case '+':
		return [5]string{"   ", " # ", "###", " # ", "   "}
	case '?':
		return [5]string{"###", "  #", " ##", "   ", " # "}
	case '/':
		return [5]string{"  #", "  #", " # ", "#  ", "#  "}
	case '%':
		return [5]string{"# #", "  #", " # ", "#  ", "# #"}
	case 'e':
		return [5]string{"   ", "###", "###", "#  ", "###"}
	case 'x':
		return [5]string{"   ", "# #", " # ", "# #", "   "}
	case ' ':
		return [5]string{" ", " ", " ", " ", " "}
	}
	return [5]string{}
}
