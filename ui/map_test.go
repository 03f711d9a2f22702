package ui

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"logitarium/core/builtin/builtintest"
	"logitarium/ui/atlas"
	"logitarium/ui/lab"
	"logitarium/ui/labs/inside"
	"logitarium/ui/labs/norm"
	"logitarium/ui/labs/position"
	"logitarium/ui/labs/sampling"

	tea "charm.land/bubbletea/v2"
)

// mapped returns a shell that opens on the map of the built-in model, with
// three of the labs.
func mapped(t *testing.T, o Options, w, h int) *Model {
	t.Helper()
	b := builtintest.Load(t)
	labs := []lab.Lab{position.New(b, b), sampling.New(b), norm.New(b)}
	o.Theme = "plain"
	o.Map = atlas.New(b, labs, nil, o.ReducedMotion)
	m := New(labs, o)
	m.Update(tea.WindowSizeMsg{Width: w, Height: h})
	return m
}

// where says what is in front.
func where(m *Model) string {
	switch {
	case m.edit != nil:
		return "field"
	case m.page != nil:
		return "page"
	case m.mapped:
		return "map"
	case m.comparing():
		return "compare"
	}
	return m.here().lab.Info().ID
}

func TestMapKeys(t *testing.T) {
	for pressed, want := range map[string]string{
		"":                                    "map",
		"2":                                   "sampling",
		"tab":                                 "position",
		"2 esc":                               "map",
		"2 0":                                 "map",
		"2 ? 0":                               "map",
		"2 esc tab":                           "sampling",
		"esc":                                 "map",
		"2 c":                                 "compare",
		"2 c ? esc":                           "compare",
		"2 c ? esc esc":                       "sampling",
		"2 c ? esc esc esc":                   "map",
		"2 t enter esc":                       "sampling",
		"L":                                   "page",
		"?":                                   "page",
		"? esc":                               "map",
		"down enter":                          "position",
		"down down enter":                     "norm",
		"down down down down down down enter": "sampling",
		"enter":                               "field",
		"enter esc":                           "map",
		"enter x enter":                       "map",
		"v":                                   "map",
		"9":                                   "map",
	} {
		m := mapped(t, Options{}, 80, 24)
		keys(m, pressed)
		m.View()
		if got := where(m); got != want {
			t.Errorf("%s leads to %s, want %s", pressed, got, want)
		}
	}
}

func TestMapText(t *testing.T) {
	m := mapped(t, Options{}, 80, 24)
	keys(m, "space")
	if text := m.options.Map.Text(); !strings.HasPrefix(text, "the fox lives in the ") {
		t.Errorf("space writes %q", text)
	}
	if !strings.Contains(onScreen(m), m.options.Map.Text()) {
		t.Errorf("it is not on\n%s", onScreen(m))
	}
	keys(m, "r enter")
	types(m, "once upon a")
	keys(m, "enter")
	if s := onScreen(m); !strings.Contains(s, "once upon a time") {
		t.Errorf("what was typed is not read:\n%s", s)
	}
	keys(m, "enter ctrl+u enter")
	if s := onScreen(m); m.edit == nil || !strings.Contains(s, "the text is empty") {
		t.Errorf("no text is a text:\n%s", s)
	}
	for _, s := range [][2]int{{60, 18}, {40, 10}, {20, 5}, {12, 1}, {1, 1}} {
		m := mapped(t, Options{}, s[0], s[1])
		onScreen(m)
		keys(m, "enter")
		types(m, "abc")
		onScreen(m)
	}
}

// What was typed on the map goes along to the labs on its way, in a change that can
// be undone; the first text does not, nor to a lab that is opened by its digit.
func TestMapCarries(t *testing.T) {
	b := builtintest.Load(t)
	knob := func(l lab.Lab, name string) string {
		for _, k := range lab.Knobs(l) {
			if k.Name == name {
				return k.Setting.String()
			}
		}
		return "no knob"
	}
	down := func(n int) string { return strings.Repeat("down ", n) }
	for _, c := range []struct {
		typed, keys string
		lab         int
		name, want  string
	}{
		{"", down(6) + "enter", 1, "prompt", "the fox lives in the"},
		{"", down(5) + "enter", 3, "layer", "3"},
		{"", down(5) + "enter", 3, "text", `Question: What instrument does Mia play?\nAnswer:`},
		{"once upon", down(1) + "enter", 0, "text", "once upon"},
		{"once upon", down(2) + "enter", 2, "text", knob(norm.New(b), "text")},
		{"once upon", down(4) + "enter", 3, "text", "once upon"},
		{"once upon", down(4) + "enter", 3, "layer", "2"},
		{"once upon", down(5) + "enter", 3, "layer", "3"},
		{"once upon", down(5) + "enter z", 3, "layer", "2"},
		{"once upon", down(5) + "enter z", 3, "text", `Question: What instrument does Mia play?\nAnswer:`},
		{"once upon", down(6) + "enter", 1, "prompt", "once upon"},
		{"once upon", "2", 1, "prompt", "the fox lives in the"},
		{strings.Repeat("a ", 220), down(1) + "enter", 0, "text", "the fox lives in the"}, // it takes 400 bytes
	} {
		labs := []lab.Lab{position.New(b, b), sampling.New(b), norm.New(b), inside.New(b)}
		chart := atlas.New(b, labs, nil, true)
		m := New(labs, Options{Theme: "plain", Map: chart})
		m.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
		if c.typed != "" {
			keys(m, "enter ctrl+u")
			types(m, c.typed)
			keys(m, "enter")
		}
		keys(m, c.keys)
		if got := knob(labs[c.lab], c.name); got != c.want {
			t.Errorf("%.20q, then %s: %s is %q, want %q\n%s", c.typed, c.keys, c.name, got, c.want, onScreen(m))
		}
	}
}

