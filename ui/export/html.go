package export

import (
	"fmt"
	"html"
	"strings"

	"logitarium/viz"
)

// HTML returns a screen as text for a <pre>: lines, with a <span> around what is
// not in the ground's colours, and around wide characters, which no font draws
// just twice as wide as the others.
func HTML(g viz.Grid, on Ground) string {
	var b strings.Builder
	for y := range g.H {
		row := g.Row(y)
		wide := func(x int) bool { return x+1 < g.W && row[x+1].Rune == 0 }
		for x := 0; x < g.W; {
			end := x + 1
			for end < g.W && (row[end].Rune == 0 || row[end].Style == row[x].Style && wide(end) == wide(x)) {
				end++
			}
			part := viz.NewGrid(viz.Size{W: end - x, H: 1})
			part.Put(-x, -y, g)
			text := part.Plain()
			text += strings.Repeat(" ", max(end-x-viz.Clean(text).Width(), 0))
			if end == g.W && row[x].Bg == 0 {
				text = strings.TrimRight(text, " ")
			}
			style := css(row[x].Style, on)
			if wide(x) {
				style = strings.TrimPrefix(style+";letter-spacing:calc(2ch - 1em)", ";")
			}
			if style != "" && text != "" {
				fmt.Fprintf(&b, `<span style="%s">%s</span>`, style, html.EscapeString(text))
			} else {
				b.WriteString(html.EscapeString(text))
			}
			x = end
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// css is what a style differs in from the ground.
func css(s viz.Style, on Ground) string {
	fg, bg := Hex(s.Fg, on.Ink), Hex(s.Bg, on.Paper)
	if s.Attr&viz.Reverse != 0 {
		fg, bg = bg, fg
	}
	var all []string
	say := func(differs bool, rule string) {
		if differs {
			all = append(all, rule)
		}
	}
	say(fg != on.Ink, "color:"+fg)
	say(bg != on.Paper, "background:"+bg)
	say(s.Attr&viz.Bold != 0, "font-weight:bold")
	say(s.Attr&viz.Dim != 0, "opacity:.6")
	say(s.Attr&viz.Italic != 0, "font-style:italic")
	say(s.Attr&viz.Underline != 0, "text-decoration:underline")
	return strings.Join(all, ";")
}
