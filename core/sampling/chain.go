package sampling

import (
	"maps"
	"math"
	"slices"

	"logitarium/core/fault"
)

// Kind names a step, and the knob that turns it.
type Kind string

// The kinds of steps. Repetition, Presence and Frequency are three knobs of
// one step, Penalties.
const (
	KindPenalties     Kind = "penalties"
	KindRepetition    Kind = "repetition"
	KindPresence      Kind = "presence"
	KindFrequency     Kind = "frequency"
	KindNoRepeatNgram Kind = "no-repeat-ngram"
	KindDRY           Kind = "dry"
	KindTemperature   Kind = "temperature"
	KindTopK          Kind = "top-k"
	KindTopP          Kind = "top-p"
	KindMinP          Kind = "min-p"
	KindTypical       Kind = "typical"
	KindEpsilon       Kind = "epsilon"
	KindEta           Kind = "eta"
	KindTopH          Kind = "top-h"
	KindTopNSigma     Kind = "top-n-sigma"
	KindXTC           Kind = "xtc"
	KindNormalize     Kind = "normalize"
)

// Step is one step of a [Chain]: a struct of this package with its settings.
type Step interface {
	Kind() Kind
	// apply changes the candidates and says where it cut, if it did.
	apply(c *candidates) Cut
}

// Chain is the steps in the order in which they are applied.
type Chain []Step

// Cut is the comparison that removed tokens. The zero Cut means that the step
// compares nothing, or is switched off by its setting.
type Cut struct {
	Quantity fault.Format // what is compared: "cumulative probability"
	Rule     fault.Format // which tokens stay, in words
	Limit    float64      // what the quantity is compared with: p, min-p times the highest probability, the k-th score
	Kept     float64      // the quantity at the last token that stayed
	Removed  float64      // the quantity at the first token removed; NaN if all stayed
}

// Stage is the distribution after a step.
type Stage struct {
	Step    Step // nil for the input
	Cut     Cut
	Order   []int   // the tokens left, by falling score, ties by rising token
	Removed []int   // the tokens this step removed, in the order they had before
	Mass    float64 // what the tokens left had together before the step
	scores
	weights weights
	changed []int // the tokens whose scores the step changed; nil if it did so to all
}

// scores are those of all tokens, of which some may have been removed.
type scores struct {
	each []float64 // [V]; of a removed token −Inf, or what it had before
	left set       // those that were not removed; nil if each says so itself
}

// Score returns the score of a token, −Inf for a removed one.
func (s scores) Score(token int) float64 {
	if s.left != nil && !s.left.has(token) {
		return math.Inf(-1)
	}
	return s.each[token]
}

// Stays says whether a token is left.
func (s scores) Stays(token int) bool { return s.Score(token) > math.Inf(-1) }

// Vocab returns V, the number of all tokens.
func (s scores) Vocab() int { return len(s.each) }

// Scores returns the scores of all tokens [V], a new slice at each call.
func (s scores) Scores() []float64 {
	if s.left == nil {
		return slices.Clone(s.each)
	}
	all := slices.Repeat([]float64{math.Inf(-1)}, len(s.each))
	for t := range s.left.rising() {
		all[t] = s.each[t]
	}
	return all
}

// Rescored returns the tokens whose scores the step changed by themselves, as a
// penalty does, by rising token. It must not be changed.
func (s Stage) Rescored() []int { return s.changed }

// P returns the probability of a token: its part in the softmax of the scores,
// and 0 when nothing is left.
func (s Stage) P(token int) float64 { return s.weights.p(token) }

// Probs returns the probabilities of all tokens [V], a new slice at each call.
func (s Stage) Probs() []float64 { return s.weights.probs() }

// Kept returns the tokens left, by rising token, with their probabilities.
func (s Stage) Kept() (tokens []int, p []float64) {
	if most(s.Vocab(), s.Order) {
		tokens = make([]int, 0, len(s.Order))
		for t := range s.Vocab() {
			if s.Stays(t) {
				tokens = append(tokens, t)
			}
		}
	} else {
		tokens = slices.Sorted(slices.Values(s.Order))
	}
	p = make([]float64, len(tokens))
	for i, t := range tokens {
		p[i] = s.P(t)
	}
	return tokens, p
}

// Name returns the kind of the step, or "logits" for the input.
func (s Stage) Name() string {
	if s.Step == nil {
		return "logits"
	}
	return string(s.Step.Kind())
}

// Trace records the effect of a chain on one distribution. Its slices are shared
// between stages that do not differ, and must not be changed.
type Trace struct {
	Stages  []Stage // the input, then one per step
	Damaged int     // scores that were NaN or +Inf, and were removed for it
}

// Final returns the last stage: the distribution to draw from.
func (t Trace) Final() Stage { return t.Stages[len(t.Stages)-1] }

// Run applies the chain to scores [V]. history holds the tokens so far, oldest
// first, for the penalties; tokens outside 0 … V−1 in it are ignored. scores
// is not changed, and must not be as long as the trace is in use.
//
// A score of NaN or +Inf, which only a damaged model gives, removes its token
// and is counted. When nothing is left, or there were no scores, the final
// Order is empty and nothing can be drawn. Scores may be as large as float64
// has them.
func (chain Chain) Run(scores []float64, history []int) Trace {
	return chain.RunOn(Ranked(scores), history)
}

