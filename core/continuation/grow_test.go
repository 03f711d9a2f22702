package continuation

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"testing"

	"logitarium/core/lm/lmtest"
	"logitarium/core/sampling"
)

// What is asked costs what the reader says, in however many steps, and what was
// said before costs nothing.
func TestAskSpendsWhatItReads(t *testing.T) {
	s, prompt := NewCache(small{vocab: 5, context: 40}), []int{1, 2, 3}
	for _, c := range []struct {
		why    string
		path   []int
		budget float64
		asks   int     // until it is said
		spent  float64 // by all of them
	}{
		{"the prompt in one go, in the two steps of a reading", nil, 1, 2, 300},
		{"said before", nil, 1, 1, 0},
		{"token by token", []int{4, 0}, 1, 4, 200},
		{"read on the way, and not what was asked", []int{4}, 1, 2, 100},
		{"said before, though the reader is elsewhere", []int{4, 0}, 0, 1, 0},
		{"three tokens", []int{2, 2, 2}, 100, 4, 300},
		{"a token behind what it shares with another path", []int{2, 2, 1}, 100, 2, 100},
		{"a token more", []int{2, 2, 1, 0}, 100, 2, 100},
	} {
		asks, sum := 0, 0.0
		for said := false; !said; asks++ {
			next, spent, err := s.ask(prompt, c.path, c.budget)
			if err != nil {
				t.Fatal(err)
			}
			said, sum = next != nil, sum+spent
		}
		if asks != c.asks || math.Abs(sum-c.spent) > 1e-9 {
			t.Errorf("%s: %v is asked %d times and costs %g, want %d and %g", c.why, c.path, asks, sum, c.asks, c.spent)
		}
	}
}

// A cache whose room is used up still answers, the same, and asks again.
func TestNothingIsKeptBeyondTheRoom(t *testing.T) {
	m := small{vocab: 5, context: 40}
	by := Request{Prompt: []int{1, 2}, Depth: 3, Most: 20, Chain: cut}
	s := NewCache(m)
	want := grow(t, New(s, by))
	if s.recall(nil) == nil || s.kept != 5*want.Opened() {
		t.Errorf("%d numbers are kept of %d nodes", s.kept, want.Opened())
	}
	full := NewCache(m)
	tree := New(full, by)
	tree.Grow(1, 1) // the cache has met the prompt
	full.kept = mostKept - 4
	if got := grow(t, tree); fmt.Sprint(got.Nodes) != fmt.Sprint(want.Nodes) || full.recall(nil) != nil || full.kept != mostKept-4 {
		t.Errorf("%d numbers are kept, and %d nodes differ", full.kept, len(got.Nodes))
	}
}

// Grow opens as many nodes as it is told, or as its budget pays for: the rules
// cost as much for a node that the model has been asked for before.
func TestGrowStops(t *testing.T) {
	m := small{vocab: 5, context: 40}
	s, by := NewCache(m), Request{Prompt: []int{1, 2}, Depth: 4, Most: 12}
	all := New(s, by)
	for all.Step(math.Inf(1)) {
	}
	const each = float64((rankCost + openCost) * 5)
	for _, c := range []struct {
		nodes  int
		budget float64
		opened int
		more   bool
	}{
		{0, math.Inf(1), 0, true},
		{-1, math.Inf(1), 0, true},
		{1, math.Inf(1), 1, true},
		{5, math.Inf(1), 5, true},
		{12, math.Inf(1), 12, false},
		{99, math.Inf(1), 12, false},
		{99, 0, 0, true}, // what is known is ranked, so that it goes on
		{99, each, 1, true},
		{99, each + 1, 1, true},
		{99, 2 * each, 2, true},
		{99, 3 * each, 3, true},
	} {
		tree := New(s, by)
		if more := tree.Grow(c.nodes, c.budget); more != c.more || tree.Opened() != c.opened {
			t.Errorf("%d nodes for %g: %d are opened, more %v; want %d, %v", c.nodes, c.budget, tree.Opened(), more, c.opened, c.more)
		}
		if want := float64(c.opened) / 12; tree.Share() != want {
			t.Errorf("%d of 12 are a share of %g", c.opened, tree.Share())
		}
	}
}

