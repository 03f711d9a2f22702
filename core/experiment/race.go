package experiment

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"

	"logitarium/core/elementary"
	"logitarium/core/gpt"
	"logitarium/core/tensor"
)

// RaceSetting holds the parameters of a [Race], besides the text.
type RaceSetting struct {
	Setting            // with Cross: an encoder reads the targets, and a decoder writes them
	Rate       float64 // learning rate after the warm-up, then constant
	Warmup     int     // steps in which it rises; 0: none
	Vocabulary int     // tokens
}

// Corpus draws a document: its tokens, the one that ends it among them. It
// must not return none.
type Corpus func(rng *rand.Rand) []int

// What all races have in common: a batch is RaceRows rows of RaceLength
// tokens, each from the beginning of a document.
const (
	RaceRows   = 8
	RaceLength = 32
)

// Race trains two GPTs, or with cross-attention two encoder-decoders, that differ in the place of their norms only: the same
// first weights, the same batches, AdamW as in [gpt.Recipe] but without
// clipping, which would hide what is to be seen. Its state after n steps
// depends on setting, corpus and n alone.
type Race struct {
	Setting   RaceSetting
	Pre, Post Runner

	corpus Corpus
	batch  gpt.Batch
	row    int   // rows of the batch that both have seen
	end    int   // those that the call under way brings them to; 0 between calls
	counts []int // of the targets so far, by token
}

// Runner is one of the networks.
type Runner struct {
	Losses []float64 // nats a token, of each step's batch before the step

	// Norms of each step's gradient before the update, [steps][L]: of each
	// layer's weights together, and of its W2. With cross-attention, the decoder's.
	Layers, W2 [][]float64

	coder       *coder // instead of a model, with cross-attention
	model, grad *gpt.Model
	moments     gpt.Moments
	pass        gpt.Pass
	loss        float64 // summed over the batch so far
	todo        []part  // of the call under way
	move        *gpt.Move
	all, w2     []float64 // norms of the gradient that it takes the place of
}

// A part is a piece of what a runner does in a call. It spends a budget, in
// multiplications, and returns what is left of it, and whether the part is over.
type part func(n *Runner, budget float64) (left float64, over bool)

// whole is a part that is done at once, at about a cost.
func whole(cost float64, do func(n *Runner)) part {
	return func(n *Runner, budget float64) (float64, bool) {
		do(n)
		return budget - cost, true
	}
}

// repeated is a part that is done again and again until nothing is left, each
// time at about a cost.
func repeated(cost float64, do func() (more bool)) part {
	return func(_ *Runner, budget float64) (float64, bool) {
		for more := true; budget > 0; {
			if more, budget = do(), budget-cost; !more {
				return budget, true
			}
		}
		return budget, false
	}
}

// NewRace returns a race before its first step. It panics if the setting can't
// be trained.
func NewRace(s RaceSetting, corpus Corpus) *Race {
	s.check()
	if !(s.Rate >= 0) || s.Warmup < 0 { // NaN fails too
		panic(fmt.Sprintf("experiment: a race at rate %g, warm-up %d", s.Rate, s.Warmup))
	}
	r := &Race{Setting: s, corpus: corpus, counts: make([]int, s.Vocabulary)}
	r.Pre.start(s, gpt.PreLN)
	if s.Cross {
		r.Post.start(s, gpt.PostLN)
	} else {
		r.Post.startAs(&r.Pre, gpt.PostLN)
	}
	return r
}

// Clone returns a race at the same point that goes on by itself. They share
// the corpus. Of a call that is under way, all but the update is done first.
func (r *Race) Clone() *Race {
	if r.end > 0 {
		tensor.Parallel(2, func(i int) {
			for n := r.runners()[i]; len(n.todo) > 1; {
				n.advance(math.Inf(1))
			}
		})
	}
	c := *r
	c.counts = slices.Clone(r.counts)
	tensor.Parallel(2, func(i int) { c.runners()[i].own(r.row > 0 || r.end > 0) })
	return &c
}

func (r *Race) runners() [2]*Runner { return [2]*Runner{&r.Pre, &r.Post} }

// own replaces what the next step changes by a copy. Between steps there is no
// gradient.
func (n *Runner) own(gradient bool) {
	n.Losses, n.Layers, n.W2 = slices.Clone(n.Losses), slices.Clone(n.Layers), slices.Clone(n.W2)
	n.pass = gpt.Pass{} // scratch
	if n.coder != nil {
		if n.coder = n.coder.clone(); n.move != nil {
			n.move = n.move.On(n.coder.params, n.coder.grads, n.coder.first, n.coder.second)
		}
		return
	}
	n.model, n.moments = n.model.Clone(), n.moments.Clone()
	if gradient {
		n.grad = n.grad.Clone()
	} else {
		n.grad = gpt.Zeros(n.model.Config)
	}
	if n.move != nil {
		n.move = n.move.On(n.model.Tensors(), n.grad.Tensors(), n.moments.First.Tensors(), n.moments.Second.Tensors())
	}
}

