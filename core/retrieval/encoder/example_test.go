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
