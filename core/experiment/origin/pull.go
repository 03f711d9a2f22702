package origin

import (
	"math"
	"slices"
	"strconv"

	"logitarium/core/gpt"
	"logitarium/core/tensor"
)

// Pulls measures, at one checkpoint, how much each document pulls at each answer,
// in steps. With a the gradient of an answer's loss by the parameters of the last
// block, the final norm and the output head, and d that of a document's, a pull is
// their cosine in a measure in which loud parameters count less:
//
//	pull = Σ a·d/F / √(Σ a²/F · Σ d²/F)    F = mean g² + 0.1·its mean over all
//
// where g are the gradients of every fourth document. It is positive where a step
// that makes the document likelier makes the answer likelier too.
type Pulls struct {
	corpus  *Corpus
	model   *gpt.Model
	grad    *gpt.Model    // nil before the first step
	pass    gpt.Pass      // of the gradient under way
	under   *gpt.Gradient // nil between two
	at      int           // gradients that are done: of the samples, the answers, the documents
	inverse [][]float32   // 1/F; before the samples are done, sums of squares
	answers [][][]float32 // a/F
	lengths []float64     // √(Σ a²/F)
	pulls   [][]float64   // [facts][documents]
}

const (
	everySample = 4   // of so many documents one counts for F
	damping     = 0.1 // of the mean of F
)

// Pulls begins to measure at a checkpoint.
func (c *Corpus) Pulls(at *Checkpoint) *Pulls {
	return &Pulls{corpus: c, model: at.Model, pulls: make([][]float64, len(c.Facts))}
}

// samples is how many documents F is measured on.
func (c *Corpus) samples() int { return (len(c.Documents) + everySample - 1) / everySample }

// gradients is how many are measured.
func (c *Corpus) gradients() int { return c.samples() + len(c.Facts) + len(c.Documents) }

// PullsCost is about what [Corpus.Pulls] cost of a network of a shape, as
// [gpt.Config.Work] counts.
func (c *Corpus) PullsCost(config gpt.Config) float64 {
	return c.EpochCost(config) * float64(c.gradients()) / float64(len(c.Documents))
}

// takenWork is what a number of a gradient takes until it is counted, in
// multiplications.
const takenWork = 25

// Step goes on for about a budget, and says whether any is left.
func (p *Pulls) Step(budget float64) (more bool) {
	for p.at < p.corpus.gradients() && budget > 0 {
		switch {
		case p.grad == nil:
			p.grad = gpt.Zeros(p.model.Config)
			budget -= float64(copyWork * float64(p.model.Config.Counts().Total()))
		case p.under == nil:
			p.under = p.begin()
		default:
			if budget = p.under.Advance(budget); p.under.Done() {
				p.count(p.counting())
				p.under, p.at = nil, p.at+1
				budget -= float64(takenWork * float64(p.model.Config.Counts().Total()))
			}
		}
	}
	return p.at < p.corpus.gradients()
}

// Share is how much of it is done, from 0 to 1.
func (p *Pulls) Share() float64 { return float64(p.at) / float64(p.corpus.gradients()) }

// begin begins the next gradient.
func (p *Pulls) begin() *gpt.Gradient {
	samples, facts := p.corpus.samples(), len(p.corpus.Facts)
	switch i := p.at; {
	case i < samples:
		return p.document(i * everySample)
	case i < samples+facts:
		return p.answer(i - samples)
	default:
		return p.document(i - samples - facts)
	}
}

// count takes the gradient that is done into account.
func (p *Pulls) count(g []gpt.Tensor) {
	samples, facts := p.corpus.samples(), len(p.corpus.Facts)
	switch i := p.at; {
	case i < samples:
		p.sample(g)
		if i == samples-1 {
			p.invert(samples)
		}
	case i < samples+facts:
		a := p.scaled(g)
		p.answers = append(p.answers, a)
		p.lengths = append(p.lengths, math.Sqrt(dot(a, g)))
	default:
		length := math.Sqrt(dot(p.scaled(g), g))
		for fact, a := range p.answers {
			p.pulls[fact] = append(p.pulls[fact], dot(a, g)/(p.lengths[fact]*length))
		}
	}
}

// document is the gradient of a document's mean loss.
func (p *Pulls) document(i int) *gpt.Gradient {
	inputs, targets := p.corpus.Documents[i].row(0, 0)
	return p.gradient(inputs, targets)
}

// answer is the gradient of an answer's mean loss, up to the end of its line.
func (p *Pulls) answer(fact int) *gpt.Gradient {
	q := p.corpus.asked[fact]
	targets := slices.Clone(q.tokens[1:])
	for i := range q.prompt - 1 {
		targets[i] = gpt.NoTarget
	}
	return p.gradient(q.tokens[:len(targets)], targets)
}

// gradient begins that of the mean loss over the targets.
func (p *Pulls) gradient(inputs, targets []int) *gpt.Gradient {
	for _, t := range p.grad.Tensors() {
		clear(t.Data)
	}
	counted := 0
	for _, t := range targets {
		if t != gpt.NoTarget {
			counted++
		}
	}
	return p.model.BeginGradient(&p.pass, inputs, targets, len(inputs), 1/float32(counted), p.grad)
}

// counting is what counts of a gradient: by the parameters of the last block, the
// final norm and the head.
func (p *Pulls) counting() (part []gpt.Tensor) {
	last := strconv.Itoa(len(p.grad.Blocks) - 1)
	for _, t := range p.grad.Tensors() {
		layer, name, _ := gpt.SplitName(t.Name)
		if layer == last || layer == "" && name != "positions" { // the token embedding is the head
			part = append(part, t)
		}
	}
	return part
}

// sample adds the squares of a gradient up.
func (p *Pulls) sample(g []gpt.Tensor) {
	if p.inverse == nil {
		for _, t := range g {
			p.inverse = append(p.inverse, make([]float32, len(t.Data)))
		}
	}
	for k, t := range g {
		for i, v := range t.Data {
			p.inverse[k][i] += float32(v * v)
		}
	}
}

// invert turns the sums of squares into 1/F.
func (p *Pulls) invert(samples int) {
	sum, n := 0.0, 0
	for _, squares := range p.inverse {
		for _, v := range squares {
			sum += float64(v)
		}
		n += len(squares)
	}
	scale := 1 / float32(samples)
	least := float32(damping * sum / float64(n) / float64(samples))
	for _, squares := range p.inverse {
		for i, v := range squares {
			squares[i] = 1 / (float32(v*scale) + least)
		}
	}
}

// scaled is g/F.
func (p *Pulls) scaled(g []gpt.Tensor) [][]float32 {
	all := make([][]float32, len(g))
	for k, t := range g {
		all[k] = make([]float32, len(t.Data))
		for i, v := range t.Data {
			all[k][i] = v * p.inverse[k][i]
		}
	}
	return all
}

func dot(a [][]float32, g []gpt.Tensor) (sum float64) {
	for k, t := range g {
		sum += float64(tensor.Dot(a[k], t.Data))
	}
	return sum
}

// Of returns how much each document pulls at the answer to a fact, -1 to 1, when
// all is done.
func (p *Pulls) Of(fact int) []float64 { return p.pulls[fact] }