// What failed stays so: it grows no further, and the next tree asks again.
func TestAfterAnError(t *testing.T) {
	s := NewCache(small{vocab: 4, context: 40, fails: 3})
	tree := grow(t, New(s, Request{Prompt: []int{0}, Depth: 4, Most: 50}))
	opened := tree.Opened()
	tree.Want(len(tree.Nodes) - 1)
	if tree.Step(math.Inf(1)) || tree.Opened() != opened || tree.Share() != 1 || !errors.Is(tree.Clone().Err(), errRefused) {
		t.Errorf("after %v it has %d nodes, before %d", tree.Err(), tree.Opened(), opened)
	}
	if opened != 2 {
		t.Errorf("the third answer fails, and %d nodes are open", opened)
	}
}

// A model that tells three tokens, and a truth of which it tells one: what is
// not told is no node, and its true mass is in the rest.
func TestTruthThatIsNotTold(t *testing.T) {
	m := small{vocab: 8, context: 40}
	whole := grow(t, New(NewCache(m), Request{Prompt: []int{0}, Depth: 1, Most: 1}))
	order := whole.Nodes[0].Children // by falling probability
	first, last := whole.Nodes[order[0]].Token, whole.Nodes[order[7]].Token
	tree := grow(t, New(NewCache(lmtest.Tell(m, 3)), Request{
		Prompt: []int{0}, Depth: 1, Most: 1,
		Truth: func([]int) (map[int]float64, bool) { return map[int]float64{first: .25, last: .75}, true },
	}))
	if node, n := tree.Find([]int{first}); n != 1 || tree.Nodes[node].TrueMass != .25 {
		t.Errorf("what is told and true: %+v", tree.Nodes[node])
	}
	if _, n := tree.Find([]int{last}); n != 0 || len(tree.Nodes) != 4 || tree.Nodes[0].Rest.TrueMass != .75 || tree.Nodes[0].Rest.Tokens != 5 {
		t.Errorf("%d nodes, the rest is %+v", len(tree.Nodes), tree.Nodes[0].Rest)
	}
}

// Of the nodes that wait the likeliest is first, of two as likely the earlier.
func TestOrderOfOpening(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		a, b Node
		less bool
	}{
		{Node{ModelMass: .5}, Node{ModelMass: .4}, true},
		{Node{ModelMass: .4}, Node{ModelMass: .5}, false},
		{Node{ModelMass: .5}, Node{ModelMass: .5}, true},
		{Node{ModelMass: .1, RulesMass: .6}, Node{ModelMass: .5}, true},
		{Node{ModelMass: .6, RulesMass: nan}, Node{ModelMass: .5, RulesMass: nan}, true},
		{Node{ModelMass: .4, RulesMass: nan}, Node{ModelMass: .3, RulesMass: .5}, false},
	} {
		q := &queue{Nodes: []Node{c.a, c.b}, next: []int{0, 1}}
		if got := q.Less(0, 1); got != c.less {
			t.Errorf("%+v before %+v: %v", c.a, c.b, got)
		}
		if c.less && q.Less(1, 0) {
			t.Errorf("%+v and %+v are each before the other", c.a, c.b)
		}
	}
}

