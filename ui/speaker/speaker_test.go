//go:build unix

package speaker

import (
	"errors"
	"fmt"
	"math"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"logitarium/ui/lesson/tape"

	tea "charm.land/bubbletea/v2"
)

// runtime is the environment of a user with a runtime directory of their own.
func runtime(t *testing.T) (env []string, dir string) {
	t.Helper()
	dir, err := os.MkdirTemp("", "speaker") // short: the name of a socket is
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return []string{"XDG_RUNTIME_DIR=" + dir}, filepath.Join(dir, "logitarium")
}

func host(t *testing.T, env []string) *Host {
	t.Helper()
	h, err := Listen(env)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.Close() })
	return h
}

// do runs a command and gives the host its message, as a program would.
func do(h *Host, cmd tea.Cmd) {
	if cmd != nil {
		h.Update(cmd())
	}
}

// join lets a follower look for the host, which takes it in.
func join(h *Host, f *Follower) <-chan tea.Msg {
	heard := make(chan tea.Msg, 1)
	next := f.Next()
	go func() { heard <- next() }()
	h.Update(h.Accept()())
	h.told, h.writing = false, false // the command that writes was not run
	return heard
}

var somewhere = Position{Lesson: "Kälte \"heiß\"\n", Hash: "0123", Step: 7, Chapter: 1, Caption: "cold\x1b[31m", Elapsed: 61.5, Planned: 58, Halt: Paused}

func TestFollow(t *testing.T) {
	env, dir := runtime(t)
	h, f := host(t, env), NewFollower(env)
	if info, err := os.Stat(filepath.Join(dir, "notes.sock")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the socket: %v, %v", info, err)
	}
	if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("its directory: %v, %v", info, err)
	}
	do(h, h.Tell(somewhere)) // nobody hears it yet
	heard := join(h, f)
	do(h, h.write())
	if got := <-heard; got != (Heard{somewhere}) {
		t.Fatalf("heard %+v", got)
	}
	later := somewhere
	later.Elapsed, later.Planned = 70, 60
	if h.Tell(later) != nil {
		t.Error("a tick of the clock is told")
	}
	later.Step = 8
	do(h, h.Tell(later))
	if got := f.Next()(); got != (Heard{later}) {
		t.Errorf("heard %+v", got)
	}
	second := NewFollower(env)
	heard = join(h, second)
	do(h, h.write())
	if got := <-heard; got != (Heard{later}) {
		t.Errorf("the second hears %+v", got)
	}
	if got := f.Next()(); got != (Heard{later}) { // told to all again
		t.Errorf("heard %+v", got)
	}
	second.leave()
	for i := range 3 { // it is noticed when something is told
		later.Step = 10 + i
		do(h, h.Tell(later))
	}
	if len(h.followers) != 1 {
		t.Errorf("%d follow", len(h.followers))
	}
	for range 3 {
		f.Next()()
	}
	_ = h.Close()
	if got := f.Next()(); got != (Lost{}) {
		t.Errorf("after the end: %+v", got)
	}
	if got := f.Next()(); got != (Lost{}) {
		t.Errorf("with no player: %+v", got)
	}
}

func TestTwoPlayers(t *testing.T) {
	env, dir := runtime(t)
	first := host(t, env)
	if _, err := Listen(env); !errors.Is(err, ErrTaken) {
		t.Errorf("a second player: %v", err)
	}
	_ = first.Close()
	_ = host(t, env).Close()

	// One that was killed leaves its socket behind.
	l, err := net.Listen("unix", filepath.Join(dir, "notes.sock"))
	if err != nil {
		t.Fatal(err)
	}
	l.(*net.UnixListener).SetUnlinkOnClose(false)
	_ = l.Close()
	_ = host(t, env).Close()
}

