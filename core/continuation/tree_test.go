package continuation

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"logitarium/core/lm"
	"logitarium/core/lm/lmtest"
	"logitarium/core/sampling"
)

// small is a model of few tokens, whose logits follow from all that was read.
type small struct {
	vocab, context int
	fails          int // after so many readings; 0: never
}

func (m small) Name() string            { return "small" }
func (m small) Tokenizer() lm.Tokenizer { return letters(m.vocab) }
func (m small) Context() int            { return m.context }
func (m small) Reader() lm.Reader       { return &smallReader{of: m} }

// letters is one token for each letter; the last ends a document.
type letters int

func (v letters) Size() int { return int(v) }
func (v letters) End() int  { return int(v) - 1 }
func (v letters) Bytes(t int) []byte {
	if t == v.End() {
		return []byte("<end>")
	}
	return []byte{byte('a' + t)}
}

func (v letters) Encode(text string) (ids []int) {
	for _, b := range []byte(text) {
		ids = append(ids, int(b-'a'))
	}
	return ids
}
func (v letters) EncodeSpecial(text string) []int { return v.Encode(text) }

func (v letters) Decode(tokens []int) string {
	var b strings.Builder
	for _, t := range tokens {
		b.Write(v.Bytes(t))
	}
	return b.String()
}

type smallReader struct {
	of   small
	read []int
	asks int
}

func (r *smallReader) Len() int           { return len(r.read) }
func (r *smallReader) Full() bool         { return len(r.read) >= r.of.context }
func (r *smallReader) Rewind(n int)       { r.read = slices.Clone(r.read[:n]) }
func (r *smallReader) Cost(n int) float64 { return 100 * float64(n) }
func (r *smallReader) Begin(t []int) lm.Reading {
	if len(r.read)+len(t) > r.of.context {
		panic("too many tokens")
	}
	return &smallReading{r: r, tokens: t}
}

// smallReading takes two steps.
type smallReading struct {
	r      *smallReader
	tokens []int
	steps  int
}

func (g *smallReading) Step(float64) bool {
	if g.steps++; g.steps == 2 {
		g.r.read = append(g.r.read, g.tokens...)
	}
	return g.steps < 2
}
func (g *smallReading) Share() float64 { return float64(g.steps) / 2 }
func (g *smallReading) Cost() float64  { return g.r.Cost(len(g.tokens)) }
func (g *smallReading) Next() (lm.Next, error) {
	if g.r.asks++; g.r.of.fails > 0 && g.r.asks >= g.r.of.fails {
		return lm.Next{}, errRefused
	}
	return lm.Next{Logits: g.r.of.logits(g.r.read)}, nil
}

var errRefused = errors.New("the server refuses")

func (m small) logits(text []int) []float32 {
	seed := uint64(1)
	for _, t := range text {
		seed = seed*31 + uint64(t) + 7
	}
	rng, z := rand.New(rand.NewPCG(seed, 1)), make([]float32, m.vocab)
	for i := range z {
		z[i] = float32(2 * rng.NormFloat64())
	}
	return z
}

// grow grows a tree by small steps.
func grow(t testing.TB, tree *Tree) *Tree {
	t.Helper()
	share := 0.0
	for steps := 0; tree.Step(60); steps++ {
		if s := tree.Share(); s < share || s > 1 {
			t.Fatalf("the share falls from %g to %g", share, s)
		}
		share = tree.Share()
		if steps > 1_000_000 {
			t.Fatal("it grows for ever")
		}
	}
	if tree.Err() == nil && tree.Share() != 1 {
		t.Fatalf("done, and the share is %g", tree.Share())
	}
	return tree
}

// paths has the probabilities of all continuations, one by one.
func paths(m small, text []int, depth, prompt int, chain func(int) sampling.Chain, model, rules float64, see func(path []int, model, rules float64)) {
	path := text[prompt:]
	if len(path) > 0 {
		see(path, model, rules)
	}
	if len(path) == depth || len(text) > m.context || len(path) > 0 && path[len(path)-1] == m.vocab-1 {
		return
	}
	z := make([]float64, m.vocab)
	for i, v := range m.logits(text) {
		z[i] = float64(v)
	}
	p, q := sampling.Softmax(z), chain(len(path)).Run(z, text).Final().Probs()
	for token := range m.vocab {
		paths(m, append(slices.Clip(text), token), depth, prompt, chain, model*p[token], rules*q[token], see)
	}
}

func cut(n int) sampling.Chain {
	return sampling.Chain{sampling.Temperature{T: .7 + .1*float64(n)}, sampling.TopK{K: 3}, sampling.TopP{P: .85}, sampling.MinP{P: .05}}
}

