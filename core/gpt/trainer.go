package gpt

import (
	"fmt"
	"math"
	"runtime"
	"slices"

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

// shard is some rows of a batch, at to end, end excluded.
type shard struct {
	model, grad *Model
	batch       Batch
	from        int // the first of them
	at, end     int
	scale       float32
	loss        float64 // summed over the rows before at

	begun bool
	rows  *Gradient // those under way; nil between them
	pass  *Pass     // theirs
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
	counted := t.begin(b)
	tensor.Parallel(shards, func(i int) { t.shards[i].advance(math.Inf(1)) })
	return t.sum(counted)
}

// begin gives each shard its rows. It returns how many targets count.
func (t *Trainer) begin(b Batch) (counted int) {
	counted = b.check()
	rows := len(b.Tokens) / b.Length
	for i := range t.shards {
		t.shards[i] = shard{model: t.model, grad: t.shards[i].grad, batch: b,
			from: rows * i / shards, at: rows * i / shards, end: rows * (i + 1) / shards, scale: 1 / float32(counted)}
	}
	return counted
}

// sum returns the mean loss of all shards and the sum of their gradients.
func (t *Trainer) sum(counted int) (loss float64, grad *Model) {
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

// advance spends a budget on the loss and the gradient of the rows, and returns
// what is left of it.
func (s *shard) advance(budget float64) (left float64) {
	if !s.begun {
		for _, t := range s.grad.tensors {
			clear(t.Data)
		}
		s.begun = true
	}
	b := s.batch
	for budget > 0 && !s.over() {
		if s.rows == nil {
			from, to := s.at*b.Length, min(s.at+max(1, passTokens/b.Length), s.end)*b.Length
			s.pass = s.model.passes.Get().(*Pass)
			s.rows = s.model.BeginGradient(s.pass, b.Tokens[from:to], b.Targets[from:to], b.Length, s.scale, s.grad)
		}
		if budget = s.rows.Advance(budget); s.rows.Done() {
			s.loss += s.rows.Loss()
			s.at += len(s.pass.Inputs) / b.Length
			s.model.passes.Put(s.pass)
			s.rows, s.pass = nil, nil
		}
	}
	return budget
}

func (s *shard) over() bool { return s.begun && s.at == s.end }

// An Update is a step of a trainer that is made a part at a time, for those who
// can't wait for all of it. When it is done, it has come to the bit to
// what [Trainer.Step] does. Until then the model stays as it is, and must not change;
// nor may the trainer be used for anything else.
type Update struct {
	Loss, Norm float64 // as Trainer.Step returns them, when all is done

	trainer *Trainer
	counted int
	rate    float64
	move    *Move // when all rows are read
	done    bool
}

// Begin begins a step by one batch. It panics as [Trainer.Gradient] does.
func (t *Trainer) Begin(b Batch, rate float64) *Update {
	return &Update{trainer: t, counted: t.begin(b), rate: rate}
}

// sumWork is what it takes to sum a weight's gradient over the shards, and to
// measure it, in multiplications.
const sumWork = 20

// Advance spends about a budget on each thread, in the unit of [Run.Step]. It
// returns what is left of it: 0 or less, unless all is done.
func (u *Update) Advance(budget float64) (left float64) {
	t := u.trainer
	for budget > 0 && !u.done {
		var rest []*shard
		for i := range t.shards {
			if s := &t.shards[i]; !s.over() {
				rest = append(rest, s)
			}
		}
		if len(rest) == 0 {
			budget = u.finish(budget)
			continue
		}
		rest = rest[:min(len(rest), runtime.GOMAXPROCS(0))]
		lefts := make([]float64, len(rest))
		tensor.Parallel(len(rest), func(i int) { lefts[i] = rest[i].advance(budget) })
		budget = slices.Min(lefts)
	}
	return budget
}

// finish goes on when all rows are read.
func (u *Update) finish(budget float64) (left float64) {
	t := u.trainer
	size := float64(t.model.Config.Counts().Total())
	switch {
	case u.move == nil:
		loss, grad := t.sum(u.counted)
		u.Loss = loss
		u.move, u.Norm = t.AdamW.BeginUpdate(t.model, grad, &t.Moments, u.rate)
		return budget - float64(sumWork*size)
	case !u.move.Computed():
		return u.move.Compute(budget)
	}
	u.move.Commit()
	u.done = true
	return budget - float64(commitWork*size)
}

// Done says whether nothing is left.
func (u *Update) Done() bool { return u.done }

// Share is how much of the rows is done, from 0 to 1.
func (u *Update) Share() float64 {
	done, all := 0, 0
	for i := range u.trainer.shards {
		s := &u.trainer.shards[i]
		done, all = done+s.at-s.from, all+s.end-s.from
	}
	return float64(done) / float64(all)
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
