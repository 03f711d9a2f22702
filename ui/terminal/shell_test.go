//go:build unix

package terminal

import (
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"
	"time"
	"unicode"

	"logitarium/core/builtin"
	"logitarium/ui"
	"logitarium/ui/lab"
	"logitarium/ui/labs/sampling"
	"logitarium/ui/message"
	"logitarium/viz"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/creack/pty"
)

// hostile are texts that try to steer a terminal, or to upset the layout.
var hostile = []string{
	"\x1b[31mred", "\x1b[2J\x1b[H", "\x1b]0;title\x07", "\x1b]52;c;aGFjaw==\x07", "\x1b]52;c;?\x1b\\",
	"\x1b]8;;http://example.org\x1b\\link\x1b]8;;\x1b\\", "\x1bP+q544e\x1b\\", "\x1b_Gi=1\x1b\\", "\x1bXsos\x1b\\", "\x1b^pm\x1b\\",
	"\x1bc", "\x1b(0lqk", "\x1b[?1049l", "\x1b[?1000h", "\x1b[6n", "\x1b[c", "\x1b[>q", "\x1b[21t", "\x1b[5i", "\x1b[1;1r",
	"\u009b31mC1", "\u009d0;title\u009c", "\u0090q\u009c", "\x9b31m", "\x9d52;c;eA==\x9c", "\u0085next\u0084",
	"a\rb", "a\bb", "a\nb", "a\vb\fc", "a\tb", "bell\x07", "nul\x00nul", "del\x7f", "so\x0esi\x0f",
	"\u202egnp.exe", "\u2066iso\u2069", "\u200e\u200f\u061c", "line\u2028sep\u2029", "zero\u200bwidth\ufeff", "soft\u00adhyphen",
	"tag\U000e0041\U000e007f", "vs\ufe0f\ufe0e", "private\ue000\U000f0000", "\ud7ff\uffff\U0010ffff",
	"e" + strings.Repeat("\u0301", 200), "\u0301alone", "👩‍👩‍👧‍👦", "🇩🇪🇩", "⚠️❤️", "量子力学", "ｆｕｌｌ", "กำ", "ﷺ", "\u1160\u11a8", "각",
	"\xff\xfe", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "", strings.Repeat("W", 1500), strings.Repeat("\x1b", 300),
}

// parade is a lab that says one hostile text after another wherever a lab has
// a say, and gives it to the model to read.
type parade struct {
	lab.Lab
	at   int
	view int // the only one
}

func (p *parade) text() string { return hostile[p.at%len(hostile)] }

func (p *parade) Info() lab.Info {
	info := p.Lab.Info()
	info.Tab, info.Question, info.Subject, info.Notes = message.ID(p.text()), message.ID(p.text()), p.text(), message.Document{Folder: fstest.MapFS{"notes.md": {Data: []byte("# " + p.text() + "\n\n`" + p.text() + "`")}}, Name: "notes.md"}
	return info
}

func (p *parade) Knobs() []lab.Knob {
	knobs := lab.Knobs(p.Lab)[1:] // without the view
	for i := range knobs {
		knobs[i].Help = message.ID(p.text())
	}
	return knobs
}

func (p *parade) Views() lab.Views {
	only := lab.View{
		Name:     "parade",
		Draw:     func(f lab.Frame) viz.Grid { return lab.Draw(p.Lab, f) },
		Sentence: func() message.Text { return message.Verbatim(fmt.Sprint(p.at, "!", p.text())) },
		Readings: p.readings,
		Actions:  p.actions,
	}
	for _, k := range lab.Knobs(p.Lab)[1:] {
		only.Moves = append(only.Moves, k.Setting.Field())
	}
	return lab.Views{At: &p.view, List: []lab.View{only}}
}

func (p *parade) readings() []lab.Reading {
	return append([]lab.Reading{{Name: p.text(), Text: message.Verbatim(p.text()), Note: message.Verbatim(p.text())}, {Name: "x", Unit: message.ID(p.text()), Undefined: message.Verbatim(p.text())}}, lab.Readings(p.Lab)...)
}

func (p *parade) actions() []lab.Action {
	return []lab.Action{
		{Name: "next", Key: "space", Do: func() error {
			p.at++
			if err := lab.Knobs(p.Lab)[1].Setting.Set(p.text()); err != nil {
				return err
			}
			return p.Refresh()
		}},
		{Name: "fail", Key: "a", Do: func() error { return fmt.Errorf("fault: %s", p.text()) }},
	}
}

func paradeModel() *ui.Model {
	lm, err := builtin.Load()
	if err != nil {
		panic(err)
	}
	return ui.New([]lab.Lab{&parade{Lab: sampling.New(lm)}}, ui.Options{Theme: "dark"})
}

func paradeSession(t *testing.T) *session {
	s := open(t, true, []string{"UI_TEST_PROBE=parade"}, os.Args[0])
	s.until("0!")
	return s
}

// allowed are the sequences that the program itself sends: styles, cursor,
// erasing, scrolling, modes and their queries, and its command on the clipboard.
var allowed = regexp.MustCompile(`^\x1b(\[[0-9;:]*[mrABCDEGHJKLMPSTX` + "`" + `bdeIZr@]|\[\?[0-9;]+(h|l|\$p)|\[\?5W|\[[<=>?][0-9;]*u|\[>4;?[0-9]*m|\[[0-9]* q|\[>q|\[c|\](10|11|12);\?(\x07|\x1b\\)|\]52;c;bG9naXRhcml1b[A-Za-z0-9+/=]+(\x07|\x1b\\)|M|[78=>])$`)

