//go:build unix

package cli

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/creack/pty"

	"logitarium/core/builtin/builtintest"
	"logitarium/core/lm"
	"logitarium/core/tensor"
	"logitarium/ui/command"
	"logitarium/ui/lab"
	"logitarium/ui/rescue"
)

// TestMain lets the test binary be the program, with a lab of the tests or with
// its own.
func TestMain(m *testing.M) {
	rescue.Main()
	if os.Getenv("CLI_TEST") == "" {
		tensor.UseExact() // as lessons do: no test may compute before
		os.Exit(m.Run())
	}
	if os.Getenv("CLI_TEST") == "labs" {
		os.Exit(Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.Environ()))
	}
	build := func(_, _ lm.Model) []lab.Lab { return []lab.Lab{newDice()} }
	a := &app{labs: build(nil, nil), build: build, in: os.Stdin, out: os.Stdout, err: os.Stderr, env: os.Environ()}
	os.Exit(a.main(os.Args[1:]))
}

const enough = 30 * time.Second // a busy machine is no fault

// pseudo is a pseudo-terminal that answers nothing, and what it was sent.
type pseudo struct {
	t             *testing.T
	master, slave *os.File
	mu            sync.Mutex
	seen          bytes.Buffer
}

func newTerminal(t *testing.T) *pseudo {
	t.Helper()
	master, slave, err := pty.Open()
	if err != nil {
		t.Skipf("no pseudo-terminal here: %v", err)
	}
	if err := pty.Setsize(master, &pty.Winsize{Rows: 24, Cols: 80}); err != nil {
		t.Fatal(err)
	}
	term := &pseudo{t: t, master: master, slave: slave}
	go func() {
		buf := make([]byte, 4096)
		for {
			n, err := master.Read(buf)
			term.mu.Lock()
			term.seen.Write(buf[:n])
			term.mu.Unlock()
			if err != nil {
				return
			}
		}
	}()
	t.Cleanup(func() { // the last writer gone ends the read
		_ = slave.Close()
		_ = master.Close()
	})
	return term
}

func (term *pseudo) output() string {
	term.mu.Lock()
	defer term.mu.Unlock()
	return term.seen.String()
}

func (term *pseudo) until(want string) {
	term.t.Helper()
	for start := time.Now(); time.Since(start) < enough; time.Sleep(2 * time.Millisecond) {
		if strings.Contains(term.output(), want) {
			return
		}
	}
	term.t.Fatalf("no %q in %q", want, term.output())
}

func program(env []string, args ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(slices.DeleteFunc(os.Environ(), func(v string) bool {
		for _, name := range []string{"TERM", "COLORTERM", "NO_COLOR", "LANG", "LC_ALL", "LC_CTYPE", "CLICOLOR", "CLICOLOR_FORCE", "FORCE_COLOR", "ACCESSIBLE"} {
			if strings.HasPrefix(v, name+"=") {
				return true
			}
		}
		return false
	}), append([]string{"CLI_TEST=1", "GORACE=atexit_sleep_ms=0"}, env...)...)
	return cmd
}

// exitOf waits for a program that is to end by itself.
func exitOf(t *testing.T, cmd *exec.Cmd) int {
	t.Helper()
	timer := time.AfterFunc(enough, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	_ = cmd.Wait()
	if status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		t.Fatalf("%q had to be killed after %v: %v", cmd.Args[1:], enough, status.Signal())
	}
	return cmd.ProcessState.ExitCode()
}

