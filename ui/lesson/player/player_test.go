package player

import (
	"os"
	"strings"
	"testing"

	"logitarium/core/builtin"
	"logitarium/ui"
	"logitarium/ui/lab"
	"logitarium/ui/labs"
	"logitarium/ui/lesson"
	"logitarium/ui/lesson/tape"

	tea "charm.land/bubbletea/v2"
)

func freshLabs(t testing.TB) func() []lab.Lab {
	t.Helper()
	lm, err := builtin.Load()
	if err != nil {
		t.Fatal(err)
	}
	return func() []lab.Lab { return labs.All(lm) }
}

func read(t testing.TB, name string) *tape.Tape {
	t.Helper()
	text, err := os.ReadFile("../testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return parse(t, string(text))
}

func parse(t testing.TB, text string) *tape.Tape {
	t.Helper()
	tp, err := tape.Parse("test.tape", text, nil)
	if err != nil {
		t.Fatal(err)
	}
	return tp
}

// start plays a tape on a screen of 80x24.
func start(t testing.TB, tp *tape.Tape, o Options) *Player {
	t.Helper()
	o.Labs = freshLabs(t)
	p, err := New(tp, o)
	if err != nil {
		t.Fatal(err)
	}
	p.Init()
	return p
}

// beats lets the clock tick.
func beats(p *Player, n int) {
	for range n {
		p.Update(tickMsg{p.clock.generation})
	}
}

// untilHalt lets the clock tick until the lesson waits for somebody.
func untilHalt(t testing.TB, p *Player) {
	t.Helper()
	for range 10_000 {
		if p.run.Halt() != lesson.Going {
			return
		}
		beats(p, 1)
	}
	t.Fatal("the lesson never halts")
}

// press presses keys by their names, or types a text.
func press(p *Player, names ...string) (last tea.Cmd) {
	for _, name := range names {
		for _, k := range keysNamed(name) {
			_, last = p.Update(tea.KeyPressMsg(k))
		}
	}
	return last
}

func keysNamed(name string) []tea.Key {
	for code, n := range map[rune]string{tea.KeyEnter: "enter", tea.KeyLeft: "left", tea.KeyRight: "right",
		tea.KeyUp: "up", tea.KeyDown: "down", tea.KeyEscape: "esc", tea.KeyPgDown: "pgdown", tea.KeyPgUp: "pgup"} {
		if n == name {
			return []tea.Key{{Code: code}}
		}
	}
	if name == "ctrl+c" {
		return []tea.Key{{Code: 'c', Mod: tea.ModCtrl}}
	}
	if name == "space" {
		name = " "
	}
	var all []tea.Key
	for _, r := range name {
		all = append(all, tea.Key{Code: r, Text: string(r)})
	}
	return all
}

func quits(cmd tea.Cmd) bool {
	if cmd == nil {
		return false
	}
	_, ok := cmd().(tea.QuitMsg)
	return ok
}

func shows(t *testing.T, p *Player, want string) {
	t.Helper()
	if got := p.Grid().Plain(); !strings.Contains(got, want) {
		t.Errorf("no %q on the screen:\n%s", want, got)
	}
}

func hides(t *testing.T, p *Player, not string) {
	t.Helper()
	if got := p.Grid().Plain(); strings.Contains(got, not) {
		t.Errorf("%q is on the screen:\n%s", not, got)
	}
}

// A whole lesson, as somebody leads through it.
func TestPlay(t *testing.T) {
	p := start(t, read(t, "rich.tape"), Options{})
	beats(p, 1)
	shows(t, p, "$ l")
	press(p, "space") // hurries
	for p.run.Hurrying() {
		beats(p, 1)
	}
	shows(t, p, "A model scores every token")
	untilHalt(t, p)
	shows(t, p, "paused")
	before := p.Grid().Plain()
	beats(p, 50)
	if after := p.Grid().Plain(); after != before {
		t.Errorf("a paused lesson goes on:\n%s", after)
	}
	press(p, "space")
	untilHalt(t, p)
	shows(t, p, "What will the entropy be")
	hides(t, p, "0.45")
	press(p, "1.2 q?")
	shows(t, p, "your guess: 1.2 q?")
	p.field = ui.Field{}
	p.Update(tea.PasteMsg{Content: "0,9\n"})
	shows(t, p, "your guess: 0,9")
	press(p, "enter")
	shows(t, p, "you said 0,9; it is 0.45 bits: 0.45 too high (twice)")
	press(p, "space")
	untilHalt(t, p)
	shows(t, p, "Does a higher temperature")
	press(p, "enter")
	shows(t, p, "the answer: it changes no order")
	press(p, "pgdown")
	untilHalt(t, p)
	press(p, "enter")
	untilHalt(t, p)
	shows(t, p, "the end")
	shows(t, p, "The end. Formulas and sources: esc, then n, for the notes of Norm.")
	if f := p.Failures(); len(f) > 0 {
		t.Errorf("failures: %v", f)
	}
	press(p, "r")
	shows(t, p, "0:00 of")
	hides(t, p, "paused")
	beats(p, 1)
	shows(t, p, "$ l")
	if !quits(press(p, "q")) {
		t.Error("q does not quit")
	}
}
