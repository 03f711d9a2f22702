package serve

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/coder/websocket"
)

// webbed opens a server for browsers alone.
func webbed(t testing.TB, change func(*Options)) *room {
	return opens(t, func(o *Options) {
		o.SSH, o.HTTP = "", "127.0.0.1:0"
		o.Site = fstest.MapFS{
			"index.html": {Data: []byte("<p>the site")}, "labs/norm.html": {Data: []byte("<p>norm")},
			"runtime/x.mjs": {Data: []byte("plain")}, "runtime/x.mjs.gz": {Data: []byte("packed")}, ".hidden": {Data: []byte("no")},
		}
		if change != nil {
			change(o)
		}
	})
}

func (r *room) url(scheme, path string) string { return scheme + "://" + r.HTTP().String() + path }

func TestSite(t *testing.T) {
	r := webbed(t, nil)
	for _, c := range []struct {
		method, path, accept string
		code                 int
		has, kind            string
	}{
		{"GET", "/", "", 200, "the site", "text/html; charset=utf-8"},
		{"GET", "/labs/norm.html", "", 200, "norm", "text/html; charset=utf-8"},
		{"GET", "/runtime/x.mjs", "", 200, "plain", "text/javascript; charset=utf-8"},
		{"GET", "/runtime/x.mjs", "gzip", 200, "packed", "text/javascript; charset=utf-8"},
		{"GET", "/class/", "", 200, "class word", "text/html; charset=utf-8"},
		{"GET", "/class/class.mjs", "", 200, "WebSocket", "text/javascript; charset=utf-8"},
		{"GET", "/class/class.css", "", 200, "#door", "text/css; charset=utf-8"},
		{"GET", "/labs/", "", 404, "", ""},
		{"GET", "/labs", "", 404, "", ""},
		{"GET", "/.hidden", "", 404, "", ""},
		{"GET", "/none", "", 404, "", ""},
		{"GET", "/%2e%2e/%2e%2e/etc/passwd", "", 404, "", ""},
		{"GET", "/class/class.html", "", 404, "", ""},
		{"POST", "/", "", 405, "", ""},
		{"PUT", "/index.html", "", 405, "", ""},
	} {
		q, err := http.NewRequest(c.method, r.url("http", c.path), nil)
		if err != nil {
			t.Fatal(err)
		}
		q.Header.Set("Accept-Encoding", c.accept)
		a, err := http.DefaultTransport.RoundTrip(q)
		if err != nil {
			t.Fatal(err)
		}
		text, _ := io.ReadAll(a.Body)
		_ = a.Body.Close()
		if a.StatusCode != c.code || !strings.Contains(string(text), c.has) || c.kind != "" && a.Header.Get("Content-Type") != c.kind {
			t.Errorf("%s %s: %d, %s, %q", c.method, c.path, a.StatusCode, a.Header.Get("Content-Type"), text)
		}
		if p := a.Header.Get("Content-Security-Policy"); !strings.HasPrefix(p, "default-src 'none'; script-src 'self'") || a.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s %s: its policy is %q", c.method, c.path, p)
		}
	}
}

// browser is a seat in a browser.
type browser struct {
	t    testing.TB
	conn *websocket.Conn

	mu     sync.Mutex
	screen *vt.Emulator
	said   string
	ended  chan struct{}
}

// joins opens a WebSocket as a page of an origin does, and says a first text.
func (r *room) joins(origin, first string) (*browser, error) {
	header := http.Header{}
	if origin != "" {
		header.Set("Origin", origin)
	}
	return r.joinsWith(header, first)
}

func (r *room) joinsWith(header http.Header, first string) (*browser, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	c, _, err := websocket.Dial(ctx, r.url("ws", "/class/room"), &websocket.DialOptions{HTTPHeader: header})
	if err != nil {
		return nil, err
	}
	c.SetReadLimit(1 << 20)
	b := &browser{t: r.t, conn: c, screen: vt.NewEmulator(80, 24), ended: make(chan struct{})}
	if err := c.Write(ctx, websocket.MessageText, []byte(first)); err != nil {
		return nil, err
	}
	go func() { _, _ = io.Copy(io.Discard, b.screen) }()
	go func() {
		defer close(b.ended)
		for {
			kind, data, err := c.Read(context.Background())
			if err != nil {
				return
			}
			b.mu.Lock()
			if kind == websocket.MessageBinary {
				_, _ = b.screen.Write(data)
			} else {
				var last struct{ Said string }
				_ = json.Unmarshal(data, &last)
				b.said = last.Said
			}
			b.mu.Unlock()
		}
	}()
	return b, nil
}

func (b *browser) send(kind websocket.MessageType, text string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	return b.conn.Write(ctx, kind, []byte(text))
}

func (b *browser) shows() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.screen.String() + b.said
}

func (b *browser) awaits(text string) {
	b.t.Helper()
	for end := time.Now().Add(20 * time.Second); !strings.Contains(b.shows(), text); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			b.t.Fatalf("%q does not come:\n%s", text, b.shows())
		}
	}
}

const welcome = `{"word":"` + classWord + `","name":"Ada","columns":80,"rows":24}`

