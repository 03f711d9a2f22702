package serve

import (
	"context"
	"crypto/rand"
	"embed"
	"encoding/hex"
	"encoding/json"
	"html/template"
	"io"
	"io/fs"
	"log"
	"net"
	"net/http"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"logitarium/ui/message"
	"logitarium/viz"

	"github.com/coder/websocket"
)

// policy lets a page load what this server has, and nothing else.
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; " +
	"img-src 'self' data:; connect-src 'self'; worker-src 'self'; frame-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'"

//go:embed page
var pageFiles embed.FS

var classPage = template.Must(template.ParseFS(pageFiles, "page/class.html"))

// Bounds of what a browser sends.
const (
	mostHeader  = 16 << 10 // bytes
	mostMessage = 64 << 10 // as much as is pasted at once
	firstWord   = 20 * time.Second
)

// webServer answers browsers: the site's files, and the class.
func (s *Server) webServer() *http.Server {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /class/{$}", s.serveClass)
	mux.HandleFunc("GET /class/class.mjs", pageFile("class.mjs", "text/javascript; charset=utf-8"))
	mux.HandleFunc("GET /class/class.css", pageFile("class.css", "text/css; charset=utf-8"))
	mux.HandleFunc("GET /class/room", s.serveRoom)
	if s.options.Page != nil {
		mux.HandleFunc("GET /class/line", s.serveLine)
	}
	if s.options.Site != nil {
		mux.Handle("GET /", site{s.options.Site})
	}
	return &http.Server{
		Handler:           guarded{mux},
		ReadHeaderTimeout: handshake, IdleTimeout: time.Minute, MaxHeaderBytes: mostHeader,
		BaseContext: func(net.Listener) context.Context { return s.ctx },
		ErrorLog:    log.New(complaints{s}, "", 0),
	}
}

// complaints take what the library says of connections, such as those that are
// not encrypted as they should be: the teacher's screen is no place for it.
type complaints struct{ *Server }

// Write logs a line, of many only some.
func (c complaints) Write(line []byte) (int, error) {
	c.limits.say(time.Now(), func() { c.log("a browser's connection: %s", viz.Clean(strings.TrimSpace(string(line)))) })
	return len(line), nil
}

// guarded answers with the headers that keep a page to itself.
type guarded struct{ http.Handler }

func (g guarded) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	g.Handler.ServeHTTP(w, r)
}

func pageFile(name, kind string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		data, err := pageFiles.ReadFile("page/" + name)
		if err != nil {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", kind)
		_, _ = w.Write(data) // who is gone reads nothing
	}
}

