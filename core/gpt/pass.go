package gpt

import (
	"fmt"

	"logitarium/core/tensor"
)

// Pass holds everything that one run of the model computes, by name. Its
// zero value is ready for use. It is written again by the next run, which
// allocates nothing unless it is larger. Backward reads it.
type Pass struct {
	Probe    Probe                                              // may be nil
	Change   func(site Site, layer int, x tensor.Matrix) Change // may be nil; called after Probe
	Unmasked bool                                               // let every position see all of its row, not only what came before
	Predict  Predict
	// ReuseLayers keeps the memory of two layers instead of all: Layers then show
	// the last ones only, and Backward can't follow.
	ReuseLayers bool

	Rows, Length int
	Inputs       []int         // [N] token ids
	Embedding    tensor.Matrix // [N, d]
	Layers       []Layer
	Final        Normed        // pre-LN only
	Logits       tensor.Matrix // [N, V], or as Predict says

	tokens, positions tensor.Matrix // [N, d]: the summands of Embedding
	turns, local      turns         // with Rotary
	slopes            []float32     // [H], with ALiBi
	last              tensor.Matrix // [R, d]: what the head gets in AfterLast
	cache             *cache        // a Decoder's; nil otherwise
	changes           []Change      // to be made before the pass goes on
	script            script
	part              tensor.Matrix // some columns of the product that a Run is at
	back              backward
}

// Predict says after which tokens a pass predicts the next one. Most of the
// work of a small model with a large vocabulary is there, and its logits are
// most of the memory.
type Predict int

// After every token, after the last one of each row, [R, V], or not at all.
const (
	AfterEach Predict = iota
	AfterLast
	Nothing
)

// Layer holds the intermediates of one block. The shapes are those of the sites of the
// same names; with several rows, the per-head ones follow each other row by
// row: [R·H·T, …].
type Layer struct {
	In                                          tensor.Matrix // [N, d]: the previous block's output
	Norm1                                       Normed
	Query, Key, Value, Scores, Attention, Heads tensor.Matrix
	AttentionOut, AfterAttention                tensor.Matrix
	Norm2                                       Normed
	Hidden, Activated, MLPOut, AfterMLP         tensor.Matrix

	// Of models that have these parts.
	Gated             tensor.Matrix
	OutNorm, DownNorm Normed

	qkv               tensor.Matrix // [N, 3d], before it is split into heads
	query, key, value tensor.Matrix // [N, heads·head], the same of three matrices
	normed            Normed        // queries or keys
	mixed             tensor.Matrix // [R·H·T, d/H], before heads are put side by side
}

// fit makes m [rows, cols] in the memory it has, or in more. Values are
// whatever was there.
func fit(m *tensor.Matrix, rows, cols int) {
	if need := rows * cols; need > cap(m.Data) {
		m.Data = make([]float32, need, max(need, 2*cap(m.Data)))
	}
	*m = tensor.Of(rows, cols, m.Data[:rows*cols])
}

func (y *Normed) fit(rows, cols int) {
	fit(&y.Out, rows, cols)
	if rows > cap(y.Mean) {
		y.Mean, y.InvStd = make([]float32, rows), make([]float32, rows)
	}
	y.Mean, y.InvStd = y.Mean[:rows], y.InvStd[:rows]
}

// check panics if the tokens can't be read in rows of length.
func (p *Pass) check(c Config, tokens []int, length int) {
	if length < 1 || len(tokens) == 0 || len(tokens)%length != 0 {
		panic(fmt.Sprintf("gpt: %d tokens in rows of %d", len(tokens), length))
	}
	past := p.cache.length()
	if past+length > c.Context {
		panic(fmt.Sprintf("gpt: %d tokens after %d, the context is %d", length, past, c.Context))
	}
	for i, t := range tokens {
		if t < 0 || t >= c.Vocab {
			panic(fmt.Sprintf("gpt: token %d at %d, the vocabulary has %d", t, i, c.Vocab))
		}
	}
}

// start makes room for rows of length tokens.
func (p *Pass) start(m *Model, tokens []int, length int) {
	c := m.Config
	p.check(c, tokens, length)
	past, n := p.cache.length(), len(tokens)
	p.Rows, p.Length = n/length, length
	p.Inputs, p.changes = append(p.Inputs[:0], tokens...), p.changes[:0]
	fit(&p.tokens, n, c.Width)
	fit(&p.positions, n, c.Width)
	fit(&p.Embedding, n, c.Width)
	p.place(m, past)
	if len(p.Layers) != c.Layers {
		p.Layers = make([]Layer, c.Layers)
	}
	for l := range p.Layers {
		if p.ReuseLayers && l >= 2 { // a layer reads what the one before has left
			p.Layers[l] = p.Layers[l-2]
			continue
		}
		p.Layers[l].fit(c, n, past+length)
	}
	switch p.Predict {
	case AfterEach:
		fit(&p.Logits, n, c.Vocab)
	case AfterLast:
		fit(&p.last, p.Rows, c.Width)
		fit(&p.Logits, p.Rows, c.Vocab)
	case Nothing:
		fit(&p.Logits, 0, c.Vocab)
	}
}

// fit makes room for n positions, each seeing keys.
func (y *Layer) fit(c Config, n, keys int) {
	y.Norm1.fit(n, c.Width)
	y.Norm2.fit(n, c.Width)
	if c.Parts.Separate {
		fit(&y.query, n, c.queries())
		fit(&y.key, n, c.keys())
		fit(&y.value, n, c.keys())
	} else {
		fit(&y.qkv, n, 3*c.Width)
	}
	fit(&y.Query, n*c.Heads, c.HeadWidth())
	fit(&y.Key, n*c.KeyHeads(), c.HeadWidth())
	fit(&y.Value, n*c.KeyHeads(), c.HeadWidth())
	fit(&y.mixed, n*c.Heads, c.HeadWidth())
	fit(&y.Scores, n*c.Heads, keys)
	fit(&y.Attention, n*c.Heads, keys)
	fit(&y.Heads, n, c.queries())
	for _, m := range []*tensor.Matrix{&y.AttentionOut, &y.AfterAttention, &y.MLPOut, &y.AfterMLP} {
		fit(m, n, c.Width)
	}
	fit(&y.Hidden, n, c.Inner)
	fit(&y.Activated, n, c.Inner)
	if c.Parts.Gated {
		fit(&y.Gated, n, c.Inner)
	}
}

// probe shows x to the pass's probe, if there is one, and asks what is to be
// changed.
func (p *Pass) probe(site Site, layer int, x tensor.Matrix) {
	if site == inside {
		return
	}
	if p.Probe != nil {
		p.Probe(site, layer, x)
	}
	if p.Change != nil {
		if c := p.Change(site, layer, x); c.Step != nil {
			p.changes = append(p.changes, c)
		}
	}
}
