package message

// failure is an error that a user reads in their language.
type failure struct {
	text   Text
	causes []error
}

// Errorf returns an error whose text is a message. Arguments that are errors
// are printed as [Of] has them, by %v, and are what the error unwraps to.
func Errorf(id ID, args ...any) error {
	f := failure{text: New(id, args...)}
	for i, arg := range args {
		if cause, ok := arg.(error); ok {
			f.causes = append(f.causes, cause)
			f.text.args[i] = Of(cause)
		}
	}
	return f
}

// Of is what a user reads of an error: its message, or what it says in
// English where it comes from a place that knows no messages. Of nil it is
// empty.
func Of(err error) Text {
	switch err := err.(type) {
	case nil:
		return Text{}
	case failure:
		return err.text
	default:
		return Verbatim(err.Error())
	}
}

func (f failure) Error() string { return f.text.String() }

func (f failure) Unwrap() []error { return f.causes }

// Known is the message whose English is a text that comes back from a library
// which has carried it as a string. What is no message it leaves as it is.
func Known(english string) Text { return New(ID(english)) }
