package sampling

import (
	"math"
	"slices"

	"logitarium/core/elementary"
)

// Told is a distribution of which only the likeliest tokens are told, as
// servers do. What is known of the others is that each is at most as likely as
// the last one that is told, and what they have together.
type Told struct {
	Tokens []int     // likeliest first
	Probs  []float64 // of Tokens, at temperature 1; falling
	Vocab  int       // V: no token is larger
	Count  int       // how many tokens there are, if that is not V; Unknown if nobody says

	crowd crowd // what those that are not told stand for, if for more than themselves
}

// crowd is many tokens that are not told, for which few stand: of the same
// weight at the temperature at which it matters.
type crowd struct {
	of int     // how many they are; 0: no crowd
	at float64 // the temperature
}

// Unknown is the number of tokens of a model that does not tell it. No more are
// reckoned with than twice those of the largest vocabulary that this program
// reads, Gemma's.
const Unknown = -1

const mostTokens = 2 * 262_208

// Others returns how many tokens are not told; ok is false if that is not known.
func (t Told) Others() (n int, ok bool) {
	switch t.Count {
	case Unknown:
		return 0, false
	case 0:
		return t.Vocab - len(t.Tokens), true
	}
	return max(t.Count-len(t.Tokens), 0), true
}

// Mass returns what the told tokens have together.
func (t Told) Mass() float64 {
	sum := 0.0
	for _, p := range t.Probs {
		sum += p
	}
	return min(sum, 1)
}

// Rest returns what the others have together.
func (t Told) Rest() float64 {
	if n, ok := t.Others(); ok && n == 0 {
		return 0
	}
	return 1 - t.Mass()
}

// input is what is told as the first stage of a trace.
func (t Told) input() Stage {
	s := Stage{
		scores: scores{each: slices.Repeat([]float64{math.Inf(-1)}, t.Vocab)}, weights: asTold(make([]float64, t.Vocab)),
		Order: slices.Clone(t.Tokens), Mass: 1,
	}
	for i, token := range t.Tokens {
		s.each[token], s.weights.each[token] = elementary.Log(t.Probs[i]), t.Probs[i]
	}
	return s
}

// hidden says of each token, [V], that it was not told.
func (t Told) hidden() []bool {
	hidden := slices.Repeat([]bool{true}, t.Vocab)
	for _, token := range t.Tokens {
		hidden[token] = false
	}
	return hidden
}

// extremes returns two distributions [V], as scores, between which the true one
// lies: the rest spread evenly over the hidden tokens, and on as few of them as
// can be, none of which is quite as likely as the last told one.
func (t Told) extremes(hidden []bool) (even, uneven []float64) {
	even, uneven = t.input().Scores(), t.input().Scores()
	most, n := t.Probs[len(t.Probs)-1], t.Vocab-len(t.Tokens)
	left := min(t.Rest(), most*float64(n))
	limit := elementary.Log(most)
	each := elementary.Log(left / float64(n))
	if c := t.crowd; c.of > 0 {
		each = c.at * (elementary.Log(c.weight(left)) - elementary.Log(float64(n)))
	}
	each = min(each, limit)
	for token, is := range hidden {
		if !is {
			continue
		}
		// No two alike, as a cut takes ties together, nor at any temperature.
		limit, each = limit-apart, each-apart
		even[token], uneven[token] = each, min(elementary.Log(max(left, 0)), limit)
		left -= most
	}
	return even, uneven
}

// apart is by how much the scores of hidden tokens differ: more than rounding,
// and less than shows.
const apart = 1e-13

// RunTold applies the chain to what is told of a distribution. certain says
// that what is left in the end follows from that alone: one of the steps
// removes all tokens that were not told, whatever each of them has, and those
// that it leaves are the same. The last stage is then what Run would have of
// the whole distribution.
//
// A top-k does so if it is at most the number of told tokens, a top-p at
// temperature 1 if it is less than their mass. At another temperature nobody
// knows their share of the whole. But the two extremes in which the rest can be
// spread bound it, and the number that top-p keeps grows with the weight of the
// rest: where it is the same for both, it is for the true one. A min-p does so
// if it is above the last told probability over the first, at every
// temperature. With other steps than these four nothing is certain.
//
// The trace has what is known. Tokens that were not told are in no Order and
// have no probability; what else depends on them is NaN. If the end is not
// certain, the trace is the input alone, whose probabilities do not sum to 1.
func (chain Chain) RunTold(t Told, history []int) (trace Trace, certain bool) {
	if t.Count != 0 && t.Count != t.Vocab {
		return chain.runNumbered(t)
	}
	trace.Stages = []Stage{t.input()}
	if len(t.Tokens) == 0 || slices.ContainsFunc(chain, opaque) {
		return trace, false
	}
	hidden := t.hidden()
	a, b := t.extremes(hidden)
	even, uneven := chain.Run(a, history), chain.Run(b, history)
	at := cleared(even, hidden)
	if at < 0 || at != cleared(uneven, hidden) || !slices.Equal(even.Final().Order, uneven.Final().Order) {
		return trace, false
	}
	vague := at // the first stage that may have removed tokens which nobody knows
	for i := at - 1; i > 0; i-- {
		if k := even.Stages[i].Step.Kind(); k == KindTopP || k == KindMinP {
			vague = i
		}
	}
	if vague < at && even.Stages[at].Step.Kind() != KindTopK { // which alone counts tokens and no probabilities
		return trace, false
	}
	for i, s := range even.Stages[1:] {
		s = agreed(s, uneven.Stages[i+1], hidden)
		if i+1 >= vague && i+1 < at {
			s.unknown(t.Tokens)
		}
		if i+1 == at && vague < at {
			s.Mass = math.NaN()
		}
		trace.Stages = append(trace.Stages, s)
	}
	return trace, true
}

