package ui

import (
	"strings"
	"testing"

	"logitarium/core/builtin/builtintest"
	"logitarium/ui/lab"
	"logitarium/ui/labs/position"
	"logitarium/ui/screen"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi/kitty"
)

// pictured returns a shell on a heatmap in a terminal that shows images, with
// its image there, and what presses a key and returns the images that follow.
func pictured(t *testing.T) (m *Model, press func(key string) tea.Msg) {
	t.Helper()
	lm := builtintest.Load(t)
	m = New([]lab.Lab{position.New(lm, lm)}, Options{Theme: "dark", Start: "position", Asks: &screen.Pixels{}, ReducedMotion: true})
	update := func(msg tea.Msg) tea.Msg {
		_, cmd := m.Update(msg)
		if cmd == nil {
			return nil
		}
		return cmd()
	}
	m.Init()
	for _, msg := range []tea.Msg{
		tea.WindowSizeMsg{Width: 80, Height: 24}, tea.TerminalVersionMsg{Name: "kitty(0.40.0)"}, uv.PrimaryDeviceAttributesEvent{62},
		uv.KittyGraphicsEvent{Payload: []byte("OK")}, uv.CellSizeEvent{Width: 8, Height: 17}, uv.PrimaryDeviceAttributesEvent{62},
	} {
		m.Update(msg)
	}
	keys(m, "v p end d")
	m.screen.Update(tea.ClearScreen()) // what was under way is forgotten
	if update(update(tea.RawMsg{})); !fine(m) {
		t.Fatalf("no image:\n%s", m.View().Content)
	}
	return m, func(key string) tea.Msg { return update(tea.KeyPressMsg(special[key])) }
}

// fine reports whether what is seen is in pixels.
func fine(m *Model) bool { return strings.ContainsRune(m.View().Content, kitty.Placeholder) }

// While the image of a frame is under way the one before it stands: a heatmap
// that was fine never turns coarse.
func TestPicturesDoNotFlicker(t *testing.T) {
	m, press := pictured(t)
	for range 3 {
		was := m.View().Content
		image := press("right")
		if now := m.View().Content; now != was || image == nil {
			t.Fatalf("before its image is there, it shows\n%s", now)
		}
		m.Update(image)
		if now := m.View().Content; now == was || now != m.screen.Content(m.Grid()) || !fine(m) {
			t.Fatalf("with its image it shows\n%s", now)
		}
	}
}

// A knob that turns faster than images travel is seen to turn.
func TestPicturesFollowAFastKnob(t *testing.T) {
	m, press := pictured(t)
	first := press("right")
	frame := m.Grid()
	for range 2 {
		if image := press("right"); image != nil {
			t.Fatal("two images are under way at once")
		}
	}
	_, next := m.Update(first)
	if now := m.View().Content; now != m.screen.Content(frame) || !fine(m) {
		t.Fatalf("the first image is there, and it shows\n%s", now)
	}
	m.Update(next())
	if now := m.View().Content; now != m.screen.Content(m.Grid()) || !fine(m) {
		t.Fatalf("the last image is there, and it shows\n%s", now)
	}
}

// What is not to be seen any more does not wait for an image: another size, a
// page, what a terminal that lost all its images showed.
func TestFramesAreNotHeldForNothing(t *testing.T) {
	for name, msg := range map[string]tea.Msg{
		"resized": tea.WindowSizeMsg{Width: 100, Height: 30},
		"help":    tea.KeyPressMsg{Code: '?', Text: "?"},
		"cleared": tea.ClearScreen(),
	} {
		m, press := pictured(t)
		late := press("right")
		m.Update(msg)
		if now := m.View().Content; now != m.win.Drawn.content {
			t.Errorf("%s, it shows\n%s", name, now)
		}
		m.Update(late)
		if now := m.View().Content; now != m.win.Drawn.content {
			t.Errorf("%s, and the image is there, it shows\n%s", name, now)
		}
	}
}
