package serve

import (
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
)

func TestSession(t *testing.T) {
	r := opens(t, nil)
	s := sit(t, r.enter(), 90, 26)
	s.awaits("temperature")
	s.press("v")
	s.press("\x1b[B")
	if err := s.session.WindowChange(20, 60); err != nil {
		t.Fatal(err)
	}
	s.mu.Lock()
	s.screen.Resize(60, 20)
	s.mu.Unlock()
	s.press("?")
	s.awaits("Keys")
	s.press("q")
	if err := s.leaves(); err != nil {
		t.Errorf("after q the session ends with %v", err)
	}
	for _, want := range []string{"a session of 90 x 26; 1 here", "the session has ended; 0 here"} {
		if !strings.Contains(r.log(), want) {
			t.Errorf("the log lacks %q:\n%s", want, r.log())
		}
	}
}

// What a terminal claims to be is bounded, and one that tells no size has 80x24.
func TestSizes(t *testing.T) {
	r := opens(t, nil)
	for _, c := range []struct {
		columns, rows int
		want          string
	}{
		{0, 0, "80 x 24"}, {80, 0, "80 x 24"}, {1, 1, "1 x 1"}, {1<<32 - 1, 1<<32 - 1, "300 x 120"}, {100, 1 << 31, "100 x 120"},
	} {
		client := r.enter()
		s := sit(t, client, c.columns, c.rows)
		want := "a session of " + c.want + ";"
		for end := time.Now().Add(10 * time.Second); !strings.Contains(r.log(), want) && time.Now().Before(end); {
			time.Sleep(10 * time.Millisecond)
		}
		if !strings.Contains(r.log(), want) {
			t.Errorf("%d x %d: the log lacks %q:\n%s", c.columns, c.rows, want, r.log())
		}
		for range 50 { // in the middle of a session too
			if err := s.session.WindowChange(1<<32-1, 1<<32-1); err != nil {
				t.Fatal(err)
			}
		}
		_ = client.Close()
		_ = s.leaves()
	}
}

// A guest gets the program, and nothing else.
func TestNothingElse(t *testing.T) {
	r := opens(t, nil)
	c := r.enter()
	for _, asks := range []struct {
		name string
		do   func(*ssh.Session) error
	}{
		{"a command", func(s *ssh.Session) error { return s.Start("id") }},
		{"sftp", func(s *ssh.Session) error { return s.RequestSubsystem("sftp") }},
		{"an agent", func(s *ssh.Session) error { return granted(s, "auth-agent-req@openssh.com", nil) }},
		{"X11", func(s *ssh.Session) error {
			return granted(s, "x11-req", ssh.Marshal(struct {
				Single          bool
				Protocol, Magic string
				Screen          uint32
			}{}))
		}},
		{"a path as a variable", func(s *ssh.Session) error { return s.Setenv("LANG", "../../etc/passwd") }},
		{"another variable", func(s *ssh.Session) error { return s.Setenv("HOME", "x") }},
	} {
		client := r.enter()
		session, err := client.NewSession()
		if err != nil {
			t.Fatal(err)
		}
		if err := asks.do(session); err == nil {
			t.Errorf("%s is granted", asks.name)
		}
		_ = client.Close()
	}
	if l, err := c.Listen("tcp", "127.0.0.1:0"); err == nil {
		_ = l.Close()
		t.Error("a port is forwarded from here")
	}
	for _, kind := range []string{"direct-tcpip", "direct-streamlocal@openssh.com", "auth-agent@openssh.com", "x11", "tun@openssh.com"} {
		if ch, _, err := c.OpenChannel(kind, nil); err == nil {
			_ = ch.Close()
			t.Errorf("a channel %s is opened", kind)
		}
	}
	s := sit(t, c, 80, 24)
	s.awaits("temperature")
	if second, err := c.NewSession(); err == nil {
		_ = second.Close()
		t.Error("a second session on one connection")
	}
	if err := granted(s.session, "exec", ssh.Marshal(struct{ Command string }{"id"})); err == nil {
		t.Error("a command within a session is granted")
	}
	if err := granted(s.session, "shell", nil); err == nil {
		t.Error("a second program on one session")
	}
	s.press("q")
	if err := s.leaves(); err != nil {
		t.Error(err)
	}
}

func granted(s *ssh.Session, name string, payload []byte) error {
	ok, err := s.SendRequest(name, true, payload)
	if err == nil && !ok {
		err = errors.New("refused")
	}
	return err
}

// Without a terminal there is one sentence.
func TestWithoutTerminal(t *testing.T) {
	r := opens(t, nil)
	session, err := r.enter().NewSession()
	if err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	session.Stdout = &said
	if err := session.Shell(); err != nil {
		t.Fatal(err)
	}
	var status *ssh.ExitError
	if err := session.Wait(); !errors.As(err, &status) || status.ExitStatus() != 1 || !strings.Contains(said.String(), "needs a terminal") {
		t.Errorf("%v, and %q is said", err, said.String())
	}
}

// What is typed, and what a client calls itself, stands in no line of the log.
func TestLogTellsNothing(t *testing.T) {
	r := opens(t, nil)
	client, err := ssh.Dial("tcp", r.SSH().String(), &ssh.ClientConfig{
		User: "Mallory\x1b[31m", Auth: []ssh.AuthMethod{ssh.Password(classWord)},
		HostKeyCallback: ssh.InsecureIgnoreHostKey(),
	})
	if err != nil {
		t.Fatal(err)
	}
	s := sit(t, client, 80, 24)
	s.awaits("temperature")
	s.press("P")
	_ = s.leaves()
	log := r.log()
	if strings.Contains(log, "Mallory") || strings.Contains(log, "\x1b") || !strings.Contains(log, "127.0.0.1:") {
		t.Errorf("the log:\n%s", log)
	}
}

func TestCommands(t *testing.T) {
	for address, want := range map[string]string{
		"127.0.0.1:2222": "ssh -p 2222 class@127.0.0.1", "10.1.2.3:22": "ssh class@10.1.2.3", "[::1]:2222": "ssh -p 2222 class@::1",
	} {
		a, err := net.ResolveTCPAddr("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(Commands(a), "\n"); got != want {
			t.Errorf("%s is reached by %q, want %q", address, got, want)
		}
	}
	if all := Commands(&net.TCPAddr{IP: net.IPv4zero, Port: 2222}); len(all) == 0 || strings.Contains(fmt.Sprint(all), "0.0.0.0") {
		t.Errorf("all of this machine is reached by %q", all)
	}
}

// No bytes before a session, whatever they are, end the server.
func FuzzHandshake(f *testing.F) {
	r := opens(f, nil)
	f.Add([]byte("SSH-2.0-x\r\n"))
	f.Add([]byte("SSH-2.0-x\r\n\x00\x00\x00\x0c\x0a\x14"))
	f.Add([]byte("GET / HTTP/1.1\r\n\r\n"))
	f.Add([]byte("SSH-1.5-x\n\xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, data []byte) {
		here, there := net.Pipe()
		done := make(chan struct{})
		go func() {
			defer close(done)
			r.connect(there)
		}()
		go func() { _, _ = io.Copy(io.Discard, here) }()
		_ = here.SetWriteDeadline(time.Now().Add(5 * time.Second))
		_, _ = here.Write(data)
		_ = here.Close()
		select {
		case <-done:
		case <-time.After(10 * time.Second):
			t.Fatal("the server hangs")
		}
	})
}
