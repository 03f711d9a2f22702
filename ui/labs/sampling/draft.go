package sampling

import (
	"math/rand/v2"
	"slices"

	"logitarium/core/elementary"
	"logitarium/core/sampling"
	"logitarium/ui/lab"
)

// draft is the text that the model wrote behind the prompt.
type draft struct {
	by      recipe
	after   answer // the last token; not known if it has not been read yet
	history []int  // the prompt's tokens and the written ones
	written []written
	ended   bool  // the model ended the document, or the context is full
	failed  error // why the model said nothing more
	vague   bool  // what may come next is not all told: it can't be drawn
}

// recipe is all that a text depends on, and what is cut of the next token.
type recipe struct {
	asked                   asked
	temperature, topP, minP float64
	topK, engine, seed      int
	extra                   extra
}

func (l *Lab) recipe() recipe {
	return recipe{l.asks(), l.temperature, l.topP, l.minP, l.topK, l.engine, l.seed, l.extra.chosen()}
}

// written is one token of it.
type written struct {
	token int
	raw   float64 // its probability at T = 1, before any cut
	final float64 // the one it was drawn with
	rank  int     // by logit, from 1
}

// surprise is −log2 p under the model, in bits.
func (w written) surprise() float64 { return -elementary.Log2(w.raw) }

// surprise is the mean over what is written, in bits.
func (c draft) surprise() float64 {
	bits := 0.0
	for _, w := range c.written {
		bits += w.surprise()
	}
	return bits / float64(len(c.written))
}

// writeBatch is how many tokens are written at most for one key press; the
// rest follow on the clock.
const writeBatch = 32

// extend returns the text nearer to the lab's length, by a batch at most and by
// what fits into a budget, and what is left of it: what is already written
// stays if nothing that it depends on has changed. A step of the clock does
// what comes next, whether it fits or not, and a large model's tokens take
// several: to read the last one, to rank what the model says, to draw.
func (c draft) extend(l *Lab, by recipe, budget float64) (longer draft, left float64) {
	if c.by != by || len(c.written) > l.length {
		c = draft{by: by, history: slices.Clone(l.next.tokens), after: l.next.answer}
	}
	first := budget >= lab.StepBudget
	fits := func(cost float64) bool {
		ok := first || cost <= budget
		first, budget = false, budget-cost
		return ok
	}
	for range writeBatch {
		if !c.behind(l.length) {
			break
		}
		if !c.after.known() {
			if budget <= 0 {
				break
			}
			prompt := len(l.next.tokens)
			next, done, err := l.decoder.step(c.history[:prompt], c.history[prompt:], budget)
			first, budget = false, budget-min(l.decoder.from.Cost(1), budget)
			if !done {
				break
			}
			if c.failed = err; err != nil {
				c.ended = true
				break
			}
			c.after = answerOf(next, l.lm.Tokens)
		}
		if !c.after.ready() {
			if !fits(l.rankCost()) {
				break
			}
			c.after = c.after.rank()
		}
		if !fits(l.cutCost()) {
			break
		}
		c = c.write(l)
	}
	return c, budget
}

// behind says whether tokens are still to be written.
func (c draft) behind(length int) bool { return len(c.written) < length && !c.ended }

// write draws one token.
func (c draft) write(l *Lab) draft {
	s := l.settings(len(c.written))
	s.Temperature = c.by.temperature
	steps := l.engines[l.engine].Chain(s)
	run := func() (sampling.Trace, bool) { return c.after.run(steps, c.history) }
	if len(c.written) == 0 {
		run = func() (sampling.Trace, bool) { return l.next.run(steps) } // which may have taken them before
	}
	trace, certain := run()
	final := trace.Final()
	if c.vague = !certain; len(final.Order) == 0 || c.vague {
		c.ended = true
		return c
	}
	raw := trace.Stages[0]
	tokens, p := final.Kept()
	token := tokens[sampling.Draw(p, rand.NewPCG(uint64(l.seed), uint64(len(c.written))))]
	c.ended = token == l.lm.Tokens.End() || len(c.history) >= l.lm.Model.Context()
	// Clipped, so that texts that were kept share no room to write on.
	c.history = append(slices.Clip(c.history), token)
	c.written = append(slices.Clip(c.written), written{
		token: token, raw: raw.P(token), final: final.P(token),
		rank: 1 + slices.Index(raw.Order, token),
	})
	c.after = answer{}
	return c
}
