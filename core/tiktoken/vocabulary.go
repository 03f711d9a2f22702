package tiktoken

import (
	"compress/flate"
	"fmt"
	"io"
	"math"
	"math/bits"
	"strings"
)

// unpack reads a vocabulary: deflate (RFC 1951) over the tokens in the order of
// their ids, each as a byte that holds its length, and its bytes. Packed so,
// the three take 1.8 MB, a third of what OpenAI's files take; the tests hold
// the checksums of those. It panics on anything else, as the files are part of
// the program.
func unpack(packed string) []string {
	raw, err := io.ReadAll(flate.NewReader(strings.NewReader(packed)))
	if err != nil {
		panic(fmt.Sprintf("tiktoken: a vocabulary of %d packed bytes: %v", len(packed), err))
	}
	text := string(raw)
	var tokens []string
	for text != "" {
		n := 1 + int(text[0])
		tokens = append(tokens, text[1:n])
		text = text[n:]
	}
	return tokens
}

// index finds a token by its bytes: a hash table of ids with open addressing.
// A map from strings would take twice the memory and twice the time to fill.
type index struct {
	byID  []string
	table []int32 // 1 + an id, at its hash or at the next free place; 0: free
}

// none stands for an id where there is no token, and for the rank of two parts
// that are none together.
const none = math.MaxInt32

func newIndex(byID []string) index {
	x := index{byID, make([]int32, 1<<bits.Len(uint(2*len(byID))))}
	for id, token := range byID {
		x.table[x.place(token)] = int32(id) + 1
	}
	return x
}

// id returns the id of a token, none if there is none.
func (x index) id(token string) int32 {
	if found := x.table[x.place(token)]; found != 0 {
		return found - 1
	}
	return none
}

// place returns where a token stands in the table, or would. The table is at
// most half full, so there is always a free place to end at.
func (x index) place(token string) int {
	hash := uint32(2166136261) // FNV-1a
	for i := range len(token) {
		hash = (hash ^ uint32(token[i])) * 16777619
	}
	last := len(x.table) - 1
	at := int(hash) & last
	for x.table[at] != 0 && x.byID[x.table[at]-1] != token {
		at = (at + 1) & last
	}
	return at
}
