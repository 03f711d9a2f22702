package capture_test

import (
	"strings"
	"testing"
	"time"

	"logitarium/core/builtin/builtintest"
	"logitarium/ui"
	"logitarium/ui/command"
	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
	"logitarium/ui/labs"
	"logitarium/ui/lesson"
	"logitarium/ui/lesson/capture"
	"logitarium/ui/lesson/tape"
	"logitarium/viz"

	tea "charm.land/bubbletea/v2"
)

func TestMain(m *testing.M) { labtest.Main(m) }

// somebody does things in a lab, on a clock that only they move.
type somebody struct {
	*capture.Shell
	now time.Time
}

// passes lets time pass in which the lab goes on, as far as it has come by then.
func (s *somebody) passes(t time.Duration) {
	for range t / ui.Beat {
		_ = s.GoOn() // what fails is on the screen, of the lesson too
	}
	s.Capture.Work(s.Busy())
	s.now = s.now.Add(t)
}

func (s *somebody) does(msg tea.Msg) {
	s.passes(150 * time.Millisecond)
	s.Update(msg)
	_ = s.Await()
}

func (s *somebody) types(text string) {
	for _, r := range text {
		s.does(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
}

func (s *somebody) presses(codes ...rune) {
	for _, c := range codes {
		s.does(tea.KeyPressMsg{Code: c})
	}
}

// find is a cell of the screen that shows a text.
func (s *somebody) find(text string) (x, y int, ok bool) {
	for y, line := range strings.Split(s.Grid().Plain(), "\n") {
		if before, _, found := strings.Cut(line, text); found {
			return viz.Clean(before).Width(), y, true
		}
	}
	return 0, 0, false
}

// What is done in a lab, with keys, typed values, a text in any script, the mouse
// and comparisons, is a lesson that holds and ends where it ended.
func TestEveryLab(t *testing.T) {
	own := builtintest.Load(t)
	fresh := func() []lab.Lab { return labs.All(own, own) }
	for _, info := range fresh() {
		id := info.Info().ID
		t.Run(id, func(t *testing.T) {
			m := ui.New(fresh(), ui.Options{Start: id, Mouse: true, Captured: true})
			m.Resize(viz.Size{W: 80, H: 24})
			s := &somebody{now: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}
			l, _ := m.Lab()
			s.Shell = capture.Watch(m, capture.Begin(command.Of(l), tape.Size{Width: 80, Height: 24}, s.now), func() time.Time { return s.now })
			_ = m.Await()
			trains := id == "adapt" // at each turn of a knob, for seconds
			if !trains {
				s.presses(tea.KeyRight, tea.KeyRight, tea.KeyLeft, tea.KeyDown, tea.KeyEnd)
				s.passes(2500 * time.Millisecond)
				s.types(" ")
			}
			s.types("v")
			s.passes(3 * time.Second)
			if x, y, ok := s.find("●──"); ok && !trains { // a slider
				s.does(tea.MouseClickMsg{X: x + 1, Y: y, Button: tea.MouseLeft})
				s.does(tea.MouseMotionMsg{X: x + 2, Y: y, Button: tea.MouseLeft})
				s.does(tea.MouseReleaseMsg{X: x + 2, Y: y, Button: tea.MouseLeft})
				s.does(tea.MouseWheelMsg{X: x + 2, Y: y, Button: tea.MouseWheelDown})
			}
			if !trains {
				s.types("ce")
			}
			s.presses(tea.KeyEnter)
			if s.Focus().Typing {
				s.types("Zoë: 狐 `'\"")
				s.presses(tea.KeyBackspace, tea.KeyEnter)
				if s.Focus().Typing { // a number is wanted
					s.presses(tea.KeyEscape)
				}
			}
			s.passes(3 * time.Second)
			if !trains {
				s.types("rc")
			}
			s.types("?")
			s.presses(tea.KeyEscape)
			s.passes(2500 * time.Millisecond)
			s.does(tea.MouseClickMsg{X: 10, Y: 0, Button: tea.MouseLeft}) // a tab
			s.does(tea.MouseReleaseMsg{X: 10, Y: 0, Button: tea.MouseLeft})
			s.passes(2500 * time.Millisecond)
			ended, _ := s.Lab()
			s.types("q")
			holds(t, s.Capture, fresh, command.Of(ended))
		})
	}
}

// holds fails unless a capture is a lesson that holds as it is drafted, and ends
// on a screen that a command opens.
func holds(t *testing.T, c *capture.Capture, fresh func() []lab.Lab, ended string) {
	t.Helper()
	setup := lesson.Setup{Labs: fresh, Size: viz.Size{W: 80, H: 20}, Look: ui.WithoutFooter}
	raw, err := tape.Parse("x.tape", c.Tape(false).String(), nil)
	if err != nil {
		t.Fatalf("%v in\n%v", err, c.Tape(false))
	}
	draft, end, failures, err := lesson.Draft(raw, setup, 0)
	if err != nil || len(failures) > 0 || end != ended || len(c.Left()) > 0 {
		t.Fatalf("played again: %v, %v, left out %q; it ends at %s, want %s:\n%v", err, failures, c.Left(), end, ended, raw)
	}
	written, err := tape.Parse("x.tape", draft.String(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, failures, err := lesson.Draft(written, setup, 0); err != nil || len(failures) > 0 {
		t.Errorf("as written it does not hold: %v, %v\n%v", err, failures, written)
	}
	if !strings.Contains(draft.String(), "#@ expect ") {
		t.Errorf("nothing is expected:\n%v", draft)
	}
}
