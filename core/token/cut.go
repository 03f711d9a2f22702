package token

import (
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"logitarium/core/fault"
)

// Pattern is a way to cut text into pieces before their bytes are merged. Go's
// regexp has no look-ahead, so that each pattern is written by hand.
//
// Source: the patterns of llama.cpp 0.7.0, src/llama-vocab.cpp.
type Pattern int

// The ways that model files name.
const (
	GPT2        Pattern = iota // as [Pieces]
	Llama3                     // any one character before letters, digits by three, line ends with what is before them
	Qwen2                      // as Llama3, digits one by one
	SmolLM                     // digits one by one, the rest as GPT2
	DeepSeekLLM                // five patterns one after the other
)

// cutNames are the names of the ways in GGUF files: several for one.
var cutNames = map[string]Pattern{
	"gpt-2": GPT2, "phi-2": GPT2,
	"llama-bpe": Llama3, "llama3": Llama3, "llama-v3": Llama3, "falcon3": Llama3, "pixtral": Llama3,
	"qwen2": Qwen2, "deepseek-r1-qwen": Qwen2,
	"smollm":       SmolLM,
	"deepseek-llm": DeepSeekLLM,
}

// CutNamed returns the way that tokenizer.ggml.pre names in a GGUF file.
func CutNamed(name string) (Pattern, error) {
	c, ok := cutNames[name]
	if !ok {
		return 0, fault.Errorf("text is cut by the pre-tokenizer %.40q, which is not built in; gpt-2, llama-bpe, qwen2, smollm and deepseek-llm are", strings.ToValidUTF8(name, "\ufffd"))
	}
	return c, nil
}

// Pieces cuts a text. The pieces joined are the text, and none is empty.
func (c Pattern) Pieces(text string) iter.Seq[string] {
	switch c {
	case Llama3:
		return scan(text, func(text string) int { return modernLen(text, 3) })
	case Qwen2:
		return scan(text, func(text string) int { return modernLen(text, 1) })
	case SmolLM:
		return inTurn(text, []func(string) (int, int){findDigit, func(text string) (int, int) { return 0, pieceLen(text) }})
	case DeepSeekLLM:
		return inTurn(text, deepSeekLLM)
	}
	return Pieces(text)
}

// scan yields a text's pieces, of which next returns the first one's length.
func scan(text string, next func(string) int) iter.Seq[string] {
	return func(yield func(string) bool) {
		for len(text) > 0 {
			n := next(text)
			if !yield(text[:n]) {
				return
			}
			text = text[n:]
		}
	}
}

// modernLen returns the length of the first piece by
//
//	(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,digits}|
//	 ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+
func modernLen(text string, digits int) int {
	if n := contractionLen(text); n > 0 {
		return n
	}
	first, size := utf8.DecodeRuneInString(text)
	switch kindOf(first) {
	case letter:
		return runLen(text, unicode.IsLetter)
	case number:
		n := 0
		for _, r := range text {
			if digits--; digits < 0 || !unicode.IsNumber(r) {
				break
			}
			n += utf8.RuneLen(r)
		}
		return n
	}
	if first != '\r' && first != '\n' {
		if n := runLen(text[size:], unicode.IsLetter); n > 0 {
			return size + n
		}
	}
	start := 0
	if first == ' ' {
		start = 1
	}
	if n := runLen(text[start:], func(r rune) bool { return kindOf(r) == punctuation }); n > 0 {
		n += start
		return n + runLen(text[n:], lineEnd)
	}
	space := text[:runLen(text, unicode.IsSpace)]
	if last := strings.LastIndexAny(space, "\r\n"); last >= 0 {
		return last + 1
	}
	return spaceLen(text)
}

func lineEnd(r rune) bool { return r == '\r' || r == '\n' }

// contractionLen returns the length of 's, 'RE and the like at the beginning; 0
// if there is none. Go's folding would take ſ for an s, as some programs do.
func contractionLen(text string) int {
	if text[0] != '\'' {
		return 0
	}
	for _, s := range [...]string{"s", "t", "re", "ve", "m", "ll", "d"} {
		if n := 1 + len(s); len(text) >= n && asciiLower(text[1:n]) == s {
			return n
		}
	}
	return 0
}

func asciiLower(s string) string {
	b := []byte(s)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}

// inTurn cuts a text by patterns one after the other, each the pieces that the
// one before has left: a match is a piece, and so is what stands between two.
// A pattern returns where in a text its first match begins, and where it ends;
// an empty one is none.
func inTurn(text string, patterns []func(string) (from, to int)) iter.Seq[string] {
	pieces := []string{text}
	for _, find := range patterns {
		var cut []string
		for _, p := range pieces {
			for len(p) > 0 {
				from, to := find(p)
				if from == to {
					from, to = len(p), len(p)
				}
				for _, part := range [...]string{p[:from], p[from:to]} {
					if part != "" {
						cut = append(cut, part)
					}
				}
				p = p[to:]
			}
		}
		pieces = cut
	}
	return slices.Values(pieces)
}

func findDigit(text string) (from, to int) {
	for i, r := range text {
		if unicode.IsNumber(r) {
			return i, i + utf8.RuneLen(r)
		}
	}
	return 0, 0
}

// deepSeekLLM are [\r\n], \s?LETTERS+, \s?PUNCTUATION+, \s+$, HAN+ and \p{N}+,
// with sets of their own.
var deepSeekLLM = []func(string) (from, to int){
	func(text string) (from, to int) {
		from = strings.IndexAny(text, "\r\n")
		if from < 0 {
			return 0, 0
		}
		return from, from + 1
	},
	func(text string) (from, to int) { return findRun(text, deepSeekLetters, true) },
	func(text string) (from, to int) { return findRun(text, deepSeekPunctuation, true) },
	func(text string) (from, to int) {
		return len(strings.TrimRightFunc(text, unicode.IsSpace)), len(text)
	},
	func(text string) (from, to int) { return findRun(text, deepSeekHan, false) },
	func(text string) (from, to int) {
		from = strings.IndexFunc(text, unicode.IsNumber)
		if from < 0 {
			return 0, 0
		}
		return from, from + runLen(text[from:], unicode.IsNumber)
	},
}

// findRun finds the first run of characters in a set, with one white space
// before it if spaced.
func findRun(text string, set []rune, spaced bool) (from, to int) {
	in := func(r rune) bool { return inRanges(set, r) }
	from = strings.IndexFunc(text, in)
	if from < 0 {
		return 0, 0
	}
	to = from + runLen(text[from:], in)
	if r, size := utf8.DecodeLastRuneInString(text[:from]); spaced && unicode.IsSpace(r) {
		from -= size
	}
	return from, to
}

// inRanges reports whether r is in one of the ranges: the first and the last
// character of each, in rising order.
func inRanges(set []rune, r rune) bool {
	i, found := slices.BinarySearch(set, r)
	return found || i%2 == 1
}
