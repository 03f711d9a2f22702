package knowledge

import (
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"

	"logitarium/core/gpt"
	"logitarium/core/lm"
	"logitarium/core/tensor"
	"logitarium/core/world"
)

// A Tuning fine-tunes a copy of a model on what an [Exam] teaches. Each row of
// a batch has the same weight; in the new texts the loss counts on answers
// alone, in statements and in replayed documents on every token.
type Tuning struct {
	Recipe Recipe

	exam    *Exam
	model   *gpt.Model
	grads   [2]*gpt.Model // two rows are read at once
	passes  [2]gpt.Pass
	under   []*rowPass // the rows that are being read
	moments gpt.Moments
	lora    *LoRA
	adam    []adam    // two for each pair of the LoRA
	change  *gpt.Move // when all rows are read, without a LoRA
	pairs   int       // of the LoRA that are updated then
	summed  bool      // the gradients of both rows that are read at once, then

	src    *rand.PCG
	rng    *rand.Rand // of src
	texts  []text
	at     int
	rounds int     // how often all texts were read
	rows   int     // of the current batch
	sum    float64 // of their losses
	loss   float64 // of the last batch
	steps  int
}

// text is tokens, and from where on they count.
type text struct {
	tokens []int
	counts int
}

// settings are AdamW's. Without weight decay: the copy shall stay near the
// model it comes from.
var settings = gpt.AdamW{Beta1: 0.9, Beta2: 0.98, Epsilon: 1e-8, Clip: 1}

// NewTuning copies the exam's model and makes no step yet. It panics if the
// recipe cannot be, or the model can't be copied for training.
func NewTuning(e *Exam, r Recipe) *Tuning {
	r.check()
	src := rand.NewPCG(r.Seed, streamBatch)
	model, err := lm.CopyOf(e.model)
	if err != nil {
		panic("knowledge: " + err.Error())
	}
	t := &Tuning{Recipe: r, exam: e, model: model, src: src, rng: rand.New(src)}
	for i := range t.grads {
		t.grads[i] = gpt.Zeros(t.model.Config)
	}
	if r.Method == LowRank {
		t.lora = NewLoRA(t.model, r.Rank, rand.New(rand.NewPCG(r.Seed, streamLoRA)))
		t.adam = make([]adam, 2*len(t.lora.Pairs))
	} else {
		t.moments = gpt.Moments{First: gpt.Zeros(t.model.Config), Second: gpt.Zeros(t.model.Config)}
	}
	for _, f := range e.taught {
		for i := range r.Paraphrases {
			t.texts = append(t.texts, e.text(f, r.order(i)))
		}
	}
	return t
}

// order says which paraphrase is the i-th text. Plain ones are the statements,
// the question in its other wording, and last the question of [New].
func (r Recipe) order(i int) int {
	if !r.Plain {
		return i
	}
	return (i + 1) % MostParaphrases
}

// text tells a fact in one of its paraphrases: first as a question, then in
// each statement, last as the question in its other wording, so that
// [Reworded] asks what no text has, but at the last paraphrase.
func (e *Exam) text(f world.Fact, paraphrase int) text {
	if i := paraphrase - 1; i >= 0 && i < world.Phrasings {
		return text{tokens: append(e.tokens.Encode(f.Statement(i)+"\n"), e.tokens.End())}
	}
	form := 0
	if paraphrase > 0 {
		form = 1
	}
	prompt := world.Prompt(f.Question(form))
	return text{
		tokens: append(e.tokens.Encode(inStyle(prompt+" "+f.Value)+"\n"), e.tokens.End()),
		counts: len(e.tokens.Encode(prompt)),
	}
}

// Model returns the copy, which the next [Tuning.AdvanceFor] may change.
func (t *Tuning) Model() *gpt.Model { return t.model }

// Steps returns how many updates were made.
func (t *Tuning) Steps() int { return t.steps }

// Passes returns how often all new texts were read, or are being read.
func (t *Tuning) Passes() int { return t.rounds }

// Loss returns the mean loss of the last batch, in nats a token; 0 before the
// first.
func (t *Tuning) Loss() float64 { return t.loss }

// Trainable returns how many parameters are trained.
func (t *Tuning) Trainable() int {
	if t.lora != nil {
		return t.lora.Parameters()
	}
	return t.model.Config.Counts().Total()
}

// rowPass is a row on its way forward and back.
type rowPass struct {
	counted  int // targets
	gradient *gpt.Gradient
}

// AdvanceFor does a part of a piece of a step, for about a budget in
// multiplications on each thread, and says whether the piece is over. A piece is
// two rows forward and back, or the update when all rows are done. What can be
// read off the tuning changes at its end alone.
func (t *Tuning) AdvanceFor(budget float64) (over bool) {
	if t.rows == Rows+t.Recipe.Replay {
		return t.update(budget)
	}
	if len(t.under) == 0 {
		t.begin()
	}
	for budget > 0 && !t.read() {
		rest := make([]*rowPass, 0, len(t.under))
		for _, r := range t.under {
			if !r.gradient.Done() {
				rest = append(rest, r)
			}
		}
		rest = rest[:min(len(rest), runtime.GOMAXPROCS(0))]
		lefts := make([]float64, len(rest))
		tensor.Parallel(len(rest), func(i int) { lefts[i] = rest[i].gradient.Advance(budget) })
		budget = slices.Min(lefts)
	}
	if !t.read() {
		return false
	}
	for _, r := range t.under {
		t.sum += r.gradient.Loss() / float64(r.counted)
	}
	t.rows += len(t.under)
	t.under = nil
	return true
}

