package intervention

import (
	"math/rand/v2"

	"logitarium/core/gpt"
	"logitarium/core/lm"
	"logitarium/core/world"
)

// A Pair is two questions: heads of the host are given what they read in the
// donor.
type Pair struct{ Host, Donor world.Question }

// A Contrast says in what the questions of a pair differ.
type Contrast int

// The contrasts. People are those told of often, and their facts are not in the
// prompt, but for OtherLine.
const (
	OtherAsked  Contrast = iota // the same person, something else is asked
	OtherPerson                 // the same is asked of another person
	OtherBoth                   // something else of another person
	OtherLine                   // three facts in the prompt, and another of them is asked for
)

// Pairs draws n pairs of questions with different answers, also from those that
// a mixture of the two would have.
func Pairs(w *world.World, c Contrast, n int, rng *rand.Rand) []Pair {
	var pairs []Pair
	for len(pairs) < n {
		p, ok := pair(w, c, rng)
		if ok && p.Host.Answer != p.Donor.Answer {
			pairs = append(pairs, p)
		}
	}
	return pairs
}

func pair(w *world.World, c Contrast, rng *rand.Rand) (p Pair, ok bool) {
	if c == OtherLine {
		host := w.Questions(world.ThreeFacts, 1, rng)[0]
		lines := host.Prompt[:len(host.Prompt)-len(world.Prompt(host.Asked.Question(0)))]
		f := host.Given[rng.IntN(len(host.Given))]
		donor := world.Question{Prompt: lines + world.Prompt(f.Question(0)), Answer: f.Value, Asked: f, Given: host.Given}
		return Pair{host, donor}, f != host.Asked
	}
	host := w.Questions(world.KnowCommon, 1, rng)[0]
	donor := w.Questions(world.KnowCommon, 1, rng)[0]
	if c == OtherBoth { // what a mixture would say is told apart
		one, _ := w.Fact(host.Asked.Person, donor.Asked.Relation)
		two, _ := w.Fact(donor.Asked.Person, host.Asked.Relation)
		if one.Value == donor.Answer || two.Value == host.Answer {
			return Pair{}, false
		}
	}
	samePerson, sameAsked := host.Asked.Person == donor.Asked.Person, host.Asked.Relation == donor.Asked.Relation
	return Pair{host, donor}, samePerson == (c == OtherAsked) && sameAsked == (c == OtherPerson)
}

// Follows says whom the answer to a host's question follows, when heads have
// read a donor's.
type Follows int

// Whom it may follow. Of OtherAsked and OtherPerson a mixture is the donor's or
// the host's answer, and counts as that.
const (
	Host        Follows = iota
	Donor               // person and relation
	HostPerson          // the host's person, the donor's relation
	DonorPerson         // the donor's person, the host's relation
	Neither
	followings int = iota
)

// Whose says whom a word follows.
func (p Pair) Whose(w *world.World, word string) Follows {
	is := func(person string, r world.Relation) bool {
		f, ok := w.Fact(person, r)
		return ok && f.Value == word
	}
	host, donor := p.Host.Asked, p.Donor.Asked
	switch {
	case word == p.Host.Answer:
		return Host
	case word == p.Donor.Answer:
		return Donor
	case len(p.Host.Given) > 0:
		return Neither
	case is(host.Person, donor.Relation):
		return HostPerson
	case is(donor.Person, host.Relation):
		return DonorPerson
	}
	return Neither
}

// A Count counts whom answers follow.
type Count [followings]int

// Of returns how many there are.
func (c Count) Of() int {
	n := 0
	for _, v := range c {
		n += v
	}
	return n
}

// An Exchange puts what some heads read at the end of each donor's question
// into the pass over its host, at the last token, in steps.
type Exchange struct {
	model  *gpt.Model
	tokens lm.Tokenizer
	world  *world.World
	pairs  []Pair
	heads  []Part

	at    int
	kept  Donation
	pass  gpt.Pass
	donor *gpt.Run
	host  *Asking
	count Count
}

// Swap begins to exchange heads, which are parts of kind [Head].
func Swap(m *gpt.Model, tokens lm.Tokenizer, w *world.World, pairs []Pair, heads []Part) *Exchange {
	e := &Exchange{model: m, tokens: tokens, world: w, pairs: pairs, heads: heads}
	e.pass = gpt.Pass{Predict: gpt.Nothing, ReuseLayers: true, Probe: e.kept.Probe}
	return e
}

// Step goes on for about a budget, and says whether anything is left.
func (e *Exchange) Step(budget float64) (more bool) {
	for budget > 0 && e.at < len(e.pairs) {
		budget -= e.step(budget)
	}
	return e.at < len(e.pairs)
}

// step goes on with the pass at hand, and returns about what it costs.
func (e *Exchange) step(budget float64) (cost float64) {
	p := e.pairs[e.at]
	if e.donor == nil && e.host == nil {
		donor := e.tokens.Encode(p.Donor.Prompt)
		e.donor = e.model.Begin(&e.pass, donor, len(donor))
	}
	if e.donor != nil {
		cost = e.donor.Work()
		if !e.donor.Step(budget) {
			e.donor = nil
			host := e.tokens.Encode(p.Host.Prompt)
			e.host = Ask(e.model, e.tokens, host, p.Donor.Answer, e.kept.Plan(e.model.Config, e.heads, len(host)-1))
		}
		return cost
	}
	cost = e.host.cost()
	if !e.host.Step(budget) {
		e.count[p.Whose(e.world, e.host.Word())]++
		e.host = nil
		e.at++
	}
	return cost
}

// Share is how much is done, from 0 to 1.
func (e *Exchange) Share() float64 {
	if len(e.pairs) == 0 {
		return 1
	}
	done := float64(e.at)
	if e.host != nil {
		done += e.host.Share()
	}
	return done / float64(len(e.pairs))
}

// Count counts whom the answers so far follow.
func (e *Exchange) Count() Count { return e.count }