// Input is scores that several chains run on: what all of them begin with, the
// ranking above all, is computed once.
type Input struct {
	first   Stage
	damaged int
}

// Ranked returns scores [V] as the input of chains. It does not change them, but
// keeps them.
func Ranked(each []float64) Input {
	in := Input{}
	c := &candidates{scores: scores{each: each}, mass: 1}
	for i, z := range each {
		if math.IsNaN(z) || math.IsInf(z, 1) {
			if in.damaged == 0 {
				c.each = slices.Clone(each)
			}
			c.each[i] = math.Inf(-1)
			in.damaged++
		}
	}
	c.order = Rank(c.each)
	c.weights = weigh(c.scores, c.order)
	in.first = c.stage(nil, Cut{})
	return in
}

// RunOn is [Chain.Run] on scores that are ranked already. The input is not
// changed; the traces share it.
func (chain Chain) RunOn(in Input, history []int) Trace {
	t := Trace{Stages: make([]Stage, 1, len(chain)+1), Damaged: in.damaged}
	t.Stages[0] = in.first
	for i, step := range chain {
		t.Stages = append(t.Stages, t.Stages[i].then(step, history))
	}
	return t
}

// then returns the stage that a step leads to behind this one.
func (s Stage) then(step Step, history []int) Stage {
	c := s.candidates(history)
	var cut Cut
	if len(c.order) > 0 {
		cut = step.apply(c)
	}
	return c.stage(step, cut)
}

// count returns how many tokens a step leaves behind this one.
func (s Stage) count(step Step, history []int) int {
	c := s.candidates(history)
	c.counted = true
	if len(c.order) > 0 {
		step.apply(c)
	}
	return len(c.order)
}

// candidates are what the next step works on.
func (s Stage) candidates(history []int) *candidates {
	return &candidates{scores: s.scores, weights: s.weights, order: s.Order, history: history, mass: 1}
}

// candidates is the distribution that the steps work on. A step replaces its
// slices and never writes into them, because stages hold them.
type candidates struct {
	scores
	weights weights // of scores
	order   []int   // as Stage.Order
	history []int
	removed []int
	changed []int
	mass    float64
	counted bool // only how many are left is asked: scores, weights and the cut need not follow
}

func (c *candidates) stage(step Step, cut Cut) Stage {
	return Stage{
		Step: step, Cut: cut, scores: c.scores, weights: c.weights,
		Order: c.order, Removed: c.removed, Mass: c.mass, changed: c.changed,
	}
}

// p is the probability of a token.
func (c *candidates) p(token int) float64 { return c.weights.p(token) }

// score is that of a token which is left.
func (c *candidates) score(token int) float64 { return c.each[token] }

// scoreAt is that of the i-th token of the order.
func (c *candidates) scoreAt(i int) float64 { return c.each[c.order[i]] }

// keepFirst keeps the first n tokens of the order.
func (c *candidates) keepFirst(n int) {
	if n < len(c.order) {
		c.keep(c.order[:n], c.order[n:])
	}
}

// keepThese keeps the tokens of the order for which kept is true.
func (c *candidates) keepThese(kept func(token int) bool) {
	var stay, removed []int
	for _, t := range c.order {
		if kept(t) {
			stay = append(stay, t)
		} else {
			removed = append(removed, t)
		}
	}
	if len(removed) > 0 {
		c.keep(stay, removed)
	}
}

func (c *candidates) keep(order, removed []int) {
	if c.counted {
		c.order = order
		return
	}
	c.left = setOf(order, c.Vocab())
	c.mass = 0
	if most(c.Vocab(), order) {
		for t := range c.left.rising() {
			c.mass += c.p(t)
		}
	} else {
		for _, t := range order {
			c.mass += c.p(t)
		}
	}
	c.order, c.removed = order, removed
	c.weights = c.weights.without(c.scores, order)
}

// rescore sets the scores of some tokens, which stay finite: a penalty makes a
// token unlikely and never removes it.
func (c *candidates) rescore(changed map[int]float64) {
	maps.DeleteFunc(changed, func(t int, z float64) bool { return inRange(z) == c.each[t] })
	if len(changed) == 0 || c.counted {
		return
	}
	before := c.each
	c.each = slices.Clone(before)
	for t, z := range changed {
		c.each[t] = inRange(z)
	}
	tokens := slices.Sorted(maps.Keys(changed))
	c.order = rerank(c.order, before, c.each, tokens)
	c.changed = tokens
	c.weights = c.weights.with(tokens, c.scores, c.order)
}

// recent returns the last n tokens of the history, or all of them for n <= 0.
func (c *candidates) recent(n int) []int {
	if n <= 0 || n > len(c.history) {
		return c.history
	}
	return c.history[len(c.history)-n:]
}

// possible says whether a token of the history can still be drawn.
func (c *candidates) possible(token int) bool {
	return token >= 0 && token < c.Vocab() && c.Stays(token)
}
