package clock

import (
	"testing"
	"time"
)

// sent runs the command of a tick without its pause.
func sent(t *testing.T, c *Clock) Tick {
	t.Helper()
	cmd := c.Start(0)
	if cmd == nil {
		t.Fatal("a clock that stands does not start")
	}
	return cmd().(Tick)
}

func TestOneTickAtATime(t *testing.T) {
	var c Clock
	if c.Running() || c.Due(c.Tick()) {
		t.Error("a new clock runs")
	}
	first := sent(t, &c)
	if !c.Running() || !c.Due(first) {
		t.Error("the tick of a clock that runs is not due")
	}
	if c.Start(0) != nil {
		t.Error("a clock that runs starts a second time")
	}
	if next := c.Next(0)().(Tick); !c.Due(next) || !c.Running() {
		t.Error("the tick after a tick is not due")
	}
}

func TestStoppedClockIgnoresItsTick(t *testing.T) {
	var c Clock
	stale := sent(t, &c)
	c.Stop()
	if c.Running() || c.Due(stale) || c.Due(c.Tick()) {
		t.Error("a stopped clock goes on")
	}
	fresh := sent(t, &c)
	if c.Due(stale) {
		t.Error("a tick of before the stop counts after the next start")
	}
	if !c.Due(fresh) || !c.Sent(stale) {
		t.Error("after a stop the clock doesn't know its ticks")
	}
}

// Two clocks come to the same generations, and still keep their ticks apart.
func TestTickIsOfOneClock(t *testing.T) {
	var a, b Clock
	ofA, ofB := sent(t, &a), sent(t, &b)
	if a.Sent(ofB) || a.Due(ofB) || b.Sent(ofA) || b.Due(ofA) {
		t.Error("a tick counts for another clock")
	}
	if !a.Sent(ofA) || !b.Sent(ofB) {
		t.Error("a clock doesn't know its own tick")
	}
}

func TestPauses(t *testing.T) {
	var c Clock
	if cmd := c.Start(time.Millisecond); c.Pause() != time.Millisecond || !c.Due(cmd().(Tick)) {
		t.Errorf("started with a pause of %v", c.Pause())
	}
	if BeatOf(true) <= BeatOf(false) {
		t.Error("reduced motion has as many frames")
	}
}
