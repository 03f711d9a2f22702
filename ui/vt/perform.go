package vt

import "logitarium/viz"

// perform does what a control sequence says, by the character that ends it.
func (s *Screen) perform(final byte) {
	p := &s.parser
	switch {
	case p.prefix == '?' && (final == 'h' || final == 'l'):
		for _, m := range p.params {
			s.private(m.value, final == 'h')
		}
		return
	case p.between == '!' && final == 'p' && p.prefix == 0:
		s.softReset()
		return
	case p.prefix != 0 || p.between != 0:
		return
	}
	n := p.n(0)
	switch final {
	case 'A', 'k':
		s.vertical(-n)
	case 'B', 'e':
		s.vertical(n)
	case 'C', 'a':
		s.column(s.now.x + n)
	case 'D', 'j':
		s.column(s.now.x - n)
	case 'E':
		s.vertical(n)
		s.column(0)
	case 'F':
		s.vertical(-n)
		s.column(0)
	case 'G', '`':
		s.column(n - 1)
	case 'd':
		s.row(n - 1)
	case 'H', 'f':
		s.row(n - 1)
		s.column(p.n(1) - 1)
	case 'm':
		s.style()
	default:
		s.edit(final, n)
	}
}

// edit is what changes cells, and modes.
func (s *Screen) edit(final byte, n int) {
	p := &s.parser
	x, y := s.now.x, s.now.y
	inside := y >= s.top && y < s.bottom
	switch final {
	case 'J', 'K', 'X', '@', 'P', 'L', 'M':
		s.now.pending = false // as in xterm: what comes stands in the last column
	}
	switch final {
	case 'J':
		s.eraseDisplay(p.value(0, 0))
	case 'K':
		s.eraseLine(p.value(0, 0))
	case 'X':
		s.erase(x, y, min(x+n, s.size.W), y+1)
	case '@':
		s.shift(x, n)
	case 'P':
		s.shift(x, -min(n, s.size.W))
	case 'L', 'M':
		if inside {
			if final == 'L' {
				n = -min(n, s.size.H)
			}
			s.scroll(y, s.bottom, n)
			s.column(0)
		}
	case 'S':
		s.scroll(s.top, s.bottom, n)
	case 'T':
		if len(p.params) <= 1 { // more is a report of the mouse
			s.scroll(s.top, s.bottom, -min(n, s.size.H))
		}
	case 'I':
		s.tab(min(n, s.size.W))
	case 'Z':
		s.tab(-min(n, s.size.W))
	case 'g':
		switch p.value(0, 0) {
		case 0:
			s.tabs[x] = false
		case 3:
			clear(s.tabs)
		}
	case 'b':
		s.repeat(n)
	case 'r':
		s.margins(n-1, min(p.value(1, s.size.H), s.size.H))
	case 's':
		s.shown.kept = s.now
	case 'u':
		s.restore()
	case 'h', 'l':
		for _, m := range p.params {
			if m.value == 4 {
				s.inserts = final == 'h'
			}
		}
	}
}

// vertical moves the cursor, not across the edge of the rows that scroll if it is
// on their side of it.
func (s *Screen) vertical(n int) {
	y := s.now.y
	low, high := 0, s.size.H-1
	if y >= s.top {
		low = s.top
	}
	if y < s.bottom {
		high = s.bottom - 1
	}
	s.now.y, s.now.pending = min(max(y+n, low), high), false
}

func (s *Screen) column(x int) {
	s.now.x, s.now.pending = min(max(x, 0), s.size.W-1), false
}

// row goes to a row, counted from where the mode says.
func (s *Screen) row(y int) {
	low, high := 0, s.size.H-1
	if s.now.origin {
		low, high = s.top, s.bottom-1
	}
	s.now.y, s.now.pending = min(low+y, high), false
}

func (s *Screen) eraseDisplay(which int) {
	w, h, y := s.size.W, s.size.H, s.now.y
	switch which {
	case 0:
		s.eraseLine(0)
		s.erase(0, y+1, w, h)
	case 1:
		s.eraseLine(1)
		s.erase(0, 0, w, y)
	case 2:
		s.erase(0, 0, w, h)
	}
}

func (s *Screen) eraseLine(which int) {
	x, y := s.now.x, s.now.y
	switch which {
	case 0:
		s.erase(x, y, s.size.W, y+1)
	case 1:
		s.erase(0, y, x+1, y+1)
	case 2:
		s.erase(0, y, s.size.W, y+1)
	}
}

// margins sets the rows that scroll; fewer than two are not taken.
func (s *Screen) margins(top, bottom int) {
	if bottom-top < 2 {
		return
	}
	s.top, s.bottom = top, bottom
	s.row(0)
	s.column(0)
}

