package experiment

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"

	"logitarium/core/gpt"
	"logitarium/core/tensor"
)

// ExtrapolationSetting is what an [Extrapolation] depends on, besides the text.
type ExtrapolationSetting struct {
	Depth, Width int // width a multiple of HeadWidth
	Vocabulary   int // tokens
	Steps        int // of training
	Length       int // tokens of a text that is read, at least RaceLength
	Texts        int // that are read
	Rate         float64
	Seed         uint64
}

// Schemes lists the ways of telling positions that an [Extrapolation] compares.
func Schemes() []gpt.Positions {
	return []gpt.Positions{gpt.Learned, gpt.NoPositions, gpt.Sinusoidal, gpt.Rotary, gpt.ALiBi}
}

// Extrapolation trains small GPTs that differ in how they are told positions
// only, on texts of [RaceLength] tokens, and then lets them read longer ones
// (Press et al. 2021, "Train Short, Test Long", figure 1): the same first
// weights, pre-LN, the same batches, the same texts to read, AdamW as in
// [gpt.Recipe] without clipping, the rate rising in a tenth of the steps and
// then constant.
//
// Rows and texts are cut out of the running text anywhere, so that each
// position has the same kind of token: a loss that changes with the position
// is the network's doing. A learned table has [RaceLength] rows and none
// beyond; there the last row is read again and again.
//
// It is a task that is done in steps. What it holds after n of them depends on
// setting, corpus and n alone.
type Extrapolation struct {
	Setting  ExtrapolationSetting
	Networks []Extrapolator // in the order of Schemes

	corpus Corpus
	batch  gpt.Batch
	text   gpt.Batch
	next   int     // network to be given the batch or the text
	spent  float64 // of the budget of a step that is made in parts
	begun  int     // networks from next on that are under way
}

// Extrapolator is one of the networks.
type Extrapolator struct {
	Scheme gpt.Positions
	Runner

	read  int       // texts
	run   *gpt.Run  // over the one under way
	logs  []float64 // the log probabilities in it so far
	total []float64
	long  *gpt.Model // that reads; its table, if it has one, is Length long
}

// NewExtrapolation returns one before its first step. It panics if the setting
// can't be trained.
func NewExtrapolation(s ExtrapolationSetting, corpus Corpus) *Extrapolation {
	if s.Depth < 1 || s.Width < HeadWidth || s.Width%HeadWidth != 0 || s.Vocabulary < 1 || s.Steps < 0 || s.Length < RaceLength || s.Texts < 1 || !(s.Rate >= 0) {
		panic(fmt.Sprintf("experiment: extrapolation with %+v", s))
	}
	e := &Extrapolation{Setting: s, corpus: corpus, Networks: make([]Extrapolator, len(Schemes()))}
	for i, scheme := range Schemes() {
		e.Networks[i].start(s, scheme)
	}
	return e
}

// start draws the first weights: those of a network without positions, and of
// a table's rows if there is one.
func (n *Extrapolator) start(s ExtrapolationSetting, scheme gpt.Positions) {
	c := gpt.Config{
		Vocab: s.Vocabulary, Context: s.Length, Width: s.Width, Layers: s.Depth, Heads: s.Width / HeadWidth,
		Inner: gptInner * s.Width, Positions: gpt.NoPositions, Epsilon: epsilon,
	}
	shape, rng := Setting{Depth: s.Depth, Width: s.Width}, rand.New(rand.NewPCG(s.Seed, 1))
	bare := gpt.New(c, rng)
	gaussian(bare.Tokens, shape.head(), rng)
	c.Positions = scheme
	if scheme == gpt.Learned {
		c.Context = RaceLength
	}
	n.Scheme, n.model = scheme, gpt.Zeros(c)
	fillAlike(n.model, bare)
	gaussian(n.model.Positions, gpt2Dev, rng)
	n.grad = gpt.Zeros(c)
	n.moments = gpt.Moments{First: gpt.Zeros(c), Second: gpt.Zeros(c)}
	n.total = make([]float64, s.Length)
}

// fillAlike sets what two models both have.
func fillAlike(to, from *gpt.Model) {
	named := map[string][]float32{}
	for _, t := range from.Tensors() {
		named[t.Name] = t.Data
	}
	for _, t := range to.Tensors() {
		copy(t.Data, named[t.Name])
	}
}

