package lab

import "logitarium/ui/message"

// Knob is one thing that can be turned. From this one declaration come the
// slider, its keys, its help, the command-line flag, the lesson's access,
// validation, the state line and reset.
type Knob struct {
	Name     string       // "temperature": label, flag and state line; with it comes its [Knob.Letter]
	Formerly string       // the name that it had once, which flags, state lines and lessons may still use; mostly ""
	Help     message.ID   // one line
	Idle     message.Text // why turning it changes nothing now; empty when it does
	Hidden   bool         // idle, and without a row: it belongs to a choice that is not made
	Scrolls  bool         // the mouse wheel over the picture turns it
	Setting  Setting
}

// Setting is the value behind a knob: [Number], [Integer], [Choice], [Switch]
// or [Text].
type Setting interface {
	// String returns the value as Set takes it back.
	String() string
	// Show returns the value as the screen shows it, names in the words of a
	// printer: a constant width for a given range, so that nothing jumps.
	Show(words message.Printer) string
	// Set reads a value. On an error, which says what is allowed, nothing changes.
	Set(text string) error
	// Nudge turns by steps, coarse ones if so, and stops at the ends.
	Nudge(steps int, coarse bool)
	// End turns to the first end (-1) or the last one (+1).
	End(which int)
	// Position is where the value stands between its ends, 0 to 1; ok is false
	// when a slider would say nothing.
	Position() (at float64, ok bool)
	// SetPosition turns to the value nearest to a position of the slider.
	SetPosition(at float64)
	// Reset restores the default.
	Reset()
	// Changed reports whether the value is not the default.
	Changed() bool
	// Allowed says in words what Set takes: "0 to 5, or off".
	Allowed() message.Text
	// Field returns the pointer to what is turned, which identifies the knob.
	Field() Field
}

// Reset turns every knob to its default.
func Reset(knobs []Knob) {
	for _, k := range knobs {
		k.Setting.Reset()
	}
}

// unit brings a place on a slider into 0 to 1; NaN is 0.
func unit(at float64) float64 {
	if !(at > 0) {
		return 0
	}
	return min(at, 1)
}
