package knowledge

import (
	"fmt"
	"math"
	"math/rand/v2"

	"logitarium/core/gpt"
	"logitarium/core/tensor"
)

// A LoRA trains two thin matrices for each weight matrix W₀ of the blocks and
// leaves W₀ itself as it is (Hu et al. 2021, equation 3):
//
//	W = W₀ + s·B·A        [out, in] = [out, in] + [out, r]·[r, in]
//
// A begins as noise and B as 0, so that W begins as W₀. Embeddings, biases and
// norms are not trained.
type LoRA struct {
	Rank  int
	Scale float32 // s, the paper's α/r
	Pairs []Pair
}

// A Pair is what is trained in the place of one matrix.
type Pair struct {
	Name   string
	A, B   tensor.Matrix // [r, in], [out, r]
	weight tensor.Matrix // [out, in], the model's own memory
	frozen tensor.Matrix // [out, in], W₀
	index  int           // in the model's list of tensors
}

// loraScale is s: α = 2r, as is common.
const loraScale = 2

// NewLoRA puts a LoRA of a rank on a model, which stays the same until
// [LoRA.Apply]. It panics if the rank is below 1 or above the model's width.
func NewLoRA(m *gpt.Model, rank int, rng *rand.Rand) *LoRA {
	if rank < 1 || rank > m.Config.Width {
		panic(fmt.Sprintf("knowledge: rank %d in a model of width %d", rank, m.Config.Width))
	}
	l := &LoRA{Rank: rank, Scale: loraScale}
	for i, t := range m.Tensors() {
		if !inBlocks(m, t) {
			continue
		}
		p := Pair{Name: t.Name, A: tensor.New(rank, t.Cols), B: tensor.New(t.Rows, rank),
			weight: t.Matrix, frozen: t.Clone(), index: i}
		for j := range p.A.Data {
			p.A.Data[j] = float32(rng.NormFloat64() / math.Sqrt(float64(t.Cols)))
		}
		l.Pairs = append(l.Pairs, p)
	}
	return l
}

// inBlocks says whether a tensor is a weight matrix of a block.
func inBlocks(m *gpt.Model, t gpt.Tensor) bool {
	return t.Decay && &t.Data[0] != &m.Tokens.Data[0] && (m.Positions.Rows == 0 || &t.Data[0] != &m.Positions.Data[0])
}

// Parameters returns how many numbers are trained.
func (l *LoRA) Parameters() int {
	n := 0
	for _, p := range l.Pairs {
		n += len(p.A.Data) + len(p.B.Data)
	}
	return n
}

// Apply sets the model's weights to W₀ + s·B·A.
func (l *LoRA) Apply() {
	for _, p := range l.Pairs {
		tensor.Mul(p.weight, p.B, p.A) // [out, r]·[r, in] → [out, in]
		tensor.Scale(p.weight.Data, l.Scale)
		tensor.Axpy(p.weight.Data, 1, p.frozen.Data)
	}
}

// Gradient returns the gradients of the pair's A and B, given dW [out, in],
// that of the loss with respect to W:
//
//	dB = s·dW·Aᵀ [out, r]        dA = s·Bᵀ·dW [r, in]
func (l *LoRA) Gradient(p Pair, dW tensor.Matrix) (dA, dB tensor.Matrix) {
	dA, dB = tensor.New(p.A.Rows, p.A.Cols), tensor.New(p.B.Rows, p.B.Cols)
	tensor.MulBT(dB, dW, p.A)    // [out, in]·[r, in]ᵀ → [out, r]
	tensor.MulATAdd(dA, p.B, dW) // [out, r]ᵀ·[out, in] → [r, in]
	tensor.Scale(dB.Data, l.Scale)
	tensor.Scale(dA.Data, l.Scale)
	return dA, dB
}
