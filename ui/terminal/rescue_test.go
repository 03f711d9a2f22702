//go:build unix

package terminal

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// watcherOf is the process that watches over another one; the test is left if
// children can't be listed here.
func watcherOf(t *testing.T, pid int) int {
	t.Helper()
	threads := fmt.Sprintf("/proc/%d/task/*/children", pid) // each has those that it started
	if lists, err := filepath.Glob(threads); err != nil || len(lists) == 0 {
		t.Skip("no list of child processes here: ", err)
	}
	for start := time.Now(); ; time.Sleep(2 * time.Millisecond) {
		var children []string
		lists, _ := filepath.Glob(threads)
		for _, list := range lists {
			text, _ := os.ReadFile(list) // of a thread that has not ended
			children = append(children, strings.Fields(string(text))...)
		}
		if len(children) == 1 {
			watcher, err := strconv.Atoi(children[0])
			if err != nil {
				t.Fatal(err)
			}
			if ignores(watcher, syscall.SIGTTOU) { // it has begun its work
				return watcher
			}
		}
		if time.Since(start) > enough {
			t.Fatalf("the program has children %q, or they ignore no signal", children)
		}
	}
}

// ignores says whether a process ignores a signal.
func ignores(pid int, signal syscall.Signal) bool {
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	_, set, _ := strings.Cut(string(status), "SigIgn:\t")
	set, _, _ = strings.Cut(set, "\n")
	mask, err := strconv.ParseUint(set, 16, 64)
	return err == nil && mask>>(signal-1)&1 == 1
}

// gone waits until a process is.
func gone(t *testing.T, pid int) {
	t.Helper()
	for start := time.Now(); ; time.Sleep(2 * time.Millisecond) {
		if syscall.Kill(pid, 0) != nil {
			return
		}
		if time.Since(start) > enough {
			t.Fatalf("process %d is left behind", pid)
		}
	}
}

// reports are the files about crashes that a session left.
func (s *session) reports() []string {
	s.t.Helper()
	dir := variable(s.cmd.Env, "XDG_STATE_HOME")
	files, err := filepath.Glob(filepath.Join(dir, "logitarium", "crash-*.txt"))
	if err != nil {
		s.t.Fatal(err)
	}
	return files
}

// TestRescue ends the program in ways that none of its goroutines sees: the
// terminal is restored all the same.
func TestRescue(t *testing.T) {
	for _, how := range []string{"foreign panic", "SIGKILL"} {
		t.Run(how, func(t *testing.T) {
			s := probeSession(t)
			if left := leftOver(s.output()); len(left) < 4 || s.modes() == s.before {
				t.Fatalf("the program changed too little to prove anything: %q", left)
			}
			watcher := watcherOf(t, s.cmd.Process.Pid)
			if how == "SIGKILL" {
				_ = s.cmd.Process.Kill()
			} else {
				s.send("g")
			}
			code := s.exit()
			gone(t, watcher)
			s.restored()
			reports := s.reports()
			if how == "SIGKILL" {
				if code != -1 || len(reports) != 0 {
					t.Errorf("exit code %d, reports %q", code, reports)
				}
				return
			}
			if code != 2 || len(reports) != 1 {
				t.Fatalf("exit code %d, reports %q", code, reports)
			}
			after := s.output()[strings.LastIndex(s.output(), "\x1b[?1049l"):]
			if want := `error: a fault in logitarium: in a foreign goroutine\x1b[31m; its report is in ` + reports[0]; !strings.Contains(after, want) {
				t.Errorf("after the screen was given back it says %q, not %q", after, want)
			}
			text, err := os.ReadFile(reports[0])
			if err != nil {
				t.Fatal(err)
			}
			for _, part := range []string{"logitarium test, go1", "TERM xterm-256color\n", "panic: in a foreign goroutine", "probe_test.go:"} {
				if !strings.Contains(string(text), part) {
					t.Errorf("no %q in the report:\n%s", part, text)
				}
			}
		})
	}
}

// After an orderly end nobody watches, and nothing is said.
func TestRescueIsNotNeeded(t *testing.T) {
	for _, keys := range []string{"q", "u"} { // u panics where the guard sees it
		s := probeSession(t)
		watcher := watcherOf(t, s.cmd.Process.Pid)
		s.send(keys)
		s.exit()
		gone(t, watcher)
		s.restored()
		if keys == "u" {
			s.until("a fault in logitarium")
		}
		if n := strings.Count(s.output(), "a fault in logitarium"); n != strings.Count(keys, "u") {
			t.Errorf("%s: %d faults are told", keys, n)
		}
		if strings.Count(s.output(), "\x1b[?1049l") != 1 {
			t.Errorf("%s: the terminal was restored twice", keys)
		}
	}
}

// The program does without a watcher that was killed.
func TestRescueIsKilled(t *testing.T) {
	s := probeSession(t)
	if err := syscall.Kill(watcherOf(t, s.cmd.Process.Pid), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	time.Sleep(50 * time.Millisecond)
	s.send("q")
	if code := s.exit(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	s.restored()
}

// Neither ctrl-z nor what a terminal does to its processes reaches the watcher,
// and of a terminal that is the shell's it takes nothing back.
func TestRescueUnderAShell(t *testing.T) {
	for _, stopped := range []bool{true, false} {
		t.Run(fmt.Sprint("stopped ", stopped), func(t *testing.T) {
			t.Parallel()
			s := jobSession(t)
			time.Sleep(300 * time.Millisecond) // what it asked the terminal is answered
			pid := s.job()
			watcher := watcherOf(t, pid)
			s.send("\x1a")
			s.until("Stopped")
			if !stopped {
				s.clean()
				s.send("fg\r")
				s.until("ready 80x24")
			}
			for _, signal := range []syscall.Signal{syscall.SIGHUP, syscall.SIGINT, syscall.SIGTERM, syscall.SIGTSTP, syscall.SIGTTOU} {
				if err := syscall.Kill(watcher, signal); err != nil {
					t.Fatalf("the watcher is gone before %v: %v", signal, err)
				}
			}
			seen := len(s.output())
			if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
				t.Fatal(err)
			}
			gone(t, watcher)
			if stopped {
				if text := s.output()[seen:]; strings.Contains(text, "\x1b[?1049l") {
					t.Errorf("the shell's terminal was taken: %q", text)
				}
			} else {
				// What the shell said first may be on the screen that is gone.
				for start := time.Now(); ; time.Sleep(2 * time.Millisecond) {
					left := slices.DeleteFunc(leftOver(s.output()), func(l string) bool { return l == "mode 2004: true" }) // is bash's
					if len(left) == 0 {
						break
					}
					if time.Since(start) > enough {
						t.Fatalf("left behind: %q", left)
					}
				}
			}
			s.send("echo still here\r")
			s.until("still here\n")
			s.send("exit\r")
			s.exit()
		})
	}
}
