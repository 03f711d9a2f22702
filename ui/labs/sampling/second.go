package sampling

import (
	"math/rand/v2"

	"logitarium/core/sampling"
	"logitarium/core/world"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// second is the prompt beside the first one, under the same rules.
type second struct {
	distribution
	cutting lab.Work // of taking the steps behind it
	by      recipe   // what the rest depends on
	trace   sampling.Trace
	certain bool
	left    float64 // the entropy of what is left, in bits
}

// asksBeside is what the second prompt asks the model.
func (l *Lab) asksBeside() asked { return asked{prompt: l.beside, special: l.readAs(l.beside)} }

// firstBeside is the second prompt at first: a question with one true answer, or
// a beginning that most models know how to go on from.
func (l *Lab) firstBeside() string {
	if l.lm.World == nil {
		return "once upon a"
	}
	return l.lm.World.Questions(world.KnowMid, 4, rand.New(rand.NewPCG(1, 1)))[3].Prompt
}

// cutSecond applies the rules behind the second prompt, when the model has read
// it, if that fits into a budget. It says whether that is done, or not to be done.
func (l *Lab) cutSecond(budget float64) (done bool) {
	by := l.recipe()
	by.asked = l.asksBeside()
	if !l.second.is(by.asked) || l.second.failed != nil || !l.second.known() || l.second.trace.Stages != nil && l.second.by == by {
		l.second.cutting.Drop() // what is under way for settings that were taken back
		return true
	}
	if w := &l.second.cutting; !w.Is(by) || !w.Waiting() {
		w.Begin(by, message.New("The settings are applied to all tokens"))
		w.Add(l.cutCost(), nil, func() {
			s := l.settings(0)
			s.Prompt = len(l.second.tokens)
			l.second.by = by
			l.second.forget()
			l.second.trace, l.second.certain = l.second.run(l.engines[l.engine].Chain(s))
			l.second.left = l.second.entropyOf(l.second.trace.Final())
		})
	}
	l.second.cutting.Fit(budget)
	return !l.second.cutting.Waiting()
}

// quoted are the two prompts as they are called on screen, cut to a width from
// their beginning, as their ends differ.
func (l *Lab) quoted(t viz.Theme, cells int) (first, second viz.Safe) {
	in := func(prompt string) viz.Safe { return t.FitTail(viz.Cleanf("%q", prompt), cells) }
	return in(l.prompt), in(l.beside)
}

// sayUncertain says that the model does not tell enough behind one of the two
// prompts; it is empty if it does.
func (l *Lab) sayUncertain() message.Text {
	if l.second.known() && l.second.trace.Stages != nil && !l.second.certain {
		return message.New("Behind the second prompt the model does not tell enough: what the rules leave there is not known.")
	}
	return message.Text{}
}
