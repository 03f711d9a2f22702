package terminal

import (
	"bytes"
	"errors"
	"io"
	"os"
	"sync/atomic"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
)

// screen is a terminal that can't hold the program up. A terminal that reads
// nothing for a while - a lost connection, a stopped multiplexer - loses
// frames, and is painted anew when it reads again. On a system where a write
// can't be given a deadline it is the terminal as it is.
type screen struct {
	given  io.Writer
	tty    *os.File // given, if it is a terminal
	paced  *os.File // the same terminal with deadlines, or nil
	behind atomic.Bool
	lost   atomic.Bool // since the start
	again  chan struct{}
}

func openScreen(w io.Writer) *screen {
	s := &screen{given: w, again: make(chan struct{}, 1)}
	if f, ok := w.(*os.File); ok && term.IsTerminal(f.Fd()) {
		s.tty = f
		s.paced = reopen(f, os.O_WRONLY)
	}
	return s
}

// writer returns what Bubble Tea writes to; it must look like a file for
// Bubble Tea to see the terminal in it.
func (s *screen) writer() io.Writer {
	if s.paced == nil {
		return s.given
	}
	return &pacedFile{s.tty, s}
}

type pacedFile struct {
	*os.File
	screen *screen
}

func (f *pacedFile) Write(p []byte) (int, error) {
	if _, err := f.screen.write(bytes.Replace(p, []byte(paintAll), []byte(allRows+paintAll), 1)); err != nil {
		return 0, err
	}
	return len(p), nil
}

// paintAll begins each frame that Bubble Tea paints anew. What it wrote for a
// screen of another height may have left margins there, and it does not take
// them away: the first line feed at the lower one would scroll.
const (
	paintAll = ansi.CursorHomePosition + ansi.EraseEntireScreen
	allRows  = "\x1b[r" // DECSTBM: the margins are the screen's edges
)

// write hands on p, or as much of it as the terminal takes: a frame that is
// dropped counts as written.
func (s *screen) write(p []byte) (int, error) {
	const piece = 1024 // each must get through in time, not the whole frame
	limit := stall
	if s.behind.Load() {
		limit = time.Millisecond
	}
	for rest := p; len(rest) > 0; {
		if err := s.paced.SetWriteDeadline(time.Now().Add(limit)); err != nil {
			return s.tty.Write(rest)
		}
		n, err := s.paced.Write(rest[:min(piece, len(rest))])
		rest = rest[n:]
		if errors.Is(err, os.ErrDeadlineExceeded) {
			s.behind.Store(true)
			s.lost.Store(true)
			return len(p), nil
		}
		if err != nil {
			return len(p) - len(rest), err
		}
	}
	if s.behind.Swap(false) {
		select {
		case s.again <- struct{}{}:
		default:
		}
	}
	return len(p), nil
}

// caughtUp is sent to when the terminal reads again after frames were dropped.
func (s *screen) caughtUp() <-chan struct{} { return s.again }

// dropped reports whether anything was not written.
func (s *screen) dropped() bool { return s.lost.Load() }

// reset leaves the modes of the terminal as a shell expects them.
func (s *screen) reset() {
	if s.paced == nil {
		return
	}
	text := leave
	if s.behind.Swap(false) {
		discard(s.paced) // and Bubble Tea's own farewell was dropped
		text = farewell()
	}
	_, _ = s.write([]byte(text))
}

func (s *screen) close() {
	if s.paced != nil {
		_ = s.paced.Close()
	}
}
