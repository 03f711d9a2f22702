package ui

import (
	"time"

	"logitarium/ui/clock"
	"logitarium/ui/lab"

	tea "charm.land/bubbletea/v2"
)

// busy returns the lab that has a step to take: the pinned one while the user
// waits for its numbers, else the open one.
func (m *Model) busy() (lab.Animated, bool) {
	if len(m.labs) == 0 {
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

// pause is the time until the next step of the lab at work.
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

// startClock starts the clock if a lab has steps to take.
func (m *Model) startClock() tea.Cmd {
	if _, busy := m.busy(); !busy {
		return nil
	}
	return m.clock.Start(m.pause())
}

// Trains reports whether a message has the lab at work take a step that nobody
// waits for: what is shown stands without it.
func (m *Model) Trains(msg tea.Msg) bool {
	t, ok := msg.(clock.Tick)
	a, busy := m.busy()
	if !ok || !busy || m.mapped || !m.clock.Sent(t) {
		return false
	}
	w, ok := a.(lab.Working)
	return !ok || !w.Progress().Stale
}

// tick takes one step of the lab at work.
func (m *Model) tick(t clock.Tick) tea.Cmd {
	if !m.clock.Due(t) {
		return nil
	}
	a, busy := m.busy()
	if !busy {
		m.clock.Stop()
		return nil
	}
	m.win.Stale = true
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
