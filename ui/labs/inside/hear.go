package inside

import (
	"logitarium/core/elementary"
	"logitarium/core/gpt"
	"logitarium/core/intervention"
	"logitarium/core/tensor"
	"logitarium/ui/lab"
)

// asked is the text as a question of Tiny World.
type asked struct {
	text   string // that was looked at
	is     bool   // it is one, and the model was trained on that world
	prompt intervention.Prompt
}

// heard is what the model says after a text.
type heard struct {
	logits  []float32
	peak    float64 // the highest
	sum     float64 // Σ e^(logit − peak)
	token   int     // the likeliest
	word    string  // the first word of the answer, if a question was asked; else empty
	verdict intervention.Verdict
}

// recognize sees whether the text asks a question of Tiny World. One whose
// beginning is left out does not.
func (l *Lab) recognize() {
	if l.question.text == l.text {
		return
	}
	l.question = l.ask(l.text)
	l.question.is = l.question.is && l.text0.left == 0
}

// ask reads a text as a question of Tiny World.
func (l *Lab) ask(text string) asked {
	a := asked{text: text}
	if l.lm.World == nil {
		return a
	}
	if q, ok := intervention.Recognize(l.lm.World, typed(text)); ok {
		a.is, a.prompt = true, intervention.Read(l.lm.Tokens, q)
	}
	return a
}

// nothing is the plan that changes nothing.
func nothing() *intervention.Plan { return &intervention.Plan{} }

// listen adds the task of having the model go on after some tokens under a plan:
// with a word if they are a question, and else with a token.
func (l *Lab) listen(asked asked, tokens []int, plan func() *intervention.Plan, then func(heard)) {
	passes := 1
	guess := ""
	if asked.is {
		passes, guess = 2, asked.prompt.Answer
	}
	var a *intervention.Asking
	l.work.Add(float64(passes)*l.config().Work(len(tokens)), func() lab.Stepper {
		a = intervention.Ask(l.lm.Network, l.lm.Tokens, tokens, guess, plan())
		return a
	}, func() { then(l.judge(a, asked)) })
}

func (l *Lab) judge(a *intervention.Asking, asked asked) heard {
	h := heard{logits: a.Next(), token: tensor.Argmax(a.Next())}
	h.peak = float64(h.logits[h.token])
	for _, z := range h.logits {
		h.sum += elementary.Exp(float64(z) - h.peak)
	}
	if asked.is {
		h.word = a.Word()
		h.verdict = intervention.Judge(l.lm.World, asked.prompt.Question, h.word)
	}
	return h
}

// passOver adds the task of a pass that a probe looks at.
func (l *Lab) passOver(tokens []int, probe gpt.Probe, then func()) {
	l.work.Add(l.config().Work(len(tokens)), func() lab.Stepper {
		p := &gpt.Pass{Predict: gpt.Nothing, ReuseLayers: true, Probe: probe}
		return l.lm.Network.Begin(p, tokens, len(tokens))
	}, then)
}

// saidBy is what a pass said: the answer's first word, or the likeliest token.
func (h heard) saidBy(l *Lab) string {
	if h.word != "" {
		return h.word
	}
	return l.label(h.token)
}

// p is the probability of a token after a text.
func (h heard) p(token int) float64 {
	return elementary.Exp(float64(h.logits[token])-h.peak) / h.sum
}
