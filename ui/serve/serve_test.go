package serve

import (
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
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

func TestWhoMayCome(t *testing.T) {
	key, other := signer(t), signer(t)
	word, byKey := opens(t, nil), opens(t, func(o *Options) { o.Who = Who{Keys: []ssh.PublicKey{key.PublicKey()}} })
	open := opens(t, func(o *Options) { o.Who = Who{Open: true} })
	none := opens(t, func(o *Options) { o.Who = Who{} })
	for _, c := range []struct {
		name string
		to   *room
		auth []ssh.AuthMethod
		in   bool
	}{
		{"the word", word, []ssh.AuthMethod{ssh.Password(classWord)}, true},
		{"a blank after it", word, []ssh.AuthMethod{ssh.Password(classWord + " ")}, true},
		{"a wrong word", word, []ssh.AuthMethod{ssh.Password("eight foxes")}, false},
		{"no word", word, []ssh.AuthMethod{ssh.Password("")}, false},
		{"a key instead", word, []ssh.AuthMethod{ssh.PublicKeys(key)}, false},
		{"nothing", word, nil, false},
		{"a key and the word", word, []ssh.AuthMethod{ssh.PublicKeys(key), ssh.Password(classWord)}, true},
		{"a key and a wrong word", word, []ssh.AuthMethod{ssh.PublicKeys(key), ssh.Password("eight foxes")}, false},
		{"the key", byKey, []ssh.AuthMethod{ssh.PublicKeys(key)}, true},
		{"another key first", byKey, []ssh.AuthMethod{ssh.PublicKeys(other, key)}, true},
		{"another key", byKey, []ssh.AuthMethod{ssh.PublicKeys(other)}, false},
		{"a word instead", byKey, []ssh.AuthMethod{ssh.Password(classWord)}, false},
		{"nothing, open", open, nil, true},
		{"an empty word where there is none", none, []ssh.AuthMethod{ssh.Password("")}, false},
	} {
		client, err := c.to.dial(c.auth...)
		if (err == nil) != c.in {
			t.Errorf("%s: %v", c.name, err)
		}
		if err == nil {
			_ = client.Close()
		}
	}
	if log := word.log(); strings.Contains(log, "eight") || !strings.Contains(log, "a wrong class word") {
		t.Errorf("the log:\n%s", log)
	}
}

// A key that is proved is what somebody is known by, beside a class word too; a
// browser is known by its cookie.
func TestKnownAgain(t *testing.T) {
	key := signer(t)
	ids := make(chan string, 10)
	r := opens(t, func(o *Options) {
		o.HTTP = "127.0.0.1:0"
		o.Program = func(g Guest) Program {
			ids <- g.ID
			return shell(g)
		}
	})
	for _, c := range []struct {
		auth []ssh.AuthMethod
		want string
	}{
		{[]ssh.AuthMethod{ssh.PublicKeys(key), ssh.Password(classWord)}, ssh.FingerprintSHA256(key.PublicKey())},
		{[]ssh.AuthMethod{ssh.Password(classWord)}, ""},
	} {
		client, err := r.dial(c.auth...)
		if err != nil {
			t.Fatal(err)
		}
		sit(t, client, 80, 24).awaits("temperature")
		if got := <-ids; got != c.want {
			t.Errorf("the student is known by %q, want %q", got, c.want)
		}
		_ = client.Close()
	}
	a, err := http.Get(r.url("http", "/class/"))
	if err != nil {
		t.Fatal(err)
	}
	_ = a.Body.Close()
	cookies := a.Cookies()
	if len(cookies) != 1 || !cookies[0].HttpOnly || cookies[0].SameSite != http.SameSiteStrictMode || len(cookies[0].Value) != 32 {
		t.Fatalf("cookies %v", cookies)
	}
	for value, want := range map[string]string{cookies[0].Value: cookies[0].Value, "": "", strings.Repeat("../", 11)[:32]: ""} {
		b, err := r.joinsWith(http.Header{"Cookie": {seatCookie + "=" + value}}, welcome)
		if err != nil {
			t.Fatal(err)
		}
		b.awaits("temperature")
		if got := <-ids; got != want {
			t.Errorf("the browser is known by %q, want %q", got, want)
		}
		_ = b.conn.CloseNow()
	}
}

// A thousand connections that say nothing leave room for those who have come, and
// none is kept beyond its share.
func TestThousandConnections(t *testing.T) {
	r := opens(t, nil)
	s := sit(t, r.enter(), 80, 24)
	s.awaits("temperature")
	var all []net.Conn
	for range 1000 {
		c, err := net.DialTimeout("tcp", r.SSH().String(), 5*time.Second)
		if err != nil {
			continue // the system itself has had enough
		}
		all = append(all, c)
	}
	s.press("?")
	s.awaits("Keys")
	r.limits.mu.Lock()
	kept := r.limits.all
	r.limits.mu.Unlock()
	if kept > mostByAddress {
		t.Errorf("%d of %d connections are kept", kept, len(all))
	}
	if n := strings.Count(r.log(), "refused"); n == 0 || n > 30 {
		t.Errorf("%d lines say so", n)
	}
	for _, c := range all {
		_ = c.Close()
	}
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if c, err := r.dial(ssh.Password(classWord)); err == nil { // there is room again
			_ = c.Close()
			break
		} else if time.Now().After(end) {
			t.Fatal(err)
		}
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

// At the end all are told so, and the server is gone within two seconds, though
// one of them reads nothing.
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
	if took := time.Since(begin); took > 2*time.Second {
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

func TestHostKey(t *testing.T) {
	path := filepath.Join(t.TempDir(), "folder", "key")
	first, made, err := HostKey(path)
	if err != nil || !made {
		t.Fatal(made, err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the key's file: %v, %v", info.Mode(), err)
	}
	again, made, err := HostKey(path)
	if err != nil || made || string(again.PublicKey().Marshal()) != string(first.PublicKey().Marshal()) || again.PublicKey().Type() != ssh.KeyAlgoED25519 {
		t.Errorf("read again: made %v, %v", made, err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, _, err := HostKey(path); err == nil || !strings.Contains(err.Error(), "can be read by others") {
		t.Errorf("a key that others can read: %v", err)
	}
	if _, _, err := HostKey(filepath.Dir(path)); err == nil {
		t.Error("a folder is a key")
	}
	wrong := filepath.Join(t.TempDir(), "wrong")
	if err := os.WriteFile(wrong, []byte("no key"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := HostKey(wrong); err == nil || !strings.Contains(err.Error(), "no private key") {
		t.Errorf("a text: %v", err)
	}
}

func TestReadKeys(t *testing.T) {
	line := string(ssh.MarshalAuthorizedKey(signer(t).PublicKey()))
	keys, err := ReadKeys([]byte("# a class\n\n" + line + strings.TrimSpace(line) + " Ada\n"))
	if err != nil || len(keys) != 2 {
		t.Errorf("%d keys, %v", len(keys), err)
	}
	for _, c := range []struct{ text, why string }{
		{"", "no public key"}, {"# none\n", "no public key"}, {line + "ssh-ed25519 x\n", "line 2 is no public key"},
		{`from="10.0.0.1" ` + line, "line 1: a key with options"},
	} {
		if _, err := ReadKeys([]byte(c.text)); err == nil || !strings.Contains(err.Error(), c.why) {
			t.Errorf("%q: %v, want %q", c.text, err, c.why)
		}
	}
}

func TestWords(t *testing.T) {
	for _, text := range []string{"", "abc", "two\nlines", strings.Repeat("x", 257)} {
		if _, err := NewWord(text); err == nil {
			t.Errorf("%q is a word", text)
		}
	}
	seen := map[string]bool{}
	for range 100 {
		w := RandomWord()
		if _, err := NewWord(w); err != nil || len(w) != 9 || seen[w] {
			t.Errorf("%q: %v", w, err)
		}
		seen[w] = true
	}
}

func TestLimits(t *testing.T) {
	var l limits
	now := time.Unix(1e9, 0)
	one := &net.TCPAddr{IP: net.IPv4(10, 0, 0, 1), Port: 1}
	for i := range mostByAddress {
		one.Port = i + 1
		if why := l.enter(one, now); !why.Empty() {
			t.Fatalf("connection %d: %v", i, why)
		}
	}
	if why := l.enter(one, now); why.Empty() {
		t.Error("one address has more than its share")
	}
	for i := 0; l.all < mostConnections; i++ {
		if why := l.enter(&net.TCPAddr{IP: net.IPv4(10, 0, 1, byte(i))}, now); !why.Empty() {
			t.Fatal(why)
		}
	}
	two := &net.TCPAddr{IP: net.IPv4(10, 0, 0, 2)}
	if why := l.enter(two, now); why.Empty() {
		t.Error("there is no end of connections")
	}
	l.leave(one)
	if why := l.enter(two, now); !why.Empty() {
		t.Error(why)
	}
	l.leave(two)
	for range mostFailures {
		l.fail(two, now)
	}
	if why := l.enter(two, now.Add(failureSpan/2)); why.Empty() {
		t.Error("who guesses may go on")
	}
	if why := l.enter(two, now.Add(failureSpan)); !why.Empty() {
		t.Error(why)
	}
	l.leave(two)
	l.fail(one, now.Add(3*failureSpan))
	if len(l.failed) != 1 {
		t.Errorf("%d addresses with failures are kept", len(l.failed))
	}
	// An IPv6 household is one address.
	a, b := &net.TCPAddr{IP: net.ParseIP("2001:db8::1")}, &net.TCPAddr{IP: net.ParseIP("2001:db8::ffff:1")}
	if address(a) != address(b) || address(a) == address(one) || address(&net.UnixAddr{}).IsValid() {
		t.Error("addresses are told apart wrongly")
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
