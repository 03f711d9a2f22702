package ui

import (
	"logitarium/ui/lab"

	tea "charm.land/bubbletea/v2"
)

// Training is how far a lab has trained that another one keeps pace with: a
// training follows from its knobs and its step, so that at the same step both show
// the same numbers. A nil one is kept pace with by none.
type Training struct {
	At, Of int
	Rests  bool // and it does not go on: it is paused, if At is less than Of
}

// trainingOf is how far a lab has trained; nil if it does not.
func trainingOf(l lab.Lab) *Training {
	g, ok := l.(lab.Gradual)
	if !ok {
		return nil
	}
	at, of, unit := g.Stage()
	if unit == "" {
		return nil
	}
	return &Training{At: at, Of: of, Rests: !g.Busy()}
}

// behind reports whether a lab has trained further than it may, and so has to
// begin again.
func (t *Training) behind(l lab.Lab) bool {
	now := trainingOf(l)
	return t != nil && now != nil && now.Of == t.Of && now.At > t.At
}

// holds reports whether a lab waits, since it has come as far. What comes before
// the first step and after the last is done without waiting.
func (t *Training) holds(l lab.Lab) bool {
	now := trainingOf(l)
	return t != nil && now != nil && now.Of == t.Of && 0 < t.At && t.At < t.Of && now.At >= t.At
}

// hold pauses a lab where a paused one is, and lets it go on with it.
func (t *Training) hold(l lab.Lab) {
	now := trainingOf(l)
	switch {
	case now == nil:
	case t.Rests && t.At < t.Of:
		if now.At >= t.At {
			l.(lab.Gradual).Pause()
		}
	default:
		l.(lab.Gradual).GoOn()
	}
}

// keepPace holds the open lab where the one is that it follows.
func (m *Model) keepPace() {
	if m.led != nil && !m.mapped {
		m.led.hold(m.here().lab)
	}
}

// Share hands over what the open lab has trained: see [lab.Shared]. It is nil
// where nothing is.
func (m *Model) Share() (give func(to lab.Lab) bool) {
	p := m.here()
	if p == nil || m.mapped {
		return nil
	}
	s, ok := p.lab.(lab.Shared)
	if !ok {
		return nil
	}
	return s.Share()
}

// Take takes what is trained where this screen follows, after [Model.Follow]: this
// one then trains nothing, until it is let go or follows something else.
func (m *Model) Take(give func(to lab.Lab) bool) {
	m.given = false
	p := m.here()
	if give == nil || m.led == nil || p == nil || m.mapped || !give(p.lab) {
		return
	}
	p.refresh()
	m.given, m.win.Stale = true, true
}

// LetGo lets the open lab go on by itself from where it is.
func (m *Model) LetGo() tea.Cmd {
	m.led, m.given = nil, false
	return m.Resume()
}

// begin remembers what a lab is before it is opened.
func (p *perLab) begin() {
	if p.anew == nil {
		p.anew = lab.Keep(p.lab)
	}
}
