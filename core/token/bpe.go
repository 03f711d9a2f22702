// Package token turns text into the whole numbers a language model reads, and
// back: byte-level byte-pair encoding as in GPT-2 (Radford et al. 2019, section
// 2.2; the merging is Sennrich et al. 2016, algorithm 1).
//
// Text is first cut into pieces ([Pieces]): words with the blank before them,
// numbers, punctuation, runs of white space. Each piece starts as its bytes;
// then the pair of neighbours that was learnt earliest is merged, again and
// again, until no learnt pair is left. As every byte is a token itself, any
// text can be encoded, and Decode(Encode(s)) == s even if s is not valid UTF-8.
package token

import (
	"fmt"
	"math"
	"strings"
	"sync"
)

// End is the name of the special token that separates documents in the
// vocabularies that [Train] and [ReadMerges] make. Encode never makes it from
// text.
const End = "<|end|>"

// A BPE is a vocabulary and the merges that lead to it. It does not change
// after it was made, so any number of goroutines may use it.
type BPE struct {
	text   []string         // id → bytes; "" where a vocabulary has a hole
	ids    map[string]int32 // bytes → id
	merges []pair           // in the order in which they were learnt
	rule   map[pair]product // what a pair becomes
	byteID [256]int32       // byte → id
	// bytes has 1 + the rank of each pair of bytes, 0 where they stay two: of
	// all pairs that are looked up most are these.
	bytes [256][256]int32
	end   int
	free  sync.Pool // of *merger, whose memory the next text takes

	cut   Pattern
	whole bool // a piece that is a token is not put together by merges
	real  int  // tokens from here on are steps of merging alone; 0: there are none
}

// A pair is two neighbouring tokens.
type pair struct{ left, right int32 }

// A product is the token that a pair becomes, and the pair's place among the
// merges: the lowest rank is merged first.
type product struct{ rank, id int32 }

// newBPE returns the vocabulary of the 256 bytes alone, numbered as in GPT-2:
// in the order of the characters that stand for them in its files.
func newBPE() *BPE {
	b := &BPE{ids: make(map[string]int32), rule: make(map[pair]product)}
	for _, c := range alphabet {
		b.byteID[c] = b.name(string([]byte{c}))
	}
	return b
}

// name returns the id of the token that spells text, a new one if there is
// none: two merges may spell the same token.
func (b *BPE) name(text string) int32 {
	id, ok := b.ids[text]
	if !ok {
		id = int32(len(b.text))
		b.text = append(b.text, text)
		b.ids[text] = id
	}
	return id
}

// learn appends a merge and returns the id of its product, which must have one.
func (b *BPE) learn(p pair) int32 {
	id := b.ids[b.text[p.left]+b.text[p.right]]
	b.rule[p] = product{rank: int32(len(b.merges)), id: id}
	b.merges = append(b.merges, p)
	if left, right := b.text[p.left], b.text[p.right]; len(left) == 1 && len(right) == 1 {
		b.bytes[left[0]][right[0]] = int32(len(b.merges))
	}
	return id
}

// finish gives the last id to the special token.
func (b *BPE) finish() *BPE {
	b.end = len(b.text)
	b.text = append(b.text, End)
	b.ids[End] = int32(b.end)
	return b
}

// EncodeSpecial returns the tokens of a text as [BPE.Encode] does, but for the
// name of the special token in it, which becomes that token: what transformers
// and tiktoken do with text that may hold special tokens.
func (b *BPE) EncodeSpecial(text string) []int {
	name := b.text[b.end]
	var ids []int
	for i, part := range strings.Split(text, name) {
		if i > 0 {
			ids = append(ids, b.end)
		}
		ids = append(ids, b.Encode(part)...)
	}
	return ids
}

// Size returns the number of ids, the special token's among them.
func (b *BPE) Size() int { return len(b.text) }

// End returns the id of the special token that ends a document.
func (b *BPE) End() int { return b.end }

// Bytes returns the bytes that token id stands for: the name for a special
// token, nothing for a number that the vocabulary leaves out. It panics if id
// is not in 0 to Size()-1.
func (b *BPE) Bytes(id int) []byte { return []byte(b.piece(id)) }

// ID returns the id of the one token that spells text, and whether there is
// one. A special token is found by its name.
func (b *BPE) ID(text string) (id int, ok bool) {
	n, ok := b.ids[text]
	return int(n), ok
}