func TestLiveScreen(t *testing.T) {
	for _, tt := range []struct {
		name string
		end  func(*pseudo, *exec.Cmd) error
		code int
	}{
		{"q", func(term *pseudo, _ *exec.Cmd) error { _, err := term.master.WriteString("q"); return err }, 0},
		{"ctrl-c", func(term *pseudo, _ *exec.Cmd) error { _, err := term.master.WriteString("\x03"); return err }, 0},
		{"SIGTERM", func(_ *pseudo, c *exec.Cmd) error { return c.Process.Signal(syscall.SIGTERM) }, 143},
		{"SIGINT", func(_ *pseudo, c *exec.Cmd) error { return c.Process.Signal(syscall.SIGINT) }, 130},
	} {
		t.Run(tt.name, func(t *testing.T) {
			screen := newTerminal(t)
			before, err := term.GetState(screen.slave.Fd())
			if err != nil {
				t.Fatal(err)
			}
			cmd := program([]string{"TERM=xterm-256color"}, "dice", "--label", "cube")
			cmd.Stdin, cmd.Stdout, cmd.Stderr = screen.slave, screen.slave, screen.slave
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			screen.until("cube")
			if err := tt.end(screen, cmd); err != nil {
				t.Fatal(err)
			}
			if code := exitOf(t, cmd); code != tt.code {
				t.Errorf("exit code %d, want %d", code, tt.code)
			}
			after, err := term.GetState(screen.slave.Fd())
			if err != nil || fmt.Sprint(after) != fmt.Sprint(before) {
				t.Errorf("terminal modes %v, were %v (%v)", after, before, err)
			}
			screen.until("\x1b[?1049l")
		})
	}
}

// A size that a live screen can't have is refused, not forgotten.
func TestSizeOfALiveScreen(t *testing.T) {
	lesson := writeTape(t, "#@ title \"Dice\"\nSleep 1s\n")
	for _, tt := range []struct {
		args []string
		says string // "" if it is live
	}{
		{[]string{"dice", "--size", "100x30"}, "--size 100x30 is for what is written, and a live screen is as large as the terminal: use --print,"},
		{[]string{"--size", "100x30"}, "use --print,"},
		{[]string{"play", lesson, "--size", "100x30"}, "use logitarium record,"},
		{[]string{"dice", "--size", "100x30", "--print"}, ""},
	} {
		screen := newTerminal(t)
		var errs bytes.Buffer
		cmd := program([]string{"TERM=xterm-256color"}, tt.args...)
		cmd.Stdin, cmd.Stdout, cmd.Stderr = screen.slave, screen.slave, &errs
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		want := 0
		if tt.says != "" {
			want = exitUsage
		}
		code := exitOf(t, cmd)
		if said := strings.Join(strings.Fields(errs.String()), " "); code != want || !strings.Contains(said, tt.says) {
			t.Errorf("%q: exit code %d, want %d: %s", tt.args, code, want, said)
		}
		if strings.Contains(screen.output(), "\x1b[?1049h") {
			t.Errorf("%q: a live screen was opened", tt.args)
		}
	}
}

// A lesson is played, held by a question whose q is text, and its player leaves
// the terminal and the runtime directory as they were.
func TestPlayOnTerminal(t *testing.T) {
	runtime, err := os.MkdirTemp("", "play") // the name of a socket is short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(runtime) })
	lesson := writeTape(t, "#@ title \"Dice\"\n#@ ask \"How many sides?\" | 6\nSleep 1s\n")
	for _, flags := range [][]string{nil, {"--present", "--speed", "2"}} {
		screen := newTerminal(t)
		before, err := term.GetState(screen.slave.Fd())
		if err != nil {
			t.Fatal(err)
		}
		cmd := program([]string{"TERM=xterm-256color", "XDG_RUNTIME_DIR=" + runtime}, append([]string{"play", lesson}, flags...)...)
		cmd.Stdin, cmd.Stdout, cmd.Stderr = screen.slave, screen.slave, screen.slave
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		screen.until("your guess")
		for _, step := range []struct{ keys, want string }{{"q5\r", "the answer: "}, {"q", "\x1b[?1049l"}} {
			if _, err := screen.master.WriteString(step.keys); err != nil {
				t.Fatal(err)
			}
			screen.until(step.want)
		}
		if code := exitOf(t, cmd); code != 0 {
			t.Errorf("%v: exit code %d", flags, code)
		}
		after, err := term.GetState(screen.slave.Fd())
		if err != nil || fmt.Sprint(after) != fmt.Sprint(before) {
			t.Errorf("%v: terminal modes %v, were %v (%v)", flags, after, before, err)
		}
		screen.keepsTitle()
		if left, _ := filepath.Glob(runtime + "/logitarium/*"); len(left) > 0 {
			t.Errorf("%v: %q is left behind", flags, left)
		}
	}
}

