package origin

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// Sum adds scores of documents up, of several checkpoints say.
func Sum(scores ...[]float64) []float64 {
	total := make([]float64, len(scores[0]))
	for _, s := range scores {
		for i, v := range s {
			total[i] += v
		}
	}
	return total
}

// Order returns the documents by falling score, the first of equal ones first.
func Order(scores []float64) []int {
	order := make([]int, len(scores))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(scores[j], scores[i]) })
	return order
}

// Words scores the documents as a search for the person and the value does: by
// how many of the two each holds.
func (c *Corpus) Words(fact int) []float64 {
	scores := make([]float64, len(c.Documents))
	for i, d := range c.Documents {
		for _, word := range []string{c.Facts[fact].Person, c.Facts[fact].Value} {
			if strings.Contains(d.Text, word) {
				scores[i]++
			}
		}
	}
	return scores
}

// Area returns how often a document that tells the fact has a higher score than
// one that does not, of all such pairs; equal ones count half. It is the area
// under the ROC curve: .5 by chance, 1 if all that tell it come first.
func (c *Corpus) Area(scores []float64, fact int) float64 {
	won, pairs := 0.0, 0
	for i, d := range c.Documents {
		if d.Fact != fact {
			continue
		}
		for j, other := range c.Documents {
			if other.Fact == fact {
				continue
			}
			pairs++
			switch {
			case scores[i] > scores[j]:
				won++
			case scores[i] == scores[j]:
				won += 0.5
			}
		}
	}
	return won / float64(pairs)
}

// Told returns how many of some documents tell a fact.
func (c *Corpus) Told(documents []int, fact int) (n int) {
	for _, i := range documents {
		if c.Documents[i].Fact == fact {
			n++
		}
	}
	return n
}

// Others draws n documents that do not tell a fact, always the same ones. It
// panics if there are fewer.
func (c *Corpus) Others(fact, n int) []int {
	rng := rand.New(rand.NewPCG(uint64(fact), streamOthers))
	others := slices.DeleteFunc(rng.Perm(len(c.Documents)), func(i int) bool { return c.Documents[i].Fact == fact })
	if n > len(others) {
		panic(fmt.Sprintf("origin: %d documents of %d that do not tell fact %d", n, len(others), fact))
	}
	return others[:n]
}
