package lm

import (
	"math"

	"logitarium/core/fault"
	"logitarium/core/tensor"
)

// A Reader reads tokens one after the other and says what may come next. It
// keeps what it has read, so that going on costs no more than the new tokens.
type Reader interface {
	Len() int     // how many tokens were read
	Full() bool   // the context has no room for another one
	Rewind(n int) // forgets all but the first n; panics if there are fewer

	// Begin begins to read some tokens, at least one, behind those that were
	// read. It panics if they are too many or not in the vocabulary. To give
	// up a reading, Rewind.
	Begin(tokens []int) Reading

	// Cost is what reading n tokens costs here, in multiplications. A request
	// counts as more than a key can wait for, however little is done here.
	Cost(n int) float64
}

// A Reading is tokens being read, in steps.
type Reading interface {
	// Step goes on for about a budget, in multiplications as [Reader.Cost]
	// counts, and says whether anything is left.
	Step(budget float64) (more bool)
	Share() float64 // done, from 0 to 1
	Cost() float64  // of all of it, as [Reader.Cost] counts

	// Next is what may come next, when all is done. An error says why that
	// is not known: a request that failed.
	Next() (Next, error)
}

// A Stopper is a reading that others work on, who can be told to stop. A step
// after that begins again.
type Stopper interface {
	Reading
	Stop()
}

// Next is the distribution of the next token, as far as it is told. Either it
// is whole, or it has the likeliest tokens.
type Next struct {
	Logits []float32   // [V], of the whole distribution; nil if only Top is told
	Top    []Candidate // by falling probability
}

// Candidate is a token that may come next.
type Candidate struct {
	Token int
	P     float64 // at temperature 1, before any cut
}

// Whole says whether every token's probability is known.
func (n Next) Whole() bool { return n.Logits != nil }

// Rest is the probability that all tokens which are not told have together.
// Rounding of what is told can make it no less than 0.
func (n Next) Rest() float64 {
	if n.Whole() {
		return 0
	}
	rest := 1.0
	for _, c := range n.Top {
		rest -= c.P
	}
	return max(rest, 0)
}

// Probs writes the whole distribution to dst, softmax of the logits. It panics
// if it is not whole, or dst has another length.
func (n Next) Probs(dst []float32) { tensor.Softmax(dst, n.Logits) }

// Sound returns an error if logits can't be what a model says: one is not
// finite, or all of several are equal, which says nothing. Files that were
// converted or read wrongly do that.
func Sound(logits []float32) error {
	equal := len(logits) > 1
	for i, v := range logits {
		if x := float64(v); math.IsNaN(x) || math.IsInf(x, 0) {
			return fault.Errorf("the model's answer is not a number: logit %d of %d is %g; its weights are wrong, or were read wrongly", i, len(logits), v)
		}
		equal = equal && v == logits[0]
	}
	if equal {
		return fault.Errorf("the model gives each of %d tokens the same logit, %g; its weights are wrong, or were read wrongly", len(logits), logits[0])
	}
	return nil
}
