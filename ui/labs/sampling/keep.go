package sampling

import "logitarium/ui/lab"

// Keep implements [lab.Kept]. The decoder stays where it is: it finds its way
// from any text to any other.
func (l *Lab) Keep() (restore func()) {
	l.tree.kept = l.tree.grown
	return lab.KeepStruct(l)
}
