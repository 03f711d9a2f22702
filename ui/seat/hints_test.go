package seat_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"logitarium/ui"
	"logitarium/ui/lab"
	"logitarium/ui/lab/toy"
	"logitarium/ui/message"
	"logitarium/ui/seat"
	"logitarium/viz"

	tea "charm.land/bubbletea/v2"
)

// typedFor are the keys behind the names of buttons that are no letter.
var typedFor = map[string][]tea.KeyPressMsg{
	"enter": {{Code: tea.KeyEnter}}, "esc": {{Code: tea.KeyEscape}}, "space": {{Code: tea.KeySpace, Text: " "}},
	"↑↓←→": {{Code: tea.KeyUp}, {Code: tea.KeyDown}, {Code: tea.KeyLeft}, {Code: tea.KeyRight}}, "↑↓": {{Code: tea.KeyDown}},
	"ctrl+u": {{Code: 'u', Mod: tea.ModCtrl}}, "↑": {{Code: tea.KeyUp}},
}

// A page has buttons for keys that do something: following, exploring, at a
// question, on a page of help, while a value is typed, in a room that is locked.
func TestHints(t *testing.T) {
	only := []string{"temperature", "keep"}
	for _, state := range []struct {
		name         string
		led          bool
		only         []string
		ask          *seat.Ask
		pressed      string
		with, absent []string
	}{
		{"following", true, nil, nil, "", []string{"F", "H", "?", "n"}, []string{"v", "enter", "space", "↑↓←→", "r"}},
		{"help while following", true, nil, nil, "?", []string{"F", "esc", "↑↓"}, []string{"v", "enter"}},
		{"exploring", true, nil, nil, "F", []string{"F", "H", "v", "↑↓←→", "r"}, nil},
		{"typing", true, nil, nil, "F\r", []string{"enter", "esc"}, []string{"F", "H", "v"}},
		{"asked", true, nil, &seat.Ask{Lesson: 7}, "", []string{"enter", "esc"}, []string{"F", "H", "v"}},
		{"nobody leads", false, nil, nil, "", []string{"H", "v", "↑↓←→"}, []string{"F"}},
		{"exploring a locked room", true, only, nil, "F", []string{"F", "H", "↑↓←→"}, []string{"v", "L"}},
	} {
		fresh := func() (*seat.Seat, *ui.Model) {
			l := seat.NewLine(func([]byte) {})
			shell := ui.New([]lab.Lab{toy.New()}, ui.Options{Start: "toy", Theme: "plain", Only: state.only})
			s := seat.New(l, seat.Place{}, shell, viz.Plain(), false, message.Printer{})
			s.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
			m := seat.Moment{Shown: true, Ask: state.ask}
			m.Scene.Command, m.Scene.Knob = "logitarium toy", "temperature"
			text, err := json.Marshal(seat.Notice{Led: state.led, Moment: &m})
			if err != nil {
				t.Fatal(err)
			}
			if err := l.Hear(text); err != nil {
				t.Fatal(err)
			}
			s.Update(seat.News{})
			for _, r := range state.pressed {
				if r == '\r' {
					s.Update(tea.KeyPressMsg{Code: tea.KeyEnter})
				} else {
					s.Update(tea.KeyPressMsg{Code: r, Text: string(r)})
				}
			}
			return s, shell
		}
		s, _ := fresh()
		var names []string
		for _, h := range s.Hints() {
			names = append(names, h.Key)
		}
		for _, want := range state.with {
			if !slices.Contains(names, want) {
				t.Errorf("%s: there is no %q among %q", state.name, want, names)
			}
		}
		for _, not := range state.absent {
			if slices.Contains(names, not) {
				t.Errorf("%s: there is %q among %q", state.name, not, names)
			}
		}
		for _, name := range names {
			keys := typedFor[name]
			if r := []rune(name); keys == nil && len(r) == 1 {
				keys = []tea.KeyPressMsg{{Code: r[0], Text: name}}
			}
			does := len(keys) == 0 || name == "ctrl+u" || name == "↑" // these where something is typed
			for _, k := range keys {
				s, _ := fresh()
				before := s.View().Content
				_, cmd := s.Update(k)
				after := s.View().Content
				does = does || before != after || cmd != nil // of some arrows one
				if strings.Contains(after, "the teacher turns the knobs") || strings.Contains(after, "is locked") {
					t.Errorf("%s: %v, a button, is refused:\n%s", state.name, k, after)
				}
			}
			if !does {
				t.Errorf("%s: %q, a button, does nothing", state.name, name)
			}
		}
	}
}
