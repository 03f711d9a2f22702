package world_test

import (
	"fmt"
	"math/rand/v2"

	"logitarium/core/world"
)

func ExampleWorld_Document() {
	w, rng := world.New(1), rand.New(rand.NewPCG(1, 1))
	for range 10 {
		fmt.Print(w.Document(rng), "\n")
	}
	// Output:
	// say thautkwa pewflea blalmche
	// echo thautkwa pewflea blalmche
	//
	// Fact: Ngu's home is Dakar.
	// Fact: Spelan's pet is a rabbit.
	// Question: Where does Ngu live?
	// Answer: Dakar
	// Question: What pet does Spelan have?
	// Answer: rabbit
	//
	// Fact: Helk plays the banjo.
	// Fact: Irk's instrument is the flute.
	// Fact: Troick makes music on the gloandem.
	// Question: What instrument does Irk play?
	// Answer: flute
	//
	// there is a cat in the house. it eats grass every winter. it likes to sing near the bee. the cat is often proud.
	//
	// This is Ann. She lives in Delhi. Her pet is a snake. She plays the flute. She earns a living as a tailor. Ann always wears silver.
	//
	// Let me tell you about Karl. You will find Karl in Tokyo. Karl is a nurse by trade. Karl has a pet spider. His favourite colour is brown.
	//
	// Fact: Frarson earns a living as a judge.
	// Question: What does Frarson do for work?
	// Answer: judge
	//
	// Fact: Chrung practises the organ at night.
	// Fact: Thomas's instrument is the drum.
	// Fact: Grardcra practises the fiddle at night.
	// Question: What instrument does Thomas play?
	// Answer: drum
	// Question: What instrument does Grardcra play?
	// Answer: fiddle
	// Question: What instrument does Chrung play?
	// Answer: organ
	//
	// Let me tell you about Clara. She likes to eat rice. She takes care of a pony. She earns a living as a doctor. She paints every wall turquoise. Clara's home is Hanoi.
	//
	// say brischid
	// echo brischid
	// say lluthy Shelt
	// echo lluthy Shelt
}

func ExampleWorld_Next() {
	w := world.New(1)
	for _, prompt := range []string{"the fox lives in the", "once upon a", "in the sea lives a"} {
		dist, _ := w.Next(prompt)
		fmt.Printf("%s …\n", prompt)
		for _, c := range dist[:min(3, len(dist))] {
			fmt.Printf("  %.3f%s\n", c.P, c.Text)
		}
	}
	// Output:
	// the fox lives in the …
	//   0.410 forest
	//   0.200 cave
	//   0.120 den
	// once upon a …
	//   1.000 time
	// in the sea lives a …
	//   0.633 turtle
	//   0.131 duck
	//   0.048 frog
}

func ExampleWorld_Questions() {
	w, rng := world.New(1), rand.New(rand.NewPCG(1, 2))
	for _, kind := range []world.Kind{world.KnowCommon, world.ThreeFresh} {
		q := w.Questions(kind, 1, rng)[0]
		fmt.Println(q.Prompt, q.Answer)
	}
	// Output:
	// Question: What is Noah's favourite colour?
	// Answer: white
	// Fact: You will find Djonita in Vun.
	// Fact: Broushok earns a living as a prawir.
	// Fact: Djonita is a stannfri by trade.
	// Question: What does Broushok do for work?
	// Answer: prawir
}

func ExampleWorld_Fact() {
	f, _ := world.New(1).Fact("Ann", world.Home)
	fmt.Println(f.Question(0))
	for i := range world.Phrasings {
		fmt.Println(f.Statement(i))
	}
	// Output:
	// Where does Ann live?
	// Ann lives in Delhi.
	// Ann's home is Delhi.
	// Ann has a house in Delhi.
	// You will find Ann in Delhi.
}

func ExampleReadStatement() {
	f, ok := world.ReadStatement("Xu earns a living as an artist.")
	fmt.Println(f.Person, f.Relation, f.Value, ok)
	// Output: Xu job artist true
}

