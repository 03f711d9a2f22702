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
	if m.given || m.led.holds(p.lab) {
		return nil, false
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
	over, err := m.part(a, m.clock.Pause())
	if err != nil {
		m.clock.Stop()
		m.complain(err)
		return nil
	}
	if !over {
		return m.clock.Next(workBeat)
	}
	if _, busy := m.busy(); !busy {
		m.clock.Stop()
		return nil
	}
	return m.clock.Next(m.pause())
}

// part takes a step of a lab, or a part of it; nothing is seen of a part before
// the last one.
func (m *Model) part(a lab.Animated, dt time.Duration) (over bool, err error) {
	defer m.keepPace()
	d, ok := a.(lab.Divided)
	if !ok {
		m.win.Stale = true
		return true, a.Step(dt)
	}
	over, err = d.Part(dt)
	m.win.Stale = m.win.Stale || over || err != nil
	return over, err
}

// GoOnPart is what the shell's own clock does between two keys: a step of the lab
// at work, or where it is divided a part of one. over says whether the step is.
func (m *Model) GoOnPart() (over bool, err error) {
	a, busy := m.busy()
	if !busy {
		return true, nil
	}
	return m.part(a, Beat)
}
