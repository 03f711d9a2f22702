package ui

import (
	"strings"
	"testing"
)

func TestUndo(t *testing.T) {
	for _, c := range []struct{ pressed, knob, want, why string }{
		{"t right z", "temperature", "1", "a turn"},
		{"t right z Z", "temperature", "1.05", "and again"},
		{"t right right right z", "temperature", "1", "turning on is the same change"},
		{"t right k right t right z", "temperature", "1.05", "what was chosen anew is a change of its own"},
		{"t right k right t right z z z", "keep", "off", "one after the other"},
		{"t right right z Z z Z", "temperature", "1.1", "to and fro"},
		{"t right z right Z", "temperature", "1.05", "what is turned after undoing ends what could be done again"},
		{"t right k right r z", "keep", "1", "a reset"},
		{"t right k right r z", "temperature", "1.05", "all of a reset"},
		{"e enter A enter z", "prompt", "the fox lives in the", "a text"},
		{"t enter 2 enter 2 z", "temperature", "1", "each lab has its own"},
		{"z Z", "temperature", "1", "nothing to undo"},
		{"v t right z", "view", "list", "pictures stay"},
	} {
		m := shell(t, 80, 24)
		if keys(m, c.pressed); c.knob == "temperature" && strings.Contains(c.pressed, " 2 z") {
			keys(m, "1 z")
		}
		if got := setting(m, c.knob); got != c.want {
			t.Errorf("%s: %s is %s, want %s: %s", c.pressed, c.knob, got, c.want, c.why)
		}
	}
	m := shell(t, 80, 24)
	for range mostChanges {
		keys(m, "t right k right k left")
	}
	if n := len(m.here().changes.past); n != mostChanges {
		t.Errorf("%d changes are kept", n)
	}
}

func TestFind(t *testing.T) {
	for _, c := range []struct{ pressed, typed, then, chosen, shows string }{
		{"/", "te", "", "prompt", "temperature"},
		{"/", "te", "enter", "temperature", "divides the logits"},
		{"/", "te", "esc", "prompt", ""},
		{"/", "OR", "enter", "order", ""},
		{"/", "er", "enter", "temperature", ""}, // no name begins with it
		{"/", "zz", "enter", "prompt", "no knob is called zz"},
		{"/", "k", "tab enter right", "keep", "1"},
		{"/", "", "enter", "prompt", ""},
	} {
		m := shell(t, 80, 24)
		keys(m, c.pressed)
		types(m, c.typed)
		if keys(m, c.then); m.Attention().Knob != c.chosen || !strings.Contains(onScreen(m), c.shows) {
			t.Errorf("/%s %s chooses %s, want %s, and shows\n%s", c.typed, c.then, m.Attention().Knob, c.chosen, onScreen(m))
		}
		checkFrame(t, m, 80, 24)
	}
}

func TestLettersWithoutAKnob(t *testing.T) {
	m := shell(t, 80, 24)
	for pressed, says := range map[string]string{
		"g": "no knob here has the letter g",
		"F": "nothing here has the key F",
		"!": "nothing here has the key !",
	} {
		if keys(m, pressed); !strings.Contains(onScreen(m), says) {
			t.Errorf("%s says nothing\n%s", pressed, onScreen(m))
		}
	}
}

func TestArrowsSkipIdleKnobs(t *testing.T) {
	m := shell(t, 80, 24)
	keys(m, "v o down down down") // the list has no axis, so log is idle
	if got := m.Attention().Knob; got != "order" {
		t.Errorf("down goes to %s, which does nothing", got)
	}
	if keys(m, "l"); m.Attention().Knob != "log" {
		t.Error("its letter does not choose it")
	}
}
