package continuation_test

import (
	"bytes"
	"encoding/json"
	"fmt"

	"logitarium/core/builtin"
	"logitarium/core/continuation"
	"logitarium/core/sampling"
)

// What the built-in model can say of the fox, and what top-p 0.6 leaves of it.
func Example() {
	m, err := builtin.Load()
	if err != nil {
		fmt.Println(err)
		return
	}
	const prompt = "the fox lives in the"
	tree := continuation.New(continuation.NewCache(m), continuation.Request{
		Prompt: m.Tokens.Encode(prompt), Depth: 2, Most: 4, Wide: 4,
		Chain: func(int) sampling.Chain { return sampling.Chain{sampling.TopP{P: .6}} },
		Truth: continuation.InWorld(m.TinyWorld(), m.Tokens, prompt),
	})
	for tree.Step(1e8) {
	}
	for _, at := range tree.Nodes[0].Children[:4] {
		n := tree.Nodes[at]
		fmt.Printf("%-8s model %.2f  rules %.2f  true %.2f\n", m.Tokens.Bytes(n.Token), n.Model, n.Rules, n.True)
	}
	all := tree.Totals()
	fmt.Printf("removed: %.2f of the model's mass, %.2f of the true one\n", all.Cut, all.Lost)
	fmt.Printf("in all: %.6f\n", all.Shown.Rules+all.Rest.Rules)
	// Output:
	//  forest  model 0.43  rules 0.66  true 0.41
	//  cave    model 0.22  rules 0.34  true 0.20
	//  den     model 0.08  rules 0.00  true 0.12
	//  meadow  model 0.04  rules 0.00  true 0.06
	// removed: 0.34 of the model's mass, 0.39 of the true one
	// in all: 1.000000
}

func ExampleTree_Find() {
	m, err := builtin.Load()
	if err != nil {
		fmt.Println(err)
		return
	}
	tree := continuation.New(continuation.NewCache(m), continuation.Request{Prompt: m.Tokens.Encode("once upon a"), Depth: 3, Most: 9})
	for tree.Step(1e8) {
	}
	node, n := tree.Find(m.Tokens.Encode(" time there"))
	fmt.Printf("%d tokens, probability %.3f\n", n, tree.Nodes[node].ModelMass)
	// Output:
	// 2 tokens, probability 0.606
}

// What is wanted is opened next, though the tree has as many nodes as it may.
func ExampleTree_Want() {
	m, err := builtin.Load()
	if err != nil {
		fmt.Println(err)
		return
	}
	tree := continuation.New(continuation.NewCache(m), continuation.Request{Prompt: m.Tokens.Encode("once upon a"), Depth: 3, Most: 1})
	for tree.Step(1e8) {
	}
	unlikely := tree.Nodes[0].Children[9]
	tree.Want(unlikely)
	fmt.Printf("%d open, grown to %.1f\n", tree.Opened(), tree.Share())
	for tree.Grow(1, 1e8) {
	}
	fmt.Printf("%d open: %q leads on\n", tree.Opened(), m.Tokens.Decode(tree.Path(unlikely)))
	// Output:
	// 1 open, grown to 0.5
	// 2 open: " got" leads on
}

// What a tree comes to is the same for a clone that grows elsewhere.
func ExampleTree_Clone() {
	m, err := builtin.Load()
	if err != nil {
		fmt.Println(err)
		return
	}
	tree := continuation.New(continuation.NewCache(m), continuation.Request{Prompt: m.Tokens.Encode("once upon a"), Depth: 2, Most: 2, Wide: 1})
	tree.Grow(1, 1e8)
	clone := tree.Clone()
	for tree.Step(1e8) {
	}
	fmt.Println(tree.Opened(), clone.Opened(), tree.Err())
	data, err := json.Marshal(clone)
	fmt.Println(string(data[bytes.IndexByte(data, ',')+1:][:30]), err)
	// Output:
	// 2 1 <nil>
	// "text":"once upon a","model":1 <nil>
}