// Masses of a small tree, added up by hand.
func TestTotalsByHand(t *testing.T) {
	nan := math.NaN()
	tree := &Tree{Nodes: []Node{
		{Open: true, Children: []int{1, 2, 3}, Rest: Rest{ModelMass: .1, RulesMass: .05, TrueMass: 0, Cut: .06}},
		{ModelMass: .4, RulesMass: .7, TrueMass: .5},
		{ModelMass: .3, RulesMass: 0, TrueMass: .25},
		{ModelMass: .2, RulesMass: .25, TrueMass: .25, Open: true, Rest: Rest{ModelMass: .2, RulesMass: 0, TrueMass: .25, Cut: .2}},
	}}
	got := tree.Totals()
	want := Totals{Shown: Masses{.7, .7, .75}, Rest: Masses{.3, .05, .25}, Cut: .56, Lost: .5, Kept: .05}
	for what, pair := range map[string][2]float64{
		"shown by the model": {got.Shown.Model, want.Shown.Model}, "shown after the rules": {got.Shown.Rules, want.Shown.Rules},
		"shown in truth": {got.Shown.True, want.Shown.True}, "the model's rest": {got.Rest.Model, want.Rest.Model},
		"the rules' rest": {got.Rest.Rules, want.Rest.Rules}, "the true rest": {got.Rest.True, want.Rest.True},
		"cut": {got.Cut, want.Cut}, "lost": {got.Lost, want.Lost}, "kept": {got.Kept, want.Kept},
	} {
		if !near(pair[0], pair[1]) {
			t.Errorf("%s: %g, by hand %g", what, pair[0], pair[1])
		}
	}
	tree.Nodes[2].TrueMass = nan
	if got := tree.Totals(); !near(got.Lost, .25) || !math.IsNaN(got.Shown.True) || !near(got.Cut, .56) {
		t.Errorf("of what is not known: %+v", got)
	}
}

// What is not known is null, a leaf has no children and no rest, and seeds are
// written where there are some.
func TestJSONOfWhatIsNotKnown(t *testing.T) {
	m := small{vocab: 3, context: 40}
	tree := grow(t, New(NewCache(m), Request{Prompt: []int{0, 1}, Depth: 1, Most: 1, Seeds: []uint64{7}}))
	data, err := json.Marshal(tree)
	if err != nil {
		t.Fatal(err)
	}
	var root map[string]any
	if err := json.Unmarshal(data, &root); err != nil {
		t.Fatal(err)
	}
	if v, there := root["true"]; !there || v != nil || root["text"] != "ab" || root["token"] != 1. || root["model_mass"] != 1. {
		t.Errorf("the root is %v", root)
	}
	if rest := root["rest"].(map[string]any); rest["tokens"] != 0. || rest["true_mass"] != nil || rest["model_mass"] != 0. {
		t.Errorf("the rest is %v", rest)
	}
	seeds := 0
	for _, c := range root["children"].([]any) {
		child := c.(map[string]any)
		for _, none := range []string{"children", "rest"} {
			if _, there := child[none]; there {
				t.Errorf("a leaf has %s: %v", none, child)
			}
		}
		if _, there := child["seeds"]; there {
			seeds++
		}
	}
	if seeds != 1 || len(root["children"].([]any)) != 3 {
		t.Errorf("one seed comes to %d of %v", seeds, root["children"])
	}
}

// Seeds draw at each depth from what the rules leave there, as PCG streams do
// that are made anew: however wide the tree is, all that they draw is in it.
func TestSeedsAreFollowed(t *testing.T) {
	m := small{vocab: 6, context: 40}
	seeds := []uint64{1, 2, 3, 4, 5}
	hot := func(int) sampling.Chain { return sampling.Chain{sampling.Temperature{T: 5}} }
	narrow := grow(t, New(NewCache(m), Request{Prompt: []int{1}, Depth: 3, Most: 999, Wide: 1, Chain: hot, Seeds: seeds}))
	wide := grow(t, New(NewCache(m), Request{Prompt: []int{1}, Depth: 3, Most: 999, Chain: hot, Seeds: seeds}))
	ends := func(tree *Tree) map[uint64][]int {
		paths := map[uint64][]int{}
		for i, n := range tree.Nodes {
			for _, seed := range n.Seeds {
				if path := tree.Path(i); len(path) >= len(paths[seed]) {
					paths[seed] = path
				}
			}
		}
		return paths
	}
	got := ends(narrow)
	if !reflect.DeepEqual(got, ends(wide)) || len(got) != len(seeds) {
		t.Errorf("seeds lead to %v, in a wider tree to %v", got, ends(wide))
	}
	for seed, path := range got {
		if len(path) != 3 && !slices.Contains(path, m.vocab-1) {
			t.Errorf("seed %d is lost behind %v", seed, path)
		}
	}
}
