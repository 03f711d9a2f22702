package terminal

import (
	"errors"
	"io"
	"os"

	"github.com/charmbracelet/x/term"
)

// Aside opens the terminal that in is, in raw mode and with deadlines, for a
// few words with it, and leaves it as it was. The error says that this system
// can't, or what do says.
func Aside(in io.Reader, do func(tty *os.File) error) error {
	f, ok := in.(*os.File)
	if !ok || !term.IsTerminal(f.Fd()) {
		return errors.ErrUnsupported
	}
	tty := reopen(f, os.O_RDWR)
	if tty == nil {
		return errors.ErrUnsupported
	}
	state, err := term.MakeRaw(f.Fd())
	if err != nil {
		return errors.Join(err, tty.Close())
	}
	err = do(tty)
	return errors.Join(err, term.Restore(f.Fd(), state), tty.Close())
}
