package quantization

import "logitarium/ui/lab"

// Keep implements [lab.Kept]. What is watched, measured and read is a new value
// each time; memory that was used is not used again, so that the model of a kept
// effect stays as it is.
func (l *Lab) Keep() (restore func()) {
	l.spare = spare{}
	return lab.KeepStruct(l)
}
