package quantization

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"logitarium/core/gpt"
	"logitarium/core/lm"
	"logitarium/core/sampling"
	"logitarium/core/tensor"
	"logitarium/core/world"
	"logitarium/ui/lab"
)

const (
	heldOutRows = 24      // of documents, for the perplexity
	questions   = 48      // about common facts
	atOnce      = 4       // questions that make one piece of work
	mostLogits  = 2 << 20 // kept of the model as it is
)

// effect is what quantization does to the model.
type effect struct {
	key     effectKey
	queue   *queue
	model   *gpt.Model // with quantized weights; the model itself for activations
	probe   gpt.Probe  // quantizes activations; nil for weights
	parts   int        // pieces of work until the model is ready
	read    compared   // the documents read so far
	asked   int
	correct int // after
	known   int // before
}

// baseline is what the model makes of the texts as it is, as far as it was
// needed.
type baseline struct {
	rows  [heldOutRows]tensor.Matrix // logits, of models with few tokens
	asked [questions / atOnce]bool
	right [questions / atOnce]int
}

// effectKey is what an effect depends on: all but the prompt.
type effectKey struct {
	s    settings
	rows int // of calibration
}

// ready says whether all tensors are quantized.
func (e effect) ready() bool { return e.queue != nil && e.queue.done >= e.parts }

// followEffect begins anew if a knob has moved that it depends on.
func (l *Lab) followEffect() {
	key := effectKey{l.set, l.calibratedRows()}
	key.s.prompt = ""
	if l.set.what == example || l.calibrating() || l.effect.queue != nil && l.effect.key == key {
		return
	}
	l.effect = effect{key: key, queue: &queue{}, model: l.lm.Network}
	e := &l.effect
	if l.set.what == weights {
		e.model = sharing(l.lm.Network)
		l.eachTensor(func(kind, layer int, m tensor.Matrix) {
			if l.set.scope == 0 || kind == l.set.tensor {
				var r *rowwise
				e.queue.addSteps(snapCostOf(l.set.clip)*float64(len(m.Data)), func() lab.Stepper {
					r = l.quantizing(m, kind, layer)
					return r
				}, func() { *l.tensors[kind].of(e.model, layer) = r.x })
			}
		})
	} else {
		e.probe = l.quantizer()
	}
	e.parts = len(e.queue.pieces)
	l.evaluate()
}

// sharing returns a model with the parameters of another, in which matrices can
// be replaced: memory is taken for those alone.
func sharing(m *gpt.Model) *gpt.Model {
	return &gpt.Model{
		Config: m.Config, Tokens: m.Tokens, Positions: m.Positions, Blocks: slices.Clone(m.Blocks), Final: m.Final, Head: m.Head,
	}
}

// quantizer is a probe that quantizes what enters products with weights, or
// the chosen site.
func (l *Lab) quantizer() gpt.Probe {
	sites := slices.Clone(l.sites)
	if l.set.scope == 0 {
		sites = slices.DeleteFunc(sites, func(s siteKind) bool { return s.feeds == "" })
	} else {
		sites = sites[l.set.site : l.set.site+1]
	}
	return watch(l.config(), sites, func(p place, x tensor.Matrix) {
		i := slices.IndexFunc(l.sites, func(s siteKind) bool { return s.site == p.site })
		l.quantizeSite(x, i, max(p.layer, 0))
	})
}

