package viz

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

func TestClean(t *testing.T) {
	for _, c := range []struct{ why, in, want string }{
		{"plain text stays", "the fox lives in the", "the fox lives in the"},
		{"empty", "", ""},
		{"letters of other alphabets stay", "naïve Füße Ελλάδα Привет 世界 한국어", "naïve Füße Ελλάδα Привет 世界 한국어"},
		{"a decomposed letter stays whole", "e\u0301", "e\u0301"},
		{"colour", "\x1b[31mred", "␛[31mred"},
		{"clipboard", "\x1b]52;c;aGk=\a", "␛]52;c;aGk=␇"},
		{"device control", "\x1bP1$r\x1b\\", "␛P1$r␛\\"},
		{"C1 as UTF-8", "\u009b31m\u0085", "<U+009B>31m<U+0085>"},
		{"C1 as a byte", "\x9b31m", `\x9B31m`},
		{"line and tab", "a\nb\tc\r", "a␊b␉c␍"},
		{"delete", "\x7f", "␡"},
		{"bytes of a broken rune", "\xe4\xb8", `\xE4\xB8`},
		{"a surrogate", "\xed\xa0\x80", `\xED\xA0\x80`},
		{"the replacement character itself", "\uFFFD", "\uFFFD"},
		{"reordering", "a\u202eb\u2066c", "a<U+202E>b<U+2066>c"},
		{"byte order mark", "\ufeffx", "<U+FEFF>x"},
		{"private use", "\ue000", "<U+E000>"},
		{"tags", "\U000E0041", "<U+E0041>"},
		{"a lone mark", "\u0301", "<U+0301>"},
		{"zero width", "a\u200bb", "a<U+200B>b"},
		{"eight marks are a letter", "e" + strings.Repeat("\u0301", 8), "e" + strings.Repeat("\u0301", 8)},
		{"nine are shown", "e" + strings.Repeat("\u0301", 9), "e" + strings.Repeat("<U+0301>", 9)},
		{"an emoji", "🦊", "🦊"},
		{"a family", "👩\u200d👧", "👩<U+200D>👧"},
		{"a picture by selector", "❤\ufe0f", "❤<U+FE0F>"},
	} {
		if got := Clean(c.in).String(); got != c.want {
			t.Errorf("%s: Clean(%q) = %q, want %q", c.why, c.in, got, c.want)
		}
	}
}

func TestCleanLines(t *testing.T) {
	if got := CleanLines("a\r\nb\rc\td\x1b").String(); got != "a\nb\nc    d␛" {
		t.Errorf("%q", got)
	}
}

func TestCleanfCleansArguments(t *testing.T) {
	if got := Cleanf("%s: %q", "\x1b", Clean("\a")).String(); got != `␛: "␇"` {
		t.Errorf("%q", got)
	}
}

