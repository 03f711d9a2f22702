package vt

import (
	"unicode/utf8"

	"logitarium/viz"
)

// lines are the line drawing characters of the VT100, from ` on.
var lines = []rune("◆▒␉␌␍␊°±␤␋┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·")

// put writes one character that takes a cell.
func (s *Screen) put(r rune) {
	if s.now.sets[s.now.set] && r >= '`' && r <= '~' {
		r = lines[r-'`']
	}
	s.place(viz.Clean(string(r)), 1)
	s.last = r
}

// cluster writes characters that belong together. What two terminals would give
// different widths is written character by character; what takes no cell by
// itself then is left out.
func (s *Screen) cluster(text string) {
	if clean := viz.Clean(text); clean.String() == text {
		s.place(clean, clean.Width())
		s.last, _ = utf8.DecodeLastRuneInString(text)
		return
	}
	for _, r := range text {
		clean := viz.Clean(string(r))
		switch {
		case r == utf8.RuneError || clean.String() == string(r):
			s.place(clean, clean.Width())
			s.last = r
		case clean.Width() > 0 && isMark(r):
		default:
			s.put('?')
		}
	}
}

// isMark reports whether a character only changes the one before it.
func isMark(r rune) bool {
	joined := "a" + string(r)
	return viz.Clean(joined).String() == joined || r == 0x200d || r >= 0xfe00 && r <= 0xfe0f || r >= 0x1f3fb && r <= 0x1f3ff || r >= 0xe0100 && r <= 0xe01ef
}

// place writes a text of one or two cells at the cursor.
func (s *Screen) place(c viz.Safe, w int) {
	if w > s.size.W {
		return
	}
	n := &s.now
	if n.pending || n.x+w > s.size.W {
		if s.wraps {
			n.x = 0
			s.lineFeed()
		} else {
			n.x = s.size.W - w
		}
		n.pending = false
	}
	if s.inserts {
		s.shift(n.x, w)
	}
	s.shown.cells.Text(n.x, n.y, c, n.style)
	n.x += w
	if n.x >= s.size.W {
		n.x, n.pending = s.size.W-1, true
	}
}

// lineFeed goes one row down; at the bottom of those that scroll, they do.
func (s *Screen) lineFeed() {
	s.now.pending = false
	switch {
	case s.now.y == s.bottom-1:
		s.scroll(s.top, s.bottom, 1)
	case s.now.y < s.size.H-1:
		s.now.y++
	}
}

func (s *Screen) reverseFeed() {
	s.now.pending = false
	switch {
	case s.now.y == s.top:
		s.scroll(s.top, s.bottom, -1)
	case s.now.y > 0:
		s.now.y--
	}
}

// scroll moves some rows up by n, or down by -n, and blanks what comes.
func (s *Screen) scroll(top, bottom, n int) {
	n = min(max(n, top-bottom), bottom-top)
	g, w := s.shown.cells, s.size.W
	rows := g.Cells[top*w : bottom*w]
	s.cost += len(rows)
	if n > 0 {
		copy(rows, rows[n*w:])
		s.erase(0, bottom-n, w, bottom)
		return
	}
	copy(rows[-n*w:], rows)
	s.erase(0, top, w, top-n)
}

// erase blanks the cells from x, y up to, and without, end and bottom, on the
// ground that is set.
func (s *Screen) erase(x, y, end, bottom int) {
	if end <= x {
		return
	}
	blank := viz.Cell{Rune: ' ', Style: s.blank()}
	blank.Bg = s.now.style.Bg
	for ; y < bottom; y++ {
		row := s.shown.cells.Row(y)
		if row[x].Rune == 0 { // half of a wide character stays behind
			row[max(x-1, 0)].Rune = ' '
		}
		if end < len(row) && row[end].Rune == 0 {
			row[end].Rune = ' '
		}
		for i := x; i < end; i++ {
			row[i] = blank
		}
		s.cost += end - x
	}
}

// shift moves the row's cells from x on to the right by n, or to the left by -n.
func (s *Screen) shift(x, n int) {
	w := s.size.W
	n = min(max(n, x-w), w-x)
	part := viz.NewGrid(viz.Size{W: w - x - max(n, -n), H: 1})
	if n > 0 {
		part.Put(-x, -s.now.y, s.shown.cells)
		s.shown.cells.Put(x+n, s.now.y, part)
		s.erase(x, s.now.y, x+n, s.now.y+1)
	} else {
		part.Put(-(x - n), -s.now.y, s.shown.cells)
		s.shown.cells.Put(x, s.now.y, part)
		s.erase(w+n, s.now.y, w, s.now.y+1)
	}
	s.cost += 2 * w
}

// tab goes to the n-th tabulator, or back to the -n-th.
func (s *Screen) tab(n int) {
	by := 1
	if n < 0 {
		by, n = -1, -n
	}
	x := s.now.x
	for ; n > 0 && x+by >= 0 && x+by < s.size.W; n-- {
		for x += by; x > 0 && x < s.size.W-1 && !s.tabs[x]; x += by {
		}
	}
	s.now.x, s.now.pending = x, false
}

// restore takes up the cursor that was put aside.
func (s *Screen) restore() {
	s.now = s.shown.kept
	s.now.x, s.now.y = min(s.now.x, s.size.W-1), min(s.now.y, s.size.H-1)
}

// repeat writes the last character again.
func (s *Screen) repeat(n int) {
	if s.last == 0 {
		return
	}
	c := viz.Clean(string(s.last))
	if c.String() != string(s.last) { // a mark, which stands nowhere alone
		return
	}
	n = min(n, s.size.W*s.size.H)
	for range n {
		s.place(c, c.Width())
	}
	s.cost += n
}