// The map's settings are those of the lab about sampling.
func TestMapFollows(t *testing.T) {
	m := mapped(t, Options{}, 80, 24)
	keys(m, "2 t right right 0")
	if s := onScreen(m); !strings.Contains(s, "T 0.80") {
		t.Errorf("the lab has T 0.80, the map\n%s", s)
	}
}

// Ten seconds after a key nothing is drawn, and no clock runs; nor while a lab
// is open, nor with reduced motion.
func TestMapRests(t *testing.T) {
	m := mapped(t, Options{}, 80, 24)
	if m.Init(); !m.clock.Running() {
		t.Fatal("nothing moves")
	}
	var passed time.Duration
	for m.clock.Running() && passed < time.Minute {
		passed += m.clock.Pause()
		m.Update(m.clock.Tick())
		m.View()
	}
	if passed < atlas.Rest || passed > atlas.Rest+time.Second || m.win.Stale {
		t.Errorf("it rests after %v", passed)
	}
	if keys(m, "down"); !m.clock.Running() {
		t.Error("a key does not wake it")
	}
	if keys(m, "1"); m.clock.Running() {
		t.Error("it goes on behind a lab")
	}
	if still := mapped(t, Options{ReducedMotion: true}, 80, 24); still.Init() != nil && still.clock.Running() {
		t.Error("it moves, with reduced motion")
	}
}

func TestMapMouse(t *testing.T) {
	m := mapped(t, Options{Mouse: true}, 80, 24)
	click := func(x, y int) {
		m.View()
		m.Update(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft})
	}
	if click(20, 4); where(m) != "map" || m.options.Map.Typing() {
		t.Error("a click does not go to a stop")
	}
	if click(20, 4); where(m) != "position" {
		t.Errorf("another one leads to %s", where(m))
	}
	if click(2, 0); where(m) != "map" {
		t.Errorf("the tab of the map leads to %s", where(m))
	}
	before := m.options.Map.At()
	if m.Update(tea.MouseWheelMsg{Button: tea.MouseWheelDown}); m.options.Map.At() == before {
		t.Error("the wheel does not walk")
	}
}

// Help over the map is about the map, and not about a lab that nobody opened.
func TestMapHelp(t *testing.T) {
	m := mapped(t, Options{}, 80, 60)
	keys(m, "?")
	s := onScreen(m)
	for _, want := range []string{"A token's way", "the model writes a word", "the root mean square"} {
		if !strings.Contains(s, want) {
			t.Errorf("no %q on\n%s", want, s)
		}
	}
	for _, not := range []string{"Why are positions", "Knobs of", "pin as A"} {
		if strings.Contains(s, not) {
			t.Errorf("%q on\n%s", not, s)
		}
	}
}

// The keys that mean the same everywhere mean it on the map, too.
func TestMapLeaves(t *testing.T) {
	m := mapped(t, Options{}, 80, 24)
	if cmd := keys(m, "y"); cmd == nil || !strings.Contains(onScreen(m), "copied: logitarium ") {
		t.Errorf("y copies nothing:\n%s", onScreen(m))
	}
	keys(m, "n")
	if s := onScreen(m); where(m) != "page" || !strings.Contains(s, "The map") {
		t.Errorf("n shows no notes of the map:\n%s", s)
	}
	keys(m, "esc s")
	if s := onScreen(m); !strings.Contains(s, "save as map.txt") {
		t.Errorf("s asks for no name:\n%s", s)
	}
	path := filepath.Join(t.TempDir(), "map.json")
	keys(m, "esc")
	saveAs(m, path)
	text, err := os.ReadFile(path)
	if err != nil || !json.Valid(text) {
		t.Errorf("saved as JSON: %v, %.100s", err, text)
	}
	saveAs(m, strings.TrimSuffix(path, "json")+"csv")
	if s := onScreen(m); !strings.Contains(s, "the map is no table") {
		t.Errorf("a map as a table:\n%s", s)
	}
}

// For a class the probability of the next word is large, and the chosen stop is
// told, where the plain map has its tabs.
func TestMapPresents(t *testing.T) {
	for _, size := range [][2]int{{120, 40}, {80, 24}, {60, 18}, {20, 5}, {1, 1}} {
		m := mapped(t, Options{Present: true}, size[0], size[1])
		keys(m, "down")
		s := onScreen(m)
		if size[0] >= 60 && (!strings.Contains(s, "next: forest") || !strings.Contains(s, "goes into the first block") || strings.Contains(s, "quit")) {
			t.Errorf("%v:\n%s", size, s)
		}
	}
}