// The notes leave the terminal as they found it.
func TestNotesOnTerminal(t *testing.T) {
	lesson := writeTape(t, "#@ title \"Dice\"\nSleep 1s\n")
	screen := newTerminal(t)
	cmd := program([]string{"TERM=xterm-256color", "XDG_RUNTIME_DIR=" + t.TempDir()}, "play", lesson, "--notes")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = screen.slave, screen.slave, screen.slave
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	screen.until("q quit")
	if _, err := screen.master.WriteString("q"); err != nil {
		t.Fatal(err)
	}
	if code := exitOf(t, cmd); code != 0 {
		t.Errorf("exit code %d", code)
	}
	screen.until("\x1b[?1049l")
	screen.keepsTitle()
}

// keepsTitle fails if the title of the window was set. It could not be given
// back everywhere: not every terminal keeps the one before.
func (term *pseudo) keepsTitle() {
	term.t.Helper()
	for _, set := range []string{"\x1b]0;", "\x1b]1;", "\x1b]2;"} {
		if strings.Contains(term.output(), set) {
			term.t.Errorf("the window's title was changed: %q", set)
		}
	}
}

// Where nobody can look and press keys, a frame is written and that is all.
func TestNotATerminal(t *testing.T) {
	for _, input := range []bool{true, false} {
		for _, output := range []bool{true, false} {
			for _, env := range [][]string{{"TERM=xterm-256color", "COLORTERM=truecolor"}, {"TERM=dumb"}, nil} {
				live := input && output && len(env) == 2
				if live {
					continue
				}
				t.Run(fmt.Sprintf("in %v out %v %q", input, output, env), func(t *testing.T) {
					screen := newTerminal(t)
					var piped bytes.Buffer
					cmd := program(env, "dice", "--label", "cube")
					cmd.Stdout, cmd.Stderr = &piped, os.Stderr
					if output {
						cmd.Stdout = screen.slave
					}
					if input {
						cmd.Stdin = screen.slave
					} else { // a pipe that stays open and empty: reading it would block
						w, err := cmd.StdinPipe()
						if err != nil {
							t.Fatal(err)
						}
						defer func() { _ = w.Close() }()
					}
					if err := cmd.Start(); err != nil {
						t.Fatal(err)
					}
					if code := exitOf(t, cmd); code != 0 {
						t.Errorf("exit code %d", code)
					}
					out := piped.String()
					if output {
						screen.until("cube")
						out = screen.output()
					}
					if !strings.Contains(out, "cube") || strings.Contains(out, "\x1b") {
						t.Errorf("want a frame without escapes: %q", out)
					}
				})
			}
		}
	}
}

// Help is drawn in colour where there is some, and ends on a terminal that
// answers no question.
func TestHelpOnTerminal(t *testing.T) {
	for _, tt := range []struct {
		env      []string
		coloured bool
	}{
		{[]string{"TERM=xterm-256color"}, true},
		{[]string{"TERM=xterm-256color", "NO_COLOR=yes"}, false},
		{[]string{"TERM=dumb"}, false},
	} {
		screen := newTerminal(t)
		cmd := program(tt.env, "dice", "--help")
		cmd.Stdin, cmd.Stdout, cmd.Stderr = screen.slave, screen.slave, screen.slave
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if code := exitOf(t, cmd); code != 0 {
			t.Errorf("%q: exit code %d", tt.env, code)
		}
		screen.until("--temperature")
		out := screen.output()
		if strings.Contains(out, "\x1b]") || strings.Contains(out, "\x1b[c") {
			t.Errorf("%q: the terminal was asked something: %q", tt.env, out)
		}
		if strings.Contains(out, "\x1b[") != tt.coloured {
			t.Errorf("%q: coloured is not %v: %q", tt.env, tt.coloured, out)
		}
	}
}

