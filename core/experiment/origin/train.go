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
	corpus    *Corpus
	from, end *Checkpoint // end is nil before the first step
	trainer   *gpt.Trainer
	update    *gpt.Update // the one under way; nil between two
	without   []int
	at        int
}

// Train begins the epoch after a checkpoint, without some documents: their places
// in the batches stay empty, and all else is as with them.
func (c *Corpus) Train(from *Checkpoint, without []int) *Epoch {
	return &Epoch{corpus: c, from: from, without: without}
}

// EpochCost is about what an epoch costs a network of a shape, forward and back
// through all documents, in multiplications as [gpt.Config.Work] counts.
func (c *Corpus) EpochCost(config gpt.Config) (work float64) {
	for _, d := range c.Documents {
		work += float64(3 * config.Work(len(d.tokens)))
	}
	return work
}

// copyWork is what a number takes that is copied to fresh memory, in
// multiplications.
const copyWork = 50

// Step goes on for about a budget, and says whether any is left.
func (e *Epoch) Step(budget float64) (more bool) {
	order := e.corpus.order[e.from.Epoch]
	size := float64(e.from.Model.Config.Counts().Total())
	for e.at < len(order) && budget > 0 {
		switch {
		case e.end == nil:
			e.end = &Checkpoint{Epoch: e.from.Epoch + 1, Model: e.from.Model.Clone(), moments: e.from.moments.Clone()}
			budget -= float64(3 * copyWork * size)
		case e.trainer == nil:
			e.trainer = gpt.NewTrainer(e.end.Model, gpt.Recipe())
			e.trainer.Moments = e.end.moments
			budget -= float64(6 * copyWork * size)
		case e.update == nil:
			if b := e.batch(order[e.at:min(e.at+Batch, len(order))]); len(b.Tokens) > 0 {
				e.update = e.trainer.Begin(b, Rate)
			} else {
				e.at += Batch
			}
		default:
			if budget = e.update.Advance(budget); e.update.Done() {
				e.update, e.at = nil, e.at+Batch
				e.end.moments = e.trainer.Moments
			}
		}
	}
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
func (e *Epoch) Share() float64 {
	done := float64(e.at)
	if e.update != nil {
		done += float64(Batch * e.update.Share())
	}
	return min(done/float64(len(e.corpus.Documents)), 1)
}

// End is the checkpoint after the epoch, when all is done.
func (e *Epoch) End() *Checkpoint { return e.end }
