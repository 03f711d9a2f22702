package residual

import "logitarium/ui/lab"

// Keep implements [lab.Kept].
func (l *Lab) Keep() (restore func()) {
	l.survey.kept, l.race.kept, l.series.kept = true, l.race.run, l.series.run
	return lab.KeepStruct(l)
}
