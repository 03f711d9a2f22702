package knowledge

import (
	"math"
	"slices"
	"strings"

	"logitarium/core/elementary"
	"logitarium/core/gpt"
)

// An Answer is what a model said to a question.
type Answer struct {
	Text       string  // up to the end of the line
	Right      bool    // as the question's kind counts it
	Confidence float64 // the probability of Text's first word, given the prompt
	Prompt     int     // tokens read
}

// Ask lets a model answer by greedy decoding. m is the exam's own model or a
// copy that was tuned; n is how many passages a way that retrieves puts into
// the prompt. Right is
//
//   - for [Format] whether the answer ends with [Closing],
//   - for [Untold] whether it is one of the values that the relation can have:
//     a guess that looks like knowledge, as it cannot be any,
//   - else whether its first word is the value asked for.
func (e *Exam) Ask(m *gpt.Model, q Question, w Way, n int) Answer {
	a := e.BeginAsk(m, q, w, n)
	a.Advance(math.Inf(1))
	return a.Answer()
}

// accepts says whether an answer is right.
func (q Question) accepts(text string) bool {
	words := strings.Fields(text)
	if len(words) == 0 {
		return false
	}
	switch q.Kind {
	case Format:
		return len(words) > 1 && words[len(words)-1] == Closing
	case Untold:
		return slices.Contains(q.Fact.Relation.Values(), words[0])
	}
	return words[0] == q.Fact.Value
}

// Belief returns the probability that a model answers a question with a value
// as the first word, asked in a way as in [Exam.Ask]: the product of the
// probabilities of its tokens.
func (e *Exam) Belief(m *gpt.Model, q Question, w Way, n int, value string) float64 {
	b := e.BeginBelief(m, q, w, n, value)
	b.Advance(math.Inf(1))
	return b.Belief()
}

// probability is the softmax of logits at i.
func probability(logits []float32, i int) float64 {
	sum := 0.0
	for _, z := range logits {
		sum += elementary.Exp(float64(z - logits[i]))
	}
	return 1 / sum
}
