package encoder

import (
	"fmt"
	"slices"
	"testing"

	"logitarium/core/retrieval"
	"logitarium/core/world"
)

// Measured on questions of which the answers are known: BM25 finds the word that
// is shared, and nothing where none is.
func TestMeasureByHand(t *testing.T) {
	_, e := load(t)
	facts := []world.Fact{{Person: "Ann", Relation: world.Home, Value: "Paris"}, {Person: "Ben", Relation: world.Job, Value: "nurse"}, {Person: "Kate", Relation: world.Pet, Value: "goat"}}
	set := test{name: "small"}
	for _, f := range facts {
		set.passages = append(set.passages, world.Passage{Text: f.Statement(0), Facts: []world.Fact{f}})
	}
	set.queries = []query{
		{"Ben?", ask{person: "Ben", relation: world.Job}},
		{"Who comes from France?", ask{relation: world.Home, value: "Paris"}},
	}
	figures := e.measure(set)
	if len(figures) != 3 {
		t.Fatalf("%d figures", len(figures))
	}
	if f := figures[0]; f.By != byWords || f.Hit1 != .5 || f.Hit10 != .5 || f.MRR != .5 || f.Nothing != .5 || f.Questions != 2 || f.Passages != 3 {
		t.Errorf("by words: %+v", f)
	}
	if f := figures[1]; f.By != byMeaning || f.Hit5 != 1 || f.Nothing != 0 || f.MRR < .5 {
		t.Errorf("by meaning: %+v", f)
	}
	if f := figures[2]; f.By != byBoth || f.Hit5 != 1 || f.Test != "small" {
		t.Errorf("both: %+v", f)
	}
	if got, want := Line(figures), fmt.Sprintf("small %.2f", figures[1].Hit1); got != want {
		t.Errorf("in a line: %q, want %q", got, want)
	}
	if got := Line(nil); got != "" {
		t.Errorf("of nothing: %q", got)
	}
}

// Multiply-adds as they are counted: of each token E·H + 2H, then H·D.
func TestProductsByHand(t *testing.T) {
	e := newEncoder(random(Shape{Vocab: 3, Width: 5, Inner: 7, Out: 2}), nil)
	for tokens, want := range map[int]int{0: 14, 1: 49 + 14, 10: 490 + 14} {
		if got := e.Products(tokens); got != want {
			t.Errorf("%d tokens are %d products, want %d", tokens, got, want)
		}
	}
	if e.Width() != 2 {
		t.Errorf("vectors of %d", e.Width())
	}
}

// A search for more passages than there are finds all, the nearest first.
func TestSearchAtItsLimits(t *testing.T) {
	_, e := load(t)
	x := e.Index(nil)
	if hits := x.Search("Ann", 3); len(hits) != 0 || x.Docs() != 0 || x.Cut() != 0 {
		t.Errorf("of nothing %v", hits)
	}
	x.Add([]string{"Ann lives in Rome.", "Ann lives in Rome.", "Ben plays the harp."})
	hits := x.Search("Where does Ann live?", 9)
	if want := []int{0, 1, 2}; !slices.Equal(retrieval.Docs(hits), want) || hits[0].Score != hits[1].Score {
		t.Errorf("%v, want %v, the first two alike", hits, want)
	}
	defer func() {
		if recover() == nil {
			t.Error("a search for -1 passages")
		}
	}()
	x.Search("", -1)
}