// read says whether the rows that are being read are done.
func (t *Tuning) read() bool {
	return !slices.ContainsFunc(t.under, func(r *rowPass) bool { return !r.gradient.Done() })
}

// begin begins to read the next two rows of the batch.
func (t *Tuning) begin() {
	all := Rows + t.Recipe.Replay
	for i := range min(2, all-t.rows) {
		inputs, targets := t.oldOrNew(t.rows + i)
		if t.rows < 2 {
			for _, g := range t.grads[i].Tensors() {
				clear(g.Data)
			}
		}
		r := &rowPass{counted: len(targets) - count(targets, gpt.NoTarget)}
		scale := 1 / float32(r.counted*all)
		r.gradient = t.model.BeginGradient(&t.passes[i], inputs, targets, RowTokens, scale, t.grads[i])
		t.under = append(t.under, r)
	}
}

// oldOrNew draws a row of the batch: first come those of new texts.
func (t *Tuning) oldOrNew(row int) (inputs, targets []int) {
	if row < Rows {
		return t.newRow()
	}
	return t.oldRow()
}

func count(list []int, v int) (n int) {
	for _, x := range list {
		if x == v {
			n++
		}
	}
	return n
}

// newRow packs the next texts, shuffled anew each time all were seen.
func (t *Tuning) newRow() (inputs, targets []int) {
	var row, goals []int
	for {
		if t.at == 0 {
			t.rng.Shuffle(len(t.texts), func(i, j int) { t.texts[i], t.texts[j] = t.texts[j], t.texts[i] })
		}
		next := t.texts[t.at]
		if len(row) > 0 && len(row)+len(next.tokens) > RowTokens+1 {
			return pad(row, goals, t.exam.tokens.End())
		}
		for i, token := range next.tokens {
			if i < max(next.counts, 1) { // what begins a text cannot be known
				goals = append(goals, gpt.NoTarget)
			} else {
				goals = append(goals, token)
			}
			row = append(row, token)
		}
		if t.at = (t.at + 1) % len(t.texts); t.at == 0 {
			t.rounds++
		}
	}
}

// oldRow packs documents of the world as it was, in the house style.
func (t *Tuning) oldRow() (inputs, targets []int) {
	tokens := t.exam.tokens
	var row []int
	for len(row) <= RowTokens {
		document := t.exam.world.Document(t.rng)
		if t.exam.outdated(document) {
			continue
		}
		row = append(row, tokens.Encode(inStyle(document))...)
		row = append(row, tokens.End())
	}
	return pad(row, row, tokens.End())
}

// outdated says whether a document may tell as true what has changed since.
func (e *Exam) outdated(document string) bool {
	return !strings.HasPrefix(document, "Fact: ") && slices.ContainsFunc(e.questions[Changed], func(q Question) bool {
		return q.Before != "" && strings.Contains(document, q.Fact.Person) && strings.Contains(document, q.Before)
	})
}

// pad turns tokens, and which of them count, into inputs and their targets of
// RowTokens each: the target of a token is the one after it.
func pad(row, goals []int, end int) (inputs, targets []int) {
	row, goals = slices.Clone(row), slices.Clone(goals)
	for len(row) <= RowTokens {
		row, goals = append(row, end), append(goals, gpt.NoTarget)
	}
	return row[:RowTokens], goals[1 : RowTokens+1]
}

// update changes the weights by the gradient of the batch, for about a budget, and
// says whether that is done. The change is worked out first, and made at the end.
func (t *Tuning) update(budget float64) (over bool) {
	grad := t.grads[0]
	ours, other := grad.Tensors(), t.grads[1].Tensors()
	if !t.summed {
		tensor.Parallel(len(ours), func(i int) { tensor.Axpy(ours[i].Data, 1, other[i].Data) })
		if t.summed = true; t.lora == nil {
			t.change, _ = settings.BeginUpdate(t.model, grad, &t.moments, t.Recipe.Rate)
		}
		budget -= float64(sumWork * float64(t.model.Config.Counts().Total()))
	}
	if t.lora == nil {
		t.change.Compute(budget)
		over = t.change.Computed()
	} else {
		over = t.updateLoRA(ours, budget)
	}
	if !over {
		return false
	}
	if t.lora == nil {
		t.change.Commit()
	} else {
		t.lora.Apply()
	}
	t.loss = t.sum / float64(Rows+t.Recipe.Replay)
	t.sum, t.rows = 0, 0
	t.steps++
	t.change, t.pairs, t.summed = nil, 0, false
	return true
}

// What it takes, in multiplications, to sum a weight's gradient and to measure it,
// and to change a parameter of a LoRA.
const (
	sumWork  = 10
	adamWork = 90
)

// updateLoRA turns the gradients of the weights into those of A and B, and
// changes these, a pair on each thread, for about a budget. It says whether all are
// changed.
func (t *Tuning) updateLoRA(grads []gpt.Tensor, budget float64) (over bool) {
	pairs := t.lora.Pairs
	for budget > 0 && t.pairs < len(pairs) {
		from := t.pairs
		t.pairs = min(from+runtime.GOMAXPROCS(0), len(pairs))
		tensor.Parallel(t.pairs-from, func(k int) {
			i := from + k
			dA, dB := t.lora.Gradient(pairs[i], grads[pairs[i].index].Matrix)
			t.adam[2*i].update(pairs[i].A.Data, dA.Data, t.Recipe.Rate)
			t.adam[2*i+1].update(pairs[i].B.Data, dB.Data, t.Recipe.Rate)
		})
		p := pairs[from]
		budget -= float64(2*t.lora.Rank*p.A.Cols*p.B.Rows) + float64(adamWork*float64(len(p.A.Data)+len(p.B.Data)))
	}
	return t.pairs == len(pairs)
}
