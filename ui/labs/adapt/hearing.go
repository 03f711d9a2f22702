package adapt

import (
	"logitarium/core/experiment/knowledge"
	"logitarium/core/gpt"
	"logitarium/ui/lab"
)

// A hearing measures what a model makes of the edited fact in some ways, a part at
// a time: four passes for each.
type hearing struct {
	model *gpt.Model
	step  int
	ways  []knowledge.Way
	heard []heard // the last one is under way
}

// heard is what is measured of one way; nil is what has not begun.
type heard struct {
	asking             *knowledge.Asking
	now, reworded, old *knowledge.Believing
}

// hear goes on with the hearing of the edited fact, or begins it. It says whether
// it is over, and then the beliefs are what it measured.
func (s *study) hear(m *gpt.Model, step int, ways ...knowledge.Way) (over bool) {
	if s.hearing == nil {
		s.hearing = &hearing{model: m, step: step, ways: ways, heard: make([]heard, 1)}
	}
	h := s.hearing
	for budget := float64(lab.PartBudget); budget > 0; {
		last := &h.heard[len(h.heard)-1]
		if left, done := s.goOn(h.model, h.ways[len(h.heard)-1], last, budget); !done {
			budget = left
			continue
		}
		if len(h.heard) == len(h.ways) {
			s.learn(h)
			return true
		}
		h.heard = append(h.heard, heard{})
	}
	return false
}

// goOn begins or goes on with the next measurement of a way, for a budget of which
// it returns what is left, and says whether all are done.
func (s *study) goOn(m *gpt.Model, w knowledge.Way, x *heard, budget float64) (left float64, done bool) {
	q := s.exam.Edited()
	other := q
	other.Form = 1
	switch {
	case x.asking == nil:
		x.asking = s.exam.BeginAsk(m, q, w, s.top)
	case !x.asking.Done():
		budget = x.asking.Advance(budget)
	case x.now == nil:
		x.now = s.exam.BeginBelief(m, q, w, s.top, q.Fact.Value)
	case !x.now.Done():
		budget = x.now.Advance(budget)
	case x.reworded == nil:
		x.reworded = s.exam.BeginBelief(m, other, w, s.top, q.Fact.Value)
	case !x.reworded.Done():
		budget = x.reworded.Advance(budget)
	case x.old == nil && q.Before != "":
		x.old = s.exam.BeginBelief(m, q, w, s.top, q.Before)
	case x.old != nil && !x.old.Done():
		budget = x.old.Advance(budget)
	default:
		return budget, true
	}
	return budget, false
}

// learn takes over what a hearing measured.
func (s *study) learn(h *hearing) {
	for i, x := range h.heard {
		b := belief{known: true, step: h.step, text: x.asking.Answer().Text, now: x.now.Belief(), reworded: x.reworded.Belief()}
		if x.old != nil {
			b.old = x.old.Belief()
		}
		s.beliefs[h.ways[i]] = b
	}
	s.hearing = nil
}
