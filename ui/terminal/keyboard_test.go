//go:build unix

package terminal

import (
	"testing"
	"time"
)

// What would kill the decoder of keys is harmless, in one read and in several,
// and the next key is read.
func TestDeadlyKeys(t *testing.T) {
	t.Parallel()
	s := probeSession(t)
	for _, in := range deadly() {
		s.send(in)
		time.Sleep(5 * time.Millisecond)
		half := len(in) / 2
		s.send(in[:half])
		time.Sleep(5 * time.Millisecond)
		s.send(in[half:])
		s.send("\x1b\\\x1b[201~")
	}
	time.Sleep(100 * time.Millisecond) // what is unfinished is given up
	s.send("q")
	if code := s.exit(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	s.restored()
}

func TestEscTwiceInOneRead(t *testing.T) {
	t.Parallel()
	s := probeSession(t)
	s.send("\x1b\x1b")
	s.until("80x24 esc esc")
	s.send("x")
	s.until("esc esc x")
	s.send("q")
	s.exit()
}

// A paste whose end is lost comes after a while, once, and gives the keys free.
func TestUnterminatedPaste(t *testing.T) {
	t.Parallel()
	s := probeSession(t)
	start := time.Now()
	s.send("\x1b[200~what came")
	s.until("80x24 paste(what came)")
	if waited := time.Since(start); waited < pastePatience {
		t.Errorf("given up after %v", waited)
	}
	s.send("x")
	s.until("80x24 paste(what came) x")
	s.send("\x1b[200~whole\x1b[201~")
	s.until("paste(what came) x paste(whole)")
	s.send("q")
	if code := s.exit(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	s.restored()
}

// The terminal is asked which key it was, whatever the layout, and so ctrl-c
// ends the program under a Cyrillic one.
func TestCtrlCOfAnotherLayout(t *testing.T) {
	t.Parallel()
	s := probeSession(t)
	s.send("\x1b[1089::99;5u")
	if code := s.exit(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	s.restored()
}
