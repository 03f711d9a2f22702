package knowledge

import "logitarium/core/world"

// Upkeep is what keeping the index up to date takes, counted: nothing is
// trained. Products are multiply-adds.
type Upkeep struct {
	Passages int // that are written anew, one for each fact that is new or has changed
	Tokens   int // in them, all of which the encoder reads
	Products int // to encode them
	Bytes    int // of their texts and vectors

	Store         int // passages in all
	StoreProducts int // to encode all: what another encoder asks for
	Search        int // multiply-adds to find the passages of a question of ten tokens
}

// Upkeep counts what the exam's new and changed facts take to look up.
func (e *Exam) Upkeep() Upkeep {
	u := Upkeep{Store: len(e.passages)}
	for i, p := range e.passages {
		read, _ := e.meaning.Reads(p.Text)
		products := e.meaning.Products(read)
		u.StoreProducts += products
		if !e.teaches(p.Facts[0]) {
			continue
		}
		u.Passages++
		u.Tokens += read
		u.Products += products
		u.Bytes += len(p.Text) + 4*len(e.index.Vector(i)) // of float32
	}
	const question = 10
	u.Search = e.meaning.Products(question) + len(e.passages)*e.meaning.Width()
	return u
}

func (e *Exam) teaches(f world.Fact) bool {
	for _, t := range e.taught {
		if t == f {
			return true
		}
	}
	return false
}
