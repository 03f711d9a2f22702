package quantization

import (
	"math"
	"math/rand/v2"
	"slices"

	"logitarium/core/builtin"
	"logitarium/core/gpt"
	"logitarium/core/sampling"
	"logitarium/core/tensor"
	"logitarium/core/world"
)

const (
	heldOutRows = 24 // of documents, for the perplexity
	questions   = 48 // about common facts
	atOnce      = 4  // questions that make one piece of work
)

// effect is what quantization does to the model.
type effect struct {
	key     effectKey
	queue   *queue
	model   *gpt.Model // with quantized weights; the model itself for activations
	probe   gpt.Probe  // quantizes activations; nil for weights
	parts   int        // pieces of work until the model is ready
	before  score      // of the documents read so far
	after   score
	asked   int
	correct int // after
	known   int // before
}

// baseline is what the model scores as it is, as far as it was needed.
type baseline struct {
	rows  [heldOutRows]score
	asked [questions / atOnce]bool
	right [questions / atOnce]int
}

// score is a sum of losses.
type score struct {
	loss   float64 // nats
	tokens int
}

func (s score) perplexity() float64 { return gpt.Perplexity(s.loss / float64(s.tokens)) }

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
	l.effect = effect{key: key, queue: &queue{}, model: l.lm.Model}
	e := &l.effect
	if l.set.what == weights {
		e.model = l.lm.Model.Clone()
		l.eachTensor(func(kind, layer int, m tensor.Matrix) {
			if l.set.scope == 0 || kind == l.set.tensor {
				x := l.tensors[kind].of(e.model, layer)
				e.queue.add(snapCostOf(l.set.clip)*float64(len(x.Data)), func() {
					copy(x.Data, m.Data) // whoever goes back to before it does it again
					l.quantizeTensor(x.Data, kind, layer)
				})
			}
		})
	} else {
		e.probe = l.quantizer()
	}
	e.parts = len(e.queue.pieces)
	l.evaluate()
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
	return watch(l.lm.Model.Config, sites, func(p place, x tensor.Matrix) {
		i := slices.IndexFunc(l.sites, func(s siteKind) bool { return s.site == p.site })
		l.quantizeSite(x, i, max(p.layer, 0))
	})
}

// evaluate queues held-out documents and questions.
func (l *Lab) evaluate() {
	e, c := &l.effect, l.lm.Model.Config
	length := min(rowLength, c.Context)
	pass := passCost(c.Counts().Total(), length)
	after := pass
	if e.probe != nil {
		after += snapCostOf(l.set.clip) * float64(length*c.Layers*(4*c.Width+c.Inner))
	}
	first := func(known bool) float64 { // the cost of the model as it is
		if known {
			return 0
		}
		return pass
	}
	for i := range heldOutRows {
		e.queue.add(after+first(l.base.rows[i].tokens > 0), func() {
			row, as := documents(l.lm, streamHeldOut, i, length), &l.base.rows[i]
			if as.tokens == 0 {
				as.read(l.lm.Model, row, nil)
			}
			e.before.add(*as)
			var is score
			is.read(e.model, row, e.probe)
			e.after.add(is)
		})
	}
	if l.lm.World == nil {
		return
	}
	asked := l.lm.World.Questions(world.KnowCommon, questions, rand.New(rand.NewPCG(streamQuestions, 0)))
	for i := range l.base.asked { // four questions have the tokens of a row
		e.queue.add(after+first(l.base.asked[i]), func() {
			part := asked[i*atOnce : (i+1)*atOnce]
			if !l.base.asked[i] {
				l.base.asked[i], l.base.right[i] = true, correct(l.lm, l.lm.Model, nil, part)
			}
			e.asked += len(part)
			e.known += l.base.right[i]
			e.correct += correct(l.lm, e.model, e.probe, part)
		})
	}
}

// read scores a model on a row of tokens, each predicted from those before it.
func (s *score) read(m *gpt.Model, row []int, probe gpt.Probe) {
	last := len(row) - 1
	loss, n := gpt.CrossEntropy(m.Logits(row[:last], probe), row[1:])
	s.add(score{loss * float64(n), n})
}

func (s *score) add(o score) {
	s.loss += o.loss
	s.tokens += o.tokens
}

// correct returns how many questions a model answers.
func correct(lm *builtin.LM, m *gpt.Model, probe gpt.Probe, list []world.Question) (n int) {
	for _, q := range list {
		if answers(lm, m, probe, q) {
			n++
		}
	}
	return n
}

// answers says whether greedy decoding answers a question word for word, the
// end of the line included.
func answers(lm *builtin.LM, m *gpt.Model, probe gpt.Probe, q world.Question) bool {
	prompt := len(lm.Tokens.Encode(q.Prompt))
	tokens := lm.Tokens.Encode(q.Prompt + " " + q.Answer + "\n")
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
	kl            float64   // KL(before ‖ after), bits
}

// predict asks both models for the token after the prompt.
func (l *Lab) predict() {
	if l.set.what == example || l.calibrating() || !l.effect.ready() || l.effect.key == l.predictions.key && l.predictions.prompt == l.set.prompt && l.predictions.after != nil {
		return
	}
	p := predictions{key: l.effect.key, prompt: l.set.prompt}
	tokens := l.seen.tokens
	logits := l.effect.model.Logits(tokens, l.effect.probe)
	p.before = sampling.Softmax(l.seen.logits)
	p.after = sampling.Softmax(widened(logits.Row(len(tokens) - 1)))
	p.kl = sampling.KL(p.before, p.after)
	larger := make([]float64, len(p.before))
	for i, v := range p.before {
		larger[i] = math.Max(v, p.after[i])
	}
	p.order = sampling.Rank(larger)
	l.predictions = p
}

// predicted says whether the predictions are those of the settings.
func (l *Lab) predicted() bool {
	return !l.calibrating() && l.predictions.after != nil && l.predictions.key == l.effect.key && l.predictions.prompt == l.set.prompt && l.effect.ready()
}
