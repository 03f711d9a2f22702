package player

import (
	"time"

	"logitarium/ui"

	tea "charm.land/bubbletea/v2"
)

// clock is the lesson's time. It runs only while the lesson does.
type clock struct {
	generation int
	running    bool
}

type tickMsg struct{ generation int }

// startClock starts the clock if the lesson needs it and it stands.
func (p *Player) startClock() tea.Cmd {
	if !p.moving() {
		p.clock.running = false
		p.clock.generation++
		return nil
	}
	if p.clock.running {
		return nil
	}
	p.clock.running = true
	return p.wait()
}

// rushing reports whether frames come as fast as they can be made.
func (p *Player) rushing() bool { return p.run.Hurrying() || p.run.Hidden() }

const slowBeat = time.Second / 4 // with reduced motion

func (p *Player) beat() time.Duration {
	if p.options.ReducedMotion {
		return slowBeat
	}
	return ui.Beat
}

func (p *Player) wait() tea.Cmd {
	generation := p.clock.generation
	if p.rushing() {
		return func() tea.Msg { return tickMsg{generation} }
	}
	return tea.Tick(p.beat(), func(time.Time) tea.Msg { return tickMsg{generation} })
}

// tick goes on by what is due. Keys get their turn between a few frames, also
// when the lesson hurries.
func (p *Player) tick(t tickMsg) tea.Cmd {
	rush := 8 // frames
	if s := p.run.Shell(); s != nil && s.Busy() {
		rush = 2 // of at least some 10 ms each
	}
	if t.generation != p.clock.generation || !p.moving() {
		return nil
	}
	if p.rushing() {
		for range rush {
			if p.moving() && p.rushing() {
				p.run.Frame()
			}
		}
	} else {
		p.due += speeds[p.speed] * float64(p.beat()) / float64(ui.Beat)
		for ; p.due >= 1; p.due-- {
			if p.moving() && !p.rushing() {
				p.run.Frame()
			}
		}
	}
	if !p.run.Hidden() {
		p.stale = true
	}
	if !p.moving() {
		p.due = 0
		return p.startClock()
	}
	return p.wait()
}
