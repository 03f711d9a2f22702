// Package gpt is the transformer of the GPT series, written to be read: every
// line of matrix code ends with its shapes, what backward needs is kept by
// name, and a probe sees and may change every intermediate.
//
// In the shapes, N is the number of positions in a pass (rows times their
// length T), d the width, H the heads, V the vocabulary.
//
// Sources: Radford et al. 2018 (GPT-1) and 2019 (GPT-2) with OpenAI's code
// for both; Vaswani et al. 2017 for attention.
package gpt

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"

	"logitarium/core/gguf"
	"logitarium/core/stored"
	"logitarium/core/tensor"
)

// Model is a GPT's parameters. The output head is the token embedding, unless
// the config says that it is untied.
// A gradient has the same shape and is a Model too.
type Model struct {
	Config    Config
	Precision Precision
	Tokens    tensor.Matrix // [V, d]; not with Int8: see Embedding
	Positions tensor.Matrix // [C, d], or no rows
	Blocks    []Block
	Final     Norm          // pre-LN only
	Head      tensor.Matrix // [V, d], or no rows; not with Int8

	// Slower divides the frequencies of Rotary, [head size/2], in layers that
	// see everything; nil: by 1. Llama 3's files have it for its scaling.
	Slower []float32

	tokens8, head8           tensor.Q8     // [V, d], with Int8
	tokensStored, headStored stored.Matrix // [V, d], with Stored
	whole                    bool          // see Keeping

	tensors []Tensor
	passes  sync.Pool // *Pass, for Logits
}

// Block is one layer's parameters.
type Block struct {
	Norm1 Norm
	QKV   Linear // [3d, d]: queries, keys, values, one under the other
	Out   Linear // [d, d]
	Norm2 Norm
	Up    Linear // [inner, d]
	Down  Linear // [d, inner]

	// Of models that have these parts.
	Query, Key, Value  Linear // in the place of QKV: [H·head, d], [key heads·head, d] twice
	QueryNorm, KeyNorm Norm   // [head]
	OutNorm, DownNorm  Norm   // of a sandwich, [d]
	Gate               Linear // [inner, d]
}

// Linear maps x to x·Weightᵀ + Bias. Each output is the dot product of x and
// a row of Weight, the layout that is fastest when decoding; GPT-2's files
// hold the transpose.
type Linear struct {
	Weight tensor.Matrix // [out, in]; not with Int8
	Int8   tensor.Q8     // [out, in], with Int8 alone
	Stored stored.Matrix // [out, in], with Stored, in the place of Weight
	Bias   []float32     // [out]

	whole bool // see Keeping
}

// Norm is a LayerNorm's gain and bias, [d] each, or an RMSNorm's gain alone.
type Norm struct{ Gain, Bias []float32 }

// Tensor is a named parameter; its matrix shares the model's memory. A
// vector is a matrix of one row. Held as integers it has no Data but Int8, or
// Stored.
type Tensor struct {
	Name string
	tensor.Matrix
	Decay  bool // a matrix, not a vector: weight decay applies
	Int8   tensor.Q8
	Stored stored.Matrix
}

// Shape returns [rows, columns], or of a vector its length alone.
func (t Tensor) Shape() []int {
	if t.Decay {
		return []int{t.Rows, t.Cols}
	}
	return []int{t.Cols}
}

// SplitName cuts the name of a parameter in two: "blocks.0.query.weight" is the
// "weight" of "query" in layer "0", "final.gain" the "gain" of "final" in none.
// Files have other names for the parts.
func SplitName(name string) (layer, part, kind string) {
	if rest, ok := strings.CutPrefix(name, "blocks."); ok {
		layer, name, _ = strings.Cut(rest, ".")
	}
	part, kind, _ = strings.Cut(name, ".")
	return layer, part, kind
}

// Zeros returns a model whose parameters are all 0, the gains too: to be
// filled from a file through Tensors, or to sum a gradient in. It panics if
// the config is not valid.
func Zeros(c Config) *Model { return ZerosIn(c, Float32) }

// ZerosIn is [Zeros] with weights in a precision. It panics if there is no such
// one.
func ZerosIn(c Config, precision Precision) *Model {
	if precision != Float32 && precision != Int8 {
		panic(fmt.Sprintf("gpt: weights in precision %d", precision))
	}
	return zeros(c, precision, Keeping{})
}