// start draws the first weights.
func (n *Runner) start(s RaceSetting, place gpt.NormPlace) {
	if s.Cross {
		n.coder = newCoder(s, place)
		return
	}
	heads, inner, activation := s.shape()
	c := gpt.Config{
		Vocab: s.Vocabulary, Context: RaceLength, Width: s.Width, Layers: s.Depth, Heads: heads,
		Inner: inner, Norm: place, Activation: activation, Epsilon: epsilon,
	}
	rng := rand.New(rand.NewPCG(s.Seed, 1))
	n.model = gpt.New(c, rng)               // positions stay as they are here, N(0, 0.02²)
	gaussian(n.model.Tokens, s.head(), rng) // the output head too
	for _, b := range n.model.Blocks {
		s.fill(b.QKV.Weight, 3, false, rng)
		s.fill(b.Out.Weight, 1, true, rng)
		s.fill(b.Up.Weight, 1, false, rng)
		s.fill(b.Down.Weight, 1, true, rng)
		if s.Init == Theory {
			clear(b.QKV.Weight.Slice(0, 2*s.Width).Data)
		}
	}
	n.begin(c)
}

// startAs takes the first weights of another one, whose norms are elsewhere: they
// are the same for both, since pre-LN's final norm takes no draw. To draw them takes
// longer than a page may hold its thread.
func (n *Runner) startAs(other *Runner, place gpt.NormPlace) {
	c := other.model.Config
	c.Norm = place
	n.model = gpt.Zeros(c)
	drawn := map[string]gpt.Tensor{}
	for _, t := range other.model.Tensors() {
		drawn[t.Name] = t
	}
	for _, t := range n.model.Tensors() {
		copy(t.Data, drawn[t.Name].Data)
	}
	n.begin(c)
}

// begin is before the first gradient.
func (n *Runner) begin(c gpt.Config) {
	n.grad = gpt.Zeros(c)
	n.moments = gpt.Moments{First: gpt.Zeros(c), Second: gpt.Zeros(c)}
}

// Steps returns how many updates each network has made.
func (r *Race) Steps() int { return len(r.Pre.Losses) }

// RateAt returns the learning rate of a step, counted from 0: it rises in a line
// to the peak, which the step Warmup-1 has.
func (s RaceSetting) RateAt(step int) float64 {
	return gpt.Schedule{Peak: s.Rate, Warmup: s.Warmup, Steps: s.Warmup, Floor: 1}.Rate(step)
}

// Advance shows both networks the next rows of the batch, and makes the update
// once they have seen all of it. A call is about the same work whatever the
// shape, that of a whole batch at six layers of width 64: a step of a larger
// network takes several.
func (r *Race) Advance() {
	for !r.AdvanceFor(math.Inf(1)) {
	}
}

// AdvanceFor does a part of what [Race.Advance] does, for about a budget in
// multiplications on each thread, and says whether the call is over. What can be
// read off the race changes at its end alone.
func (r *Race) AdvanceFor(budget float64) (over bool) {
	if r.end == 0 {
		r.begin()
	}
	for first := true; budget > 0 && r.end > 0; first = false {
		var busy []*Runner
		for _, n := range r.runners() {
			if len(n.todo) > 1 {
				busy = append(busy, n)
			}
		}
		if len(busy) == 0 { // each has its last part left, which shows
			if !first && budget < r.updateCost() {
				return false
			}
			tensor.Parallel(2, func(i int) { r.runners()[i].advance(math.Inf(1)) })
			r.row, r.end = r.end%RaceRows, 0
			break
		}
		busy = busy[:min(len(busy), runtime.GOMAXPROCS(0))]
		lefts := make([]float64, len(busy))
		tensor.Parallel(len(busy), func(i int) { lefts[i] = busy[i].advance(budget) })
		budget = slices.Min(lefts)
	}
	return r.end == 0
}

// updateCost is about what the last parts of a call take, on each thread.
func (r *Race) updateCost() float64 {
	if r.end < RaceRows {
		return 0
	}
	return r.Pre.updateCost() * 2 / float64(min(2, runtime.GOMAXPROCS(0)))
}

// begin gives both networks the next rows.
func (r *Race) begin() {
	if r.row == 0 {
		r.batch = r.draw()
	}
	r.end = min(r.row+r.rowsAtOnce(), RaceRows)
	lo, hi := r.row*RaceLength, r.end*RaceLength
	rate, last := r.Setting.RateAt(r.Steps()), r.end == RaceRows
	for _, n := range r.runners() {
		n.todo = n.reading(r.batch.Tokens[lo:hi], r.batch.Targets[lo:hi])
		if last {
			n.todo = append(n.todo, n.updating(rate)...)
		} else {
			n.todo = append(n.todo, whole(0, func(*Runner) {}))
		}
	}
}

