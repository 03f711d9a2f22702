// Package experiment measures and trains small networks to answer a question
// about transformers, each seen from two sides under equal conditions.
//
// Depth: where a block normalises, and what that does to its gradients.
// [Stack] is built for it: blocks of self-attention, cross-attention and MLP
// around one residual stream, in both orders of norm and sum. [Measure] looks
// at it as it is initialised; [Race] trains two GPTs side by side.
//
// Length: what networks make of texts longer than those they were trained on,
// by the way in which they are told positions ([Extrapolation]).
//
// In the shapes, N is the number of positions (rows times their length T), M
// that of the memory's (rows times S), d the width, H the heads.
//
// Sources: Xiong et al. 2020, "On Layer Normalization in the Transformer
// Architecture" (arXiv:2002.04745); Vaswani et al. 2017 for encoder and
// decoder.
package experiment

import (
	"fmt"

	"logitarium/core/fault"
	"logitarium/core/gpt"
	"logitarium/core/tensor"
)

// Config is the shape of a stack.
type Config struct {
	Layers     int // L
	Width      int // d
	Heads      int // H: each has Width/Heads values
	Inner      int // values per position inside the MLP
	Activation gpt.Activation
	Epsilon    float32 // added to the variance in LayerNorm
	Causal     bool    // in self-attention a position sees itself and those before, not all of its row
	Cross      bool    // between self-attention and MLP a block attends to a memory, another stack's output
	Final      bool    // a LayerNorm after the last block, as pre-LN networks have
}

// Validate says what is wrong with a config.
func (c Config) Validate() error {
	for _, size := range []struct {
		name  string
		value int
	}{{"layers", c.Layers}, {"width", c.Width}, {"heads", c.Heads}, {"inner width", c.Inner}} {
		if size.value < 1 {
			return fault.Errorf("stack: %s is %d, must be 1 or more", size.name, size.value)
		}
	}
	if c.Width%c.Heads != 0 {
		return fault.Errorf("stack: width %d is not a multiple of %d heads", c.Width, c.Heads)
	}
	if !(c.Epsilon > 0) { // NaN fails too
		return fault.Errorf("stack: epsilon is %g, must be above 0", c.Epsilon)
	}
	if c.Activation < gpt.GELUTanh || c.Activation > gpt.ReLU {
		return fault.Errorf("stack: activation %d is none of %d to %d", c.Activation, gpt.GELUTanh, gpt.ReLU)
	}
	return nil
}

// Stack is the weights of transformer blocks over a stream of vectors, without
// embedding and head. They do not depend on where the norms stand, so one
// stack serves both places.
type Stack struct {
	Config Config
	Blocks []Block
	Final  gpt.Norm // if Config.Final
}

// Block is one layer's weights. Each of its sublayers has a norm of its own.
type Block struct {
	SelfNorm  gpt.Norm
	Self      Attention
	CrossNorm gpt.Norm  // if Config.Cross
	Cross     Attention // if Config.Cross
	MLPNorm   gpt.Norm
	Up        gpt.Linear // [inner, d]
	Down      gpt.Linear // [d, inner]: W2 in the literature
}

// Attention is the weights of one attention sublayer.
type Attention struct {
	Query    gpt.Linear // [d, d]
	KeyValue gpt.Linear // [2d, d]: keys, then values
	Out      gpt.Linear // [d, d]
}

// Zeros returns a stack whose gains are 1 and all else 0, to be filled. It
// panics if the config is not valid.
func Zeros(c Config) *Stack {
	if err := c.Validate(); err != nil {
		panic(err.Error())
	}
	s := &Stack{Config: c, Blocks: make([]Block, c.Layers)}
	for l := range s.Blocks {
		b := &s.Blocks[l]
		b.SelfNorm, b.MLPNorm = plainNorm(c.Width), plainNorm(c.Width)
		b.Self = zeroAttention(c.Width)
		if c.Cross {
			b.CrossNorm, b.Cross = plainNorm(c.Width), zeroAttention(c.Width)
		}
		b.Up, b.Down = zeroLinear(c.Inner, c.Width), zeroLinear(c.Width, c.Inner)
	}
	if c.Final {
		s.Final = plainNorm(c.Width)
	}
	return s
}

func plainNorm(d int) gpt.Norm {
	n := gpt.Norm{Gain: make([]float32, d), Bias: make([]float32, d)}
	for i := range n.Gain {
		n.Gain[i] = 1
	}
	return n
}

func zeroLinear(out, in int) gpt.Linear {
	return gpt.Linear{Weight: tensor.New(out, in), Bias: make([]float32, out)}
}

func zeroAttention(d int) Attention {
	return Attention{zeroLinear(d, d), zeroLinear(2*d, d), zeroLinear(d, d)}
}

// Tensors lists the weights by name, layer by layer, in the order of the
// forward pass. They share the stack's memory.
func (s *Stack) Tensors() []gpt.Tensor {
	var list []gpt.Tensor
	vector := func(name string, v []float32) {
		list = append(list, gpt.Tensor{Name: name, Matrix: tensor.Of(1, len(v), v)})
	}
	linear := func(name string, f gpt.Linear) {
		list = append(list, gpt.Tensor{Name: name + ".weight", Matrix: f.Weight, Decay: true})
		vector(name+".bias", f.Bias)
	}
	norm := func(name string, n gpt.Norm) {
		vector(name+".weight", n.Gain)
		vector(name+".bias", n.Bias)
	}
	attention := func(name string, a Attention) {
		linear(name+".query", a.Query)
		linear(name+".keyvalue", a.KeyValue)
		linear(name+".out", a.Out)
	}
	for l, b := range s.Blocks {
		h := fmt.Sprintf("%d.", l)
		norm(h+"self.norm", b.SelfNorm)
		attention(h+"self", b.Self)
		if s.Config.Cross {
			norm(h+"cross.norm", b.CrossNorm)
			attention(h+"cross", b.Cross)
		}
		norm(h+"mlp.norm", b.MLPNorm)
		linear(h+"mlp.up", b.Up)
		linear(h+"mlp.down", b.Down)
	}
	if s.Config.Final {
		norm("final.norm", s.Final)
	}
	return list
}
