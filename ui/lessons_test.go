package ui

import (
	"fmt"
	"strings"
	"testing"

	"logitarium/ui/lab"
	"logitarium/ui/lab/toy"
	"logitarium/viz"
)

func TestLessonsAreListed(t *testing.T) {
	m := shell(t, 80, 24)
	m.options.Lessons = []Lesson{{"tour", "5 min", "A tour"}, {"norm", "4 min", "Which values share"}}
	keys(m, "L")
	for _, want := range []string{"1  tour  5 min  A tour", "2  norm  4 min  Which values share", "number plays it now"} {
		if !strings.Contains(onScreen(m), want) {
			t.Errorf("no %q on\n%s", want, onScreen(m))
		}
	}
	if keys(m, "3"); m.Lesson() != "" {
		t.Errorf("there is no lesson 3, and %q was chosen", m.Lesson())
	}
	if keys(m, "2"); m.Lesson() != "norm" {
		t.Errorf("2 chose the lesson %q, want norm", m.Lesson())
	}
	if keys(m, "L"); m.page != nil {
		t.Error("L does not close what it opened")
	}
}

// The first screen says that there are lessons, until a key is pressed.
func TestFirstScreenNamesLessons(t *testing.T) {
	m := shell(t, 80, 24)
	m.options.Lessons = []Lesson{{"tour", "5 min", "A tour"}}
	const hint = "L lists the lessons"
	m.touched, m.win.Stale = false, true
	if !strings.Contains(onScreen(m), hint) {
		t.Errorf("the first screen does not say %q:\n%s", hint, onScreen(m))
	}
	if keys(m, "down"); strings.Contains(onScreen(m), hint) {
		t.Error("the hint outlives the first key")
	}
	if !strings.Contains(onScreen(m), "L lessons") {
		t.Errorf("the footer does not name the lessons:\n%s", onScreen(m))
	}
}

// Without lessons the page says so, and nothing of what there is to do with them.
func TestNoLessons(t *testing.T) {
	m := New([]lab.Lab{toy.New()}, Options{Theme: "plain"})
	m.Resize(viz.Size{W: 80, H: 24})
	if text := fmt.Sprint(m.lessonsText(70)); !strings.Contains(text, "No lessons are at hand here") || strings.Contains(text, "plays it now") {
		t.Errorf("without lessons the page says\n%s", text)
	}
}

// A program without labs says so at any size that has room for it.
func TestNoLabsAreSaid(t *testing.T) {
	for _, size := range []viz.Size{{W: 80, H: 24}, {W: 24, H: 1}, {W: 200, H: 50}} {
		m := New(nil, Options{Theme: "plain"})
		m.Resize(size)
		if screen := onScreen(m); !strings.HasPrefix(screen, "no labs here; q quits") {
			t.Errorf("%v:\n%s", size, screen)
		}
	}
}
