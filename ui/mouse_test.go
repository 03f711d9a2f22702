package ui

import (
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

func find(t *testing.T, m *Model, on target, index int) spot {
	t.Helper()
	m.View()
	i := slices.IndexFunc(m.win.Drawn.spots, func(s spot) bool { return s.on == on && s.index == index })
	if i < 0 {
		t.Fatalf("no spot %d, %d", on, index)
	}
	return m.win.Drawn.spots[i]
}

// What is under the pointer is read on the line at the bottom, until a key.
func TestPointing(t *testing.T) {
	m := shell(t, 80, 24)
	keys(m, "m")
	if m.View().MouseMode != tea.MouseModeAllMotion {
		t.Error("moves of the pointer are not asked for")
	}
	picture := find(t, m, onPicture, openLab)
	move := func(x, y int) string {
		m.Update(tea.MouseMotionMsg{X: x, Y: y})
		return onScreen(m)
	}
	if s := move(picture.x+3, picture.y+1); !strings.Contains(s, "forest: p 0.4") {
		t.Errorf("no bar is read on\n%s", s)
	}
	drawn := m.win.Stale
	if m.Update(tea.MouseMotionMsg{X: picture.x + 4, Y: picture.y + 1}); m.win.Stale || drawn {
		t.Error("a move along the same bar draws the screen anew")
	}
	if s := keys(m, "down"); s != nil || strings.Contains(onScreen(m), "forest: p") {
		t.Error("what was pointed at stays after a key")
	}
	keys(m, "c t home")
	a, b := find(t, m, onPicture, pinnedLab), find(t, m, onPicture, openLab)
	if s := move(a.x, a.y+1); !strings.Contains(s, "forest: p 0.4") {
		t.Errorf("A is not read on\n%s", s)
	}
	if s := move(b.x, b.y+1); !strings.Contains(s, "forest: p 1.0") {
		t.Errorf("B is not read on\n%s", s)
	}
	keys(m, "esc m")
	if s := move(picture.x+3, picture.y+1); strings.Contains(s, "forest: p") {
		t.Error("the mouse is off, and yet it reads")
	}
}

func TestMouse(t *testing.T) {
	m := shell(t, 80, 24)
	tab := find(t, m, onTab, 1)
	left := func(x, y int) tea.MouseClickMsg { return tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft} }
	m.Update(left(tab.x+1, tab.y))
	if m.at != 0 || m.View().MouseMode != tea.MouseModeNone {
		t.Error("the mouse works though it is off")
	}
	keys(m, "m")
	if m.View().MouseMode == tea.MouseModeNone || !strings.Contains(onScreen(m), "mouse on") {
		t.Error("m does not turn it on")
	}
	m.Update(left(tab.x+1, tab.y))
	if m.at != 1 {
		t.Error("a click on a tab does not open it")
	}
	keys(m, "1")
	knob := find(t, m, onKnob, 3)
	if m.Update(left(knob.x+3, knob.y)); m.here().chosen != 3 {
		t.Errorf("a click chose knob %d", m.here().chosen)
	}

	slider := find(t, m, onSlider, 2)
	m.Update(left(slider.x+slider.w-2, slider.y))
	if got := setting(m, "temperature"); got != "5" || m.here().chosen != 2 {
		t.Errorf("a click on the end of the slider gives %s", got)
	}
	m.Update(tea.MouseMotionMsg{X: slider.x - 9, Y: slider.y + 5, Button: tea.MouseLeft})
	if got := setting(m, "temperature"); got != "0" {
		t.Errorf("dragged to the left it is %s", got)
	}
	m.Update(tea.MouseReleaseMsg{X: 3, Y: 3})
	m.Update(tea.MouseMotionMsg{X: slider.x + 9, Y: slider.y, Button: tea.MouseLeft})
	if got := setting(m, "temperature"); got != "0" {
		t.Errorf("after release it goes to %s", got)
	}
}

func TestWheel(t *testing.T) {
	m := shell(t, 80, 24)
	keys(m, "m k")
	panel, picture := find(t, m, onPanel, 0), find(t, m, onPicture, 0)
	up := tea.MouseWheelMsg{X: panel.x, Y: panel.y + panel.h - 1, Button: tea.MouseWheelUp}
	if m.Update(up); setting(m, "keep") != "1" {
		t.Errorf("the wheel over the panel: keep is %s", setting(m, "keep"))
	}
	up.X, up.Y = picture.x+2, picture.y+2
	if m.Update(up); setting(m, "keep") != "1" || setting(m, "temperature") != "1.05" {
		t.Errorf("the wheel over the picture: temperature is %s", setting(m, "temperature"))
	}
	keys(m, "?")
	m.View()
	up.Button = tea.MouseWheelDown
	if m.Update(up); m.page.top != 3 || setting(m, "temperature") != "1.05" {
		t.Errorf("the wheel over a page: line %d", m.page.top)
	}
}