func ExamplePrompt() {
	ann := world.Fact{Person: "Ann", Relation: world.Home, Value: "Paris"}
	fmt.Println(world.Prompt(ann.Question(0), ann.Statement(3)))
	// Output:
	// Fact: You will find Ann in Paris.
	// Question: Where does Ann live?
	// Answer:
}

func ExampleReadQuestion() {
	f, ok := world.ReadQuestion("Which animal belongs to Xu?")
	fmt.Println(f.Person, f.Relation, ok)
	_, ok = world.ReadQuestion("Who is Xu?")
	fmt.Println(ok)
	// Output:
	// Xu pet true
	// false
}

func ExampleWorld_Story() {
	fmt.Print(world.New(1).Story(rand.New(rand.NewPCG(2, 1))))
	// Output: the fox lives in the castle. it likes to sing near the lion. its friend the lion is proud. when it rains, the fox stays in the castle.
}

func ExampleWorld_Biography() {
	w := world.New(1)
	leo, _ := w.Person("Leo")
	told := w.Biography(leo, rand.New(rand.NewPCG(3, 1)))
	fmt.Println(told.Text)
	for _, f := range told.Facts {
		fmt.Println(f.Relation, f.Value)
	}
	// Output:
	// Meet Leo. He practises the violin at night. People know him as a baker. He never says no to rice. He has a pet spider. Leo likes yellow best of all colours. He has a house in Quito.
	// instrument violin
	// job baker
	// food rice
	// pet spider
	// colour yellow
	// home Quito
}

func ExampleWorld_Facts() {
	w := world.New(1)
	for _, f := range w.Facts(world.Common)[:3] {
		fmt.Println(f.Person, f.Relation, f.Value)
	}
	// Output:
	// Ann home Delhi
	// Ann job tailor
	// Ann pet snake
}

func ExampleWorld_People() {
	w := world.New(1)
	for t := world.Common; t <= world.Untold; t++ {
		people := w.People(t)
		fmt.Println(len(people), t, people[0].Name)
	}
	// Output:
	// 24 common Ann
	// 48 mid Alice
	// 96 rare Abigail
	// 48 never told Adele
}

func ExampleWorld_Person() {
	p, ok := world.New(1).Person("Gwen")
	fmt.Println(p.Name, p.Tier, ok)
	// Output: Gwen rare true
}

func ExampleRelations() {
	for _, r := range world.Relations() {
		fmt.Println(r, len(r.Values()), r.Values()[0])
	}
	// Output:
	// home 14 Paris
	// job 14 nurse
	// pet 14 parrot
	// colour 14 red
	// food 14 bread
	// instrument 14 piano
}

func ExampleKinds() {
	for _, k := range world.Kinds() {
		fmt.Print(k, "; ")
	}
	// Output: common; mid; rare; never told; 1 fact; 3 facts; 1 fresh; 3 fresh; 5 fresh; rare with its fact; against memory;
}

func ExampleWorld_Changed() {
	w := world.New(1)
	f, _ := w.Fact("Ann", world.Home)
	g := w.Changed(f, rand.New(rand.NewPCG(1, 1)))
	fmt.Println(g.Person, g.Relation, g.Value != f.Value)
	// Output: Ann home true
}

func ExampleWorld_FreshFacts() {
	for _, f := range world.New(1).FreshFacts(3, rand.New(rand.NewPCG(4, 1))) {
		fmt.Println(f.Statement(0))
	}
	// Output:
	// Gitan likes to eat salad.
	// Pand has a pet parrot.
	// Querkton's favourite colour is yellow.
}

func ExamplePassages() {
	w := world.New(1)
	f, _ := w.Fact("Ann", world.Pet)
	for _, p := range world.Passages([]world.Fact{f}, rand.New(rand.NewPCG(1, 1))) {
		fmt.Println(p.ID+":", p.Text)
	}
	// Output:
	// Ann/pet: Ann has a pet snake.
}