// runNumbered is RunTold where tokens are not numbered as the model does: with
// the told ones first, then with their own numbers. Steps that ask for more than
// the ranking are opaque, so no history is needed.
func (chain Chain) runNumbered(t Told) (trace Trace, certain bool) {
	all, known := t.Others()
	if !known {
		all = mostTokens
	}
	dense := Told{Tokens: make([]int, len(t.Tokens)), Probs: t.Probs, Vocab: len(t.Tokens) + all}
	for i := range dense.Tokens {
		dense.Tokens[i] = i
	}
	if n := chain.few(t, all); n < all {
		dense.Vocab, dense.crowd = len(t.Tokens)+n, crowd{all, chain.heat()}
	}
	trace, certain = chain.RunTold(dense, nil)
	for i, s := range trace.Stages {
		trace.Stages[i] = t.numbered(s)
	}
	return trace, certain
}

// heat is the temperature at which top-p adds up: the weight of the others
// matters nowhere else.
func (chain Chain) heat() float64 {
	for _, s := range chain {
		switch s := s.(type) {
		case TopP:
			return 1
		case Temperature:
			if s.T > 0 {
				return s.T
			}
			return 1
		}
	}
	return 1
}

// weight is what tokens as likely as each other have at the temperature, of
// a mass that they have together at 1: n (mass/n)^(1/T).
func (c crowd) weight(mass float64) float64 {
	n := float64(c.of)
	return n * elementary.Pow(mass/n, 1/c.at)
}

// few is how many tokens can stand for so many: none of them need be likelier
// than the last that is told, whether the rest is spread evenly or not, and a
// top-k that would leave some and not all of the many does so of the few.
func (chain Chain) few(t Told, many int) int {
	if len(t.Tokens) == 0 {
		return many
	}
	most, c := t.Probs[len(t.Probs)-1], crowd{many, chain.heat()}
	need := max(64, c.weight(t.Rest())/elementary.Pow(most, 1/c.at), t.Rest()/most)
	for _, s := range chain {
		if k, ok := s.(TopK); ok {
			need = max(need, float64(k.K-len(t.Tokens)))
		}
	}
	if need+2 < float64(many) {
		return int(need) + 2
	}
	return many
}

// numbered gives the tokens of a stage their own numbers. One that is not told
// stands for all that were removed with it.
func (t Told) numbered(s Stage) Stage {
	out := s
	out.scores, out.weights = scores{each: slices.Repeat([]float64{math.Inf(-1)}, t.Vocab)}, asTold(make([]float64, t.Vocab))
	for i, token := range t.Tokens {
		out.each[token], out.weights.each[token] = s.Score(i), s.P(i)
	}
	number := func(tokens []int) (all []int) {
		other := slices.Index(t.hidden(), true)
		for _, i := range tokens {
			switch {
			case i < len(t.Tokens):
				all = append(all, t.Tokens[i])
			case other >= 0:
				all, other = append(all, other), -1
			}
		}
		return all
	}
	out.Order, out.Removed = number(s.Order), number(s.Removed)
	return out
}

// unknown makes all numbers of a stage NaN.
func (s *Stage) unknown(tokens []int) {
	s.Mass, s.Cut.Limit, s.Cut.Kept, s.Cut.Removed = math.NaN(), math.NaN(), math.NaN(), math.NaN()
	for _, token := range tokens {
		s.weights.each[token] = math.NaN()
	}
}

// cleared returns the stage that removed all hidden tokens at once; -1 if none
// did, or it took several.
func cleared(t Trace, hidden []bool) int {
	count := func(s Stage) (n int) {
		for _, token := range s.Order {
			if hidden[token] {
				n++
			}
		}
		return n
	}
	all := count(t.Stages[0])
	for i, s := range t.Stages {
		switch n := count(s); {
		case n == 0:
			return i
		case n < all:
			return -1
		}
	}
	return -1
}

// opaque says of a step that what it leaves can't be told from the likeliest
// tokens.
func opaque(s Step) bool {
	switch s.Kind() {
	case KindTemperature, KindTopK, KindTopP, KindMinP:
		return false
	}
	return true
}

// agreed is a stage with the numbers in which it is the same for both extremes.
func agreed(a, b Stage, hidden []bool) Stage {
	s := a
	s.Mass = common(a.Mass, b.Mass)
	s.Cut.Limit, s.Cut.Kept, s.Cut.Removed = common(a.Cut.Limit, b.Cut.Limit), common(a.Cut.Kept, b.Cut.Kept), common(a.Cut.Removed, b.Cut.Removed)
	s.weights, s.scores = asTold(a.Probs()), scores{each: a.Scores()}
	s.Order = slices.DeleteFunc(slices.Clone(a.Order), func(token int) bool { return hidden[token] })
	for token, is := range hidden {
		if is {
			s.weights.each[token], s.each[token] = 0, math.Inf(-1)
			continue
		}
		s.weights.each[token] = common(a.P(token), b.P(token))
	}
	return s
}

// common is a value that two computations agree on; NaN if they don't.
func common(a, b float64) float64 {
	if a == b || math.Abs(a-b) <= 1e-7*max(math.Abs(a), math.Abs(b)) {
		return a
	}
	return math.NaN()
}
