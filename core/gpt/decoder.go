package gpt

import (
	"fmt"

	"logitarium/core/tensor"
)

// Decoder runs a model token by token. It keeps the keys and values of the
// tokens so far, so that a token costs one position's work instead of the
// whole row's.
type Decoder struct {
	Probe Probe // sees each step with N = T = 1, scores and attention over all tokens so far

	model *Model
	pass  Pass
	one   [1]int
}

// NewDecoder returns a decoder with no tokens yet. The model must not change
// while tokens are kept: their keys are those of the old one.
func NewDecoder(m *Model) *Decoder {
	c := m.Config
	d := &Decoder{model: m}
	d.pass.cache = &cache{context: c.Context}
	for range c.Layers {
		d.pass.cache.keys = append(d.pass.cache.keys, tensor.New(c.Heads*c.Context, c.HeadWidth()))
		d.pass.cache.values = append(d.pass.cache.values, tensor.New(c.Heads*c.Context, c.HeadWidth()))
	}
	return d
}

// Len returns how many tokens have been fed.
func (d *Decoder) Len() int { return d.pass.cache.n }

// Full says that the context has no room for another token.
func (d *Decoder) Full() bool { return d.Len() == d.model.Config.Context }

// Step feeds a token and returns the logits of the next, [V], which the next
// call overwrites. It panics if the decoder is full or the vocabulary does
// not have the token.
func (d *Decoder) Step(token int) []float32 {
	d.one[0] = token
	return d.Feed(d.one[:]).Row(0)
}

// Feed is Step for several tokens at once, [T, V], as fast as a pass over all
// of them. It panics as Step does, and without tokens.
func (d *Decoder) Feed(tokens []int) tensor.Matrix {
	d.pass.Probe = d.Probe
	logits := d.model.Forward(&d.pass, tokens, len(tokens))
	d.pass.cache.n += len(tokens)
	return logits
}

// Rewind forgets all but the first n tokens. It panics if there are fewer.
func (d *Decoder) Rewind(n int) {
	if n < 0 || n > d.Len() {
		panic(fmt.Sprintf("gpt: rewind to %d of %d tokens", n, d.Len()))
	}
	d.pass.cache.n = n
}

// cache holds keys and values by layer, [H·C, d/H] each; of every head the
// first n rows are filled.
type cache struct {
	context, n   int
	keys, values []tensor.Matrix
}

// length is the number of tokens kept; no cache keeps none.
func (c *cache) length() int {
	if c == nil {
		return 0
	}
	return c.n
}

// append puts the keys and values of new tokens behind those of layer l.
func (c *cache) append(l int, y *Layer, heads int) {
	if c == nil {
		return
	}
	length := y.Key.Rows / heads
	for h := range heads {
		at := h*c.context + c.n
		copy(c.keys[l].Slice(at, at+length).Data, y.Key.Slice(h*length, (h+1)*length).Data)
		copy(c.values[l].Slice(at, at+length).Data, y.Value.Slice(h*length, (h+1)*length).Data)
	}
}

// seen returns the first n keys and values of head h in layer l, [n, d/H].
func (c *cache) seen(l, h, n int) (keys, values tensor.Matrix) {
	at := h * c.context
	return c.keys[l].Slice(at, at+n), c.values[l].Slice(at, at+n)
}
