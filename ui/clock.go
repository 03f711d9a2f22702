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

// busy returns the open lab if it goes on by itself now.
func (m *Model) busy() (lab.Animated, bool) {
	if len(m.places) == 0 {
		return nil, false
	}
	a, ok := m.here().lab.(lab.Animated)
	return a, ok && a.Busy()
}

// wind starts the clock if the open lab needs it and it stands.
func (m *Model) wind() tea.Cmd {
	if _, busy := m.busy(); !busy || m.clock.running {
		return nil
	}
	m.clock.stop()
	m.clock.running = true
	return m.wait()
}

func (m *Model) wait() tea.Cmd {
	generation := m.clock.generation
	return tea.Tick(m.beat(), func(time.Time) tea.Msg { return tickMsg{generation} })
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
	if err := a.Step(m.beat()); err != nil {
		m.clock.stop()
		m.complain(err)
		return nil
	}
	if !a.Busy() {
		m.clock.stop()
		return nil
	}
	return m.wait()
}
