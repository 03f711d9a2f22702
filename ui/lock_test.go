package ui

import (
	"slices"
	"strings"
	"testing"

	"logitarium/ui/lab"
	"logitarium/ui/lab/toy"
	"logitarium/viz"
)

// TestLocked turns the one knob that is not locked, and tries all else.
func TestLocked(t *testing.T) {
	l := colder{toy.New()}
	m := New([]lab.Lab{l, named{toy.New(), "two"}}, Options{Theme: "plain", Start: "toy", Only: []string{"temperature"}, Lessons: []Lesson{{Name: "tour"}}})
	m.resize(viz.Size{W: 80, H: 24})
	keys(m, "right")
	if got := setting(m, "temperature"); got != "1.05" {
		t.Errorf("right turns the temperature to %s", got)
	}
	before := values(l)
	for _, pressed := range []string{"v", "V", "o right", "l right", "tab", "2", "L", "e enter", "/ k e e p enter pgup"} {
		keys(m, pressed)
		if got := values(l); !slices.Equal(got, before) || m.at != 0 || m.page != nil || m.edit != nil {
			t.Errorf("%s: %v, was %v", pressed, got, before)
		}
		if screen := onScreen(m); strings.Count(screen, "locked") < 2 { // in a row, and in the answer
			t.Errorf("%s: nothing is said to be locked:\n%s", pressed, screen)
		}
	}
	keys(m, "t r")
	if got := setting(m, "temperature"); got != "1" {
		t.Errorf("r turns the temperature to %s", got)
	}
}

// TestLockedAction has an action turn a locked knob, and one that is not.
func TestLockedAction(t *testing.T) {
	for only, want := range map[string]string{"keep": "1", "temperature": "0.1"} {
		m := New([]lab.Lab{colder{toy.New()}}, Options{Theme: "plain", Only: []string{only}})
		m.resize(viz.Size{W: 80, H: 24})
		if keys(m, "f"); setting(m, "temperature") != want {
			t.Errorf("--only %s: the temperature is %s, want %s", only, setting(m, "temperature"), want)
		}
	}
}
