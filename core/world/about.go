package world

import (
	"fmt"
	"strings"
)

// About says in a paragraph what the corpus consists of, with the shares that
// [World.Document] draws by.
func About() string {
	var b strings.Builder
	b.WriteString("An endless stream of short documents, drawn from a seed:")
	for i, kind := range []string{
		"facts and questions about them", "stories", "questions and answers", "biographies", "words to repeat",
	} {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, " %.1f %% %s", float64(shares[i])/10, kind)
	}
	fmt.Fprintf(&b, ". The people, %d facts about each, come in tiers:", relations)
	tiers := census()
	for t, people := range tiers {
		if t > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, " %d %v (%.1f %% of the mentions)", len(people), Tier(t), float64(mentions[t])/10)
	}
	b.WriteString(".")
	return b.String()
}
