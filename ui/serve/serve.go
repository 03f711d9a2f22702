// Package serve lets a class take part from elsewhere: each student looks at a
// program of their own, which runs here and is shown on their terminal. It is
// the one package that lets others in.
//
// What comes from outside is bounded before it costs anything: connections by
// address, failures, sizes, messages, text and time. A student gets a program
// and nothing else of the machine: no shell, no command, no file, no forwarding.
package serve

import (
	"context"
	"crypto/tls"
	"errors"
	"io/fs"
	"net"
	"net/http"
	"runtime"
	"sync"
	"time"

	"logitarium/ui/message"
	"logitarium/ui/seat"
	"logitarium/ui/terminal"
	"logitarium/viz"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"golang.org/x/crypto/ssh"
)

// Options say who may come, and what they are shown.
type Options struct {
	SSH     string // the address to listen on for ssh; "" for none
	HostKey ssh.Signer
	Who     Who

	HTTP  string      // the address to listen on for browsers; "" for none
	Site  fs.FS       // the pages that they get besides the class
	TLS   *tls.Config // for browsers; nil: the connection is not encrypted here
	Named bool        // browsers are asked for a name
	// Class is the one that is met; Page says how a program opens that runs on a
	// student's page and follows it; nil: all sessions are drawn here.
	Class *Class
	Page  *seat.Opening
	// Keep keeps where the class is, for another server. It is called some seconds
	// after something has changed, as a server may be killed; nil: nothing is kept.
	Keep func() error

	Idle    time.Duration // without a key, after which a session ends; 0: never
	Program func(Guest) Program
	Env     []string // of this process: where reports of crashes go
	Version string
	Words   message.Printer
	Log     func(message.Text) // what happens, a line each; nothing in it was typed
}

// Guest is somebody who comes in.
type Guest struct {
	Env  []string // what their terminal says of itself, in harmless words
	Name string   // that they gave, cleaned and cut; it proves nothing
	ID   string   // by which they are known again: of an ssh key, or a browser's cookie; "" for nothing
}

// Program is what a guest is shown, in the colours that their terminal has.
type Program struct {
	tea.Model
	Profile colorprofile.Profile
	Leave   func() // is called when they have left; may be nil
}

// Server is open for a class. Make one with [Listen].
type Server struct {
	options Options
	config  ssh.ServerConfig
	ssh     net.Listener // nil without one
	web     net.Listener // nil without one
	http    *http.Server
	limits  limits
	queue   *queue

	ctx     context.Context // of all sessions
	end     context.CancelCauseFunc
	running sync.WaitGroup

	mu    sync.Mutex
	conns map[net.Conn]bool
	here  int // sessions
}

// errGoodbye is why sessions end when the server does.
var errGoodbye = message.Errorf("the class is over")

// Listen opens the addresses and lets guests in.
func Listen(o Options) (s *Server, err error) {
	s = &Server{options: o, conns: map[net.Conn]bool{}, queue: newQueue(runtime.GOMAXPROCS(0))}
	s.ctx, s.end = context.WithCancelCause(context.Background())
	if o.SSH != "" {
		if s.ssh, err = net.Listen("tcp", o.SSH); err != nil {
			return nil, err
		}
		s.config = s.sshConfig()
	}
	if o.HTTP != "" {
		if s.web, err = net.Listen("tcp", o.HTTP); err != nil {
			if s.ssh != nil {
				_ = s.ssh.Close() // nobody came
			}
			return nil, err
		}
		var l net.Listener = gate{s.web, s}
		if o.TLS != nil {
			l = tls.NewListener(l, o.TLS)
		}
		s.http = s.webServer()
		s.start(func() { _ = s.http.Serve(l) }) // until it is closed
	}
	if s.ssh != nil {
		s.start(s.accept)
	}
	if o.Keep != nil {
		s.start(s.keepClass)
	}
	return s, nil
}

// SSH is where the server listens for ssh; nil for nowhere.
func (s *Server) SSH() net.Addr { return addrOf(s.ssh) }

// HTTP is where it listens for browsers; nil for nowhere.
func (s *Server) HTTP() net.Addr { return addrOf(s.web) }

func addrOf(l net.Listener) net.Addr {
	if l == nil {
		return nil
	}
	return l.Addr()
}

