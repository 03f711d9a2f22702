package residual

import "logitarium/ui/lab"

// Keep implements [lab.Kept].
func (l *Lab) Keep() (restore func()) {
	l.survey.kept, l.race.kept, l.series.kept = true, l.race.run, l.series.run
	l.race.amid, l.series.amid = false, false // what goes on is a copy
	again := l.series.again
	l.series.again = nil // who goes back trains it from its beginning
	defer func() { l.series.again = again }()
	return lab.KeepStruct(l)
}
