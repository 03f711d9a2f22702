package export

import (
	"fmt"
	"html"
	"strings"

	"logitarium/viz"
)

// CellW and CellH are the size of a character in units of the picture.
const CellW, CellH = 9, 18

// Ground is the colours that stand for the terminal's own, written #rrggbb.
type Ground struct{ Paper, Ink string }

// GroundOf returns the ground that a theme is made for.
func GroundOf(t viz.Theme) Ground {
	g := Ground{"#121212", "#d8d8d8"}
	if t.Light {
		g = Ground{"#fafafa", "#202020"}
	}
	return Ground{Hex(t.Text.Bg, g.Paper), Hex(t.Text.Fg, g.Ink)}
}

// Hex writes a colour as #rrggbb, or own for the terminal's own.
func Hex(c viz.Color, own string) string {
	if c == 0 {
		return own
	}
	return fmt.Sprintf("#%06x", uint32(c)&0xffffff)
}

// SVG returns a screen as a picture. Backgrounds and block characters are
// boxes, which join without gaps in any font: one path for each colour. Over
// them stand the texts, in a group for each style and as wide as their cells.
func SVG(g viz.Grid, on Ground) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %[1]d %[2]d" `+Letters+">\n", g.W*CellW, g.H*CellH)
	fmt.Fprintf(&b, `<rect width="100%%" height="100%%" fill="%s"/>`+"\n", on.Paper)
	b.WriteString(Inside(g, on))
	b.WriteString("</svg>\n")
	return b.String()
}

// Letters are the attributes of an svg element whose texts are a screen's.
const Letters = `font-family="'DejaVu Sans Mono',Menlo,Consolas,monospace" font-size="15" xml:space="preserve"`

// Inside returns what stands in the svg element of a screen, over its paper;
// nothing for a blank one.
func Inside(g viz.Grid, on Ground) string {
	p := drawing{on: on}
	for y := range g.H {
		row := g.Row(y)
		for x := 0; x < g.W; {
			end := x + 1
			for end < g.W && row[end].Style == row[x].Style {
				end++
			}
			p.stretch(g, x, end, y)
			x = end
		}
	}
	var b strings.Builder
	if len(p.grounds.paints)+len(p.blocks.paints) > 0 {
		b.WriteString(`<g shape-rendering="crispEdges">` + "\n")
		for _, boxes := range []layer{p.grounds, p.blocks} {
			boxes.write(&b, `<path fill="%s" d="`, `"/>`)
		}
		b.WriteString("</g>\n")
	}
	p.texts.write(&b, `<g fill="%s>`+"\n", "</g>")
	return b.String()
}

// drawing is what a screen is drawn with, from below.
type drawing struct {
	on                     Ground
	grounds, blocks, texts layer
}

// layer is what is drawn in each paint, in the order of their first use.
type layer struct {
	paints []string
	drawn  map[string]*strings.Builder
}

func (l *layer) in(paint string) *strings.Builder {
	if l.drawn == nil {
		l.drawn = map[string]*strings.Builder{}
	}
	if l.drawn[paint] == nil {
		l.drawn[paint] = &strings.Builder{}
		l.paints = append(l.paints, paint)
	}
	return l.drawn[paint]
}

func (l *layer) write(b *strings.Builder, open, shut string) {
	for _, paint := range l.paints {
		fmt.Fprintf(b, open, paint)
		b.WriteString(l.drawn[paint].String() + shut + "\n")
	}
}

// stretch draws the cells from x to end of a row, which have one style.
func (p *drawing) stretch(g viz.Grid, x, end, y int) {
	st := g.Row(y)[x].Style
	fg, bg := Hex(st.Fg, p.on.Ink), Hex(st.Bg, p.on.Paper)
	if st.Attr&viz.Reverse != 0 {
		fg, bg = bg, fg
	}
	if bg != p.on.Paper {
		box(p.grounds.in(bg), Eighths{0, 0, 8 * (end - x), 8}, x, y)
	}
	style := fg + `"` + attributes(st.Attr)
	row := g.Row(y)[:end]
	for x < end {
		from := x
		kind := kindOf(row, x)
		for x < end && kindOf(row, x) == kind && (kind != block || row[x].Rune == row[from].Rune) {
			x++
			if kind == ascii && x+1 < end && row[x].Rune == ' ' && row[x+1].Rune == ' ' {
				break // a gap between texts
			}
		}
		switch kind {
		case block:
			p.block(row[from].Rune, fg, from, x, y)
		default:
			part := viz.NewGrid(viz.Size{W: x - from, H: 1})
			part.Put(-from, -y, g)
			p.text(style, part.Plain(), kind, from, y)
		}
	}
}

// kind says how a character is drawn.
type kind int

const (
	ascii kind = iota
	other      // what a font may lack: a text of its own, so that what follows keeps its place
	wide       // as well, with other proportions
	block
)

// kindOf is the kind of the cell at x, of both halves if it is a wide one.
func kindOf(row []viz.Cell, x int) kind {
	switch r := row[x].Rune; {
	case r == 0 && x > 0, x+1 < len(row) && row[x+1].Rune == 0:
		return wide
	case r >= ' ' && r < 0x7f:
		return ascii
	case IsBlock(r):
		return block
	}
	return other
}

// text draws the text at x. Letters keep their shape where the font is
// narrower or wider than a cell; lines are stretched, so that they join.
func (p *drawing) text(style, text string, k kind, x, y int) {
	start := len(text) - len(strings.TrimLeft(text, " "))
	if text = text[start:]; text == "" {
		return
	}
	adjust := ""
	if k != ascii {
		adjust = ` lengthAdjust="spacingAndGlyphs"`
	}
	fmt.Fprintf(p.texts.in(style), `<text x="%d" y="%d" textLength="%d"%s>%s</text>`+"\n",
		(x+start)*CellW, y*CellH+14, viz.Clean(text).Width()*CellW, adjust, html.EscapeString(text))
}

func attributes(a viz.Attr) string {
	var out string
	if a&viz.Bold != 0 {
		out += ` font-weight="bold"`
	}
	if a&viz.Dim != 0 {
		out += ` opacity="0.6"`
	}
	if a&viz.Italic != 0 {
		out += ` font-style="italic"`
	}
	if a&viz.Underline != 0 {
		out += ` text-decoration="underline"`
	}
	return out
}
