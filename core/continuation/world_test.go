package continuation_test

import (
	"math"
	"testing"

	"logitarium/core/builtin"
	"logitarium/core/builtin/builtintest"
	"logitarium/core/continuation"
	"logitarium/core/sampling"
)

func tiny(t testing.TB) *builtin.LM {
	t.Helper()
	m := builtintest.Load(t)
	return m
}

func grown(t testing.TB, prompt string, depth, most int, chain sampling.Chain) *continuation.Tree {
	t.Helper()
	m := tiny(t)
	tree := continuation.New(continuation.NewCache(m), continuation.Request{
		Prompt: m.Tokens.Encode(prompt), Depth: depth, Most: most, Wide: 12,
		Chain: func(int) sampling.Chain { return chain },
		Truth: continuation.InWorld(m.TinyWorld(), m.Tokens, prompt),
	})
	for tree.Step(1 << 28) {
	}
	return tree
}

// A rule cuts what the model has: the stricter, the more of both is gone, and
// none of either without a rule. Of a story all that is true is in the tree.
func TestRulesTakeTruth(t *testing.T) {
	cut, lost := 0.0, 0.0
	for _, p := range []float64{1, .9, .5, .1} {
		tree := grown(t, "once upon a time there was a", 3, 150, sampling.Chain{sampling.TopP{P: p}})
		all := tree.Totals()
		if all.Cut < cut-1e-9 || all.Lost < lost-1e-9 || p == 1 && all.Lost > 1e-9 || p < 1 && all.Cut < (1-p)/2 && p > .5 {
			t.Errorf("top-p %g removes %g and %g of the truth; a milder one %g and %g", p, all.Cut, all.Lost, cut, lost)
		}
		if sum := all.Shown.True + all.Rest.True; math.Abs(sum-1) > 1e-9 {
			t.Errorf("the truth sums to %g", sum)
		}
		cut, lost = all.Cut, all.Lost
	}
	if lost < .3 {
		t.Errorf("top-p 0.1 takes but %g of the truth", lost)
	}
}

// A question has one answer: the path that spells it is true, and no other one
// behind the same prompt.
func TestAnAnswerIsTrue(t *testing.T) {
	m := tiny(t)
	w := m.TinyWorld()
	const prompt = "Question: Where does Ann live?\nAnswer:"
	next, ok := w.Next(prompt)
	if !ok {
		t.Fatal("the world has no answer")
	}
	tree := grown(t, prompt, 4, 60, nil)
	path := m.Tokens.Encode(next[0].Text + "\n")
	node, n := tree.Find(path)
	if n != len(path) || tree.Nodes[node].TrueMass != 1 {
		t.Fatalf("%d of %d tokens of %q are in the tree, true to %g", n, len(path), next[0].Text, tree.Nodes[node].TrueMass)
	}
	for _, c := range tree.Nodes[node].Children {
		if !math.IsNaN(tree.Nodes[c].TrueMass) {
			t.Errorf("something is known behind the answer: %+v", tree.Nodes[c])
		}
	}
	for _, c := range tree.Nodes[0].Children {
		if n := tree.Nodes[c]; n.Token != path[0] && n.TrueMass != 0 {
			t.Errorf("%q is true, too", m.Tokens.Bytes(n.Token))
		}
	}
}

// A cache that has read a longer prompt says the same of a shorter one as one
// that has read nothing, to the bit.
func TestAnotherPrompt(t *testing.T) {
	m := tiny(t)
	used := continuation.NewCache(m)
	grow := func(s *continuation.Cache, prompt string) *continuation.Tree {
		tree := continuation.New(s, continuation.Request{Prompt: m.Tokens.Encode(prompt), Depth: 3, Most: 12, Wide: 4})
		for tree.Step(1 << 28) {
		}
		return tree
	}
	grow(used, "the fox lives in the")
	got, want := grow(used, "the fox lives in"), grow(continuation.NewCache(m), "the fox lives in")
	for i, n := range want.Nodes {
		if got.Nodes[i].ModelMass != n.ModelMass {
			t.Fatalf("node %d has %v, want %v", i, got.Nodes[i].ModelMass, n.ModelMass)
		}
	}
}

// What nobody knows of has no truth, and that is no zero.
func TestNothingIsKnown(t *testing.T) {
	tree := grown(t, "zebra quartz", 2, 5, nil)
	if all := tree.Totals(); !math.IsNaN(all.Shown.True) || all.Lost != 0 {
		t.Errorf("%+v", all)
	}
}

// A thousand nodes, as a key asks for them: a tree under other rules on what
// was said already, and one that asks the model.
func BenchmarkThousand(b *testing.B) {
	m := tiny(b)
	const prompt = "once upon a time there was a"
	grow := func(b *testing.B, s *continuation.Cache, top float64) {
		tree := continuation.New(s, continuation.Request{
			Prompt: m.Tokens.Encode(prompt), Depth: 8, Most: 1000, Wide: 12,
			Chain: func(int) sampling.Chain { return sampling.Chain{sampling.Temperature{T: .8}, sampling.TopP{P: top}} },
			Truth: continuation.InWorld(m.TinyWorld(), m.Tokens, prompt),
		})
		for tree.Step(1 << 28) {
		}
		if tree.Opened() != 1000 {
			b.Fatalf("%d nodes", tree.Opened())
		}
	}
	b.Run("asked", func(b *testing.B) {
		for b.Loop() {
			grow(b, continuation.NewCache(m), .9)
		}
	})
	b.Run("known", func(b *testing.B) {
		s := continuation.NewCache(m)
		grow(b, s, .9)
		for i := 0; b.Loop(); i++ {
			grow(b, s, .8+.1*float64(i%2))
		}
	})
}
