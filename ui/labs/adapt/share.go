package adapt

import "logitarium/ui/lab"

// Share implements [lab.Shared]: it hands over the study, and the series of the
// open view.
func (l *Lab) Share() (give func(to lab.Lab) bool) {
	from := shared{l.job, l.view, l.paused, l.study.share(), l.grid, l.told, l.ends}
	switch l.series() {
	case &l.grid:
		from.grid.own()
		from.told = trials{}
	case &l.told:
		from.told.own()
		from.grid = trials{}
	default:
		from.grid, from.told = trials{}, trials{}
	}
	return from.give
}

// shared is what a lab has trained; it does not change.
type shared struct {
	job    job
	view   int
	paused bool
	study  study
	grid   trials // the zero value where another view is open
	told   trials
	ends   []trained
}

func (s shared) give(to lab.Lab) bool {
	l, ok := to.(*Lab)
	if !ok || l.job != s.job || l.view != s.view {
		return false
	}
	l.study, l.paused, l.ends, l.pieces = s.study, s.paused, s.ends, 0
	if s.grid.run != nil {
		l.grid = s.grid
	}
	if s.told.run != nil {
		l.told = s.told
	}
	return true
}

// share is a study as far as it has come. What goes on with it is a copy, here too
// where the tuned copy is being asked: the model that is asked may not change.
func (s *study) share() study {
	c := *s
	if c.before != nil {
		c.before = c.before.Clone()
	}
	switch {
	case c.after != nil: // the course is at its end
		s.kept.course = s.course
		c.after = c.after.Clone()
	case c.course != nil:
		c.course = c.course.Clone()
	}
	if c.rival != nil {
		c.rival = c.rival.Clone()
	}
	c.kept = held{c.before, c.after, c.course, c.rival}
	return c
}

// own makes the run of a series a copy that is kept.
func (t *trials) own() {
	if t.run != nil {
		t.run = t.run.Clone()
		t.kept = t.run
	}
}
