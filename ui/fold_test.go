package ui

import (
	"strings"
	"testing"

	"logitarium/ui/lab"
	"logitarium/ui/lab/toy"
	"logitarium/ui/message"
	"logitarium/viz"

	tea "charm.land/bubbletea/v2"
)

// idler is a toy of which two knobs change nothing now.
type idler struct{ *toy.Lab }

func (i idler) Knobs() []lab.Knob {
	knobs := i.Lab.Knobs()
	for _, at := range []int{2, 4} {
		knobs[at].Idle = message.New("not now")
	}
	return knobs
}

// Idle knobs are a number until I, or a click on it, unfolds them.
func TestIdleKnobsFold(t *testing.T) {
	m := New([]lab.Lab{idler{toy.New()}}, Options{Theme: "plain", Mouse: true})
	m.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	strip := func() string {
		rows := strings.Split(onScreen(m), "\n")
		return strings.Join(rows[20:23], "\n")
	}
	folded := func() bool {
		return strings.Contains(onScreen(m), "+2 idle I") && !strings.Contains(strip(), "keep")
	}
	if !folded() || !strings.Contains(strip(), "order") {
		t.Errorf("two idle knobs are not folded:\n%s", onScreen(m))
	}
	keys(m, "I")
	if s := strip(); !strings.Contains(s, "keep") || !strings.Contains(s, "log") || strings.Contains(onScreen(m), "+2 idle") {
		t.Errorf("they do not unfold:\n%s", onScreen(m))
	}
	keys(m, "I")
	at := find(t, m, onFold, 0)
	m.Update(tea.MouseClickMsg{X: at.x + at.w - 3, Y: at.y, Button: tea.MouseLeft})
	if folded() {
		t.Error("a click does not unfold them")
	}
}

// What has no place is told by its number: every reading and every knob is on
// the screen or counted.
func TestNothingIsDroppedSilently(t *testing.T) {
	for _, size := range []viz.Size{{W: 60, H: 18}, {W: 80, H: 24}, {W: 120, H: 40}, {W: 200, H: 50}} {
		m := New([]lab.Lab{idler{toy.New()}}, Options{Theme: "plain"})
		m.resize(size)
		l := arrange(size, m.demand(), m.chrome)
		c := &canvas{grid: m.win.Theme.Grid(size), theme: m.win.Theme}
		f := m.drawNumbers(c, l)
		screen, readings, knobs := c.grid.Plain(), 0, 0
		for _, r := range m.numbers() {
			if strings.Contains(screen, r.Name+" ") {
				readings++
			}
		}
		for _, k := range lab.Knobs(m.here().lab) {
			if k.Name != viewKnob && strings.Contains(screen, k.Name) {
				knobs++
			}
		}
		if readings+f.readings != len(m.numbers()) || knobs+f.knobs+f.idle != len(lab.Knobs(m.here().lab))-1 {
			t.Errorf("%v: %d readings and %d knobs are seen, %+v are counted:\n%s", size, readings, knobs, f, screen)
		}
	}
}
