// Package rescue gives a terminal back when the program that had it is gone.
//
// A panic in a goroutine that a library started, a fatal error of the runtime
// and a SIGKILL end a process at once: nothing in it can restore the terminal,
// which stays raw, on its alternate screen, without a cursor, and sends a report
// of each move of the mouse. So a second process watches: this program, started
// again by itself, which does nothing but wait for the end of a pipe. If the
// first one has not said before that it ends in order, the watcher restores the
// terminal and saves what the runtime told of the crash.
package rescue

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"logitarium/ui/message"
	"logitarium/viz"
)

// Plan is what a [Watcher] is to do when the program is gone.
type Plan struct {
	Sequences string // that undo what the terminal may have been told
	Report    string // the beginning of the report of a crash
	Folder    string // where it is saved; "" where nothing can be
}

// What the program writes into the pipe before the runtime's text of a crash,
// which begins with a letter.
const (
	ended = 4 + iota // in order
	away             // the terminal is somebody else's for now
	back             // and the program's again
)

// told is what a watcher has read.
type told struct {
	last  byte   // of the words above; 0 if there was none
	crash []byte // the runtime's text, its beginning
}

// Write implements io.Writer.
func (t *told) Write(p []byte) (int, error) {
	const most = 48 << 10
	for _, b := range p {
		switch {
		case len(t.crash) == 0 && (b == ended || b == away || b == back):
			t.last = b
		case len(t.crash) < most:
			t.crash = append(t.crash, b)
		}
	}
	return len(p), nil
}

// summary is the first line of a crash, as a part of a message.
func (t *told) summary() string {
	const most = 200 // bytes
	line, _, _ := strings.Cut(string(t.crash), "\n")
	q := strconv.Quote(strings.TrimPrefix(line, "panic: "))
	q = q[1 : len(q)-1]
	if len(q) > most {
		q = strings.ToValidUTF8(q[:most], "") + "..."
	}
	return q
}

// save writes the report of a crash to a file of its own and returns its path.
func (p Plan) save(crash []byte) (string, error) {
	if p.Folder == "" {
		return "", os.ErrNotExist
	}
	if err := os.MkdirAll(p.Folder, 0o700); err != nil {
		return "", err
	}
	f, err := os.CreateTemp(p.Folder, "crash-*.txt")
	if err != nil {
		return "", err
	}
	_, err = fmt.Fprintf(f, "%s\n\n%s", p.Report, viz.CleanLines(string(crash)))
	if closed := f.Close(); err == nil {
		err = closed
	}
	return filepath.Clean(f.Name()), err
}

// message says what happened, on a line of its own. It is in English: a process
// that repairs opens no catalogue.
func (p Plan) message(t *told) string {
	says := message.New("error: a fault in logitarium: %s; no report could be saved", t.summary())
	if path, err := p.save(t.crash); err == nil {
		says = message.New("error: a fault in logitarium: %s; its report is in %s", t.summary(), path)
	}
	return viz.Clean(says.String()).String() + "\n"
}
