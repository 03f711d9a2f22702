//go:build !js

package terminal

import (
	"os"
	"os/signal"
	"syscall"
)

// Hangup is the signal of a terminal that is gone.
const Hangup = syscall.SIGHUP

// Ignored reports whether a signal is ignored, as nohup asks for.
func Ignored(s os.Signal) bool { return signal.Ignored(s) }
