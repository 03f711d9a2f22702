package viz

// Scaled tells the theme's watcher, if there is one, of a scale that a picture
// is drawn to: "x", "y", "bar", "count" or "colour", from low to high. The
// pictures of this package say so themselves; one that draws bars of its own
// calls it.
func (t Theme) Scaled(axis string, low, high float64) {
	if t.Watch != nil {
		t.Watch(axis, low, high)
	}
}
