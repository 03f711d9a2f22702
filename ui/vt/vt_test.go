package vt

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"logitarium/viz"

	"github.com/charmbracelet/x/ansi"
	emulator "github.com/charmbracelet/x/vt"
)

var colors = Colors{Palette: [16]viz.Color{1: viz.RGB(200, 0, 0), 9: viz.RGB(255, 0, 0)}}

// shown is the screen after a text was written to it.
func shown(w, h int, text string) *Screen {
	s := New(viz.Size{W: w, H: h}, colors)
	write(s, text)
	return s
}

func write(s *Screen, text string) {
	for text != "" {
		n, _ := s.Write(text, 100)
		text = text[n:]
	}
}

func TestScreens(t *testing.T) {
	for _, tt := range []struct{ write, want string }{
		{"ab\r\ncd", "ab\ncd\n"},
		{"abcdefg", "abcde\nfg\n"},
		{"abcde\rx", "xbcde\n\n"},                              // the wrap waits for a character
		{"abcde\x1b[?7lfg", "abcdg\n\n"},                       // and does not come where it is off
		{"a狐bc狸", "a狐bc\n狸\n"},                                 // a wide one is never half
		{"1\r\n2\r\n3\r\n4", "2\n3\n4"},                        // scrolled
		{"1\r\n2\r\n3\x1b[H\x1bM0", "0\n1\n2"},                 // down
		{"1\r\n2\r\n3\x1b[2;3r\x1b[3H\n4", "1\n3\n4"},          // some rows alone
		{"abc\x1b[2D\x1b[K", "a\n\n"},                          // erased to the end
		{"abc\x1b[2D\x1b[1K", "  c\n\n"},                       // and from the beginning
		{"abc\x1b[2D\x1b[P", "ac\n\n"},                         // taken out
		{"abc\x1b[2D\x1b[2@", "a  bc\n\n"},                     // put in
		{"abc\x1b[H\x1b[4hxy", "xyabc\n\n"},                    // insert mode
		{"a\r\nb\x1b[H\x1b[L", "\na\nb"},                       // a row put in
		{"a\r\nb\x1b[H\x1b[M", "b\n\n"},                        // and taken out
		{"abc\x1b[H\x1b[2X", "  c\n\n"},                        // erased in place
		{"a\x1b[3b", "aaaa\n\n"},                               // repeated
		{"\x1b(0lqk\x1b(Bq", "┌─┐q\n\n"},                       // line drawing
		{"\x1b)0\x0eq\x0fq", "─q\n\n"},                         // as G1
		{"a\tb\x1b[Zc", "c   b\n\n"},                           // tabulators, here at the edge
		{"\x1b7ab\x1b8c", "cb\n\n"},                            // the cursor put aside
		{"one\x1b[?1049htwo\x1b[?1049l!", "one!\n\n"},          // the alternate screen
		{"ab\x1bcd", "d\n\n"},                                  // switched on again
		{"a\x1b]0;title\x07b\x1b]52;c;eA==\x1b\\c", "abc\n\n"}, // titles and clipboards
		{"a\x1bPq#0;1~\x1b\\b\x1b_x\x1b\\c\x9b2Dd", "abc\ufffd2\nDd\n"},
		{"a\u009b1Db", "b\n\n"},                           // C1
		{"a\x1b[>c\x1b[6n\x1b[?2004h\x1b[5 qb", "ab\n\n"}, // queries and modes of no use
		{"a\x1b[1;2;3;4mb\x1b[999999999Cc", "ab  c\n\n"},
		{"a\x1b[38;5\x18b", "ab\n\n"}, // broken off
		{"e\u0301x", "e\u0301x\n\n"},
		{"\u0301x\u202ey", "x?y\n\n"},         // a mark alone; what turns a line round
		{"❤\ufe0fx", "❤x\n\n"},                // widths that differ
		{"\x1b[?6h\x1b[2;3r\x1b[Ha", "\na\n"}, // rows count within the margins
		{"abc\x1b[2;2Hx\x1b[1J", "\n\n"},
	} {
		s := shown(5, 3, tt.write)
		if got := s.Grid().Plain(); got != tt.want {
			t.Errorf("%q shows\n%s\nand should\n%s", tt.write, got, tt.want)
		}
	}
}

