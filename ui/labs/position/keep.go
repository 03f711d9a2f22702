package position

import "logitarium/ui/lab"

// Keep implements [lab.Kept].
func (l *Lab) Keep() (restore func()) {
	l.trial.kept = l.trial.run
	return lab.KeepStruct(l)
}
