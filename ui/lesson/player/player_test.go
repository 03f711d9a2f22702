package player

import (
	"os"
	"slices"
	"strings"
	"testing"

	"logitarium/core/builtin/builtintest"
	"logitarium/ui"
	"logitarium/ui/clock"
	"logitarium/ui/field"
	"logitarium/ui/lab"
	"logitarium/ui/labs"
	"logitarium/ui/lesson"
	"logitarium/ui/lesson/tape"
	"logitarium/ui/message"

	tea "charm.land/bubbletea/v2"
)

func freshLabs(t testing.TB) func() []lab.Lab {
	t.Helper()
	lm := builtintest.Load(t)
	return func() []lab.Lab { return labs.All(lm, lm) }
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
		p.Update(p.clock.Tick())
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
	p.field = field.Editor{}
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

// The answer of a question is on no screen before the guess, however small.
func TestAnswerIsHidden(t *testing.T) {
	p := start(t, parse(t, "#@ ask \"How many?\" | qqqq\nSleep 1s"), Options{})
	untilHalt(t, p)
	for h := range 40 {
		for w := 0; w < 130; w += 7 {
			p.Update(tea.WindowSizeMsg{Width: w, Height: h})
			hides(t, p, "qq")
		}
	}
	press(p, "esc")
	hides(t, p, "qq")
}

func TestHold(t *testing.T) {
	p := start(t, read(t, "rich.tape"), Options{})
	beats(p, 3)
	press(p, "p")
	shows(t, p, "paused")
	shows(t, p, "space goes on")
	before := p.Grid().Plain()
	if beats(p, 5); p.Grid().Plain() != before {
		t.Error("a held lesson goes on")
	}
	press(p, "p")
	if beats(p, 5); p.Grid().Plain() == before {
		t.Error("it does not go on")
	}
	press(p, "p", "space")
	if !p.moving() || p.run.Hurrying() {
		t.Error("space after p hurries")
	}
	press(p, "?")
	shows(t, p, "keys of a lesson")
	press(p, "x")
	hides(t, p, "keys of a lesson")
}

// At a prompt there is no program for a class to follow, or to take a training of.
func TestPromptIsNoScene(t *testing.T) {
	p := start(t, parse(t, "Type \"logitarium\"\nSleep 1s\nEnter\nSleep 2s"), Options{})
	beats(p, 2)
	if _, shown := p.Scene(); shown || p.Share() != nil {
		t.Error("a prompt is a scene")
	}
	untilHalt(t, p)
	if s, shown := p.Scene(); !shown || s.Command == "" {
		t.Errorf("an open program is no scene: %+v", s)
	}
}

func TestSpeed(t *testing.T) {
	p := start(t, read(t, "rich.tape"), Options{})
	frames := func(ticks int) (n int) {
		before := p.run.Clock()
		beats(p, ticks)
		return int((p.run.Clock() - before + ui.Beat/2) / ui.Beat)
	}
	if n := frames(8); n != 8 {
		t.Errorf("%d frames in 8 beats", n)
	}
	press(p, "+", "+", "+")
	shows(t, p, "x2")
	if n := frames(8); n != 16 {
		t.Errorf("%d frames in 8 beats at x2", n)
	}
	press(p, "-------")
	shows(t, p, "x0.25")
	if n := frames(16); n != 4 {
		t.Errorf("%d frames in 16 beats at x0.25", n)
	}
	press(p, "++++++++++++")
	shows(t, p, "x4")
	slow := start(t, read(t, "rich.tape"), Options{ReducedMotion: true})
	beats(slow, 8)
	if got := slow.run.Clock(); got < 7*clock.SlowBeat || got > 8*clock.SlowBeat {
		t.Errorf("8 slow beats take %v", got)
	}
	if got := speeds[start(t, parse(t, "Set PlaybackSpeed 2\nSleep 1s"), Options{Speed: 1}).speed]; got != 2 {
		t.Errorf("the tape's own speed is %v, want 2", got)
	}
}

func TestChapters(t *testing.T) {
	p := start(t, read(t, "rich.tape"), Options{})
	press(p, "g", "down", "enter")
	for p.rushing() {
		beats(p, 1)
	}
	shows(t, p, "2/4 Colder")
	shows(t, p, "Now we divide the scores")
	press(p, "g")
	shows(t, p, "▸ 2 Colder")
	press(p, "4")
	for p.rushing() {
		beats(p, 1)
	}
	shows(t, p, "4/4 Another lab")
	press(p, "g", "9", "esc")
	shows(t, p, "4/4 Another lab")
	press(p, "g", "1")
	shows(t, p, "1/4 Open")
	if !quits(press(p, "g", "q")) {
		t.Error("q does not quit over the chapters")
	}
	from := start(t, read(t, "rich.tape"), Options{Chapter: 2})
	for from.rushing() {
		beats(from, 1)
	}
	shows(t, from, "3/4 Draw")
}

// A lesson that no longer holds says so, at its end and not before.
func TestFailures(t *testing.T) {
	p := start(t, parse(t, "#@ expect entropy > 1\nSleep 2s\n#@ expect d_model > 5000\nSleep 2s"), Options{})
	beats(p, 20)
	hides(t, p, "did not hold")
	untilHalt(t, p)
	if text := strings.Join(strings.Fields(p.Grid().Plain()), " "); !strings.Contains(text, "2 things that this lesson expects did not hold") {
		t.Errorf("the end says nothing of it:\n%s", text)
	}
	if len(p.Failures()) != 2 {
		t.Errorf("%v", p.Failures())
	}
}

// The keys that a page has as buttons are those of the lesson, and while somebody
// explores, the way back and those of the program; the chapters are among them
// where there are any.
func TestHintsArePressed(t *testing.T) {
	has := func(p *Player, key string) bool {
		return slices.ContainsFunc(p.Hints(), func(h lesson.Hint) bool { return h.Key == key })
	}
	p := start(t, read(t, "rich.tape"), Options{})
	untilHalt(t, p)
	if !has(p, "g") || !has(p, "space") {
		t.Errorf("a lesson with chapters hints at %v", p.Hints())
	}
	press(p, "esc")
	hints := p.Hints()
	alike := func(a, b lesson.Hint) bool { return a.Key == b.Key && a.Does.String() == b.Does.String() }
	if len(hints) == 0 || hints[0].Key != "esc" || !slices.EqualFunc(hints[1:], p.run.Shell().Hints(), alike) {
		t.Errorf("who explores has %v, and the program %v", hints, p.run.Shell().Hints())
	}
	p = start(t, parse(t, "Type \"logitarium sampling\"\nEnter\n#@ pause\n"), Options{})
	untilHalt(t, p)
	if has(p, "g") || !has(p, "esc") {
		t.Errorf("a lesson without chapters hints at %v", p.Hints())
	}
}

// At a question the rule says whose turn it is, or a notice in the place of that.
func TestTurnOrNotice(t *testing.T) {
	for _, notice := range []string{"", "the class listens"} {
		o := Options{}
		if notice != "" {
			o.Notice = message.Verbatim(notice)
		}
		p := start(t, read(t, "rich.tape"), o)
		for range 9 {
			if untilHalt(t, p); p.run.Halt() == lesson.Asking {
				break
			}
			press(p, "space")
		}
		if p.run.Halt() != lesson.Asking {
			t.Fatal("nothing is asked")
		}
		p.options.Notice = o.Notice // a key takes it away
		p.win.Stale = true
		if notice == "" {
			shows(t, p, "your turn")
			continue
		}
		shows(t, p, notice)
		hides(t, p, "your turn")
	}
}
