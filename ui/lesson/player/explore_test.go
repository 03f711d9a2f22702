package player

import (
	"testing"

	"logitarium/ui/clock"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// Whoever explores has the program's keys; esc goes back in it first, and then
// to the lesson, which is exactly where it was.
func TestExplore(t *testing.T) {
	p := start(t, read(t, "rich.tape"), Options{Mouse: true})
	press(p, "esc") // at the prompt there is nothing to explore
	if p.exploring() {
		t.Fatal("a prompt is explored")
	}
	untilHalt(t, p)
	before := p.Grid().String()
	if press(p, "esc"); !p.exploring() || p.View().MouseMode == tea.MouseModeNone {
		t.Error("the program has no mouse")
	}
	shows(t, p, "exploring")
	shows(t, p, "esc returns to the lesson")
	press(p, "t", "enter", "2", "enter")
	shows(t, p, "2.00")
	press(p, "n")
	shows(t, p, "lines 1 to")
	press(p, "?", "enter")
	p.Update(tea.MouseClickMsg{X: 1, Y: 0, Button: tea.MouseLeft}) // the first tab
	shows(t, p, "▸1 Position")
	p.Update(tea.WindowSizeMsg{Width: 60, Height: 18})
	p.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	press(p, "n")
	press(p, "esc")
	if !p.exploring() {
		t.Fatal("esc over the notes leaves the program")
	}
	if press(p, "esc"); p.exploring() {
		t.Fatal("esc does not return")
	}
	if after := p.Grid().String(); after != before {
		t.Errorf("the lesson is not where it was:\n%s\nbut\n%s", ansi.Strip(before), ansi.Strip(after))
	}
	if p.View().MouseMode != tea.MouseModeNone {
		t.Error("the lesson keeps the mouse")
	}
	press(p, "esc")
	if !quits(press(p, "q")) {
		t.Error("q does not quit while exploring")
	}
}

// A question can be left for the program, with the guess half typed.
func TestExploreFromQuestion(t *testing.T) {
	p := start(t, parse(t, "#@ ask \"How warm?\" | 3 K\nSleep 1s"), Options{})
	untilHalt(t, p)
	press(p, "1", "esc", "esc")
	shows(t, p, "your guess: 1")
	if press(p, "q"); quits(press(p, "?")) {
		t.Error("q quits while a guess is typed")
	}
	shows(t, p, "your guess: 1q?")
	if !quits(press(p, "ctrl+c")) {
		t.Error("ctrl-c does not quit")
	}
}

// While the program is explored its clock runs and the lesson's stands.
func TestClocksOfExploring(t *testing.T) {
	p := start(t, read(t, "rich.tape"), Options{})
	untilHalt(t, p)
	late := p.clock.Tick()
	var tick clock.Tick
	for _, name := range []string{"esc", "6", "v", "v", "v", "v", "space"} { // to the race
		if t, ok := tickOf(press(p, name)); ok {
			tick = t
		}
	}
	if tick == (clock.Tick{}) || !p.run.Shell().Busy() {
		t.Fatal("the networks don't train")
	}
	if _, next := p.Update(tick); next == nil {
		t.Error("the explored program's clock stops after a tick")
	}
	before := p.run.Clock()
	if p.Update(late); p.run.Clock() != before {
		t.Error("the lesson goes on while the program is explored")
	}
	press(p, "esc")
	if p.Update(tick); p.run.Clock() != before {
		t.Error("a tick of the explored program moves the lesson")
	}
}

// tickOf runs a command and returns the tick among its messages.
func tickOf(cmd tea.Cmd) (clock.Tick, bool) {
	if cmd == nil {
		return clock.Tick{}, false
	}
	switch msg := cmd().(type) {
	case clock.Tick:
		return msg, true
	case tea.BatchMsg:
		for _, each := range msg {
			if tick, ok := tickOf(each); ok {
				return tick, true
			}
		}
	}
	return clock.Tick{}, false
}
