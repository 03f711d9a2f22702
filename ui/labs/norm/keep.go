package norm

import "logitarium/ui/lab"

// Keep implements [lab.Kept].
func (l *Lab) Keep() (restore func()) {
	l.race.kept = l.race.run
	return lab.KeepStruct(l)
}
