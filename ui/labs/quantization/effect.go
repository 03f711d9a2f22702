package quantization

import (
	"math"
	"math/rand/v2"
	"slices"

	"logitarium/core/gpt"
	"logitarium/core/lm"
	"logitarium/core/sampling"
	"logitarium/core/tensor"
	"logitarium/core/world"
	"logitarium/ui/lab"
	"logitarium/ui/message"
)

const (
	heldOutRows = 24      // of documents, for the perplexity
	questions   = 48      // about common facts
	atOnce      = 4       // questions that make one piece of work
	mostLogits  = 2 << 20 // kept of the model as it is
)

// effect is what quantization does to the model.
type effect struct {
	key       effectKey
	preparing lab.Work   // of the model
	reading   lab.Work   // of texts, by both models
	model     *gpt.Model // with quantized weights; the model itself for activations; nil before there is a key
	change    change     // quantizes activations; nil for weights
	read      compared   // the documents read so far
	asked     int
	correct   int // after
	known     int // before
}

// baseline is what the model makes of the texts as it is, as far as it was
// needed.
type baseline struct {
	rows  [heldOutRows]tensor.Matrix // logits, of models with few tokens
	asked [questions / atOnce]bool
	right [questions / atOnce]int
}

// effectKey is what an effect depends on: all but the prompt, unless that is
// what the models read.
type effectKey struct {
	s    settings
	rows int // of calibration
}

// forEffect is what an effect depends on. A view does not count: what one has
// measured another shows.
func (s settings) forEffect(rows int) effectKey {
	s.view, s.reads = 0, false
	if s.texts != ofPrompt {
		s.prompt = ""
	}
	return effectKey{s, rows}
}

// ready says whether all tensors are quantized.
func (e *effect) ready() bool { return e.model != nil && !e.preparing.Waiting() }

// followEffect begins anew if a knob has moved that it depends on.
func (l *Lab) followEffect() {
	key := l.set.forEffect(l.watchedRows())
	if l.set.what == example || l.calibrating() || l.effect.model != nil && l.effect.key == key {
		return
	}
	l.effect = effect{key: key, model: l.lm.Network}
	e := &l.effect
	e.preparing.Begin(key, message.New("The model is quantized"))
	if l.set.what == weights {
		e.model = sharing(l.lm.Network)
		l.eachTensor(func(kind, layer int, m tensor.Matrix) {
			if l.set.quantizes(kind, layer) {
				var r *rowwise
				at := weightKey{kind, layer}
				fresh, cost := l.spare.fresh(at, m), gridCost(l.set.plan(), m.Cols)
				if fresh {
					cost += freshCost
				}
				e.preparing.Add(cost*float64(len(m.Data)), func() lab.Stepper {
					r = l.quantizing(m, l.spare.weight(at, m), kind, layer)
					r.fresh = fresh
					return r
				}, func() { *l.tensors[kind].of(e.model, layer) = r.x })
			}
		})
	} else {
		e.change = l.quantizer()
	}
	l.evaluate()
}

// measureEffect quantizes the model, has it read the prompt, and then texts;
// the example is in no model.
func (l *Lab) measureEffect(spend spending) {
	if l.set.what == example {
		return
	}
	if spend(&l.effect.preparing); l.effect.ready() {
		l.predict()
		spend(&l.guessing)
		spend(&l.effect.reading)
	}
}

// sharing returns a model with the parameters of another, in which matrices can
// be replaced: memory is taken for those alone.
func sharing(m *gpt.Model) *gpt.Model {
	return &gpt.Model{
		Config: m.Config, Tokens: m.Tokens, Positions: m.Positions, Blocks: slices.Clone(m.Blocks), Final: m.Final, Head: m.Head, Slower: m.Slower,
	}
}

// quantizes says whether the effect is of a tensor or site of a layer, 0 where
// the model has one of it.
func (s settings) quantizes(kind, layer int) bool {
	chosen := s.tensor
	if s.what == activations {
		chosen = s.site
	}
	switch s.scope {
	case everything:
		return true
	case inAllLayers:
		return kind == chosen
	}
	return kind == chosen && layer == s.layer
}

// quantizer is a change that quantizes what enters products with weights, or
// the chosen site.
func (l *Lab) quantizer() change {
	sites := slices.Clone(l.sites)
	if l.set.scope == everything {
		sites = slices.DeleteFunc(sites, func(s siteKind) bool { return s.feeds == "" })
	} else {
		sites = sites[l.set.site : l.set.site+1]
	}
	plan := l.set.plan()
	index := func(site gpt.Site) int {
		return slices.IndexFunc(l.sites, func(s siteKind) bool { return s.site == site })
	}
	change := altering(l.config(), sites, func(p layerSite, x tensor.Matrix) gpt.Change {
		return gpt.Change{Cost: gridCost(plan, x.Cols) * float64(len(x.Data)), Step: l.quantizingSite(x, x, index(p.site), max(p.layer, 0)).Step}
	})
	set := l.set
	return func(site gpt.Site, layer int, x tensor.Matrix) gpt.Change {
		if !set.quantizes(index(site), max(layer, 0)) {
			return gpt.Change{}
		}
		return change(site, layer, x)
	}
}

