package encoder

import (
	"math/rand/v2"
	"testing"

	"logitarium/core/retrieval"
	"logitarium/core/world"
)

// No clue shares a word with a passage about what it stands for, and every
// value has its clues.
func TestCluesShareNoWord(t *testing.T) {
	a := retrieval.Analyzer{}
	said := 0
	for _, r := range world.Relations() {
		for _, v := range r.Values() {
			said++
			for clue := range cluesEach {
				if clues[v][clue] == "" {
					t.Fatalf("%s has no clue %d", v, clue)
				}
				for form := range clueFormCount {
					q := clueQuestion(r, v, clue, form)
					for phrasing := range world.Phrasings {
						s := world.Fact{Person: "Ann", Relation: r, Value: v}.Statement(phrasing)
						if shared := common(a.Terms(q), a.Terms(s)); len(shared) > 0 {
							t.Errorf("%q and %q share %q", q, s, shared)
						}
					}
				}
			}
		}
	}
	if said != len(clues) {
		t.Errorf("clues for %d values, the world has %d", len(clues), said)
	}
}

// common returns the terms of both that carry content.
func common(a, b []string) (shared []string) {
	stop := retrieval.English()
	for _, x := range a {
		for _, y := range b {
			if x == y && !stop[x] {
				shared = append(shared, x)
			}
		}
	}
	return shared
}

// Every pair answers its own question, and no held-out one is drawn.
func TestPairs(t *testing.T) {
	d := newDraw(world.New(1), rand.New(rand.NewPCG(3, 4)))
	asked := make(map[string]bool)
	for range 200 {
		for _, p := range d.pairs(32) {
			if !p.answered(p.passage) {
				t.Fatalf("%q is not answered by %q", p.text, p.passage.Text)
			}
			asked[p.text] = true
		}
	}
	for _, test := range tests(world.New(1), 300, rand.New(rand.NewPCG(5, 6))) {
		for _, q := range test.queries {
			if asked[q.text] {
				t.Errorf("%s: %q is asked in training", test.name, q.text)
			}
			n := 0
			for _, p := range test.passages {
				if q.answered(p) {
					n++
				}
			}
			if n == 0 {
				t.Errorf("%s: nothing answers %q", test.name, q.text)
			}
		}
	}
}
