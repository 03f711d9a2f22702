package ui

import (
	"time"

	"logitarium/ui/lab"

	tea "charm.land/bubbletea/v2"
)

const (
	beat     = time.Second / 15
	slowBeat = time.Second / 4 // with reduced motion
)

// clock is the one source of time for labs that go on by themselves. It runs
// only while the open lab is busy; a tick of a clock that was stopped since
// has another generation and is ignored.
type clock struct {
	generation int
	running    bool
	pause      time.Duration // before the next tick
}

type tickMsg struct{ generation int }

func (c *clock) stop() {
	c.generation++
	c.running = false
}

func (m *Model) beat() time.Duration {
	if m.options.ReducedMotion {
		return slowBeat
	}
	return beat
}

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
	if w, ok := p.pinned.(lab.Working); ok && w.Progress().What != "" {
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
	if w, ok := a.(lab.Working); ok && w.Progress().What != "" {
		return workBeat
	}
	return m.beat()
}

// startClock starts the clock if the open lab needs it and it stands.
func (m *Model) startClock() tea.Cmd {
	if _, busy := m.busy(); !busy || m.clock.running {
		return nil
	}
	m.clock.stop()
	m.clock.running = true
	return m.wait()
}

func (m *Model) wait() tea.Cmd {
	generation := m.clock.generation
	m.clock.pause = m.pause()
	return tea.Tick(m.clock.pause, func(time.Time) tea.Msg { return tickMsg{generation} })
}

// tick lets the open lab go on by one beat.
func (m *Model) tick(t tickMsg) tea.Cmd {
	if t.generation != m.clock.generation {
		return nil
	}
	a, busy := m.busy()
	if !busy {
		m.clock.stop()
		return nil
	}
	m.stale = true
	if err := a.Step(m.clock.pause); err != nil {
		m.clock.stop()
		m.complain(err)
		return nil
	}
	if _, busy := m.busy(); !busy {
		m.clock.stop()
		return nil
	}
	return m.wait()
}
