package adapt

import (
	"logitarium/core/experiment/knowledge"
	"logitarium/ui/lab"
)

// held is the work that was kept last: what goes on with it goes on with a copy.
type held struct {
	before, after *knowledge.Sitting
	course, rival *knowledge.Course
}

// Keep implements [lab.Kept].
func (l *Lab) Keep() (restore func()) {
	s := &l.study
	s.kept = held{s.before, s.after, s.course, s.rival}
	l.grid.kept, l.told.kept = l.grid.run, l.told.run
	l.pieces, s.hearing = 0, nil // a lesson's steps are whole
	return lab.KeepStruct(l)
}
