// Package clock gives a Bubble Tea program one stream of ticks that can be
// stopped. The shell, the player of lessons and the speaker's notes each have
// such a clock; it stands whenever nothing on the screen moves by itself.
package clock

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

const (
	// Beat is the time between two frames of a screen that moves.
	Beat = time.Second / 15
	// SlowBeat is that time with reduced motion.
	SlowBeat = time.Second / 4
)

// BeatOf returns the time between two frames.
func BeatOf(reducedMotion bool) time.Duration {
	if reducedMotion {
		return SlowBeat
	}
	return Beat
}

// Clock is at most one tick that is under way. The zero value stands. A clock
// must not be copied while it runs: a tick knows its clock by the address.
type Clock struct {
	generation int
	running    bool
	pause      time.Duration
}

// Tick is the message of a clock. One whose clock was stopped since is stale.
type Tick struct {
	clock      *Clock
	generation int
}

// Running reports whether a tick is under way that will be due.
func (c *Clock) Running() bool { return c.running }

// Pause is the time that the last tick waits, or waited.
func (c *Clock) Pause() time.Duration { return c.pause }

// Start sends a tick after a pause, and nothing if the clock runs already.
func (c *Clock) Start(pause time.Duration) tea.Cmd {
	if c.running {
		return nil
	}
	c.Stop()
	return c.Next(pause)
}

// Next sends a tick after a pause; 0 is as soon as other messages are handled.
// It is for who has just taken a tick: the clock runs on.
func (c *Clock) Next(pause time.Duration) tea.Cmd {
	c.running, c.pause = true, pause
	tick := c.Tick()
	if pause <= 0 {
		return func() tea.Msg { return tick }
	}
	return tea.Tick(pause, func(time.Time) tea.Msg { return tick })
}

// Stop makes the tick that is under way, if any, a stale one.
func (c *Clock) Stop() {
	c.generation++
	c.running = false
}

// Tick returns the tick that is due next.
func (c *Clock) Tick() Tick { return Tick{c, c.generation} }

// Sent reports whether a tick is this clock's, stale or not: a program inside
// another one has a clock of its own, and its ticks pass through the other.
func (c *Clock) Sent(t Tick) bool { return t.clock == c }

// Due reports whether a tick is this clock's, and the clock was not stopped
// since.
func (c *Clock) Due(t Tick) bool { return c.running && t == c.Tick() }
