package knowledge

import (
	"fmt"

	"logitarium/core/gpt"
)

// Forward returns the multiply-adds of one pass over a row of tokens: for each
// token one for every weight of the blocks' matrices and of the output head,
// and for each pair of a token and one that it sees 2d in every layer, half of
// them for the scores and half for the mix of the values. Keeping keys and
// values while decoding costs the same in all. Biases, norms, softmax and
// activations are not counted. It panics if tokens is negative.
func Forward(c gpt.Config, tokens int) int {
	if tokens < 0 {
		panic(fmt.Sprintf("knowledge: a pass over %d tokens", tokens))
	}
	block := 4*c.Width*c.Width + 2*c.Width*c.Inner
	pairs := tokens * (tokens + 1) / 2
	return tokens*(c.Layers*block+c.Vocab*c.Width) + pairs*2*c.Width*c.Layers
}

// Training returns the multiply-adds of steps of a fine-tuning: three forward
// passes' worth for each row, as every product has two in the backward pass.
// A LoRA saves none of these here: its gradient is computed from that of W.
func (r Recipe) Training(c gpt.Config, steps int) int {
	return 3 * Forward(c, RowTokens) * (Rows + r.Replay) * steps
}

// Trainable returns how many parameters a fine-tuning trains: all, or r·(in +
// out) for each matrix of the blocks.
func (r Recipe) Trainable(c gpt.Config) int {
	if r.Method == Full {
		return c.Counts().Total()
	}
	sides := (c.Width + 3*c.Width) + 2*c.Width + 2*(c.Width+c.Inner)
	return c.Layers * r.Rank * sides
}

// Memory returns the bytes that training holds in single precision: the
// weights and, for each parameter that is trained, its gradient and two
// moments; those of a LoRA besides the weights they are added to. It leaves
// out activations, and the gradient of W, which a LoRA can be trained without.
func (r Recipe) Memory(c gpt.Config) int {
	trained := r.Trainable(c)
	if r.Method == LowRank {
		return 4 * (c.Counts().Total() + 4*trained)
	}
	return 4 * 4 * trained
}

// BreakEven returns after how many answers a change of knowledge by
// fine-tuning has cost as many multiply-adds as one by retrieval: the training
// over what a longer prompt costs more for each answer. ok is false if it
// costs nothing more.
func BreakEven(training, plain, retrieving int) (answers float64, ok bool) {
	if retrieving <= plain {
		return 0, false
	}
	return float64(training) / float64(retrieving-plain), true
}
