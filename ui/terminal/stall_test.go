//go:build unix

package terminal

import (
	"strings"
	"syscall"
	"testing"
	"time"
)

// A terminal that reads nothing must not keep the program alive.
func TestBlockedOutput(t *testing.T) {
	t.Parallel()
	for _, how := range []string{"signal", "q"} {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			s := probeSession(t)
			s.pause(true)
			s.send("f") // fills the terminal's buffer within some frames
			time.Sleep(1200 * time.Millisecond)
			if how == "q" {
				s.send("q")
			} else if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
				t.Fatal(err)
			}
			want := map[string]int{"signal": 143, "q": 0}[how]
			if code := s.exit(); code != want {
				t.Errorf("exit code %d, want %d", code, want)
			}
			s.pause(false)
			s.restored()
		})
	}
}

// After a time without reading the screen must show the present, not pieces.
func TestRepaintAfterStall(t *testing.T) {
	t.Parallel()
	s := probeSession(t)
	s.pause(true)
	s.send("f")
	time.Sleep(1200 * time.Millisecond)
	s.pause(false)
	start := len(s.output())
	for began := time.Now(); ; time.Sleep(5 * time.Millisecond) {
		if strings.Contains(s.output()[start:], "\x1b[2J") || strings.Contains(s.output()[start:], "\x1b[H\x1b[J") {
			break
		}
		if time.Since(began) > enough {
			t.Fatalf("no repaint: %q", tail(s.output()))
		}
	}
	s.send("q")
	s.exit()
	s.restored()
}
