package terminal

import (
	"context"
	"io"
	"os"
	"time"
)

// watch returns the input so that its end ends the program, and nothing in it
// does. Bubble Tea takes the end of its input for silence, and would wait on
// forever.
func watch(in io.Reader, end context.CancelCauseFunc, pastes *pastes) io.Reader {
	switch in := in.(type) {
	case *os.File:
		return &keyboard{in, &typed{from: in, end: end, pastes: pastes}}
	case Emulator:
		return &typed{from: in, end: end, pastes: pastes}
	}
	return in
}

// keyboard is the terminal as a source of keys; Bubble Tea sets its modes.
type keyboard struct {
	*os.File
	typed *typed
}

func (k *keyboard) Read(p []byte) (int, error) { return k.typed.Read(p) }

// typed is what comes from a terminal.
type typed struct {
	from   io.Reader
	end    context.CancelCauseFunc
	pastes *pastes
	sieve  sieve
	last   time.Time // of the last read
	raw    []byte    // as it was read
	tame   []byte    // without what pastes may not hold
}

// pauseAfter is how long nothing comes before what was begun is over. The
// decoder waits for 50 ms.
const pauseAfter = time.Second

func (t *typed) Read(p []byte) (int, error) {
	room := sieveRoom(len(p)) - pasteSlack
	if room <= 0 {
		return 0, io.ErrShortBuffer
	}
	if len(t.raw) < room {
		t.raw, t.tame = make([]byte, room), make([]byte, room+pasteSlack)
	}
	n, err := t.from.Read(t.raw[:room])
	if err != nil {
		t.end(errHangup)
	}
	now := time.Now()
	n = t.pastes.pass(t.tame, t.raw[:n], now)
	n = t.sieve.pass(p, t.tame[:n], now.Sub(t.last) > pauseAfter)
	t.last = now
	return n, err
}
