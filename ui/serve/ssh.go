package serve

import (
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync"
	"time"

	"logitarium/ui/message"
	"logitarium/viz"

	"golang.org/x/crypto/ssh"
)

const (
	// handshake is how long one may take to come in, and to ask for a session.
	handshake = 20 * time.Second
	// wrongPause slows down who guesses the word.
	wrongPause = 300 * time.Millisecond
	// mostAsked bounds what is refused on one connection before it is closed.
	mostAsked = 64
)

// sshConfig says who may come.
func (s *Server) sshConfig() ssh.ServerConfig {
	c := ssh.ServerConfig{ServerVersion: "SSH-2.0-logitarium"}
	who := s.options.Who
	switch {
	case who.Open:
		c.NoClientAuth = true
	case len(who.Keys) > 0:
		c.PublicKeyCallback = func(conn ssh.ConnMetadata, key ssh.PublicKey) (*ssh.Permissions, error) {
			if who.knows(key) {
				return holding(key), nil
			}
			return nil, errUnknown
		}
	default:
		word := func(holds *ssh.Permissions) func(ssh.ConnMetadata, []byte) (*ssh.Permissions, error) {
			return func(conn ssh.ConnMetadata, word []byte) (*ssh.Permissions, error) {
				if who.Word.is(string(word)) {
					return holds, nil
				}
				s.limits.fail(conn.RemoteAddr(), time.Now())
				s.log("%s: a wrong class word", conn.RemoteAddr())
				time.Sleep(wrongPause)
				return nil, errUnknown
			}
		}
		c.PasswordCallback = word(nil)
		// A key lets nobody in here. It is known by it who comes back.
		c.PublicKeyCallback = func(_ ssh.ConnMetadata, key ssh.PublicKey) (*ssh.Permissions, error) {
			return nil, &ssh.PartialSuccessError{Next: ssh.ServerAuthCallbacks{PasswordCallback: word(holding(key))}}
		}
	}
	c.AddHostKey(s.options.HostKey)
	return c
}

// holderOf names the key that somebody has proved to hold.
const holderOf = "logitarium-key"

func holding(key ssh.PublicKey) *ssh.Permissions {
	return &ssh.Permissions{Extensions: map[string]string{holderOf: ssh.FingerprintSHA256(key)}}
}

var errUnknown = errors.New("unknown")

// connect serves one connection to its end.
func (s *Server) connect(c net.Conn) {
	_ = c.SetDeadline(time.Now().Add(handshake)) // a closed one fails below
	conn, channels, requests, err := ssh.NewServerConn(c, &s.config)
	if err != nil {
		return
	}
	defer conn.Close()
	_ = c.SetDeadline(time.Time{})
	asks := time.NewTimer(handshake)
	defer asks.Stop()
	done := make(chan struct{})
	refused, opened := 0, false
	var v *visit // the session, once it is opened
	defer func() {
		if v != nil {
			v.hang()
		}
	}()
	for refused < mostAsked {
		select {
		case r, ok := <-requests:
			if !ok {
				return
			}
			_ = r.Reply(false, nil) // no forwarding; who asks whether somebody is here, is answered too
		case n, ok := <-channels:
			switch {
			case !ok:
				return
			case n.ChannelType() != "session":
				refused++
				_ = n.Reject(ssh.Prohibited, s.words("nothing is forwarded here"))
			case opened:
				refused++
				_ = n.Reject(ssh.ResourceShortage, s.words("a connection has one session"))
			default:
				opened = true
				ch, asked, err := n.Accept()
				if err != nil {
					return
				}
				v = &visit{server: s, conn: c, channel: ch, asks: asks, done: done, name: named(conn.User())}
				if conn.Permissions != nil {
					v.id = conn.Permissions.Extensions[holderOf]
				}
				s.start(func() { v.listen(asked) })
			}
		case <-asks.C:
			return
		case <-done:
			s.part(c, channels, requests)
			return
		case <-s.ctx.Done():
			if !opened {
				return
			}
			<-done // the session says goodbye, and the connection has a deadline
			s.part(c, channels, requests)
			return
		}
	}
}

// part lets a client go first, which has heard that its session is over.
func (s *Server) part(c net.Conn, channels <-chan ssh.NewChannel, requests <-chan *ssh.Request) {
	const patience = time.Second / 2
	_ = c.SetDeadline(time.Now().Add(patience)) // a closed one needs none
	for range mostAsked {
		select {
		case n, ok := <-channels:
			if !ok {
				return
			}
			_ = n.Reject(ssh.Prohibited, s.words("the session is over"))
		case r, ok := <-requests:
			if !ok {
				return
			}
			_ = r.Reply(false, nil)
		}
	}
}

