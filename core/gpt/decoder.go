package gpt

import (
	"fmt"
	"slices"

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
	d.pass.ReuseLayers = true
	d.pass.cache = &cache{heads: c.KeyHeads(), keys: make([]tensor.Matrix, c.Layers), values: make([]tensor.Matrix, c.Layers)}
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
	d.ready(tokens)
	logits := d.model.Forward(&d.pass, tokens, len(tokens))
	d.pass.cache.n += len(tokens)
	return logits
}

// BeginFeed starts to Feed tokens, for those who can't wait for all of it: the
// run's logits have the same bits. To give up a run, Rewind.
func (d *Decoder) BeginFeed(tokens []int) *Run {
	d.ready(tokens)
	r := d.model.Begin(&d.pass, tokens, len(tokens))
	r.decoder = d
	return r
}

// ready makes ready for tokens after each of which the next is predicted.
func (d *Decoder) ready(tokens []int) {
	d.pass.Probe, d.pass.Predict = d.Probe, AfterEach
	d.pass.check(d.model.Config, tokens, len(tokens))
	d.pass.cache.grow(d.model.Config, d.Len()+len(tokens))
}

// Begin starts to feed tokens, and panics as Feed does. The run's logits are
// those of the next token alone, [1, V]. The tokens are read in passes over
// few at a time, so that a long text takes no more memory than its keys and
// values. To give up a run, Rewind.
func (d *Decoder) Begin(tokens []int) *Run {
	d.pass.check(d.model.Config, tokens, len(tokens))
	r := &Run{decoder: d, rest: slices.Clone(tokens)}
	for n := len(tokens); n > 0; n -= feedLength {
		r.all += d.model.Config.Work(min(n, feedLength))
	}
	d.feed(r)
	return r
}

// feedLength is how many tokens are read at a time: so many that packing the
// weights takes far less than multiplying with them.
const feedLength = 64

// feed goes on with the tokens that a run has left.
func (d *Decoder) feed(r *Run) {
	if len(r.rest) == 0 {
		return
	}
	tokens := r.rest[:min(len(r.rest), feedLength)]
	r.rest = r.rest[len(tokens):]
	d.pass.Probe, d.pass.Predict = d.Probe, Nothing
	if len(r.rest) == 0 {
		d.pass.Predict = AfterLast
	}
	d.pass.cache.grow(d.model.Config, d.Len()+len(tokens))
	r.begin(d.model, &d.pass, tokens, len(tokens))
}

// Rewind forgets all but the first n tokens. It panics if there are fewer.
func (d *Decoder) Rewind(n int) {
	if n < 0 || n > d.Len() {
		panic(fmt.Sprintf("gpt: rewind to %d of %d tokens", n, d.Len()))
	}
	d.pass.cache.n = n
}

// cache holds keys and values by layer, [heads·room, head size] each; of every head the
// first n rows are filled.
type cache struct {
	heads, room, n int
	keys, values   []tensor.Matrix
}

// grow makes room for n tokens, at least twice as many as there was room for:
// the cache of a whole context takes a large part of what the weights take.
func (c *cache) grow(shape Config, n int) {
	if n <= c.room {
		return
	}
	room := min(max(n, 2*c.room), shape.Context)
	for _, kept := range [][]tensor.Matrix{c.keys, c.values} {
		for l, old := range kept {
			kept[l] = tensor.New(c.heads*room, shape.HeadWidth())
			for h := 0; h < c.heads && c.n > 0; h++ {
				copy(kept[l].Slice(h*room, h*room+c.n).Data, old.Slice(h*c.room, h*c.room+c.n).Data)
			}
		}
	}
	c.room = room
}

// length is the number of tokens kept; no cache keeps none.
func (c *cache) length() int {
	if c == nil {
		return 0
	}
	return c.n
}

// append puts the keys and values of new tokens behind those of layer l.
func (c *cache) append(l int, y *Layer) {
	if c == nil {
		return
	}
	length := y.Key.Rows / c.heads
	for h := range c.heads {
		at := h*c.room + c.n
		copy(c.keys[l].Slice(at, at+length).Data, y.Key.Slice(h*length, (h+1)*length).Data)
		copy(c.values[l].Slice(at, at+length).Data, y.Value.Slice(h*length, (h+1)*length).Data)
	}
}

// seen returns the first n keys and values of head h in layer l, [n, d/H].
func (c *cache) seen(l, h, n int) (keys, values tensor.Matrix) {
	at := h * c.room
	return c.keys[l].Slice(at, at+n), c.values[l].Slice(at, at+n)
}
