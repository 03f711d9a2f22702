package world

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// The kinds of documents and their shares, of 1000.
var shares = [...]int{
	400, // facts and questions about them: reading the answer
	177, // stories: graded choices
	177, // questions and answers: knowing the answer
	177, // biographies: the same facts, told
	69,  // say and echo: copying words
}

// Document returns the next document of an endless corpus, which ends in a
// newline. One in 2.5 gives facts that may contradict the world, and asks.
//
// Training and testing must not share a source: give each its own.
func (w *World) Document(rng *rand.Rand) string {
	switch share(rng, shares[:]...) {
	case 0:
		return w.reading(rng)
	case 1:
		return w.Story(rng)
	case 2:
		return w.quiz(rng)
	case 3:
		return w.Biography(w.mentioned(rng), rng).Text + "\n"
	}
	return w.echo(rng)
}

// mentioned draws a person by how often the tiers are mentioned.
func (w *World) mentioned(rng *rand.Rand) Person {
	return pick(rng, w.tiers[share(rng, mentions[:]...)])
}

// reading gives one to four facts and asks for one to three of them.
func (w *World) reading(rng *rand.Rand) string {
	n := 1 + share(rng, 15, 20, 30, 35)
	facts := w.given(rng, n, inTraining)
	asked := slices.Clone(facts)
	shuffle(rng, asked)
	asked = asked[:min(n, 1+share(rng, 40, 35, 25))]
	var b strings.Builder
	for _, f := range facts {
		b.WriteString("Fact: " + f.Statement(draw(rng, Phrasings)) + "\n")
	}
	writeQuiz(&b, rng, asked)
	return b.String()
}

// quiz asks two to four questions that only memory can answer.
func (w *World) quiz(rng *rand.Rand) string {
	var asked []Fact
	for n := 2 + draw(rng, 3); len(asked) < n; {
		f, _ := w.Fact(w.mentioned(rng).Name, Relation(draw(rng, relations)))
		if !slices.Contains(asked, f) {
			asked = append(asked, f)
		}
	}
	var b strings.Builder
	writeQuiz(&b, rng, asked)
	return b.String()
}

func writeQuiz(b *strings.Builder, rng *rand.Rand, asked []Fact) {
	for _, f := range asked {
		b.WriteString(Prompt(f.Question(share(rng, 75, 25))) + " " + f.Value + "\n")
	}
}

// Biography tells three to six facts about a person of this world, in a random
// order and phrasing.
func (w *World) Biography(p Person, rng *rand.Rand) Passage {
	order := Relations()
	shuffle(rng, order)
	var b strings.Builder
	told := Passage{ID: p.Name}
	b.WriteString(pick(rng, []string{"This is ", "Meet ", "Let me tell you about "}) + p.Name + ".")
	for _, r := range order[:3+draw(rng, 4)] {
		f, ok := w.Fact(p.Name, r)
		if !ok {
			panic(fmt.Sprintf("world: a biography of %q, who is not in this world", p.Name))
		}
		told.Facts = append(told.Facts, f)
		phrasing := draw(rng, Phrasings)
		if chance(rng, 70) {
			b.WriteString(" " + f.said(phrasing, p))
		} else {
			b.WriteString(" " + f.Statement(phrasing))
		}
	}
	told.Text = b.String()
	return told
}

// echo repeats one to three words, on one to three lines.
func (w *World) echo(rng *rand.Rand) string {
	var b strings.Builder
	for range 1 + draw(rng, 3) {
		var words []string
		for range 1 + draw(rng, 3) {
			word := w.freshWord(rng, false)
			if chance(rng, 50) {
				word = capital(word)
			}
			words = append(words, word)
		}
		line := strings.Join(words, " ")
		b.WriteString("say " + line + "\necho " + line + "\n")
	}
	return b.String()
}

// A novelty says how many of the people and values in given facts are made up.
type novelty struct {
	people, values int // percent
	held           bool
}

var (
	inTraining = novelty{people: 60, values: 30}
	neverSeen  = novelty{people: 100, values: 100, held: true}
)

// given draws n facts, which may contradict the world. Of several, three in
// four times all are of the same relation, so that the person has to be looked
// up and not only the relation; else a person may come twice.
func (w *World) given(rng *rand.Rand, n int, fresh novelty) []Fact {
	same := chance(rng, 75)
	r := Relation(draw(rng, relations))
	var facts []Fact
	for len(facts) < n {
		f := Fact{Person: w.somebody(rng, fresh), Relation: r}
		if !same {
			f.Relation = Relation(draw(rng, relations))
			if len(facts) > 0 && chance(rng, 50) {
				f.Person = facts[0].Person
			}
		}
		f.Value = w.something(rng, f.Relation, fresh)
		if !slices.ContainsFunc(facts, f.clashes) {
			facts = append(facts, f)
		}
	}
	return facts
}

// clashes reports whether g answers the question for f, or has its value.
func (f Fact) clashes(g Fact) bool {
	return f.Person == g.Person && f.Relation == g.Relation || f.Value == g.Value
}

func (w *World) somebody(rng *rand.Rand, fresh novelty) string {
	if chance(rng, fresh.people) {
		return capital(w.freshWord(rng, fresh.held))
	}
	// All who are told of, alike: by share of mentions the rare ones would
	// hardly ever be read about, and then not be understood in a prompt.
	at := draw(rng, len(w.tiers[Common])+len(w.tiers[Mid])+len(w.tiers[Rare]))
	for _, people := range w.tiers[:Untold] {
		if at < len(people) {
			return people[at].Name
		}
		at -= len(people)
	}
	panic("world: unreachable: the tiers were counted above")
}

func (w *World) something(rng *rand.Rand, r Relation, fresh novelty) string {
	if !chance(rng, fresh.values) {
		return pick(rng, speeches[r].values)
	}
	word := w.freshWord(rng, fresh.held)
	if r == Home {
		return capital(word)
	}
	return word
}
