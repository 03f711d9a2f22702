package family

import (
	"fmt"

	"logitarium/core/gpt"
)

// Shape is what the number of a decoder's parameters follows from. The zero
// values of the switches give GPT-2's block.
type Shape struct {
	Vocab   int // V: rows of the token embedding
	Context int // C: the longest sequence
	Width   int // d: values per position in the residual stream
	Layers  int // L

	Heads     int // H: query heads
	KVHeads   int // G: heads that keys and values have; queries share them
	HeadWidth int // d_h: H·d_h is d in GPT-1 to GPT-3, and is not in gpt-oss
	Window    int // some layers look back this many tokens; 0: to the start
	Every     int // of every Every layers all but the last do; 0: every other one does

	Inner   int // f: values per position inside the MLP, or inside one expert
	Experts int // E: MLPs to choose from; 0: one MLP, no router
	Chosen  int // k: experts that a token goes through

	PostLN bool // norms after the sublayers, and none before the head (GPT-1)
	Rotary bool // positions turn queries and keys; there is no table of them
	RMS    bool // norms have gains and no biases
	Gated  bool // the MLP multiplies two projections (SwiGLU)
	Sinks  bool // one learnt logit per head that takes attention and gives nothing
	Untied bool // the head has a matrix of its own
	NoBias bool // neither matrices nor norms have biases

	InputBias bool // with NoBias: queries, keys and values have biases all the same (Qwen 2)
	QKNorm    bool // queries and keys of a head have a norm each (Qwen 3)
	Sandwich  bool // norms after the sublayers too (Gemma 3)
}

// dense is a shape of the GPT-2 kind: tables of positions, f = 4d, tied head.
func dense(vocab, context, width, layers, heads int) *Shape {
	return &Shape{
		Vocab: vocab, Context: context, Width: width, Layers: layers,
		Heads: heads, KVHeads: heads, HeadWidth: width / heads, Inner: 4 * width,
	}
}

// Of returns the shape of a model of this program.
func Of(c gpt.Config) Shape {
	s := *dense(c.Vocab, c.Context, c.Width, c.Layers, c.Heads)
	s.Inner = c.Inner
	s.PostLN, s.Untied = c.Norm == gpt.PostLN, c.Untied
	if c.Positions != gpt.Learned {
		s.Rotary = true // as far as parameters go: no table
	}
	p := c.Parts
	s.KVHeads, s.HeadWidth = c.KeyHeads(), c.HeadWidth()
	s.RMS, s.Gated, s.QKNorm, s.Sandwich = p.RMSNorm, p.Gated, p.QKNorm, c.Norm == gpt.Sandwich
	s.NoBias, s.InputBias = p.Biases != gpt.AllBiases, p.Biases == gpt.InputBiases
	s.Window, s.Every = p.Window, p.Every
	return s
}

// Parts are a model's parameters by part, over all layers.
type Parts struct {
	Tokens    int // token embedding, which is the head too unless that is untied
	Positions int
	Attention int // queries, keys, values, output, sinks
	MLP       int // with the router, if there are experts
	Norms     int
	Head      int // 0 if it is the token embedding
}

// Total returns the sum of the parts.
func (p Parts) Total() int {
	return p.Tokens + p.Positions + p.Attention + p.MLP + p.Norms + p.Head
}

// Blocks returns the parameters of all blocks: attention, MLP and norms,
// without the final norm that they are counted with.
func (s Shape) Blocks() int { return s.Layers * s.Block() }

// Block returns the parameters of one block: its attention, MLP and norms.
// In GPT-2 that is 12d² + 13d.
func (s Shape) Block() int { return s.attention() + s.mlp(s.experts()) + s.norms() }

// Parts counts the parameters:
//
//	tokens     V·d
//	positions  C·d
//	attention  L·(2·d·H·d_h + 2·d·G·d_h, and biases H·d_h + 2·G·d_h + d)
//	MLP        L·(2·d·f, or 3·d·f if gated, times E, and biases; router E·d + E)
//	norms      L·2·2d + 2d: gain and bias
//	head       V·d if untied
//
// With H·d_h = G·d_h = d and f = 4d that is V·d + C·d + L·(12d² + 13d) + 2d.
func (s Shape) Parts() Parts { return s.parts(s.experts()) }

// Active counts the parameters that one token goes through: the chosen experts
// alone, and no embedding table, from which one row is read, unless it is the
// head too (the convention of the gpt-oss model card).
func (s Shape) Active() int {
	if s.Experts == 0 {
		return s.Parts().Total()
	}
	p := s.parts(s.Chosen)
	if s.Untied {
		p.Tokens = 0
	}
	return p.Total()
}

func (s Shape) parts(experts int) Parts {
	p := Parts{
		Tokens:    s.Vocab * s.Width,
		Attention: s.Layers * s.attention(),
		MLP:       s.Layers * s.mlp(experts),
		Norms:     s.Layers * s.norms(),
	}
	if !s.Rotary {
		p.Positions = s.Context * s.Width
	}
	if !s.PostLN {
		p.Norms += s.norm()
	}
	if s.Untied {
		p.Head = s.Vocab * s.Width
	}
	return p
}

// experts returns the number of MLPs in a block.
func (s Shape) experts() int { return max(s.Experts, 1) }

// attention is the parameters of one layer's attention.
func (s Shape) attention() int {
	q, kv := s.Heads*s.HeadWidth, s.KVHeads*s.HeadWidth
	n := s.Width*(q+2*kv) + q*s.Width
	switch {
	case !s.NoBias:
		n += q + 2*kv + s.Width
	case s.InputBias:
		n += q + 2*kv
	}
	if s.Sinks {
		n += s.Heads
	}
	return n
}

// mlp is the parameters of one layer's MLP with that many experts.
func (s Shape) mlp(experts int) int {
	up := 1
	if s.Gated {
		up = 2
	}
	n := (up + 1) * s.Width * s.Inner
	if !s.NoBias {
		n += up*s.Inner + s.Width
	}
	return n*experts + s.Experts*s.Width + s.Experts // and the router
}

// norm is the parameters of one norm.
func (s Shape) norm() int {
	if s.RMS || s.NoBias {
		return s.Width
	}
	return 2 * s.Width
}

// norms is the parameters of one block's norms.
func (s Shape) norms() int {
	n := 2 * s.norm()
	if s.Sandwich {
		n *= 2
	}
	if s.QKNorm {
		n += 2 * s.HeadWidth
	}
	return n
}

// windowed returns how many layers look back over the window alone.
func (s Shape) windowed() int {
	if s.Window == 0 {
		return 0
	}
	every := s.Every
	if every == 0 {
		every = 2
	}
	return s.Layers - s.Layers/every
}

// check panics unless a number of tokens or sequences is positive.
func check(what string, n int) {
	if n < 1 {
		panic(fmt.Sprintf("family: %d %s, must be 1 or more", n, what))
	}
}
