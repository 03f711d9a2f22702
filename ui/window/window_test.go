package window

import (
	"image/color"
	"testing"

	"logitarium/viz"

	tea "charm.land/bubbletea/v2"
)

func TestFrameIsDrawnOnce(t *testing.T) {
	w := New[int](viz.Size{W: 80, H: 24}, viz.Dark(), false)
	drawn := 0
	draw := func() int { drawn++; return drawn }
	if first, again := w.Frame(draw), w.Frame(draw); first != 1 || again != 1 || w.Drawn != 1 {
		t.Errorf("a frame that did not change is drawn %d times", drawn)
	}
	w.Stale = true
	if w.Frame(draw) != 2 {
		t.Error("a stale frame is not drawn")
	}
	if w.Update(tea.FocusMsg{}) || w.Stale {
		t.Error("another message changes the window")
	}
}

func TestSizeIsBounded(t *testing.T) {
	var w Window[int]
	for _, at := range []struct{ size, want viz.Size }{
		{viz.Size{W: 120, H: 40}, viz.Size{W: 120, H: 40}},
		{viz.Size{W: -1, H: 1 << 30}, viz.Size{W: 0, H: 1000}},
		{viz.Size{W: 1001, H: -7}, viz.Size{W: 1000, H: 0}},
	} {
		w.Stale = false
		if !w.Update(tea.WindowSizeMsg{Width: at.size.W, Height: at.size.H}) || w.Size != at.want || !w.Stale {
			t.Errorf("%v becomes %v, stale %t; want %v", at.size, w.Size, w.Stale, at.want)
		}
	}
}

func TestThemeFollows(t *testing.T) {
	white := tea.BackgroundColorMsg{Color: color.White}
	w := New[int](viz.Size{}, viz.Dark(), true)
	w.Stale = false
	if w.Init() == nil {
		t.Error("the background is not asked for")
	}
	if !w.Update(white) || w.Theme.Name != "light" || !w.Stale {
		t.Errorf("on white it is %s, stale %t", w.Theme.Name, w.Stale)
	}
	w = New[int](viz.Size{}, viz.Dark(), false)
	w.Stale = false
	if w.Init() != nil {
		t.Error("the background is asked for and not followed")
	}
	if !w.Update(white) || w.Theme.Name != "dark" || w.Stale {
		t.Errorf("a chosen theme becomes %s, stale %t", w.Theme.Name, w.Stale)
	}
}
