package ui

import (
	"time"

	"logitarium/ui/clock"
	"logitarium/ui/lab"
	"logitarium/viz"

	tea "charm.land/bubbletea/v2"
)

// motion lets what a picture states as values - lengths of bars, places of
// lines - glide from where it was to where it belongs. Pictures say each mark
// with its value and draw it where they are told to; they know of no time. The
// frame after a key is drawn at once, on its way already; the texts in it are
// those of the end.
type motion struct {
	on    bool
	clock clock.Clock
	marks map[seenMark]*glide
	of    subject // what the marks are of
	moved bool    // the last frame was not at rest
}

// seenMark is a mark and how often it was met before in the same frame: two
// charts may have bars of the same name.
type seenMark struct {
	viz.Mark
	nth int
}

// glide is the way of one mark.
type glide struct {
	from, to, shown float64
	age             time.Duration
	met             int // in this frame
}

// glideTime is the time of a whole glide, of which the first frame has a beat.
const glideTime = 3 * clock.Beat

// subject is a picture whose marks are those of the next frame too.
type subject struct {
	lab  lab.Lab
	view int
	size viz.Size
}

// begin begins a frame of a subject and returns what its marks ask, nil if
// nothing moves. Frames of a lab that goes on by itself are what they are.
func (n *motion) begin(of subject, still bool) func(viz.Mark, float64) float64 {
	n.moved = false
	if !n.on {
		return nil
	}
	if n.of != of || n.marks == nil {
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
			n.marks[key] = g
		}
		if g.to != to {
			g.from, g.to, g.age = g.shown, to, clock.Beat
		}
		g.met++
		if still || g.age >= glideTime {
			g.age, g.shown = glideTime, to
			return to
		}
		n.moved = true
		rest := 1 - float64(g.age)/float64(glideTime)
		g.shown = to + float64((g.from-to)*rest*rest)
		return g.shown
	}
}

// end ends a frame: what was not in it has no way to go.
func (n *motion) end() {
	for key, g := range n.marks {
		if g.met == 0 {
			delete(n.marks, key)
		}
	}
}

// advance lets time pass, and reports whether the next frame is another one.
func (n *motion) advance(dt time.Duration) bool {
	for _, g := range n.marks {
		g.age = min(g.age+dt, glideTime)
	}
	return n.moved
}

// rest ends all glides.
func (n *motion) rest() { n.advance(glideTime) }

// Glides says whether changes glide. A lesson's clock goes on by [Model.Pass].
func (m *Model) Glides(on bool) {
	m.motion = motion{on: on}
}

// Pass lets a beat pass for what glides.
func (m *Model) Pass() {
	if m.motion.advance(Beat) {
		m.stale = true
	}
}

// Rest lets all glides end: who looks at one frame looks at the end.
func (m *Model) Rest() {
	if m.motion.moved {
		m.motion.rest()
		m.stale = true
	}
}

// drawMoving draws the picture that stands alone, as far as it has come.
func (m *Model) drawMoving(c *canvas, r rect) {
	l := m.here().lab
	f := m.frame(r.size())
	_, busy := m.busy()
	f.Theme.Glide = m.motion.begin(subject{l, *l.Views().At, r.size()}, busy)
	m.putPicture(c, l, r, f, openLab)
	m.motion.end()
}

// startMotion starts the clock of what glides in the drawn frame.
func (m *Model) startMotion() tea.Cmd {
	if !m.motion.moved {
		m.motion.clock.Stop()
		return nil
	}
	return m.motion.clock.Start(clock.Beat)
}

// tickMotion goes on by one beat.
func (m *Model) tickMotion(t clock.Tick) tea.Cmd {
	if !m.motion.clock.Due(t) {
		return nil
	}
	m.motion.clock.Stop()
	m.Pass()
	return nil // the clock starts again if the next frame is not at rest
}