func TestBrowser(t *testing.T) {
	r := webbed(t, nil)
	b, err := r.joins(r.url("http", ""), welcome)
	if err != nil {
		t.Fatal(err)
	}
	b.awaits("temperature")
	if err := b.send(websocket.MessageText, `{"columns":4000000000,"rows":-1}`); err != nil {
		t.Fatal(err)
	}
	if err := b.send(websocket.MessageText, `{"columns":80,"rows":24}`); err != nil {
		t.Fatal(err)
	}
	if err := b.send(websocket.MessageBinary, "?"); err != nil {
		t.Fatal(err)
	}
	b.awaits("Keys")
	if err := b.send(websocket.MessageBinary, "\xff\xfe\x1b[999999;999999Hq"); err != nil {
		t.Fatal(err)
	}
	select {
	case <-b.ended:
	case <-time.After(20 * time.Second):
		t.Fatal("q does not end the session")
	}
	if r.count(0) != 0 || !strings.Contains(r.log(), "a session of 80 x 24") {
		t.Errorf("%d sessions are left; the log:\n%s", r.count(0), r.log())
	}
}

func TestBrowserRefused(t *testing.T) {
	r := webbed(t, nil)
	if _, err := r.joins("http://elsewhere.example", welcome); err == nil {
		t.Error("a page of another origin comes in")
	}
	for first, says := range map[string]string{
		`{"word":"eight foxes"}`: "this is not the class word", `{}`: "this is not the class word", `[`: "", "": "", strings.Repeat(" ", 2000) + welcome: "",
	} {
		b, err := r.joins("", first)
		if err != nil {
			t.Fatal(err)
		}
		select {
		case <-b.ended:
		case <-time.After(20 * time.Second):
			t.Fatalf("%.20q is not answered", first)
		}
		if b.said != says || strings.TrimSpace(b.screen.String()) != "" {
			t.Errorf("%.20q: %q is said, and\n%s", first, b.said, b.screen.String())
		}
	}
	b, err := r.joins("", welcome)
	if err != nil {
		t.Fatal(err)
	}
	b.awaits("temperature")
	_ = b.send(websocket.MessageBinary, strings.Repeat("x", mostMessage+1))
	select {
	case <-b.ended:
	case <-time.After(20 * time.Second):
		t.Fatal("a message without bound is taken")
	}
}

// The end is said in browsers too, and in time.
func TestBrowserGoodbye(t *testing.T) {
	r := webbed(t, nil)
	b, err := r.joins("", welcome)
	if err != nil {
		t.Fatal(err)
	}
	b.awaits("temperature")
	begin := time.Now()
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	if took := time.Since(begin); took > 5*time.Second {
		t.Errorf("the server took %v to leave", took)
	}
	<-b.ended
	if b.said != "the class is over" {
		t.Errorf("%q is said", b.said)
	}
}

// Twenty browsers that flood the server with keys leave it alive for the next.
func TestFlood(t *testing.T) {
	r := webbed(t, nil)
	var floods sync.WaitGroup
	stop := time.Now().Add(2 * time.Second)
	for range 20 {
		b, err := r.joins("", welcome)
		if err != nil {
			t.Fatal(err)
		}
		floods.Go(func() {
			defer func() { _ = b.conn.CloseNow() }()
			for time.Now().Before(stop) {
				ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
				err := b.conn.Write(ctx, websocket.MessageBinary, []byte(strings.Repeat("\x1b[C\x1b[D", 5000)))
				cancel()
				if err != nil {
					return
				}
			}
		})
	}
	b, err := r.joins("", welcome)
	if err != nil {
		t.Fatal(err)
	}
	b.awaits("temperature")
	_ = b.send(websocket.MessageBinary, "?")
	b.awaits("Keys")
	floods.Wait()
	for end := time.Now().Add(20 * time.Second); r.count(0) > 1; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%d sessions are left", r.count(0))
		}
	}
}

// A read waits until something is typed, gives all of it in order, and the end
// when that is over.
func TestSocketReads(t *testing.T) {
	s := &socket{more: make(chan struct{}, 1)}
	const text = "the fox lives in the forest"
	go func() {
		for i := range text {
			s.mu.Lock()
			s.typed = append(s.typed, text[i])
			s.mu.Unlock()
			wake(s.more)
			if i%5 == 0 {
				time.Sleep(time.Millisecond)
			}
		}
		s.mu.Lock()
		s.ended = true
		s.mu.Unlock()
		wake(s.more)
	}()
	var got []byte
	for p := make([]byte, 3); ; {
		n, err := s.Read(p)
		if errors.Is(err, io.EOF) {
			break
		}
		if n == 0 || err != nil {
			t.Fatalf("a read gives %d bytes, %v, after %q", n, err, got)
		}
		got = append(got, p[:n]...)
	}
	if string(got) != text {
		t.Errorf("%q was read", got)
	}
	if n, err := s.Read(make([]byte, 1)); n != 0 || !errors.Is(err, io.EOF) {
		t.Errorf("behind the end: %d, %v", n, err)
	}
}

// A line whose page is gone ends, and one whose page answers goes on.
func TestPings(t *testing.T) {
	for _, gone := range []bool{false, true} {
		ended := make(chan bool, 1)
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			c, err := websocket.Accept(w, r, nil)
			if err != nil {
				ended <- !gone
				return
			}
			ctx := c.CloseRead(r.Context())
			if gone {
				<-ctx.Done()
			}
			over := false
			pings(c, func() { over = true })
			ended <- over
			_ = c.CloseNow()
		}))
		c, _, err := websocket.Dial(t.Context(), server.URL, nil)
		if err != nil {
			t.Fatal(err)
		}
		if gone {
			_ = c.CloseNow()
		} else {
			c.CloseRead(t.Context()) // it answers
		}
		if over := <-ended; over != gone {
			t.Errorf("the page is gone: %v, and the line ends: %v", gone, over)
		}
		server.Close()
	}
}