// visit is one session channel.
type visit struct {
	server  *Server
	conn    net.Conn
	channel ssh.Channel
	asks    *time.Timer // is stopped when a session begins
	done    chan struct{}

	name   string
	id     string // of the key that was proved; "" for none
	term   string
	size   viz.Size
	env    []string
	remote *remote // nil before the session

	mu   sync.Mutex
	gone func() // of the remote
	left bool
}

// hang says that the connection is closed.
func (v *visit) hang() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.left = true
	if v.gone != nil {
		v.gone()
	}
}

// listen answers the requests of a session channel. When no more come, it is
// over.
func (v *visit) listen(requests <-chan *ssh.Request) {
	defer func() {
		if v.remote == nil { // no session that ends it
			close(v.done)
		}
	}()
	refused := 0
	for r := range requests {
		ok := v.answer(r)
		if r.WantReply {
			_ = r.Reply(ok, nil)
		}
		if ok && r.Type == "shell" {
			v.server.start(v.run)
		}
		if !ok {
			if refused++; refused > mostAsked {
				_ = v.conn.Close()
			}
		}
	}
}

// answer takes one request, and says whether it is granted: a terminal, its
// size, a few of its variables, and the program.
func (v *visit) answer(r *ssh.Request) bool {
	switch r.Type {
	case "pty-req":
		var asked struct {
			Term                         string
			Columns, Rows, Width, Height uint32
			Modes                        string
		}
		if v.remote != nil || ssh.Unmarshal(r.Payload, &asked) != nil {
			return false
		}
		v.term, v.size = asked.Term, sizeOf(asked.Columns, asked.Rows)
		if v.term == "" || !harmless(v.term) {
			v.term = "xterm"
		}
		return true
	case "window-change":
		var asked struct{ Columns, Rows, Width, Height uint32 }
		if ssh.Unmarshal(r.Payload, &asked) != nil {
			return false
		}
		v.size = sizeOf(asked.Columns, asked.Rows)
		if v.remote != nil {
			v.remote.resize(v.size)
		}
		return true
	case "env":
		var asked struct{ Name, Value string }
		if v.remote != nil || ssh.Unmarshal(r.Payload, &asked) != nil || len(v.env) >= len(told) ||
			!slices.Contains(told, asked.Name) || !harmless(asked.Value) {
			return false
		}
		v.env = append(v.env, asked.Name+"="+asked.Value)
		return true
	case "shell":
		if v.remote != nil || !v.asks.Stop() {
			return false
		}
		v.remote = newRemote(v.channel, v.size, func() { _ = v.conn.Close() })
		v.mu.Lock()
		defer v.mu.Unlock()
		v.gone = v.remote.hang
		if v.left {
			v.gone()
		}
		return true
	}
	return false // exec, subsystems such as sftp, agents, X11, signals
}

// named is a name that somebody gave themselves, as it can be shown.
func named(text string) string {
	const longest = 32 // cells
	return viz.Clean(strings.TrimSpace(text)).Cut(longest).String()
}

// sizeOf is a size that a client claims.
func sizeOf(columns, rows uint32) viz.Size {
	return viz.Size{W: int(min(columns, mostColumns)), H: int(min(rows, mostRows))}
}

// run shows the program, says what is to be said at the end, and ends the
// connection.
func (v *visit) run() {
	defer close(v.done)
	defer v.channel.Close()
	var said message.Text
	if v.term == "" {
		said = message.New("the program needs a terminal: ssh without -T, or with -t")
	} else {
		said = v.server.session(Guest{Env: append(v.env, "TERM="+v.term), Name: v.name, ID: v.id}, v.conn.RemoteAddr(), v.remote)
		v.remote.unwatch()
	}
	status := struct{ Code uint32 }{}
	if !said.Empty() {
		status.Code = 1
		line := viz.Clean(v.server.options.Words.Print(said)).String() // a line without controls
		_, _ = fmt.Fprintf(v.remote, "%s\n", strings.TrimSpace(line))  // who is gone reads nothing
	}
	_, _ = v.channel.SendRequest("exit-status", false, ssh.Marshal(&status))
	_ = v.channel.CloseWrite()
}
