package projector

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"logitarium/ui/lab/labtest"
	"logitarium/ui/lesson/cast"
	"logitarium/ui/message"
	"logitarium/ui/vt"
	"logitarium/viz"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// counted is a recording that writes a number each second, with three chapters.
func counted(seconds int) cast.Cast {
	c := cast.Cast{Header: cast.Header{Width: 20, Height: 4, Title: "Counting"}}
	for i := range seconds {
		at := time.Duration(i) * time.Second
		if i%10 == 0 {
			c.Events = append(c.Events, cast.Event{At: at, Code: cast.Marker, Data: fmt.Sprintf("from \x1b[31m%d", i)})
		}
		c.Events = append(c.Events, cast.Event{At: at, Code: cast.Output, Data: fmt.Sprintf("second %d\r\n", i)})
	}
	return c
}

func start(c cast.Cast, w, h int, o Options) *Projector {
	p, err := New(c, o)
	if err != nil {
		panic(err)
	}
	p.Update(tea.WindowSizeMsg{Width: w, Height: h})
	p.Init()
	return p
}

// beats lets the clock tick.
func beats(p *Projector, n int) {
	for range n {
		p.Update(p.clock.Tick())
	}
}

func press(p *Projector, names ...string) (last tea.Cmd) {
	codes := map[string]tea.Key{"left": {Code: tea.KeyLeft}, "right": {Code: tea.KeyRight}, "up": {Code: tea.KeyUp}, "down": {Code: tea.KeyDown},
		"enter": {Code: tea.KeyEnter}, "esc": {Code: tea.KeyEscape}, "home": {Code: tea.KeyHome}, "end": {Code: tea.KeyEnd},
		"pgdown": {Code: tea.KeyPgDown}, "pgup": {Code: tea.KeyPgUp}, "space": {Code: ' ', Text: " "}, "ctrl+c": {Code: 'c', Mod: tea.ModCtrl}}
	for _, name := range names {
		k, ok := codes[name]
		if !ok {
			k = tea.Key{Code: []rune(name)[0], Text: name}
		}
		_, last = p.Update(tea.KeyPressMsg(k))
		for p.reel.behind() {
			beats(p, 1)
		}
	}
	return last
}

func shows(t *testing.T, p *Projector, want ...string) {
	t.Helper()
	got := p.Grid().Plain()
	for _, w := range want {
		if !strings.Contains(got, w) {
			t.Errorf("no %q on the screen:\n%s", w, got)
		}
	}
}

func TestPlay(t *testing.T) {
	p := start(counted(30), 80, 24, Options{})
	beats(p, 18)
	shows(t, p, "second 1", "1/3 from ␛[31m0", "0:01 of 0:29", "─ Counting ─")
	press(p, "space")
	shows(t, p, "paused", "space goes on")
	beats(p, 30)
	shows(t, p, "0:01 of 0:29")
	press(p, "right", "right")
	shows(t, p, "second 11", "2/3 from", "0:11")
	press(p, "left")
	shows(t, p, "second 6", "1/3")
	press(p, "]", "]")
	shows(t, p, "second 20", "3/3", "0:20")
	press(p, "[")
	shows(t, p, "second 10", "0:10")
	press(p, "g")
	shows(t, p, "─ chapters", "▸ 2   0:10  from")
	press(p, "down", "enter")
	shows(t, p, "second 20", "0:20 of 0:29")
	press(p, "g", "1")
	shows(t, p, "second 0", "0:00 of 0:29")
	press(p, ">", ">", ">")
	shows(t, p, "x2")
	press(p, "<", "<", "<", "<")
	shows(t, p, "x0.75")
	press(p, "end")
	shows(t, p, "second 29", "the end", "space again")
	press(p, "space")
	shows(t, p, "second 0")
	if !p.moving() {
		t.Error("it does not play again")
	}
	press(p, "pgdown")
	shows(t, p, "the end")
	press(p, "?")
	shows(t, p, "keys of a recording", "5 seconds back, on")
	press(p, "x", "r")
	shows(t, p, "0:00 of 0:29")
	if cmd := press(p, "q"); cmd == nil {
		t.Error("q does not quit")
	}
}

