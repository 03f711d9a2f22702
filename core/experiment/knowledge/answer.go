package knowledge

import (
	"slices"
	"strings"

	"logitarium/core/elementary"
	"logitarium/core/gpt"
	"logitarium/core/tensor"
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
	return e.ask(gpt.NewDecoder(m), q, w, n)
}

// ask is Ask with a decoder that may have been used before.
func (e *Exam) ask(d *gpt.Decoder, q Question, w Way, n int) Answer {
	return e.answer(d, q, e.Prompt(q, w, n))
}

// answer decodes what follows a prompt.
func (e *Exam) answer(d *gpt.Decoder, q Question, prompt string) Answer {
	d.Rewind(0)
	tokens := e.tokens.Encode(prompt)
	all := d.Feed(tokens)              // [T, V]
	logits := all.Row(len(tokens) - 1) // [V]
	a := Answer{Prompt: len(tokens), Confidence: 1}
	var text strings.Builder
	for range answerTokens {
		best := tensor.Argmax(logits)
		piece := e.tokens.Bytes(best)
		ends := best == e.tokens.End() || slices.Contains(piece, '\n')
		// The blank after the first word, or the end of the line, completes it.
		if text.Len() == 0 || !ends && piece[0] != ' ' && !strings.Contains(text.String()[1:], " ") {
			a.Confidence *= probability(logits, best)
		}
		if ends || d.Full() {
			break
		}
		text.Write(piece)
		logits = d.Step(best)
	}
	a.Text = strings.TrimSpace(text.String())
	a.Right = q.accepts(a.Text)
	return a
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
	prompt := e.Prompt(q, w, n)
	at := len(e.tokens.Encode(prompt))
	tokens := e.tokens.Encode(prompt + " " + value)
	if len(tokens) > m.Config.Context {
		return 0
	}
	logits := m.Logits(tokens, nil) // [T, V]
	targets := make([]int, len(tokens))
	for i := range targets {
		targets[i] = gpt.NoTarget
		if i >= at-1 && i+1 < len(tokens) {
			targets[i] = tokens[i+1]
		}
	}
	sum := 0.0
	for i, p := range gpt.LogProbs(logits, targets) {
		if targets[i] != gpt.NoTarget {
			sum += p
		}
	}
	return elementary.Exp(sum)
}

// probability is the softmax of logits at i.
func probability(logits []float32, i int) float64 {
	sum := 0.0
	for _, z := range logits {
		sum += elementary.Exp(float64(z - logits[i]))
	}
	return 1 / sum
}
