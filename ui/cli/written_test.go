package cli

import (
	"strings"
	"testing"

	"logitarium/core/fault"
)

// A line of news stays one line, whatever a file is called: another could look
// like a line of the program's own.
func TestNewsIsOneLine(t *testing.T) {
	var errs strings.Builder
	a := &app{err: &errs}
	a.remark([]fault.Text{fault.New("%s is left out", "a\nerror: forged.txt"), fault.New("%s is left out", "b\r\x1b[2K.txt")})
	if got, want := errs.String(), "a␊error: forged.txt is left out\nb␍␛[2K.txt is left out\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
