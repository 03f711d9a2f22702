package ui

import (
	"strings"
	"testing"

	"logitarium/ui/lab"
	"logitarium/ui/lab/toy"
	"logitarium/viz"

	tea "charm.land/bubbletea/v2"
)

// On a low screen the picture has half of the rows and more, and on one of
// 60x18 ten.
func TestPictureOfLowScreens(t *testing.T) {
	for w := sideW; w <= 120; w++ {
		for h := 12; h < 36; h++ {
			if l := arrange(viz.Size{W: w, H: h}, demand{}, WithFooter); 2*l.picture.h < h {
				t.Errorf("%dx%d: the picture has %d rows", w, h, l.picture.h)
			}
		}
	}
	if l := arrange(viz.Size{W: 60, H: 18}, demand{}, WithFooter); l.picture.h < 10 {
		t.Errorf("60x18: the picture has %d rows", l.picture.h)
	}
}

// On a low screen keys and status share a row: the keys until one is pressed,
// then what the chosen knob does, whole, with what is folded away beside the
// knobs.
func TestLowScreenSharesARow(t *testing.T) {
	m := New([]lab.Lab{idler{toy.New()}}, Options{Theme: "plain", Mouse: true})
	m.Update(tea.WindowSizeMsg{Width: 60, Height: 18})
	has := func(when string, all ...string) {
		t.Helper()
		for _, s := range all {
			if !strings.Contains(onScreen(m), s) {
				t.Errorf("%s: no %q on the screen:\n%s", when, s, onScreen(m))
			}
		}
	}
	has("at first", "knobs", "v view", "? help", "q quit", "+2 I", "+2 ?")
	keys(m, "t")
	k := lab.Knobs(m.here().lab)[m.here().chosen]
	has("a knob chosen", m.words(k.Help).String(), "+2 I", "+2 ?")
	keys(m, "/")
	has("a name is typed", "enter choose", "esc cancel")
	keys(m, "x")
	m.press(tea.KeyPressMsg{Code: tea.KeyEnter})
	has("a name that is none", "no knob is called x")
	m.press(tea.KeyPressMsg{Code: tea.KeyEscape})
	keys(m, "?")
	has("a page", "esc back", "q quit")
}