// serveClass is the page with the door.
func (s *Server) serveClass(w http.ResponseWriter, r *http.Request) {
	if seatOf(r) == "" {
		var b [16]byte
		_, _ = rand.Read(b[:]) // never fails
		http.SetCookie(w, &http.Cookie{
			Name: seatCookie, Value: hex.EncodeToString(b[:]), Path: "/class/", MaxAge: int((24 * time.Hour).Seconds()),
			HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: s.options.TLS != nil,
		})
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	name := ""
	if s.options.Named {
		name = s.words("your name")
	}
	about, line := s.words("The program runs on the machine of the class; this page shows its screen."), ""
	if s.options.Page != nil {
		about, line = s.words("The program runs in this browser; the class tells it what the teacher shows, and is told what you guess."), "yes"
	}
	_ = classPage.Execute(w, map[string]string{ // as above
		"Lang":  languageOf(s.options.Words),
		"Title": s.words("A class with logitarium"), "Enter": s.words("come in"), "Keys": s.words("keys"),
		"About": about, "Line": line,
		"Word": s.words("class word"), "Name": name,
		"Lost": s.words("the connection has ended"), "Loading": s.words("the program is being loaded"),
		"NoScript": s.words("This page needs scripts. The same class can be joined by ssh."),
	})
}

// languageOf is the language of a printer, as HTML has it.
func languageOf(p message.Printer) string {
	if p.Language == "" {
		return "en"
	}
	return p.Language
}

// site serves the files of a folder as they are, or packed where the browser takes
// that. It lists no folder.
type site struct{ files fs.FS }

// packs are the forms that files lie in, by what a browser accepts.
var packs = []struct{ coding, ending string }{{"br", ".br"}, {"gzip", ".gz"}}

func (s site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
	if name == "" || strings.HasSuffix(r.URL.Path, "/") {
		name = path.Join(name, "index.html")
	}
	info, err := fs.Stat(s.files, name)
	if err != nil || !info.Mode().IsRegular() || slices.ContainsFunc(strings.Split(name, "/"), func(p string) bool { return strings.HasPrefix(p, ".") }) {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", kindOf(name))
	w.Header().Add("Vary", "Accept-Encoding")
	for _, p := range packs {
		if packed, err := fs.Stat(s.files, name+p.ending); err == nil && packed.Mode().IsRegular() && strings.Contains(r.Header.Get("Accept-Encoding"), p.coding) {
			w.Header().Set("Content-Encoding", p.coding)
			name += p.ending
			info = packed
			break
		}
	}
	f, err := s.files.Open(name)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	defer f.Close()
	content, ok := f.(io.ReadSeeker)
	if !ok {
		http.NotFound(w, r)
		return
	}
	http.ServeContent(w, r, "", info.ModTime(), content)
}

// kinds are the types of a site's files, whatever this system calls them.
var kinds = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".mjs": "text/javascript; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".json": "application/json", ".wasm": "application/wasm", ".txt": "text/plain; charset=utf-8", ".svg": "image/svg+xml", ".png": "image/png", ".woff2": "font/woff2",
}

func kindOf(name string) string {
	if kind := kinds[path.Ext(name)]; kind != "" {
		return kind
	}
	return "application/octet-stream"
}

// asked is a text message of a browser: the first says who comes, later ones how
// large the terminal is.
type asked struct {
	Word, Name    string
	Columns, Rows int
}

func (a asked) size() viz.Size {
	return viz.Size{W: max(min(a.Columns, mostColumns), 0), H: max(min(a.Rows, mostRows), 0)}
}

// serveRoom is a session in a browser. A page of another origin is refused.
func (s *Server) serveRoom(w http.ResponseWriter, r *http.Request) {
	c, who, first, ok := s.admit(w, r, mostMessage)
	if !ok {
		return
	}
	defer s.running.Done()
	defer func() { _ = c.CloseNow() }() // it may be closed
	said := message.New("this is not the class word")
	if s.mayEnter(who, first.Word) {
		if said = s.limits.enter(drawn, who, time.Now()); !said.Empty() {
			s.partPage(c, said)
			return
		}
		defer s.limits.leave(drawn, who)
		socket := &socket{conn: c, more: make(chan struct{}, 1)}
		t := newRemote(socket, first.size(), func() { _ = c.CloseNow() })
		socket.resize = t.resize
		t.told = func(keys [][2]string) {
			if text, err := json.Marshal(map[string][][2]string{"Keys": keys}); err == nil {
				_ = tell(c, text) // who is gone needs none
			}
		}
		s.start(func() {
			socket.listen()
			t.hang()
		})
		said = s.session(Guest{Env: []string{"TERM=xterm-256color", "COLORTERM=truecolor"}, Name: named(first.Name), ID: seatOf(r)}, who, t)
		t.unwatch()
	}
	s.partPage(c, said)
}

// seatCookie is a random number, by which a browser that comes back is known.
const seatCookie = "logitarium-seat"

// seatOf is the number of a browser, "" for none.
func seatOf(r *http.Request) string {
	const digits = 32
	c, err := r.Cookie(seatCookie)
	if err != nil || len(c.Value) != digits || strings.Trim(c.Value, "0123456789abcdef") != "" {
		return ""
	}
	return c.Value
}

// mayEnter reports whether somebody knows the class word, where there is one.
func (s *Server) mayEnter(who net.Addr, word string) bool {
	if s.options.Who.Open || s.options.Who.Word.is(word) {
		return true
	}
	s.limits.fail(who, time.Now())
	s.log("%s: a wrong class word", who)
	time.Sleep(wrongPause)
	return false
}

// firstOf reads the first message.
func firstOf(ctx context.Context, c *websocket.Conn) (a asked, err error) {
	ctx, cancel := context.WithTimeout(ctx, firstWord)
	defer cancel()
	kind, text, err := c.Read(ctx)
	if err != nil {
		return a, err
	}
	const most = 1 << 10
	if kind != websocket.MessageText || len(text) > most {
		return a, errUnknown
	}
	return a, json.Unmarshal(text, &a)
}

// socket is a WebSocket as a stream of what is typed and drawn.
type socket struct {
	conn   *websocket.Conn
	resize func(viz.Size)
	more   chan struct{} // is sent to when there is more, or no more will come

	mu    sync.Mutex
	typed []byte // and not read yet
	ended bool
}

// listen takes what comes until the browser is gone. What is typed ahead beyond a
// paste is dropped, so that the end is always heard.
func (s *socket) listen() {
	for {
		// Without a context: one that ends would close the connection before
		// the last words are said.
		kind, data, err := s.conn.Read(context.Background())
		var a asked
		if err == nil && kind == websocket.MessageText {
			if err = json.Unmarshal(data, &a); err == nil {
				s.resize(a.size())
				continue
			}
		}
		s.mu.Lock()
		s.ended = err != nil
		if len(s.typed)+len(data) <= mostMessage && !s.ended {
			s.typed = append(s.typed, data...)
		}
		s.mu.Unlock()
		wake(s.more)
		if err != nil {
			return
		}
	}
}

// Read waits for what is typed.
func (s *socket) Read(p []byte) (int, error) {
	for {
		s.mu.Lock()
		n := copy(p, s.typed)
		s.typed = s.typed[n:]
		ended := s.ended
		s.mu.Unlock()
		switch {
		case n > 0 || len(p) == 0:
			return n, nil
		case ended:
			wake(s.more) // for who reads next
			return 0, io.EOF
		}
		<-s.more
	}
}

func (s *socket) Write(p []byte) (int, error) {
	if err := s.conn.Write(context.Background(), websocket.MessageBinary, p); err != nil {
		return 0, err
	}
	return len(p), nil
}

// gate is a listener that takes no more connections than there may be.
type gate struct {
	net.Listener
	server *Server
}

// Accept waits for a connection that may come.
func (g gate) Accept() (net.Conn, error) {
	for {
		c, err := g.Listener.Accept()
		if err != nil {
			return nil, err
		}
		who := c.RemoteAddr()
		if why := g.server.limits.enter(byBrowser, who, time.Now()); !why.Empty() {
			_ = c.Close()
			g.server.limits.say(time.Now(), func() { g.server.log("%s: refused: %v", who, why) })
			continue
		}
		counted := &countedConn{Conn: c, left: func() { g.server.limits.leave(byBrowser, who); g.server.drop(c) }}
		g.server.keep(c)
		return counted, nil
	}
}

// countedConn is a connection that is counted until it is closed.
type countedConn struct {
	net.Conn
	once sync.Once
	left func()
}

func (c *countedConn) Close() error {
	c.once.Do(c.left)
	return c.Conn.Close()
}
