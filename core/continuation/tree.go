// Package continuation grows the tree of what can be said: every way in which a
// model may go on after a prompt, token by token, with the exact probability of
// each, before and after the rules of sampling.
//
// A [Tree] is grown best-first, so that what is likely is there first, and in
// steps, so that nobody waits for it. What is not in it is counted: at every
// node the children that are shown and the rest have what the node has. So the
// leaves and all rests sum to 1, however far the tree has grown.
package continuation

import (
	"container/heap"
	"fmt"
	"math"
	"slices"

	"logitarium/core/lm"
	"logitarium/core/sampling"
)

// Request is all that a tree depends on, besides the model.
type Request struct {
	Prompt []int // at least one token
	Depth  int   // the most tokens behind the prompt
	Most   int   // the most nodes whose children are asked for
	Wide   int   // the most children of a node, by the model and by the rules; 0: all

	// Seeds are followed through the tree: the n-th token behind the prompt is
	// drawn from what the rules leave by rand.NewPCG(seed, n). What they draw is
	// shown, as long as all that the rules leave is known.
	Seeds []uint64

	// Chain returns the rules for the n-th token behind the prompt, from 0;
	// nil for none.
	Chain func(n int) sampling.Chain

	// Truth says what is true of the next token; nil if nothing is known.
	Truth Truth
}

// Truth returns the true distribution of the token that follows the prompt and
// what is written behind it: only tokens that can truly come are in it. ok is
// false where it is not known.
type Truth func(written []int) (p map[int]float64, ok bool)

// Node is a token that may come behind those above it.
type Node struct {
	Token  int // of the root, the last of the prompt
	Parent int // index into the nodes; -1 of the root
	Depth  int // tokens behind the prompt; 0 of the root

	Model float64 // the token's probability behind its parent, as the model has it: T = 1, nothing cut
	Rules float64 // the same after the rules; 0 if they remove it, NaN if that is not known
	True  float64 // the same in truth; NaN if that is not known

	Seeds []uint64 // those whose draws lead here

	// The products of these along the path: the probability to come here.
	ModelMass, RulesMass, TrueMass float64

	Open     bool  // its children are asked for
	Children []int // by falling probability, as the model has it
	Rest     Rest  // of an open node: what its other children have
}

// Rest is the masses of the children that a node does not show.
type Rest struct {
	Tokens                         int
	ModelMass, RulesMass, TrueMass float64
	Cut                            float64 // of ModelMass, what the rules remove
}

// ended says whether the model ends the text with the node.
func (n Node) ended(end int) bool { return n.Depth > 0 && n.Token == end }

// Tree is what can be said behind a prompt. It is a task in steps: Step and
// Share are those of lab.Stepper.
type Tree struct {
	Nodes []Node // the root first; a node after its parent
	Vague bool   // of a model that tells little: what the rules leave is not known everywhere

	by     Request
	cache  *Cache
	next   []int // nodes that may be opened, a heap: see before
	first  int   // a node that somebody asked to open, else -1
	opened int
	coming coming
	failed error
}

// New returns a tree of the root alone. It panics if the prompt is empty, or
// Depth or Most is less than 1.
func New(s *Cache, q Request) *Tree {
	if len(q.Prompt) == 0 || q.Depth < 1 || q.Most < 1 {
		panic(fmt.Sprintf("continuation: a prompt of %d tokens, %d deep, %d nodes", len(q.Prompt), q.Depth, q.Most))
	}
	q.Prompt, q.Seeds = slices.Clone(q.Prompt), slices.Clone(q.Seeds)
	root := Node{Token: q.Prompt[len(q.Prompt)-1], Parent: -1, Model: 1, Rules: 1, True: 1, ModelMass: 1, RulesMass: 1, TrueMass: 1, Seeds: q.Seeds}
	if q.Truth == nil {
		root.True, root.TrueMass = unknown, unknown
	}
	t := &Tree{Nodes: []Node{root}, by: q, cache: s, first: -1}
	t.offer(0)
	return t
}

// Clone returns a tree that grows by itself. Both ask the same cache. The
// children of an open node are shared: they do not change.
func (t *Tree) Clone() *Tree {
	c := *t
	c.Nodes, c.next = slices.Clone(t.Nodes), slices.Clone(t.next)
	return &c
}

// Err is why the tree does not grow on: a model behind a server that did not
// answer.
func (t *Tree) Err() error { return t.failed }

// Opened is how many nodes have their children.
func (t *Tree) Opened() int { return t.opened }

// Share is how much of the tree has grown, from 0 to 1.
func (t *Tree) Share() float64 {
	if t.done() {
		return 1
	}
	return float64(t.opened) / float64(max(t.by.Most, t.opened+1)) // one more may be wanted
}

func (t *Tree) done() bool {
	return t.failed != nil || t.first < 0 && (len(t.next) == 0 || t.opened >= t.by.Most)
}

