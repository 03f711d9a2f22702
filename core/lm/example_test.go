package lm_test

import (
	"errors"
	"fmt"
	"slices"

	"logitarium/core/builtin"
	"logitarium/core/lm"
	"logitarium/core/lm/lmtest"
	"logitarium/core/token"
)

// What comes next is asked of a model that may tell all of it, or its likeliest
// tokens.
func Example() {
	tiny, err := builtin.Load()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, m := range []lm.Model{tiny, lmtest.Tell(tiny, 2)} {
		p, err := lm.PredictorOf(m)
		if err != nil {
			fmt.Println(err)
			return
		}
		tokens := m.Tokenizer()
		reading := p.Reader().Begin(tokens.Encode("the fox lives in the"))
		for reading.Step(1e6) {
		}
		next, err := reading.Next()
		if err != nil {
			fmt.Println(err)
			return
		}
		if next.Whole() {
			fmt.Printf("%s tells all %d tokens\n", lm.Subject(m), len(next.Logits))
			continue
		}
		fmt.Printf("%s tells", lm.Subject(m))
		for _, c := range next.Top {
			fmt.Printf(" %s %.2f,", lm.Label(tokens, c.Token), c.P)
		}
		fmt.Printf(" others %.2f\n", next.Rest())
	}
	// Output:
	// tiny-world 0.9M tells all 1024 tokens
	// told tiny-world tells forest 0.43, cave 0.22, others 0.34
}

// What a model lacks it says as data.
func ExampleNetworkOf() {
	tiny, err := builtin.Load()
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = lm.NetworkOf(lmtest.Tell(tiny, 20))
	if lack := new(lm.Lack); errors.As(err, &lack) {
		fmt.Println(lack.What == lm.Network, lack.Why == lm.Remote)
	}
	fmt.Println(err)
	// Output:
	// true true
	// lm: told tiny-world does not offer its network: it is behind a server
}

func ExampleLabel() {
	b := token.Train(slices.Values([]string{"low low low lower newest newest"}), 262)
	for _, text := range []string{"ew", " ", "\n", "?", token.End} {
		id, _ := b.ID(text)
		fmt.Print(lm.Label(b, id), " ")
	}
	// Output: +ew <blank> \n ? <end>
}

func ExampleLabels() {
	b := token.Train(slices.Values([]string{"low low low lower newest newest"}), 262)
	fmt.Println(lm.Labels(b, b.Encode("low newer")))
	// Output: [low <blank> +n +ew +e +r]
}

func ExampleOffer_Pieces() {
	b := token.Train(slices.Values([]string{"low low low lower newest newest"}), 262)
	fmt.Println(lm.Offer{Tokens: b}.Pieces("low lower"))
	// Output: [low low +e +r]
}

func ExampleNames() {
	b := token.Train(slices.Values([]string{"the cat, the cat, the cat"}), 264)
	ids := b.Encode("the the")
	fmt.Println(lm.Labels(b, ids), lm.Names(b, ids), lm.Names(b, ids[:1]))
	// Output: [the the] ["the" " the"] [the]
}

// heard is a tokenizer behind a server that says how many tokens its model has.
type heard struct{ lm.Tokenizer }

func (heard) Count() int { return 512 }

// The tokenizer of a model behind a server knows the tokens that it was told.
func ExampleCuts() {
	b := token.Train(slices.Values([]string{"low low low lower newest newest"}), 262)
	fmt.Println(lm.Cuts(b), lm.Cuts(heard{b}))
	// Output: true false
}

func ExampleCount() {
	b := token.Train(slices.Values([]string{"low low low lower newest newest"}), 262)
	fmt.Println(lm.Count(b), lm.Count(heard{b}))
	// Output: 262 512
}
