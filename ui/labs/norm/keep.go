package norm

import "logitarium/ui/lab"

// Keep implements [lab.Kept].
func (l *Lab) Keep() (restore func()) { return lab.KeepStruct(l) }
