package retrieval

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// An Analyzer turns text into the terms that are indexed and asked for. A word
// is a run of letters, their marks, digits and underscores. Chinese, Japanese
// and Korean, which are written without blanks (or, in Korean, with endings
// that change), become overlapping pairs of characters, as in Lucene's
// CJKBigramFilter.
//
// There is no stemming: "cat" does not find "cats". Text is taken as it is
// encoded: an é in one character and one in two are different letters.
type Analyzer struct {
	KeepCase bool            // else letters are made lower case
	MinRunes int             // shorter words are dropped; it holds for no CJK
	Stop     map[string]bool // words that are dropped, in lower case unless KeepCase
	// Least and Most are the lengths of the runs of words that become terms:
	// 1 and 2 give words and pairs of neighbours. 0 counts as 1. Neighbours
	// are those that are left after words were dropped.
	Least, Most int
}

// A Token is a term and where in the text it stands.
type Token struct {
	Text string
	Span
}

// Terms returns the terms of text.
func (a Analyzer) Terms(text string) []string {
	tokens := a.Tokens(text)
	terms := make([]string, len(tokens))
	for i, t := range tokens {
		terms[i] = t.Text
	}
	return terms
}

// Tokens returns the terms of text with their places: first all of the least
// number of words, in the order of the text, then longer ones. It panics if
// Least is above Most, or one is negative.
func (a Analyzer) Tokens(text string) []Token {
	least, most := max(a.Least, 1), max(a.Most, 1)
	if a.Least < 0 || a.Most < 0 || least > most {
		panicf("terms of %d to %d words", a.Least, a.Most)
	}
	words := a.words(text)
	if most == 1 {
		return words
	}
	var tokens []Token
	for n := least; n <= most; n++ {
		for i := 0; i+n <= len(words); i++ {
			tokens = append(tokens, joined(words[i:i+n]))
		}
	}
	return tokens
}

func joined(words []Token) Token {
	parts := make([]string, len(words))
	for i, w := range words {
		parts[i] = w.Text
	}
	return Token{strings.Join(parts, " "), Span{words[0].Start, words[len(words)-1].End}}
}

func (a Analyzer) words(text string) []Token {
	const wordBytes = 6 // on average, with a blank
	words := make([]Token, 0, len(text)/wordBytes+1)
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		if !inWord(r) {
			at += size
			continue
		}
		cjk := isCJK(r)
		end := len(text)
		if n := strings.IndexFunc(text[at:], func(r rune) bool { return !inWord(r) || isCJK(r) != cjk }); n >= 0 {
			end = at + n
		}
		if cjk {
			words = a.pairs(words, text, Span{at, end})
		} else if s := text[at:end]; utf8.RuneCountInString(s) >= a.MinRunes {
			words = a.add(words, s, Span{at, end})
		}
		at = end
	}
	return words
}

func (a Analyzer) add(words []Token, s string, at Span) []Token {
	if !a.KeepCase {
		s = lower(s)
	}
	if a.Stop[s] {
		return words
	}
	return append(words, Token{s, at})
}

// lower is s in lower case. Of the two small sigmas a word ends with ς, as in
// Python's str.lower (Unicode 15.0, section 3.13, Final_Sigma).
func lower(s string) string {
	small := strings.ToLower(s)
	body, ends := strings.CutSuffix(small, "σ")
	last, _ := utf8.DecodeLastRuneInString(body)
	if ends && strings.HasSuffix(s, "Σ") && unicode.IsLetter(last) {
		return body + "ς"
	}
	return small
}

// pairs appends the pairs of neighbours in a run of CJK characters, or the
// only character.
func (a Analyzer) pairs(words []Token, text string, run Span) []Token {
	_, first := utf8.DecodeRuneInString(text[run.Start:])
	if run.Start+first == run.End {
		return a.add(words, text[run.Start:run.End], run)
	}
	for at := run.Start; at+first < run.End; {
		_, second := utf8.DecodeRuneInString(text[at+first:])
		words = a.add(words, text[at:at+first+second], Span{at, at + first + second})
		at, first = at+first, second
	}
	return words
}

func inWord(r rune) bool {
	return r == '_' || unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r)
}

func isCJK(r rune) bool {
	const lengthMark = 'ー' // of katakana, though Unicode calls its script common
	return r == lengthMark || r >= 0x1100 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
}
