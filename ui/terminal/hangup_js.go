package terminal

import (
	"os"
	"syscall"
)

// Hangup stands for the signal of a terminal that is gone, which this system has
// not: a page that is closed takes the program with it.
const Hangup = syscall.SIGTERM

// Ignored reports false: a page gets no signals, and signal.Ignored panics there.
func Ignored(os.Signal) bool { return false }
