//go:build !js

package cli

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"logitarium/ui/message"
	"logitarium/viz"
)

// classLog is where lines about a class go.
type classLog struct {
	mu    sync.Mutex
	to    io.Writer
	file  *os.File // nil without one
	words message.Printer
}

// classLog opens the file, if one was asked for. On a teacher's screen is no room
// for lines.
func (a *app) classLog(path string, led bool) (*classLog, error) {
	l := &classLog{to: a.err, words: a.words}
	if led {
		l.to = io.Discard
	}
	if path == "" {
		return l, nil
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return nil, coded{exitRejected, message.Errorf("--log: %s: %v", path, bare(err))}
	}
	l.to, l.file = f, f
	return l, nil
}

// line writes one, with the time.
func (l *classLog) line(t message.Text) {
	l.mu.Lock()
	defer l.mu.Unlock()
	fmt.Fprintln(l.to, time.Now().UTC().Format(time.RFC3339), viz.Clean(l.words.Print(t)))
}

// Close ends the log.
func (l *classLog) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.to = io.Discard
	if l.file == nil {
		return nil
	}
	return l.file.Close()
}
