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

// unlettered is the toy with a knob whose name has no letter.
type unlettered struct {
	*toy.Lab
	n int
}

func (u *unlettered) Knobs() []lab.Knob {
	return append(u.Lab.Knobs(), lab.Knob{Name: "many", Help: "has no letter", Setting: lab.Integer{At: &u.n, Max: 9}})
}

func (u *unlettered) Views() lab.Views {
	v := u.Lab.Views()
	for i := range v.List {
		v.List[i].Moves = append(v.List[i].Moves, &u.n)
	}
	return v
}

// toyed are the steps of what somebody does in the toy, and where it ends.
func toyed(t *testing.T, does func(s *somebody)) (steps []tape.Step, m *ui.Model) {
	t.Helper()
	m = ui.New([]lab.Lab{&unlettered{Lab: toy.New()}}, ui.Options{Start: "toy", Theme: "plain"})
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

// What the wheel does to a page is so many lines down or up in the lesson.
func TestWheelOverAPageIsNoted(t *testing.T) {
	for _, turns := range [][]tea.MouseButton{{tea.MouseWheelDown}, {tea.MouseWheelDown, tea.MouseWheelDown, tea.MouseWheelUp}} {
		steps, m := toyed(t, func(s *somebody) {
			s.UseMouse(true)
			s.types("?")
			for _, b := range turns {
				s.View() // as a program would
				s.does(tea.MouseWheelMsg{X: 40, Y: 10, Button: b})
			}
		})
		lines := 0
		for _, s := range steps {
			lines += map[string]int{"Down": s.Count, "Up": -s.Count}[s.Key]
		}
		if at := m.Focus().Line; at == 0 || lines != at {
			t.Errorf("after %v the page is at line %d, and in the lesson at %d: %v", turns, at, lines, steps)
		}
	}
}

// A knob that is clicked is chosen in the lesson: by its letter, or where it has
// none, by its name behind a slash, and nothing more is pressed.
func TestClickedKnobIsNoted(t *testing.T) {
	for _, k := range (&unlettered{Lab: toy.New()}).Knobs() {
		steps, m := toyed(t, func(s *somebody) {
			s.UseMouse(true)
			s.View() // as a program would
			rows := strings.Split(s.Grid().Plain(), "\n")
			x, y := -1, len(rows)
			for x < 0 { // the knobs stand below all else that has their names
				if y--; y < 0 {
					t.Fatalf("no knob %s on\n%s", k.Name, s.Grid().Plain())
				}
				before, _, found := strings.Cut(rows[y], k.Name)
				if found {
					x = viz.Clean(before).Width()
				}
			}
			s.does(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft})
			s.does(tea.MouseReleaseMsg{X: x, Y: y, Button: tea.MouseLeft})
		})
		if m.Focus().Knob != k.Name {
			t.Fatalf("a click on %s chooses %s", k.Name, m.Focus().Knob)
		}
		var pressed []string
		for _, s := range steps[4:] { // behind the chapter, the command, Enter and a pause
			switch {
			case s.Kind == tape.Type:
				pressed = append(pressed, s.Text)
			case s.Kind == tape.Key:
				for range s.Count {
					pressed = append(pressed, s.Key)
				}
			}
		}
		want := []string{k.Letter()}
		switch {
		case k.Name == "prompt": // it is chosen at first
			want = nil
		case k.Letter() == "":
			want = []string{"/", k.Name, "Enter"}
		}
		if !slices.Equal(pressed, want) {
			t.Errorf("a click on %s is %q in the lesson, want %q", k.Name, pressed, want)
		}
	}
}
