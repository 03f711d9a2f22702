package viz

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Safe is text that may be drawn: no byte of it can move the cursor, change a
// colour or reorder a line, and every layer agrees on its width. What cannot
// be drawn so is shown: a byte that is not UTF-8 as \xHH, a control as its
// picture (␛), any other code point as <U+202E>. Only [Clean], [CleanLines] and
// [Cleanf] make one from text. Cleaning safe text again changes nothing, but
// that Clean shows the newlines that CleanLines kept.
type Safe struct{ s string }

// Clean makes any text one safe line: newlines and tabs are shown as ␊ and ␉.
func Clean(s string) Safe { return Safe{clean(s, false)} }

// CleanLines makes any text safe and keeps its lines, for [Wrap]. A tab is
// four blanks; CR LF and CR end a line as LF does.
func CleanLines(s string) Safe { return Safe{clean(s, true)} }

// Cleanf formats like fmt.Sprintf and makes the result one safe line.
func Cleanf(format string, args ...any) Safe { return Clean(fmt.Sprintf(format, args...)) }

// String returns the text.
func (s Safe) String() string { return s.s }

// Width returns the cells that the text takes on one line.
func (s Safe) Width() int {
	width := 0
	for rest := s.s; rest != ""; {
		var w int
		_, w, rest = nextCluster(rest)
		width += w
	}
	return width
}

// PadRight returns the text with blanks after it, so that it takes at least
// that many cells.
func (s Safe) PadRight(cells int) Safe {
	return Safe{s.s + strings.Repeat(" ", max(cells-s.Width(), 0))}
}

// PadLeft returns the text with blanks before it, so that it takes at least
// that many cells.
func (s Safe) PadLeft(cells int) Safe {
	return Safe{strings.Repeat(" ", max(cells-s.Width(), 0)) + s.s}
}

// Cut returns the text if it fits into that many cells, and else its beginning
// with … as the last cell.
func (s Safe) Cut(cells int) Safe { return s.cut(cells, "…") }

func (s Safe) cut(cells int, ellipsis string) Safe {
	if cells <= 0 {
		return Safe{}
	}
	at, fits := 0, 0 // cells so far; bytes that leave room for the ellipsis
	for rest := s.s; rest != ""; {
		if at < cells {
			fits = len(s.s) - len(rest)
		}
		var w int
		_, w, rest = nextCluster(rest)
		if at += w; at > cells {
			return Safe{s.s[:fits] + ellipsis}
		}
	}
	return s
}

// Tail returns the text if it fits into that many cells, and else its end with
// … as the first cell: for text that is being typed.
func (s Safe) Tail(cells int) Safe { return s.tail(cells, "…") }

func (s Safe) tail(cells int, ellipsis string) Safe {
	if cells <= 0 {
		return Safe{}
	}
	over := s.Width() - cells
	if over <= 0 {
		return s
	}
	rest := s.s
	for gone := 0; gone <= over && rest != ""; {
		var w int
		_, w, rest = nextCluster(rest)
		gone += w
	}
	return Safe{ellipsis + rest}
}

// clean is the one way from text to safe text.
func clean(s string, lines bool) string {
	odd := func(r rune) bool { return r < ' ' || r >= 0x7f }
	if strings.IndexFunc(s, odd) < 0 {
		return s
	}
	if lines {
		s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\t", "    ").Replace(s)
	}
	var b strings.Builder
	for s != "" {
		switch c := s[0]; {
		case c == '\n' && lines:
			b.WriteByte(c)
			s = s[1:]
		case c < ' ':
			b.WriteRune('␀' + rune(c))
			s = s[1:]
		case c == 0x7f:
			b.WriteString("␡")
			s = s[1:]
		default:
			cluster, _ := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
			writeCluster(&b, cluster)
			s = s[len(cluster):]
		}
	}
	return b.String()
}

// maxMarks is the largest number of combining marks in a cluster.
const maxMarks = 8

// writeCluster writes a cluster as it is if it can be drawn, and else what is
// in it, rune by rune.
func writeCluster(b *strings.Builder, cluster string) {
	if whole(cluster) {
		b.WriteString(cluster)
		return
	}
	first := true
	for i, r := range cluster {
		size := utf8.RuneLen(r)
		switch {
		case r == utf8.RuneError && cluster[i:min(i+3, len(cluster))] != "\uFFFD":
			fmt.Fprintf(b, `\x%02X`, cluster[i])
			first = true
		case first && whole(cluster[i:i+size]):
			b.WriteRune(r)
			first = false // what follows in the cluster would join it again
		default:
			fmt.Fprintf(b, "<U+%04X>", r)
			first = true
		}
	}
}

// whole reports whether a cluster is drawn as it is: all of its runes are
// printable, it takes one or two cells whether one measures it as a whole or
// rune by rune (old and new terminals differ in this), and it joins no
// letter before or after it.
func whole(cluster string) bool {
	if len(cluster) == 1 && cluster[0] < utf8.RuneSelf {
		return cluster[0] >= ' ' && cluster[0] < 0x7f
	}
	if !utf8.ValidString(cluster) || utf8.RuneCountInString(cluster) > 1+maxMarks {
		return false
	}
	for _, r := range cluster {
		if !drawable(r) || unicode.Is(unicode.Variation_Selector, r) {
			return false
		}
	}
	w := ansi.StringWidth(cluster)
	if w < 1 || w > 2 || w != ansi.StringWidthWc(cluster) {
		return false
	}
	before, _ := ansi.FirstGraphemeCluster("a"+cluster, ansi.GraphemeWidth)
	after, _ := ansi.FirstGraphemeCluster(cluster+"a", ansi.GraphemeWidth)
	return before == "a" && after == cluster
}
