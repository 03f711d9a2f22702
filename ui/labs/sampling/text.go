package sampling

import (
	"fmt"
	"math"
	"strings"

	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// drawPage draws the prompt and what was written behind it, with the surprise
// of each token under it, and a table of the latest ones.
func (l *Lab) drawPage(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	tableRows := min(len(l.text.written), 8, max(g.H-8, 0)/2)
	below := 0
	if tableRows > 0 {
		below = tableRows + 3
	}
	l.drawText(g, f.Theme, g.H-below)
	if below > 0 {
		g.Put(0, g.H-below+1, l.latest(viz.Size{W: g.W, H: below - 1}, f.Theme, tableRows))
	}
	return g
}

// span is a piece of the text with its look.
type span struct {
	text  viz.Safe
	style viz.Style
	gauge rune // drawn below its cells; 0: nothing
}

// spans cuts the text into the prompt and one span per token.
func (l *Lab) spans(t viz.Theme) []span {
	var spans []span
	for i, word := range strings.Split(l.prompt, " ") {
		if i > 0 {
			word = " " + word
		}
		spans = append(spans, span{text: t.Show(viz.Clean(word)), style: t.Faint})
	}
	for _, w := range l.text.written {
		if w.token == l.lm.Tokens.End() {
			spans = append(spans, span{text: t.Show(viz.Clean(" <end>")), style: t.Faint})
			continue
		}
		bits := w.surprise()
		spans = append(spans, span{
			text:  t.Show(viz.Clean(strings.ReplaceAll(string(l.lm.Tokens.Bytes(w.token)), "\n", `\n`))),
			style: surpriseStyle(t, bits), gauge: gauge(t, bits),
		})
	}
	return spans
}

// gauge is the surprise in whole bits: a bar of an eighth of a cell a bit, or a digit.
func gauge(t viz.Theme, bits float64) rune {
	n := int(min(max(math.Round(bits), 0), 8))
	if t.Glyphs == viz.ASCII {
		return '0' + rune(n)
	}
	return []rune(" ▁▂▃▄▅▆▇█")[n]
}

// surpriseStyle is calm up to 2 bits (p above 1/4), marked to 5 (1/32), and
// beyond that as bad.
func surpriseStyle(t viz.Theme, bits float64) viz.Style {
	switch {
	case bits < 2:
		return t.Text
	case bits < 5:
		return t.Strong
	}
	return t.Bad
}

// placed is a span with its place in the flow of the text.
type placed struct {
	span
	x, row int
}

// flow sets spans into rows of that width, breaking before tokens that begin
// with a blank; the blank is dropped there.
func flow(spans []span, width int) (out []placed, rows int) {
	x, row := 0, 0
	for i := 0; i < len(spans); {
		word, w := i, 0
		for i == word || i < len(spans) && !strings.HasPrefix(spans[i].text.String(), " ") {
			w += spans[i].text.Width()
			i++
		}
		first := spans[word]
		if x > 0 && x+w > width {
			x, row = 0, row+1
			first.text = viz.Clean(strings.TrimPrefix(first.text.String(), " "))
		}
		for k, s := range append([]span{first}, spans[word+1:i]...) {
			if k > 0 && x+s.text.Width() > width { // a word longer than a row
				x, row = 0, row+1
			}
			out = append(out, placed{s, x, row})
			x += s.text.Width()
		}
	}
	return out, row + 1
}

// drawText draws pairs of rows, text and gauge; only the last rows are shown.
func (l *Lab) drawText(g viz.Grid, t viz.Theme, height int) {
	text, rows := flow(l.spans(t), g.W)
	first := max(rows-max(height/2, 1), 0)
	for _, p := range text {
		if y := 2 * (p.row - first); p.row >= first && y < height {
			w := g.Text(p.x, y, t.Fit(p.text, g.W-p.x), p.style)
			if p.gauge != 0 && y+1 < height {
				g.Fill(p.x, y+1, w, 1, p.gauge, p.style)
			}
		}
	}
}

// latest is a table of the last tokens written.
func (l *Lab) latest(size viz.Size, t viz.Theme, rows int) viz.Grid {
	data := viz.TableData{Columns: []viz.Column{
		{Title: viz.Clean("token"), Left: true, Width: 10},
		{Title: viz.Clean("p(T=1)"), Width: 6},
		{Title: viz.Clean("final"), Width: 5},
		{Title: viz.Clean("rank"), Width: 4},
		{Title: viz.Clean("surprise"), Width: 9},
	}}
	for _, w := range l.text.written[len(l.text.written)-rows:] {
		data.Rows = append(data.Rows, viz.TableRow{Style: surpriseStyle(t, w.surprise()), Cells: []viz.Safe{
			l.label(w.token), viz.Share(w.raw, 6), viz.Share(w.final, 5), viz.Cleanf("%d", w.rank), viz.Cleanf("%.1f bits", w.surprise()),
		}})
	}
	return viz.Table(size, t, data)
}

// sayText sums up what was written.
func (l *Lab) sayText() string {
	if says := l.sayFirst(); says != "" {
		return says
	}
	if len(l.text.written) == 0 {
		return "Space writes on. Each token is drawn, then read again: the next one depends on it."
	}
	if l.text.vague {
		return fmt.Sprintf("The text stops after %s: what may come next is not all told, so it can't be drawn. Top-k turned down goes on.",
			countOf(len(l.text.written), "token", "tokens"))
	}
	best := 0
	for _, w := range l.text.written {
		if w.rank == 1 {
			best++
		}
	}
	bits := l.text.surprise()
	if all := l.lm.Tokens.Size(); bits > math.Log2(float64(all)) {
		return fmt.Sprintf("%.2f bits of surprise a token, more than if all %d were as likely; %s the best token.", bits, all, countOfAll(best, len(l.text.written)))
	}
	return fmt.Sprintf("%.2f bits of surprise a token, as among %.1f equal choices; %s the best token.",
		bits, math.Exp2(bits), countOfAll(best, len(l.text.written)))
}

// countOfAll is how many of some tokens were something.
func countOfAll(n, all int) string {
	if n == 1 {
		return fmt.Sprintf("1 of %d was", all)
	}
	return fmt.Sprintf("%d of %d were", n, all)
}

// readText is how surprising the text is.
func (l *Lab) readText() []lab.Reading {
	r := lab.Reading{Name: "surprise", Help: message.New("how unlikely the model itself found a written token, on average, before any step"),
		Unit: "bits", Digits: 2, Note: message.New("a token"), Provenance: lab.Computed}
	if len(l.text.written) == 0 {
		r.Undefined = message.New("nothing is written")
	} else {
		r.Value = l.text.surprise()
	}
	return []lab.Reading{r, l.survivors()}
}
