package token

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Pieces cuts text as GPT-2 does before it merges bytes; no token ever reaches
// over a cut. The pattern of openai/gpt-2, src/encoder.py, is
//
//	's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
//
// written by hand here, as Go's regexp has no lookahead. A byte that is not
// valid UTF-8 counts as punctuation. The pieces joined are the text.
func Pieces(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for len(text) > 0 {
			n := pieceLen(text)
			if !yield(text[:n]) {
				return
			}
			text = text[n:]
		}
	}
}

// pieceLen returns the length in bytes of the first piece of a text that is
// not empty.
func pieceLen(text string) int {
	if text[0] == '\'' {
		for _, s := range [...]string{"'s", "'t", "'re", "'ve", "'m", "'ll", "'d"} {
			if strings.HasPrefix(text, s) {
				return len(s)
			}
		}
	}
	start := 0
	if text[0] == ' ' {
		start = 1
	}
	first, _ := utf8.DecodeRuneInString(text[start:])
	if start == len(text) || unicode.IsSpace(first) {
		return spaceLen(text)
	}
	kind := kindOf(first)
	return start + runLen(text[start:], func(r rune) bool { return kindOf(r) == kind })
}

// spaceLen returns the length of the leading white space, without its last
// character if a word follows: a blank belongs to the word after it. A single
// character has to stand alone, or nothing would be left to take.
func spaceLen(text string) int {
	n := runLen(text, unicode.IsSpace)
	if n == len(text) {
		return n
	}
	if _, last := utf8.DecodeLastRuneInString(text[:n]); last < n {
		return n - last
	}
	return n
}

// runLen returns the length in bytes of the leading run of characters in set.
func runLen(text string, in func(rune) bool) int {
	for i, r := range text {
		if !in(r) {
			return i
		}
	}
	return len(text)
}

// A kind is a class of characters that stay together in a piece.
type kind int

const (
	punctuation kind = iota
	letter
	number
	space
)

func kindOf(r rune) kind {
	switch {
	case unicode.IsLetter(r):
		return letter
	case unicode.IsNumber(r):
		return number
	case unicode.IsSpace(r):
		return space
	}
	return punctuation
}
