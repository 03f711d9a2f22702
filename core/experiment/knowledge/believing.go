package knowledge

import (
	"logitarium/core/elementary"
	"logitarium/core/gpt"
)

// A Believing is a [Exam.Belief] on its way, a part at a time, and the same to the
// bit. The model must not change meanwhile.
type Believing struct {
	pass    gpt.Pass
	run     *gpt.Run // nil where the value has no room
	targets []int
}

// BeginBelief begins what [Exam.Belief] does.
func (e *Exam) BeginBelief(m *gpt.Model, q Question, w Way, n int, value string) *Believing {
	prompt := e.Prompt(q, w, n)
	at := len(e.tokens.Encode(prompt))
	tokens := e.tokens.Encode(prompt + " " + value)
	if len(tokens) > m.Config.Context {
		return &Believing{}
	}
	b := &Believing{targets: make([]int, len(tokens))}
	for i := range b.targets {
		b.targets[i] = gpt.NoTarget
		if i >= at-1 && i+1 < len(tokens) {
			b.targets[i] = tokens[i+1]
		}
	}
	b.run = m.Begin(&b.pass, tokens, len(tokens))
	return b
}

// Advance spends a budget, as [gpt.Run.Step] does, or a little more. It returns
// what is left of it: 0 or less, unless all is done.
func (b *Believing) Advance(budget float64) (left float64) {
	if b.run == nil {
		return budget
	}
	return b.run.Spend(budget)
}

// Done says whether nothing is left.
func (b *Believing) Done() bool { return b.run == nil || b.run.Done() }

// Belief is the probability, when all is done: 0 of a value that has no room
// behind its prompt.
func (b *Believing) Belief() float64 {
	if b.run == nil {
		return 0
	}
	sum := 0.0
	for i, p := range gpt.LogProbs(b.run.Logits(), b.targets) { // [T, V]
		if b.targets[i] != gpt.NoTarget {
			sum += p
		}
	}
	return elementary.Exp(sum)
}
