package endpoint

import (
	"strings"
	"sync"
	"unicode/utf8"

	"logitarium/core/sampling"
)

// The numbers of tokens: a byte has its own, what ends a text the next one, and
// what a server tells those behind it, in the order in which it came.
const (
	endToken   = 256
	mostPieces = 1 << 15 // that are told apart in one run of the program
)

// ends are the names by which models call what ends a text. A server that gives
// special tokens no text tells an empty one.
var ends = map[string]bool{
	"": true, "</s>": true, "<eos>": true, "<|endoftext|>": true, "<|end_of_text|>": true, "<|im_end|>": true,
	"<|eot_id|>": true, "<|eom_id|>": true, "<end_of_turn>": true, "<|end|>": true, "<|return|>": true,
}

// vocabulary is the tokens that a server has told. It is an lm.Gatherer.
type vocabulary struct {
	count int // how many the model has; sampling.Unknown if the server does not say

	mu     sync.Mutex
	pieces []string
	tokens map[string]int // by piece
}

func newVocabulary(count int) *vocabulary {
	v := &vocabulary{count: sampling.Unknown, tokens: map[string]int{}}
	if count > 0 {
		v.count = count
	}
	for c := range endToken {
		v.add(string([]byte{byte(c)}))
	}
	v.pieces = append(v.pieces, "<end>")
	return v
}

func (v *vocabulary) add(piece string) int {
	v.tokens[piece] = len(v.pieces)
	v.pieces = append(v.pieces, piece)
	return len(v.pieces) - 1
}

// token returns the number of a piece. ok is false when there is no room for
// another one.
func (v *vocabulary) token(piece string) (token int, ok bool) {
	if ends[piece] {
		return endToken, true
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if token, ok = v.tokens[piece]; ok {
		return token, true
	}
	if len(v.pieces) == mostPieces {
		return 0, false
	}
	return v.add(strings.Clone(piece)), true // not the whole answer with it
}

// Count implements lm.Gatherer.
func (v *vocabulary) Count() int { return v.count }

// Size is a bound.
func (v *vocabulary) Size() int { return mostPieces }

// End is the token that ends a text, whatever its name.
func (v *vocabulary) End() int { return endToken }

// Encode returns bytes.
func (v *vocabulary) Encode(text string) []int {
	tokens := make([]int, len(text))
	for i := range len(text) {
		tokens[i] = int(text[i])
	}
	return tokens
}

// EncodeSpecial is Encode: whether a name is a special token is the server's
// affair.
func (v *vocabulary) EncodeSpecial(text string) []int { return v.Encode(text) }

// Decode puts pieces together.
func (v *vocabulary) Decode(tokens []int) string {
	var text strings.Builder
	for _, token := range tokens {
		text.Write(v.Bytes(token))
	}
	return text.String()
}

// Bytes returns the piece of a token.
func (v *vocabulary) Bytes(token int) []byte {
	v.mu.Lock()
	defer v.mu.Unlock()
	if token >= len(v.pieces) { // not told yet: a bound is no promise
		return nil
	}
	return []byte(v.pieces[token])
}

// text is what tokens say, for a request; ok is false if they end within a
// character.
func (v *vocabulary) text(tokens []int) (text string, ok bool) {
	if len(tokens) == 1 && tokens[0] == endToken { // how a text begins
		return "", true
	}
	text = v.Decode(tokens)
	return text, utf8.ValidString(text)
}
