package adapt

import (
	"logitarium/core/experiment/knowledge"
	"logitarium/ui/lab"
	"logitarium/ui/message"
)

// readings are those of all views that train.
func (l *Lab) readings() []lab.Reading {
	s := &l.study
	r := l.recipe()
	c := s.lm.Network.Config
	first := s.exam.Questions(knowledge.New)[0].Fact
	return computed([]lab.Reading{
		{Name: "trained", Help: message.New("how many numbers the training changes, and their share of the model's parameters"), Value: float64(r.Trainable(c)) / 1e3, Unit: "k", Digits: 1,
			Note: message.New("%.1f %%", 100*float64(r.Trainable(c))/float64(c.Counts().Total()))},
		{Name: "texts", Help: message.New("how many texts about new and changed facts the training draws its rows from"), Value: float64(len(s.exam.Taught()) * l.paraphrases), Note: message.New("of %d facts", len(s.exam.Taught()))},
		{Name: "batch", Help: message.New("the rows of a training step, new texts and replayed ones, and the learning rate"), Text: message.New("%d+%d rows, rate %.3g", knowledge.Rows, l.replay, l.rate)},
		{Name: "passages", Help: message.New("how many retrieved passages stand in a prompt"), Value: float64(l.top), Note: message.New("in the prompt")},
		{Name: "edited", Help: message.New("the fact that was changed by hand"), Text: message.Verbatim(s.exam.Edited().Fact.Statement(0))},
		{Name: "a new fact", Help: message.New("one of the facts that no document of the training tells"), Text: message.Verbatim(first.Statement(0))},
	})
}

// computed marks readings as computed here.
func computed(readings []lab.Reading) []lab.Reading {
	for i := range readings {
		readings[i].Provenance = lab.Computed
	}
	return readings
}

// kindNames are short enough for the names of readings.
var kindNames = [...]string{
	knowledge.New: "new", knowledge.Reworded: "reworded", knowledge.Changed: "changed",
	knowledge.Old: "old", knowledge.Format: "form", knowledge.Untold: "untold",
}

// stepReadings are how far the training is.
func (l *Lab) stepReadings() []lab.Reading {
	return []lab.Reading{
		{Name: "steps", Help: message.New("how many updates the tuned copy has had"), Value: float64(l.study.stepsDone()), Note: l.progress()},
		l.lossReading(),
	}
}

// progress says how many steps there will be, and whether they wait.
func (l *Lab) progress() message.Text {
	if l.paused {
		return message.New("of %d, paused", l.steps)
	}
	return message.New("of %d", l.steps)
}

func (l *Lab) lossReading() lab.Reading {
	r := lab.Reading{Name: "loss", Help: message.New("the cross-entropy of the next token in the last training batch"), Unit: "nats", Digits: 4}
	if l.study.stepsDone() == 0 {
		r.Undefined = message.New("no step is made")
		return r
	}
	if r.Value = l.study.course.Tuning.Loss(); diverged(l.study.course) {
		r.Undefined = message.New("training has diverged")
	}
	return r
}
