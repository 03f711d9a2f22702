package lab

import (
	"unicode"
	"unicode/utf8"

	"logitarium/viz"
)

// Progress is how far a lab's work is.
type Progress struct {
	What  string  // "the model reads 6 tokens"; "" when there is nothing to do
	Share float64 // done, from 0 to 1
	Stale bool    // until it is done the lab has nothing to show
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
	return Reading{Name: "done", Help: "how much of the work under way is done", Value: 100 * p.Share, Unit: "%", Provenance: Computed, Note: p.What}
}

// Insight says what is being computed.
func (p Progress) Insight() string {
	first, size := utf8.DecodeRuneInString(p.What)
	return string(unicode.ToUpper(first)) + p.what()[size:] + "."
}

func (p Progress) what() string { return p.What + ": " + viz.Cleanf("%.0f %%", 100*p.Share).String() }

// View draws it in the middle of a frame.
func (p Progress) View(f Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	p.Draw(g, f.Theme, max(g.H/2-1, 0))
	return g
}

// Draw draws it into two rows of a grid, y and the one below: in words and as
// a bar.
func (p Progress) Draw(g viz.Grid, t viz.Theme, y int) {
	text := t.FitFirst(g.W, viz.Clean(p.what()), viz.Cleanf("%.0f %%", 100*p.Share))
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
