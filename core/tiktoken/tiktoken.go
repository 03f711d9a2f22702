// Package tiktoken cuts text into the tokens of OpenAI's models: r50k_base,
// cl100k_base and o200k_base, as OpenAI's tiktoken library does. The vocabulary
// is what the models from GPT-4 on do disclose.
//
// A vocabulary is a list of byte strings; a token's id is its place in it, and
// its rank: the string learnt first is merged first. The patterns that cut text
// into pieces are those of tiktoken_ext/openai_public.py at openai/tiktoken.
package tiktoken

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// An Encoding is a vocabulary and the way to cut text into it. It does not
// change, so any number of goroutines may use it.
type Encoding struct {
	name    string
	size    int
	pieces  *regexp.Regexp
	special []Token // by id
	index
}

// A Token is one entry of a vocabulary.
type Token struct {
	ID    int
	Bytes string // not always whole characters
}

// Published returns the vocabularies, the oldest first: r50k_base of GPT-2 and
// GPT-3, which has 256 bytes, 50,000 merges and one special token; cl100k_base of
// GPT-3.5 and GPT-4; and o200k_base of GPT-4o, GPT-4.1 and GPT-5. That of gpt-oss,
// o200k_harmony, differs from the last in special tokens alone.
func Published() []*Vocabulary { return []*Vocabulary{r50k, cl100k, o200k} }

// Each vocabulary is unpacked when it is first asked for, and kept, at
// 1 to 7 MB.
var (
	r50k = &Vocabulary{name: "r50k_base", size: 50_257, packed: packedR50k, special: []Token{{50_256, endOfText}},
		pattern: `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+`}
	cl100k = &Vocabulary{name: "cl100k_base", size: 100_277, packed: packedCL100k, special: []Token{
		{100_257, endOfText}, {100_258, "<|fim_prefix|>"}, {100_259, "<|fim_middle|>"}, {100_260, "<|fim_suffix|>"}, {100_276, endOfPrompt}},
		pattern: `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}` +
			`| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+`}
	o200k = &Vocabulary{name: "o200k_base", size: 200_019, packed: packedO200k, special: []Token{{199_999, endOfText}, {200_018, endOfPrompt}},
		pattern: `[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?` +
			`|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?` +
			`|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+`}
)

// The names that several encodings have for special tokens.
const (
	endOfText   = "<|endoftext|>"
	endOfPrompt = "<|endofprompt|>"
)

// space is what \s means in the published patterns, Unicode's White_Space; in
// package regexp \s is ASCII.
const space = `\t-\r \x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}`

// compile turns a published pattern, without the \s+(?!\S)|\s+ that all of
// them end with, into one that matches the first piece of a text. What the
// look-ahead does is left to [Encoding.piece]: package regexp has none.
func compile(pattern string) *regexp.Regexp {
	pattern = strings.ReplaceAll(pattern, `[^\s`, `[^`+space)
	pattern = strings.ReplaceAll(pattern, `\s`, `[`+space+`]`)
	return regexp.MustCompile(`^(?:` + pattern + `|([` + space + `]+))`)
}

// Name returns the name that tiktoken has for the encoding.
func (e *Encoding) Name() string { return e.name }

// Size returns how many ids the encoding counts, special tokens among them.
func (e *Encoding) Size() int { return e.size }

// Tokens returns the bytes of the learnt tokens, by id. It is the encoding's
// own list: do not change it.
func (e *Encoding) Tokens() []string { return e.byID }

// Encode cuts a text into tokens. Special tokens written out in it are read as
// text (encode_ordinary in tiktoken). A byte that is not UTF-8 is read as
// U+FFFD, since the patterns know characters only; valid text is the tokens'
// bytes, one after the other.
func (e *Encoding) Encode(text string) []Token {
	if !utf8.ValidString(text) {
		text = string([]rune(text))
	}
	var tokens []Token
	for text != "" {
		n := e.piece(text)
		tokens = e.merge(tokens, text[:n])
		text = text[n:]
	}
	return tokens
}

// Special returns the special tokens, whose bytes are their names. It is the
// encoding's own list: do not change it.
func (e *Encoding) Special() []Token { return e.special }

// EncodeSpecial cuts a text into tokens as [Encoding.Encode] does, but for the
// names of special tokens in it, which become those tokens (encode with
// allowed_special="all" in tiktoken).
func (e *Encoding) EncodeSpecial(text string) []Token {
	var tokens []Token
	for {
		at, found := len(text), Token{}
		for _, s := range e.special {
			if i := strings.Index(text, s.Bytes); i >= 0 && i < at {
				at, found = i, s
			}
		}
		tokens = append(tokens, e.Encode(text[:at])...)
		if found.Bytes == "" {
			return tokens
		}
		tokens = append(tokens, found)
		text = text[at+len(found.Bytes):]
	}
}

// piece returns the length of the first piece of a text. White space before a
// word leaves its last character to the word: \s+(?!\S).
func (e *Encoding) piece(text string) int {
	at := e.pieces.FindStringSubmatchIndex(text) // each character begins some piece
	n := at[1]
	if blank := at[2] >= 0; blank && n < len(text) {
		if _, last := utf8.DecodeLastRuneInString(text[:n]); last < n {
			n -= last
		}
	}
	return n
}

// merge appends the tokens of a piece: its bytes, of which the two neighbours
// that make the token of the lowest rank are joined, the leftmost first, until
// no two make one.
func (e *Encoding) merge(dst []Token, piece string) []Token {
	if id := e.id(piece); id != none {
		return append(dst, Token{int(id), piece})
	}
	start := make([]int, len(piece)+1) // of each part, and the end
	for i := range start {
		start[i] = i
	}
	joined := func(i int) int32 { // the rank of part i with the next one
		if i+2 >= len(start) {
			return none
		}
		return e.id(piece[start[i]:start[i+2]])
	}
	rank := make([]int32, len(piece))
	for i := range rank {
		rank[i] = joined(i)
	}
	for {
		i := lowest(rank)
		if rank[i] == none {
			break
		}
		start = slices.Delete(start, i+1, i+2)
		rank = slices.Delete(rank, i+1, i+2)
		rank[i] = joined(i)
		if i > 0 {
			rank[i-1] = joined(i - 1)
		}
	}
	for i := range rank {
		part := piece[start[i]:start[i+1]]
		dst = append(dst, Token{int(e.id(part)), part})
	}
	return dst
}

// lowest returns the first place of the least value.
func lowest(rank []int32) int {
	at := 0
	for i, r := range rank {
		if r < rank[at] {
			at = i
		}
	}
	return at
}