// private sets one of xterm's modes.
func (s *Screen) private(mode int, on bool) {
	switch mode {
	case 6:
		s.now.origin = on
		s.row(0)
		s.column(0)
	case 7:
		s.wraps = on
	case 25:
		s.visible = on
	case 47, 1047:
		s.alternate(on)
	case 1048:
		if on {
			s.shown.kept = s.now
		} else {
			s.restore()
		}
	case 1049:
		if on {
			s.shown.kept = s.now
		}
		s.alternate(on)
		if !on {
			s.restore()
		}
	}
}

// alternate goes to the alternate screen, which is blank then, or back.
func (s *Screen) alternate(on bool) {
	if on == s.second {
		return
	}
	s.second = on
	s.shown, s.other = s.other, s.shown
	if on {
		s.shown.cells = s.fresh(s.size)
	}
}

// softReset sets modes back and leaves what is seen.
func (s *Screen) softReset() {
	s.visible, s.wraps, s.inserts = true, true, false
	s.top, s.bottom = 0, s.size.H
	x, y := s.now.x, s.now.y
	s.now = cursor{x: x, y: y, style: s.blank()}
	s.shown.kept = cursor{style: s.blank()}
}

// attributes are turned on by their index in SGR and off by the other codes.
var attributes = map[int]viz.Attr{1: viz.Bold, 2: viz.Dim, 3: viz.Italic, 4: viz.Underline, 7: viz.Reverse, 21: viz.Underline}

var unset = map[int]viz.Attr{22: viz.Bold | viz.Dim, 23: viz.Italic, 24: viz.Underline, 27: viz.Reverse}

// style is SGR.
func (s *Screen) style() {
	p := s.parser.params
	if len(p) == 0 {
		s.now.style = s.blank()
		return
	}
	st := &s.now.style
	for i := 0; i < len(p); {
		v := max(p[i].value, 0)
		subs := 1
		for i+subs < len(p) && p[i+subs].sub {
			subs++
		}
		switch {
		case v == 0:
			*st = s.blank()
		case v == 4 && subs > 1 && p[i+1].value == 0:
			st.Attr &^= viz.Underline
		case attributes[v] != 0:
			st.Attr |= attributes[v]
		case unset[v] != 0:
			st.Attr &^= unset[v]
		case v == 38 || v == 48:
			c, used, ok := s.color(p[i:], subs)
			if used == 0 {
				return // what follows can't be told from its parts
			}
			if ok {
				s.paint(c, v == 38)
			}
			subs = used
		case v == 39:
			st.Fg = s.colors.Fg
		case v == 49:
			st.Bg = s.colors.Bg
		case v >= 30 && v <= 37, v >= 40 && v <= 47:
			s.paint(s.named(v%10), v < 40)
		case v >= 90 && v <= 97, v >= 100 && v <= 107:
			s.paint(s.named(v%10+8), v < 100)
		}
		i += subs
	}
}

func (s *Screen) paint(c viz.Color, ink bool) {
	switch {
	case s.colors.None:
	case ink:
		s.now.style.Fg = c
	default:
		s.now.style.Bg = c
	}
}

// color reads 38;5;n, 38;2;r;g;b and the same with colons, and says how many
// parameters it took, 0 if that can't be told.
func (s *Screen) color(p []param, subs int) (c viz.Color, used int, ok bool) {
	if subs > 1 { // 38:5:n, 38:2:r:g:b, 38:2:space:r:g:b
		p, used = p[:subs], subs
	} else if len(p) > 1 && (p[1].value == 5 || p[1].value == 2) {
		used = min(len(p), map[int]int{5: 3, 2: 5}[p[1].value])
		p = p[:used]
	}
	at := func(i int) uint8 { return uint8(min(max(p[i].value, 0), 255)) }
	switch {
	case used >= 3 && p[1].value == 5:
		return s.indexed(int(at(2))), used, true
	case used >= 5 && p[1].value == 2:
		from := used - 3
		if subs > 6 { // with a tolerance behind
			from = 3
		}
		return viz.RGB(at(from), at(from+1), at(from+2)), used, true
	}
	return 0, used, false
}

// named is one of the sixteen.
func (s *Screen) named(i int) viz.Color { return s.colors.Palette[i] }

// indexed is a colour of the 256: the sixteen, a cube of 6, and 24 greys.
func (s *Screen) indexed(i int) viz.Color {
	switch {
	case i < 16:
		return s.named(i)
	case i >= 232:
		grey := uint8(8 + 10*(i-232))
		return viz.RGB(grey, grey, grey)
	}
	level := func(n int) uint8 {
		if n == 0 {
			return 0
		}
		return uint8(55 + 40*n)
	}
	i -= 16
	return viz.RGB(level(i/36), level(i/6%6), level(i%6))
}
