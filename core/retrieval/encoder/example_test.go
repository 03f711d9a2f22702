package encoder

import (
	"fmt"

	"logitarium/core/builtin"
)

func Example() {
	lm, err := builtin.Load()
	if err != nil {
		panic(err)
	}
	e, err := Load(lm)
	if err != nil {
		panic(err)
	}
	passages := []string{"Ann has a house in Paris.", "Ben lives in Rome.", "Kate plays the harp."}
	hits := e.Index(passages).Search("Who comes from France?", 3)
	for _, hit := range hits {
		fmt.Println(passages[hit.Doc])
	}
	fmt.Println(hits[0].Score > 0.5, hits[1].Score < 0.5)
	// Output:
	// Ann has a house in Paris.
	// Ben lives in Rome.
	// Kate plays the harp.
	// true true
}

func ExampleEncoder_Explain() {
	lm, err := builtin.Load()
	if err != nil {
		panic(err)
	}
	e, err := Load(lm)
	if err != nil {
		panic(err)
	}
	passage := "Ann has a house in Paris."
	_, _, parts := e.Explain("Who comes from France?", passage)
	best := parts[0]
	for _, p := range parts {
		if p.Score > best.Score {
			best = p
		}
	}
	fmt.Printf("%q\n", best.In(passage))
	// Output: " Paris"
}

// own is the encoder that the program has, and the model whose tokens it reads.
func own() (*builtin.LM, *Encoder) {
	lm, err := builtin.Load()
	if err != nil {
		panic(err)
	}
	e, err := Load(lm)
	if err != nil {
		panic(err)
	}
	return lm, e
}

func ExampleEncoder_Vector() {
	_, e := own()
	v := e.Vector(Passage, "Ann has a house in Paris.")
	length := 0.0
	for _, x := range v {
		length += float64(x) * float64(x)
	}
	fmt.Printf("%d numbers, %.3f long\n", e.Width(), length)
	// Output: 32 numbers, 1.000 long
}

func ExampleEncoder_Reads() {
	_, e := own()
	read, of := e.Reads("Ann has a house in Paris.")
	fmt.Println(read == of, e.Products(of) > 0)
	// Output: true true
}

func ExampleIndex_Add() {
	_, e := own()
	x := e.Index([]string{"Ann has a house in Paris."})
	x.Grow(1)
	x.Add([]string{"Kate plays the harp."})
	scores := x.Scores("Whose concert needs what angels hold?")
	fmt.Println(x.Docs(), len(x.Vector(1)), x.Cut(), scores[1] > scores[0])
	// Output: 2 32 0 true
}

func ExampleNewRun() {
	lm, _ := own()
	r := Default()
	r.Steps, r.Pairs, r.Warmup = 2, 4, 1
	if err := r.Validate(); err != nil {
		panic(err)
	}
	run, err := NewRun(lm, r)
	if err != nil {
		panic(err)
	}
	for !run.Done() {
		fmt.Printf("step %d at a rate of %.4f\n", run.Steps(), run.Rate())
		if _, err := run.Step(); err != nil {
			panic(err)
		}
	}
	// Output:
	// step 0 at a rate of 0.0020
	// step 1 at a rate of 0.0020
}

func ExampleRecipe_String() {
	fmt.Println(Default())
	// Output: Adam, learning rate 0.002 after 100 steps of warm-up, cosine to 5 %, 2000 steps of 128 pairs, softmax over the passages of the batch at temperature 0.05. Seed 1.
}

func ExampleShape_Parameters() {
	fmt.Println(Shape{Vocab: 10, Width: 4, Inner: 6, Out: 2}.Parameters(), Question, Passage)
	// Output: 106 question passage
}

func ExampleLine() {
	_, e := own()
	fmt.Println(Line(e.Card.Figures[:3]))
	// Output: a person's fact 1.00
}

func ExampleFile() {
	data, err := File()
	fmt.Println(len(data) < 512<<10, err)
	// Output: true <nil>
}
