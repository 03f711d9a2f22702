package serve

import (
	"crypto/ed25519"
	"crypto/rand"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"logitarium/ui"
	"logitarium/ui/lab"
	"logitarium/ui/lab/toy"
	"logitarium/ui/message"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/vt"
	"golang.org/x/crypto/ssh"
)

// room is a server for a test, with what it has logged.
type room struct {
	*Server
	t testing.TB

	mu     sync.Mutex
	logged []string
}

const classWord = "seven foxes"

// shell is the program of the tests: a small lab, on which p is a fault.
func shell(Guest) Program {
	return Program{Model: faulty{ui.New([]lab.Lab{toy.New()}, ui.Options{Start: "toy", Theme: "plain"})}, Profile: colorprofile.ASCII}
}

// faulty panics when P is pressed.
type faulty struct{ tea.Model }

func (f faulty) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if k, ok := msg.(tea.KeyPressMsg); ok && k.String() == "P" {
		panic("as the key asks")
	}
	_, cmd := f.Model.Update(msg)
	return f, cmd
}

// signer is a new key.
func signer(t testing.TB) ssh.Signer {
	t.Helper()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	s, err := ssh.NewSignerFromKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// opens starts a server that change has changed the options of.
func opens(t testing.TB, change func(*Options)) *room {
	t.Helper()
	r := &room{t: t}
	word, err := NewWord(classWord)
	if err != nil {
		t.Fatal(err)
	}
	o := Options{
		SSH: "127.0.0.1:0", HostKey: signer(t), Who: Who{Word: word}, Program: shell,
		Env: []string{"XDG_STATE_HOME=" + t.TempDir()}, Version: "test",
		Log: func(m message.Text) {
			r.mu.Lock()
			defer r.mu.Unlock()
			r.logged = append(r.logged, m.String())
		},
	}
	if change != nil {
		change(&o)
	}
	if r.Server, err = Listen(o); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	return r
}

func (r *room) log() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return strings.Join(r.logged, "\n")
}

// dial connects as a user who knows what auth says.
func (r *room) dial(auth ...ssh.AuthMethod) (*ssh.Client, error) {
	return ssh.Dial("tcp", r.SSH().String(), &ssh.ClientConfig{
		User: "class", Auth: auth, Timeout: 10 * time.Second,
		HostKeyCallback: ssh.FixedHostKey(r.options.HostKey.PublicKey()),
	})
}

func (r *room) enter() *ssh.Client {
	r.t.Helper()
	c, err := r.dial(ssh.Password(classWord))
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() { _ = c.Close() })
	return c
}

// student is somebody at a terminal of their own.
type student struct {
	t       testing.TB
	session *ssh.Session
	keys    io.WriteCloser
	ended   chan error

	mu     sync.Mutex
	screen *vt.Emulator
	raw    strings.Builder
}

// sit opens a session at a size.
func sit(t testing.TB, c *ssh.Client, columns, rows int) *student {
	t.Helper()
	session, err := c.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	s := &student{t: t, session: session, ended: make(chan error, 1), screen: vt.NewEmulator(max(min(columns, 500), 1), max(min(rows, 200), 1))}
	session.Stdout = s
	if s.keys, err = session.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := session.RequestPty("xterm-256color", rows, columns, nil); err != nil {
		t.Fatal(err)
	}
	if err := session.Shell(); err != nil {
		t.Fatal(err)
	}
	go func() { s.ended <- session.Wait() }()
	go func() { _, _ = io.Copy(io.Discard, s.screen) }() // its answers
	return s
}

func (s *student) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.raw.Write(p)
	return s.screen.Write(p)
}

func (s *student) shows() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.screen.String()
}

func (s *student) press(keys string) {
	s.t.Helper()
	if _, err := io.WriteString(s.keys, keys); err != nil {
		s.t.Fatal(err)
	}
}

// awaits waits until the screen has a text.
func (s *student) awaits(text string) {
	s.t.Helper()
	for end := time.Now().Add(20 * time.Second); !strings.Contains(s.shows(), text); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			s.t.Fatalf("%q does not come:\n%s", text, s.shows())
		}
	}
}

// leaves waits for the end of the session, and returns how it ended.
func (s *student) leaves() error {
	s.t.Helper()
	select {
	case err := <-s.ended:
		return err
	case <-time.After(20 * time.Second):
		s.t.Fatalf("the session does not end:\n%s", s.shows())
		return nil
	}
}

// frozen opens a session that never reads.
func (r *room) frozen() (net.Conn, io.Writer) {
	r.t.Helper()
	c := r.enter()
	ch, requests, err := c.OpenChannel("session", nil)
	if err != nil {
		r.t.Fatal(err)
	}
	go ssh.DiscardRequests(requests)
	pty := struct {
		Term                         string
		Columns, Rows, Width, Height uint32
		Modes                        string
	}{Term: "xterm", Columns: 300, Rows: 120, Modes: "\x00"}
	for name, payload := range map[string][]byte{"pty-req": ssh.Marshal(pty)} {
		if ok, err := ch.SendRequest(name, true, payload); !ok || err != nil {
			r.t.Fatal(ok, err)
		}
	}
	if ok, err := ch.SendRequest("shell", true, nil); !ok || err != nil {
		r.t.Fatal(ok, err)
	}
	return closer{c}, ch
}
