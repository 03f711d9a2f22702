// Package raster draws a screen as pixels: letters in Go Mono, and what a
// terminal joins from cell to cell, blocks, lines and dots, without gaps.
package raster

import (
	"image"
	"image/color"
	"image/png"
	"io"
	"strconv"

	"logitarium/ui/export"
	"logitarium/ui/message"
	"logitarium/viz"
)

// MaxScale is the largest scale of a [Painter].
const MaxScale = 4

// A Painter draws screens on one ground. It keeps the letters that it has drawn,
// and is not for several goroutines at once.
type Painter struct {
	w, h   int // of a cell
	scale  int
	paper  color.RGBA
	ink    color.RGBA
	levels int // of a letter's edge, between the ground and the ink
	fonts  fonts
	shapes map[glyph]*image.Alpha
	lacks  map[string]bool
}

// glyph is one character as it is drawn.
type glyph struct {
	text  string
	cells int
	attr  viz.Attr // of those that change the shape
}

// NewPainter returns a painter at a scale from 1 to [MaxScale]. More is another
// font, a TrueType or OpenType file for the characters that Go Mono lacks; nil
// for none.
func NewPainter(scale int, on export.Ground, more []byte) (*Painter, error) {
	if scale < 1 || scale > MaxScale {
		return nil, message.Errorf("a picture is drawn at a scale of 1 to %d, and not of %d", MaxScale, scale)
	}
	p := &Painter{w: export.CellW * scale, h: export.CellH * scale, scale: scale, levels: 255,
		paper: written(on.Paper), ink: written(on.Ink), shapes: map[glyph]*image.Alpha{}, lacks: map[string]bool{}}
	return p, p.fonts.open(scale, more)
}

// Smooth sets how many steps a letter's edge has from its ground to its ink, from
// 1, no smoothing, to 255. Fewer make fewer colours.
func (p *Painter) Smooth(levels int) { p.levels = min(max(levels, 1), 255) }

// Lacks is how many different characters no font had so far. Each is drawn as an
// empty box.
func (p *Painter) Lacks() int { return len(p.lacks) }

// Size is the size of a screen's picture.
func (p *Painter) Size(s viz.Size) image.Rectangle { return image.Rect(0, 0, s.W*p.w, s.H*p.h) }

// Rect is the part of the picture that cells cover.
func (p *Painter) Rect(x, y, end, bottom int) image.Rectangle {
	return image.Rect(x*p.w, y*p.h, end*p.w, bottom*p.h)
}

// Image draws a whole screen.
func (p *Painter) Image(g viz.Grid) *image.RGBA {
	to := image.NewRGBA(p.Size(g.Size))
	for y := range g.H {
		p.Draw(to, g, 0, g.W, y)
	}
	return to
}

// PNG writes a whole screen as a PNG.
func (p *Painter) PNG(w io.Writer, g viz.Grid) error { return png.Encode(w, p.Image(g)) }

// Draw draws the cells from x to end of a row. Of a wide character both cells
// are drawn if either is.
func (p *Painter) Draw(to *image.RGBA, g viz.Grid, x, end, y int) {
	row := g.Row(y)
	for x > 0 && row[x].Rune == 0 {
		x--
	}
	for x < end {
		next := x + 1
		for next < len(row) && row[next].Rune == 0 {
			next++
		}
		p.cell(to, g, x, next, y)
		x = next
	}
}

// cell draws one character, in the cells from x to end.
func (p *Painter) cell(to *image.RGBA, g viz.Grid, x, end, y int) {
	c := g.Row(y)[x]
	fg, bg := rgba(c.Fg, p.ink), rgba(c.Bg, p.paper)
	if c.Attr&viz.Reverse != 0 {
		fg, bg = bg, fg
	}
	if c.Attr&viz.Dim != 0 {
		fg = blend(bg, fg, 153) // six tenths, as in an SVG
	}
	at := p.Rect(x, y, end, y+1)
	fill(to, at, bg)
	switch boxes, ink, ok := p.boxes(c.Rune); {
	case ok:
		ground := fg
		if ink < 255 {
			ground = blend(bg, fg, ink)
		}
		for _, b := range boxes {
			fill(to, b.Add(at.Min).Intersect(at), ground)
		}
	case c.Rune != ' ':
		text := string(c.Rune)
		if c.Rune < 0 { // several runes
			one := viz.NewGrid(viz.Size{W: end - x, H: 1})
			one.Put(-x, -y, g)
			text = one.Plain()
		}
		p.letter(to, at, glyph{text, end - x, c.Attr & (viz.Bold | viz.Italic)}, fg, bg)
	}
	if c.Attr&viz.Underline != 0 {
		fill(to, image.Rect(at.Min.X, at.Max.Y-2*p.scale, at.Max.X, at.Max.Y-p.scale), fg)
	}
}

// letter puts ink where a letter's shape is.
func (p *Painter) letter(to *image.RGBA, at image.Rectangle, g glyph, fg, bg color.RGBA) {
	shape := p.shapes[g]
	if shape == nil {
		var ok bool
		if shape, ok = p.fonts.shape(g, p.w*g.cells, p.h); !ok {
			p.lacks[g.text] = true
		}
		p.shapes[g] = shape
	}
	for y := range p.h {
		for x := range p.w * g.cells {
			if a := p.level(shape.AlphaAt(x, y).A); a > 0 {
				to.SetRGBA(at.Min.X+x, at.Min.Y+y, blend(bg, fg, a))
			}
		}
	}
}

// level rounds a share of ink to one of the painter's steps.
func (p *Painter) level(a uint8) int {
	return ((int(a)*p.levels*2 + 255) / 510) * 255 / p.levels
}

// blend is so much of b over a, of 255.
func blend(a, b color.RGBA, share int) color.RGBA {
	mix := func(a, b uint8) uint8 { return uint8((int(a)*(255-share) + int(b)*share + 127) / 255) }
	return color.RGBA{mix(a.R, b.R), mix(a.G, b.G), mix(a.B, b.B), 255}
}

func fill(to *image.RGBA, r image.Rectangle, c color.RGBA) {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			to.SetRGBA(x, y, c)
		}
	}
}

// rgba is a cell's colour, or the terminal's own.
func rgba(c viz.Color, own color.RGBA) color.RGBA {
	if c == 0 {
		return own
	}
	return color.RGBA{uint8(c >> 16), uint8(c >> 8), uint8(c), 255}
}

// written is a colour that is written #rrggbb.
func written(hex string) color.RGBA {
	n, _ := strconv.ParseUint(hex[1:], 16, 32) // an [export.Ground] has this form
	return rgba(viz.RGB(uint8(n>>16), uint8(n>>8), uint8(n)), color.RGBA{})
}
