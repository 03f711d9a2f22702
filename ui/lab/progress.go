package lab

import (
	"logitarium/ui/message"
	"logitarium/viz"
)

// Progress is how far a lab's work is.
type Progress struct {
	What  message.Text // "The model reads 6 tokens", without a full stop; empty when there is nothing to do
	Share float64      // done, from 0 to 1
	Stale bool         // until it is done the lab has nothing to show
}

// Working is a lab whose work may take longer than a key can wait. While there
// is some, the shell calls Step as fast as it can instead of at its beat. While
// it is stale, View draws how far it is, the only reading is that, and the
// shell keeps showing the last picture, marked as such.
type Working interface {
	Animated
	Progress() Progress
}

// Reading is the one number of a lab at work.
func (p Progress) Reading() Reading {
	return Reading{Name: "done", Help: message.New("how much of the work under way is done"), Value: 100 * p.Share, Unit: "%", Provenance: Computed, Note: p.What}
}

// Insight says what is being computed.
func (p Progress) Insight() message.Text {
	return message.New("%v: %.0f %%.", p.What, 100*p.Share)
}

// View draws it in the middle of a frame.
func (p Progress) View(f Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	p.Draw(g, f, max(g.H/2-1, 0))
	return g
}

// Draw draws it into two rows of a grid, y and the one below: in words and as
// a bar.
func (p Progress) Draw(g viz.Grid, f Frame, y int) {
	t := f.Theme
	text := t.FitFirst(g.W, f.Say("%v: %.0f %%", p.What, 100*p.Share), f.Say("%.0f %%", 100*p.Share))
	g.Text((g.W-text.Width())/2, y, text, t.Strong)
	const most = 32
	w := min(g.W, most)
	full, rest := '█', '░'
	if t.Glyphs == viz.ASCII {
		full, rest = '#', '.'
	}
	x, done := (g.W-w)/2, int(p.Share*float64(w))
	g.Fill(x, y+1, done, 1, full, t.Accent)
	g.Fill(x+done, y+1, w-done, 1, rest, t.Faint)
}
