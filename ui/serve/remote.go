package serve

import (
	"bytes"
	"io"
	"strings"
	"sync"
	"time"

	"logitarium/viz"
)

// Bounds of a terminal elsewhere. A size is cut to them before anything is drawn:
// what a client claims costs nothing.
const (
	mostColumns = 300
	mostRows    = 120
)

// stuckAfter is how long a terminal may take none of what is written before its
// connection is closed. Until then its program waits, and draws the newest frame
// when it goes on: nothing queues.
const stuckAfter = time.Minute

// remote is a terminal elsewhere, a [terminal.Emulator].
type remote struct {
	io.ReadWriter
	close   func()            // ends the connection
	told    func([][2]string) // is told which keys do something now, and what; nil where nobody asks
	resized chan struct{}

	mu    sync.Mutex
	size  viz.Size
	idle  *time.Timer // may be nil
	after time.Duration
	left  bool   // the client is gone
	end   func() // ends the session; nil before it begins
}

func newRemote(rw io.ReadWriter, size viz.Size, end func()) *remote {
	return &remote{ReadWriter: rw, close: end, resized: make(chan struct{}, 1), size: bounded(size)}
}

// bounded cuts a size to what is drawn; one that is not told is 80 x 24.
func bounded(s viz.Size) viz.Size {
	if s.W < 1 || s.H < 1 {
		return viz.Size{W: 80, H: 24}
	}
	return viz.Size{W: min(s.W, mostColumns), H: min(s.H, mostRows)}
}

// Size is the present size.
func (r *remote) Size() (columns, rows int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.size.W, r.size.H
}

// Resized is sent to when that changes.
func (r *remote) Resized() <-chan struct{} { return r.resized }

// resize takes another size. Sizes that come faster than they are drawn are
// passed over.
func (r *remote) resize(s viz.Size) {
	r.mu.Lock()
	r.size = bounded(s)
	r.mu.Unlock()
	select {
	case r.resized <- struct{}{}:
	default:
	}
}

// hang says that the client is gone: what it has typed is of no use any more.
func (r *remote) hang() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.left = true
	if r.end != nil {
		r.end()
	}
}

// ends says what ends the session when the client is gone.
func (r *remote) ends(end func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.end = end
	if r.left {
		end()
	}
}

// watch calls end when nothing is read for a time.
func (r *remote) watch(after time.Duration, end func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.after, r.idle = after, time.AfterFunc(after, end)
}

// unwatch ends that.
func (r *remote) unwatch() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.idle != nil {
		r.idle.Stop()
	}
}

func (r *remote) Read(p []byte) (int, error) {
	n, err := r.ReadWriter.Read(p)
	if n > 0 {
		r.mu.Lock()
		if r.idle != nil && r.idle.Stop() {
			r.idle.Reset(r.after)
		}
		r.mu.Unlock()
	}
	return n, err
}

// Write waits until the terminal has taken all. A line feed there moves down
// alone.
func (r *remote) Write(p []byte) (int, error) {
	stuck := time.AfterFunc(stuckAfter, r.close)
	defer stuck.Stop()
	if _, err := r.ReadWriter.Write(bytes.ReplaceAll(p, []byte("\n"), []byte("\r\n"))); err != nil {
		return 0, err
	}
	return len(p), nil
}

// The variables that a guest's terminal may tell, and how long one may be.
var told = []string{"COLORTERM", "LANG", "LC_ALL", "LC_CTYPE", "NO_COLOR"}

const longestTold = 64 // bytes

// harmless reports whether a text is a word as terminals and languages are
// called: no path, no control.
func harmless(s string) bool {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.@+"
	return len(s) <= longestTold && strings.Trim(s, letters) == "" && !strings.Contains(s, "..")
}

// places are the variables that say where this process keeps its files.
func places(env []string) (own []string) {
	for _, v := range env {
		switch name, _, _ := strings.Cut(v, "="); name {
		case "HOME", "XDG_STATE_HOME", "LOCALAPPDATA":
			own = append(own, v)
		}
	}
	return own
}
