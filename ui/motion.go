package ui

import (
	"time"

	"logitarium/ui/clock"
	"logitarium/ui/lab"
	"logitarium/viz"

	tea "charm.land/bubbletea/v2"
)

// motion lets the marks of a picture - ends of bars, places of lines - glide from
// their old values to the new ones, and new ones that have somewhere to come from,
// values that are rounded, fall from there. A picture passes each mark and its value to
// Theme.Glide and draws it at the value returned; it knows nothing of time. The
// frame after a key is drawn at once, already on its way, with the final texts.
type motion struct {
	on    bool
	clock clock.Clock
	marks map[seenMark]*glide
	of    subject // the picture that the marks belong to
	fresh bool    // the frame is the first one of that picture
	moved bool    // the last frame was not at rest
	rests bool    // frames are at rest until time passes
}

// seenMark is a mark and how often it was met before in the same frame: two
// charts may have bars of the same name.
type seenMark struct {
	viz.Mark
	nth int
}

// glide is the movement of one mark.
type glide struct {
	from, to, shown float64
	age             time.Duration
	met             int // in this frame
}

// glideTime is how long a glide takes; its first frame is a beat into it.
const glideTime = 3 * clock.Beat

// subject identifies a picture: frames of the same subject share their marks.
type subject struct {
	lab  lab.Lab
	view int
	size viz.Size
}

// begin begins a frame of a subject and returns its Theme.Glide, nil if nothing
// glides. A lab that goes on by itself does not glide: its frames move already.
func (n *motion) begin(of subject, still bool) func(viz.Mark, float64) float64 {
	n.moved = false
	if !n.on {
		return nil
	}
	if n.fresh = n.of != of || n.marks == nil; n.fresh {
		n.of, n.marks = of, map[seenMark]*glide{}
	}
	nth := map[viz.Mark]int{}
	for _, g := range n.marks {
		g.met = 0
	}
	return func(m viz.Mark, to float64) float64 {
		key := seenMark{m, nth[m]}
		nth[m]++
		g, known := n.marks[key]
		if !known {
			g = &glide{from: to, to: to, age: glideTime}
			if from, ok := m.From(); ok && !n.fresh {
				g.from, g.age = from, clock.Beat
			}
			n.marks[key] = g
		}
		if g.to != to {
			g.from, g.to, g.age = g.shown, to, clock.Beat
		}
		g.met++
		if still || n.rests || g.age >= glideTime {
			g.age, g.shown = glideTime, to
			return to
		}
		n.moved = true
		rest := 1 - float64(g.age)/float64(glideTime)
		g.shown = to + float64((g.from-to)*rest*rest)
		return g.shown
	}
}

// end ends a frame and forgets the marks that were not in it.
func (n *motion) end() {
	for key, g := range n.marks {
		if g.met == 0 {
			delete(n.marks, key)
		}
	}
}

// advance lets time pass, and reports whether the next frame differs.
func (n *motion) advance(dt time.Duration) bool {
	for _, g := range n.marks {
		g.age = min(g.age+dt, glideTime)
	}
	return n.moved
}

// rest ends all glides.
func (n *motion) rest() { n.advance(glideTime) }

// Glides says whether changes glide. A lesson advances the glides by [Model.Pass].
func (m *Model) Glides(on bool) {
	m.motion = motion{on: on}
}

// Pass advances all glides by a beat.
func (m *Model) Pass() {
	m.motion.rests = false
	if m.motion.advance(Beat) {
		m.win.Stale = true
	}
}

// Rest ends all glides, and those of the next change, until time passes: for a
// screen that stands still.
func (m *Model) Rest() {
	m.motion.rests = true
	if m.motion.moved {
		m.motion.rest()
		m.win.Stale = true
	}
}

// drawMoving draws a picture that stands alone, with its glides.
func (m *Model) drawMoving(c *canvas, r rect) {
	l := m.here().lab
	f := m.frame(r.size())
	_, busy := m.busy()
	f.Theme.Glide = m.motion.begin(subject{l, *l.Views().At, r.size()}, busy)
	m.putPicture(c, l, r, f, openLab)
	m.motion.end()
}

// startMotion starts the clock of the glides in the drawn frame.
func (m *Model) startMotion() tea.Cmd {
	if !m.motion.moved {
		m.motion.clock.Stop()
		return nil
	}
	return m.motion.clock.Start(clock.Beat)
}

// tickMotion advances the glides by one beat.
func (m *Model) tickMotion(t clock.Tick) tea.Cmd {
	if !m.motion.clock.Due(t) {
		return nil
	}
	m.motion.clock.Stop()
	m.Pass()
	return nil // the clock starts again if the next frame is not at rest
}
