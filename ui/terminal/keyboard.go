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
	if f, ok := in.(*os.File); ok {
		return &keyboard{File: f, end: end, pastes: pastes}
	}
	return in
}

// keyboard is the terminal as a source of keys.
type keyboard struct {
	*os.File
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

func (k *keyboard) Read(p []byte) (int, error) {
	room := sieveRoom(len(p)) - pasteSlack
	if room <= 0 {
		return 0, io.ErrShortBuffer
	}
	if len(k.raw) < room {
		k.raw, k.tame = make([]byte, room), make([]byte, room+pasteSlack)
	}
	n, err := k.File.Read(k.raw[:room])
	if err != nil {
		k.end(errHangup)
	}
	now := time.Now()
	n = k.pastes.pass(k.tame, k.raw[:n], now)
	n = k.sieve.pass(p, k.tame[:n], now.Sub(k.last) > pauseAfter)
	k.last = now
	return n, err
}
