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

// seeded is a lab with two actions, of which one turns a knob.
type seeded struct{ *toy.Lab }

func (s seeded) Actions() []lab.Action {
	temperature := lab.Knobs(s)[2]
	return append(s.Lab.Actions()[:1], lab.Action{Name: "freeze", Key: "f", Help: "to nothing", Turns: []lab.Field{temperature.Setting.Field()},
		Do: func() error { return temperature.Setting.Set("0.1") }})
}

// What is locked is not listed, neither in the footer nor on the page of keys, and
// does nothing; what is not, is.
func TestLockedKeysAreNotListed(t *testing.T) {
	for only, want := range map[string]bool{"": true, "temperature": true, "keep": false} {
		o := Options{Theme: "plain", Start: "toy", Lessons: []Lesson{{Name: "tour"}}}
		if only != "" {
			o.Only = []string{only}
		}
		m := New([]lab.Lab{seeded{toy.New()}, named{toy.New(), "two"}}, o)
		m.resize(viz.Size{W: 200, H: 80})
		if hints := m.Hints(); slices.ContainsFunc(hints, func(h Hint) bool { return h.Key == "f" }) != want {
			t.Errorf("--only %q: %v", only, hints)
		}
		keys(m, "?")
		page := onScreen(m)
		for part, listed := range map[string]bool{
			"freeze: to nothing": want, "run: count by itself": true, "reset all knobs": true,
			"open a lab by its number": only == "", "next lab": only == "", "next view": only == "", "the lessons;": only == "", "a tab opens it": only == "",
		} {
			if strings.Contains(page, part) != listed {
				t.Errorf("--only %q: %q is listed: %t\n%s", only, part, !listed, page)
			}
		}
		keys(m, "esc f")
		if turned := setting(m, "temperature") != "1"; turned != want {
			t.Errorf("--only %q: the temperature is %s", only, setting(m, "temperature"))
		}
		if !want && !strings.Contains(onScreen(m), "temperature is locked: what can be turned here is keep") {
			t.Errorf("--only %q: nothing is said to be locked:\n%s", only, onScreen(m))
		}
	}
}
