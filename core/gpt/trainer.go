package gpt

import (
	"fmt"

	"logitarium/core/tensor"
)

// Batch is rows of Length tokens, one after the other. Targets[i] is what
// should follow Tokens[i] in its row, or [NoTarget].
type Batch struct {
	Tokens, Targets []int
	Length          int
}

// shards is into how many parts a batch is split. It is fixed, and so is the
// order in which the parts are summed, so that the result is the same to the
// last bit however many threads there are.
const shards = 4

// passTokens is how many tokens a shard looks at together: few enough for
// their intermediates to stay in the cache, enough to fill the products.
const passTokens = 192

// Trainer trains a model on batches.
type Trainer struct {
	AdamW   AdamW
	Moments Moments

	model  *Model
	shards [shards]shard
}

type shard struct {
	grad *Model
	loss float64
}

// NewTrainer returns a trainer that changes m. It panics if m has int8
// weights.
func NewTrainer(m *Model, settings AdamW) *Trainer {
	m.mustTrain()
	t := &Trainer{
		AdamW:   settings,
		Moments: Moments{First: Zeros(m.Config), Second: Zeros(m.Config)},
		model:   m,
	}
	for i := range t.shards {
		t.shards[i].grad = Zeros(m.Config)
	}
	return t
}

// Step changes the model by one batch at the given learning rate. It returns
// the mean loss before the change, and the norm of its gradient before
// clipping. It panics as [Trainer.Gradient] does.
func (t *Trainer) Step(b Batch, rate float64) (loss, norm float64) {
	loss, grad := t.Gradient(b)
	return loss, t.AdamW.Update(t.model, grad, &t.Moments, rate)
}

// Gradient returns the mean cross-entropy over the batch's targets, and its
// gradient, which the next call overwrites. It panics if the batch is empty,
// has no target, or is not whole rows.
func (t *Trainer) Gradient(b Batch) (loss float64, grad *Model) {
	counted := b.check()
	rows := len(b.Tokens) / b.Length
	tensor.Parallel(shards, func(i int) {
		t.shards[i].run(t.model, b, rows*i/shards, rows*(i+1)/shards, 1/float32(counted))
	})
	grad = t.shards[0].grad
	tensor.Parallel(len(grad.tensors), func(i int) {
		for s := 1; s < shards; s++ {
			tensor.Axpy(grad.tensors[i].Data, 1, t.shards[s].grad.tensors[i].Data)
		}
	})
	for i := range t.shards {
		loss += t.shards[i].loss
	}
	return loss / float64(counted), grad
}

// run sums the loss and the gradient over rows lo to hi.
func (s *shard) run(m *Model, b Batch, lo, hi int, scale float32) {
	s.loss = 0
	for _, t := range s.grad.tensors {
		clear(t.Data)
	}
	p := m.passes.Get().(*Pass)
	defer m.passes.Put(p)
	for step := max(1, passTokens/b.Length); lo < hi; lo += step {
		from, to := lo*b.Length, min(lo+step, hi)*b.Length
		logits := m.Forward(p, b.Tokens[from:to], b.Length) // [N, V]
		fit(&p.back.logits, logits.Rows, logits.Cols)
		s.loss += CrossEntropyBack(p.back.logits, logits, b.Targets[from:to], scale) // [N, V]
		m.Backward(p, p.back.logits, s.grad)
	}
}

// check returns how many targets count.
func (b Batch) check() int {
	if b.Length < 1 || len(b.Tokens) == 0 || len(b.Tokens)%b.Length != 0 || len(b.Targets) != len(b.Tokens) {
		panic(fmt.Sprintf("gpt: a batch of %d tokens and %d targets in rows of %d", len(b.Tokens), len(b.Targets), b.Length))
	}
	counted := 0
	for _, target := range b.Targets {
		if target != NoTarget {
			counted++
		}
	}
	if counted == 0 {
		panic(fmt.Sprintf("gpt: a batch of %d tokens without a target", len(b.Tokens)))
	}
	return counted
}
