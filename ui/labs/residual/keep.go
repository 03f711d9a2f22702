package residual

import "logitarium/ui/lab"

// Keep implements [lab.Kept].
func (l *Lab) Keep() (restore func()) {
	l.survey.kept, l.race.kept = true, l.race.run
	return lab.KeepStruct(l)
}
