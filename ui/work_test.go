package ui

import (
	"strings"
	"testing"
	"time"

	"logitarium/ui/lab"
	"logitarium/ui/lab/toy"
	"logitarium/ui/message"
	"logitarium/viz"
)

// slow is a toy that needs some steps after each key.
type slow struct {
	*toy.Lab
	work lab.Work
}

func newSlow() *slow { return &slow{Lab: toy.New()} }

func (s *slow) Twin() lab.Lab { return newSlow() }

func (s *slow) Refresh() error {
	s.work.Begin("", message.New("The toy thinks"))
	for range 4 {
		s.work.Add(1e9, nil, nil)
	}
	s.work.Start()
	return s.Lab.Refresh()
}

func (s *slow) Busy() bool               { return s.work.Waiting() }
func (s *slow) Step(time.Duration) error { s.work.Step(); return nil }
func (s *slow) Progress() lab.Progress   { return s.work.Progress() }

// While a lab is at work the last picture stays in sight, and none of its
// numbers: they are of other knobs.
func TestWorkIsSeen(t *testing.T) {
	m := New([]lab.Lab{newSlow()}, Options{Theme: "plain"})
	m.resize(viz.Size{W: 80, H: 24})
	look := func() string { m.View(); return m.win.Drawn.grid.Plain() }
	if first := look(); !strings.Contains(first, "The toy thinks: 0 %") || strings.Contains(first, "forest") {
		t.Errorf("it opens with\n%s", first)
	}
	goOn := func() {
		for m.Busy() {
			if err := m.GoOn(); err != nil {
				t.Fatal(err)
			}
		}
	}
	goOn()
	done := look()
	entropy := lab.Readings(m.here().lab)[0]
	if !strings.Contains(done, "forest") || !strings.Contains(done, number(entropy).String()) || strings.Contains(done, "thinks") {
		t.Errorf("when it is done\n%s", done)
	}
	m.turn(2, func(s lab.Setting) { s.Nudge(3, true) })
	if m.pause() != workBeat {
		t.Errorf("the clock waits %v for what the user waits for", m.pause())
	}
	stale := look()
	if !strings.Contains(stale, "forest") || !strings.Contains(stale, "thinks") || strings.Contains(stale, number(entropy).String()) || !strings.Contains(stale, entropy.Name) {
		t.Errorf("at work\n%s", stale)
	}
	if err := m.GoOn(); err != nil {
		t.Fatal(err)
	}
	if later := look(); !strings.Contains(later, "25 %") {
		t.Errorf("a step later\n%s", later)
	}
	goOn()
	if m.pause() == workBeat {
		t.Error("the clock hurries for nothing")
	}
}

// Both sides of a comparison come to their end.
func TestPinnedWorkGoesOn(t *testing.T) {
	m := New([]lab.Lab{newSlow()}, Options{Theme: "plain"})
	m.resize(viz.Size{W: 120, H: 40})
	m.compare() // while A is at work
	for n := 0; m.Busy() && n < 20; n++ {
		if err := m.GoOn(); err != nil {
			t.Fatal(err)
		}
	}
	m.View()
	if got := m.win.Drawn.grid.Plain(); strings.Contains(got, "thinks") || strings.Count(got, "word") != 2 {
		t.Errorf("\n%s", got)
	}
}

// divided is a toy that goes on by two steps of three parts each.
type divided struct {
	*toy.Lab
	parts int
}

func (d *divided) Busy() bool                  { return d.parts < 6 }
func (d *divided) Step(dt time.Duration) error { return lab.Whole(d, dt) }
func (d *divided) Part(time.Duration) (over bool, err error) {
	d.parts++
	return d.parts%3 == 0, nil
}

// The clock lets keys in between the parts of a step, and rests after it; nothing
// is drawn anew before. A lesson makes a step at once.
func TestParts(t *testing.T) {
	d := &divided{Lab: toy.New()}
	m := New([]lab.Lab{d}, Options{Theme: "plain"})
	m.resize(viz.Size{W: 80, H: 24})
	m.startClock()
	for n := 1; n <= 6; n++ {
		m.win.Stale = false
		next := m.tick(m.clock.Tick())
		last := n%3 == 0
		if d.parts != n || m.win.Stale != last {
			t.Errorf("tick %d: %d parts, to be drawn %v", n, d.parts, m.win.Stale)
		}
		if n < 6 && (next == nil || (m.clock.Pause() == workBeat) == last) {
			t.Errorf("after tick %d the clock waits %v", n, m.clock.Pause())
		}
	}
	if m.clock.Running() {
		t.Error("the clock goes on for nothing")
	}
	d.parts = 0
	if err := m.GoOn(); err != nil || d.parts != 3 {
		t.Errorf("a lesson's step has %d parts: %v", d.parts, err)
	}
	if over, err := m.GoOnPart(); over || err != nil || d.parts != 4 {
		t.Errorf("a part is %d, over %v: %v", d.parts, over, err)
	}
}
