package encoder

import (
	"math/rand/v2"
	"strings"
	"testing"

	"logitarium/core/world"
)

// What answers a question: the relation, and the person or the value if they
// are asked for, in one fact of the passage.
func TestAnswered(t *testing.T) {
	ann := world.Passage{Facts: []world.Fact{{Person: "Ann", Relation: world.Home, Value: "Rome"}, {Person: "Ann", Relation: world.Job, Value: "nurse"}}}
	for _, c := range []struct {
		ask  ask
		want bool
	}{
		{ask{person: "Ann", relation: world.Home}, true},
		{ask{person: "Ben", relation: world.Home}, false},
		{ask{person: "Ann", relation: world.Pet}, false},
		{ask{relation: world.Home, value: "Rome"}, true},
		{ask{relation: world.Home, value: "nurse"}, false},
		{ask{relation: world.Job, value: "nurse"}, true},
		{ask{person: "Ann", relation: world.Home, value: "Oslo"}, false},
	} {
		if c.ask.answered(ann) != c.want {
			t.Errorf("%+v: %v", c.ask, !c.want)
		}
	}
	if (ask{relation: world.Home}).answered(world.Passage{}) {
		t.Error("a passage that tells nothing answers")
	}
}

// Half of the pairs are about people, in fours about one, and the others are
// clues, which name nobody.
func TestPairsAreHalfAndHalf(t *testing.T) {
	for _, n := range []int{4, 13, 32} {
		d := newDraw(world.New(1), rand.New(rand.NewPCG(8, uint64(n))))
		pairs := d.pairs(n)
		if len(pairs) != n {
			t.Fatalf("%d of %d pairs", len(pairs), n)
		}
		people := map[string]bool{}
		for i, p := range pairs {
			if named := i < n/2; named != (p.person != "") || named == (p.value != "") {
				t.Fatalf("pair %d of %d is about %+v", i, n, p.ask)
			}
			if p.person != "" && held(p.person, int(p.relation)) {
				t.Errorf("%s is held out", p.text)
			}
			people[p.person] = true
		}
		if len(people)-1 > n/2 {
			t.Errorf("%d people in %d questions", len(people)-1, n/2)
		}
	}
}

// A clue stands in its question as it is.
func TestClueQuestions(t *testing.T) {
	for _, c := range []struct {
		value      string
		relation   world.Relation
		clue, form int
		want       string
	}{
		{"Paris", world.Home, 0, 0, "Who comes from France?"}, {"Paris", world.Home, 1, 2, "Whose letters arrive from the Seine?"},
		{"fiddle", world.Instrument, 1, 1, "Who entertains using jigs and reels?"}, {"fish", world.Food, 0, 2, "Whose plate holds salmon?"},
	} {
		if got := clueQuestion(c.relation, c.value, c.clue, c.form); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
	for r, forms := range clueForms {
		for _, form := range forms {
			if strings.Count(form, "%s") != 1 {
				t.Errorf("%v: %q has no place for a clue, or two", world.Relation(r), form)
			}
		}
	}
}

// Strangers have names that no sentence of the world has as a word, each once.
func TestStrangers(t *testing.T) {
	w := world.New(1)
	facts := strangers(w, 300, rand.New(rand.NewPCG(1, 9)))
	seen := map[string]bool{}
	for _, f := range facts {
		if _, known := w.Person(f.Person); known || seen[f.Person] || words().Stop[strings.ToLower(f.Person)] {
			t.Errorf("%s is no stranger", f.Person)
		}
		seen[f.Person] = true
		if terms := words().Terms(f.Person); len(terms) != 1 {
			t.Errorf("%s is read as %q", f.Person, terms)
		}
	}
	if len(facts) != 300 {
		t.Errorf("%d of 300", len(facts))
	}
	for seed := range uint64(20) { // of few, too, none is nobody
		for _, f := range strangers(w, 9, rand.New(rand.NewPCG(seed, 9))) {
			if f.Person == "" {
				t.Fatalf("seed %d: %v", seed, f)
			}
		}
	}
	told := other(facts[:20], rand.New(rand.NewPCG(1, 9)))
	for i, p := range told {
		if want := facts[i].Statement(world.Phrasings - 1 - i%2); p.Text != want || p.Facts[0] != facts[i] {
			t.Errorf("%q, want %q", p.Text, want)
		}
	}
}
