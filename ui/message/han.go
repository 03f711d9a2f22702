package message

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// edge stands at the ends of a Chinese argument while its message is put together.
const edge = 0

// sprint is fmt.Sprintf, without the blanks that [closed] takes out. What has no
// Chinese argument is left as it is, even a text from outside that holds an edge.
func sprint(format string, args ...any) string {
	text := fmt.Sprintf(format, args...)
	if slices.ContainsFunc(args, func(arg any) bool { s, ok := arg.(printed); return ok && s.marked() != string(s) }) {
		return closed(text)
	}
	return text
}

// marked is the argument, with a mark at each end that is Chinese.
func (s printed) marked() string {
	text := string(s)
	first, _ := utf8.DecodeRuneInString(text)
	last, _ := utf8.DecodeLastRuneInString(text)
	if wide(first) {
		text = string(rune(edge)) + text
	}
	if wide(last) {
		text += string(rune(edge))
	}
	return text
}

// Format implements [fmt.Formatter]. The edges of what is Chinese are marked, for
// [closed].
func (s printed) Format(f fmt.State, verb rune) {
	format, text := fmt.FormatString(f, verb), string(s)
	if format == "%v" || format == "%s" {
		text = s.marked()
	}
	fmt.Fprintf(f, format, text)
}

// closed takes the marks out, and with them the blank that a format has between
// a Chinese word of its own and an argument. It is there for arguments in Latin
// letters and for numbers, and none stands between two Chinese words: 用 BM25
// but 用混合. Two arguments stay apart, a name and its value.
func closed(text string) string {
	if strings.IndexByte(text, edge) < 0 {
		return text
	}
	var b strings.Builder
	for i := range len(text) {
		if text[i] != edge && !(text[i] == ' ' && spare(text[:i], text[i+1:])) {
			b.WriteByte(text[i])
		}
	}
	return b.String()
}

// spare reports whether a blank between two parts of a text is one of those that
// [closed] takes out: an edge on one side, the format's own word on the other.
func spare(before, after string) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	next, _ := utf8.DecodeRuneInString(after)
	switch {
	case last == edge:
		return wide(next)
	case next == edge:
		return wide(last)
	}
	return false
}

// wide reports whether a rune is Chinese, a word's or a mark's.
func wide(r rune) bool {
	return unicode.Is(unicode.Han, r) || r >= '\u3000' && r <= '\u303f' || r >= '\uff00' && r <= '\uff60'
}
