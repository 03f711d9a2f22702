//go:build unix

package terminal

import (
	"os"
	"os/signal"
	"time"

	"golang.org/x/sys/unix"
)

// canSuspend reports whether somebody is there to continue a stopped program:
// a shell with job control gives each job a process group of its own. Started
// as the first program of a terminal there is none, and the system ignores the
// stop.
func canSuspend() bool {
	session, err := unix.Getsid(0)
	return err == nil && unix.Getpgrp() != session
}

func (j *jobControl) listen() { signal.Notify(j.signals, unix.SIGTSTP, unix.SIGCONT) }
func (j *jobControl) close()  { signal.Stop(j.signals) }

// act is what a signal asks for, once the terminal is given back.
func (j *jobControl) act(s os.Signal) (do func(), ok bool) {
	switch {
	case s == unix.SIGCONT:
		return func() {}, true
	case s == unix.SIGTSTP && canSuspend():
		return func() { j.stop(func() {}) }, true
	}
	return nil, false
}

// stopGroup stops the program and what it shares a pipeline with, as ctrl-z
// does.
func (j *jobControl) stopGroup() {
	j.stop(func() {
		// The signal comes to this process too. It is waited for: left on its
		// way, it would be news once the process is continued, and stop it again.
		const soon = time.Second / 10
		own := make(chan os.Signal, 1)
		signal.Notify(own, unix.SIGTSTP)
		defer signal.Stop(own)
		_ = unix.Kill(0, unix.SIGTSTP)
		select {
		case <-own:
		case <-time.After(soon):
		}
	})
}

// stop stops the others, if need be, and then the process, and returns when the process was continued. It stops by SIGTTOU: Go's
// runtime keeps its handler of SIGTSTP once it was asked for that signal, and
// the signal never stops the process again. SIGSTOP would stop it where no
// shell is left to continue it; this the system ignores there, as SIGTSTP.
func (j *jobControl) stop(others func()) {
	const ignored = time.Second / 2
	continued := make(chan os.Signal, 1)
	signal.Notify(continued, unix.SIGCONT)
	defer signal.Stop(continued)
	signal.Stop(j.signals) // what follows is no news
	defer j.listen()
	others()
	_ = unix.Kill(unix.Getpid(), unix.SIGTTOU)
	select {
	case <-continued:
	case <-time.After(ignored):
	}
}