// The recording's cursor is seen where it stands, and not over what lies on it.
func TestCursorIsCovered(t *testing.T) {
	p := start(counted(30), 80, 24, Options{})
	beats(p, 18)
	press(p, "space")
	if p.View().Cursor == nil {
		t.Fatalf("there is no cursor:\n%s", p.Grid().Plain())
	}
	for _, keys := range [][]string{{"?", "?"}, {"g", "esc"}} {
		press(p, keys[0])
		if c := p.View().Cursor; c != nil {
			t.Errorf("over the page of %s the cursor is at %+v", keys[0], c)
		}
		if press(p, keys[1]); p.View().Cursor == nil {
			t.Errorf("behind the page of %s there is no cursor", keys[0])
		}
	}
	for h := 3; h < 12; h++ {
		p.Update(tea.WindowSizeMsg{Width: 80, Height: h})
		if c := p.View().Cursor; c != nil && c.Y >= h-p.stripRows() {
			t.Errorf("of %d rows the cursor is in row %d, in the strip", h, c.Y)
		}
	}
}

// At its end the recording shows what it shows when it is played at once.
func TestToTheEnd(t *testing.T) {
	c := counted(30)
	p := start(c, 80, 24, Options{Speed: 16})
	for n := 0; !p.ended(); n++ {
		if beats(p, 1); n > 1000 {
			t.Fatal("it does not end")
		}
	}
	s := vt.New(viz.Size{W: 20, H: 4}, vt.Colors{})
	for _, e := range c.Events {
		if e.Code == cast.Output {
			s.Write(e.Data, 1<<20)
		}
	}
	if got, want := p.reel.screen.Grid().Plain(), s.Grid().Plain(); got != want {
		t.Errorf("it shows\n%s\nand should\n%s", got, want)
	}
	if p.clock.Running() {
		t.Error("the clock runs on")
	}
}

// Wherever one goes, and from where, the screen is that of the time.
func TestSeekIsExact(t *testing.T) {
	c := counted(40)
	for i := range c.Events { // enough for several marks
		if c.Events[i].Code == cast.Output {
			c.Events[i].Data += strings.Repeat("\x1b[33mx\b", 8000)
		}
	}
	r := newReel(c, vt.Colors{})
	at := 0
	for range 60 {
		at = (at*7 + 13) % 41
		r.goTo(time.Duration(at) * time.Second)
		for r.behind() {
			r.work(1 << 14)
		}
		if got, want := r.screen.Grid().Plain(), fmt.Sprintf("second %d\n", min(at, 39)); !strings.Contains(got+"\n", want) {
			t.Fatalf("at %d it shows\n%s", at, got)
		}
	}
	if len(r.marks) < 3 {
		t.Errorf("there are %d marks", len(r.marks))
	}
}

func TestIdle(t *testing.T) {
	c := counted(3)
	c.Idle = 200 * time.Millisecond
	c.Events = append(c.Events, cast.Event{At: time.Hour, Code: cast.Resize, Data: "10x2"}, cast.Event{At: time.Hour, Code: cast.Exit, Data: "0"})
	p := start(c, 80, 24, Options{})
	if p.reel.end != 600*time.Millisecond {
		t.Errorf("it ends at %v", p.reel.end)
	}
	press(p, "end")
	if got := p.reel.screen.Size(); got != (viz.Size{W: 10, H: 2}) {
		t.Errorf("it is %v", got)
	}
}

