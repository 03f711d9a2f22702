package ui

import (
	"image/color"
	"testing"

	tea "charm.land/bubbletea/v2"
)

// The automatic theme begins as the environment has it, and goes by what the
// terminal tells, if it does.
func TestAutomaticThemeBegins(t *testing.T) {
	for light, want := range map[bool]string{true: "light", false: "dark"} {
		m := New(nil, Options{Theme: "auto", Light: light})
		if got := m.win.Theme.Name; got != want {
			t.Errorf("light %t: it begins %s", light, got)
		}
		m.Update(tea.BackgroundColorMsg{Color: color.White})
		if got := m.win.Theme.Name; got != "light" {
			t.Errorf("on white it is %s", got)
		}
		m.Update(tea.BackgroundColorMsg{Color: color.Black})
		if got := m.win.Theme.Name; got != "dark" {
			t.Errorf("on black it is %s", got)
		}
		if got := New(nil, Options{Theme: "dark", Light: light}).win.Theme.Name; got != "dark" {
			t.Errorf("what was chosen is %s", got)
		}
	}
}
