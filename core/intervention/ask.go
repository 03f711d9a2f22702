package intervention

import (
	"logitarium/core/elementary"
	"logitarium/core/gpt"
	"logitarium/core/lm"
	"logitarium/core/tensor"
)

// An Asking is a prompt put to a network under a plan, in steps, until the
// first word of its answer is written, the likeliest token each time.
type Asking struct {
	model  *gpt.Model
	tokens lm.Tokenizer
	prompt []int
	guess  []int // what is believed to be the answer: if it is, one pass shows it
	said   []int
	most   int       // tokens that are written
	next   []float32 // logits after the prompt

	pass   gpt.Pass
	run    *gpt.Run
	passes int
	over   bool
}

// longest is how many tokens are written at most.
const longest = 8

// Ask begins to put a prompt to a network. Guess is a word that may well be the
// answer; it saves passes, and changes nothing. Without one, only the next token
// is asked for. It panics as [gpt.Model.Begin] does.
func Ask(m *gpt.Model, tokens lm.Tokenizer, prompt []int, guess string, plan *Plan) *Asking {
	a := &Asking{model: m, tokens: tokens, prompt: prompt, most: longest}
	a.pass = gpt.Pass{ReuseLayers: true, Probe: plan.Probe(m.Config, nil)}
	switch more := lm.Follow(tokens, " "+guess); {
	case guess == "":
		a.most, a.pass.Predict = 1, gpt.AfterLast
	case len(prompt)+len(more) <= m.Config.Context:
		a.guess = more
	}
	a.begin(a.guess)
	return a
}

func (a *Asking) begin(more []int) {
	row := append(append(make([]int, 0, len(a.prompt)+len(more)), a.prompt...), more...)
	a.run = a.model.Begin(&a.pass, row, len(row))
}

// Step goes on for about a budget, and says whether anything is left.
func (a *Asking) Step(budget float64) (more bool) {
	if a.over || a.run.Step(budget) {
		return !a.over
	}
	a.passes++
	if a.passes == 1 {
		a.next = append([]float32(nil), a.after(0)...)
		if a.confirmed() {
			a.said, a.over = a.guess, true
			return false
		}
		a.said = append(a.said, tensor.Argmax(a.next))
	} else {
		a.said = append(a.said, tensor.Argmax(a.after(len(a.said))))
	}
	if _, ended := FirstWord(a.tokens.Decode(a.said)); ended || len(a.said) == a.most || len(a.prompt)+len(a.said) >= a.model.Config.Context {
		a.over = true
		return false
	}
	a.begin(a.said)
	return true
}

// after returns the logits after the prompt and so many tokens of the answer.
func (a *Asking) after(n int) []float32 {
	z := a.run.Logits()
	if a.pass.Predict == gpt.AfterLast {
		return z.Row(0)
	}
	return z.Row(len(a.prompt) - 1 + n)
}

// confirmed says whether the guess is what the network says: each token the
// likeliest, and the word at its end.
func (a *Asking) confirmed() bool {
	if len(a.guess) == 0 {
		return false
	}
	for i, t := range a.guess {
		if tensor.Argmax(a.after(i)) != t {
			return false
		}
	}
	_, ended := FirstWord(a.tokens.Decode(append(append([]int(nil), a.guess...), tensor.Argmax(a.after(len(a.guess))))))
	return ended
}

// cost is about what a pass costs, in multiplications as [gpt.Config.Work] counts.
func (a *Asking) cost() float64 { return a.run.Work() }

// Share is about how much is done, from 0 to 1.
func (a *Asking) Share() float64 {
	if a.over {
		return 1
	}
	return (float64(a.passes) + a.run.Share()) / float64(a.most+1)
}

// Word is the first word of the answer, when all is done.
func (a *Asking) Word() string {
	word, _ := FirstWord(a.tokens.Decode(a.said))
	return word
}

// Next returns the logits after the prompt, [V], when all is done.
func (a *Asking) Next() []float32 { return a.next }

// Begins is the probability that the answer begins as a word does: of the first
// token of " word" after the prompt.
func (a *Asking) Begins(word string) float64 {
	return Probability(a.next, Opening(a.tokens, word))
}

// Opening is the first token of a word that follows a prompt after a blank.
func Opening(tokens lm.Tokenizer, word string) int { return lm.Follow(tokens, " "+word)[0] }

// Probability is the softmax of logits at one token.
func Probability(logits []float32, token int) float64 {
	peak := float64(logits[tensor.Argmax(logits)])
	sum := 0.0
	for _, z := range logits {
		sum += elementary.Exp(float64(z) - peak)
	}
	return elementary.Exp(float64(logits[token])-peak) / sum
}
