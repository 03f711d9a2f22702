package gpt

import (
	"math"

	"logitarium/core/fault"
)

// Config is the shape of a model.
type Config struct {
	Vocab   int // V: how many tokens there are
	Context int // C: the longest sequence
	Width   int // d: values per position in the residual stream
	Layers  int // L
	Heads   int // H: each has Width/Heads values
	Inner   int // values per position inside the MLP, usually 4·Width

	Norm       NormPlace
	Positions  Positions
	Activation Activation
	Epsilon    float32 // added to the variance in LayerNorm, 1e-5 in GPT-2
	Untied     bool    `json:",omitempty"` // the output head is a matrix of its own

	Parts Parts `json:",omitzero"` // that GPT-2 does not have
}

// NormPlace says where a block normalises.
type NormPlace int

// With f a sublayer: attention or MLP.
const (
	PreLN    NormPlace = iota // x + f(LN(x)), and a last LN before the head (GPT-2)
	PostLN                    // LN(x + f(x)), and none before the head (GPT-1)
	Sandwich                  // x + LN(f(LN(x))), and a last LN before the head (Gemma 3)
)

// Activation is the function inside the MLP.
type Activation int

// GPT-1 and GPT-2 use the tanh form of GELU; the erf form is the exact x·Φ(x).
const (
	GELUTanh Activation = iota
	GELUErf
	ReLU
	SiLU // x·σ(x), σ the logistic function (Llama)
)

// Validate says what is wrong with a config, and what would be right.
func (c Config) Validate() error {
	for _, size := range []struct {
		name  string
		value int
	}{
		{"vocabulary", c.Vocab}, {"context", c.Context}, {"width", c.Width},
		{"layers", c.Layers}, {"heads", c.Heads}, {"inner width", c.Inner},
	} {
		if size.value < 1 {
			return fault.Errorf("gpt config: %s is %d, must be 1 or more", size.name, size.value)
		}
	}
	if c.Parts.HeadSize == 0 && c.Width%c.Heads != 0 {
		return fault.Errorf("gpt config: width %d is not a multiple of %d heads", c.Width, c.Heads)
	}
	if !(c.Epsilon > 0) || math.IsInf(float64(c.Epsilon), 1) { // NaN fails too
		return fault.Errorf("gpt config: epsilon is %g, must be above 0 (GPT-2 has 1e-5)", c.Epsilon)
	}
	if c.Norm < PreLN || c.Norm > Sandwich {
		return fault.Errorf("gpt config: norm place %d is none of %d (pre-LN), %d (post-LN) and %d (sandwich)", c.Norm, PreLN, PostLN, Sandwich)
	}
	if c.Positions < Learned || c.Positions > ALiBi {
		return fault.Errorf("gpt config: positions %d are none of %d (learned) to %d (ALiBi)", c.Positions, Learned, ALiBi)
	}
	if c.Positions == Sinusoidal && c.Width%2 != 0 || c.Positions == Rotary && c.HeadWidth()%2 != 0 {
		return fault.Errorf("gpt config: %s positions in a width of %d and heads of %d: they go by pairs, the width must be even", c.Positions, c.Width, c.HeadWidth())
	}
	if c.Activation < GELUTanh || c.Activation > SiLU {
		return fault.Errorf("gpt config: activation %d is none of %d (GELU tanh), %d (GELU erf), %d (ReLU), %d (SiLU)", c.Activation, GELUTanh, GELUErf, ReLU, SiLU)
	}
	return c.validateParts()
}

// Counts are a model's parameters by part, over all layers.
type Counts struct {
	Tokens    int // token embedding, which is the output head too if that is not untied
	Positions int
	Attention int // q, k, v and output projection, with biases
	MLP       int
	Norms     int
	Head      int // of its own; 0 where it is the token embedding
}

// Total returns the sum of all parts.
func (n Counts) Total() int {
	return n.Tokens + n.Positions + n.Attention + n.MLP + n.Norms + n.Head
}

// Counts returns the number of parameters by part. GPT-2's attention has
// 4d² + 4d a layer, the MLP 2·d·inner + inner + d, a norm 2d.
func (c Config) Counts() Counts {
	d, q, k := c.Width, c.queries(), c.keys()
	attention, mlp, norm, norms := 2*d*q+2*d*k, 2*d*c.Inner, 2*d, 2*c.Layers
	if c.Parts.Gated {
		mlp += d * c.Inner
	}
	switch c.Parts.Biases {
	case AllBiases:
		attention += q + 2*k + d
		mlp += c.Inner + d
		if c.Parts.Gated {
			mlp += c.Inner
		}
	case InputBiases:
		attention += q + 2*k
	}
	if c.Parts.RMSNorm {
		norm = d
	}
	if c.Norm == Sandwich {
		norms *= 2
	}
	if c.Norm != PostLN {
		norms++
	}
	n := Counts{Tokens: c.Vocab * d, Attention: c.Layers * attention, MLP: c.Layers * mlp, Norms: norms * norm}
	if c.Parts.QKNorm {
		n.Norms += c.Layers * 2 * c.HeadWidth()
	}
	if c.Positions == Learned {
		n.Positions = c.Context * d
	}
	if c.Untied {
		n.Head = c.Vocab * d
	}
	return n
}
