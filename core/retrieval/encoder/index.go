package encoder

import (
	"slices"

	"logitarium/core/retrieval"
	"logitarium/core/tensor"
)

// An Index holds the vectors of passages. A search compares the question's
// vector with all of them, so its result is exact. While it is not added to,
// any number of goroutines may use it.
type Index struct {
	encoder *Encoder
	hidden  tensor.Matrix // [V, H]: what is made of each token
	attend  []float32     // [V]: the attention to it, before the softmax
	vectors tensor.Matrix // [n, D]
	cut     int           // passages of which the end is not read
}

// together is the number of passages encoded in one batch.
const together = 64

// Index encodes passages.
func (e *Encoder) Index(passages []string) *Index {
	x := &Index{encoder: e, hidden: e.weights.vocabulary(), vectors: tensor.New(0, e.Width())}
	x.attend = make([]float32, x.hidden.Rows)
	for id := range x.attend {
		x.attend[id] = e.weights.attention(Passage, x.hidden.Row(id))
	}
	x.Add(passages)
	return x
}

// Grow makes room for n more passages, so that adding them copies no vectors.
func (x *Index) Grow(n int) {
	x.vectors.Data = slices.Grow(x.vectors.Data, n*x.vectors.Cols)
}

// Add encodes more passages, which get the next numbers.
func (x *Index) Add(passages []string) {
	e, old := x.encoder, x.vectors
	n := old.Rows + len(passages)
	data := slices.Grow(old.Data, len(passages)*old.Cols)[:n*old.Cols]
	x.vectors = tensor.Of(n, old.Cols, data)
	added := x.vectors.Slice(old.Rows, n)
	long := make([]bool, len(passages))
	tensor.Parallel((len(passages)+together-1)/together, func(i int) {
		lo, hi := i*together, min((i+1)*together, len(passages))
		p := &pass{side: Passage, starts: make([]int, 1, hi-lo+1)}
		most := 0
		for _, text := range passages[lo:hi] {
			most += 1 + len(text) // a token has a byte at least
		}
		p.tokens = make([]int, 0, most)
		for j, text := range passages[lo:hi] {
			before := len(p.tokens)
			p.tokens = e.encode(p.tokens, text)
			p.starts = append(p.starts, len(p.tokens))
			long[lo+j] = len(p.tokens)-before == maxTokens
		}
		e.weights.pool(p, func(at int) ([]float32, float32) {
			id := p.tokens[at]
			return x.hidden.Row(id), x.attend[id]
		})
		copy(added.Slice(lo, hi).Data, p.vector.Data)
	})
	for i, l := range long {
		if l {
			if read, of := e.Reads(passages[i]); read < of {
				x.cut++
			}
		}
	}
}

// Cut returns of how many passages the end is not read, as they are longer
// than an encoder reads.
func (x *Index) Cut() int { return x.cut }

// Docs returns the number of passages.
func (x *Index) Docs() int { return x.vectors.Rows }

// Vector returns the vector of a passage: [D], one long. It is shared and must
// not be changed.
func (x *Index) Vector(doc int) []float32 { return x.vectors.Row(doc) }

// Scores returns the cosine of a question with every passage.
func (x *Index) Scores(question string) []float64 {
	q := x.encoder.Vector(Question, question)
	cosines := make([]float32, x.Docs())
	tensor.MulVec(cosines, x.vectors, q)
	scores := make([]float64, len(cosines))
	for i, c := range cosines {
		scores[i] = float64(c)
	}
	return scores
}

// Search returns the n passages nearest to a question, best first: always n
// of them if there are so many, for there is always a nearest. It panics if n
// is negative.
func (x *Index) Search(question string, n int) []retrieval.Hit {
	return retrieval.Top(x.Scores(question), n)
}
