package intervention_test

import (
	"fmt"
	"math"
	"math/rand/v2"

	"logitarium/core/builtin"
	"logitarium/core/gpt"
	"logitarium/core/intervention"
	"logitarium/core/world"
)

func Example() {
	b, err := builtin.Load()
	if err != nil {
		panic(err)
	}
	prompt := b.Tokens.Encode(world.Prompt("What does Henry like to eat?"))
	ask := func(plan *intervention.Plan) string {
		a := intervention.Ask(b.Model, b.Tokens, prompt, "bread", plan)
		for a.Step(math.Inf(1)) {
		}
		return a.Word()
	}
	asked := intervention.Part{Kind: intervention.Head, Layer: 1, Head: 3}
	job, _ := b.World.Fact("Henry", world.Job)
	fmt.Println(ask(&intervention.Plan{}))
	fmt.Println("without", asked, ask(&intervention.Plan{Off: []intervention.Part{asked}}), "which is his job:", job.Value)
	// Output:
	// bread
	// without 1.3 nurse which is his job: nurse
}

func ExampleParts() {
	parts := intervention.Parts(gpt.Config{Layers: 1, Heads: 2})
	fmt.Println(parts, parts[1].String())
	// Output: [0.0 0.1 attention 0 MLP 0 layer 0] 0.1
}

func ExamplePlan_Probe() {
	c := gpt.Config{Vocab: 5, Context: 4, Width: 4, Layers: 1, Heads: 2, Inner: 4, Epsilon: 1e-5}
	m := gpt.New(c, rand.New(rand.NewPCG(1, 2)))
	whole := m.Logits([]int{1, 2}, nil)
	plan := intervention.Plan{Off: []intervention.Part{{Kind: intervention.MLP, Layer: 0}}}
	without := m.Logits([]int{1, 2}, plan.Probe(c, nil))
	again := m.Logits([]int{1, 2}, nil)
	fmt.Println(plan.Empty(), without.At(1, 0) == whole.At(1, 0), again.At(1, 0) == whole.At(1, 0))
	// Output: false false true
}

func ExampleMeans() {
	c := gpt.Config{Vocab: 5, Context: 4, Width: 4, Layers: 1, Heads: 2, Inner: 4, Epsilon: 1e-5}
	m := gpt.New(c, rand.New(rand.NewPCG(1, 2)))
	var means intervention.Means
	m.Logits([]int{1, 2, 3}, means.Probe)
	m.Logits([]int{4}, means.Probe)
	fmt.Println(means.Tokens())
	// Output: 4
}

// A donor's head, put into the pass over another text.
func ExampleDonation() {
	c := gpt.Config{Vocab: 5, Context: 4, Width: 4, Layers: 1, Heads: 2, Inner: 4, Epsilon: 1e-5}
	m := gpt.New(c, rand.New(rand.NewPCG(1, 2)))
	var donor intervention.Donation
	m.Logits([]int{1, 2, 3}, donor.Probe)
	plan := donor.Plan(c, []intervention.Part{{Kind: intervention.Head, Layer: 0, Head: 1}}, 1)
	put := plan.Puts[0]
	fmt.Println(put.Layer, put.Head, put.At, len(put.Values))
	// Output: 0 1 1 2
}

func ExampleJudge() {
	w := world.New(1)
	f, _ := w.Fact("Henry", world.Food)
	q := world.Question{Prompt: world.Prompt(f.Question(0)), Answer: f.Value, Asked: f}
	job, _ := w.Fact("Henry", world.Job)
	fmt.Println(intervention.Judge(w, q, f.Value) == intervention.Right)
	fmt.Println(intervention.Judge(w, q, job.Value) == intervention.SamePerson)
	fmt.Println(intervention.Judge(w, q, "yes") == intervention.Else)
	fmt.Println(len(intervention.Verdicts()))
	// Output:
	// true
	// true
	// true
	// 7
}

func ExampleFirstWord() {
	fmt.Println(intervention.FirstWord(" curry\n"))
	fmt.Println(intervention.FirstWord(" cur"))
	// Output:
	// curry true
	// cur false
}

func ExampleProbability() {
	fmt.Printf("%.3f\n", intervention.Probability([]float32{0, 1}, 1))
	// Output: 0.731
}

func ExampleRead() {
	b, err := builtin.Load()
	if err != nil {
		panic(err)
	}
	f := world.Fact{Person: "Henry", Relation: world.Food, Value: "rice"}
	q := world.Question{Prompt: world.Prompt(f.Question(0), f.Statement(0)), Answer: f.Value, Asked: f, Given: []world.Fact{f}}
	p := intervention.Read(b.Tokens, q)
	fmt.Printf("%q, %q, %q\n", b.Tokens.Decode(p.Tokens[:p.Facts]), b.Tokens.Decode(p.Tokens[p.Name:p.Name+1]), b.Tokens.Decode(p.Tokens[p.Last():]))
	// Output: "Fact: Henry likes to eat rice.\n", " Henry", ":"
}

func ExampleExamine() {
	b, err := builtin.Load()
	if err != nil {
		panic(err)
	}
	plan := intervention.Plan{Off: []intervention.Part{{Kind: intervention.Head, Layer: 1, Head: 3}}}
	e := intervention.Examine(b.Model, b.Tokens, b.World, intervention.Known(b.World, world.Common, 0)[:6], intervention.Always(&plan))
	for e.Step(math.Inf(1)) {
	}
	fmt.Println(e.Tally()[intervention.Right], "of", e.Tally().Of(), e.Words())
	// Output: 3 of 6 [tailor tailor flute tailor soup flute]
}

func ExampleLose() {
	c := gpt.Config{Vocab: 5, Context: 4, Width: 4, Layers: 1, Heads: 2, Inner: 4, Epsilon: 1e-5}
	l := intervention.Lose(gpt.Zeros(c), [][]int{{1, 2, 3}, {4}}, &intervention.Plan{})
	for l.Step(math.Inf(1)) {
	}
	nats, tokens := l.Mean()
	fmt.Printf("%.3f nats, %d tokens\n", nats, tokens)
	// Output: 1.609 nats, 2 tokens
}

func ExampleSwap() {
	b, err := builtin.Load()
	if err != nil {
		panic(err)
	}
	pairs := intervention.Pairs(b.World, intervention.OtherAsked, 5, rand.New(rand.NewPCG(1, 2)))
	heads := []intervention.Part{{Kind: intervention.Head, Layer: 1, Head: 3}}
	e := intervention.Swap(b.Model, b.Tokens, b.World, pairs, heads)
	for e.Step(math.Inf(1)) {
	}
	fmt.Println(e.Count()[intervention.Donor], "of", e.Count().Of(), pairs[0].Whose(b.World, pairs[0].Donor.Answer) == intervention.Donor)
	// Output: 5 of 5 true
}

func ExampleRecognize() {
	w := world.New(1)
	q, ok := intervention.Recognize(w, "Fact: Henry likes to eat rice.\nQuestion: What does Henry like to eat?\nAnswer:")
	fmt.Println(q.Answer, q.Asked, q.Given, ok)
	_, ok = intervention.Recognize(w, "the fox lives in the")
	fmt.Println(ok)
	// Output:
	// rice {Henry food rice} [{Henry food rice}] true
	// false
}

func ExampleOpening() {
	b, err := builtin.Load()
	if err != nil {
		panic(err)
	}
	fmt.Printf("%q\n", b.Tokens.Decode([]int{intervention.Opening(b.Tokens, "bread")}))
	// Output: " bread"
}
