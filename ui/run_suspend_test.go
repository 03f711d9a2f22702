//go:build unix

package ui

import (
	"os"
	"os/exec"
	"slices"
	"testing"

	"github.com/creack/pty"
)

func TestSuspendAndResume(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("no bash here to suspend under")
	}
	s := open(t, true, []string{"PS1=prompt> ", "HISTFILE="}, bash, "--norc", "--noprofile", "-i")
	s.until("prompt>")
	s.send("UI_TEST_PROBE=1 " + os.Args[0] + "\r")
	s.until("ready 80x24")
	s.send("\x1a")
	s.until("Stopped")
	if left := leftOver(s.output()); slices.ContainsFunc(left, func(l string) bool { return l != "mode 2004: true" }) {
		t.Errorf("suspended with %q left behind", left) // bash itself turns 2004 on
	}
	if err := pty.Setsize(s.slave, &pty.Winsize{Rows: 30, Cols: 100}); err != nil {
		t.Fatal(err)
	}
	s.mu.Lock()
	s.screen.Resize(100, 30)
	s.mu.Unlock()
	s.send("fg\r")
	s.until("ready 100x30")
	s.send("q")
	s.until("prompt>")
	s.send("exit\r")
	s.exit()
}

// With nobody to wake it, ctrl-z must not put the program to sleep.
func TestSuspendWithoutShell(t *testing.T) {
	s := probeSession(t)
	s.send("\x1aq")
	if code := s.exit(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	s.restored()
}
