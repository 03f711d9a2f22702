package knowledge

import (
	"fmt"
	"os"
	"testing"

	"logitarium/core/builtin"
	"logitarium/core/world"
)

func TestProbe(t *testing.T) {
	if os.Getenv("PROBE") == "" {
		t.Skip()
	}
	lm, _ := builtin.Load()
	for seed := range uint64(4) {
		for _, n := range []int{3, 6} {
			e := NewExam(lm, 20, world.Fact{Person: "Ann", Relation: world.Home, Value: "Oslo"}, seed)
			s := NewSitting(e, lm.Model, n, []Kind{New, Reworded, Changed, Old, Untold}, Retrieval)
			for !s.Done() {
				s.Advance()
			}
			fmt.Print(seed, " ", n)
			for _, k := range Kinds() {
				fmt.Printf("  %s %.2f", k, s.Score(k, Retrieval).Share())
			}
			fmt.Println(e.Belief(lm.Model, e.Edited(), Retrieval, n, "Oslo"), e.Ask(lm.Model, e.Edited(), Retrieval, n), e.Retrieve(e.Edited().Text(), n), s.Score(New, Retrieval).MeanPrompt())
		}
	}
}
