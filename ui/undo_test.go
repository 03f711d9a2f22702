package ui

import (
	"slices"
	"strings"
	"testing"

	"logitarium/ui/lab"
	"logitarium/ui/lab/toy"
	"logitarium/ui/message"

	tea "charm.land/bubbletea/v2"
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

// tied is a toy with two knobs more: least follows most when that goes below.
type tied struct {
	*toy.Lab
	least, most int
}

func (l *tied) Knobs() []lab.Knob {
	return append([]lab.Knob{
		{Name: "least", Setting: lab.Integer{At: &l.least, Max: 9}},
		{Name: "most", Setting: lab.Integer{At: &l.most, Max: 9}},
	}, l.Lab.Knobs()...)
}

func (l *tied) Refresh() error {
	l.least = min(l.least, l.most)
	return l.Lab.Refresh()
}

// What is said of an undone change names the knob that the user turned, not one
// that moved with it and stands before it.
func TestUndoNamesWhatWasTurned(t *testing.T) {
	for _, how := range []string{"left", "enter 4 enter"} {
		l := &tied{toy.New(), 5, 5}
		m := New([]lab.Lab{l}, Options{Theme: "plain"})
		m.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
		m.here().chosen = slices.IndexFunc(lab.Knobs(l), func(k lab.Knob) bool { return k.Name == "most" })
		if keys(m, how); l.least != 4 || l.most != 4 {
			t.Fatalf("%s turns to %d and %d", how, l.least, l.most)
		}
		if keys(m, "z"); !strings.Contains(onScreen(m), "most is 5 and one more knob is back") || l.least != 5 {
			t.Errorf("%s: least %d\n%s", how, l.least, onScreen(m))
		}
	}
}

// inChinese is a language of a few words.
type inChinese struct{}

func (inChinese) LookUp(about, id, _ string, _ int) string {
	words := map[[2]string]string{{"knob", "temperature"}: "溫度", {"knob", "order"}: "順序", {"value", "rank"}: "名次", {"value", "alphabet"}: "字母"}
	if said, ok := words[[2]string{about, id}]; ok {
		return said
	}
	return id
}

// A knob is found by what is shown in the place of its name, and by the name.
func TestFindInAnotherLanguage(t *testing.T) {
	m := New([]lab.Lab{toy.New()}, Options{Theme: "plain", Printer: message.Printer{Catalogue: inChinese{}}})
	for _, typed := range []string{"溫", "度", "溫度", "temp"} {
		if got := m.found(typed); len(got) != 1 || got[0] != "temperature" {
			t.Errorf("%s finds %v, want temperature", typed, got)
		}
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
		if keys(m, c.then); m.Focus().Knob != c.chosen || !strings.Contains(onScreen(m), c.shows) {
			t.Errorf("/%s %s chooses %s, want %s, and shows\n%s", c.typed, c.then, m.Focus().Knob, c.chosen, onScreen(m))
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
	if got := m.Focus().Knob; got != "order" {
		t.Errorf("down goes to %s, which does nothing", got)
	}
	if keys(m, "l"); m.Focus().Knob != "log" {
		t.Error("its letter does not choose it")
	}
}