// foreign lists what else an output has: sequences the program has no business
// with, and controls, and bytes that are no text.
func foreign(output string) (found []string) {
	state := ansi.NormalState
	for output != "" {
		seq, _, n, next := ansi.DecodeSequence(output, state, nil)
		state = next
		if n == 0 {
			break
		}
		output = output[n:]
		switch first := []rune(seq)[0]; {
		case first == 0x1b:
			if !allowed.MatchString(seq) {
				found = append(found, seq)
			}
		case strings.ContainsRune("\r\n\b\t", first):
		case unicode.Is(unicode.Mn, first): // decoded apart from its letter
		case first < ' ', first >= 0x7f && first < 0xa0, first == 0xfffd, viz.Clean(seq).String() != seq:
			found = append(found, seq)
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

func TestForeignIsFound(t *testing.T) {
	for _, text := range hostile[1:36] {
		// A terminal program moves its cursor too.
		own := foreign(text) == nil
		if own != slices.Contains([]string{"\x1b[2J\x1b[H", "\x1b[c", "\x1b[>q", "a\rb", "a\bb", "a\nb", "a\tb", "\x1b[?1049l", "\x1b[?1000h", "\x1b[1;1r"}, text) {
			t.Errorf("%q passes: %v", text, own)
		}
	}
}

// No text from outside steers the terminal, wherever it is shown.
func TestHostileTextStaysText(t *testing.T) {
	t.Parallel()
	s := paradeSession(t)
	for i := range hostile {
		if i > 0 {
			s.send(" ")
		}
		s.until(fmt.Sprint(i, "!"))
		s.send("v??nnya")
		s.until("fault:")
	}
	s.send("q")
	if code := s.exit(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	s.restored()
	if found := foreign(s.output()); found != nil {
		t.Errorf("%d kinds of sequences reach the terminal that are not the shell's: %.400q", len(found), found)
	}
}

// A paste is text: no key, no flood, and none that takes the keyboard with it.
func TestPasteInTheTerminal(t *testing.T) {
	t.Parallel()
	s := paradeSession(t)
	s.send("\x1b[200~qqq\x1b]52;c;\x1b[201~") // q would quit, and the sequence has no end
	s.until("pasted text needs a place")
	s.send("\r")
	s.until("enter accept")
	s.send("\x1b[200~" + strings.Repeat("flood ", 5<<20/6) + "\x1b[201~")
	s.until("only the first 65,536 bytes were pasted")
	s.send("\x1b")
	s.until("knobs")
	s.send("\x1b[200~lost")
	time.Sleep(50 * time.Millisecond) // so that the next key is read by itself
	s.send("\x03")
	if code := s.exit(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	s.restored()
	t.Logf("at most %d MB of memory", peakMemory(s))
}

func peakMemory(s *session) int64 {
	return s.cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss >> 10
}

// After a storm of sizes the screen is the one that a fresh start shows.
func TestResizeStorm(t *testing.T) {
	t.Parallel()
	s := paradeSession(t)
	rng := rand.New(rand.NewPCG(1, 2))
	before := resident(t, s)
	for i := range 1000 {
		w, h := 1+rng.IntN(200), 1+rng.IntN(60)
		if i%50 == 0 {
			w, h = 1, 1
		}
		s.resize(w, h, "")
		time.Sleep(500 * time.Microsecond)
	}
	after := resident(t, s)
	s.resize(100, 30, "")
	s.untilFresh(100, 30)
	s.send("q")
	if code := s.exit(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	s.restored()
	t.Logf("%v of processor time, memory %d to %d MB", s.cmd.ProcessState.UserTime()+s.cmd.ProcessState.SystemTime(), before, after)
	if after-before > 64 { // the race detector takes some of it
		t.Errorf("the storm took %d MB of memory", after-before)
	}
}

// What was written for a screen of another height can arrive when the screen
// has its new one; margins among it hold nothing up.
func TestMarginsOfAnotherHeight(t *testing.T) {
	t.Parallel()
	s := paradeSession(t)
	for _, margins := range []string{"\x1b[1;11r", "\x1b[5;11r", "\x1b[12;29r"} {
		s.resize(134, 11, "")
		s.untilFresh(134, 11)
		s.resize(100, 30, margins)
		s.untilFresh(100, 30)
	}
}

// resize gives the terminal another size; late is what the program wrote before
// it knows of it.
func (s *session) resize(w, h int, late string) {
	s.t.Helper()
	s.mu.Lock()
	s.screen.Resize(w, h)
	_, _ = s.screen.WriteString(late)
	s.mu.Unlock()
	if err := pty.Setsize(s.slave, &pty.Winsize{Cols: uint16(w), Rows: uint16(h)}); err != nil {
		s.t.Fatal(err)
	}
}

// untilFresh waits for the screen that a fresh start shows at that size.
func (s *session) untilFresh(w, h int) {
	s.t.Helper()
	fresh := paradeModel()
	fresh.Update(tea.WindowSizeMsg{Width: w, Height: h})
	want := trimmed(ansi.Strip(fresh.View().Content))
	for start := time.Now(); trimmed(s.text()) != want; time.Sleep(5 * time.Millisecond) {
		if time.Since(start) > enough {
			s.t.Fatalf("the screen is\n%s\nand not\n%s", trimmed(s.text()), want)
		}
	}
}

// trimmed drops the blanks at the ends of lines.
func trimmed(screen string) string {
	lines := strings.Split(strings.ReplaceAll(screen, "\r", ""), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n")
}

// resident is the memory that the program takes, in MB; 0 where /proc has none.
func resident(t *testing.T, s *session) int {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	m := regexp.MustCompile(`VmRSS:\s*(\d+) kB`).FindSubmatch(text)
	if m == nil {
		return 0
	}
	kB, err := strconv.Atoi(string(m[1]))
	if err != nil {
		t.Fatal(err)
	}
	return kB >> 10
}
