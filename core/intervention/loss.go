package intervention

import (
	"logitarium/core/gpt"
)

// A Loss is the loss of some texts under a plan, being computed in steps.
type Loss struct {
	model   *gpt.Model
	texts   [][]int
	pass    gpt.Pass
	run     *gpt.Run
	at      int
	sum     float64
	targets int
}

// Lose begins to compute the mean loss of texts, in nats a token, over every
// token but the first of each. A text of one token has none.
func Lose(m *gpt.Model, texts [][]int, plan *Plan) *Loss {
	return &Loss{model: m, texts: texts, pass: gpt.Pass{ReuseLayers: true, Probe: plan.Probe(m.Config, nil)}}
}

// Step goes on for about a budget, and says whether anything is left.
func (l *Loss) Step(budget float64) (more bool) {
	for budget > 0 && l.at < len(l.texts) {
		text := l.texts[l.at]
		n := len(text) - 1
		if n < 1 {
			l.at++
			continue
		}
		if l.run == nil {
			l.run = l.model.Begin(&l.pass, text[:n], n)
		}
		more := l.run.Step(budget)
		budget -= l.run.Work()
		if more {
			continue
		}
		mean, _ := gpt.CrossEntropy(l.run.Logits(), text[1:])
		l.sum += float64(mean * float64(n))
		l.targets += n
		l.run = nil
		l.at++
	}
	return l.at < len(l.texts)
}

// Share is how much is done, from 0 to 1.
func (l *Loss) Share() float64 {
	if l.at == len(l.texts) {
		return 1
	}
	done := float64(l.at)
	if l.run != nil {
		done += l.run.Share()
	}
	return done / float64(len(l.texts))
}

// Mean is the loss, and over how many tokens it is taken.
func (l *Loss) Mean() (nats float64, tokens int) { return l.sum / float64(l.targets), l.targets }
