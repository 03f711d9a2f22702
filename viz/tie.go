package viz

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// units are what stands behind a number after a blank, where it says nothing
// without it. Chinese counters are known by their script.
var units = []string{
	"%", "‰", "°", "×", "σ", "dB", "B", "kB", "MB", "GB", "TB", "K", "M",
	"µs", "ms", "s", "min", "h", "bit", "bits", "nats", "million", "billion", "trillion",
}

// tied reports whether the blank between two parts of a line is inside of what
// is read as one:
//
//   - a number and its unit: 11.3 %, 64 MB, 2.5 bits; or in Chinese its counter
//   - a sign and the number it stands before: = 3, ≥ .9, − 1, and the number or
//     the letter before such a sign: k = 3, 0.2 < 0.5, 3 × 4; a sum may break
//     before its signs
//   - a letter and its value: T 0.7; a logarithm and its number
//   - a number and what it is out of: 3 of 8
func tied(left, right string) bool {
	if last, _ := utf8.DecodeLastRuneInString(left); counts(string(last), right) {
		return true
	}
	word := left[strings.LastIndexByte(left, ' ')+1:]
	counted := endsInNumber(strings.TrimRight(left[:len(left)-len(word)], " "))
	next, after, _ := strings.Cut(right, " ")
	switch {
	case beginsNumber(next):
		return joining(word) || counted && word == "of" || letter(word) && !(counted && isUnit(word))
	case relating(next):
		return beginsNumber(after) && (endsInNumber(word) || letter(word))
	case next == "of":
		return beginsNumber(after) && endsInNumber(word)
	}
	return endsInNumber(word) && isUnit(next)
}

// Bound returns the text with no-break spaces where [Wrap] keeps two parts
// together, for a page whose lines a browser breaks.
func (s Safe) Bound() Safe {
	parts := strings.SplitAfter(s.s, " ")
	var b strings.Builder
	read := 0
	for _, part := range parts {
		read += len(part)
		if word, blank := strings.CutSuffix(part, " "); blank && tied(s.s[:read-1], s.s[read:]) {
			part = word + "\u00a0"
		}
		b.WriteString(part)
	}
	return Safe{b.String()}
}

// beginsNumber reports whether a text begins with a number, which may have a sign.
func beginsNumber(s string) bool {
	s = strings.TrimLeft(s, "+-−")
	s = strings.TrimPrefix(s, ".")
	return s != "" && isDigit(rune(s[0]))
}

// endsInNumber reports whether the last character of a word is a digit.
func endsInNumber(word string) bool { return word != "" && isDigit(rune(word[len(word)-1])) }

// isUnit reports whether a word begins with a unit, and nothing that would make it
// another word follows: "MB," and "s)", not "so".
func isUnit(word string) bool {
	end := strings.IndexFunc(word, func(r rune) bool {
		return !unicode.IsLetter(r) && !strings.ContainsRune("%‰°×", r) || unicode.Is(unicode.Han, r)
	})
	if end < 0 {
		end = len(word)
	}
	return slices.Contains(units, word[:end])
}

// relating reports whether a word is a sign that belongs to both of its sides.
func relating(word string) bool {
	return utf8.RuneCountInString(word) == 1 && strings.ContainsAny(word, "=≈≠<>≤≥×x")
}

// joining reports whether a word is a sign, or a logarithm, that belongs to the
// number after it.
func joining(word string) bool {
	return relating(word) || word == "ln" || utf8.RuneCountInString(word) == 1 && strings.ContainsAny(word, "+-−±·/")
}

// letter reports whether a word ends in a name of one letter, such as T or γ:
// not the article, and behind a Chinese character or a bracket too.
func letter(word string) bool {
	last, size := utf8.DecodeLastRuneInString(word)
	if size == 0 || !unicode.IsLetter(last) || unicode.Is(unicode.Han, last) || word == "a" || word == "A" {
		return false
	}
	earlier, size := utf8.DecodeLastRuneInString(word[:len(word)-size])
	return size == 0 || unicode.Is(unicode.Han, earlier) || !unicode.IsLetter(earlier) && !unicode.IsDigit(earlier) && earlier != '\'' && earlier != '’'
}