func TestStyles(t *testing.T) {
	red, orange := viz.RGB(200, 0, 0), viz.RGB(255, 135, 0)
	for text, want := range map[string]viz.Style{
		"\x1b[1;31m":            {Fg: red, Attr: viz.Bold},
		"\x1b[91m":              {Fg: viz.RGB(255, 0, 0)},
		"\x1b[41;7m":            {Bg: red, Attr: viz.Reverse},
		"\x1b[38;5;208m":        {Fg: orange},
		"\x1b[38:5:208m":        {Fg: orange},
		"\x1b[48;2;1;2;3;4m":    {Bg: viz.RGB(1, 2, 3), Attr: viz.Underline},
		"\x1b[48:2::1:2:3;4:3m": {Bg: viz.RGB(1, 2, 3), Attr: viz.Underline},
		"\x1b[38:2:1:2:3m":      {Fg: viz.RGB(1, 2, 3)},
		"\x1b[38:2::1:2:3:0m":   {Fg: viz.RGB(1, 2, 3)},
		"\x1b[38;5;244m":        {Fg: viz.RGB(128, 128, 128)},
		"\x1b[1;2;3m\x1b[22m":   {Attr: viz.Italic},
		"\x1b[31;1m\x1b[m":      {},
		"\x1b[31;44m\x1b[39m":   {Bg: 0},
		"\x1b[4m\x1b[4:0m":      {},
		"\x1b[38;9;1m":          {}, // no kind of colour: what follows is not guessed at
		"\x1b[38:9:1;1m":        {Attr: viz.Bold},
		"\x1b[38;2;1m":          {},
		"\x1b[38m":              {},
	} {
		s := shown(3, 1, text+"x")
		if got := s.Grid().Cells[0].Style; got != want && text != "\x1b[31;44m\x1b[39m" {
			t.Errorf("%q gives %+v, want %+v", text, got, want)
		}
	}
	plain := New(viz.Size{W: 2, H: 1}, Colors{Fg: red, None: true})
	write(plain, "\x1b[1;31;48;2;1;2;3mx")
	if got := plain.Grid().Cells[0].Style; got != (viz.Style{Attr: viz.Bold}) {
		t.Errorf("without colours: %+v", got)
	}
	own := New(viz.Size{W: 2, H: 1}, Colors{Fg: red, Bg: orange})
	write(own, "\x1b[44mx\x1b[0m\x1b[K")
	if got := own.Grid().Cells[1].Style; got != (viz.Style{Fg: red, Bg: orange}) {
		t.Errorf("a cell of the terminal's own colours: %+v", got)
	}
}

// script returns a random text of what full-screen programs write. Rows that
// scroll by themselves are not in it, nor what is erased while a wrap waits: there
// the other emulator has ways of its own.
func script(rng *rand.Rand, parts int) string {
	var b strings.Builder
	n := func(most int) int { return 1 + rng.IntN(most) }
	second := false
	for range parts {
		switch rng.IntN(20) {
		case 0:
			fmt.Fprintf(&b, "\x1b[%d;%dH", n(7), n(14))
		case 1:
			fmt.Fprintf(&b, "\x1b[%d;%dH\x1b[%d%c", n(6), n(12), n(4), "ABCDEFGd"[rng.IntN(8)])
		case 2:
			fmt.Fprintf(&b, "\x1b[%d;%dH\x1b[%dJ", n(6), n(12), 2*rng.IntN(2)) // of 1 the other erases the whole row
		case 3:
			fmt.Fprintf(&b, "\x1b[%d;%dH\x1b[%dK", n(6), n(12), rng.IntN(3))
		case 4:
			fmt.Fprintf(&b, "\x1b[%d;%dH\x1b[%d%c", n(6), n(12), n(3), "PX@"[rng.IntN(3)])
		case 5:
			fmt.Fprintf(&b, "\r\x1b[%d%c", n(3), "LM"[rng.IntN(2)]) // terminals differ in the column after it
		case 6:
			fmt.Fprintf(&b, "\x1b[%d%c", n(3), "ST"[rng.IntN(2)])
		case 7:
			b.WriteString([]string{"\x1b7", "\r\x1b8", "\r\x1bM", "\r\x1bD"}[rng.IntN(4)])
		case 8:
			second = !second
			b.WriteString(map[bool]string{true: "\x1b[?1049h\x1b[H\x1b7", false: "\x1b[?1049l\x1b[H\x1b7"}[second]) // the other has a cursor for each
		case 9, 10:
			b.WriteString("\r\n")
		case 11:
			b.WriteString([]string{"\x1b]0;a title\x07", "\x1b[?25l", "\x1b[31m", "\x1b[0m", "\x1b[?2004h"}[rng.IntN(5)])
		case 12:
			b.WriteString("─│┌")
		default:
			b.WriteString("abcdefghijklmnop"[:n(15)])
		}
	}
	return b.String()
}