func (b *BPE) piece(id int) string {
	if id < 0 || id >= len(b.text) {
		panic(fmt.Sprintf("token: id %d in a vocabulary of %d", id, len(b.text)))
	}
	return b.text[id]
}

// Decode returns the bytes of the tokens, one after the other. A cut in the
// middle of a character leaves invalid UTF-8, which is as it should be. It
// panics if an id is not in the vocabulary.
func (b *BPE) Decode(ids []int) string {
	var out []byte
	for _, id := range ids {
		out = append(out, b.piece(id)...)
	}
	return string(out)
}

// Encode returns the tokens of text. Special tokens written out in the text
// are read as text.
func (b *BPE) Encode(text string) []int {
	return b.AppendEncode(make([]int, 0, len(text)/3+1), text)
}

// AppendEncode appends what [BPE.Encode] returns to dst.
func (b *BPE) AppendEncode(dst []int, text string) []int {
	m, ok := b.free.Get().(*merger)
	if !ok {
		m = new(merger)
	}
	for piece := range b.cut.Pieces(text) {
		if id, ok := b.ids[piece]; b.whole && ok && !b.step(id) {
			dst = append(dst, int(id))
			continue
		}
		dst = m.encode(b, piece, dst)
	}
	b.free.Put(m)
	return dst
}

// never is the rank of a pair that no merge joins.
const never = math.MaxInt32

// A merger holds one piece while its tokens are merged: a doubly linked list
// in arrays, and a heap of the pairs that can be merged. The heap keeps a
// piece of n bytes at O(n log n): scanning for the best pair each time takes
// seconds for a run of a hundred thousand equal letters.
type merger struct {
	id         []int32
	prev, next []int32 // positions; next is len(id) at the end, prev -1 at the start
	rank       []int32 // of the pair that starts at this position
	heap       pairHeap
}

func (m *merger) encode(b *BPE, piece string, out []int) []int {
	n := len(piece)
	m.id, m.prev, m.next, m.rank = m.id[:0], m.prev[:0], m.next[:0], m.rank[:0]
	m.heap = m.heap[:0]
	for i := range n {
		m.id = append(m.id, b.byteID[piece[i]])
		m.prev = append(m.prev, int32(i-1))
		m.next = append(m.next, int32(i+1))
		m.rank = append(m.rank, never)
	}
	for i := range n - 1 {
		if rank := b.bytes[piece[i]][piece[i+1]] - 1; rank >= 0 {
			m.rank[i] = rank
			m.heap.push(uint64(rank)<<32 | uint64(i))
		}
	}
	for len(m.heap) > 0 {
		top := m.heap.pop()
		at, rank := int32(uint32(top)), int32(top>>32)
		if m.rank[at] != rank {
			continue // the pair was broken up by an earlier merge
		}
		m.join(b, at)
	}
	for i := int32(0); i < int32(n); i = m.next[i] {
		if b.step(m.id[i]) {
			// llama.cpp goes on by the bytes of its spelling, and so drops blanks.
			for k := i; k < m.next[i]; k++ {
				out = append(out, int(b.byteID[piece[k]]))
			}
			continue
		}
		out = append(out, int(m.id[i]))
	}
	return out
}

// step reports whether a token is not in the vocabulary, and only a step of
// merging: it is spelt byte by byte.
func (b *BPE) step(id int32) bool { return b.real > 0 && int(id) >= b.real }

// join merges the token at position at with the one after it.
func (m *merger) join(b *BPE, at int32) {
	gone := m.next[at]
	m.id[at] = b.rule[pair{m.id[at], m.id[gone]}].id
	m.rank[gone] = never
	m.next[at] = m.next[gone]
	if after := m.next[at]; int(after) < len(m.id) {
		m.prev[after] = at
	}
	m.rate(b, at)
	if before := m.prev[at]; before >= 0 {
		m.rate(b, before)
	}
}

// rate looks up the pair that starts at position at.
func (m *merger) rate(b *BPE, at int32) {
	m.rank[at] = never
	if int(m.next[at]) == len(m.id) {
		return
	}
	if p, ok := b.rule[pair{m.id[at], m.id[m.next[at]]}]; ok {
		m.rank[at] = p.rank
		m.heap.push(uint64(p.rank)<<32 | uint64(at))
	}
}
