package lab

// Kept is a lab that makes snapshots of its state, which lessons go back to.
type Kept interface {
	// Keep takes a snapshot: the function it returns restores the knobs, the
	// picture and readings, the work under way and the state of random number
	// generators. It may be called any number of times, and snapshots of a lab
	// in any order. Both are fast: large data is shared until it changes.
	Keep() (restore func())
}

// Keep takes a snapshot of a lab. If the lab is not [Kept], restoring turns its
// knobs back and refreshes it, which is exact if its state follows from them.
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
