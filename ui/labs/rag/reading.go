package rag

import (
	"slices"
	"strings"

	"logitarium/core/builtin"
	"logitarium/core/gpt"
	"logitarium/core/tensor"
	"logitarium/ui/lab"
)

// reading is what the model writes after a prompt, and what it thinks of the
// right answer.
type reading struct {
	prompt, want string
	steps        []step
	truth        []float64 // p of each of the right answer's tokens, the line's end included
}

// step is one token of greedy decoding.
type step struct {
	token int
	p     float64
}

// mostSteps is how many tokens of an answer are written.
const mostSteps = 4

// read adds to some work that the model writes greedily after a prompt, and is
// asked for the right answer's probability, token by token. The prompt is made
// when it comes to it; length is about how many tokens it has.
func (l *Lab) read(w *lab.Work, length int, prompt func() string, then func(reading)) {
	lm, want, c := l.lm, l.shelf.want, l.lm.Model.Config
	var r *reader
	w.Add(c.Work(length)+float64(2*mostSteps*c.Work(1)), func() lab.Stepper {
		r = newReader(lm, prompt(), want)
		return r
	}, func() { then(r.reading) })
}

// newReader begins to read a prompt. One that is too long loses its beginning.
func newReader(lm *builtin.LM, prompt, want string) *reader {
	r := &reader{lm: lm, reading: reading{prompt: prompt, want: want}, decoder: gpt.NewDecoder(lm.Model)}
	tokens := lm.Tokens.Encode(prompt)
	if want != "" {
		r.right = lm.Tokens.Encode(prompt + " " + want + "\n")[len(tokens):]
	}
	most := max(lm.Model.Config.Context-max(answerRoom, len(r.right)), 1)
	r.tokens = tokens[max(len(tokens)-most, 0):]
	r.run = r.decoder.Begin(r.tokens)
	return r
}

// reader makes a reading in steps: the prompt, what the model writes behind it,
// and, from the prompt on again, the right answer.
type reader struct {
	lm            *builtin.LM
	tokens, right []int
	reading       reading

	decoder  *gpt.Decoder
	run      *gpt.Run
	first, p []float32 // of the next token, after the prompt and now
	judging  bool      // the right answer
	passes   int       // that are done
}

// Share counts passes, the prompt's as the longest.
func (r *reader) Share() float64 {
	const prompt = 0.5
	if r.first == nil {
		return prompt * r.run.Share()
	}
	return prompt + (1-prompt)*float64(r.passes)/float64(1+mostSteps+len(r.right))
}

// Step goes on with a pass, or decides on the next one.
func (r *reader) Step() bool {
	if r.run.Step() {
		return true
	}
	logits := r.run.Logits().Row(0)
	r.passes++
	if r.p == nil {
		r.p = make([]float32, len(logits))
	}
	tensor.Softmax(r.p, logits)
	if r.first == nil {
		r.first = slices.Clone(r.p)
	}
	return r.next()
}

// next begins the next pass, if there is one.
func (r *reader) next() bool {
	if !r.judging {
		best := slices.Index(r.p, slices.Max(r.p))
		r.reading.steps = append(r.reading.steps, step{best, float64(r.p[best])})
		ends := best == r.lm.Tokens.End() || strings.HasSuffix(string(r.lm.Tokens.Bytes(best)), "\n")
		if !ends && len(r.reading.steps) < mostSteps {
			return r.feed(best)
		}
		r.judging = true
		r.decoder.Rewind(len(r.tokens))
		copy(r.p, r.first)
	}
	n := len(r.reading.truth)
	if n == len(r.right) {
		return false
	}
	r.reading.truth = append(r.reading.truth, float64(r.p[r.right[n]]))
	return n+1 < len(r.right) && r.feed(r.right[n])
}

// feed begins to read a token, if the context has room for it.
func (r *reader) feed(token int) bool {
	if r.decoder.Full() {
		return false
	}
	r.run = r.decoder.Begin([]int{token})
	return true
}
