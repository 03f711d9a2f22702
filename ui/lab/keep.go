package lab

// Kept is a lab whose state can be kept and gone back to, as lessons do.
type Kept interface {
	// Keep returns a function that puts the lab back to what it is now: its
	// knobs, picture and readings, what it is at work on, and the random
	// numbers to come. It may be called any number of times, and in any order
	// with others that the same lab has returned. Neither takes long: what is
	// large is shared until it changes.
	Keep() (restore func())
}

// Keep keeps a lab. One that is not [Kept] has its knobs turned back and is
// refreshed, which is exact if all that it shows follows from its knobs.
func Keep(l Lab) (restore func()) {
	if k, ok := l.(Kept); ok {
		return k.Keep()
	}
	var values []string
	for _, k := range Knobs(l) {
		values = append(values, k.Setting.String())
	}
	return func() {
		for i, v := range values {
			_ = Knobs(l)[i].Setting.Set(v) // it took the value before
		}
		_ = l.Refresh()
	}
}

// KeepStruct is a [Kept.Keep] for a lab that is a struct whose pointers,
// slices and maps lead to nothing that it changes in place: what is computed
// anew is a new value. A cache of what follows from its key alone may grow.
func KeepStruct[T any](l *T) (restore func()) {
	saved := *l
	return func() { *l = saved }
}

// Own makes *p safe to change in place: if it is what was kept last, a copy
// takes its place, and the kept one stays as it is.
func Own[P interface {
	comparable
	Clone() P
}](p *P, kept P) {
	if *p == kept {
		*p = kept.Clone()
	}
}
