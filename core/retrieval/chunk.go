package retrieval

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Span is a part of a text: the bytes from Start up to End.
type Span struct{ Start, End int }

// In returns the part of text. It panics if text is too short.
func (s Span) In(text string) string { return text[s.Start:s.End] }

// Overlap returns how many bytes two spans share.
func (s Span) Overlap(t Span) int { return max(0, min(s.End, t.End)-max(s.Start, t.Start)) }

// Chunks groups neighbouring units, sentences or tokens, into chunks of size
// units each. Neighbouring chunks share overlap units, so that what stands at
// a border is whole in one of them; the last chunk may be shorter, but none
// only repeats the one before. It panics unless 0 <= overlap < size.
func Chunks(units []Span, size, overlap int) []Span {
	if overlap < 0 || overlap >= size {
		panicf("chunks of %d units of which %d overlap", size, overlap)
	}
	var chunks []Span
	for from := 0; from < len(units); from += size - overlap {
		to := min(from+size, len(units))
		chunks = append(chunks, Span{units[from].Start, units[to-1].End})
		if to == len(units) {
			break
		}
	}
	return chunks
}

// Sentences returns the sentences of text, without the white space between
// them. One ends at . ! ? or … and the quotes and brackets that follow, if
// white space comes next and then no small letter; at the full stops of
// Chinese and Japanese wherever they stand; and at an empty line. The point
// after an initial or a common English abbreviation ends none.
func Sentences(text string) []Span {
	var spans []Span
	start := 0
	add := func(end int) {
		body := strings.TrimSpace(text[start:end])
		if body != "" {
			from := start + strings.Index(text[start:end], body)
			spans = append(spans, Span{from, from + len(body)})
		}
		start = end
	}
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		at += size
		switch {
		case r < utf8.RuneSelf && r != '.' && r != '!' && r != '?' && r != '\n': // nearly all of most texts
		case strings.ContainsRune("。！？｡", r):
			at += closing(text[at:])
			add(at)
		case strings.ContainsRune(".!?…", r):
			point := at - size
			at += closing(text[at:])
			if ends(text[at:]) && !(r == '.' && abbreviated(text[start:point])) {
				add(at)
			}
		case r == '\n' && emptyLine(text[at:]):
			add(at)
		}
	}
	add(len(text))
	return spans
}

// Bounded returns spans of text with those longer than most bytes cut into
// pieces: behind the last white space that leaves a piece no longer, else
// between two characters. White space at the ends of a piece is left out.
// It panics if most is less than the bytes of a character, 4.
func Bounded(text string, spans []Span, most int) []Span {
	if most < utf8.UTFMax {
		panicf("pieces of %d bytes", most)
	}
	var out []Span
	for _, s := range spans {
		for s = trimmed(text, s); s.End-s.Start > most; s = trimmed(text, s) {
			cut := s.Start + most
			for cut > s.Start+1 && !utf8.RuneStart(text[cut]) {
				cut--
			}
			if next, _ := utf8.DecodeRuneInString(text[cut:]); !unicode.IsSpace(next) {
				if n := strings.LastIndexFunc(text[s.Start:cut], unicode.IsSpace); n > 0 {
					cut = s.Start + n
				}
			}
			out = append(out, trimmed(text, Span{s.Start, cut}))
			s.Start = cut
		}
		if s.Start < s.End {
			out = append(out, s)
		}
	}
	return out
}

// trimmed is a span without the white space at its ends.
func trimmed(text string, s Span) Span {
	body := strings.TrimLeftFunc(s.In(text), unicode.IsSpace)
	start := s.End - len(body)
	return Span{start, start + len(strings.TrimRightFunc(body, unicode.IsSpace))}
}

// closing returns how many bytes of further marks, quotes and brackets follow
// the end of a sentence.
func closing(rest string) int {
	return len(rest) - len(strings.TrimLeft(rest, ".!?…。！？｡\"')]}’”»」』）"))
}

// ends reports whether a sentence can end before rest.
func ends(rest string) bool {
	next := strings.TrimLeftFunc(rest, unicode.IsSpace)
	if next == "" {
		return true
	}
	r, _ := utf8.DecodeRuneInString(next)
	return len(next) < len(rest) && !unicode.IsLower(r)
}

// emptyLine reports whether the next line has nothing but white space.
func emptyLine(rest string) bool {
	line, _, more := strings.Cut(rest, "\n")
	return more && strings.TrimSpace(line) == ""
}

// abbreviated reports whether the last word of s is written with a point.
func abbreviated(s string) bool {
	word := s[strings.LastIndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && r != '.' })+1:]
	r, size := utf8.DecodeRuneInString(word)
	if size > 0 && size == len(word) && unicode.IsUpper(r) {
		return word != "I" // an initial, as in "J. Smith"
	}
	return slices.Contains(abbreviations, word)
}

var abbreviations = strings.Fields("Mr Mrs Ms Dr Prof St Jr Sr vs etc e.g i.e cf No Fig approx")
