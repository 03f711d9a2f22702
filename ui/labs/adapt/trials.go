package adapt

import (
	"slices"

	"logitarium/core/experiment/knowledge"
	"logitarium/ui/lab"
	"logitarium/ui/message"
)

// outcome is what one fine-tuning left of what the model knew.
type outcome struct {
	fresh, old knowledge.Score
	lost       []knowledge.Change // of the old facts
}

// trained is a fine-tuning that came to its end, and what came of it.
type trained struct {
	job     job
	outcome outcome
}

// mostKept is how many fine-tunings are remembered.
const mostKept = 64

// remember keeps what came of the study's own training, so that a table over
// several of them fills as the knobs are turned. The list is never changed in
// place: what was kept to go back to has it too.
func (l *Lab) remember() {
	s := &l.study
	if s.after == nil || !s.after.Done() || diverged(s.course) {
		return
	}
	if _, known := l.recalled(l.job); known {
		return
	}
	lost, ok := l.forgotten()
	if !ok {
		return
	}
	fresh, _ := s.score(knowledge.New, knowledge.Tuned)
	old, _ := s.score(knowledge.Old, knowledge.Tuned)
	list := slices.Clone(l.ends[max(len(l.ends)-mostKept+1, 0):])
	l.ends = append(list, trained{l.job.plain(), outcome{fresh, old, lost}})
}

// plain is the job without what does not matter to the training.
func (j job) plain() job {
	j.top = 0
	return j
}

// recalled is what came of a training, if it was done.
func (l *Lab) recalled(j job) (outcome, bool) {
	j = j.plain()
	for _, e := range l.ends {
		if e.job == j {
			return e.outcome, true
		}
	}
	return outcome{}, false
}

// A series of fine-tunings is set off by hand: it takes a minute or so.
type trials struct {
	of   job // what they depend on, without what they vary
	run  *knowledge.Trials
	kept *knowledge.Trials // the one that was kept last
}

// advance does a part of a piece of the work, and says whether the piece is over.
func (t *trials) advance() (over bool) {
	if t.run == nil || t.run.Done() {
		return true
	}
	lab.Own(&t.run, t.kept)
	return t.run.AdvanceFor(lab.PartBudget)
}

// pending says whether there is work left.
func (t *trials) pending() bool { return t.run != nil && !t.run.Done() }

// follow drops what belongs to other settings.
func (t *trials) follow(j job) {
	if t.of != j {
		t.of, t.run = j, nil
	}
}

// trialActions are those of a view with a series: space sets it off, pauses it, and
// lets it go on.
func (l *Lab) trialActions(t *trials, begin func() *knowledge.Trials) []lab.Action {
	space := lab.Action{Name: "run"}
	switch {
	case t.pending() && l.paused:
		space = lab.Action{Name: "go on"}
	case t.pending():
		space = lab.Action{Name: "pause"}
	case t.run != nil:
		space = lab.Action{Name: "run again"}
	}
	space.Key, space.Help = "space", "train the copies that the picture compares, one after the other; pause, or go on"
	space.Do = func() error {
		if t.pending() {
			l.paused = !l.paused
		} else {
			t.run, l.paused = begin(), false
		}
		return nil
	}
	return []lab.Action{space, l.again()}
}

// workReading is how much of a series is done.
func (l *Lab) workReading(t *trials) lab.Reading {
	r := lab.Reading{Name: "work done", Help: message.New("how much of the multiply-adds of all copies that the picture compares is done"), Unit: "%"}
	if t.run == nil {
		r.Undefined = message.New("space begins it")
		return r
	}
	r.Value, r.Note = 100*t.run.Share(), message.New("of %v multiply-adds", amount(t.run.Cost()))
	return r
}
