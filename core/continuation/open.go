package continuation

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"logitarium/core/sampling"
)

var unknown = math.NaN()

// forecast is a distribution of the next token: as the model has it, after the
// rules, and in truth.
type forecast struct {
	model, rules sampling.Stage // what is not told has 0
	hidden       int            // tokens that are not told,
	untold       float64        // and what they have together
	vague        bool           // what the rules leave is not known
	truth        map[int]float64
	sure         bool // truth is all that can truly come
}

// stepFor applies the rules to what the model says behind a path.
func (t *Tree) stepFor(path []int, c coming, trueMass float64) forecast {
	var chain sampling.Chain
	if t.by.Chain != nil {
		chain = t.by.Chain(len(path))
	}
	history := slices.Concat(t.by.Prompt, path)
	var s forecast
	var trace sampling.Trace
	if c.ranked != nil {
		trace = chain.RunOn(*c.ranked, history)
	} else {
		told := sampling.Told{Vocab: t.cache.vocab, Count: t.cache.count}
		for _, top := range c.next.Top {
			told.Tokens, told.Probs = append(told.Tokens, top.Token), append(told.Probs, top.P)
		}
		var certain bool
		trace, certain = chain.RunTold(told, history)
		s.vague = !certain
		s.hidden, _ = told.Others()
		s.untold = told.Rest()
	}
	s.model, s.rules = trace.Stages[0], trace.Final()
	if trueMass > 0 { // false of NaN: what is behind something untrue is untrue, and behind the unknown unknown
		s.truth, s.sure = t.by.Truth(path)
	}
	return s
}

// draws are the tokens that the seeds of a node draw behind it, each with its
// seeds.
func (s forecast) draws(parent Node) map[int][]uint64 {
	if len(parent.Seeds) == 0 || s.vague || len(s.rules.Order) == 0 {
		return nil
	}
	drawn := map[int][]uint64{}
	left, p := s.rules.Kept()
	cdf := sampling.NewCDF(p)
	var source rand.PCG
	for _, seed := range parent.Seeds {
		source.Seed(seed, uint64(parent.Depth))
		token := left[cdf.Draw(&source)]
		drawn[token] = append(drawn[token], seed)
	}
	return drawn
}

// shown returns the tokens that become nodes: the likeliest by the model and by
// the rules, all that can truly come, and all that are drawn; by falling
// probability, as the model has it.
func (s forecast) shown(wide int, drawn map[int][]uint64) []int {
	if wide <= 0 {
		wide = s.model.Vocab()
	}
	is := map[int]bool{}
	for _, list := range [][]int{s.model.Order, s.rules.Order} {
		for _, token := range list[:min(wide, len(list))] {
			is[token] = true
		}
	}
	for token := range drawn {
		is[token] = true
	}
	for token := range s.truth {
		if s.hidden == 0 || s.model.P(token) > 0 { // what is not told has no probability to show
			is[token] = true
		}
	}
	tokens := make([]int, 0, len(is))
	for token := range is {
		tokens = append(tokens, token)
	}
	slices.SortFunc(tokens, func(a, b int) int { return cmp.Or(cmp.Compare(s.model.P(b), s.model.P(a)), cmp.Compare(a, b)) })
	return tokens
}

// open gives a node its children.
func (t *Tree) open(c coming) {
	node, parent := c.node, t.Nodes[c.node]
	s := t.stepFor(t.Path(node), c, parent.TrueMass)
	t.Vague = t.Vague || s.vague
	drawn := s.draws(parent)
	tokens := s.shown(t.by.Wide, drawn)
	rest := Rest{Tokens: s.model.Vocab() - len(tokens)}
	for _, token := range tokens {
		t.Nodes[node].Children = append(t.Nodes[node].Children, len(t.Nodes))
		t.Nodes = append(t.Nodes, s.child(parent, node, token))
		t.Nodes[len(t.Nodes)-1].Seeds = drawn[token]
	}
	shown := slices.Sorted(slices.Values(tokens))
	for token := range s.model.Vocab() {
		if len(shown) > 0 && shown[0] == token {
			shown = shown[1:]
			continue
		}
		model, rules := s.model.P(token), s.rules.P(token)
		rest.ModelMass += model
		rest.RulesMass += rules
		if rules == 0 {
			rest.Cut += model
		}
	}
	rest.ModelMass = float64((rest.ModelMass + s.untold) * parent.ModelMass)
	rest.RulesMass *= parent.RulesMass
	rest.Cut = float64((rest.Cut + s.untold) * parent.ModelMass) // what is not told is removed if that is known
	if s.vague {
		rest.RulesMass, rest.Cut = unknown, unknown
	}
	rest.TrueMass = s.trueRest(parent, tokens)
	t.Nodes[node].Open, t.Nodes[node].Rest = true, rest
	t.opened++
	for _, child := range t.Nodes[node].Children {
		t.offer(child)
	}
}

// child is the node of a token.
func (s forecast) child(parent Node, at, token int) Node {
	n := Node{Token: token, Parent: at, Depth: parent.Depth + 1, Model: s.model.P(token), Rules: s.rules.P(token)}
	if s.vague {
		n.Rules = unknown
	}
	switch {
	case parent.TrueMass == 0:
	case s.sure:
		n.True = s.truth[token]
	default:
		n.True = unknown
	}
	n.ModelMass = parent.ModelMass * n.Model
	n.RulesMass = parent.RulesMass * n.Rules
	n.TrueMass = parent.TrueMass * n.True
	return n
}

// trueRest is the true mass of what is not shown.
func (s forecast) trueRest(parent Node, tokens []int) float64 {
	if parent.TrueMass == 0 {
		return 0
	}
	if !s.sure {
		return unknown
	}
	rest := 1.0
	for _, token := range tokens {
		rest -= s.truth[token]
	}
	if rest < 1e-12 { // rounding
		return 0
	}
	return parent.TrueMass * rest
}
