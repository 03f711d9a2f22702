package world

import (
	"fmt"
	"math/rand/v2"
)

// A Kind says what a question tests.
type Kind int

// The kinds of questions. Chance is .07 where nothing is given.
const (
	KnowCommon   Kind = iota // no facts given, people who are told of often
	KnowMid                  // no facts given
	KnowRare                 // no facts given, people who are hardly told of
	KnowUntold               // no facts given, people who are never told of
	OneFact                  // the fact is given, drawn as in training
	ThreeFacts               // among three, drawn as in training
	OneFresh                 // given, names and values that no document holds
	ThreeFresh               // among three
	FiveFresh                // among five, one more than in any document
	RareWithFact             // somebody rare; the true fact is among three of its kind
	Contradicts              // somebody common; the given fact contradicts the world
	kinds        int  = iota
)

// Kinds returns all kinds, in order.
func Kinds() []Kind {
	all := make([]Kind, kinds)
	for i := range all {
		all[i] = Kind(i)
	}
	return all
}

// String returns a short name of the kind.
func (k Kind) String() string {
	return [...]string{"common", "mid", "rare", "never told", "1 fact", "3 facts",
		"1 fresh", "3 fresh", "5 fresh", "rare with its fact", "against memory"}[k]
}

// A Question is a prompt with the one right answer.
type Question struct {
	Prompt string // ends in "Answer:"
	Answer string // one word, which follows after a blank and ends the line
	Asked  Fact   // what is asked for
	Given  []Fact // the facts in the prompt, in order
}

// Questions draws n questions of a kind. It panics if the kind is unknown or n
// negative.
func (w *World) Questions(kind Kind, n int, rng *rand.Rand) []Question {
	if kind < 0 || int(kind) >= kinds || n < 0 {
		panic(fmt.Sprintf("world: %d questions of kind %d; there are %d kinds", n, kind, kinds))
	}
	list := make([]Question, n)
	for i := range list {
		list[i] = w.question(kind, rng)
	}
	return list
}

func (w *World) question(kind Kind, rng *rand.Rand) Question {
	switch kind {
	case KnowCommon, KnowMid, KnowRare, KnowUntold:
		return ask(w.anyFact(Tier(kind), rng), nil, rng) // the first kinds are the tiers, in order
	case OneFact:
		return askOne(w.given(rng, 1, inTraining), rng)
	case ThreeFacts:
		return askOne(w.given(rng, 3, inTraining), rng)
	case OneFresh:
		return askOne(w.given(rng, 1, neverSeen), rng)
	case ThreeFresh:
		return askOne(w.given(rng, 3, neverSeen), rng)
	case FiveFresh:
		return askOne(w.given(rng, 5, neverSeen), rng)
	case RareWithFact:
		f := w.anyFact(Rare, rng)
		given := []Fact{f}
		for len(given) < 3 {
			other := Fact{w.somebody(rng, inTraining), f.Relation, w.something(rng, f.Relation, inTraining)}
			if !other.clashes(given[0]) && !other.clashes(given[len(given)-1]) {
				given = append(given, other)
			}
		}
		shuffle(rng, given)
		return ask(f, given, rng)
	}
	f := w.Changed(w.anyFact(Common, rng), rng)
	return ask(f, []Fact{f}, rng)
}

// anyFact draws something true of somebody in a tier.
func (w *World) anyFact(t Tier, rng *rand.Rand) Fact {
	f, _ := w.Fact(pick(rng, w.tiers[t]).Name, Relation(draw(rng, relations)))
	return f
}

func askOne(given []Fact, rng *rand.Rand) Question { return ask(pick(rng, given), given, rng) }

func ask(f Fact, given []Fact, rng *rand.Rand) Question {
	lines := make([]string, len(given))
	for i, g := range given {
		lines[i] = g.Statement(draw(rng, Phrasings))
	}
	return Question{Prompt: Prompt(f.Question(0), lines...), Answer: f.Value, Asked: f, Given: given}
}

// Changed returns f with another value of its relation: an edited fact.
func (w *World) Changed(f Fact, rng *rand.Rand) Fact {
	for {
		if v := pick(rng, speeches[f.Relation].values); v != f.Value {
			f.Value = v
			return f
		}
	}
}

// FreshFacts returns n facts, each about another person who is not in this
// world and in no document, with ordinary values: what a model can learn by
// fine-tuning, or look up.
func (w *World) FreshFacts(n int, rng *rand.Rand) []Fact {
	known := make(map[string]bool)
	facts := make([]Fact, 0, n)
	for len(facts) < n {
		r := Relation(draw(rng, relations))
		f := Fact{capital(w.freshWord(rng, true)), r, pick(rng, speeches[r].values)}
		if !known[f.Person] {
			known[f.Person] = true
			facts = append(facts, f)
		}
	}
	return facts
}

// A Passage is a text to search, and what it tells.
type Passage struct {
	ID    string // "Ann/home"; "Ann" for a biography
	Text  string
	Facts []Fact // in the order in which the text tells them
}

// Passages returns one passage for each fact, in a random phrasing. The right
// passage for a question is the one that tells what is asked for.
func Passages(facts []Fact, rng *rand.Rand) []Passage {
	list := make([]Passage, len(facts))
	for i, f := range facts {
		list[i] = Passage{
			ID:    f.Person + "/" + f.Relation.String(),
			Text:  f.Statement(draw(rng, Phrasings)),
			Facts: []Fact{f},
		}
	}
	return list
}
