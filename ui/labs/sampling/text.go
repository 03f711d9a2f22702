package sampling

import (
	"logitarium/core/elementary"
	"logitarium/core/lm"
	"math"
	"strings"

	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// drawPage draws the prompt and what was written behind it, with the surprise
// of each token under it, and the latest tokens as bars.
func (l *Lab) drawPage(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	_, rows := flow(l.runs(f.Theme, l.text), g.W)
	text := g.H
	if len(l.text.written) > 0 && g.H >= 10 {
		text = min(2*rows, g.H/2)
	}
	l.drawText(g, f.Theme, l.text, text)
	if rest := g.H - text - 1; rest >= leastBars && len(l.text.written) > 0 {
		g.Put(0, text+1, l.latest(f.In(g.W, rest), l.text))
	}
	return g
}

// leastBars is from how many rows on the latest tokens are drawn.
const leastBars = 4

// piece is a part of the text with its look.
type piece struct {
	text  viz.Safe
	style viz.Style
	gauge rune // drawn below its cells; 0: nothing
}

// runs cuts the text into the words of the prompt and the tokens behind it.
func (l *Lab) runs(t viz.Theme, of draft) []piece {
	var pieces []piece
	for i, word := range strings.Split(l.prompt, " ") {
		if i > 0 {
			word = " " + word
		}
		pieces = append(pieces, piece{text: t.Show(viz.Clean(word)), style: t.Faint})
	}
	for _, w := range of.written {
		if w.token == l.lm.Tokens.End() {
			pieces = append(pieces, piece{text: t.Show(viz.Clean(" <end>")), style: t.Faint})
			continue
		}
		bits := w.surprise()
		pieces = append(pieces, piece{
			text:  t.Show(viz.Clean(strings.ReplaceAll(string(l.lm.Tokens.Bytes(w.token)), "\n", `\n`))),
			style: surpriseStyle(t, bits), gauge: gauge(t, bits),
		})
	}
	return pieces
}

// gauge is the surprise in whole bits: a bar of an eighth of a cell a bit, or a digit.
func gauge(t viz.Theme, bits float64) rune {
	n := int(min(max(math.Round(bits), 0), 8))
	if t.Glyphs == viz.ASCII {
		return '0' + rune(n)
	}
	return []rune(" ▁▂▃▄▅▆▇█")[n]
}

// surpriseStyle is calm up to 2 bits (p above 1/4), strong up to badBits, and
// beyond that bad.
func surpriseStyle(t viz.Theme, bits float64) viz.Style {
	switch {
	case bits < 2:
		return t.Text
	case bits < badBits:
		return t.Strong
	}
	return t.Bad
}

// badBits is the surprise that is marked: of a token as likely as one of 32.
const badBits = 5

// placed is a piece with its place in the flow of the text.
type placed struct {
	piece
	x, row int
}

// flow sets pieces into rows of that width, breaking before tokens that begin
// with a blank; the blank is dropped there.
func flow(pieces []piece, width int) (out []placed, rows int) {
	x, row := 0, 0
	for i := 0; i < len(pieces); {
		word, w := i, 0
		for i == word || i < len(pieces) && !strings.HasPrefix(pieces[i].text.String(), " ") {
			w += pieces[i].text.Width()
			i++
		}
		first := pieces[word]
		if x > 0 && x+w > width {
			x, row = 0, row+1
			first.text = viz.Clean(strings.TrimPrefix(first.text.String(), " "))
		}
		for k, s := range append([]piece{first}, pieces[word+1:i]...) {
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
func (l *Lab) drawText(g viz.Grid, t viz.Theme, of draft, height int) {
	text, rows := flow(l.runs(t, of), g.W)
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

// mostBits is where the axis of surprise ends: a token as likely as one of 4096.
const mostBits = 12

// latest draws the last tokens of a text, each with its surprise as a bar.
func (l *Lab) latest(f lab.Frame, of draft) viz.Grid {
	chart := viz.BarChart{
		Columns: []viz.Column{
			{Title: f.Say("token"), Left: true, Width: 8},
			{Title: viz.Clean("p(T=1)"), Width: 6, Spare: true},
			{Title: f.Say("final"), Width: 5, Spare: true},
			{Title: f.Say("rank"), Width: 4, Spare: true},
			{Title: f.Say("bits"), Width: 4},
		},
		Kept:  f.Say("surprise in bits"),
		Wrong: f.Say("%d bits and more", badBits),
		Max:   mostBits,
		Axis:  true,
	}
	room := max(roomOf(chart, f.H)-1, 1)
	for _, w := range of.written[max(len(of.written)-room, 0):] {
		bits := w.surprise()
		chart.Rows = append(chart.Rows, viz.BarRow{Value: bits, Mark: math.NaN(), Wrong: bits >= badBits, Cells: []viz.Safe{
			l.label(w.token), viz.Share(w.raw, 6), viz.Share(w.final, 5), viz.Grouped(w.rank), viz.Fixed(bits, 1),
		}})
	}
	return viz.Bars(f.Size, f.Theme, chart)
}

// sayText sums up what was written.
func (l *Lab) sayText() message.Text {
	if says := l.text.sayFailed(); !says.Empty() {
		return says
	}
	if says := l.sayFirst(); !says.Empty() {
		return says
	}
	n := len(l.text.written)
	if n == 0 {
		return message.New("Space writes on. Each token is drawn, then read again: the next one depends on it.")
	}
	if l.text.vague {
		return message.Count(n, "The text stops after %d token: what may come next is not all told, so it can't be drawn. Top-k turned down goes on.",
			"The text stops after %d tokens: what may come next is not all told, so it can't be drawn. Top-k turned down goes on.", n)
	}
	best := 0
	for _, w := range l.text.written {
		if w.rank == 1 {
			best++
		}
	}
	bits := l.text.surprise()
	if all := lm.Count(l.lm.Tokens); all > 0 && bits > elementary.Log2(float64(all)) {
		return message.Count(best, "%.2f bits of surprise a token, more than if all %d were as likely; %d of %d was the best token.",
			"%.2f bits of surprise a token, more than if all %d were as likely; %d of %d were the best token.", bits, all, best, n)
	}
	return message.Count(best, "%.2f bits of surprise a token, as among %.1f equal choices; %d of %d was the best token.",
		"%.2f bits of surprise a token, as among %.1f equal choices; %d of %d were the best token.", bits, elementary.Exp2(bits), best, n)
}

// sayFailed says why the model said nothing more; it is empty if it did.
func (c draft) sayFailed() message.Text {
	if c.failed == nil {
		return message.Text{}
	}
	n := len(c.written)
	return message.Count(n, "The text stops after %d token: %v.", "The text stops after %d tokens: %v.", n, message.Of(c.failed))
}

// readText is how surprising the text is.
func (l *Lab) readText() []lab.Reading {
	r := lab.Reading{Name: "surprise", Help: message.New(surpriseHelp),
		Unit: "bits", Digits: 2, Note: message.New("a token"), Provenance: lab.Computed}
	if len(l.text.written) == 0 {
		r.Undefined = message.New("nothing is written")
	} else {
		r.Value = l.text.surprise()
	}
	return []lab.Reading{r, l.survivors()}
}

const surpriseHelp message.ID = "how unlikely the model itself found a written token, on average, before any step"
