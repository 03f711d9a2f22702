//go:build darwin || freebsd || netbsd || openbsd || dragonfly

package rescue

import "golang.org/x/sys/unix"

// The requests that read and write the modes of a terminal.
const getModes, setModes = unix.TIOCGETA, unix.TIOCSETA
