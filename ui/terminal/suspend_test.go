//go:build unix

package terminal

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
)

// jobSession is a probe under a shell with job control.
func jobSession(t *testing.T) *session {
	t.Helper()
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("no bash here to suspend under")
	}
	s := open(t, true, []string{"PS1=prompt> ", "HISTFILE="}, bash, "--norc", "--noprofile", "-i")
	s.until("prompt>")
	s.send("UI_TEST_PROBE=1 " + os.Args[0] + "\r")
	s.until("ready 80x24")
	return s
}

// job is the process that runs under the shell.
func (s *session) job() int {
	s.t.Helper()
	path := fmt.Sprintf("/proc/%d/task/%[1]d/children", s.cmd.Process.Pid)
	text, err := os.ReadFile(path)
	if err != nil {
		s.t.Skip("no list of child processes here: ", err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		s.t.Fatalf("the shell has children %q", text)
	}
	return pid
}

// clean drops what was shown so far: what comes next is then all that is seen.
func (s *session) clean() {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, _ = s.screen.WriteString("\x1b[2J")
}

// TestSuspendAndResume stops the program by a key and by both signals. Whoever
// stops it, it goes on with a raw terminal and all of its screen.
func TestSuspendAndResume(t *testing.T) {
	for _, how := range []string{"ctrl-z", "SIGTSTP", "SIGSTOP"} {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			s := jobSession(t)
			time.Sleep(300 * time.Millisecond) // what it asked the terminal is answered
			raw, seen := s.modes(), len(s.output())
			switch pid := s.job(); how {
			case "ctrl-z":
				s.send("\x1a")
			case "SIGTSTP":
				_ = syscall.Kill(pid, syscall.SIGTSTP)
			default:
				_ = syscall.Kill(pid, syscall.SIGSTOP)
			}
			s.until("Stopped")
			if left := leftOver(s.output()); how != "SIGSTOP" && slices.ContainsFunc(left, func(l string) bool { return l != "mode 2004: true" }) {
				t.Errorf("suspended with %q left behind", left) // bash itself turns 2004 on
			}
			if err := pty.Setsize(s.slave, &pty.Winsize{Rows: 30, Cols: 100}); err != nil {
				t.Fatal(err)
			}
			s.mu.Lock()
			s.screen.Resize(100, 30)
			s.mu.Unlock()
			s.clean()
			s.send("fg\r")
			s.until("ready 100x30")
			for start := time.Now(); s.modes() != raw; time.Sleep(2 * time.Millisecond) {
				if time.Since(start) > enough {
					t.Fatalf("continued with the modes %s, was running with %s", s.modes(), raw)
				}
			}
			if again := s.output()[seen:]; !strings.Contains(again[strings.LastIndex(again, "fg"):], "\x1b[?1049h") {
				t.Errorf("the terminal was not taken anew: %q", tail(again))
			}
			stops := strings.Count(s.output(), "Stopped")
			s.send("\x1a") // it can be done again
			for start := time.Now(); strings.Count(s.output(), "Stopped") == stops; time.Sleep(2 * time.Millisecond) {
				if time.Since(start) > enough {
					t.Fatalf("not stopped again: %q", tail(s.output()))
				}
			}
			s.until("prompt>")
			s.clean()
			s.send("fg\r")
			s.until("ready 100x30")
			s.send("q")
			s.until("prompt>")
			s.send("exit\r")
			s.exit()
		})
	}
}

// Continued without having been stopped, the program paints its screen anew.
func TestContinued(t *testing.T) {
	s := probeSession(t)
	s.clean()
	if err := s.cmd.Process.Signal(syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	s.until("ready 80x24")
	s.send("q")
	if code := s.exit(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	s.restored()
}

// With nobody to wake it, ctrl-z must not put the program to sleep.
func TestSuspendWithoutShell(t *testing.T) {
	s := probeSession(t)
	if err := s.cmd.Process.Signal(syscall.SIGTSTP); err != nil {
		t.Fatal(err)
	}
	s.send("\x1aq")
	if code := s.exit(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	s.restored()
}
