package token

import (
	"fmt"
	"iter"
)

// Train learns a vocabulary of the given size from texts: the 256 bytes, then
// one merge after the other of the pair of neighbours that is most frequent
// within the pieces, then the special token. Of pairs that are equally
// frequent the one with the smaller ids is merged, left before right, as in
// the Hugging Face tokenizers' BpeTrainer. If no pair is left, the vocabulary
// stays smaller. It panics if size leaves no room for the bytes and the
// special token.
func Train(texts iter.Seq[string], size int) *BPE {
	count := make(map[string]int)
	for text := range texts {
		for piece := range Pieces(text) {
			count[piece]++
		}
	}
	return trainOn(count, size)
}

// trainOn learns merges from how often each piece occurs.
func trainOn(count map[string]int, size int) *BPE {
	b := newBPE()
	if size < len(b.text)+1 {
		panic(fmt.Sprintf("token: a vocabulary of %d; the bytes and the special token are %d", size, len(b.text)+1))
	}
	t := newTally(b, count)
	for len(b.text) < size-1 {
		best, ok := t.best()
		if !ok {
			break
		}
		b.name(b.text[best.left] + b.text[best.right])
		t.merge(best, b.learn(best))
	}
	return b.finish()
}

// A tally counts the pairs in a set of words and keeps the counts right while
// pairs are merged.
type tally struct {
	words []word
	count map[pair]int
	where map[pair]map[int]bool // words that hold, or once held, the pair
}

// A word is one piece as tokens, and how often it occurs.
type word struct {
	ids []int32
	n   int
}

func newTally(b *BPE, count map[string]int) *tally {
	t := &tally{count: make(map[pair]int), where: make(map[pair]map[int]bool)}
	for piece, n := range count {
		ids := make([]int32, len(piece))
		for i := range ids {
			ids[i] = b.byteID[piece[i]]
		}
		t.words = append(t.words, word{ids, n})
		t.shift(len(t.words)-1, +1)
	}
	return t
}

// shift adds (sign +1) or takes away (-1) the pairs of word w.
func (t *tally) shift(w, sign int) {
	ids, n := t.words[w].ids, t.words[w].n
	for i := 1; i < len(ids); i++ {
		p := pair{ids[i-1], ids[i]}
		t.count[p] += sign * n
		if t.count[p] == 0 {
			delete(t.count, p)
		}
		if sign > 0 {
			if t.where[p] == nil {
				t.where[p] = make(map[int]bool)
			}
			t.where[p][w] = true
		}
	}
}

// best returns the most frequent pair. The order is total, so the order in
// which the map is read does not matter.
func (t *tally) best() (best pair, ok bool) {
	most := 0
	for p, n := range t.count {
		if n > most || n == most && (p.left < best.left || p.left == best.left && p.right < best.right) {
			best, most = p, n
		}
	}
	return best, most > 0
}

// merge replaces p by id in every word, from left to right.
func (t *tally) merge(p pair, id int32) {
	for w := range t.where[p] {
		t.shift(w, -1)
		ids := t.words[w].ids
		kept := ids[:0]
		for i := 0; i < len(ids); i++ {
			if i+1 < len(ids) && (pair{ids[i], ids[i+1]}) == p {
				kept = append(kept, id)
				i++
				continue
			}
			kept = append(kept, ids[i])
		}
		t.words[w].ids = kept
		t.shift(w, +1)
	}
	delete(t.where, p)
}