// advance does parts for a budget, but for the last one.
func (n *Runner) advance(budget float64) (left float64) {
	for first := true; budget > 0 && len(n.todo) > 1 || first && len(n.todo) == 1; first = false {
		over := false
		if budget, over = n.todo[0](n, budget); over {
			n.todo = n.todo[1:]
		}
	}
	return budget
}

// rowsAtOnce is the number of rows that one call of Advance processes.
func (r *Race) rowsAtOnce() int {
	const whole = 6 * 64 * 64
	layers := r.Setting.Depth
	if r.Setting.Cross {
		layers *= 2
	}
	return min(max(RaceRows*whole/(layers*r.Setting.Width*r.Setting.Width), 1), RaceRows)
}

// draw makes the batch of the next step.
func (r *Race) draw() gpt.Batch {
	rng := rand.New(rand.NewPCG(r.Setting.Seed, uint64(r.Steps())+2))
	b := gpt.Batch{Length: RaceLength}
	for range RaceRows {
		var row []int
		for len(row) <= RaceLength {
			row = append(row, r.corpus(rng)...)
		}
		b.Tokens = append(b.Tokens, row[:RaceLength]...)
		b.Targets = append(b.Targets, row[1:RaceLength+1]...)
	}
	for _, t := range b.Targets {
		r.counts[t]++
	}
	return b
}

// reading adds the loss of some rows, and its gradient, in parts.
func (n *Runner) reading(tokens, targets []int) []part {
	if n.coder != nil {
		return n.coder.reading(tokens, targets)
	}
	var g *gpt.Gradient
	return []part{func(n *Runner, budget float64) (float64, bool) {
		if g == nil {
			g = n.model.BeginGradient(&n.pass, tokens, targets, RaceLength, 1.0/(RaceRows*RaceLength), n.grad)
		}
		if budget = g.Advance(budget); g.Done() {
			n.loss += g.Loss()
		}
		return budget, g.Done()
	}}
}

// updating makes one step along the gradient: it is worked out in the place of that,
// and the last part makes it.
func (n *Runner) updating(rate float64) []part {
	return []part{
		func(n *Runner, budget float64) (float64, bool) {
			if n.move == nil {
				n.all, n.w2 = lengths(n.gradients())
				n.beginUpdate(rate)
			}
			budget = n.move.Compute(budget)
			return budget, n.move.Computed()
		},
		whole(0, func(n *Runner) {
			n.move.Commit()
			n.Layers, n.W2 = append(n.Layers, n.all), append(n.W2, n.w2)
			n.move, n.all, n.w2 = nil, nil, nil
			for _, t := range n.gradients() {
				clear(t.Data)
			}
			n.Losses = append(n.Losses, n.loss/(RaceRows*RaceLength))
			n.loss = 0
		}),
	}
}

// beginUpdate begins the step.
func (n *Runner) beginUpdate(rate float64) {
	settings := gpt.Recipe()
	settings.Clip = 0
	if n.coder != nil {
		n.move = n.coder.beginUpdate(settings, rate)
	} else {
		n.move, _ = settings.BeginUpdate(n.model, n.grad, &n.moments, rate)
	}
}

// updateCost is about what the end of an update takes, in multiplications.
func (n *Runner) updateCost() float64 {
	const each = 8 // parameter
	size := 0
	for _, t := range n.gradients() {
		size += len(t.Data)
	}
	return float64(each * float64(size))
}

// gradients lists those of the batch so far.
func (n *Runner) gradients() []gpt.Tensor {
	if n.coder != nil {
		return n.coder.grads
	}
	return n.grad.Tensors()
}

// lengths are how long the gradients of the layers are, and of their W2.
func lengths(grads []gpt.Tensor) (all, w2 []float64) {
	for _, t := range grads {
		name := strings.TrimPrefix(strings.TrimPrefix(t.Name, "blocks."), decoderPrefix)
		l, rest, ok := layerOf(name)
		if !ok {
			continue
		}
		for len(all) <= l {
			all, w2 = append(all, 0), append(w2, 0)
		}
		square := float64(tensor.Dot(t.Data, t.Data))
		all[l] += square
		if rest == "down.weight" || rest == W2 {
			w2[l] = math.Sqrt(square)
		}
	}
	for l, square := range all {
		all[l] = math.Sqrt(square)
	}
	return all, w2
}

// Loss returns the mean loss of the last steps up to one, of at most ten. It
// is NaN before the first.
func (n *Runner) Loss(steps int) float64 {
	const window = 10
	last := n.Losses[max(0, steps-window):steps]
	sum := 0.0
	for _, v := range last {
		sum += v
	}
	return sum / float64(len(last))
}

// Unigram returns the entropy of the targets so far in nats: the loss of who
// knows how often each token comes, and nothing else. It is 0 before the
// first step.
func (r *Race) Unigram() float64 {
	total := 0
	for _, n := range r.counts {
		total += n
	}
	h := 0.0
	for _, n := range r.counts {
		if n > 0 {
			p := float64(n) / float64(total)
			h -= float64(p * elementary.Log(p))
		}
	}
	return h
}
