// Package fault has errors, and other remarks about what the program was given,
// whose words are still apart: a format and its arguments. Who shows one to a
// user can say it in another language; in English it says itself.
package fault

import "fmt"

// Format is the English text, with the verbs of package fmt. No value
// of this type is made but from a constant: those can be listed, and
// translated.
type Format string

// Text is something to be said of a file or a value. Its arguments may be
// other Texts. The zero Text says nothing.
type Text struct {
	Format Format
	Args   []any
}

// New returns a Text.
func New(format Format, args ...any) Text { return Text{format, args} }

// String says it in English.
func (t Text) String() string { return fmt.Sprintf(string(t.Format), t.Args...) }

// Error is something wrong with what the program was given.
type Error struct{ Text }

// Errorf returns an [Error]. It unwraps to those of its arguments that are
// errors; they are printed by %v.
func Errorf(format Format, args ...any) error { return &Error{New(format, args...)} }

// Error says it in English.
func (e *Error) Error() string { return e.String() }

// Fault returns the text. Other error types of core have this method too.
func (e *Error) Fault() Text { return e.Text }

// Unwrap lists the errors among the arguments.
func (e *Error) Unwrap() []error {
	var causes []error
	for _, arg := range e.Args {
		if err, ok := arg.(error); ok {
			causes = append(causes, err)
		}
	}
	return causes
}
