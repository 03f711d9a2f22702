package token

import (
	"math"
	"strings"

	"logitarium/core/fault"
)

// blankMark stands for a blank in the tokens of SentencePiece (Kudo and
// Richardson 2018).
const blankMark = "\u2581" // ▁

// A sentencePiece joins the characters of a text to tokens: of all neighbours
// that are a token together, the pair whose token has the highest score, and of
// these the leftmost one, again and again. What is no token in the end is
// spelt byte by byte.
type sentencePiece struct {
	ids    map[string]int32 // as the file spells them
	order  []uint32         // by id: the lower, the higher the score
	byteID [256]int32
}

func newSentencePiece(s Spec) (*sentencePiece, error) {
	e := &sentencePiece{ids: make(map[string]int32, len(s.Tokens)), order: make([]uint32, len(s.Tokens))}
	for i := range e.byteID {
		e.byteID[i] = -1
	}
	for id, name := range s.Tokens {
		e.ids[name] = int32(id)
		e.order[id] = fallingOrder(s.Scores[id])
		if c, ok := byteNamed(name); ok && (s.Roles == nil || s.Roles[id] == Byte) {
			e.byteID[c] = int32(id)
		}
	}
	for c, id := range e.byteID {
		if id >= 0 {
			continue
		}
		one, ok := e.ids[string([]byte{byte(c)})]
		if !ok {
			return nil, fault.Errorf("the tokenizer has no token for byte 0x%02X: is this a SentencePiece vocabulary with byte fallback?", c)
		}
		e.byteID[c] = one
	}
	return e, nil
}

// byteNamed returns the byte of a token like <0x0A>.
func byteNamed(name string) (byte, bool) {
	const digits = "0123456789ABCDEF"
	if len(name) != 6 || name[:3] != "<0x" || name[5] != '>' {
		return 0, false
	}
	high, low := strings.IndexByte(digits, name[3]), strings.IndexByte(digits, name[4])
	return byte(high<<4 | low), high >= 0 && low >= 0
}

// fallingOrder numbers scores so that the highest comes first.
func fallingOrder(score float32) uint32 {
	if score == 0 {
		score = 0 // of both signs
	}
	b := math.Float32bits(score)
	if b>>31 == 0 {
		return ^(b | 1<<31)
	}
	return b
}

// AppendEncode appends the tokens of a text, in which blanks are blanks.
func (e *sentencePiece) AppendEncode(dst []int, text string) []int {
	j := joining{of: e, text: strings.ReplaceAll(text, " ", blankMark)}
	for i := 0; i < len(j.text); {
		n := min(lengthBy(j.text[i]), len(j.text)-i)
		j.start = append(j.start, i)
		j.prev = append(j.prev, int32(len(j.start)-2))
		j.next = append(j.next, int32(len(j.start)))
		j.rank = append(j.rank, unjoined)
		i += n
	}
	j.start = append(j.start, len(j.text)) // where the one after the last begins
	for i := range j.rank {
		j.rate(int32(i))
	}
	for len(j.heap) > 0 {
		top := j.heap.pop()
		if at := int32(uint32(top)); j.rank[at] == int64(top>>32) {
			j.join(at)
		}
	}
	for i := int32(0); int(i) < len(j.rank); i = j.next[i] {
		dst = e.spell(dst, j.span(i, j.next[i]))
	}
	return dst
}

// spell appends the token of a text, or those of its bytes.
func (e *sentencePiece) spell(dst []int, text string) []int {
	if id, ok := e.ids[text]; ok {
		return append(dst, int(id))
	}
	for i := range len(text) {
		dst = append(dst, int(e.byteID[text[i]]))
	}
	return dst
}

// lengthBy returns the bytes of a character by its first one. What is not UTF-8
// is cut as llama.cpp cuts it.
func lengthBy(first byte) int {
	switch {
	case first < 0xC0:
		return 1
	case first < 0xE0:
		return 2
	case first < 0xF0:
		return 3
	}
	return 4
}

// unjoined is the rank of neighbours that are no token together.
const unjoined = -1

// joining is a text whose characters are joined: a linked list in arrays, by
// the number of the first character, and a heap of the pairs.
type joining struct {
	of         *sentencePiece
	text       string
	start      []int   // by character: its first byte
	prev, next []int32 // by first character of a span: that of its neighbours
	rank       []int64 // by first character: the order of the pair that begins there
	heap       pairHeap
}

// span is the text from one character to another, which is not part of it.
func (j *joining) span(from, to int32) string { return j.text[j.start[from]:j.start[to]] }

// rate looks up the pair that begins at a character.
func (j *joining) rate(at int32) {
	j.rank[at] = unjoined
	second := j.next[at]
	if int(second) == len(j.rank) {
		return
	}
	if id, ok := j.of.ids[j.span(at, j.next[second])]; ok {
		j.rank[at] = int64(j.of.order[id])
		j.heap.push(uint64(j.of.order[id])<<32 | uint64(at))
	}
}

// join joins what begins at a character with what follows.
func (j *joining) join(at int32) {
	gone := j.next[at]
	j.rank[gone] = unjoined
	j.next[at] = j.next[gone]
	if after := j.next[at]; int(after) < len(j.rank) {
		j.prev[after] = at
	}
	j.rate(at)
	if before := j.prev[at]; before >= 0 {
		j.rate(before)
	}
}
