package residual

import (
	"maps"

	"logitarium/ui/lab"
)

// Share implements [lab.Shared]: it hands over what the open view has trained or
// measured.
func (l *Lab) Share() (give func(to lab.Lab) bool) {
	r, s, view := l.race.share(), l.series.share(), l.view
	done := maps.Clone(l.survey.done)
	return func(to lab.Lab) bool {
		other, ok := to.(*Lab)
		if !ok || other.view != view || !other.race.same(r) || !other.series.same(s) {
			return false
		}
		other.race, other.series = r, s
		other.survey = survey{done: done, kept: true}
		return true
	}
}

// share is a race as far as it has come; what goes on with it is a copy.
func (r *race) share() race {
	c := *r
	c.next, c.amid = nil, false // it is shown its first batch again
	if c.run != nil {
		c.run = c.run.Clone()
		c.kept = c.run
	}
	return c
}

// same reports whether another race is of the same networks.
func (r *race) same(as race) bool {
	return r.setting == as.setting && r.seeds == as.seeds && r.goal == as.goal
}
