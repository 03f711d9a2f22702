//go:build unix

package ui

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/term"
	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// TestMain lets the test binary be the program under test as well.
func TestMain(m *testing.M) {
	var model tea.Model = &probe{}
	switch os.Getenv("UI_TEST_PROBE") {
	case "":
		os.Exit(m.Run())
	case "parade":
		model = paradeModel()
	}
	err := run(context.Background(), model, "test", Terminal{
		In: os.Stdin, Out: os.Stdout, Env: os.Environ(), Profile: colorprofile.TrueColor,
	})
	os.Exit(exitOf(err))
}

func exitOf(err error) int {
	var signalled Signalled
	var crash *Crash
	switch {
	case err == nil:
		return 0
	case errors.As(err, &signalled):
		return 128 + int(signalled.Signal)
	case errors.As(err, &crash):
		fmt.Fprintln(os.Stderr, err)
		return 70
	}
	fmt.Fprintln(os.Stderr, err)
	return 1
}

// probe is a model that uses every mode of the terminal, and fails on demand.
type probe struct {
	width, height, frame int
	flood, panicInView   bool
}

type probeTick struct{}

func probeTicks() tea.Cmd {
	return tea.Tick(10*time.Millisecond, func(time.Time) tea.Msg { return probeTick{} })
}

func (p *probe) Init() tea.Cmd { return nil }

func (p *probe) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		p.width, p.height = msg.Width, msg.Height
	case probeTick:
		p.frame++
		return p, probeTicks()
	case tea.KeyPressMsg:
		switch msg.String() {
		case "q", "ctrl+c":
			return p, tea.Quit
		case "f":
			p.flood = true
			return p, probeTicks()
		case "u":
			panic("in update\x1b[31m")
		case "v":
			p.panicInView = true
		case "m":
			return p, func() tea.Msg { panic("in a command") }
		case "b":
			return p, tea.Batch(probeTicks(), func() tea.Msg { panic("in a batch") })
		}
	}
	return p, nil
}

func (p *probe) View() tea.View {
	if p.panicInView {
		panic("in view")
	}
	text := fmt.Sprintf("\x1b[31mready\x1b[m %dx%d", p.width, p.height)
	if p.flood {
		row := strings.Repeat(string(rune('a'+p.frame%26)), p.width)
		text = strings.Repeat(row+"\n", max(p.height, 1))
	}
	view := tea.NewView(text)
	view.AltScreen = true
	view.ReportFocus = true
	view.MouseMode = tea.MouseModeAllMotion
	return view
}

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

const enough = 30 * time.Second // a busy machine is no fault

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

var (
	modeSwitch = regexp.MustCompile(`\x1b\[\?([0-9;]+)([hl])`)
	sgr        = regexp.MustCompile(`\x1b\[([0-9;:]*)m`)
	title      = regexp.MustCompile(`\x1b\][012];`)
	kitty      = regexp.MustCompile(`\x1b\[([<>])[0-9;]*u`)
)

// restored fails unless the terminal is as it was before the program.
func (s *session) restored() {
	s.t.Helper()
	if after := s.modes(); after != s.before {
		s.t.Errorf("terminal modes\nbefore %s\nafter  %s", s.before, after)
	}
	// What the program wrote last may still be on its way.
	var left []string
	for start := time.Now(); time.Since(start) < enough; time.Sleep(5 * time.Millisecond) {
		if left = leftOver(s.output()); left == nil {
			return
		}
	}
	s.t.Errorf("left behind: %q\nlast output: %q", left, tail(s.output()))
}

