package world_test

import (
	"fmt"

	"logitarium/core/world"
)

func ExampleAbout() {
	fmt.Println(world.About())
	// Output:
	// An endless stream of short documents, drawn from a seed: 40.0 % facts and questions about them, 17.7 % stories, 17.7 % questions and answers, 17.7 % biographies, 6.9 % words to repeat. The people, 6 facts about each, come in tiers: 24 common (80.0 % of the mentions), 48 mid (19.7 % of the mentions), 96 rare (0.3 % of the mentions), 48 never told (0.0 % of the mentions).
}
