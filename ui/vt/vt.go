// Package vt keeps the screen of a terminal: what a program writes goes in, cells
// come out. It is how a recording of somebody else is shown: its escape sequences
// are interpreted here and never reach the terminal of whoever looks.
//
// It knows what draws a screen: text, the cursor's moves, erasing, inserting and
// scrolling, colours and attributes, the alternate screen, the line drawing
// characters (ECMA-48, and the private modes of xterm that full-screen programs
// use). All else is passed over: titles, clipboards, queries, images, sounds.
package vt

import (
	"slices"

	"logitarium/viz"
)

// MostSide bounds each side of a screen.
const MostSide = 1000

// Colors are the colours of a terminal. Where one is zero, it is the own colour
// of whoever looks.
type Colors struct {
	Fg, Bg  viz.Color
	Palette [16]viz.Color
	None    bool // colours are left out; attributes stay
}

// Screen is the screen of a terminal. Make one with [New].
type Screen struct {
	colors Colors
	size   viz.Size
	shown  buffer // the one of the two that is seen
	other  buffer
	second bool // the alternate one is seen
	cost   int

	now     cursor
	visible bool
	wraps   bool // what does not fit into a row goes on in the next
	inserts bool // what is written moves the rest of the row
	top     int  // the rows that scroll: from top up to, and without, bottom
	bottom  int
	tabs    []bool
	last    rune // written last, for REP

	parser parser
}

// buffer is the cells of a screen, with the cursor that a program put aside.
type buffer struct {
	cells viz.Grid
	kept  cursor
}

// cursor is where and how the next character is written.
type cursor struct {
	x, y    int
	pending bool // the last column was written: the next character wraps
	style   viz.Style
	origin  bool    // rows count from the top of those that scroll
	sets    [2]bool // G0 and G1 are line drawing
	set     int     // which of them is in use
}

// New returns a blank screen. A side is at least 1 and at most [MostSide].
func New(size viz.Size, colors Colors) *Screen {
	s := &Screen{colors: colors, size: bounded(size)}
	if colors.None {
		s.colors.Fg, s.colors.Bg = 0, 0
	}
	s.reset()
	return s
}

func bounded(size viz.Size) viz.Size {
	return viz.Size{W: min(max(size.W, 1), MostSide), H: min(max(size.H, 1), MostSide)}
}

// reset makes the terminal what it is when it is switched on.
func (s *Screen) reset() {
	blank := s.blank()
	s.now = cursor{style: blank}
	s.shown = buffer{cells: s.fresh(s.size), kept: s.now}
	s.other = buffer{cells: s.fresh(s.size), kept: s.now}
	s.second, s.visible, s.wraps, s.inserts = false, true, true, false
	s.top, s.bottom = 0, s.size.H
	s.last = 0
	s.everyEighth()
}

// blank is the style of a terminal that was told nothing.
func (s *Screen) blank() viz.Style { return viz.Style{Fg: s.colors.Fg, Bg: s.colors.Bg} }

func (s *Screen) fresh(size viz.Size) viz.Grid {
	g := viz.NewGrid(size)
	for i := range g.Cells {
		g.Cells[i].Style = s.blank()
	}
	s.cost += len(g.Cells)
	return g
}

// everyEighth puts the tabulators where they are at first.
func (s *Screen) everyEighth() {
	s.tabs = make([]bool, s.size.W)
	for x := 8; x < s.size.W; x += 8 {
		s.tabs[x] = true
	}
}

// Grid returns a copy of what is seen.
func (s *Screen) Grid() viz.Grid { return copyOf(s.shown.cells) }

func copyOf(g viz.Grid) viz.Grid {
	c := viz.NewGrid(g.Size)
	c.Put(0, 0, g)
	return c
}

// Size is that of the screen.
func (s *Screen) Size() viz.Size { return s.size }

// Cursor returns where the cursor is, and whether it is seen.
func (s *Screen) Cursor() (x, y int, visible bool) { return s.now.x, s.now.y, s.visible }

// Clone returns a screen that goes on by itself from here.
func (s *Screen) Clone() *Screen {
	c := *s
	c.shown.cells, c.other.cells = copyOf(s.shown.cells), copyOf(s.other.cells)
	c.tabs = slices.Clone(s.tabs)
	c.parser.params = slices.Clone(s.parser.params)
	return &c
}

// Resize gives the screen another size. Rows are cut and not broken anew; those
// above the cursor leave if there is no room for it.
func (s *Screen) Resize(size viz.Size) {
	size = bounded(size)
	up := max(s.now.y-size.H+1, 0)
	for i, p := range []*buffer{&s.shown, &s.other} {
		cells := s.fresh(size)
		if i == 0 {
			cells.Put(0, -up, p.cells)
		} else {
			cells.Put(0, 0, p.cells)
		}
		p.cells = cells
	}
	s.size = size
	s.now.y -= up
	s.now.x, s.now.y, s.now.pending = min(s.now.x, size.W-1), min(s.now.y, size.H-1), false
	s.top, s.bottom = 0, size.H
	s.everyEighth()
}