// Step grows the tree by about a budget, in multiplications as lm.Reader
// counts, and says whether anything is left.
func (t *Tree) Step(budget float64) (more bool) { return t.Grow(math.MaxInt, budget) }

// Grow is Step for so many nodes at most: how far a tree has come then does not
// depend on what the model has said before.
func (t *Tree) Grow(nodes int, budget float64) (more bool) {
	left := budget
	fits := func(cost float64) bool { // or nothing was done yet
		if left < budget && left < cost {
			return false
		}
		left -= float64(cost)
		return true
	}
	for nodes > 0 && !t.done() && (left > 0 || left == budget) {
		i := t.best()
		if t.coming.next == nil || t.coming.node != i {
			said, spent, err := t.cache.ask(t.by.Prompt, t.Path(i), left)
			if t.failed = err; err != nil {
				return false
			}
			left -= spent
			if said == nil { // the model is still reading
				return true
			}
			t.coming = coming{node: i, next: said}
		}
		if t.coming.next.Whole() && t.coming.ranked == nil {
			if !fits(rankCost * float64(t.cache.vocab)) {
				return true
			}
			t.coming.ranked = ranked(*t.coming.next)
		}
		if !fits(openCost * float64(t.cache.vocab)) {
			return true
		}
		t.take(i)
		t.open(t.coming)
		t.coming = coming{}
		nodes--
	}
	return !t.done()
}

// coming is a node that will have its children in one of the next steps: what
// may come behind it is known already.
type coming struct {
	node   int
	next   *lm.Next        // nil: there is none
	ranked *sampling.Input // nil: the next is not ranked yet
}

// ranked ranks what a model says that tells all.
func ranked(said lm.Next) *sampling.Input {
	scores := make([]float64, len(said.Logits))
	for i, z := range said.Logits {
		scores[i] = float64(z)
	}
	in := sampling.Ranked(scores)
	return &in
}

// What the ranking and the rules cost for a token of the vocabulary, in
// multiplications.
const (
	rankCost = 1000
	openCost = 2000
)

// Want asks for the children of a node before all others, and even when the tree
// has as many as it may. Of a node that can have none, or has them, it is
// nothing.
func (t *Tree) Want(node int) {
	if n := t.Nodes[node]; !n.Open && t.leads(n) {
		t.first = node
	}
}

// Path returns the tokens that lead from the prompt to a node.
func (t *Tree) Path(node int) []int {
	path := make([]int, t.Nodes[node].Depth)
	for n := t.Nodes[node]; n.Depth > 0; n = t.Nodes[n.Parent] {
		path[n.Depth-1] = n.Token
	}
	return path
}

// Find follows some tokens from the root, and returns the last node on their
// way and how many of them lead to it.
func (t *Tree) Find(tokens []int) (node, n int) {
	for n < len(tokens) {
		child := t.child(node, tokens[n])
		if child < 0 {
			break
		}
		node, n = child, n+1
	}
	return node, n
}

func (t *Tree) child(node, token int) int {
	for _, c := range t.Nodes[node].Children {
		if t.Nodes[c].Token == token {
			return c
		}
	}
	return -1
}

// leads says whether anything can follow a node.
func (t *Tree) leads(n Node) bool {
	return n.Depth < t.by.Depth && !n.ended(t.cache.end) && len(t.by.Prompt)+n.Depth <= t.cache.context
}

// offer puts a node among those that may be opened.
func (t *Tree) offer(node int) {
	if t.leads(t.Nodes[node]) {
		heap.Push((*queue)(t), node)
	}
}

// best is the node to be opened next.
func (t *Tree) best() int {
	if t.first >= 0 {
		return t.first
	}
	return t.next[0]
}

// take removes a node from those that may be opened.
func (t *Tree) take(node int) {
	if t.first == node {
		t.first = -1
	}
	heap.Remove((*queue)(t), slices.Index(t.next, node))
}

// queue is the nodes of a tree that may be opened, the likeliest first: by the
// model or by the rules, as one or the other has it likelier. So both what the
// rules leave and what they take away is there.
type queue Tree

func (q *queue) Len() int      { return len(q.next) }
func (q *queue) Swap(i, j int) { q.next[i], q.next[j] = q.next[j], q.next[i] }
func (q *queue) Push(x any)    { q.next = append(q.next, x.(int)) }

func (q *queue) Less(i, j int) bool {
	a, b := q.Nodes[q.next[i]].likely(), q.Nodes[q.next[j]].likely()
	return a > b || a == b && q.next[i] < q.next[j]
}

func (q *queue) Pop() any {
	last := q.next[len(q.next)-1]
	q.next = q.next[:len(q.next)-1]
	return last
}

// likely is the larger of the masses that are known.
func (n Node) likely() float64 {
	if n.RulesMass > n.ModelMass { // false of NaN
		return n.RulesMass
	}
	return n.ModelMass
}