// evaluate queues held-out documents and questions.
func (l *Lab) evaluate() {
	e, c := &l.effect, l.config()
	length := min(rowLength, c.Context)
	pass := c.Work(length)
	after := pass
	if e.change != nil {
		after += float64(gridCost(l.set.plan(), c.Width) * float64(length*c.Layers*(4*c.Width+c.Inner)))
	}
	keep := l.set.texts == ofWorld && heldOutRows*length*c.Vocab <= mostLogits
	passes := l.spare.effectPasses()
	passes[1].Change = e.change
	e.reading.Begin(e.key, message.New("The lab measures"))
	row, rows := func(i int) []int { return documents(l.lm, streamHeldOut, i, length) }, heldOutRows
	if l.set.texts == ofPrompt {
		own := promptRows(l.lm, l.set.prompt, length)
		row, rows = func(i int) []int { return own[i] }, len(own)
	}
	for i := range rows {
		cost := after + float64(float64(length)*tokenCost(c.Vocab))
		var known tensor.Matrix
		if l.set.texts == ofWorld {
			known = l.base.rows[i]
		}
		if known.Rows == 0 {
			cost += pass
		}
		var r *comparing
		e.reading.Add(cost, func() lab.Stepper {
			r = newComparing(l.lm.Network, e.model, passes, row(i), known)
			return r
		}, func() {
			if keep && l.base.rows[i].Rows == 0 {
				l.base.rows[i] = r.before.Clone()
			}
			e.read.add(r.found)
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
		var q *asking
		e.reading.Add(cost, func() lab.Stepper {
			q = &asking{of: l.lm, passes: passes, models: [2]*gpt.Model{l.lm.Network, e.model}, list: asked[i*atOnce : (i+1)*atOnce], known: l.base.asked[i]}
			return q
		}, func() {
			if !l.base.asked[i] {
				l.base.asked[i], l.base.right[i] = true, q.right[0]
			}
			e.asked += atOnce
			e.known += l.base.right[i]
			e.correct += q.right[1]
		})
	}
}

// asking asks a model as it is and as it is quantized some questions, one after
// the other; [lab.Stepper].
type asking struct {
	of     lm.Offer
	passes *[2]gpt.Pass
	models [2]*gpt.Model
	list   []world.Question
	known  bool // what the model as it is answers is not asked for
	at     int
	right  [2]int
}

// Step asks a question, whatever the budget.
func (a *asking) Step(float64) (more bool) {
	for i, m := range a.models {
		if (i > 0 || !a.known) && answers(a.of, m, &a.passes[i], a.list[a.at]) {
			a.right[i]++
		}
	}
	a.at++
	return a.at < len(a.list)
}

// Share is how many are asked.
func (a *asking) Share() float64 { return float64(a.at) / float64(len(a.list)) }

// answers says whether greedy decoding answers a question word for word, the
// end of the line included.
func answers(of lm.Offer, m *gpt.Model, pass *gpt.Pass, q world.Question) bool {
	prompt := len(of.Tokens.Encode(q.Prompt))
	tokens := of.Tokens.Encode(q.Prompt + " " + q.Answer + "\n")
	if len(tokens) > m.Config.Context {
		return false
	}
	logits := m.Forward(pass, tokens, len(tokens)) // [T, V]
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
	guessKey
	before, after []float64 // [V]
	order         []int     // tokens by the larger of both
	kl            float64   // D(before ‖ after), bits
}

// guessKey is what predictions depend on.
type guessKey struct {
	effect effectKey
	prompt string
}

// predict begins to ask the quantized model for the token after the prompt.
func (l *Lab) predict() {
	key := guessKey{l.effect.key, l.set.prompt}
	if l.predictions.after != nil && l.predictions.guessKey == key {
		l.guessing.Drop() // what is under way is no longer asked for
		return
	}
	if l.guessing.Is(key) {
		return
	}
	p := predictions{guessKey: key}
	m, tokens, before := l.effect.model, l.seen.tokens, l.seen.logits
	pass := l.spare.promptPass()
	pass.Change = l.effect.change
	var after []float64
	l.guessing.Begin(key, message.New("The quantized model reads the prompt"))
	l.guessing.Add(m.Config.Work(len(tokens)), func() lab.Stepper { return slower{m.Begin(pass, tokens, len(tokens)), 2} }, func() {
		after = widened(pass.Logits.Row(0))
	})
	l.guessing.Add(2*float64(tokenCost(len(before))), nil, func() {
		p.before, p.after = sampling.Softmax(before), sampling.Softmax(after)
		p.kl = sampling.KL(p.before, p.after)
		larger := make([]float64, len(p.before))
		for i, v := range p.before {
			larger[i] = math.Max(v, p.after[i])
		}
		p.order = sampling.Rank(larger)
		l.predictions = p
	})
}

// predicted says whether the predictions are those of the settings.
func (l *Lab) predicted() bool {
	return !l.calibrating() && l.effect.ready() && l.predictions.after != nil && l.predictions.guessKey == (guessKey{l.effect.key, l.set.prompt})
}
