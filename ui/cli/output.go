package cli

import (
	"io"

	"logitarium/ui/message"
)

// dataWriter is standard output. It keeps the first error, because Cobra and some
// formatters drop theirs and a full disk would go unnoticed.
type dataWriter struct {
	to  io.Writer
	err error
}

func (o *dataWriter) Write(p []byte) (int, error) {
	n, err := o.to.Write(p)
	if err != nil {
		err = message.Errorf("standard output: %v", err)
	}
	if o.err == nil {
		o.err = err
	}
	return n, err
}

// write puts a text on standard output.
func (a *app) write(text string) error {
	_, err := io.WriteString(a.data, text)
	return err
}