// evaluate queues held-out documents and questions.
func (l *Lab) evaluate() {
	e, c := &l.effect, l.config()
	length := min(rowLength, c.Context)
	pass := passCost(c.Counts().Total(), length)
	after := pass
	if e.probe != nil {
		after += float64(snapCostOf(l.set.clip) * float64(length*c.Layers*(4*c.Width+c.Inner)))
	}
	keep := heldOutRows*length*c.Vocab <= mostLogits
	for i := range heldOutRows {
		cost := after + float64(float64(length)*tokenCost(c.Vocab))
		if l.base.rows[i].Rows == 0 {
			cost += pass
		}
		var r *comparing
		e.queue.addSteps(cost, func() lab.Stepper {
			r = newComparing(l.lm.Network, e.model, e.probe, documents(l.lm, streamHeldOut, i, length), l.base.rows[i])
			return r
		}, func() {
			if keep {
				l.base.rows[i] = r.before
			}
			e.read.add(r.found)
			r = nil // its logits
		})
	}
	if l.lm.World == nil {
		return
	}
	asked := l.lm.World.Questions(world.KnowCommon, questions, rand.New(rand.NewPCG(streamQuestions, 0)))
	for i := range l.base.asked { // four questions have the tokens of a row
		cost := after
		if !l.base.asked[i] {
			cost += pass
		}
		e.queue.add(cost, func() {
			part := asked[i*atOnce : (i+1)*atOnce]
			if !l.base.asked[i] {
				l.base.asked[i], l.base.right[i] = true, correct(l.lm, l.lm.Network, nil, part)
			}
			e.asked += len(part)
			e.known += l.base.right[i]
			e.correct += correct(l.lm, e.model, e.probe, part)
		})
	}
}

// correct returns how many questions a model answers.
func correct(of lm.Offer, m *gpt.Model, probe gpt.Probe, list []world.Question) (n int) {
	for _, q := range list {
		if answers(of, m, probe, q) {
			n++
		}
	}
	return n
}

// answers says whether greedy decoding answers a question word for word, the
// end of the line included.
func answers(of lm.Offer, m *gpt.Model, probe gpt.Probe, q world.Question) bool {
	prompt := len(of.Tokens.Encode(q.Prompt))
	tokens := of.Tokens.Encode(q.Prompt + " " + q.Answer + "\n")
	if len(tokens) > m.Config.Context {
		return false
	}
	logits := m.Logits(tokens, probe) // [T, V]
	for i := prompt; i < len(tokens); i++ {
		row := logits.Row(i - 1)
		if slices.Index(row, slices.Max(row)) != tokens[i] {
			return false
		}
	}
	return true
}

// predictions are the next token's probabilities before and after.
type predictions struct {
	key           effectKey
	prompt        string
	before, after []float64 // [V]
	order         []int     // tokens by the larger of both
	kl            float64   // D(before ‖ after), bits
}

// predict asks both models for the token after the prompt, as soon as there
// are both.
func (l *Lab) predict() {
	if l.set.what == example || l.calibrating() || !l.effect.ready() || l.predicted() {
		return
	}
	key := fmt.Sprintf("%+v %s", l.effect.key, l.set.prompt)
	if l.guess.Is(key) {
		return
	}
	p := predictions{key: l.effect.key, prompt: l.set.prompt}
	m, tokens, before := l.effect.model, l.seen.tokens, l.seen.logits
	pass := &gpt.Pass{Probe: l.effect.probe, Predict: gpt.AfterLast, Fleeting: true}
	l.guess.Begin(key, "the quantized model reads the prompt")
	l.guess.Add(m.Config.Work(len(tokens)), func() lab.Stepper { return m.Begin(pass, tokens, len(tokens)) }, func() {
		p.before = sampling.Softmax(before)
		p.after = sampling.Softmax(widened(pass.Logits.Row(0)))
		p.kl = sampling.KL(p.before, p.after)
		larger := make([]float64, len(p.before))
		for i, v := range p.before {
			larger[i] = math.Max(v, p.after[i])
		}
		p.order = sampling.Rank(larger)
		l.predictions = p
	})
	l.guess.Start()
}

// predicted says whether the predictions are those of the settings.
func (l *Lab) predicted() bool {
	return !l.calibrating() && l.predictions.after != nil && l.predictions.key == l.effect.key && l.predictions.prompt == l.set.prompt && l.effect.ready()
}