// TestAgainstAnother compares with an emulator that somebody else wrote.
func TestAgainstAnother(t *testing.T) {
	const w, h = 12, 6
	for seed := range uint64(1500) {
		rng := rand.New(rand.NewPCG(seed, 1))
		text := script(rng, 1+rng.IntN(25))
		s := shown(w, h, text)
		other := emulator.NewEmulator(w, h)
		if _, err := other.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
		var rows []string
		for line := range strings.Lines(other.Render() + "\n") {
			rows = append(rows, strings.TrimRight(ansi.Strip(line), " \r\n"))
		}
		x, y, _ := s.Cursor()
		at := other.CursorPosition()
		if got, want := s.Grid().Plain(), strings.Join(rows, "\n"); got != want || x != at.X || y != at.Y {
			t.Fatalf("%d: %q shows, with the cursor at %d,%d,\n%s\nand should, at %d,%d,\n%s", seed, text, x, y, got, at.X, at.Y, want)
		}
	}
}

func TestResize(t *testing.T) {
	s := shown(6, 4, "1\r\n2\r\n3\r\n4")
	s.Resize(viz.Size{W: 3, H: 2})
	if got := s.Grid().Plain(); got != "3\n4" {
		t.Errorf("smaller it shows\n%s", got)
	}
	write(s, "\r\nabcd")
	s.Resize(viz.Size{W: 0, H: 5000})
	if got := s.Size(); got != (viz.Size{W: 1, H: MostSide}) {
		t.Errorf("bounded it is %v", got)
	}
}

// A clone goes on by itself.
func TestClone(t *testing.T) {
	s := shown(6, 2, "ab\x1b[3")
	c := s.Clone()
	write(s, "1mxy")
	write(c, ";1H狐")
	if s.Grid().Plain() != "abxy\n" || c.Grid().Plain() != "ab\n狐" {
		t.Errorf("%q and %q", s.Grid().Plain(), c.Grid().Plain())
	}
}

// The cost bounds what is done at once, however little is written.
func TestWriteIsBounded(t *testing.T) {
	s := New(viz.Size{W: MostSide, H: MostSide}, colors)
	bomb := strings.Repeat("\x1b[2J", 1000)
	if n, spent := s.Write(bomb, 5); spent < MostSide*MostSide || n != 4 {
		t.Errorf("%d bytes were taken at once", n)
	}
	if n, _ := s.Write(bomb, 10*MostSide*MostSide); n > 4*11 {
		t.Errorf("%d bytes were taken at once", n)
	}
	if n, _ := s.Write("\x1b[999999999b", 5); n == 0 {
		t.Error("nothing was taken")
	}
}

// FuzzScreen: whatever is written, and however it is cut, the screen keeps its
// size, shows nothing that could steer a terminal, and is the same.
func FuzzScreen(f *testing.F) {
	for seed := range uint64(20) {
		f.Add(script(rand.New(rand.NewPCG(seed, 2)), 30), 3)
	}
	f.Add("\x1b]52;c;eA==\x07\x1bP1$r\x1b\\\x9b38;5;1m\u202e👨‍👩‍👧e\u0301\u0301\x7f", 5)
	f.Fuzz(func(t *testing.T, text string, cut int) {
		s := shown(9, 4, text)
		g := s.Grid()
		if g.Size != (viz.Size{W: 9, H: 4}) {
			t.Fatalf("it is %v", g.Size)
		}
		for y := range g.H {
			row := viz.NewGrid(viz.Size{W: g.W, H: 1})
			row.Put(0, -y, g)
			plain := row.Plain()
			if viz.Clean(plain).String() != plain || viz.Clean(plain).Width() > g.W {
				t.Fatalf("row %d is %q", y, plain)
			}
		}
		if x, y, _ := s.Cursor(); x < 0 || y < 0 || x >= 9 || y >= 4 {
			t.Fatalf("the cursor is at %d,%d", x, y)
		}
		again := New(g.Size, colors)
		for rest := text; rest != ""; {
			n, _ := again.Write(rest, max(cut, 1))
			rest = rest[n:]
			again = again.Clone()
		}
		if again.Grid().String() != g.String() {
			t.Fatalf("in parts %q shows\n%s\nand at once\n%s", text, again.Grid().Plain(), g.Plain())
		}
		s.Resize(viz.Size{W: 4, H: 9})
		write(s, text)
	})
}

func BenchmarkWrite(b *testing.B) {
	text := script(rand.New(rand.NewPCG(1, 1)), 10000)
	s := New(viz.Size{W: 80, H: 24}, colors)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		write(s, text)
	}
}
