package message

import (
	"io/fs"
	"os"
	"syscall"
	"unicode/utf8"

	"logitarium/core/fault"
)

// failure is an error that a user reads in their language.
type failure struct {
	text   Text
	causes []error
}

// Errorf returns an error whose text is a message. Arguments that are errors
// are printed as [Of] has them, by %v, and are what the error unwraps to.
func Errorf(id ID, args ...any) error { return Failure(New(id, args...)) }

// Failure is Errorf for a text that is there already. The arguments that it has
// itself count, not those of texts inside of it.
func Failure(text Text) error {
	f := &failure{text: text}
	f.text.args = make([]any, len(text.args))
	for i, arg := range text.args {
		f.text.args[i] = arg
		switch arg := arg.(type) {
		case error:
			f.causes = append(f.causes, arg)
			f.text.args[i] = Of(arg)
		case int:
			f.text.args[i] = typed(arg)
		}
	}
	return f
}

// Of is what a user reads of an error: its message, or what it says in
// English where it comes from a place that knows no messages. An error that
// has a method Message, which returns a Text, says it by that; others are one
// line. Of nil it is empty.
func Of(err error) Text {
	switch err := err.(type) {
	case nil:
		return Text{}
	case interface{ Message() Text }:
		return err.Message()
	case interface{ Fault() fault.Text }:
		return From(err.Fault())
	case *fs.PathError:
		return ofPath(err)
	case syscall.Errno:
		return Known(err.Error())
	case interface{ Unwrap() []error }: // of errors.Join
		return Lines(err.Unwrap()...)
	default:
		return Verbatim(line(err.Error()))
	}
}

// From is a text of core as a message.
func From(t fault.Text) Text {
	args := make([]any, len(t.Args))
	for i, arg := range t.Args {
		args[i] = arg
		switch arg := arg.(type) {
		case string:
			args[i] = line(arg)
		case fault.Text:
			args[i] = From(arg)
		case error:
			args[i] = Of(arg)
		case int:
			args[i] = typed(arg)
		}
	}
	return New(ID(t.Format), args...)
}

// line is a text from outside, which may be a name with a line break in it, in
// one line: another must not look like an error of its own. Controls are shown
// as their pictures, as package viz does when the text is drawn.
func line(s string) string {
	b := []byte(nil)
	for i := range len(s) { // byte by byte: what is no UTF-8 stays as it is, to be shown as such
		switch c := s[i]; {
		case c < ' ':
			b = utf8.AppendRune(b, '␀'+rune(c))
		case c == 0x7f:
			b = utf8.AppendRune(b, '␡')
		default:
			b = append(b, c)
		}
	}
	return string(b)
}

// Lines is what a user reads of several errors, one below the other.
func Lines(errs ...error) Text {
	t := Text{form: stacked}
	for _, err := range errs {
		t.parts = append(t.parts, Of(err))
	}
	return t
}

// Message is what a user reads of it.
func (f *failure) Message() Text { return f.text }

func (f *failure) Error() string { return f.text.String() }

func (f *failure) Unwrap() []error { return f.causes }

// Known is the message whose English is a text that comes back from a library
// which has carried it as a string. What is no message it leaves as it is.
func Known(english string) Text { return New(ID(english)) }

// ofPath is what a user reads of a file that can't be used: package os says it
// with the name of the system's call before it.
func ofPath(err *fs.PathError) Text {
	why := Of(err.Err)
	switch err.Err {
	case fs.ErrNotExist:
		why = New("no such file or directory")
	case fs.ErrPermission:
		why = New("permission denied")
	case os.ErrClosed, fs.ErrExist, fs.ErrInvalid:
		why = Known(err.Err.Error())
	}
	switch err.Op {
	case "open", "openat":
		return New("open %s: %v", line(err.Path), why)
	case "stat", "lstat", "statat":
		return New("look at %s: %v", line(err.Path), why)
	case "read", "readdirent", "readdir":
		return New("read %s: %v", line(err.Path), why)
	case "write":
		return New("write %s: %v", line(err.Path), why)
	case "mkdir", "mkdirat":
		return New("make the folder %s: %v", line(err.Path), why)
	}
	return New("%s %s: %v", err.Op, line(err.Path), why)
}

// The reasons of the system that a user of files meets.
var _ = []ID{
	"no such file or directory", "permission denied", "file exists", "not a directory", "is a directory",
	"no space left on device", "read-only file system", "file name too long", "too many levels of symbolic links",
	"input/output error", "disk quota exceeded", "operation not permitted", "invalid argument",
	"too many open files", "broken pipe", "file already closed", "file already exists",
}