func zeros(c Config, precision Precision, keep Keeping) *Model {
	if err := c.Validate(); err != nil {
		panic(err.Error())
	}
	m := &Model{Config: c, Precision: precision, Blocks: make([]Block, c.Layers), whole: keep.Whole}
	m.passes.New = func() any { return new(Pass) }
	add := func(t Tensor) Tensor {
		m.tensors = append(m.tensors, t)
		return t
	}
	vector := func(name string, n int) []float32 {
		return add(Tensor{Name: name, Matrix: tensor.New(1, n)}).Data
	}
	matrix := func(name string, rows, cols int) Tensor { return add(m.matrix(name, rows, cols, keep)) }
	linear := func(name string, out, in int, most Biases) Linear {
		w := matrix(name+".weight", out, in)
		f := Linear{Weight: w.Matrix, Int8: w.Int8, Stored: w.Stored, whole: keep.Whole}
		if c.Parts.Biases <= most {
			f.Bias = vector(name+".bias", out)
		}
		return f
	}
	norm := func(name string, width int) Norm {
		n := Norm{Gain: vector(name+".gain", width)}
		if !c.Parts.RMSNorm {
			n.Bias = vector(name+".bias", width)
		}
		return n
	}
	tokens := matrix("tokens", c.Vocab, c.Width)
	m.Tokens, m.tokens8, m.tokensStored = tokens.Matrix, tokens.Int8, tokens.Stored
	if c.Positions == Learned {
		m.Positions = add(Tensor{Name: "positions", Matrix: tensor.New(c.Context, c.Width), Decay: true}).Matrix
	}
	for l := range m.Blocks {
		in := fmt.Sprintf("blocks.%d.", l)
		b := &m.Blocks[l]
		b.Norm1 = norm(in+"norm1", c.Width)
		if c.Parts.Separate {
			b.Query = linear(in+"query", c.queries(), c.Width, InputBiases)
			b.Key = linear(in+"key", c.keys(), c.Width, InputBiases)
			b.Value = linear(in+"value", c.keys(), c.Width, InputBiases)
		} else {
			b.QKV = linear(in+"qkv", 3*c.Width, c.Width, InputBiases)
		}
		if c.Parts.QKNorm {
			b.QueryNorm = Norm{Gain: vector(in+"query_norm.gain", c.HeadWidth())}
			b.KeyNorm = Norm{Gain: vector(in+"key_norm.gain", c.HeadWidth())}
		}
		b.Out = linear(in+"out", c.Width, c.queries(), AllBiases)
		if c.Norm == Sandwich {
			b.OutNorm = norm(in+"out_norm", c.Width)
		}
		b.Norm2 = norm(in+"norm2", c.Width)
		if c.Parts.Gated {
			b.Gate = linear(in+"gate", c.Inner, c.Width, AllBiases)
		}
		b.Up = linear(in+"up", c.Inner, c.Width, AllBiases)
		b.Down = linear(in+"down", c.Width, c.Inner, AllBiases)
		if c.Norm == Sandwich {
			b.DownNorm = norm(in+"down_norm", c.Width)
		}
	}
	if c.Norm != PostLN {
		m.Final = norm("final", c.Width)
	}
	if c.Untied {
		head := matrix("head", c.Vocab, c.Width)
		m.Head, m.head8, m.headStored = head.Matrix, head.Int8, head.Stored
	}
	return m
}

// New returns a model initialised as GPT-2: gains 1, biases 0, weights and
// embeddings from N(0, 0.02²), and the two projections back into the residual
// stream (Out, Down) divided by √(2L), so that the stream's
// variance does not grow with depth. It panics if the config is not valid, or
// has parts that are not trained.
func New(c Config, rng *rand.Rand) *Model {
	m := Zeros(c)
	m.mustTrain()
	fill := func(w tensor.Matrix, deviation float64) {
		for i := range w.Data {
			w.Data[i] = float32(rng.NormFloat64() * deviation)
		}
	}
	ones := func(n Norm) {
		for i := range n.Gain {
			n.Gain[i] = 1
		}
	}
	const deviation = 0.02
	residual := deviation / math.Sqrt(2*float64(c.Layers))
	fill(m.Tokens, deviation)
	fill(m.Positions, deviation)
	for _, b := range m.Blocks {
		ones(b.Norm1)
		fill(b.QKV.Weight, deviation)
		fill(b.Out.Weight, residual)
		ones(b.Norm2)
		fill(b.Up.Weight, deviation)
		fill(b.Down.Weight, residual)
	}
	ones(m.Final)
	fill(m.Head, deviation)
	return m
}

// HeadRow sets dst [d] to the output head's row of a token: its product with
// what a stream is after the final norm is the token's logit, before a cap. It
// panics if the vocabulary does not have the token.
func (m *Model) HeadRow(dst []float32, token int) { m.head().row(dst, token) }

// Unembedding returns the output head, [V, d]; one of integers as a copy.
func (m *Model) Unembedding() tensor.Matrix { return m.head().Float32() }

func (m *Model) head() Linear {
	if m.Config.Untied {
		return Linear{Weight: m.Head, Int8: m.head8, Stored: m.headStored, whole: m.whole}
	}
	return m.embedding()
}

func (m *Model) embedding() Linear {
	return Linear{Weight: m.Tokens, Int8: m.tokens8, Stored: m.tokensStored, whole: m.whole}
}

// Tensors lists the parameters, embeddings first, then layer by layer. They
// share the model's memory. Names are those of the fields: "tokens",
// "blocks.0.qkv.weight", "final.gain". A file format has its own.
func (m *Model) Tensors() []Tensor { return append([]Tensor(nil), m.tensors...) }

// Clone returns a copy that shares nothing.
func (m *Model) Clone() *Model {
	next := 0
	c := zeros(m.Config, m.Precision, Keeping{Whole: m.whole, Type: func(name string, _, _ int) gguf.Type {
		for m.tensors[next].Name != name {
			next++
		}
		return m.tensors[next].Stored.Type // F32 of one that has none
	}})
	c.Slower = slices.Clone(m.Slower)
	for i, t := range m.tensors {
		copy(c.tensors[i].Data, t.Data)
		t.Int8.CopyTo(c.tensors[i].Int8)
		t.Stored.CopyTo(c.tensors[i].Stored)
	}
	return c
}

// Unembed sets y [N, hi−lo] to the logits of the tokens lo to hi, hi excluded,
// that the output head gives to what x [N, d] is after the final norm. It
// panics if the shapes do not fit, or the vocabulary does not have the tokens.
func (m *Model) Unembed(y, x tensor.Matrix, lo, hi int) {
	m.head().slice(lo, hi).forward(y, x) // [N, d]·[hi−lo, d]ᵀ → [N, hi−lo]
	if most := m.Config.Parts.LogitCap; most != 0 {
		limit(y.Data, most)
	}
}
