package terminal

import (
	"os"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
)

// reopen opens the terminal behind f once more, to read or to write or both, so
// that it can be given deadlines: the non-blocking mode that this needs belongs
// to the open file, and f's is shared with the shell. It returns nil where that
// is not allowed.
func reopen(f *os.File, mode int) *os.File {
	path := "/proc/self/fd/" + strconv.Itoa(int(f.Fd()))
	again, err := os.OpenFile(path, mode|syscall.O_NONBLOCK|syscall.O_NOCTTY, 0)
	if err != nil {
		return nil
	}
	return again
}

// discard throws away what was written and not read yet.
func discard(f *os.File) {
	if raw, err := f.SyscallConn(); err == nil {
		_ = raw.Control(func(fd uintptr) { _ = unix.IoctlSetInt(int(fd), unix.TCFLSH, unix.TCOFLUSH) })
	}
}
