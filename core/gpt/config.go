package gpt

import (
	"fmt"
	"math"
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
}

// NormPlace says where a block normalises.
type NormPlace int

// With f a sublayer: attention or MLP.
const (
	PreLN  NormPlace = iota // x + f(LN(x)), and a last LN before the head (GPT-2)
	PostLN                  // LN(x + f(x)), and none before the head (GPT-1)
)

// Activation is the function inside the MLP.
type Activation int

// GPT-1 and GPT-2 use the tanh form of GELU; the erf form is the exact x·Φ(x).
const (
	GELUTanh Activation = iota
	GELUErf
	ReLU
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
			return fmt.Errorf("gpt config: %s is %d, must be 1 or more", size.name, size.value)
		}
	}
	if c.Width%c.Heads != 0 {
		return fmt.Errorf("gpt config: width %d is not a multiple of %d heads", c.Width, c.Heads)
	}
	if !(c.Epsilon > 0) || math.IsInf(float64(c.Epsilon), 1) { // NaN fails too
		return fmt.Errorf("gpt config: epsilon is %g, must be above 0 (GPT-2 has 1e-5)", c.Epsilon)
	}
	if c.Norm != PreLN && c.Norm != PostLN {
		return fmt.Errorf("gpt config: norm place %d is neither %d (pre-LN) nor %d (post-LN)", c.Norm, PreLN, PostLN)
	}
	if c.Positions < Learned || c.Positions > ALiBi {
		return fmt.Errorf("gpt config: positions %d are none of %d (learned) to %d (ALiBi)", c.Positions, Learned, ALiBi)
	}
	if c.Positions == Sinusoidal && c.Width%2 != 0 || c.Positions == Rotary && c.HeadWidth()%2 != 0 {
		return fmt.Errorf("gpt config: %s positions in a width of %d and heads of %d: they go by pairs, the width must be even", c.Positions, c.Width, c.HeadWidth())
	}
	if c.Activation < GELUTanh || c.Activation > ReLU {
		return fmt.Errorf("gpt config: activation %d is none of %d (GELU tanh), %d (GELU erf), %d (ReLU)", c.Activation, GELUTanh, GELUErf, ReLU)
	}
	return nil
}

// HeadWidth returns Width/Heads.
func (c Config) HeadWidth() int { return c.Width / c.Heads }

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

// Counts returns the number of parameters by part. Attention has 4d² + 4d a
// layer, the MLP 2·d·inner + inner + d, a norm 2d.
func (c Config) Counts() Counts {
	d := c.Width
	n := Counts{
		Tokens:    c.Vocab * d,
		Attention: c.Layers * (4*d*d + 4*d),
		MLP:       c.Layers * (2*d*c.Inner + c.Inner + d),
		Norms:     c.Layers * 2 * 2 * d,
	}
	if c.Positions == Learned {
		n.Positions = c.Context * d
	}
	if c.Norm == PreLN {
		n.Norms += 2 * d
	}
	if c.Untied {
		n.Head = c.Vocab * d
	}
	return n
}
