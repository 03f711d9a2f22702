package encoder

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"logitarium/core/retrieval"
	"logitarium/core/world"
)

// A test is questions and the passages to find their answers in.
type test struct {
	name     string
	passages []world.Passage
	queries  []query
}

// The tests, and the ways of retrieval that they compare.
const (
	testPerson   = "a person's fact"              // the name shared, often the rest
	testReworded = "a person's fact, other words" // only the name shared
	testClue     = "no word shared"
	testStranger = "a name never seen"

	byWords   = "bm25"
	byMeaning = "bi-encoder"
	byBoth    = "both, fused"
)

// tests draws four kinds of questions, n of each, none of which training asks.
func tests(w *world.World, n int, rng *rand.Rand) []test {
	d := newDraw(w, rng)
	var facts []world.Fact
	for _, t := range []world.Tier{world.Common, world.Mid, world.Rare} {
		facts = append(facts, w.Facts(t)...)
	}
	fresh := strangers(w, 5_000, rng)
	plain := world.Passages(facts, rng)
	return []test{
		{testPerson, plain, d.about(n, facts, true)},
		{testReworded, other(facts, rng), d.about(n, facts, true)},
		{testClue, plain, d.clues(n)},
		{testStranger, world.Passages(fresh, rng), d.about(n, fresh, false)},
	}
}

// about draws questions about the people of facts, if only those that no
// training pair asks.
func (d *draw) about(n int, facts []world.Fact, heldOnly bool) []query {
	var list []query
	for len(list) < n {
		f := facts[d.n(len(facts))]
		if !heldOnly || held(f.Person, int(f.Relation)) {
			list = append(list, query{f.Question(d.n(world.Forms)), ask{person: f.Person, relation: f.Relation}})
		}
	}
	return list
}

func (d *draw) clues(n int) []query {
	var list []query
	for len(list) < n {
		if p, ok := d.clue(); !ok {
			list = append(list, p.query)
		}
	}
	return list
}

// words is how BM25 reads texts here.
func words() retrieval.Analyzer {
	return retrieval.Analyzer{MinRunes: 2, Stop: retrieval.English()}
}

// strangers returns n facts about people with names that no document has. A
// name that is also a word of a sentence or too common to be indexed, "Work"
// or "Most", is left out: it says nothing about names.
func strangers(w *world.World, n int, rng *rand.Rand) []world.Fact {
	a := words()
	taken := a.Stop
	for _, r := range world.Relations() {
		for form := range world.Forms {
			for _, term := range a.Terms(world.Fact{Relation: r, Value: "x"}.Question(form)) {
				taken[term] = true
			}
		}
	}
	facts := w.FreshFacts(n+max(n/10, len(taken)), rng) // each of taken can be drawn once
	facts = slices.DeleteFunc(facts, func(f world.Fact) bool { return taken[strings.ToLower(f.Person)] })
	return facts[:n]
}

// other tells facts in the phrasings that share no word with the questions.
func other(facts []world.Fact, rng *rand.Rand) []world.Passage {
	list := world.Passages(facts, rng)
	for i, f := range facts {
		list[i].Text = f.Statement(world.Phrasings - 1 - i%2)
	}
	return list
}

// measure asks the questions of a test by words, by meaning, and by both.
func (e *Encoder) measure(t test) []Figures {
	texts := make([]string, len(t.passages))
	terms := make([][]string, len(t.passages))
	analyzer := words()
	for i, p := range t.passages {
		texts[i] = p.Text
		terms[i] = analyzer.Terms(p.Text)
	}
	vectors := e.Index(texts)
	scorer := retrieval.Lucene.Default().On(retrieval.NewIndex(terms))
	figures := []Figures{{Test: t.name, By: byWords}, {Test: t.name, By: byMeaning}, {Test: t.name, By: byBoth}}
	for _, q := range t.queries {
		relevant := make(map[int]bool)
		for doc, p := range t.passages {
			if q.answered(p) {
				relevant[doc] = true
			}
		}
		const deep = 100
		found := retrieval.Docs(scorer.Search(analyzer.Terms(q.text), deep))
		meaning := retrieval.Docs(vectors.Search(q.text, deep))
		both := retrieval.Docs(retrieval.Fuse(60, found, meaning))
		for i, ranking := range [][]int{found, meaning, both} {
			figures[i].add(ranking, relevant)
		}
	}
	for i := range figures {
		figures[i].divide(len(t.queries), len(t.passages))
	}
	return figures
}

// Measure asks n questions of each kind, the same for the same seed and world.
func (e *Encoder) Measure(w *world.World, n int, seed uint64) []Figures {
	var all []Figures
	for _, t := range tests(w, n, rand.New(rand.NewPCG(seed, streamQuestions))) {
		all = append(all, e.measure(t)...)
	}
	return all
}

// Finish measures the trained encoder as it will be stored, writes the figures
// into its card, and returns it. The run's own weights stay in single precision.
func (r *Run) Finish(questions int) (*Encoder, error) {
	e, err := r.Encoder.halved()
	if err != nil {
		return nil, err
	}
	e.Card.Figures = e.Measure(r.world, questions, r.Recipe.Seed)
	return e, nil
}

// Line writes the hits at rank 1 of the bi-encoder in one line.
func Line(figures []Figures) string {
	var parts []string
	for _, f := range figures {
		if f.By == byMeaning {
			parts = append(parts, fmt.Sprintf("%s %.2f", f.Test, f.Hit1))
		}
	}
	return strings.Join(parts, "  ")
}
