package origin_test

import (
	"fmt"

	"logitarium/core/builtin"
	"logitarium/core/experiment/origin"
)

// corpus is a small one, of new facts or of known ones.
func corpus(known bool) (*builtin.LM, *origin.Corpus) {
	lm, err := builtin.Load()
	if err != nil {
		panic(err)
	}
	size := origin.Size{Facts: 1, Each: 2, Ordinary: 6}
	if known {
		return lm, origin.Known(lm.World, lm.Tokens, size, 1)
	}
	return lm, origin.New(lm.World, lm.Tokens, size, 1)
}

func ExampleNew() {
	lm, c := corpus(false)
	fmt.Println(len(c.Documents), c.Facts[0].Question(0), c.Facts[0].Value)
	fmt.Printf("%.2f\n", c.Belief(lm.Model, 0))
	// Output:
	// 8 What instrument does Lunova play? drum
	// 0.00
}

func ExampleKnown() {
	lm, c := corpus(true)
	fmt.Printf("%s %.2f\n", c.Says(lm.Model, 0), c.Belief(lm.Model, 0))
	// Output: Berlin 0.99
}

// The first document by its pull tells the fact.
func ExampleOrder() {
	lm, c := corpus(false)
	p := c.Pulls(origin.Begin(lm.Model))
	for p.Step(1e9) {
	}
	fmt.Printf("%q\n", c.Documents[origin.Order(p.Of(0))[0]].Text)
	// Output: "Question: What instrument does Lunova play?\nAnswer: drum"
}

func ExampleBegin() {
	lm, c := corpus(false)
	at := origin.Begin(lm.Model)
	for range origin.Epochs {
		e := c.Train(at, nil)
		for e.Step(1e9) {
		}
		at = e.End()
	}
	fmt.Println(at.Epoch, c.Belief(at.Model, 0) > c.Belief(lm.Model, 0))
	// Output: 3 true
}

func ExampleSum() {
	fmt.Println(origin.Sum([]float64{1, 2}, []float64{10, 20}))
	// Output: [11 22]
}

// A search for the person and the value finds all that tell the fact.
func ExampleCorpus_Area() {
	_, c := corpus(false)
	words := c.Words(0)
	fmt.Println(c.Area(words, 0), c.Told(origin.Order(words)[:2], 0), c.Told(c.Others(0, 3), 0))
	// Output: 1 2 0
}

func ExampleCorpus_PullsCost() {
	lm, c := corpus(false)
	config := lm.Model.Config
	// Eleven gradients of eight documents: every fourth, the answer, and all.
	fmt.Printf("%.3f\n", c.PullsCost(config)/c.EpochCost(config))
	// Output: 1.375
}
