package lab

// Keep returns a function that turns a lab's knobs back to where they are now
// and refreshes it.
func Keep(l Lab) (restore func()) {
	var values []string
	for _, k := range l.Knobs() {
		values = append(values, k.Setting.String())
	}
	return func() {
		for i, v := range values {
			_ = l.Knobs()[i].Setting.Set(v) // it took the value before
		}
		_ = l.Refresh()
	}
}
