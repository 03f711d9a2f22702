package ui

import (
	"fmt"
	"image/color"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"logitarium/core/builtin/builtintest"
	"logitarium/ui/clock"
	"logitarium/ui/command"
	"logitarium/ui/lab"
	"logitarium/ui/lab/toy"
	"logitarium/ui/labs/sampling"
	"logitarium/ui/message"
	"logitarium/viz"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// named is a toy under another name.
type named struct {
	*toy.Lab
	id string
}

func (n named) Info() lab.Info {
	info := n.Lab.Info()
	info.ID, info.Tab = n.id, message.ID(strings.ToUpper(n.id[:1])+n.id[1:])
	return info
}

// shell returns a shell around three toys.
func shell(t *testing.T, w, h int) *Model {
	t.Helper()
	m := New([]lab.Lab{toy.New(), named{toy.New(), "second"}, named{toy.New(), "third"}}, Options{Theme: "plain"})
	m.Update(tea.WindowSizeMsg{Width: w, Height: h})
	return m
}

// special are the keys that are no text.
var special = map[string]tea.Key{
	"up": {Code: tea.KeyUp}, "down": {Code: tea.KeyDown}, "left": {Code: tea.KeyLeft}, "right": {Code: tea.KeyRight},
	"shift+right": {Code: tea.KeyRight, Mod: tea.ModShift}, "pgup": {Code: tea.KeyPgUp}, "pgdown": {Code: tea.KeyPgDown},
	"home": {Code: tea.KeyHome}, "end": {Code: tea.KeyEnd}, "enter": {Code: tea.KeyEnter}, "esc": {Code: tea.KeyEscape},
	"tab": {Code: tea.KeyTab}, "shift+tab": {Code: tea.KeyTab, Mod: tea.ModShift}, "space": {Code: tea.KeySpace, Text: " "},
	"backspace": {Code: tea.KeyBackspace}, "delete": {Code: tea.KeyDelete},
	"ctrl+c": {Code: 'c', Mod: tea.ModCtrl}, "ctrl+u": {Code: 'u', Mod: tea.ModCtrl}, "ctrl+w": {Code: 'w', Mod: tea.ModCtrl},
	"ctrl+k": {Code: 'k', Mod: tea.ModCtrl}, "ctrl+_": {Code: '_', Mod: tea.ModCtrl},
	"alt+b": {Code: 'b', Mod: tea.ModAlt}, "alt+f": {Code: 'f', Mod: tea.ModAlt}, "ctrl+right": {Code: tea.KeyRight, Mod: tea.ModCtrl},
}

// keys presses keys by name, blanks between them, and returns the last command.
func keys(m *Model, names string) tea.Cmd {
	var cmd tea.Cmd
	for name := range strings.FieldsSeq(names) {
		k, ok := special[name]
		if !ok {
			k = tea.Key{Code: []rune(name)[0], Text: name}
		}
		m.View() // as a program would
		_, cmd = m.Update(tea.KeyPressMsg(k))
	}
	return cmd
}

// types presses a key for every rune.
func types(m *Model, text string) {
	for _, r := range text {
		m.Update(tea.KeyPressMsg(tea.Key{Code: r, Text: string(r)}))
	}
}

func onScreen(m *Model) string { return ansi.Strip(m.View().Content) }

func setting(m *Model, name string) string {
	for _, k := range lab.Knobs(m.here().lab) {
		if k.Name == name {
			return k.Setting.String()
		}
	}
	return "no knob " + name
}

func TestKeys(t *testing.T) {
	for _, c := range []struct{ keys, knob, want, why string }{
		{"t right", "temperature", "1.05", "a letter chooses, an arrow turns"},
		{"down right", "temperature", "1.05", "so do arrows"},
		{"t pgup", "temperature", "1.5", "coarse"},
		{"t shift+right", "temperature", "1.5", "coarse with shift"},
		{"t home", "temperature", "0", "to the end"},
		{"t end right", "temperature", "5", "stops there"},
		{"o right right", "order", "alphabet", "a choice stops too"},
		{"v", "view", "list", "next view"},
		{"v v", "view", "bars", "round to the first"},
		{"V", "view", "list", "and back"},
		{"t right r", "temperature", "1", "reset"},
		{"v r", "view", "list", "which leaves the view"},
		{"e right", "prompt", "the fox lives in the", "a text is not turned"},
		{"t down down down down down down left", "log", "off", "the last row is the end: view has none"},
		{"up up right", "prompt", "the fox lives in the", "the first row is the end"},
	} {
		m := shell(t, 80, 24)
		keys(m, c.keys)
		if got := setting(m, c.knob); got != c.want {
			t.Errorf("%s: %s is %q, want %q: %s", c.keys, c.knob, got, c.want, c.why)
		}
	}
}

func TestTabs(t *testing.T) {
	for pressed, want := range map[string]string{
		"2": "second", "tab": "second", "tab tab tab": "toy", "shift+tab": "third", "9": "toy", "3 ?  tab": "toy",
	} {
		m := shell(t, 80, 24)
		keys(m, pressed)
		if got := m.here().lab.Info().ID; got != want {
			t.Errorf("%s opens %s, want %s", pressed, got, want)
		}
	}
}

func TestQuit(t *testing.T) {
	for _, pressed := range []string{"q", "ctrl+c", "? q", "n q", "c q", "e enter ctrl+c", "s ctrl+c"} {
		for _, s := range []viz.Size{{W: 80, H: 24}, {W: 12, H: 2}, {W: 0, H: 0}} {
			m := shell(t, s.W, s.H)
			cmd := keys(m, pressed)
			if cmd == nil || cmd() != (tea.QuitMsg{}) {
				t.Errorf("%s at %v does not quit", pressed, s)
			}
		}
	}
}

// TestEverySize draws every mode at every size, in every look: the frame fits,
// nothing panics.
func TestEverySize(t *testing.T) {
	for _, pressed := range []string{"", "?", "n", "t enter 9 9 enter", "s", "c t right", "t home", "v"} {
		m := shell(t, 0, 0)
		keys(m, pressed)
		for look := WithFooter; look <= PresentingAlone; look++ {
			m.Dress(m.win.Theme, look)
			for h := 0; h <= 64; h += 1 + h/6 {
				for w := 0; w <= 204; w += 1 + w/8 {
					m.Update(tea.WindowSizeMsg{Width: w, Height: h})
					checkFrame(t, m, w, h)
				}
			}
		}
		m.Dress(m.win.Theme, WithFooter)
		for _, s := range []viz.Size{{W: 10000, H: 1}, {W: 1, H: 10000}, {W: 500, H: 200}, {W: -1, H: -1}} {
			m.Update(tea.WindowSizeMsg{Width: s.W, Height: s.H})
			checkFrame(t, m, s.W, s.H)
		}
	}
}

func checkFrame(t *testing.T, m *Model, w, h int) {
	t.Helper()
	v := m.View()
	lines := strings.Split(v.Content, "\n")
	if len(lines) > max(h, 1) {
		t.Fatalf("%d lines at %dx%d", len(lines), w, h)
	}
	for _, line := range lines {
		if n := ansi.StringWidth(line); n > max(w, 0) {
			t.Fatalf("a line of %d cells at %dx%d", n, w, h)
		}
	}
	if c := v.Cursor; c != nil && (c.X < 0 || c.Y < 0 || c.X >= w || c.Y >= h) {
		t.Fatalf("the cursor is at %d, %d on %dx%d", c.X, c.Y, w, h)
	}
}

// TestStorm presses, resizes and clicks at random.
func TestStorm(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	names := strings.Fields("up down left right pgup pgdown home end enter esc tab shift+tab space v V r c y s n ? m z Z / t k o l e f 1 2 3 backspace ctrl+u x é")
	m := shell(t, 80, 24)
	m.mouse = true
	for range 1500 {
		switch rng.IntN(6) {
		case 0:
			m.Update(tea.WindowSizeMsg{Width: rng.IntN(130), Height: rng.IntN(50)})
		case 1:
			at := tea.Mouse{X: rng.IntN(140) - 5, Y: rng.IntN(60) - 5, Button: []tea.MouseButton{tea.MouseLeft, tea.MouseWheelUp, tea.MouseWheelDown}[rng.IntN(3)]}
			m.Update([]tea.Msg{tea.MouseClickMsg(at), tea.MouseMotionMsg(at), tea.MouseReleaseMsg(at), tea.MouseWheelMsg(at)}[rng.IntN(4)])
		case 2:
			m.Update(m.clock.Tick())
		default:
			if name := names[rng.IntN(len(names))]; m.edit == nil || m.edit.knob != aFile || name != "enter" { // no files
				keys(m, name)
			}
		}
		checkFrame(t, m, m.win.Size.W, m.win.Size.H)
	}
}

func TestViewIsCached(t *testing.T) {
	m := shell(t, 80, 24)
	m.View()
	m.here().lab = nil // drawing would panic
	m.Update(clock.Tick{})
	m.Update("a message of somebody else")
	m.View()
}

func TestBackground(t *testing.T) {
	m := New([]lab.Lab{toy.New()}, Options{})
	if m.Init() == nil {
		t.Error("the automatic theme does not ask for the background")
	}
	m.Update(tea.BackgroundColorMsg{Color: color.White})
	if m.win.Theme.Name != "light" {
		t.Errorf("theme %s on white", m.win.Theme.Name)
	}
	m.Update(tea.BackgroundColorMsg{Color: color.Black})
	if m.win.Theme.Name != "dark" {
		t.Errorf("theme %s on black", m.win.Theme.Name)
	}
	m = New([]lab.Lab{toy.New()}, Options{Theme: "dark", Glyphs: "ascii"})
	m.Update(tea.BackgroundColorMsg{Color: color.White})
	if m.win.Theme.Name != "dark" || m.win.Theme.Glyphs != viz.ASCII || m.Init() != nil {
		t.Error("a theme that was asked for does not stay")
	}
}

func TestASCIIScreen(t *testing.T) {
	theme := viz.Theme{Glyphs: viz.ASCII}
	for _, pressed := range []string{"", "?", "n", "t enter 9 9 enter", "c t right", "s", "e enter"} {
		for _, s := range []viz.Size{{W: 80, H: 24}, {W: 60, H: 18}, {W: 40, H: 12}, {W: 19, H: 3}} {
			m := shell(t, s.W, s.H)
			m.win.Theme = theme
			keys(m, pressed)
			for _, c := range m.draw().grid.Cells {
				if c.Rune < ' ' || c.Rune > '~' {
					t.Fatalf("%q after %q at %v", c.Rune, pressed, s)
				}
			}
		}
	}
}

func TestErrorsStayUntilTheNextKey(t *testing.T) {
	m := shell(t, 80, 24)
	keys(m, "f")
	if s := onScreen(m); !strings.Contains(s, "error: the toy failed, as asked") {
		t.Errorf("no error on\n%s", s)
	}
	keys(m, "down")
	if s := onScreen(m); strings.Contains(s, "the toy failed") {
		t.Errorf("the error is still on\n%s", s)
	}
	keys(m, "e enter ctrl+u enter") // an empty prompt
	if s := onScreen(m); !strings.Contains(s, "error: the prompt is empty") || !strings.Contains(s, "forest") {
		t.Errorf("no error, or not the last good picture, on\n%s", s)
	}
}

func TestClock(t *testing.T) {
	m := shell(t, 80, 24)
	steps := func() float64 { r := lab.Readings(m.here().lab); return r[len(r)-1].Value }
	if keys(m, "t right") != nil {
		t.Error("a clock runs for a lab that rests")
	}
	if keys(m, "space") == nil {
		t.Fatal("no clock for a busy lab")
	}
	stale := m.clock.Tick()
	m.clock.Stop()
	m.startClock()
	first := m.clock.Tick()
	if _, cmd := m.Update(first); cmd == nil || steps() != 1 {
		t.Errorf("one tick, %v steps", steps())
	}
	if _, cmd := m.Update(stale); cmd != nil || steps() != 1 {
		t.Errorf("a stale tick counts: %v steps", steps())
	}
	if keys(m, "down"); m.clock.Tick() != first {
		t.Error("a key starts a second clock")
	}
	keys(m, "2")
	if _, cmd := m.Update(first); cmd != nil {
		t.Error("the clock of a lab that was left goes on")
	}
	keys(m, "1")
	if m.clock.Tick() == first || steps() != 1 {
		t.Errorf("coming back: the clock stands still, or %v steps", steps())
	}
	for range 200 {
		m.Update(m.clock.Tick())
	}
	if steps() != 100 || m.clock.Running() {
		t.Errorf("%v steps, clock runs: %v", steps(), m.clock.Running())
	}
}

func TestReducedMotion(t *testing.T) {
	m := New([]lab.Lab{toy.New()}, Options{ReducedMotion: true})
	if clock.BeatOf(m.options.ReducedMotion) < time.Second/4 {
		t.Errorf("a frame every %v", clock.BeatOf(m.options.ReducedMotion))
	}
}

func TestNoClashes(t *testing.T) {
	if found := Clashes(toy.New()); found != nil {
		t.Error(found)
	}
	if found := Clashes(clashing{toy.New()}); len(found) != 2 {
		t.Errorf("two clashes were planted; found %q", found)
	}
}

// clashing has an action on a key of the shell, and one on that of a knob.
type clashing struct{ *toy.Lab }

func (clashing) Actions() []lab.Action {
	return []lab.Action{{Name: "quiet", Key: "q"}, {Name: "tilt", Key: "t"}}
}

// An action that moves a knob is computed at once, as if the knob was turned.
func TestActionIsComputed(t *testing.T) {
	l := colder{toy.New()}
	m := New([]lab.Lab{l}, Options{Theme: "plain"})
	before := lab.Readings(l)[0].Value
	keys(m, "f")
	if after := lab.Readings(l)[0].Value; after == before {
		t.Errorf("%s stays %v", lab.Readings(l)[0].Name, after)
	}
}

// colder has an action that turns the temperature.
type colder struct{ *toy.Lab }

func (c colder) Actions() []lab.Action {
	return []lab.Action{{Name: "freeze", Key: "f", Do: func() error { return lab.Knobs(c)[2].Setting.Set("0.1") }}}
}

func TestScreen(t *testing.T) {
	if _, err := Screen([]lab.Lab{toy.New()}, "toi", viz.Size{W: 80, H: 24}, viz.Theme{}, WithFooter, message.Printer{}, command.Opened{}); err == nil ||
		err.Error() != `no lab "toi"; there are toy; did you mean "toy"?` {
		t.Error(err)
	}
	g, err := Screen([]lab.Lab{toy.New()}, "toy", viz.Size{W: 61, H: 17}, viz.Theme{}, WithFooter, message.Printer{}, command.Opened{})
	if err != nil || g.W != 61 || g.H != 17 {
		t.Errorf("%dx%d, %v", g.W, g.H, err)
	}
}

func TestNoLabs(t *testing.T) {
	m := New(nil, Options{})
	m.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	for _, name := range strings.Fields("1 tab up left enter v r c y s n esc ? esc m space") {
		keys(m, name)
		checkFrame(t, m, 80, 24)
	}
	if cmd := keys(m, "q"); cmd == nil {
		t.Error("q does not quit")
	}
}

func TestNewPanics(t *testing.T) {
	for want, f := range map[string]func(){
		`two labs are called "toy"`: func() { New([]lab.Lab{toy.New(), toy.New()}, Options{}) },
		`no lab "x"`:                func() { New([]lab.Lab{toy.New()}, Options{Start: "x"}) },
		`no theme "drk"; there are auto, dark, light, high-contrast, plain; did you mean "dark"?`: func() { New(nil, Options{Theme: "drk"}) },
		`no glyphs "emoji"`: func() { New(nil, Options{Glyphs: "emoji"}) },
	} {
		func() {
			defer func() {
				if got := fmt.Sprint(recover()); !strings.Contains(got, want) {
					t.Errorf("panic %q, want %q", got, want)
				}
			}()
			f()
		}()
	}
}

// From a key to a frame ready, on the largest screen: the shell alone, and
// with a lab that computes, in each of its views.
func BenchmarkKeyToFrame(b *testing.B) {
	lm := builtintest.Load(b)
	for _, l := range []lab.Lab{toy.New(), sampling.New(lm)} {
		m := New([]lab.Lab{l}, Options{Theme: "dark"})
		m.Update(tea.WindowSizeMsg{Width: 200, Height: 60})
		view, _ := viewOf(l)
		for i, o := range view.Options {
			*view.At = i
			b.Run(l.Info().ID+"/"+o.Name, func(b *testing.B) {
				turn := []tea.KeyPressMsg{{Code: tea.KeyRight}, {Code: tea.KeyLeft}}
				m.Update(tea.KeyPressMsg{Code: 't', Text: "t"})
				for i := 0; b.Loop(); i++ {
					m.Update(turn[i%2])
					m.View()
				}
			})
		}
	}
}

// A lab that is at work when the program opens goes on without a key.
func TestOpeningStartsTheClock(t *testing.T) {
	l := toy.New()
	m := New([]lab.Lab{l}, Options{Theme: "plain"})
	if m.Init() != nil {
		t.Error("the clock runs for a lab at rest")
	}
	if err := l.Actions()[0].Do(); err != nil {
		t.Fatal(err)
	}
	if m.Init() == nil {
		t.Error("nothing moves until a key is pressed")
	}
}
