package encoder

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"

	"logitarium/core/world"
)

// An ask is what a question is about: a person's value, or all who have a
// value.
type ask struct {
	person   string // empty: anybody
	relation world.Relation
	value    string // empty: it is asked for
}

// answered reports whether a passage answers the question.
func (a ask) answered(p world.Passage) bool {
	for _, f := range p.Facts {
		if f.Relation == a.relation && (a.person == "" || a.person == f.Person) && (a.value == "" || a.value == f.Value) {
			return true
		}
	}
	return false
}

// A query is a question and what it is about.
type query struct {
	text string
	ask
}

// A pair is a question with a passage that answers it.
type pair struct {
	query
	passage world.Passage
}

// told are the people that training pairs are about: those that the documents
// of Tiny World tell of.
func told(w *world.World) []world.Person {
	var people []world.Person
	for _, t := range []world.Tier{world.Common, world.Mid, world.Rare} {
		people = append(people, w.People(t)...)
	}
	return people
}

// held reports whether a question is one of the eighth that no training pair
// has. What decides is what it asks and, of a clue, in which words.
func held(parts ...any) bool {
	h := fnv.New64a()
	fmt.Fprint(h, parts...)
	return h.Sum64()%8 == 0
}

// A draw makes training pairs. Their values are random, not those of the
// world: what is true must not be learnt, but what answers what.
type draw struct {
	world  *world.World
	people []world.Person
	rng    *rand.Rand
}

func newDraw(w *world.World, rng *rand.Rand) *draw { return &draw{w, told(w), rng} }

// n draws a number below n, the same on every machine.
func (d *draw) n(n int) int { return int(d.rng.Uint32N(uint32(n))) }

// pairs draws n pairs, half of them questions about people, in fours about one
// person, and half clues. So each question's wrong passages are about the
// right person, about the right relation, and about neither.
func (d *draw) pairs(n int) []pair {
	list := make([]pair, 0, n+4)
	for len(list) < n/2 {
		person := d.people[d.n(len(d.people))]
		for _, r := range d.rng.Perm(len(world.Relations()))[:4] {
			if !held(person.Name, int(r)) {
				list = append(list, d.named(person, world.Relation(r)))
			}
		}
	}
	list = list[:n/2]
	for len(list) < n {
		if p, ok := d.clue(); ok {
			list = append(list, p)
		}
	}
	return list
}

// named draws a question about a person, and a passage: one sentence, or now
// and then a biography.
func (d *draw) named(person world.Person, r world.Relation) pair {
	f := d.fact(person.Name, r)
	q := query{f.Question(d.n(world.Forms)), ask{person: f.Person, relation: r}}
	if d.n(8) == 0 {
		if b := d.world.Biography(person, d.rng); q.answered(b) {
			return pair{q, b}
		}
	}
	return pair{q, d.passage(f)}
}

// clue draws a clue and a passage, and whether it is not a held-out one.
func (d *draw) clue() (pair, bool) {
	f := d.fact(d.people[d.n(len(d.people))].Name, world.Relation(d.n(len(world.Relations()))))
	clue, form := d.n(cluesEach), d.n(clueFormCount)
	q := query{clueQuestion(f.Relation, f.Value, clue, form), ask{relation: f.Relation, value: f.Value}}
	return pair{q, d.passage(f)}, !held(f.Value, clue, form)
}

func (d *draw) fact(person string, r world.Relation) world.Fact {
	values := r.Values()
	return world.Fact{Person: person, Relation: r, Value: values[d.n(len(values))]}
}

func (d *draw) passage(f world.Fact) world.Passage {
	return world.Passages([]world.Fact{f}, d.rng)[0]
}
