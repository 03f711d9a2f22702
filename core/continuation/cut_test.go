package continuation

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"logitarium/core/sampling"
)

// What the rules remove is counted once, whether it stands in leaves or in the
// rest of a node: of a tree of one level, it is the mass of what can't be drawn.
func TestCutIsCountedOnce(t *testing.T) {
	m := small{vocab: 6, context: 8}
	for _, wide := range []int{0, 1, 2, 3} {
		tree := grow(t, New(NewCache(m), Request{Prompt: []int{1}, Depth: 1, Most: 1, Wide: wide, Chain: cut}))
		removed := tree.Nodes[0].Rest.Cut
		for _, n := range tree.Nodes[1:] {
			if n.Rules == 0 {
				removed += n.ModelMass
			}
		}
		if got := tree.Totals().Cut; math.Abs(got-removed) > 1e-12 || !(got > 0) {
			t.Errorf("width %d: %g is removed, counted are %g", wide, removed, got)
		}
	}
}

// At every open node, the rest's masses are those of the tokens that are not
// shown, times the mass of coming there.
func TestRestByHand(t *testing.T) {
	m := small{vocab: 6, context: 20}
	prompt := []int{1, 3}
	tree := grow(t, New(NewCache(m), Request{Prompt: prompt, Depth: 3, Most: 25, Wide: 1, Chain: cut}))
	deep := 0
	for i, n := range tree.Nodes {
		if !n.Open {
			continue
		}
		text := append(slices.Clone(prompt), tree.Path(i)...)
		z := make([]float64, m.vocab)
		for token, v := range m.logits(text) {
			z[token] = float64(v)
		}
		p, q := sampling.Softmax(z), cut(n.Depth).Run(z, text).Final().Probs()
		var model, rules, removed float64
		for token := range p {
			if tree.child(i, token) >= 0 {
				continue
			}
			model, rules = model+p[token], rules+q[token]
			if q[token] == 0 {
				removed += p[token]
			}
		}
		if got := n.Rest; !near(got.ModelMass, model*n.ModelMass) || !near(got.RulesMass, rules*n.RulesMass) || !near(got.Cut, removed*n.ModelMass) || got.Tokens != m.vocab-len(n.Children) {
			t.Errorf("node %d: the rest is %+v, by hand %g, %g and %g of %g", i, got, model, rules, removed, n.ModelMass)
		}
		if n.Depth > 0 && removed > 0 {
			deep++
		}
	}
	if deep < 2 {
		t.Errorf("%d nodes behind the root have a rest that is cut", deep)
	}
	if root := tree.Nodes[0]; root.Token != 3 || root.Parent != -1 || root.Model != 1 || root.Rules != 1 || root.ModelMass != 1 || root.RulesMass != 1 {
		t.Errorf("the root is %+v", root)
	}
}

// Whoever changes a question that was asked changes no tree.
func TestQuestionsAreCopied(t *testing.T) {
	m := small{vocab: 6, context: 20}
	prompt, seeds := []int{1, 3}, []uint64{4, 5}
	by := Request{Prompt: prompt, Depth: 2, Most: 5, Chain: cut, Seeds: seeds}
	want := fmt.Sprint(grow(t, New(NewCache(m), by)).Nodes)
	tree := New(NewCache(m), by)
	prompt[0], seeds[0] = 5, 9
	if got := fmt.Sprint(grow(t, tree).Nodes); got != want {
		t.Error("it is another tree")
	}
}
