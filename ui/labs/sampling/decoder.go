package sampling

import (
	"slices"

	"logitarium/core/lm"
)

// decoder feeds texts to the model. It knows what it has fed, so it can be asked
// for any text at any time, and goes on from what both have in common.
//
// A prompt is always fed in one go and the rest token by token, so that the
// logits are the same to the bit however the text came about.
type decoder struct {
	from    lm.Reader
	prompt  int   // how many tokens were fed in one go
	held    []int // all that was fed
	run     lm.Reading
	feeding []int // by the run
}

// step goes by a budget nearer to what the model says after a prompt and
// tokens written behind it: what may come next, or an error, when it is done.
func (r *decoder) step(prompt, written []int, budget float64) (next lm.Next, done bool, err error) {
	text := slices.Concat(prompt, written)
	if r.run != nil && !r.leadsTo(prompt, text) {
		r.run = nil
	}
	for work := 0.0; work < catchUp; {
		if r.run == nil {
			r.begin(prompt, text)
		}
		if r.run.Step(budget) {
			return next, false, nil
		}
		work += r.run.Cost()
		if next, err = r.run.Next(); err != nil {
			r.run = nil
			return next, true, err
		}
		r.held, r.run = append(r.held, r.feeding...), nil
		if len(r.held) == len(text) {
			return next, true, nil
		}
	}
	return next, false, nil
}

// catchUp is how many multiplications a step takes to come to a text that was
// kept while another one was read: enough for a small model to go on as if
// it had never left.
const catchUp = 1 << 31

// leadsTo says whether what is held and being fed is the beginning of a text.
func (r *decoder) leadsTo(prompt, text []int) bool {
	n := len(r.held) + len(r.feeding)
	return r.prompt == len(prompt) && n <= len(text) &&
		slices.Equal(text[:len(r.held)], r.held) && slices.Equal(text[len(r.held):n], r.feeding)
}

// begin starts to feed what comes first of a text that is not held.
func (r *decoder) begin(prompt, text []int) {
	shared := 0
	for shared < min(len(r.held), len(text)-1) && r.held[shared] == text[shared] {
		shared++
	}
	if r.prompt != len(prompt) || shared < len(prompt) {
		shared, r.prompt, r.feeding = 0, len(prompt), prompt
	} else {
		r.feeding = text[shared : shared+1]
	}
	r.held = r.held[:shared]
	r.from.Rewind(shared)
	r.run = r.from.Begin(r.feeding)
}

// promptRun is a prompt being read, as a task of a lab's work.
type promptRun struct {
	by     *decoder
	prompt []int
	next   lm.Next // when it is done
	err    error
}

func (g *promptRun) Step(budget float64) bool {
	var done bool
	g.next, done, g.err = g.by.step(g.prompt, nil, budget)
	return !done
}

func (g *promptRun) Share() float64 {
	if g.by.run == nil {
		return 0
	}
	return g.by.run.Share()
}

// Stop implements [lab.Stopper].
func (g *promptRun) Stop() {
	if s, ok := g.by.run.(lm.Stopper); ok {
		s.Stop()
	}
}
