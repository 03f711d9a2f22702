package builtin_test

import (
	"fmt"

	"logitarium/core/builtin"
	"logitarium/core/world"
)

func ExampleLoad() {
	m, err := builtin.Load()
	if err != nil {
		panic(err)
	}
	fmt.Println(m.Name(), m.Model.Config.Counts().Total(), "parameters,", m.Context(), "tokens,", m.Training().Tokens, "seen")
	// Output: tiny-world 940800 parameters, 128 tokens, 24576000 seen
}

func ExampleLM_Answers() {
	m, err := builtin.Load()
	if err != nil {
		panic(err)
	}
	f, _ := m.World.Fact("Henry", world.Food)
	fmt.Println(m.Answers(world.Question{Prompt: world.Prompt(f.Question(0)), Answer: f.Value}))
	// Output: true
}

func ExampleRecipe_Validate() {
	r := builtin.Default()
	fmt.Println(r.Validate(), r.Config().Width)
	r.Length = 500
	fmt.Println(r.Validate())
	// Output:
	// <nil> 128
	// length: 500 is outside 2 to 128, the context
}

func ExampleLine() {
	fmt.Println(builtin.Line([]builtin.KindScore{{Kind: "common", Share: 1}, {Kind: "rare", Share: 0.125}}))
	// Output: common 1.00  rare 0.12
}

func ExampleRecipe_Start() {
	a, b := builtin.Default(), builtin.Default()
	b.Seed = 2
	first := func(r builtin.Recipe) float32 { return r.Start().Tokens.Data[0] }
	fmt.Println(first(a) == first(a), first(a) == first(b))
	// Output: true false
}
