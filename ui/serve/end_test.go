package serve

import (
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
)

// A panic ends the session that it is in, with a report, and no other.
func TestPanicEndsOneSession(t *testing.T) {
	state := t.TempDir()
	r := opens(t, func(o *Options) { o.Env = []string{"XDG_STATE_HOME=" + state} })
	one, other := sit(t, r.enter(), 80, 24), sit(t, r.enter(), 80, 24)
	one.awaits("temperature")
	other.awaits("temperature")
	one.press("P")
	var status *ssh.ExitError
	if err := one.leaves(); !errors.As(err, &status) || status.ExitStatus() != 1 {
		t.Errorf("the session ends with %v", err)
	}
	if said := one.shows(); !strings.Contains(said, "a fault in the program has ended this session") || strings.Contains(said, state) {
		t.Errorf("the student reads\n%s", said)
	}
	reports, _ := filepath.Glob(filepath.Join(state, "logitarium", "crash-*.txt"))
	if len(reports) != 1 || !strings.Contains(r.log(), "as the key asks; its report is in "+reports[0]) {
		t.Fatalf("reports %v, log\n%s", reports, r.log())
	}
	text, err := os.ReadFile(reports[0])
	if err != nil || !strings.Contains(string(text), "80 x 24 cells") || !strings.Contains(string(text), "TERM xterm-256color") {
		t.Errorf("%v: the report is\n%s", err, text)
	}
	other.press("?")
	other.awaits("Keys")
}

// A client that goes without a word, at any moment, ends its session alone.
func TestGone(t *testing.T) {
	r := opens(t, nil)
	stays := sit(t, r.enter(), 80, 24)
	stays.awaits("temperature")
	for i := range 12 {
		c := r.enter()
		s := sit(t, c, 80, 24)
		if i%2 == 0 {
			s.awaits("temperature")
			s.press("v\x1b[")
		}
		if i%3 == 0 {
			_ = s.session.WindowChange(10, 20+i)
		}
		_ = c.Close()
	}
	stays.press("?")
	stays.awaits("Keys")
	for end := time.Now().Add(20 * time.Second); r.count(0) != 1; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%d sessions are left", r.count(0))
		}
	}
}

// At the end all are told so, and the server is gone, though one of them reads
// nothing. Close itself says if that takes two seconds; a busy machine may add to
// them.
func TestGoodbye(t *testing.T) {
	r := opens(t, nil)
	var all []*student
	for range 3 {
		s := sit(t, r.enter(), 80, 24)
		s.awaits("temperature")
		all = append(all, s)
	}
	frozen, keys := r.frozen()
	defer frozen.Close()
	_, _ = io.WriteString(keys, strings.Repeat("?", 2000))
	time.Sleep(time.Second / 2)
	begin := time.Now()
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	if took := time.Since(begin); took > 5*time.Second {
		t.Errorf("the server took %v to leave", took)
	}
	for _, s := range all {
		_ = s.leaves()
		if !strings.Contains(s.shows(), "the class is over") || strings.Contains(s.shows(), "temperature") {
			t.Errorf("a student reads\n%s", s.shows())
		}
	}
	if _, err := net.DialTimeout("tcp", r.SSH().String(), time.Second); err == nil {
		t.Error("the door is still open")
	}
}

// closer is a client as a connection that can be closed.
type closer struct{ *ssh.Client }

func (closer) Read([]byte) (int, error)         { return 0, io.EOF }
func (closer) Write([]byte) (int, error)        { return 0, io.EOF }
func (c closer) Close() error                   { return c.Client.Close() }
func (closer) SetDeadline(time.Time) error      { return nil }
func (closer) SetReadDeadline(time.Time) error  { return nil }
func (closer) SetWriteDeadline(time.Time) error { return nil }

func TestIdle(t *testing.T) {
	r := opens(t, func(o *Options) { o.Idle = 700 * time.Millisecond })
	s := sit(t, r.enter(), 80, 24)
	s.awaits("temperature")
	for range 5 { // who presses keys stays
		time.Sleep(250 * time.Millisecond)
		s.press("v")
	}
	select {
	case err := <-s.ended:
		t.Fatalf("a session in use has ended: %v", err)
	default:
	}
	_ = s.leaves()
	if !strings.Contains(s.shows(), "no key was pressed for a long time") {
		t.Errorf("the student reads\n%s", s.shows())
	}
}