// The command that a screen shows must open that screen, through a real shell.
func TestCommandOpensTheSameScreen(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("no bash here to split the line")
	}
	for _, label := range []string{"die", "", "two words", `it's "$(exit)" \ !x`, "-x", "--json", "a\x1b[31m\u202eb\tc", "日本 é"} {
		d := newDice()
		d.label, d.order, d.sorted, d.temperature, d.pick, d.limit = label, 1, true, 0.7, 9, 12
		line := command.Of(d)
		split, err := exec.Command(bash, "-c", "printf '%s\\0' "+line).Output()
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		words := strings.Split(strings.TrimSuffix(string(split), "\x00"), "\x00")
		opened := newDice()
		a := &app{labs: []lab.Lab{opened}, in: strings.NewReader(""), out: &bytes.Buffer{}, err: os.Stderr}
		if code := a.main(words[1:]); code != 0 {
			t.Fatalf("%s: exit code %d", line, code)
		}
		opened.p, d.p = nil, nil
		if fmt.Sprint(*opened) != fmt.Sprint(*d) {
			t.Errorf("%s opens %+v, want %+v", line, *opened, *d)
		}
	}
}

// What is laid out for the eye is laid out where somebody looks, and only
// there.
func TestLaidOutForTheEye(t *testing.T) {
	lm := builtintest.Load(t)
	for _, tt := range []struct {
		args string
		env  []string
		want []string
		not  string
	}{
		{"list", []string{"TERM=xterm-256color"}, []string{"\x1b[1mlab\x1b[m", "──", "dice  What"}, ""},
		{"list --theme dark", []string{"TERM=xterm-256color"}, []string{"\x1b[38;5;"}, "38;2"},
		{"list", []string{"TERM=xterm", "NO_COLOR=1"}, []string{"lab   question", "──"}, "\x1b"},
		{"list", []string{"TERM=xterm", "LANG=C"}, []string{"--"}, "─"},
		{"list", []string{"TERM=xterm", "ACCESSIBLE=1"}, []string{"What does temperature do?"}, "─"},
		{"list", []string{"TERM=dumb"}, []string{"dice  What"}, "─"},
		{"model", []string{"TERM=xterm"}, []string{"kind of question", "──"}, "|"},
		{"model", []string{"TERM=xterm", "ACCESSIBLE=1"}, []string{"# tiny-world", "| kind of question |"}, "\x1b"},
		{"doctor", []string{"TERM=xterm"}, []string{"the live screen", "a terminal of 80 x 24 cells"}, ""},
		{"dicee", []string{"TERM=xterm"}, []string{"\x1b[1merror:\x1b[m there is no lab or command"}, ""},
		{"dicee --theme dark", []string{"TERM=xterm-kitty"}, []string{"\x1b[1;38;2;242;104;28merror:\x1b[m"}, ""},
	} {
		screen := newTerminal(t)
		a := &app{lm: lm, labs: []lab.Lab{newDice()}, in: screen.slave, out: screen.slave, err: screen.slave, env: tt.env}
		a.main(strings.Fields(tt.args))
		if _, err := screen.slave.WriteString("<end>"); err != nil {
			t.Fatal(err)
		}
		screen.until("<end>")
		out := screen.output()
		for _, want := range tt.want {
			if !strings.Contains(out, want) {
				t.Errorf("%s with %q: no %q in %q", tt.args, tt.env, want, out)
			}
		}
		if tt.not != "" && strings.Contains(out, tt.not) {
			t.Errorf("%s with %q: %q in %q", tt.args, tt.env, tt.not, out)
		}
	}
}
