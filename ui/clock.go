package ui

import (
	"time"

	"logitarium/ui/clock"
	"logitarium/ui/lab"

	tea "charm.land/bubbletea/v2"
)

// busy returns the lab that goes on by itself now: the open one, or before it
// the pinned one while there is something to wait for.
func (m *Model) busy() (lab.Animated, bool) {
	if len(m.places) == 0 {
		return nil, false
	}
	if m.mapped {
		return m.options.Map, m.options.Map.Busy()
	}
	p := m.here()
	if w, ok := p.pinned.(lab.Working); ok && !w.Progress().What.Empty() {
		return w, true
	}
	return p.turn()
}

// pause is the time until the lab that goes on by itself is to do so.
func (m *Model) pause() time.Duration {
	if m.mapped {
		return m.options.Map.Pause()
	}
	a, _ := m.busy()
	if w, ok := a.(lab.Working); ok && !w.Progress().What.Empty() {
		return workBeat
	}
	return clock.BeatOf(m.options.ReducedMotion)
}

// startClock starts the clock if the open lab needs it and it stands.
func (m *Model) startClock() tea.Cmd {
	if _, busy := m.busy(); !busy {
		return nil
	}
	return m.clock.Start(m.pause())
}

// tick lets the open lab go on by one beat.
func (m *Model) tick(t clock.Tick) tea.Cmd {
	if !m.clock.Due(t) {
		return nil
	}
	a, busy := m.busy()
	if !busy {
		m.clock.Stop()
		return nil
	}
	m.stale = true
	if err := a.Step(m.clock.Pause()); err != nil {
		m.clock.Stop()
		m.complain(err)
		return nil
	}
	if _, busy := m.busy(); !busy {
		m.clock.Stop()
		return nil
	}
	return m.clock.Next(m.pause())
}
