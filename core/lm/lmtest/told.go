// Package lmtest has a model for tests that offers little: what a server does
// that tells the likeliest tokens.
package lmtest

import (
	"cmp"
	"slices"

	"logitarium/core/lm"
)

// Told is a model that offers the tokens and the likeliest next tokens of
// another one, and nothing else.
type Told struct {
	of  lm.Predictor
	top int
}

// Tell returns a model that tells the top tokens of another one.
func Tell(of lm.Predictor, top int) *Told { return &Told{of, top} }

// Name is that of the other model, and that it is told.
func (t *Told) Name() string { return "told " + t.of.Name() }

// Tokenizer implements [lm.Model]. It is the other one's and no more than
// that: who asks what type it is learns nothing.
func (t *Told) Tokenizer() lm.Tokenizer { return tokenizer{t.of.Tokenizer()} }

type tokenizer struct{ lm.Tokenizer }

// Context implements [lm.Model].
func (t *Told) Context() int { return t.of.Context() }

// Reader implements [lm.Predictor].
func (t *Told) Reader() lm.Reader { return reader{t.of.Reader(), t.top} }

// Why implements [lm.Reasoned].
func (t *Told) Why(lm.Ability) lm.Reason { return lm.Remote }

type reader struct {
	lm.Reader
	top int
}

func (r reader) Begin(tokens []int) lm.Reading { return reading{r.Reader.Begin(tokens), r.top} }

type reading struct {
	lm.Reading
	top int
}

func (r reading) Next() (lm.Next, error) {
	n, err := r.Reading.Next()
	if err != nil || !n.Whole() {
		return n, err
	}
	return top(n, r.top), nil
}

// top is the likeliest tokens of a whole distribution, the lower of two as
// likely first.
func top(n lm.Next, most int) lm.Next {
	p := make([]float32, len(n.Logits))
	n.Probs(p)
	order := make([]int, len(p))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(n.Logits[b], n.Logits[a]) })
	told := lm.Next{Top: make([]lm.Candidate, min(most, len(order)))}
	for i := range told.Top {
		told.Top[i] = lm.Candidate{Token: order[i], P: float64(p[order[i]])}
	}
	return told
}