// Losses returns the mean loss by position over the texts read so far, in nats,
// [Length]: at i, that of what follows tokens 0 to i. It is nil before the
// first text. Its exponential is a perplexity.
func (n *Extrapolator) Losses() []float64 {
	if n.read == 0 {
		return nil
	}
	mean := make([]float64, len(n.total))
	for i, sum := range n.total {
		mean[i] = sum / float64(n.read)
	}
	return mean
}

// Rows returns how many positions a network's table has, 0 if it needs none.
func (n *Extrapolator) Rows() int { return n.model.Positions.Rows }

// Trained returns how many steps all networks have made.
func (e *Extrapolation) Trained() int {
	return len(e.Networks[len(e.Networks)-1].Runner.Losses)
}

// Texts returns how many texts all networks have read.
func (e *Extrapolation) Texts() int { return e.Networks[len(e.Networks)-1].read }

// Done says whether nothing is left.
func (e *Extrapolation) Done() bool {
	return e.Trained() >= e.Setting.Steps && e.Texts() >= e.Setting.Texts
}

// Step goes on for about a budget in multiplications, by one network at least,
// and says whether anything is left.
func (e *Extrapolation) Step(budget float64) (more bool) {
	for !e.AdvanceFor(budget, math.Inf(1)) {
	}
	return !e.Done()
}

// AdvanceFor does a part of what Step does for a budget, and says whether that is
// all: a part is of as many networks as there are threads, and for about so much
// on each of them. What can be read off a network changes at its end alone.
func (e *Extrapolation) AdvanceFor(step, part float64) (over bool) {
	if !e.Done() {
		cost := e.each()
		if e.begun == 0 {
			e.begin(min(max(int((step-e.spent)/cost), 1), len(e.Networks)-e.next, runtime.GOMAXPROCS(0)))
		}
		if n := e.begun; e.goOn(part) {
			e.spent += float64(cost * float64(n))
		}
	}
	if over = e.Done() || e.begun == 0 && e.spent >= step; over {
		e.spent = 0
	}
	return over
}

// each is what one network's step of training, or one text that it reads,
// costs.
func (e *Extrapolation) each() float64 {
	c := e.Networks[0].model.Config
	if e.Trained() < e.Setting.Steps {
		return 3 * c.Work(RaceRows*RaceLength) // the way back has twice the products
	}
	return c.Work(e.Setting.Length)
}

// Cost is what all of it takes, in multiplications.
func (e *Extrapolation) Cost() float64 {
	c, s := e.Networks[0].model.Config, e.Setting
	each := float64(3*c.Work(RaceRows*RaceLength)*float64(s.Steps)) + float64(c.Work(s.Length)*float64(s.Texts))
	return float64(len(e.Networks)) * each
}

// Share is how much is done, from 0 to 1.
func (e *Extrapolation) Share() float64 {
	if e.Done() {
		return 1
	}
	c, spent := e.Networks[0].model.Config, 0.0
	for i := range e.Networks {
		n := &e.Networks[i]
		spent += float64(3 * c.Work(RaceRows*RaceLength) * float64(len(n.Runner.Losses)))
		spent += float64(c.Work(e.Setting.Length) * float64(n.read))
	}
	return min(spent/e.Cost(), 1)
}

// begin has the next n networks begin with the batch or the text.
func (e *Extrapolation) begin(n int) {
	step, text := e.Trained(), e.Texts()
	training := step < e.Setting.Steps
	if e.next == 0 {
		if training {
			e.batch = e.draw(uint64(step), RaceRows, RaceLength)
		} else {
			e.text = e.draw(1<<32+uint64(text), 1, e.Setting.Length)
		}
	}
	rate := gpt.Schedule{Peak: e.Setting.Rate, Warmup: max(e.Setting.Steps/10, 1), Steps: e.Setting.Steps, Floor: 1}.Rate(step)
	e.begun = n
	for i := range n {
		if x := &e.Networks[e.next+i]; training {
			x.todo = append(x.Runner.reading(e.batch.Tokens, e.batch.Targets), x.updating(rate)...)
		}
	}
}

