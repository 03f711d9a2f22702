package experiment

import (
	"math/rand/v2"
	"slices"

	"logitarium/core/gpt"
	"logitarium/core/tensor"
)

// decoderPrefix and encoderPrefix begin the names of a coder's tensors.
const (
	decoderPrefix = "decoder."
	encoderPrefix = "encoder."
)

// coder is an encoder-decoder (Vaswani et al. 2017, figure 1) that learns to
// write what it reads: the encoder sees a row's targets, the decoder the tokens
// before each. One embedding serves both and is the output head, one table
// tells both the positions.
type coder struct {
	place             gpt.NormPlace
	encoder, decoder  *Stack
	tokens, positions tensor.Matrix // [V, d], [RaceLength, d]

	params, grads, first, second []gpt.Tensor // in the same order
	steps                        int
}

func newCoder(s RaceSetting, place gpt.NormPlace) *coder {
	heads, inner, activation := s.shape()
	c := Config{
		Layers: s.Depth, Width: s.Width, Heads: heads, Inner: inner, Activation: activation, Epsilon: epsilon,
		Causal: true, Cross: true, Final: place == gpt.PreLN,
	}
	n := &coder{place: place, decoder: Zeros(c), tokens: tensor.New(s.Vocabulary, s.Width), positions: tensor.New(RaceLength, s.Width)}
	c.Causal, c.Cross = false, false
	n.encoder = Zeros(c)
	rng := rand.New(rand.NewPCG(s.Seed, 1))
	gaussian(n.tokens, s.head(), rng)
	gaussian(n.positions, gpt2Dev, rng)
	s.fillStack(n.decoder, streamDecoder)
	s.fillStack(n.encoder, streamEncoder)
	n.params = n.list()
	n.grads, n.first, n.second = blank(n.params), blank(n.params), blank(n.params)
	return n
}

// list names all parameters, which share the coder's memory.
func (n *coder) list() []gpt.Tensor {
	all := []gpt.Tensor{{Name: "tokens", Matrix: n.tokens, Decay: true}, {Name: "positions", Matrix: n.positions, Decay: true}}
	for _, part := range []struct {
		prefix string
		stack  *Stack
	}{{decoderPrefix, n.decoder}, {encoderPrefix, n.encoder}} {
		for _, t := range part.stack.Tensors() {
			t.Name = part.prefix + t.Name
			all = append(all, t)
		}
	}
	return all
}

// blank returns tensors of zeros like the given ones.
func blank(like []gpt.Tensor) []gpt.Tensor {
	all := slices.Clone(like)
	for i, t := range all {
		all[i].Matrix = tensor.New(t.Rows, t.Cols)
	}
	return all
}

// reading is what is done to add the gradient of the loss of some rows, and their
// loss, in parts: encoder, decoder, and back through both.
func (n *coder) reading(tokens, targets []int) []part {
	var encoded, decoded *Pass
	var back, encoderBack *wayBack
	grads := map[string]tensor.Matrix{}
	for _, t := range n.grads {
		grads[t.Name] = t.Matrix
	}
	add := func(prefix string) func(string, tensor.Matrix) {
		return func(name string, g tensor.Matrix) { tensor.Axpy(grads[prefix+name].Data, 1, g.Data) }
	}
	positions := float64(len(tokens))
	encoder, decoder := n.encoder.blockCost(positions), n.decoder.blockCost(positions)
	return []part{
		whole(0, func(*Runner) {
			encoded = n.encoder.begin(n.place, n.embed(targets), tensor.Matrix{}, RaceLength) // [N, d]
		}),
		repeated(encoder, func() bool { return encoded.forward() }),
		whole(0, func(*Runner) {
			decoded = n.decoder.begin(n.place, n.embed(tokens), encoded.Out, RaceLength) // [N, d]
		}),
		repeated(decoder, func() bool { return decoded.forward() }),
		whole(float64(positions*float64(n.tokens.Rows))*(float64(3.5*float64(n.tokens.Cols))+tokenCost), func(r *Runner) {
			logits := tensor.New(decoded.Out.Rows, n.tokens.Rows)
			tensor.MulBT(logits, decoded.Out, n.tokens) // [N, d]·[V, d]ᵀ → [N, V]
			r.loss += gpt.CrossEntropyBack(logits, logits, targets, 1.0/(RaceRows*RaceLength))
			tensor.MulATAdd(grads["tokens"], logits, decoded.Out) // [N, V]ᵀ·[N, d] → [V, d]
			dOut := tensor.New(decoded.Out.Rows, decoded.Out.Cols)
			tensor.Mul(dOut, logits, n.tokens) // [N, V]·[V, d] → [N, d]
			back = decoded.beginBack(dOut, add(decoderPrefix))
		}),
		repeated(backCost*decoder, func() bool { return back.back() }),
		whole(0, func(*Runner) {
			embedBack(grads, tokens, back.gradients().Streams[0])
			encoderBack = encoded.beginBack(back.gradients().Memory, add(encoderPrefix))
		}),
		repeated(backCost*encoder, func() bool { return encoderBack.back() }),
		whole(0, func(*Runner) { embedBack(grads, targets, encoderBack.gradients().Streams[0]) }),
	}
}

// Costs in multiplications, beside those of the products.
const (
	streamCost = 1000 // of a value of the stream in an attention or an MLP
	backCost   = 1.5  // the way back, of a pass
	tokenCost  = 150  // of a logit that goes into a loss
)

// blockCost is about what a pass over some positions costs in a block.
func (s *Stack) blockCost(positions float64) float64 {
	c := s.Config
	attentions := 1
	if c.Cross {
		attentions = 2
	}
	products := attentions*4*c.Width*c.Width + 2*c.Width*c.Inner
	return positions * (float64(products) + float64(streamCost*float64((attentions+1)*c.Width)))
}

// embed returns the stream of rows of RaceLength tokens, [N, d].
func (n *coder) embed(tokens []int) tensor.Matrix {
	x := tensor.New(len(tokens), n.tokens.Cols)
	for i, t := range tokens {
		tensor.Add(x.Row(i), n.tokens.Row(t), n.positions.Row(i%RaceLength))
	}
	return x
}

func embedBack(grads map[string]tensor.Matrix, tokens []int, dx tensor.Matrix) {
	for i, t := range tokens {
		tensor.Axpy(grads["tokens"].Row(t), 1, dx.Row(i))
		tensor.Axpy(grads["positions"].Row(i%RaceLength), 1, dx.Row(i))
	}
}

func (n *coder) beginUpdate(settings gpt.AdamW, rate float64) *gpt.Move {
	n.steps++
	for _, g := range n.grads { // as with a model, what is not finite changes nothing
		if d := tensor.Dot(g.Data, g.Data); d-d != 0 {
			return new(gpt.Move)
		}
	}
	return settings.BeginMove(n.params, n.grads, n.first, n.second, n.steps, rate, 1)
}

func (n *coder) clone() *coder {
	c := *n
	c.encoder, c.decoder = Zeros(n.encoder.Config), Zeros(n.decoder.Config)
	c.tokens, c.positions = tensor.New(n.tokens.Rows, n.tokens.Cols), tensor.New(n.positions.Rows, n.positions.Cols)
	c.params = c.list()
	c.grads, c.first, c.second = blank(c.params), blank(c.params), blank(c.params)
	for i := range c.params {
		copy(c.params[i].Data, n.params[i].Data)
		copy(c.grads[i].Data, n.grads[i].Data)
		copy(c.first[i].Data, n.first[i].Data)
		copy(c.second[i].Data, n.second[i].Data)
	}
	return &c
}
