// Package fault has errors whose words are still apart: a format and its
// arguments. Who shows one to a user can say it in another language; in English
// it says itself.
package fault

import "fmt"

// Format is what is wrong, in English, with the verbs of package fmt. No value
// of this type is made but from a constant: those can be listed, and
// translated.
type Format string

// Error is something wrong with what the program was given.
type Error struct {
	Format Format
	Args   []any
}

// Errorf returns an [Error]. It unwraps to those of its arguments that are
// errors; they are printed by %v.
func Errorf(format Format, args ...any) error { return &Error{format, args} }

// Error says it in English.
func (e *Error) Error() string { return fmt.Sprintf(string(e.Format), e.Args...) }

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
