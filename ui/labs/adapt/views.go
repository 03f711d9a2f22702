package adapt

import (
	"logitarium/core/experiment/knowledge"
	"logitarium/ui/lab"
	"logitarium/ui/message"
)

// workView is a view with the work behind it.
type workView struct {
	lab.View
	rival  bool        // the course with the other replay is needed too
	series *trials     // the fine-tunings that it compares; nil: the study's own
	tuned  func() bool // whether it shows what the tuned copy answers; may be nil
}

// workViews are the views in their order.
func (l *Lab) workViews() []workView {
	return []workView{
		{View: l.scores(), tuned: always},
		{View: l.training(), tuned: always},
		{View: l.fact(), tuned: always},
		{View: l.forgetting(), rival: true, tuned: always},
		{View: l.rates(), series: &l.grid, tuned: always},
		{View: l.texts(), series: &l.told},
		{View: l.ledger()},
		{View: l.elsewhere()},
		{View: l.choose(), tuned: func() bool { return knowledge.Way(l.way).Trained() }},
	}
}

func always() bool { return true }

// open is the one that is looked at.
func (l *Lab) open() workView { return l.workViews()[l.view] }

// Views are the pictures; in each of them the sentence says first what keeps
// its numbers from coming.
func (l *Lab) Views() lab.Views {
	v := lab.Views{At: &l.view, Readings: func() []lab.Reading {
		return append(computed(l.stepReadings()), l.readings()...)
	}}
	for _, p := range l.workViews() {
		says := p.Sentence
		p.Sentence = func() message.Text {
			switch _, ok := l.edited(); {
			case !ok:
				return message.New("The edit is no sentence of this world, so %q still counts. Write one like it.", defaultEdit)
			case p.tuned != nil && p.tuned() && diverged(l.study.course):
				return message.New("The training has diverged: its loss is no number any more, and what the tuned copy answers means nothing. A lower rate than %.3g?", l.rate)
			case l.paused && !l.study.asking() && l.study.pending(p.rival):
				return message.Join(message.New("Paused at step %d of %d: space goes on.", l.study.stepsDone(), l.steps), says())
			}
			return says()
		}
		v.List = append(v.List, p.View)
	}
	return v
}

// trained are the fields of the knobs that the experiment depends on: what all
// views show.
func (l *Lab) trained() []lab.Field {
	return []lab.Field{
		&l.edit, &l.facts, &l.top, &l.method, &l.rank, &l.steps, &l.rate, &l.paraphrases, &l.replay, &l.seed,
	}
}

// Actions lists what space sets off.
func (l *Lab) Actions() []lab.Action {
	space := lab.Action{Name: "pause"}
	switch {
	case !l.study.pending(l.open().rival):
		space = lab.Action{Name: "train again"}
	case l.paused:
		space = lab.Action{Name: "go on"}
	}
	space.Key, space.Help = "space", "pause the training, or go on; when it is done, train again"
	space.Do = func() error {
		if l.study.pending(l.open().rival) {
			l.paused = !l.paused
		} else {
			l.study.restart()
		}
		return nil
	}
	return []lab.Action{space, l.again()}
}

// again begins the study's training anew.
func (l *Lab) again() lab.Action {
	return lab.Action{Name: "again", Key: "b", Help: "begin the fine-tuning again", Do: func() error { l.study.restart(); return nil }}
}
