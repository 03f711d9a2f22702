package origin

import (
	"slices"

	"logitarium/core/gpt"
)

// The training: all documents so often, in batches, at one rate.
const (
	Epochs = 3
	Batch  = 16
	Rate   = 1e-3
)

// Checkpoint is a network after some epochs. Nobody changes it.
type Checkpoint struct {
	Epoch   int
	Model   *gpt.Model
	moments gpt.Moments
}

// Begin returns the network before the training.
func Begin(m *gpt.Model) *Checkpoint {
	return &Checkpoint{Model: m, moments: gpt.Moments{First: gpt.Zeros(m.Config), Second: gpt.Zeros(m.Config)}}
}

// An Epoch is a training on all documents, once, in steps.
type Epoch struct {
	corpus  *Corpus
	end     *Checkpoint
	trainer *gpt.Trainer
	without []int
	at      int
}

// Train begins the epoch after a checkpoint, without some documents: their places
// in the batches stay empty, and all else is as with them.
func (c *Corpus) Train(from *Checkpoint, without []int) *Epoch {
	end := &Checkpoint{Epoch: from.Epoch + 1, Model: from.Model.Clone(), moments: from.moments.Clone()}
	e := &Epoch{corpus: c, end: end, trainer: gpt.NewTrainer(end.Model, gpt.Recipe()), without: without}
	e.trainer.Moments = end.moments
	return e
}

// EpochCost is about what an epoch costs a network of a shape, forward and back
// through all documents, in multiplications as [gpt.Config.Work] counts.
func (c *Corpus) EpochCost(config gpt.Config) (work float64) {
	for _, d := range c.Documents {
		work += float64(3 * config.Work(len(d.tokens)))
	}
	return work
}

// Step makes an update or more, and says whether any is left.
func (e *Epoch) Step(budget float64) (more bool) {
	order := e.corpus.order[e.end.Epoch-1]
	each := e.corpus.EpochCost(e.end.Model.Config) * Batch / float64(len(order))
	for e.at < len(order) && budget > 0 {
		if b := e.batch(order[e.at:min(e.at+Batch, len(order))]); len(b.Tokens) > 0 {
			e.trainer.Step(b, Rate)
		}
		e.at, budget = e.at+Batch, budget-each
	}
	e.end.moments = e.trainer.Moments
	return e.at < len(order)
}

// batch makes rows of documents, as long as the longest.
func (e *Epoch) batch(documents []int) (b gpt.Batch) {
	learnt := slices.DeleteFunc(slices.Clone(documents), func(i int) bool { return slices.Contains(e.without, i) })
	for _, i := range learnt {
		b.Length = max(b.Length, len(e.corpus.Documents[i].tokens)-1)
	}
	for _, i := range learnt {
		inputs, targets := e.corpus.Documents[i].row(b.Length, e.corpus.tokens.End())
		b.Tokens, b.Targets = append(b.Tokens, inputs...), append(b.Targets, targets...)
	}
	return b
}

// row is the document's tokens, and after each the next one, filled to a length
// at least.
func (d Document) row(length, end int) (inputs, targets []int) {
	n := len(d.tokens) - 1
	inputs, targets = slices.Clone(d.tokens[:n]), slices.Clone(d.tokens[1:])
	for len(inputs) < length {
		inputs, targets = append(inputs, end), append(targets, gpt.NoTarget)
	}
	return inputs, targets
}

// Share is how much of it is done, from 0 to 1.
func (e *Epoch) Share() float64 { return min(float64(e.at)/float64(len(e.corpus.Documents)), 1) }

// End is the checkpoint after the epoch, when all is done.
func (e *Epoch) End() *Checkpoint { return e.end }
