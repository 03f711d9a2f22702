//go:build unix

package ui

import "golang.org/x/sys/unix"

// canSuspend reports whether somebody is there to continue a stopped program:
// a shell with job control gives each job a process group of its own. Started
// as the first program of a terminal there is none, and the system ignores the
// stop that Bubble Tea then waits to wake from.
func canSuspend() bool {
	session, err := unix.Getsid(0)
	return err == nil && unix.Getpgrp() != session
}