// Close says goodbye to all, and returns when they are gone, or after two
// seconds.
func (s *Server) Close() error {
	const farewell, patience = time.Second, 2 * time.Second // farewell: to get the last words out
	var err error
	for _, l := range []net.Listener{s.ssh, s.web} {
		if l != nil {
			err = errors.Join(err, l.Close())
		}
	}
	s.end(errGoodbye)
	s.mu.Lock()
	for c := range s.conns {
		_ = c.SetDeadline(time.Now().Add(farewell)) // one that is closed needs none
	}
	s.mu.Unlock()
	gone := make(chan struct{})
	s.begin(func() {
		s.running.Wait()
		close(gone)
	})
	select {
	case <-gone:
	case <-time.After(patience):
		err = errors.Join(err, message.Errorf("some sessions did not end in %v", patience))
	}
	if s.http != nil {
		_ = s.http.Close() // whose listener is closed already
	}
	return err
}

// start runs f beside the others, and is waited for at the end.
func (s *Server) start(f func()) {
	s.running.Add(1)
	s.begin(func() {
		defer s.running.Done()
		f()
	})
}

// begin runs f in a goroutine, the one way that this package does. A panic there
// ends what f does, and nothing else.
func (s *Server) begin(f func()) {
	go func() {
		defer func() {
			if v := recover(); v != nil {
				s.log("a fault in logitarium: %s", viz.Cleanf("%v", v))
			}
		}()
		f()
	}()
}

// words is a message as a guest reads it.
func (s *Server) words(id message.ID, args ...any) string {
	return s.options.Words.Print(message.New(id, args...))
}

func (s *Server) log(id message.ID, args ...any) {
	if s.options.Log != nil {
		s.options.Log(message.New(id, args...))
	}
}

// accept takes connections until the listener is closed.
func (s *Server) accept() {
	const pause = 50 * time.Millisecond // when the system has no more room
	for {
		c, err := s.ssh.Accept()
		switch {
		case errors.Is(err, net.ErrClosed):
			return
		case err != nil:
			s.log("no connection can be taken now: %v", err)
			time.Sleep(pause)
			continue
		}
		who := c.RemoteAddr()
		if why := s.limits.enter(bySSH, who, time.Now()); !why.Empty() {
			_ = c.Close()
			s.limits.say(time.Now(), func() { s.log("%s: refused: %v", who, why) })
			continue
		}
		s.start(func() {
			defer s.limits.leave(bySSH, who)
			s.keep(c)
			defer s.drop(c)
			s.connect(c)
		})
	}
}

// keep and drop know of the open connections.
func (s *Server) keep(c net.Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.conns[c] = true
}

func (s *Server) drop(c net.Conn) {
	_ = c.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.conns, c)
}

// session shows a guest a program until it ends, and returns what they are told
// then.
func (s *Server) session(g Guest, who net.Addr, t *remote) message.Text {
	columns, rows := t.Size()
	s.log("%s: a session of %d x %d; %d here", who, columns, rows, s.count(1))
	defer func() { s.log("%s: the session has ended; %d here", who, s.count(-1)) }()
	ctx, end := context.WithCancelCause(s.ctx)
	defer end(nil)
	t.ends(func() { end(errLeft) })
	if s.options.Idle > 0 {
		t.watch(s.options.Idle, func() { end(errIdle) })
	}
	const longest = 24 * time.Hour
	over := time.AfterFunc(longest, func() { end(errLong) })
	defer over.Stop()
	p := s.options.Program(g)
	if p.Leave != nil {
		defer p.Leave()
	}
	model := p.Model
	if m, ok := model.(hinted); ok && t.told != nil {
		model = &hinting{hinted: m, words: s.options.Words, tell: t.told}
	}
	err := terminal.Serve(ctx, &fair{Model: model, queue: s.queue, ctx: ctx}, s.options.Version, terminal.TTY{
		In: t, Out: t, Profile: p.Profile, Env: append(append([]string{}, places(s.options.Env)...), g.Env...),
	})
	var crash *terminal.Crash
	switch {
	case errors.As(err, &crash):
		s.log("%s: %v", who, message.Of(err))
		return message.New("a fault in the program has ended this session; connect again for a new one")
	case err != nil:
		return message.Of(err)
	}
	return message.Text{}
}

var (
	errIdle = message.Errorf("no key was pressed for a long time: this session has ended; connect again for a new one")
	errLeft = message.Errorf("the client is gone")
	errLong = message.Errorf("this session has lasted a day and has ended; connect again for a new one")
)

// count counts sessions.
func (s *Server) count(by int) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.here += by
	return s.here
}
