package viz

import (
	"strings"
	"testing"
	"unicode"

	"github.com/charmbracelet/x/ansi"
)

func TestTextAtTheEdges(t *testing.T) {
	for _, c := range []struct {
		why  string
		x    int
		text string
		want string
		n    int
	}{
		{"inside", 1, "abc", " abc", 3},
		{"cut on the right", 3, "abcdef", "   abc", 3},
		{"cut on the left", -1, "abc", "bc", 3},
		{"a wide rune", 0, "世界", "世界", 4},
		{"a wide rune that would be halved on the right", 3, "世界", "   世", 2},
		{"a wide rune that would be halved on the left", -1, "世界", " 界", 4},
		{"a cluster", 2, "e\u0301x", "  e\u0301x", 2},
		{"beyond", 9, "abc", "", 0},
	} {
		g := NewGrid(Size{6, 1})
		if n := g.Text(c.x, 0, Clean(c.text), Style{}); n != c.n {
			t.Errorf("%s: advanced %d cells, want %d", c.why, n, c.n)
		}
		if got := g.Plain(); got != c.want {
			t.Errorf("%s: %q, want %q", c.why, got, c.want)
		}
	}
}

func TestOverwritingHalfAWideRune(t *testing.T) {
	for x, want := range []string{"x 界", " x界", "世x", "世 x"} {
		g := NewGrid(Size{4, 1})
		g.Text(0, 0, Clean("世界"), Style{})
		g.Set(x, 0, 'x', Style{})
		if got := g.Plain(); got != want {
			t.Errorf("x at %d: %q, want %q", x, got, want)
		}
	}
}

func TestPutCutsWideRunesAndKeepsClusters(t *testing.T) {
	src := NewGrid(Size{5, 1})
	src.Text(0, 0, Clean("世e\u0301界"), Style{})
	for x, want := range map[int]string{0: "世e\u0301", -1: " e\u0301界", 2: "  世", 1: " 世e\u0301", -4: "", -3: "界"} {
		g := NewGrid(Size{4, 1})
		g.Put(x, 0, src)
		if got := g.Plain(); got != want {
			t.Errorf("put at %d: %q, want %q", x, got, want)
		}
	}
}

func TestStringCarriesStylesAcrossEqualNeighbours(t *testing.T) {
	g := NewGrid(Size{4, 2})
	red, bold := Style{Fg: RGB(255, 0, 9)}, Style{Fg: RGB(255, 0, 9), Bg: RGB(1, 22, 3), Attr: Bold}
	g.Text(0, 0, Clean("aab"), red)
	g.Set(2, 0, 'b', bold)
	g.Set(3, 0, 'c', red)
	want := "\x1b[38;2;255;0;9maa\x1b[1;48;2;1;22;3mb\x1b[0;38;2;255;0;9mc\x1b[0m\n    "
	if got := g.String(); got != want {
		t.Errorf("%q\nwant %q", got, want)
	}
	if g.Line(0)+"\n"+g.Line(1) != want || g.Line(2) != "" {
		t.Error("Line differs from String")
	}
}

// FuzzScreen: whatever is drawn and whatever stands in the cells, rows are
// exactly as wide as the grid, hold no escape but SGR, and read back alike.
func FuzzScreen(f *testing.F) {
	for i, s := range attacks {
		f.Add(s, i, rune(i-3), uint32(i)<<22, byte(i))
	}
	f.Fuzz(func(t *testing.T, in string, x int, r rune, color uint32, attr byte) {
		g := NewGrid(Size{20, 3})
		st := Style{Color(color), Color(color * 7), Attr(attr) & 31}
		g.Text(x%25, 0, Clean(in), st)
		g.Text(3, 1, CleanLines(in), Style{Fg: st.Bg})
		g.Set((x+5)%20, 1, r, st)
		g.Cells[40+(x%20+20)%20] = Cell{r, st} // as nobody should
		g.Cells[59] = Cell{}
		out := g.String()
		for _, line := range strings.Split(out, "\n") {
			if w := ansi.StringWidth(line); w != g.W {
				t.Fatalf("a row of %d cells: %q", w, line)
			}
		}
		onlySGR(t, out)
		if again := parse(out, g.Size); again.String() != out && wellFormed(st) {
			t.Fatalf("read back:\n%q\n%q", again.String(), out)
		}
	})
}

// wellFormed reports whether both colours are zero or made by RGB.
func wellFormed(s Style) bool {
	return (s.Fg == 0 || s.Fg>>24 == 1) && (s.Bg == 0 || s.Bg>>24 == 1)
}

// onlySGR fails on any control but newlines and SGR, by ansi's parser.
func onlySGR(t *testing.T, out string) {
	t.Helper()
	var state byte
	parser := ansi.NewParser()
	for rest := out; rest != ""; {
		seq, _, n, next := ansi.DecodeSequence(rest, state, parser)
		sgr := strings.HasPrefix(seq, "\x1b[") && ansi.Cmd(parser.Command()).Final() == 'm'
		if strings.ContainsFunc(seq, unicode.IsControl) && seq != "\n" && !sgr {
			t.Fatalf("%q in %q", seq, out)
		}
		state, rest = next, rest[n:]
	}
}

// parse reads text with SGR back into a grid: the oracle for String.
func parse(text string, size Size) Grid {
	g := NewGrid(size)
	y, x := 0, 0
	var st Style
	for text != "" {
		switch {
		case text[0] == '\n':
			x, y, text = 0, y+1, text[1:]
		case strings.HasPrefix(text, "\x1b["):
			end := strings.IndexByte(text, 'm')
			st = applySGR(st, strings.Split(text[2:end], ";"))
			text = text[end+1:]
		default:
			c, w, rest := nextCluster(text)
			g.place(x, y, c, w, st)
			x, text = x+w, rest
		}
	}
	return g
}

func applySGR(st Style, codes []string) Style {
	number := func(s string) (n uint8) {
		for _, d := range s {
			n = n*10 + uint8(d-'0')
		}
		return n
	}
	for len(codes) > 0 {
		code := codes[0]
		codes = codes[1:]
		switch code {
		case "0":
			st = Style{}
		case "38":
			st.Fg, codes = RGB(number(codes[1]), number(codes[2]), number(codes[3])), codes[4:]
		case "48":
			st.Bg, codes = RGB(number(codes[1]), number(codes[2]), number(codes[3])), codes[4:]
		case "39":
			st.Fg = 0
		case "49":
			st.Bg = 0
		default:
			st.Attr |= map[string]Attr{"1": Bold, "2": Dim, "3": Italic, "4": Underline, "7": Reverse}[code]
		}
	}
	return st
}
