package encoder

import (
	"logitarium/core/fault"
	"logitarium/core/retrieval"
)

// Card says what an encoder is, how it was made and what it can do. It is
// stored in the metadata of the file that it describes.
type Card struct {
	Name    string    `json:"name"`
	Shape   Shape     `json:"shape"`
	Recipe  Recipe    `json:"recipe"`
	World   uint64    `json:"world"`  // seed of Tiny World
	Tokens  string    `json:"tokens"` // fingerprint of the vocabulary
	Steps   int       `json:"steps"`  // done
	Loss    float64   `json:"loss"`   // mean over the last 100 steps, nats a question
	Figures []Figures `json:"figures"`
}

// Figures are the results of one retriever in one test.
type Figures struct {
	Test      string  `json:"test"`
	By        string  `json:"by"`
	Questions int     `json:"questions"`
	Passages  int     `json:"passages"` // to choose from
	Hit1      float64 `json:"hit_1"`    // share of questions with an answer at rank 1,
	Hit5      float64 `json:"hit_5"`    // among the first 5,
	Hit10     float64 `json:"hit_10"`   // among the first 10
	MRR       float64 `json:"mrr"`      // mean reciprocal rank of the first answer
	Nothing   float64 `json:"nothing"`  // share of questions for which nothing was found
}

func (f *Figures) add(ranking []int, relevant map[int]bool) {
	f.Hit1 += retrieval.HitAt(ranking, relevant, 1)
	f.Hit5 += retrieval.HitAt(ranking, relevant, 5)
	f.Hit10 += retrieval.HitAt(ranking, relevant, 10)
	f.MRR += retrieval.ReciprocalRank(ranking, relevant)
	if len(ranking) == 0 {
		f.Nothing++
	}
}

func (f *Figures) divide(questions, passages int) {
	f.Questions, f.Passages = questions, passages
	for _, v := range []*float64{&f.Hit1, &f.Hit5, &f.Hit10, &f.MRR, &f.Nothing} {
		*v /= float64(questions)
	}
}

// Page is the card for people, line by line, in Markdown.
func (c Card) Page() []fault.Text {
	var page []fault.Text
	line := func(format fault.Format, args ...any) { page = append(page, fault.New(format, args...)) }
	line("%s", "# "+c.Name)
	line("")
	line("A bi-encoder of %d parameters for Tiny World: token embeddings of width %d (begun from the built-in model's), one hidden layer of %d, attention over the tokens, vectors of %d numbers.",
		c.Shape.Parameters(), c.Shape.Width, c.Shape.Inner, c.Shape.Out)
	line("")
	page = append(page, c.Recipe.Text())
	line("Done: %d steps. Loss over the last 100 steps: %.3f nats a question.", c.Steps, c.Loss)
	line("")
	line("hit@k is the share of questions with an answer among the first k, MRR the mean reciprocal rank, nothing the share for which nothing is found. No question was in training.")
	test := ""
	for _, f := range c.Figures {
		if f.Test != test {
			test = f.Test
			line("")
			line("## Test: %v", nameOf(f.Test))
			line("")
			line("%d questions, %d passages.", f.Questions, f.Passages)
			line("")
			line("| by | hit@1 | hit@5 | hit@10 | MRR | nothing |")
			line("%s", "|---|---:|---:|---:|---:|---:|")
		}
		line("| %v | %.3f | %.3f | %.3f | %.3f | %.3f |", nameOf(f.By), f.Hit1, f.Hit5, f.Hit10, f.MRR, f.Nothing)
	}
	return page
}

// nameOf is the name of a test or a retriever as something to be said; one that
// is not known says itself.
func nameOf(name string) fault.Text {
	for _, known := range []fault.Format{testPerson, testReworded, testClue, testStranger, byWords, byMeaning, byBoth} {
		if string(known) == name {
			return fault.New(known)
		}
	}
	return fault.New("%s", name)
}