// A recording as large as the terminal has all of it, until a key is pressed.
func TestStripFades(t *testing.T) {
	p := start(counted(30), 20, 4, Options{})
	if got := p.Grid().Plain(); !strings.Contains(got, "━") && !strings.Contains(got, "─") {
		t.Errorf("at first there is no strip:\n%s", got)
	}
	beats(p, 100)
	if got := p.Grid().Plain(); strings.Contains(got, "─") || !strings.Contains(got, "second 6") {
		t.Errorf("the strip stays:\n%s", got)
	}
	press(p, "space")
	shows(t, p, "─")
	beats(p, 100)
	shows(t, p, "─")
}

func TestTooSmall(t *testing.T) {
	c := counted(30)
	c.Width, c.Height = 200, 20
	p := start(c, 60, 10, Options{})
	press(p, "end")
	shows(t, p, "second 29", "cut: it is 200x20")
	for w := range 30 {
		for h := range 12 {
			p.Update(tea.WindowSizeMsg{Width: w, Height: h})
			if g := p.Grid(); g.Size != (viz.Size{W: w, H: h}) {
				t.Fatalf("%dx%d is drawn as %v", w, h, g.Size)
			}
		}
	}
}

// No escape sequence of the recording reaches the terminal.
func TestNothingPassesThrough(t *testing.T) {
	evil := "\x1b]0;title\x07\x1b]52;c;eA==\x1b\\\x1bP1$r\x1b\\\x1b_G\x1b\\\u009b5n\x1b[6n\x1b[?1003h\x1b[>1u\x1b[2 q\u202etext\x1b[31mred"
	c := cast.Cast{Header: cast.Header{Width: 60, Height: 4, Title: evil}, Events: []cast.Event{
		{Code: cast.Marker, Data: evil}, {Code: cast.Output, Data: evil}, {At: time.Second, Code: cast.Output, Data: "x"}}}
	p := start(c, 80, 24, Options{Name: evil})
	beats(p, 3)
	press(p, "g")
	for rest := p.View().Content; rest != ""; {
		seq, _, n, _ := ansi.DecodeSequence(rest, ansi.NormalState, nil)
		if rest = rest[n:]; strings.HasPrefix(seq, "\x1b") && (!strings.HasPrefix(seq, "\x1b[") || !strings.HasSuffix(seq, "m")) {
			t.Errorf("%q is written", seq)
		}
		if seq != "\n" && (strings.ContainsAny(seq, "\u202e\u009b") || len(seq) == 1 && seq[0] < ' ') {
			t.Errorf("%q is written", seq)
		}
	}
	press(p, "esc")
	shows(t, p, "text")
}

// What a recording asks for is done in parts, with keys in between.
func TestWorkIsBounded(t *testing.T) {
	c := cast.Cast{Header: cast.Header{Width: 1000, Height: 1000}, Events: []cast.Event{
		{Code: cast.Output, Data: strings.Repeat("\x1b[2J", 1<<16)}, {At: time.Second, Code: cast.Output, Data: "end"}}}
	p := start(c, 80, 24, Options{})
	for range 3 {
		before := time.Now()
		beats(p, 1)
		if took := time.Since(before); took > 2*time.Second {
			t.Fatalf("a tick takes %v", took)
		}
	}
	if !p.reel.behind() || p.reel.begun > 4*8 {
		t.Errorf("%d bytes are done", p.reel.begun)
	}
	if _, cmd := p.Update(tea.KeyPressMsg{Code: 'q', Text: "q"}); cmd == nil {
		t.Error("q does not quit")
	}
}

func TestTooLarge(t *testing.T) {
	c := counted(3)
	c.Events = append(c.Events, cast.Event{At: time.Minute, Code: cast.Resize, Data: "80x1001"})
	if _, err := New(c, Options{}); err == nil || err.Error() != "a terminal of 80x1001 cells; up to 1000x1000 is played" {
		t.Error(err)
	}
	if _, err := Transcript(c, message.Printer{}); err == nil {
		t.Error("it has a transcript")
	}
}

