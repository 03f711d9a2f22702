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

// A key that is refused is answered, is offered nowhere, and does nothing.
func TestRefused(t *testing.T) {
	m := New([]lab.Lab{toy.New()}, Options{Start: "toy", Theme: "plain", Refused: []Refusal{
		{Key: "s", Why: message.Verbatim("no file here")}, {Key: "y", Why: message.Verbatim("no clipboard")},
	}})
	m.resize(viz.Size{W: 120, H: 40})
	for key, why := range map[rune]string{'s': "no file here", 'y': "no clipboard"} {
		if cmd := m.press(tea.KeyPressMsg{Code: key, Text: string(key)}); cmd != nil || m.edit != nil {
			t.Errorf("%c does something", key)
		}
		if got := m.draw().grid.Plain(); !strings.Contains(got, why) {
			t.Errorf("%c is not answered by %q:\n%s", key, why, got)
		}
	}
	for _, h := range m.Hints() {
		if h.Key == "s" || h.Key == "y" {
			t.Errorf("%s is offered", h.Key)
		}
	}
	m.press(tea.KeyPressMsg{Code: '?', Text: "?"})
	if help := m.draw().grid.Plain(); strings.Contains(help, "save:") || strings.Contains(help, "copy the command") || !strings.Contains(help, "reset all knobs") {
		t.Errorf("the help is\n%s", help)
	}
	keys(m, "? /") // where text is typed, letters are text
	m.press(tea.KeyPressMsg{Code: 's', Text: "s"})
	if m.edit == nil || m.edit.field.Text() != "s" {
		t.Error("an s can't be typed")
	}
}
