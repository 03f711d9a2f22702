// Package world makes Tiny World: the endless, invented corpus that the
// built-in model is trained on, and the truth behind it.
//
// Everything follows from a seed: who lives where, and which animal likes what
// how much. So the world can say of every prediction what would have been
// right ([World.Next]), which facts a model has read often, seldom or never
// ([Tier]), and it can ask ([World.Questions]).
package world

import (
	"math/rand/v2"
)

// A World is one Tiny World. It does not change after [New], so any number of
// goroutines may use it.
type World struct {
	tiers  [Untold + 1][]Person
	people map[string]Person
	values map[string][relations]string // name → what is true, by relation
	taken  map[string]bool              // words that a fresh name must not be
	tales  *grammar
}

// New makes the world of a seed. The people and the animals are the same in
// every world; what is true of them is drawn.
func New(seed uint64) *World {
	rng := rand.New(rand.NewPCG(seed, 0x7457_0001))
	w := &World{
		tiers:  census(),
		people: make(map[string]Person),
		values: make(map[string][relations]string),
		taken:  make(map[string]bool),
	}
	for _, people := range w.tiers {
		for _, p := range people {
			w.people[p.Name] = p
			w.taken[lower(p.Name)] = true
		}
		for r := range relations {
			w.deal(rng, people, Relation(r))
		}
	}
	for r := range relations {
		for _, v := range speeches[r].values {
			w.taken[lower(v)] = true
		}
	}
	for _, s := range little {
		w.taken[s] = true
	}
	w.tales = newGrammar(rng)
	return w
}

// deal gives each of people a value of relation r, every value to about as
// many of them: no value is a better blind guess than another.
func (w *World) deal(rng *rand.Rand, people []Person, r Relation) {
	values := r.Values()
	for i, p := range people {
		if i%len(values) == 0 {
			shuffle(rng, values)
		}
		truth := w.values[p.Name]
		truth[r] = values[i%len(values)]
		w.values[p.Name] = truth
	}
}

// Fact returns what is true of a person of this world. ok is false for anybody
// else. Facts about [Untold] people are true, though no document tells them.
func (w *World) Fact(name string, r Relation) (f Fact, ok bool) {
	truth, ok := w.values[name]
	if !ok {
		return Fact{}, false
	}
	return Fact{name, r, truth[r]}, true
}

// Facts returns all that is true of the people of a tier.
func (w *World) Facts(t Tier) []Fact {
	var facts []Fact
	for _, p := range w.People(t) {
		for _, r := range Relations() {
			facts = append(facts, Fact{p.Name, r, w.values[p.Name][r]})
		}
	}
	return facts
}

// Person returns the person of that name, and whether this world has one.
func (w *World) Person(name string) (p Person, ok bool) {
	p, ok = w.people[name]
	return p, ok
}

// draw returns a number from 0 to n-1. It takes 32 bits whatever the machine's
// word is, so that the same seed makes the same world everywhere.
func draw(rng *rand.Rand, n int) int { return int(rng.Uint32N(uint32(n))) }

// chance reports true in percent of 100 cases.
func chance(rng *rand.Rand, percent int) bool { return draw(rng, 100) < percent }

// pick returns one of list.
func pick[T any](rng *rand.Rand, list []T) T { return list[draw(rng, len(list))] }

// share draws an index with probability in proportion to its weight.
func share(rng *rand.Rand, weights ...int) int {
	total := 0
	for _, n := range weights {
		total += n
	}
	at := draw(rng, total)
	for i, n := range weights {
		if at < n {
			return i
		}
		at -= n
	}
	panic("world: unreachable: the weights were summed above")
}

// shuffle puts list into a random order (Fisher and Yates).
func shuffle[T any](rng *rand.Rand, list []T) {
	for i := len(list) - 1; i > 0; i-- {
		j := draw(rng, i+1)
		list[i], list[j] = list[j], list[i]
	}
}
