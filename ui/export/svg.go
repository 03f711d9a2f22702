package export

import (
	"fmt"
	"html"
	"strings"

	"logitarium/viz"
)

const cellW, cellH = 9, 18 // of a character, in units of the picture

// Ground is the colours that stand for the terminal's own.
type Ground struct{ paper, ink string }

// Night is for themes that are made for a dark background.
func Night() Ground { return Ground{"#121212", "#d8d8d8"} }

// Day is for themes that are made for a light one.
func Day() Ground { return Ground{"#fafafa", "#202020"} }

// SVG returns a screen as a picture: a box for each stretch of background, a
// text for each stretch of one style, every stretch as wide as its cells.
func SVG(g viz.Grid, on Ground) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %[1]d %[2]d" `+
		`font-family="monospace" font-size="15" xml:space="preserve">`+"\n", g.W*cellW, g.H*cellH)
	fmt.Fprintf(&b, `<rect width="100%%" height="100%%" fill="%s"/>`+"\n", on.paper)
	for y := range g.H {
		row := g.Row(y)
		for x := 0; x < g.W; {
			end := x + 1
			for end < g.W && row[end].Style == row[x].Style {
				end++
			}
			stretch(&b, g, on, x, end, y)
			x = end
		}
	}
	b.WriteString("</svg>\n")
	return b.String()
}

// stretch draws the cells from x to end of a row, which have one style.
func stretch(b *strings.Builder, g viz.Grid, on Ground, x, end, y int) {
	st := g.Row(y)[x].Style
	fg, bg := color(st.Fg, on.ink), color(st.Bg, on.paper)
	if st.Attr&viz.Reverse != 0 {
		fg, bg = bg, fg
	}
	if bg != on.paper {
		fmt.Fprintf(b, `<rect x="%d" y="%d" width="%d" height="%d" fill="%s"/>`+"\n", x*cellW, y*cellH, (end-x)*cellW, cellH, bg)
	}
	part := viz.NewGrid(viz.Size{W: end - x, H: 1})
	part.Put(-x, -y, g)
	text := part.Plain()
	if text == "" {
		return
	}
	start := len(text) - len(strings.TrimLeft(text, " "))
	text = text[start:]
	width := viz.Clean(text).Width() * cellW
	fmt.Fprintf(b, `<text x="%d" y="%d" textLength="%d" lengthAdjust="spacingAndGlyphs" fill="%s"%s>%s</text>`+"\n",
		(x+start)*cellW, y*cellH+14, width, fg, attributes(st.Attr), html.EscapeString(text))
}

func color(c viz.Color, own string) string {
	if c == 0 {
		return own
	}
	return fmt.Sprintf("#%06x", uint32(c)&0xffffff)
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
