package lens_test

import (
	"fmt"
	"math"
	"math/rand/v2"

	"logitarium/core/builtin"
	"logitarium/core/lens"
	"logitarium/core/lm"
)

func newRand(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 2)) }

// A pass at its last token: what the model would say after each block.
func ExampleBegin() {
	tiny, err := builtin.Load()
	if err != nil {
		fmt.Println(err)
		return
	}
	r := lens.Begin(tiny.Model, tiny.Tokens.Encode("the fox lives in the"), 1)
	for r.Step(1e6) {
	}
	for l, b := range r.Look().Blocks {
		fmt.Printf("block %d: %s %.2f\n", l, lm.Label(tiny.Tokens, b.Says[0].Token), b.Says[0].P)
	}
	// Output:
	// block 0: : 0.48
	// block 1: the 0.52
	// block 2: forest 0.25
	// block 3: forest 0.43
}

// Head 2.0 reads the name in a question from the place of the answer.
func ExampleRecord() {
	tiny, err := builtin.Load()
	if err != nil {
		fmt.Println(err)
		return
	}
	tokens := tiny.Tokens.Encode("Question: What instrument does Mia play?\nAnswer:")
	trace, run := lens.Record(tiny.Model, tokens, nil)
	for run.Step(1e6) {
	}
	last := len(tokens) - 1
	for s, w := range trace.Weights(2, 0).Row(last) {
		if w > 0.1 {
			p := trace.Pair(2, 0, last, s)
			fmt.Printf("%s: %.2f, of a score of %.2f\n", lm.Label(tiny.Tokens, tokens[s]), w, p.Score)
		}
	}
	// Output:
	// Mia: 0.94, of a score of 3.43
}

func ExampleEntropy() {
	fmt.Printf("%.1f %.1f\n", lens.Entropy([]float32{0, 1}), lens.Entropy([]float32{0.5, 0.25, 0.25}))
	// Output: 0.0 1.5
}

func ExampleCost() {
	tiny, err := builtin.Load()
	if err != nil {
		fmt.Println(err)
		return
	}
	c := tiny.Model.Config
	fmt.Printf("%.2f\n", lens.Cost(c, 5)/math.Exp2(20)) // millions of multiplications, 2²⁰ each
	// Output: 13.16
}
