package residual

import (
	"maps"

	"logitarium/ui/lab"
)

// Share implements [lab.Shared]: it hands over what the open view has trained or
// measured.
func (l *Lab) Share() (give func(to lab.Lab) bool) {
	done, view := maps.Clone(l.survey.done), l.view
	if l.work().race == nil {
		return func(to lab.Lab) bool {
			other, ok := to.(*Lab)
			if !ok || other.view != view {
				return false
			}
			other.survey = survey{done: done, kept: true}
			return true
		}
	}
	r := l.work().race.share()
	return func(to lab.Lab) bool {
		other, ok := to.(*Lab)
		if !ok || other.view != view || !other.work().race.same(r) {
			return false
		}
		*other.work().race = r
		return true
	}
}

// share is a race as far as it has come: who goes on with it goes on with a copy.
// The networks of many seeds are too large for that, and stay: who goes on with
// those shows the figures and trains as far first.
func (r *race) share() race {
	c := *r
	c.next, c.amid = nil, false // it is shown its first batch again
	c.again = nil
	switch {
	case c.run == nil:
	case c.seeds > 1:
		c.run, c.figures = c.run.Figures(), true
	default:
		c.run = c.run.Clone()
	}
	c.kept = c.run
	return c
}

// same reports whether another race is of the same networks.
func (r *race) same(as race) bool {
	return r.setting == as.setting && r.seeds == as.seeds && r.goal == as.goal
}
