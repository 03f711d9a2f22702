// Package encoder finds passages by what they mean: a bi-encoder (Karpukhin et
// al. 2020, "Dense Passage Retrieval") turns a question into a vector and every
// passage into another, and the passages whose vectors point the same way are
// found, though they share no word with the question.
//
// It is small and trained by the project, on questions and passages of Tiny
// World, beginning with the token embeddings of the built-in model. What it was
// not trained on it does not know: a name that it never saw is a heap of
// syllables to it, which BM25 finds at once. Its [Card] has the figures of both.
package encoder

import (
	"bytes"
	"encoding/json"
	"fmt"
	"hash/fnv"

	"logitarium/core/checkpoint"
	"logitarium/core/fault"
	"logitarium/core/lm"
	"logitarium/core/retrieval"
	"logitarium/core/tensor"
	"logitarium/core/token"
)

// Encoder turns texts into vectors of unit length. It does not change after
// it was made, so any number of goroutines may use it.
type Encoder struct {
	Card    Card
	weights *weights
	tokens  *token.BPE
}

func newEncoder(w *weights, tokens *token.BPE) *Encoder { return &Encoder{weights: w, tokens: tokens} }

// File returns a copy of the embedded safetensors file.
func File() ([]byte, error) {
	data, err := file()
	return bytes.Clone(data), err
}

// Load returns the embedded encoder. Its tokens are those of the built-in
// model: it is an error if m has others.
func Load(m lm.Model) (*Encoder, error) {
	tokens, ok := m.Tokenizer().(*token.BPE)
	if !ok {
		return nil, fault.Errorf("the retriever was trained with the tokens of the built-in model, and %s has others", m.Name())
	}
	data, err := file()
	if err != nil {
		return nil, err
	}
	f, err := checkpoint.Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fault.Errorf("the embedded retriever: %v", err)
	}
	return Read(f, tokens)
}

// cardKey is the metadata key of the card.
const cardKey = "card"

// Read returns the encoder in a file that [Encoder.Save] or [Run.Save] wrote,
// for texts in the given tokens. It is an error if it was trained with others.
func Read(f *checkpoint.File, tokens *token.BPE) (*Encoder, error) {
	text := f.Metadata()[cardKey]
	if text == "" {
		return nil, fault.Errorf("the file has no card in its metadata: it is no retriever written by logitarium")
	}
	var card Card
	if err := json.Unmarshal([]byte(text), &card); err != nil {
		return nil, fault.Errorf("the card in the file: %v", err)
	}
	if err := card.Shape.validate(); err != nil {
		return nil, fault.Errorf("the card in the file: %v", err)
	}
	if got := fingerprint(tokens); got != card.Tokens || tokens.Size() != card.Shape.Vocab {
		return nil, fault.Errorf("the retriever was trained with %d tokens of fingerprint %s, the built-in model has %d of %s: train it again, with train --retriever", card.Shape.Vocab, card.Tokens, tokens.Size(), got)
	}
	// Before memory is taken for it, the file must hold what the card promises.
	held := 0
	for _, t := range f.Tensors() {
		held += t.Len()
	}
	if want := card.Shape.Parameters(); held < want {
		return nil, fault.Errorf("the file has %d values, its card promises %d", held, want)
	}
	e := newEncoder(zeros(card.Shape), tokens)
	e.Card = card
	return e, fill(f, e.weights.all())
}

// fill reads tensors by their names.
func fill(f *checkpoint.File, tensors []named) error {
	for _, t := range tensors {
		info, ok := f.Tensor(t.name)
		if !ok {
			return fault.Errorf("the file has no tensor %q", t.name)
		}
		if info.Len() != len(t.Data) {
			return fault.Errorf("tensor %q has shape %v, the encoder needs [%d, %d]", t.name, info.Shape, t.Rows, t.Cols)
		}
		if err := f.ReadInto(t.Data, t.name); err != nil {
			return err
		}
		if nan, inf := checkpoint.CountNonFinite(t.Data); nan+inf > 0 {
			return fault.Errorf("tensor %q has %d NaN and %d infinite values", t.name, nan, inf)
		}
	}
	return nil
}

// fingerprint is a number that another vocabulary does not have.
func fingerprint(b *token.BPE) string {
	h := fnv.New64a()
	b.WriteMerges(h) // a hash takes everything
	return fmt.Sprintf("%016x", h.Sum64())
}

