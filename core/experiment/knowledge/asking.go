package knowledge

import (
	"runtime"
	"slices"
	"strings"

	"logitarium/core/gpt"
	"logitarium/core/tensor"
)

// An Asking is a question on its way to its answer, a part at a time, for those
// who can't wait for all of [Exam.Ask]. The answer is the same to the bit. The
// model must not change meanwhile.
type Asking struct {
	exam     *Exam
	question Question
	decoder  *gpt.Decoder
	run      *gpt.Run // over the prompt, then over each token of the answer
	written  int      // tokens of the answer that were chosen
	text     strings.Builder
	answer   Answer
	over     bool
}

// BeginAsk begins what [Exam.Ask] does.
func (e *Exam) BeginAsk(m *gpt.Model, q Question, w Way, n int) *Asking {
	return e.begin(gpt.NewDecoder(m), q, w, n)
}

// begin begins with a decoder that may have been used before.
func (e *Exam) begin(d *gpt.Decoder, q Question, w Way, n int) *Asking {
	return e.beginPrompt(d, q, e.Prompt(q, w, n))
}

func (e *Exam) beginPrompt(d *gpt.Decoder, q Question, prompt string) *Asking {
	d.Rewind(0)
	tokens := e.tokens.Encode(prompt)
	return &Asking{exam: e, question: q, decoder: d, run: d.BeginFeed(tokens), answer: Answer{Prompt: len(tokens), Confidence: 1}}
}

// Advance spends a budget, as [gpt.Run.Step] does, or a little more. It returns
// what is left of it: 0 or less, unless the answer is there.
func (a *Asking) Advance(budget float64) (left float64) {
	for budget > 0 && !a.over {
		if budget = a.run.Spend(budget); a.run.Done() {
			all := a.run.Logits() // [T, V]
			a.choose(all.Row(all.Rows - 1))
		}
	}
	return budget
}

// choose writes the likeliest next token, and has the model read it, or ends.
func (a *Asking) choose(logits []float32) {
	tokens := a.exam.tokens
	best := tensor.Argmax(logits)
	piece := tokens.Bytes(best)
	ends := best == tokens.End() || slices.Contains(piece, '\n')
	// The blank after the first word, or the end of the line, completes it.
	if a.text.Len() == 0 || !ends && piece[0] != ' ' && !strings.Contains(a.text.String()[1:], " ") {
		a.answer.Confidence *= probability(logits, best)
	}
	if ends || a.decoder.Full() {
		a.end()
		return
	}
	a.text.Write(piece)
	if a.written++; a.written == answerTokens {
		a.end()
		return
	}
	a.run = a.decoder.BeginFeed([]int{best})
}

func (a *Asking) end() {
	a.answer.Text = strings.TrimSpace(a.text.String())
	a.answer.Right = a.question.accepts(a.answer.Text)
	a.over = true
}

// Done says whether the answer is there.
func (a *Asking) Done() bool { return a.over }

// Answer is what the model said, when all is done.
func (a *Asking) Answer() Answer { return a.answer }

// together are questions that are asked at once, one on each thread.
type together struct {
	decoders []*gpt.Decoder // kept for the next questions
	under    []*Asking
}

// begin begins count questions, at most one for each thread.
func (t *together) begin(m *gpt.Model, count int, begin func(i int, d *gpt.Decoder) *Asking) {
	t.under = make([]*Asking, min(count, runtime.GOMAXPROCS(0)))
	for len(t.decoders) < len(t.under) {
		t.decoders = append(t.decoders, gpt.NewDecoder(m))
	}
	tensor.Parallel(len(t.under), func(i int) { t.under[i] = begin(i, t.decoders[i]) })
}

// advance spends about a budget on each thread. It returns what is left of it and,
// when all questions are answered, the answers, after which none is under way.
func (t *together) advance(budget float64) (left float64, answers []Answer) {
	rest := slices.DeleteFunc(slices.Clone(t.under), (*Asking).Done)
	lefts := make([]float64, len(rest))
	tensor.Parallel(len(rest), func(i int) { lefts[i] = rest[i].Advance(budget) })
	left = slices.Min(lefts)
	if slices.ContainsFunc(rest, func(a *Asking) bool { return !a.Done() }) {
		return left, nil
	}
	for _, a := range t.under {
		answers = append(answers, a.Answer())
	}
	t.under = nil
	return left, answers
}