// goOn spends about a budget on each network that is under way, and says whether
// they have come to their ends.
func (e *Extrapolation) goOn(budget float64) (over bool) {
	under := e.Networks[e.next : e.next+e.begun]
	if training := len(under[0].todo) > 0; training {
		over = trainOn(under, budget)
	} else {
		tensor.Parallel(len(under), func(i int) { under[i].readOn(e.text, budget) })
		over = !slices.ContainsFunc(under, func(n Extrapolator) bool { return len(n.logs) < len(e.text.Targets) })
	}
	if !over {
		return false
	}
	tensor.Parallel(len(under), func(i int) {
		if under[i].run != nil {
			under[i].add()
		} else {
			under[i].Runner.advance(math.Inf(1)) // the end of the update
		}
	})
	e.next, e.begun = (e.next+len(under))%len(e.Networks), 0
	return true
}

// trainOn spends about a budget on each of some networks, and says whether but for
// their last parts all is done, and room left for these.
func trainOn(under []Extrapolator, budget float64) (over bool) {
	var busy []*Extrapolator
	for i := range under {
		if len(under[i].todo) > 1 {
			busy = append(busy, &under[i])
		}
	}
	if len(busy) == 0 {
		return true
	}
	lefts := make([]float64, len(busy))
	tensor.Parallel(len(busy), func(i int) { lefts[i] = busy[i].Runner.advance(budget) })
	unread := func(n *Extrapolator) bool { return len(n.todo) > 1 }
	return !slices.ContainsFunc(busy, unread) && slices.Min(lefts) >= under[0].updateCost()
}

// draw cuts rows out of running text, each beginning anywhere in a document.
func (e *Extrapolation) draw(stream uint64, rows, length int) gpt.Batch {
	rng := rand.New(rand.NewPCG(e.Setting.Seed, stream+2))
	b := gpt.Batch{Length: length}
	for range rows {
		row := e.corpus(rng)
		row = slices.Clone(row[rng.IntN(len(row)):])
		for len(row) <= length {
			row = append(row, e.corpus(rng)...)
		}
		b.Tokens = append(b.Tokens, row[:length]...)
		b.Targets = append(b.Targets, row[1:length+1]...)
	}
	return b
}

// readOn goes on with a text for a budget: it makes room for what is read with,
// reads it, and looks up what each token was given.
func (n *Extrapolator) readOn(text gpt.Batch, budget float64) {
	switch {
	case n.long == nil:
		n.long = lengthened(n.model, text.Length)
	case n.run == nil:
		n.run = n.long.Begin(&n.pass, text.Tokens, text.Length)
	case !n.run.Done():
		n.run.Spend(budget)
	default:
		const exponential = 500  // beside a multiplication in a product
		logits := n.run.Logits() // [T, V]
		from := len(n.logs)
		rows := min(budget/float64(exponential*logits.Cols), float64(logits.Rows-from))
		to := min(from+max(int(rows), 1), logits.Rows)
		n.logs = append(n.logs, gpt.LogProbs(logits.Slice(from, to), text.Targets[from:to])...)
	}
}

// add adds the losses of a text that was read.
func (n *Extrapolator) add() {
	for i, log := range n.logs {
		n.total[i] -= log
	}
	n.read, n.run, n.logs = n.read+1, nil, n.logs[:0]
}

// lengthened returns a model that reads longer texts: the last row of a table
// serves all positions beyond it.
func lengthened(m *gpt.Model, length int) *gpt.Model {
	c := m.Config
	c.Context = length
	long := gpt.Zeros(c)
	fillAlike(long, m)
	for p := m.Positions.Rows; p > 0 && p < length; p++ {
		copy(long.Positions.Row(p), m.Positions.Row(m.Positions.Rows-1))
	}
	return long
}

// Clone returns one at the same point that goes on by itself. They share the
// corpus. Of networks that are under way, all but the update is done first; a text
// is read again from its beginning.
func (e *Extrapolation) Clone() *Extrapolation {
	under := e.Networks[e.next : e.next+e.begun]
	tensor.Parallel(len(under), func(i int) {
		for len(under[i].todo) > 1 {
			under[i].Runner.advance(math.Inf(1))
		}
	})
	c := *e
	c.Networks = slices.Clone(e.Networks)
	tensor.Parallel(len(c.Networks), func(i int) {
		n := &c.Networks[i]
		n.own(len(n.todo) > 0)
		n.run, n.logs = nil, nil
		n.total = slices.Clone(n.total)
	})
	return &c
}
