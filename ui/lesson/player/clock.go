package player

import (
	"time"

	"logitarium/ui/clock"

	tea "charm.land/bubbletea/v2"
)

// startClock starts the lesson's clock if it goes on and the clock stands; while the
// program is explored, the shell's own clock runs instead.
func (p *Player) startClock() tea.Cmd {
	if !p.moving() {
		p.clock.Stop()
		return nil
	}
	return p.clock.Start(p.pause())
}

// rushing reports whether frames come as fast as they can be made.
func (p *Player) rushing() bool { return p.run.Hurrying() || p.run.Hidden() }

// pause is the time until the next frame.
func (p *Player) pause() time.Duration {
	if p.rushing() {
		return 0
	}
	return p.beat()
}

func (p *Player) beat() time.Duration { return clock.BeatOf(p.options.ReducedMotion) }

// tick goes on by what is due. Keys get their turn between a few frames, also
// when the lesson hurries.
func (p *Player) tick(t clock.Tick) tea.Cmd {
	rush := 8 // frames
	if s := p.run.Shell(); s != nil && s.Busy() {
		rush = 2 // of at least some 10 ms each
	}
	if !p.clock.Due(t) || !p.moving() {
		return nil
	}
	if p.rushing() {
		for range rush {
			if p.moving() && p.rushing() {
				p.run.Frame()
			}
		}
	} else {
		p.due += speeds[p.speed] * float64(p.beat()) / float64(clock.Beat)
		for ; p.due >= 1; p.due-- {
			if p.moving() && !p.rushing() {
				p.run.Frame()
			}
		}
	}
	if !p.run.Hidden() {
		p.win.Stale = true
	}
	if !p.moving() {
		p.due = 0
		return p.startClock()
	}
	return p.clock.Next(p.pause())
}
