package experiment

import (
	"fmt"
	"math"
	"math/rand/v2"

	"logitarium/core/gpt"
	"logitarium/core/tensor"
)

// Init says how weights are drawn. Gains are 1 and biases 0 in all of them.
type Init int

const (
	// Xavier is Glorot and Bengio 2010, eq. 16: uniform within
	// ±√(6/(in + out)). Embeddings have the deviation 1/√d (Vaswani et al.
	// 2017, section 3.4, multiply theirs by √d instead).
	Xavier Init = iota

	// GPT2 is N(0, 0.02²), and the projections back into the stream divided
	// by √(2L) (Radford et al. 2019, section 2.3).
	GPT2

	// Unscaled is GPT2 without the division.
	Unscaled

	// Theory is what the theorems of Xiong et al. 2020 assume: Gaussian
	// Xavier, N(0, 2/(in + out)); query and key weights 0, so that every
	// position attends to all it sees equally; one head; an MLP with ReLU
	// that is no wider than the stream.
	Theory

	initCount
)

// String returns a short name.
func (i Init) String() string {
	if i < 0 || i >= initCount {
		return fmt.Sprintf("init %d", int(i))
	}
	return [...]string{"xavier", "gpt-2", "unscaled", "theory"}[i]
}

// Setting is the shape and the start of a network.
type Setting struct {
	Depth int // L: blocks
	Width int // d, a multiple of HeadWidth
	Init  Init
	Cross bool // a decoder that attends to an encoder of the same depth
	Seed  uint64
}

// HeadWidth is d/H.
const HeadWidth = 16

const (
	epsilon  = 1e-5
	gpt2Dev  = 0.02
	gptInner = 4 // inner/d, as in every GPT
)

func (s Setting) check() {
	if s.Depth < 1 || s.Width < HeadWidth || s.Width%HeadWidth != 0 || s.Init < 0 || s.Init >= initCount {
		panic(fmt.Sprintf("experiment: depth %d, width %d (a multiple of %d), init %d", s.Depth, s.Width, HeadWidth, s.Init))
	}
}

// small says whether everything begins at GPT-2's scale.
func (s Setting) small() bool { return s.Init == GPT2 || s.Init == Unscaled }

// shape returns heads, inner width and activation.
func (s Setting) shape() (heads, inner int, activation gpt.Activation) {
	if s.Init == Theory {
		return 1, s.Width, gpt.ReLU
	}
	return s.Width / HeadWidth, gptInner * s.Width, gpt.GELUTanh
}

// fill draws a matrix that holds some linear maps, one under the other; back
// marks those whose output is added to the stream.
func (s Setting) fill(w tensor.Matrix, maps int, back bool, rng *rand.Rand) {
	both := float64(w.Rows/maps + w.Cols) // in + out of one map
	switch s.Init {
	case Xavier:
		uniform(w, math.Sqrt(6/both), rng)
	case Theory:
		gaussian(w, math.Sqrt(2/both), rng)
	case GPT2:
		deviation := gpt2Dev
		if back {
			deviation /= math.Sqrt(2 * float64(s.Depth))
		}
		gaussian(w, deviation, rng)
	case Unscaled:
		gaussian(w, gpt2Dev, rng)
	}
}

// fillStack draws a stack's weights, each layer from its own stream of random
// numbers, so that a deeper stack begins with the layers of a shallower one
// (but for GPT-2's scale).
func (s Setting) fillStack(stack *Stack, stream uint64) {
	tensor.Parallel(len(stack.Blocks), func(l int) {
		b, rng := stack.Blocks[l], rand.New(rand.NewPCG(s.Seed, stream+uint64(l)))
		s.fillAttention(b.Self, rng)
		s.fill(b.Up.Weight, 1, false, rng)
		s.fill(b.Down.Weight, 1, true, rng)
		if stack.Config.Cross {
			s.fillAttention(b.Cross, rng)
		}
	})
}

func (s Setting) fillAttention(a Attention, rng *rand.Rand) {
	s.fill(a.Query.Weight, 1, false, rng)
	s.fill(a.KeyValue.Weight, 2, false, rng)
	s.fill(a.Out.Weight, 1, true, rng)
	if s.Init == Theory {
		clear(a.Query.Weight.Data)
		clear(a.KeyValue.Weight.Slice(0, s.Width).Data)
	}
}

// head is the deviation of the output head's weights. With 1/√d logits have
// the variance 1.
func (s Setting) head() float64 {
	if s.small() {
		return gpt2Dev
	}
	return 1 / math.Sqrt(float64(s.Width))
}

// uniform draws within ±bound, two values from each number of the source.
func uniform(m tensor.Matrix, bound float64, rng *rand.Rand) {
	unit := float32(bound) / (1 << 31)
	for i := 0; i < len(m.Data); i += 2 {
		u := rng.Uint64()
		m.Data[i] = float32(int32(u)) * unit
		if i+1 < len(m.Data) {
			m.Data[i+1] = float32(int32(u>>32)) * unit
		}
	}
}

func gaussian(m tensor.Matrix, deviation float64, rng *rand.Rand) {
	for i := range m.Data {
		m.Data[i] = float32(rng.NormFloat64() * deviation)
	}
}