// leftOver lists what a terminal that got this output is still changed by.
func leftOver(output string) (left []string) {
	modes := map[string]bool{}
	for _, m := range modeSwitch.FindAllStringSubmatch(output, -1) {
		for mode := range strings.SplitSeq(m[1], ";") {
			modes[mode] = m[2] == "h"
		}
	}
	for mode, on := range modes {
		if on != (mode == "25" || mode == "7") { // the cursor and wrapping are to be on
			left = append(left, fmt.Sprintf("mode %s: %v", mode, on))
		}
	}
	slices.Sort(left)
	if all := sgr.FindAllStringSubmatch(output, -1); len(all) > 0 {
		if last := all[len(all)-1][1]; last != "" && last != "0" {
			left = append(left, "style "+last)
		}
	}
	if title.MatchString(output) {
		left = append(left, "title")
	}
	depth := 0
	for _, m := range kitty.FindAllStringSubmatch(output, -1) {
		if m[1] == ">" {
			depth++
		} else {
			depth--
		}
	}
	if depth > 0 {
		left = append(left, fmt.Sprintf("%d keyboard modes", depth))
	}
	return left
}

func tail(s string) string { return s[max(len(s)-400, 0):] }

func TestTerminalIsRestored(t *testing.T) {
	tests := []struct {
		name   string
		keys   string
		signal syscall.Signal
		code   int
		says   string
	}{
		{name: "quit", keys: "q", code: 0},
		{name: "ctrl-c", keys: "\x03", code: 0},
		{name: "SIGTERM", signal: syscall.SIGTERM, code: 143},
		{name: "SIGHUP", signal: syscall.SIGHUP, code: 129},
		{name: "SIGINT", signal: syscall.SIGINT, code: 130},
		{name: "SIGQUIT", signal: syscall.SIGQUIT, code: 131},
		{name: "panic in Update", keys: "u", code: 70, says: `in update\x1b[31m; its report is in`},
		{name: "panic in View", keys: "v", code: 70, says: "in view; its report is in"},
		{name: "panic in a command", keys: "m", code: 70, says: "in a command; its report is in"},
		{name: "panic in a batch", keys: "b", code: 70, says: "in a batch; its report is in"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := probeSession(t)
			if s.modes() == s.before {
				t.Error("the terminal isn't raw while the program runs: nothing to restore")
			}
			if left := leftOver(s.output()); len(left) < 4 {
				t.Errorf("the program changed too little to prove anything: %q", left)
			}
			if tt.keys != "" {
				s.send(tt.keys)
			} else if err := s.cmd.Process.Signal(tt.signal); err != nil {
				t.Fatal(err)
			}
			if code := s.exit(); code != tt.code {
				t.Errorf("exit code %d, want %d", code, tt.code)
			}
			s.restored()
			if tt.says != "" {
				s.until("a fault in logitarium")
				if got := strings.ReplaceAll(s.output(), "\r\n", ""); !strings.Contains(got, tt.says) {
					t.Errorf("output %q\nlacks %q", tail(got), tt.says)
				}
			}
		})
	}
}

func TestCrashReport(t *testing.T) {
	s := probeSession(t)
	s.send("secret")
	s.send("u")
	s.exit()
	var dir string
	for _, v := range s.cmd.Env {
		if d, ok := strings.CutPrefix(v, "XDG_STATE_HOME="); ok {
			dir = d
		}
	}
	files, err := filepath.Glob(filepath.Join(dir, "logitarium", "crash-*.txt"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%d reports in %s (%v)", len(files), dir, err)
	}
	text, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"logitarium test, go1", "TERM xterm-256color, 80 x 24 cells", `panic: in update\x1b[31m`,
		"(*probe).Update", "tea.WindowSizeMsg", "tea.KeyPressMsg",
	} {
		if !bytes.Contains(text, []byte(want)) {
			t.Errorf("report lacks %q:\n%s", want, text)
		}
	}
	if bytes.ContainsAny(text, "\x1b\x00") || len(text) > 64<<10 {
		t.Errorf("report of %d bytes has escapes or is too long", len(text))
	}
}

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

func TestHangup(t *testing.T) {
	for _, owned := range []bool{true, false} {
		t.Run(fmt.Sprintf("signal %v", owned), func(t *testing.T) {
			s := open(t, owned, []string{"UI_TEST_PROBE=1"}, os.Args[0])
			s.until("ready")
			_ = s.slave.Close()
			_ = s.master.Close()
			if code := s.exit(); code != 129 {
				t.Errorf("exit code %d, want 129", code)
			}
		})
	}
}

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
