//go:build !(linux || darwin || freebsd || netbsd || openbsd || dragonfly)

package rescue

import "os"

// Main does nothing here: no process can watch over another one's terminal.
func Main() {}

// A Watcher watches over nothing here.
type Watcher struct{}

// Prepare returns nil: there is no watcher here.
func Prepare(_, _ *os.File, _ Plan) *Watcher { return nil }

// Start does nothing.
func (*Watcher) Start() {}

// Away does nothing.
func (*Watcher) Away() {}

// Back does nothing.
func (*Watcher) Back() {}

// End does nothing.
func (*Watcher) End() {}
