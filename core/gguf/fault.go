package gguf

import (
	"runtime/debug"
	"strconv"
	"unicode/utf8"

	"logitarium/core/fault"
)

// FormatError says what is wrong with a file, where, and what to do about it.
type FormatError struct {
	At   int64 // the byte of the file at which it was noticed
	What fault.Text
	Hint fault.Text
}

func (e *FormatError) Error() string { return e.Fault().String() }

// Fault returns the text of the error.
func (e *FormatError) Fault() fault.Text {
	return fault.New("byte %d: %v: %v", e.At, e.What, e.Hint)
}

func malformed(at int64, format fault.Format, args ...any) error {
	return &FormatError{at, fault.New(format, args...), fault.New("the file is malformed; download or convert it again")}
}

func truncated(at, missing int64) error {
	return &FormatError{at, fault.New("the file ends here, and %d more bytes should follow", missing), fault.New("it is cut short; download it again")}
}

// quote makes a name from a file short and printable.
func quote(name string) string {
	const most = 100
	if len(name) <= most {
		return strconv.QuoteToGraphic(name)
	}
	end := most
	for end > most-utf8.UTFMax && !utf8.RuneStart(name[end]) { // what is no UTF-8 is cut anywhere
		end--
	}
	return strconv.QuoteToGraphic(name[:end]) + "…"
}

// guard runs f, which reads a mapped file. If the file has become shorter since
// it was opened, the system has no bytes to give, which would end the program;
// it is an error here instead.
func guard(f func()) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		switch e := recover().(type) {
		case nil:
		case interface{ Addr() uintptr }: // runtime.Error of a bad address
			err = fault.Errorf("the file has become shorter since it was opened; open it again")
		default:
			panic(e)
		}
	}()
	f()
	return nil
}
