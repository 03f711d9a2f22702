package capture_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"logitarium/ui"
	"logitarium/ui/lab"
	"logitarium/ui/lab/toy"
	"logitarium/ui/lesson/capture"
	"logitarium/ui/lesson/tape"
	"logitarium/viz"

	tea "charm.land/bubbletea/v2"
)

// toyed are the steps of what somebody does in the toy, and where it ends.
func toyed(t *testing.T, does func(s *somebody)) (steps []tape.Step, m *ui.Model) {
	t.Helper()
	m = ui.New([]lab.Lab{toy.New()}, ui.Options{Start: "toy", Theme: "plain"})
	m.Resize(viz.Size{W: 80, H: 24})
	s := &somebody{now: time.Unix(1e9, 0)}
	c := capture.Begin("logitarium toy", tape.Size{Width: 80, Height: 24}, s.now)
	s.Shell = capture.Watch(m, c, func() time.Time { return s.now })
	does(s)
	return c.Tape(false).Steps, m
}

// set is the value of a knob.
func set(m *ui.Model, name string) string {
	l, _ := m.Lab()
	for _, k := range lab.Knobs(l) {
		if k.Name == name {
			return k.Setting.String()
		}
	}
	return ""
}

// What is pasted into a field is typed in the lesson; what is pasted where a file
// is named is not.
func TestPasteIsNoted(t *testing.T) {
	const pasted = "the owl sleeps in a"
	typed := func(steps []tape.Step) bool {
		return slices.ContainsFunc(steps, func(s tape.Step) bool { return s.Kind == tape.Type && strings.Contains(s.Text, pasted) })
	}
	steps, m := toyed(t, func(s *somebody) {
		s.types("e")
		s.presses(tea.KeyEnter)
		s.does(tea.PasteMsg{Content: pasted})
		s.presses(tea.KeyEnter)
	})
	if got := set(m, "prompt"); got != pasted {
		t.Fatalf("the prompt is %q", got)
	}
	if !typed(steps) {
		t.Errorf("what was pasted is not in %v", steps)
	}
	steps, _ = toyed(t, func(s *somebody) {
		s.types("s")
		s.does(tea.PasteMsg{Content: pasted})
	})
	if typed(steps) {
		t.Errorf("a file's name is in %v", steps)
	}
}

// The ends of a page, for which a tape has no keys, are the letters that lead there;
// of a knob, they are the value that it has then.
func TestEndsAreNoted(t *testing.T) {
	has := func(steps []tape.Step, text string) bool {
		return slices.ContainsFunc(steps, func(s tape.Step) bool { return s.Kind == tape.Type && s.Text == text })
	}
	steps, _ := toyed(t, func(s *somebody) {
		s.types("?")
		s.presses(tea.KeyEnd)
		s.passes(3 * time.Second)
		s.presses(tea.KeyHome)
	})
	if !has(steps, "?G") || !has(steps, "g") {
		t.Errorf("the ends of the page are not in %v", steps)
	}
	at := slices.IndexFunc(steps, func(s tape.Step) bool { return s.Text == "?G" })
	if looked := steps[at+1]; looked.Kind != tape.Sleep || looked.Time != 3*time.Second {
		t.Errorf("three seconds went by before the last key, and there is %v", looked)
	}
	steps, m := toyed(t, func(s *somebody) {
		s.types("t")
		s.presses(tea.KeyEnd)
	})
	if v := set(m, "temperature"); v != "5" || !has(steps, v) {
		t.Errorf("the temperature is %s; the lesson does %v", v, steps)
	}
}