func TestTranscript(t *testing.T) {
	got, err := Transcript(counted(25), message.Printer{})
	want := "Counting\n\n0:24, 20x4, 3 chapters\n\n0:00 from ␛[31m0\n\nsecond 7\nsecond 8\nsecond 9\n\n0:10 from ␛[31m10\n\nsecond 17\nsecond 18\nsecond 19\n\n0:20 from ␛[31m20\n\nsecond 22\nsecond 23\nsecond 24\n"
	if err != nil || got != want {
		t.Errorf("%v\n%s\nwant\n%s", err, got, want)
	}
	c := cast.Cast{Header: cast.Header{Width: 5, Height: 2}, Events: []cast.Event{{Code: cast.Output, Data: "\x1b[31mhi"}, {At: time.Second, Code: cast.Marker}}}
	if got, _ := Transcript(c, message.Printer{}); got != "0:01, 5x2, 1 chapter\n\nhi\n\n0:01\n\nhi\n" {
		t.Errorf("%q", got)
	}
}

func TestNoClashes(t *testing.T) {
	k := newKeys()
	for name, bindings := range map[string][]key.Binding{
		"playing": append(k.shown(), k.back, k.farBack, k.last, k.before, k.slower), "chapters": {k.up, k.down, k.choose, k.close, k.quit},
	} {
		of := map[string]string{}
		for _, b := range bindings {
			for _, k := range b.Keys() {
				if of[k] != "" {
					t.Errorf("%s: %s is both %q and %q", name, k, of[k], b.Help().Desc)
				}
				of[k] = b.Help().Desc
			}
		}
	}
}

func TestColors(t *testing.T) {
	theme := cast.Theme{Fg: "#d0D0d0", Bg: "#010203", Palette: strings.Split("#000000 #aa0000 #00aa00 #aaaa00 #0000aa #aa00aa #00aaaa #aaaaaa", " ")}
	c := colorsOf(theme, viz.Dark())
	if c.Fg != viz.RGB(0xd0, 0xd0, 0xd0) || c.Bg != viz.RGB(1, 2, 3) || c.Palette[9] != viz.RGB(0xaa, 0, 0) || c.None {
		t.Errorf("%+v", c)
	}
	if c := colorsOf(cast.Theme{}, viz.Plain()); c.Fg != 0 || !c.None {
		t.Errorf("%+v", c)
	}
}

// Whole screens; UPDATE=1 writes them.
func TestScreens(t *testing.T) {
	var all strings.Builder
	for _, size := range []viz.Size{{W: 80, H: 24}, {W: 60, H: 18}, {W: 20, H: 5}} {
		p := start(counted(30), size.W, size.H, Options{})
		look := func(what string) {
			fmt.Fprintf(&all, "=== %dx%d, %s\n%s\n", size.W, size.H, what, p.Grid().Plain())
		}
		beats(p, 200)
		look("playing")
		press(p, "g")
		look("chapters")
		press(p, "esc", "?")
		look("keys")
		press(p, "x", "end")
		look("the end")
	}
	labtest.Golden(t, "screens", all.String())
}

// FuzzPlay: whatever a recording holds, it is played to its end.
func FuzzPlay(f *testing.F) {
	f.Add(counted(3).Encode(cast.V2))
	f.Add([]byte("{\"version\":2,\"width\":8,\"height\":2,\"idle_time_limit\":0.1}\n[1,\"r\",\"3x1\"]\n[2,\"o\",\"\\u001b[2Jxyz\"]\n[2,\"m\",\"\\u001b]0;\"]\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		c, _, err := cast.Parse(file)
		if err != nil || c.Width*c.Height > 1<<16 || fits(c) != nil || strings.Count(string(file), `"r"`) > 20 {
			return
		}
		p := start(c, 40, 10, Options{})
		for _, k := range []string{"right", "]", "end", "g", "enter", "[", "left", "home"} {
			press(p, k)
			if plain := p.Grid().Plain(); viz.CleanLines(plain).String() != plain {
				t.Fatalf("%q", plain)
			}
		}
	})
}
