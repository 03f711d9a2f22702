package quantization

import "logitarium/ui/lab"

// Keep implements [lab.Kept]. What is watched, measured and read is a new value
// each time; the model of the effect is filled with what only depends on its
// settings, and the next effect leaves it as it is.
func (l *Lab) Keep() (restore func()) {
	l.effect.rooms = nil
	return lab.KeepStruct(l)
}
