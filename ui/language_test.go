package ui

import (
	"strings"
	"testing"

	"logitarium/ui/lab"
	"logitarium/ui/lab/toy"
	"logitarium/ui/message"
	"logitarium/ui/message/messagetest"
	"logitarium/viz"

	tea "charm.land/bubbletea/v2"
)

// Nothing of the shell is left in English when its words come from another
// language, twice as wide and longer: no number is lost unsaid, and no key of the
// footer is cut.
func TestAnotherLanguage(t *testing.T) {
	pseudo := message.Printer{Catalogue: messagetest.Pseudo{}}
	for name, keys := range map[string]string{
		"a lab": "", "help": "?", "lessons": "L", "a name": "/", "a file": "s", "a comparison": "c", "nothing to undo": "z",
		"reset": "r", "an unknown key": "%", "a page's end": "?G", "a value": "\r",
	} {
		for _, size := range []viz.Size{{W: 80, H: 24}, {W: 60, H: 18}, {W: 120, H: 40}, {W: 40, H: 1}, {W: 20, H: 8}, {W: 1, H: 1}} {
			other := languageScreen(t, pseudo, keys, size)
			in := other.draw().grid.Plain()
			footer := other.fitting(size.W)
			if !keysApart(size) && other.page == nil && (other.edit == nil || other.edit.knob >= 0) {
				footer = nil
			}
			for _, h := range footer {
				if does := pseudo.Print(h.does); size.W >= 60 && !strings.Contains(in, does) {
					t.Errorf("%s, %v: the footer cuts %q:\n%s", name, size, does, in)
				}
			}
			if name != "a lab" || size.W < 80 { // a small screen folds numbers, and says how many
				continue
			}
			english := languageScreen(t, message.Printer{}, keys, size).draw().grid.Plain()
			for _, r := range lab.Readings(other.here().lab) {
				folds := strings.Contains(in, "＋") // and says how many
				if n := number(r); !folds && strings.Contains(english, n.String()) && !strings.Contains(in, n.String()) {
					t.Errorf("%v: %s of %s is lost:\n%s", size, n, r.Name, in)
				}
			}
		}
	}
}

func languageScreen(t *testing.T, p message.Printer, keys string, size viz.Size) *Model {
	t.Helper()
	m := New([]lab.Lab{toy.New()}, Options{Printer: p, Lessons: []Lesson{{"tour", "5 min", "A tour"}}})
	m.touched = true // the first line of all is an answer, which takes the place of what is folded away
	m.Resize(size)
	for _, k := range keys {
		m.press(tea.KeyPressMsg{Code: k, Text: strings.Trim(string(k), "\r")})
	}
	return m
}