// A tree that is whole has what going through all continuations one by one has.
func TestAllThatCanBeSaid(t *testing.T) {
	for _, context := range []int{50, 4} { // and where the context ends before the depth does
		m := small{vocab: 5, context: context}
		tree := grow(t, New(NewCache(m), Request{Prompt: []int{1, 2}, Depth: 4, Most: 10_000, Chain: cut}))
		n := 1
		paths(m, []int{1, 2}, 4, 2, cut, 1, 1, func(path []int, model, rules float64) {
			n++
			at, length := tree.Find(path)
			if length != len(path) || !slices.Equal(tree.Path(at), path) {
				t.Fatalf("%v is not in the tree", path)
			}
			if got := tree.Nodes[at]; !near(got.ModelMass, model) || !near(got.RulesMass, rules) {
				t.Fatalf("%v has %g and %g, one by one %g and %g", path, got.ModelMass, got.RulesMass, model, rules)
			}
		})
		if n != len(tree.Nodes) {
			t.Errorf("%d nodes; one by one there are %d", len(tree.Nodes), n)
		}
	}
}

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-12+1e-9*math.Abs(b) }

// However far a tree has grown, and however few children it shows: its leaves
// and what it does not show sum to 1, and at each node to what the node has.
func FuzzSums(f *testing.F) {
	f.Add(uint64(1), uint8(3), uint8(20), uint8(2), uint8(0))
	f.Add(uint64(5), uint8(6), uint8(90), uint8(1), uint8(3))
	f.Fuzz(func(t *testing.T, seed uint64, depth, most, wide, told uint8) {
		rng := rand.New(rand.NewPCG(seed, 2))
		m := small{vocab: 2 + rng.IntN(9), context: 3 + rng.IntN(12)}
		var p lm.Predictor = m
		if told > 0 {
			p = lmtest.Tell(m, 1+int(told)%m.vocab)
		}
		chain := func(int) sampling.Chain {
			return sampling.Chain{sampling.TopK{K: 1 + int(seed%5)}, sampling.Temperature{T: rng.Float64() * 3}}
		}
		truth := func(written []int) (map[int]float64, bool) {
			if len(written) > 2 {
				return nil, false
			}
			return map[int]float64{int(seed % uint64(m.vocab)): .25, (int(seed%uint64(m.vocab)) + 1) % m.vocab: .75}, true
		}
		tree := New(NewCache(p), Request{
			Prompt: []int{0}, Depth: 1 + int(depth)%6, Most: 1 + int(most)%100, Wide: int(wide) % 4, Chain: chain, Truth: truth,
		})
		for more := true; more; {
			more = tree.Step(float64(rng.IntN(20_000)))
			checkSums(t, tree)
			if rng.IntN(4) == 0 {
				tree.Want(rng.IntN(len(tree.Nodes)))
			}
		}
	})
}

func checkSums(t *testing.T, tree *Tree) {
	t.Helper()
	one := func(what string, v, want float64) {
		if !(math.Abs(v-want) < 1e-6) && !math.IsNaN(v) { // told probabilities are float32
			t.Fatalf("%s sums to %g, not %g", what, v, want)
		}
	}
	all := tree.Totals()
	if math.IsNaN(all.Shown.Model + all.Rest.Model) {
		t.Fatal("what the model has is not known")
	}
	one("the model's", all.Shown.Model+all.Rest.Model, 1)
	one("the rules'", all.Shown.Rules+all.Rest.Rules, 1)
	if !tree.Vague && math.IsNaN(all.Shown.Rules+all.Rest.Rules) {
		t.Fatal("what the rules have is not known")
	}
	for i, n := range tree.Nodes {
		if !n.Open {
			if len(n.Children) > 0 || n.Rest != (Rest{}) {
				t.Fatalf("node %d is not open and has children", i)
			}
			continue
		}
		sum := Masses{n.Rest.ModelMass, n.Rest.RulesMass, n.Rest.TrueMass}
		for _, c := range n.Children {
			child := tree.Nodes[c]
			if child.Parent != i || c <= i || child.Depth != n.Depth+1 {
				t.Fatalf("node %d is no child of %d", c, i)
			}
			sum.Model += child.ModelMass
			sum.Rules += child.RulesMass
			sum.True += child.TrueMass
		}
		one("the model's share of a node", sum.Model, n.ModelMass)
		one("the rules' share of a node", sum.Rules, n.RulesMass)
		if !math.IsNaN(n.TrueMass) {
			one("the true share of a node", sum.True, n.TrueMass)
		}
	}
}

// The likeliest is opened first: no node that waits is likelier than one that
// is open, unless it came later.
func TestBestFirst(t *testing.T) {
	tree := grow(t, New(NewCache(small{vocab: 6, context: 40}), Request{Prompt: []int{3}, Depth: 8, Most: 60, Chain: cut}))
	if tree.Opened() != 60 {
		t.Fatalf("%d are open", tree.Opened())
	}
	least := math.Inf(1)
	for _, n := range tree.Nodes {
		if n.Open {
			least = min(least, n.likely())
		}
	}
	for i, n := range tree.Nodes {
		if !n.Open && tree.leads(n) && n.likely() > least {
			t.Errorf("node %d waits with %g, and one is open with %g", i, n.likely(), least)
		}
	}
}