// Save writes the encoder as one safetensors file in half precision, its card
// as metadata. The file appears whole or not at all.
func (e *Encoder) Save(path string) error {
	notes, err := e.notes()
	if err != nil {
		return err
	}
	return checkpoint.WriteFile(path, stored(e.weights.all(), checkpoint.F16), notes)
}

func (e *Encoder) notes() (map[string]string, error) {
	card, err := json.Marshal(e.Card)
	return map[string]string{"format": "pt", cardKey: string(card)}, err
}

func stored(list []named, as checkpoint.DType) []checkpoint.Tensor {
	out := make([]checkpoint.Tensor, len(list))
	for i, t := range list {
		out[i] = checkpoint.Tensor{Name: t.name, Shape: []int{t.Rows, t.Cols}, Data: t.Data, DType: as}
	}
	return out
}

// halved is the encoder as it comes back from a file in half precision.
func (e *Encoder) halved() (*Encoder, error) {
	notes, err := e.notes()
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := checkpoint.Write(&b, stored(e.weights.all(), checkpoint.F16), notes); err != nil {
		return nil, err
	}
	f, err := checkpoint.Open(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		return nil, err
	}
	return Read(f, e.tokens)
}

// Width returns D, the length of a vector.
func (e *Encoder) Width() int { return e.weights.Out }

// encode appends the tokens of a text, at least one. The blank before it makes
// the first word the same token as inside a sentence.
func (e *Encoder) encode(dst []int, text string) []int {
	n := len(dst)
	dst = e.tokens.AppendEncode(dst, " "+text)
	return dst[:min(len(dst), n+maxTokens)]
}

// maxTokens is how much of a text counts. A passage should be much shorter:
// one vector cannot hold a page.
const maxTokens = 512

// Reads returns how many tokens of a text count, and how many it has: the rest,
// at its end, changes nothing.
func (e *Encoder) Reads(text string) (read, of int) {
	n := len(e.tokens.Encode(" " + text))
	return min(n, maxTokens), n
}

// Products returns the multiply-adds of encoding a text of so many tokens: of
// each token E·H for its hidden values and 2H for its share in the text, and H·D
// for the vector.
func (e *Encoder) Products(tokens int) int {
	w := e.weights
	return tokens*(w.Width*w.Inner+2*w.Inner) + w.Inner*w.Out
}

// Vector returns the vector of a text as a question or as a passage: [D], one
// long, so that the dot product of two is their cosine.
func (e *Encoder) Vector(side Side, text string) []float32 {
	return e.weights.forward(side, [][]int{e.encode(nil, text)}).vector.Row(0)
}

// A Part is one token of a text and what it does to the text's vector.
type Part struct {
	retrieval.Span         // in the text
	Share          float64 // attention: how much of the vector is the token's; together 1
	Score          float64 // of the cosine; together the cosine
}

// Explain takes the cosine of a question and a passage apart, by the tokens of
// the question and by those of the passage. Scores can be negative.
func (e *Encoder) Explain(question, passage string) (cosine float64, q, p []Part) {
	texts := [sides]string{question, passage}
	var passes [sides]*pass
	for side, text := range texts {
		passes[side] = e.weights.forward(Side(side), [][]int{e.encode(nil, text)})
	}
	var parts [sides][]Part
	for side, text := range texts {
		parts[side] = e.parts(text, passes[side], passes[1-side].vector.Row(0))
	}
	for _, part := range parts[Passage] {
		cosine += part.Score
	}
	return cosine, parts[Question], parts[Passage]
}

// parts takes the dot product of a text's vector with other apart: the vector
// is a sum over the tokens, divided by its length.
func (e *Encoder) parts(text string, p *pass, other []float32) []Part {
	toward := make([]float32, e.weights.Inner) // [H]: what of h counts
	tensor.MulVec(toward, e.weights.out[p.side], other)
	list := make([]Part, len(p.tokens))
	at := -1 // the blank that encode puts before the text
	for i, id := range p.tokens {
		end := at + len(e.tokens.Bytes(id))
		list[i] = Part{
			Span:  retrieval.Span{Start: max(at, 0), End: end},
			Share: float64(p.share[i]),
			Score: float64(p.share[i]) * float64(tensor.Dot(p.hidden.Row(i), toward)) / float64(p.length[0]),
		}
		at = end
	}
	return list
}