func TestASCII(t *testing.T) {
	for in, want := range map[string]string{
		"0.914 ≥ 0.90": "0.914 >= 0.90", "√σ": "sqrtsigma", "\x1b\n\x7f": `^[\n^?`,
		"世": "<U+4E16>", "plain": "plain", "–": "-", "m² 10⁻²³ x⁰y¹⁴": "m^2 10^-23 x^0y^14",
	} {
		if got := Clean(in).ASCII().String(); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestCutAndTail(t *testing.T) {
	for _, c := range []struct {
		in        string
		cells     int
		cut, tail string
	}{
		{"forest", 6, "forest", "forest"},
		{"forest", 5, "fore…", "…rest"},
		{"forest", 1, "…", "…"},
		{"forest", 0, "", ""},
		{"forest", -1, "", ""},
		{"世界の", 6, "世界の", "世界の"},
		{"世界の", 5, "世界…", "…界の"},
		{"世界の", 4, "世…", "…の"},
		{"世", 1, "…", "…"},
		{"e\u0301e\u0301e\u0301", 2, "e\u0301…", "…e\u0301"},
		{"", 3, "", ""},
	} {
		if got := Clean(c.in).Cut(c.cells).String(); got != c.cut {
			t.Errorf("%q cut to %d: %q, want %q", c.in, c.cells, got, c.cut)
		}
		if got := Clean(c.in).Tail(c.cells).String(); got != c.tail {
			t.Errorf("the tail of %q in %d: %q, want %q", c.in, c.cells, got, c.tail)
		}
	}
}

// attacks are the seeds of every fuzz test that takes text.
var attacks = []string{
	"", "plain", "\x1b]52;c;aGk=\a", "\x1bP+q544e\x1b\\", "\x1b_Gi=1;AAAA\x1b\\", "\x1bXsos\x1b\\", "\x1b^pm\x1b\\",
	"\u009b31m", "\u0090q\u009c", "\x9b2J", "\x1b\x1b[[31m", "a\u202eb", "\u2066x\u2069", "over\b\b\b\bprint\r",
	"Z" + strings.Repeat("\u0300", 40), "\xed\xa0\x80\xed\xb0\x80", "👨‍👩‍👧‍👦🏽", "🇩🇪🇫", "❤️⚠️1️⃣", "\u1100\u1161\u11a8\u11a8",
	"क्षि", "\u0600a", "ไทย", "\u0e33", "한", "\ufeff\u200d\u200c", "\U000E0001\U000E0041", "世\n界\r\n", "\t", "\x00",
}

// FuzzSafe: what Clean lets through moves nothing, is measured alike by
// everybody, and stays when it is cleaned again.
func FuzzSafe(f *testing.F) {
	for _, s := range attacks {
		f.Add(s, 7)
	}
	f.Fuzz(func(t *testing.T, in string, cells int) {
		for _, s := range []Safe{Clean(in), CleanLines(in), Clean(in).ASCII()} {
			if !utf8.ValidString(s.s) {
				t.Fatalf("%q is not UTF-8", s.s)
			}
			for _, r := range s.s {
				if r < ' ' && r != '\n' || r >= 0x7f && r < 0xa0 || !drawable(r) && r != '\n' {
					t.Fatalf("%U in %q", r, s.s)
				}
			}
			if again := CleanLines(s.s); again != s {
				t.Fatalf("%q cleaned again is %q", s.s, again.s)
			}
			if old, new := ansi.StringWidthWc(s.s), ansi.StringWidth(s.s); old != new {
				t.Fatalf("%q takes %d cells or %d", s.s, old, new)
			}
			if lines := strings.Count(s.s, "\n"); s.Width() != ansi.StringWidth(s.s)+lines {
				t.Fatalf("%q: width %d, drawn %d", s.s, s.Width(), ansi.StringWidth(s.s)+lines)
			}
		}
		s := Clean(in)
		if strings.Contains(s.s, "\n") || Clean(s.s) != s {
			t.Fatalf("%q is not one line that stays", s.s)
		}
		if !isASCII(s.ASCII().s) {
			t.Fatalf("%q is not ASCII", s.ASCII().s)
		}
		cells %= 50
		if w := s.Cut(cells).Width(); w > max(cells, 0) {
			t.Fatalf("%q cut to %d cells has %d", s.s, cells, w)
		}
		if w := s.Tail(cells).Width(); w > max(cells, 0) {
			t.Fatalf("the tail of %q in %d cells has %d", s.s, cells, w)
		}
	})
}

func TestFitFirst(t *testing.T) {
	long, short := Clean("mean 0.123"), Clean("0.123")
	for cells, want := range map[int]string{10: "mean 0.123", 9: "0.123", 5: "0.123", 4: "0.1…"} {
		if got := (Theme{}).FitFirst(cells, long, short).String(); got != want {
			t.Errorf("in %d cells %q, want %q", cells, got, want)
		}
	}
}

func TestGrouped(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 940800: "940,800", 174604259328: "174,604,259,328", -1234: "-1,234"} {
		if got := Grouped(n).String(); got != want {
			t.Errorf("%d is %s, want %s", n, got, want)
		}
	}
}