// How a tree is grown does not matter: at once, in steps, on a cache that
// knows much already, or as two clones of one that was half grown.
func TestTreeIsTheSame(t *testing.T) {
	m := small{vocab: 7, context: 30}
	by := Request{Prompt: []int{2, 4}, Depth: 5, Most: 80, Wide: 3, Chain: cut}
	want := New(NewCache(m), by)
	for want.Step(math.Inf(1)) {
	}
	s := NewCache(m)
	grow(t, New(s, Request{Prompt: []int{2, 4}, Depth: 7, Most: 120}))
	half := New(s, by)
	for half.Opened() < 30 {
		half.Step(60)
	}
	kept := half.Clone()
	grow(t, New(s, Request{Prompt: []int{5}, Depth: 3, Most: 20})) // another prompt, in between
	for what, tree := range map[string]*Tree{"steps": New(NewCache(m), by), "a cache that knows": New(s, by), "half": half, "its clone": kept} {
		if got := grow(t, tree); fmt.Sprint(got.Nodes) != fmt.Sprint(want.Nodes) {
			t.Errorf("%s: it is another tree", what)
		}
	}
}

// A node that is wanted is opened next, also when the tree has enough.
func TestWant(t *testing.T) {
	tree := grow(t, New(NewCache(small{vocab: 6, context: 40}), Request{Prompt: []int{3}, Depth: 4, Most: 10}))
	for i, n := range tree.Nodes {
		if n.Open || !tree.leads(n) {
			continue
		}
		if tree.Want(i); tree.Share() == 1 {
			t.Fatalf("node %d is wanted, and all is done", i)
		}
		grow(t, tree)
		if !tree.Nodes[i].Open || tree.Opened() != 11 {
			t.Fatalf("node %d is wanted and not opened", i)
		}
		checkSums(t, tree)
		break
	}
	deep := slices.IndexFunc(tree.Nodes, func(n Node) bool { return !tree.leads(n) })
	if deep >= 0 {
		if tree.Want(deep); tree.Step(1) {
			t.Error("a leaf can't be opened")
		}
	}
}

// What a server does not answer ends the growth with its error, and what was
// there stays.
func TestRefused(t *testing.T) {
	tree := grow(t, New(NewCache(small{vocab: 4, context: 40, fails: 5}), Request{Prompt: []int{0}, Depth: 4, Most: 50}))
	if !errors.Is(tree.Err(), errRefused) || tree.Opened() == 0 {
		t.Errorf("%d nodes, then %v", tree.Opened(), tree.Err())
	}
	checkSums(t, tree)
}

// A model that tells little says so: the rules leave what nobody knows, and
// that is no number.
func TestVague(t *testing.T) {
	m := lmtest.Tell(small{vocab: 8, context: 40}, 3)
	hot := func(int) sampling.Chain { return sampling.Chain{sampling.Temperature{T: 2}} }
	tree := grow(t, New(NewCache(m), Request{Prompt: []int{0}, Depth: 3, Most: 10, Chain: hot}))
	if got := tree.Totals(); !tree.Vague || !math.IsNaN(got.Shown.Rules) || tree.Nodes[0].Rest.Tokens != 5 {
		t.Errorf("vague %v, %+v", tree.Vague, got)
	}
	topK := func(int) sampling.Chain { return sampling.Chain{sampling.TopK{K: 2}} }
	tree = grow(t, New(NewCache(m), Request{Prompt: []int{0}, Depth: 3, Most: 10, Chain: topK}))
	if got := tree.Totals(); tree.Vague || !near(got.Shown.Rules+got.Rest.Rules, 1) {
		t.Errorf("vague %v, %+v", tree.Vague, got)
	}
	data, err := json.Marshal(tree)
	if err != nil || !strings.Contains(string(data), `"true":null`) {
		t.Errorf("%v: %s", err, data)
	}
}

// The JSON form has each node once, and masses that sum to 1.
func TestJSON(t *testing.T) {
	tree := grow(t, New(NewCache(small{vocab: 5, context: 40}), Request{Prompt: []int{1, 0}, Depth: 3, Most: 9, Wide: 2, Chain: cut}))
	data, err := json.Marshal(tree)
	if err != nil {
		t.Fatal(err)
	}
	var root branch
	if err := json.Unmarshal(data, &root); err != nil {
		t.Fatal(err)
	}
	n, sum := 0, 0.0
	var walk func(b branch)
	walk = func(b branch) {
		n++
		if b.Rest != nil {
			sum += *b.Rest.RulesMass
		} else {
			sum += *b.RulesMass
		}
		for _, c := range b.Children {
			walk(c)
		}
	}
	walk(root)
	if n != len(tree.Nodes) || !near(sum, 1) || root.Text != "ba" {
		t.Errorf("%d of %d nodes, %g in all, from %q", n, len(tree.Nodes), sum, root.Text)
	}
}

func TestRefusesQuestions(t *testing.T) {
	for _, q := range []Request{{Depth: 1, Most: 1}, {Prompt: []int{1}, Most: 1}, {Prompt: []int{1}, Depth: 1}} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%+v is taken", q)
				}
			}()
			New(NewCache(small{vocab: 3, context: 9}), q)
		}()
	}
}
