package lab

import (
	"strings"

	"logitarium/ui/message"
)

// Text is a setting that is typed.
type Text struct {
	At      *string
	Default string
	Max     int // bytes

	// Pieces are the tokens that a text is cut into, for who types it to see;
	// nil where it is not read by a model.
	Pieces func(text string) []string
}

func (t Text) String() string { return *t.At }

// Show returns the text in one line: where one ends it has \n, as it is typed.
func (t Text) Show(message.Printer) string { return strings.ReplaceAll(*t.At, "\n", `\n`) }

// Set takes any text up to Max bytes.
func (t Text) Set(text string) error {
	if len(text) > t.Max {
		return message.Errorf("%d bytes of text; allowed: %v", len(text), t.Allowed())
	}
	*t.At = text
	return nil
}

// Nudge does nothing: a text is typed.
func (t Text) Nudge(int, bool) {}

// End does nothing.
func (t Text) End(int) {}

// Position says that a text has no slider.
func (t Text) Position() (float64, bool) { return 0, false }

// SetPosition does nothing.
func (t Text) SetPosition(float64) {}

// Reset restores the default.
func (t Text) Reset() { *t.At = t.Default }

// Changed compares with the default.
func (t Text) Changed() bool { return *t.At != t.Default }

// Allowed gives the length.
func (t Text) Allowed() message.Text { return message.New("up to %d bytes", t.Max) }

// clip keeps an error line short whatever was typed.
func clip(text string) string {
	const most = 60
	if r := []rune(text); len(r) > most {
		return string(r[:most]) + "…"
	}
	return text
}

// Field returns At.
func (t Text) Field() Field { return t.At }
