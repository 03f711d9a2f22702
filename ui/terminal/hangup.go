//go:build !js

package terminal

import "syscall"

// Hangup is the signal of a terminal that is gone.
const Hangup = syscall.SIGHUP
