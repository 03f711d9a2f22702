package lab

import (
	"strconv"
	"strings"

	"logitarium/ui/message"
	"logitarium/viz"
)

// Switch is a setting that is on or off.
type Switch struct {
	At      *bool
	Default bool
}

func (s Switch) String() string {
	if *s.At {
		return "on"
	}
	return "off"
}

// Show returns "on " or "off", in some words.
func (s Switch) Show(words message.Printer) string {
	on, off := words.Print(message.Label("value", "on")), words.Print(message.Label("value", "off"))
	return named(s.String(), words).PadRight(max(viz.Clean(on).Width(), viz.Clean(off).Width())).String()
}

// Set takes on, off, and what strconv.ParseBool takes.
func (s Switch) Set(text string) error {
	switch text = strings.ToLower(strings.TrimSpace(text)); text {
	case "on", "yes":
		*s.At = true
	case "off", "no":
		*s.At = false
	default:
		v, err := strconv.ParseBool(text)
		if err != nil {
			return message.Errorf("%q is neither on nor off", clip(text))
		}
		*s.At = v
	}
	return nil
}

// Nudge switches on (right) or off (left).
func (s Switch) Nudge(steps int, _ bool) { *s.At = steps > 0 }

// End is Nudge.
func (s Switch) End(which int) { *s.At = which > 0 }

// Position is 0 or 1.
func (s Switch) Position() (float64, bool) {
	if *s.At {
		return 1, false
	}
	return 0, false
}

// SetPosition switches on from the middle upwards.
func (s Switch) SetPosition(at float64) { *s.At = at >= 0.5 }

// Reset restores the default.
func (s Switch) Reset() { *s.At = s.Default }

// Changed compares with the default.
func (s Switch) Changed() bool { return *s.At != s.Default }

// Allowed returns "on, off".
func (s Switch) Allowed() message.Text {
	return message.Series(message.Typed("value", "on"), message.Typed("value", "off"))
}

// Field returns At.
func (s Switch) Field() Field { return s.At }