// A place that others could read, or have made, is refused by both ends.
func TestStrangers(t *testing.T) {
	for name, prepare := range map[string]func(dir string) error{
		"open to others": func(dir string) error { return errors.Join(os.Mkdir(dir, 0o700), os.Chmod(dir, 0o755)) },
		"a link":         func(dir string) error { return errors.Join(os.Mkdir(dir+"x", 0o700), os.Symlink(dir+"x", dir)) },
		"a file":         func(dir string) error { return os.WriteFile(dir, nil, 0o600) },
		"a file for name": func(dir string) error {
			return errors.Join(os.Mkdir(dir, 0o700), os.WriteFile(filepath.Join(dir, "notes.sock"), nil, 0o600))
		},
	} {
		env, dir := runtime(t)
		if err := prepare(dir); err != nil {
			t.Fatal(err)
		}
		if h, err := Listen(env); err == nil {
			_ = h.Close()
			t.Errorf("%s: a player listens there", name)
		}
		if name == "a file for name" {
			if text, err := os.ReadFile(filepath.Join(dir, "notes.sock")); err != nil || len(text) > 0 {
				t.Error("the file is gone")
			}
			continue
		}
		if got, ok := NewFollower(env).Next()().(Lost); !ok || got.Err == nil {
			t.Errorf("%s: notes follow there: %v", name, got)
		}
	}
	deep := []string{"XDG_RUNTIME_DIR=" + t.TempDir() + "/" + strings.Repeat("d", 120)}
	if err := os.Mkdir(variable(deep, "XDG_RUNTIME_DIR"), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := Listen(deep); err == nil || !strings.Contains(err.Error(), "too long") {
		t.Errorf("a long path: %v", err)
	}
}

// What isn't a place ends the connection, and never the program.
func TestGarbage(t *testing.T) {
	env, _ := runtime(t)
	l, err := listen(env)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	for _, text := range []string{"\n", "{}\n", "null\n", "[1]\n", strings.Repeat("x", 2*maxLine), strings.Repeat("[", 5000) + "\n",
		`{"halt":"going","step":-1}` + "\n", `{"halt":"going","elapsed":1e300}` + "\n", `{"halt":"dancing"}` + "\n",
		`{"halt":"going","lesson":"` + strings.Repeat("é", 300) + "\"}\n"} {
		f := NewFollower(env)
		heard := make(chan tea.Msg, 1)
		next := f.Next()
		go func() { heard <- next() }()
		conn, err := l.Accept()
		if err != nil {
			t.Fatal(err)
		}
		_, _ = conn.Write([]byte(text))
		if got, ok := (<-heard).(Lost); !ok || got.Err == nil || f.conn != nil {
			t.Errorf("%.20q: %+v", text, got)
		}
		_ = conn.Close()
	}
}

func TestLinesAreBounded(t *testing.T) {
	p := somewhere
	p.Lesson, p.Caption = strings.Repeat("\x00", 5000), strings.Repeat("<", 5000)
	line := p.line()
	if got, err := parse(line); err != nil || len(line) > maxLine {
		t.Errorf("%d bytes: %+v, %v", len(line), got, err)
	}
	p.Elapsed = math.NaN()
	if p.line() != nil {
		t.Error("a time that is no number is told")
	}
}

func TestHash(t *testing.T) {
	seen := map[string]string{}
	for _, text := range []string{"Sleep 1s", "Sleep 2s", "#@ title \"a\"\nSleep 1s"} {
		tp, err := tape.Parse("a.tape", text, nil)
		if err != nil {
			t.Fatal(err)
		}
		if other := seen[Hash(tp)]; other != "" {
			t.Errorf("%q and %q have one hash", text, other)
		}
		seen[Hash(tp)] = text
	}
}

func FuzzParse(f *testing.F) {
	f.Add(somewhere.line())
	f.Add([]byte("{}"))
	f.Add([]byte(`{"step":3,"halt":"ended","elapsed":1e5}`))
	f.Fuzz(func(t *testing.T, line []byte) {
		p, err := parse(line)
		if err != nil {
			if p != (Position{}) {
				t.Fatalf("%v and a place: %+v", err, p)
			}
			return
		}
		again, err := parse(p.line())
		if err != nil || fmt.Sprint(again) != fmt.Sprint(p) {
			t.Fatalf("%+v is read again as %+v, %v", p, again, err)
		}
	})
}
