package ui

import (
	"time"

	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// workBeat is the time between two steps of a lab that the user waits for: just
// enough to let keys in.
const workBeat = time.Millisecond

// lastShown is what a lab has shown last. It stays on the screen while the lab
// computes something else.
type lastShown struct {
	grid     viz.Grid
	readings []lab.Reading
}

// lastShown returns what one of both sides has shown last.
func (p *perLab) lastShown(l lab.Lab) *lastShown {
	if l == p.pinned {
		return &p.shown[1]
	}
	return &p.shown[0]
}

// view returns a lab's picture. While it is computed, that is the last picture,
// veiled, under the progress.
func (s *lastShown) view(l lab.Lab, f lab.Frame) viz.Grid {
	now := lab.ProgressOf(l)
	if !now.Stale {
		s.grid = lab.Draw(l, f)
		return s.grid
	}
	const least = 6 // rows, of which four are covered
	if s.grid.Size != f.Size || f.H < least {
		return now.View(f)
	}
	g := f.Theme.Grid(f.Size)
	g.Put(0, 0, s.grid)
	veil := f.Theme.Faint
	veil.Bg = f.Theme.Text.Bg
	g.Restyle(0, 0, g.W, g.H, veil)
	y := g.H/2 - 2
	g.Fill(0, y, g.W, 4, ' ', f.Theme.Text)
	now.Draw(g, f, y+1)
	return g
}

// numbers returns a lab's readings. While they are computed, those are the names
// of the last ones without values.
func (s *lastShown) numbers(l lab.Lab) []lab.Reading {
	if !lab.ProgressOf(l).Stale {
		s.readings = lab.Readings(l)
		return s.readings
	}
	if s.readings == nil {
		return lab.Readings(l)
	}
	out := make([]lab.Reading, len(s.readings))
	for i, r := range s.readings {
		out[i] = lab.Reading{Name: r.Name, Undefined: message.New("…"), Provenance: r.Provenance}
	}
	return out
}
