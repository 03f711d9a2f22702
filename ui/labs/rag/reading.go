package rag

import (
	"math"
	"slices"
	"strings"

	"logitarium/core/lm"
	"logitarium/ui/lab"
	"logitarium/ui/message"
)

// attempt is what the model writes after a prompt, and what it thinks of the
// right answer.
type attempt struct {
	prompt, want string
	steps        []decoded
	truth        []float64 // p of each of the right answer's tokens, the line's end included; NaN if it is not told
	failed       error     // why the model said nothing more
}

// decoded is one token of greedy decoding.
type decoded struct {
	token int
	p     float64
}

// mostSteps is how many tokens of an answer are written.
const mostSteps = 4

// read adds to some work that the model writes greedily after a prompt, and is
// asked for the right answer's probability, token by token. The prompt is made
// when it comes to it; length is about how many tokens it has.
func (l *Lab) read(w *lab.Work, length int, prompt func() string, then func(attempt)) {
	from, want := l.speaker.Reader(), l.corpus.want
	var r *answering
	w.Add(from.Cost(length)+float64(2*mostSteps*from.Cost(1)), func() lab.Stepper {
		r = newAnswering(l.speaker, l.manner, prompt(), want)
		return r
	}, func() { then(r.reading) })
}

// newAnswering begins to read a prompt. One that is too long loses its beginning.
func newAnswering(m lm.Predictor, how manner, prompt, want string) *answering {
	r := &answering{tokenizer: m.Tokenizer(), manner: how, reading: attempt{prompt: prompt, want: want}, from: m.Reader()}
	tokens := how.tokens(r.tokenizer, prompt)
	if want != "" && lm.Cuts(r.tokenizer) {
		r.right = how.right(r.tokenizer, prompt, want, len(tokens))
	}
	most := max(m.Context()-max(answerRoom, len(r.right)), 1)
	r.tokens = tokens[max(len(tokens)-most, 0):]
	r.run = r.from.Begin(r.tokens)
	return r
}

// answering makes an attempt in steps: the prompt, what the model writes behind it,
// and, from the prompt on again, the right answer.
type answering struct {
	tokenizer     lm.Tokenizer
	manner        manner
	tokens, right []int
	reading       attempt

	from     lm.Reader
	run      lm.Reading
	first, p []float32 // of the next token, after the prompt and now
	best     int       // the likeliest
	judging  bool      // the right answer
	passes   int       // that are done
}

// Share counts passes, the prompt's as the longest.
func (r *answering) Share() float64 {
	const prompt = 0.5
	if r.first == nil {
		return prompt * r.run.Share()
	}
	return prompt + (1-prompt)*float64(r.passes)/float64(1+mostSteps+len(r.right))
}

// Step goes on with a pass, or decides on the next one.
func (r *answering) Step(budget float64) bool {
	if r.run.Step(budget) {
		return true
	}
	next, err := r.run.Next()
	if err == nil && !next.Whole() && len(next.Top) == 0 {
		err = errSilent
	}
	if err != nil {
		r.reading.failed = err
		return false
	}
	r.passes++
	r.take(next)
	if r.first == nil {
		r.first = slices.Clone(r.p)
	}
	return r.next()
}

// Stop implements [lab.Stopper].
func (r *answering) Stop() {
	if s, ok := r.run.(lm.Stopper); ok {
		s.Stop()
	}
}

var errSilent = message.Errorf("the model tells of no token how likely it is")

// take takes what may come next: p is NaN of a token that is not told.
func (r *answering) take(next lm.Next) {
	if r.p == nil {
		r.p = make([]float32, r.tokenizer.Size())
	}
	if next.Whole() {
		next.Probs(r.p)
		r.best = slices.Index(r.p, slices.Max(r.p))
		return
	}
	for i := range r.p {
		r.p[i] = float32(math.NaN())
	}
	for _, c := range next.Top {
		r.p[c.Token] = float32(c.P)
	}
	r.best = next.Top[0].Token
}

// next begins the next pass, if there is one.
func (r *answering) next() bool {
	if !r.judging {
		best := r.best
		r.reading.steps = append(r.reading.steps, decoded{best, float64(r.p[best])})
		ends := r.manner.ends(r.tokenizer, best) || strings.HasSuffix(string(r.tokenizer.Bytes(best)), "\n")
		if !ends && len(r.reading.steps) < mostSteps {
			return r.feed(best)
		}
		r.judging = true
		r.from.Rewind(len(r.tokens))
		copy(r.p, r.first)
	}
	if r.reading.want != "" && len(r.right) == 0 { // how a server cuts it is not known
		r.reading.truth = []float64{math.NaN()}
		return false
	}
	n := len(r.reading.truth)
	if n == len(r.right) {
		return false
	}
	r.reading.truth = append(r.reading.truth, float64(r.p[r.right[n]]))
	return n+1 < len(r.right) && r.feed(r.right[n])
}

// feed begins to read a token, if the context has room for it.
func (r *answering) feed(token int) bool {
	if r.from.Full() {
		return false
	}
	r.run = r.from.Begin([]int{token})
	return true
}
