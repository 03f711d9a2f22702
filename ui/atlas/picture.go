package atlas

import (
	"math"

	"logitarium/ui/message"
	"logitarium/viz"
)

// Frame is the room of the map and how it may look.
type Frame struct {
	viz.Size
	Theme viz.Theme
	Words message.Printer
}

// Drawing is the map as it is drawn, and what lies where.
type Drawing struct {
	viz.Grid
	Stops []Area // by the index of the stop; those out of sight have no cells
	Text  Area   // where the text is typed
}

// Area is a part of the picture.
type Area struct{ X, Y, W, H int }

// canvas is a picture while it is drawn.
type canvas struct {
	*Map
	Drawing
	theme viz.Theme
	words message.Printer
}

// Draw draws the map: as a way with all that is on it where there is the room,
// else as a list.
func (a *Map) Draw(f Frame) Drawing {
	c := &canvas{Map: a, theme: f.Theme, words: f.Words}
	c.Grid = f.Theme.Grid(f.Size)
	c.Stops = make([]Area, len(a.stops()))
	if f.W < leastW || f.H < leastH {
		c.list()
	} else {
		c.way()
	}
	return c.Drawing
}

// text draws one line, cut to its cells, and returns its width.
func (c *canvas) text(x, y, cells int, s viz.Safe, st viz.Style) int {
	if cells <= 0 || y < 0 || y >= c.H {
		return 0
	}
	return c.Grid.Text(x, y, c.theme.Fit(s, cells), st)
}

// print is a text as it is drawn.
func (c *canvas) print(t message.Text) viz.Safe { return viz.Clean(c.words.Print(t)) }

// say draws a message.
func (c *canvas) say(x, y, cells int, st viz.Style, id message.ID, args ...any) int {
	return c.text(x, y, cells, c.print(message.New(id, args...)), st)
}

// wrapped draws a text in a few rows and returns how many it took.
func (c *canvas) wrapped(x, y, w, h int, t message.Text, st viz.Style) int {
	lines := viz.Wrap(c.theme.Show(c.print(t)), w)
	h = max(min(h, len(lines)), 0)
	if h > 0 {
		c.Put(x, y, viz.Paragraph(viz.Size{W: w, H: h}, c.theme, c.print(t), st))
	}
	return h
}

// bar draws a share of some cells, in eighths of a cell, and returns how many
// it touches.
func (c *canvas) bar(x, y, cells int, share float64, st viz.Style) int {
	if cells < 1 || !(share > 0) {
		return 0
	}
	eighths := min(int(math.Round(share*float64(8*cells))), 8*cells)
	if c.theme.Glyphs == viz.ASCII {
		n := max((eighths+4)/8, 1)
		c.Fill(x, y, n, 1, '#', st)
		return n
	}
	eighths = max(eighths, 1)
	c.Fill(x, y, eighths/8, 1, '█', st)
	if rest := eighths % 8; rest > 0 {
		c.Set(x+eighths/8, y, []rune("▏▎▍▌▋▊▉")[rest-1], st)
	}
	return (eighths + 7) / 8
}

// glyph is one of two signs, for terminals with and without Unicode.
func (c *canvas) glyph(unicode, ascii rune) rune {
	if c.theme.Glyphs == viz.ASCII {
		return ascii
	}
	return unicode
}

// mark is the style of what is chosen, else another one.
func (c *canvas) mark(chosen bool, st viz.Style) viz.Style {
	if chosen {
		return c.theme.Accent
	}
	return st
}

// chip draws the digit of a lab, three cells wide.
func (c *canvas) chip(x, y int, lab int, chosen bool) {
	if lab < 0 {
		return
	}
	st := c.mark(chosen, c.theme.Faint)
	st.Attr |= viz.Reverse
	c.text(x, y, 3, viz.Cleanf(" %d ", lab+1), st)
}
