//go:build unix

package terminal

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// session is a program in a terminal.
type session struct {
	t             *testing.T
	cmd           *exec.Cmd
	master, slave *os.File
	before        string // the modes of the terminal
	exited        chan struct{}

	mu     sync.Mutex
	seen   bytes.Buffer
	screen *vt.Emulator
	paused bool
}

// open starts a program on a terminal of 80x24 cells, by itself or under a
// shell; owned says that the terminal sends it signals.
func open(t *testing.T, owned bool, env []string, command ...string) *session {
	t.Helper()
	master, slave, err := pty.Open()
	if err != nil {
		t.Skipf("no pseudo-terminal here: %v", err)
	}
	if err := pty.Setsize(master, &pty.Winsize{Rows: 24, Cols: 80}); err != nil {
		t.Fatal(err)
	}
	s := &session{t: t, master: closable(t, master), slave: slave, exited: make(chan struct{})}
	s.screen = vt.NewEmulator(80, 24)
	s.screen.RegisterCsiHandler('r', s.outside)
	s.before = s.modes()
	s.cmd = exec.Command(command[0], command[1:]...)
	races := filepath.Join(t.TempDir(), "race")
	s.cmd.Env = append(append(os.Environ(), "TERM=xterm-256color",
		// A report on the terminal would block with it.
		"GORACE=atexit_sleep_ms=0 exitcode=0 log_path="+races, "XDG_STATE_HOME="+t.TempDir()), env...)
	s.cmd.Stdin, s.cmd.Stdout, s.cmd.Stderr = slave, slave, slave
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: owned}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go s.read()
	go s.answer()
	go func() {
		_ = s.cmd.Wait()
		close(s.exited)
	}()
	t.Cleanup(func() {
		_ = s.cmd.Process.Kill()
		<-s.exited
		_ = s.master.Close()
		_ = slave.Close()
		noRaces(t, races)
		_ = s.screen.InputPipe().(io.Closer).Close() // Close itself races with Read
	})
	return s
}

// noRaces fails for what the race detector found in the program. One race it
// finds belongs to the library that reads the keys, which closes its pipe
// beside a last read of it.
func noRaces(t *testing.T, path string) {
	t.Helper()
	files, _ := filepath.Glob(path + "*")
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for report := range strings.SplitSeq(string(text), "WARNING: DATA RACE") {
			if strings.Contains(report, "by goroutine") && !strings.Contains(report, "cancelreader.(*epollCancelReader).Close") {
				t.Errorf("race in the program: %s", report)
			}
		}
	}
}

// closable returns the same file in the mode in which Close ends a Read.
func closable(t *testing.T, f *os.File) *os.File {
	t.Helper()
	fd, err := syscall.Dup(int(f.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	syscall.CloseOnExec(fd)
	if err := errors.Join(syscall.SetNonblock(fd, true), f.Close()); err != nil {
		t.Fatal(err)
	}
	return os.NewFile(uintptr(fd), f.Name())
}

func probeSession(t *testing.T) *session {
	s := open(t, true, []string{"UI_TEST_PROBE=1"}, os.Args[0])
	s.until("ready 80x24")
	return s
}

// outside ignores margins below the last row, as terminals do: what was written
// for a larger screen can come after it has shrunk. The emulator would take
// them, and panic when a line is inserted there.
func (s *session) outside(margins ansi.Params) bool {
	bottom, _, given := margins.Param(1, 0)
	return given && bottom > s.screen.Height()
}

func (s *session) read() {
	buf := make([]byte, 4096)
	for {
		n, err := s.master.Read(buf)
		if err != nil {
			return
		}
		s.mu.Lock()
		for s.paused {
			s.mu.Unlock()
			time.Sleep(time.Millisecond)
			s.mu.Lock()
		}
		s.seen.Write(buf[:n])
		_, _ = s.screen.Write(buf[:n])
		s.mu.Unlock()
	}
}

// answer replies to what the program asks of the terminal.
func (s *session) answer() {
	buf := make([]byte, 256)
	for {
		n, err := s.screen.Read(buf)
		if err != nil {
			return
		}
		_, _ = s.master.Write(buf[:n])
	}
}

func (s *session) pause(on bool) {
	s.mu.Lock()
	s.paused = on
	s.mu.Unlock()
}

func (s *session) text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.screen.String()
}

func (s *session) output() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.seen.String()
}

func (s *session) modes() string {
	state, err := term.GetState(s.slave.Fd())
	if err != nil {
		s.t.Fatal(err)
	}
	return fmt.Sprint(state)
}

func (s *session) send(keys string) {
	s.t.Helper()
	if _, err := s.master.WriteString(keys); err != nil {
		s.t.Fatal(err)
	}
}

func (s *session) until(want string) {
	s.t.Helper()
	for start := time.Now(); time.Since(start) < enough; time.Sleep(2 * time.Millisecond) {
		if strings.Contains(s.text(), want) {
			return
		}
	}
	s.t.Fatalf("no %q on the screen:\n%s", want, s.text())
}

// exit waits for the end and returns the exit code.
func (s *session) exit() int {
	s.t.Helper()
	start := time.Now()
	select {
	case <-s.exited:
	case <-time.After(enough):
		s.pause(false)
		_ = s.cmd.Process.Signal(syscall.SIGABRT) // the program says where it is
		<-s.exited
		time.Sleep(100 * time.Millisecond)
		_, stacks, _ := strings.Cut(s.output(), "SIGABRT")
		s.t.Fatalf("still running after %v:\n%s", enough, stacks)
	}
	s.t.Logf("ended %v after being told to", time.Since(start).Round(time.Millisecond))
	return s.cmd.ProcessState.ExitCode()
}
