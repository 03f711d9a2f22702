package serve

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"time"

	"logitarium/ui/message"
	"logitarium/ui/seat"
	"logitarium/viz"

	"github.com/coder/websocket"
)

// Bounds of a line to a page.
const (
	mostSaid  = 20               // messages a second that a page may send, and so many at once:
	saidBurst = 60               // one that sends more is left
	lineAlive = 30 * time.Second // how often it is asked whether a page is still there
	lineStuck = 10 * time.Second // how long one may take none of what is written, or not answer
)

// serveLine is a student whose page computes for itself: it is told what the
// teacher shows, and tells what is guessed, and how its student takes part.
func (s *Server) serveLine(w http.ResponseWriter, r *http.Request) {
	c, who, first, ok := s.admit(w, r, seat.MostSaid)
	if !ok {
		return
	}
	defer s.running.Done()
	defer func() { _ = c.CloseNow() }() // it may be closed
	said := message.New("this is not the class word")
	if s.mayEnter(who, first.Word) {
		s.log("%s: a page; %d here", who, s.count(1))
		said = s.line(c, Guest{Name: named(first.Name), ID: seatOf(r)})
		s.log("%s: the page has gone; %d here", who, s.count(-1))
	}
	s.partPage(c, said)
}

// line keeps a page informed until either end is gone, and returns what it is
// told then.
func (s *Server) line(c *websocket.Conn, g Guest) message.Text {
	chair, at := s.options.Class.sit(g, false)
	defer chair.leave()
	const longest = 24 * time.Hour
	ctx, end := context.WithTimeout(s.ctx, longest)
	defer end()
	s.start(func() {
		defer end()
		chair.listen(c)
	})
	opening := *s.options.Page
	opening.Place = at
	if text, err := json.Marshal(seat.Notice{Opening: &opening}); err != nil || tell(c, text) != nil {
		return message.Text{}
	}
	alive := time.NewTicker(lineAlive)
	defer alive.Stop()
	for {
		select {
		case <-ctx.Done():
			if s.ctx.Err() != nil {
				return message.Of(errGoodbye)
			}
			return message.Text{}
		case <-chair.news:
			// What comes while this is written is not queued: the newest is next.
			if tell(c, chair.telling()) != nil {
				return message.Text{}
			}
		case <-alive.C:
			s.start(func() { pings(c, end) })
		}
	}
}

// tell writes one message, within a time. Its context is its own: one that ends
// closes the connection.
func tell(c *websocket.Conn, text []byte) error {
	ctx, cancel := context.WithTimeout(context.Background(), lineStuck)
	defer cancel()
	return c.Write(ctx, websocket.MessageText, text)
}

// pings ends a line whose page does not answer.
func pings(c *websocket.Conn, end func()) {
	ctx, cancel := context.WithTimeout(context.Background(), lineStuck)
	defer cancel()
	if c.Ping(ctx) != nil {
		end()
	}
}

// listen takes what a page says until it is gone, says what is no message, or
// says more than a hand does.
func (s *chair) listen(c *websocket.Conn) {
	left, last := float64(saidBurst), time.Now()
	for {
		// Without a context: as in [socket.listen].
		kind, text, err := c.Read(context.Background())
		if err != nil || kind != websocket.MessageText {
			return
		}
		now := time.Now()
		left = min(left+float64(mostSaid*now.Sub(last).Seconds()), saidBurst) - 1
		last = now
		told, err := seat.ReadSaid(text)
		if err != nil || left < 0 {
			return
		}
		s.take(told)
	}
}

// take takes a message of a page: how its student takes part, a guess, or where
// they are.
func (s *chair) take(said seat.Said) {
	if p := said.Be; p != nil {
		s.Be(*p)
		s.stays(seat.Place{Scene: s.place().Scene, Explores: !p.Follows})
	}
	if g := said.Guess; g != nil {
		s.Guess(g.Ask, g.Text)
	}
	if p := said.At; p != nil {
		s.stays(*p)
	}
}

// admit takes a WebSocket of a page of this server, and reads who comes. Who gets
// true calls s.running.Done at the end.
func (s *Server) admit(w http.ResponseWriter, r *http.Request, most int64) (c *websocket.Conn, who net.Addr, first asked, ok bool) {
	c, err := websocket.Accept(w, r, &websocket.AcceptOptions{CompressionMode: websocket.CompressionDisabled})
	if err != nil {
		return nil, nil, first, false // it has answered
	}
	s.running.Add(1)
	c.SetReadLimit(most)
	who, err = net.ResolveTCPAddr("tcp", r.RemoteAddr) // an address with numbers: no name is looked up
	if err == nil {
		first, err = firstOf(s.ctx, c)
	}
	if err != nil {
		_ = c.CloseNow() // it may be closed
		s.running.Done()
		return nil, nil, first, false
	}
	return c, who, first, true
}

// partPage tells a page why it is left.
func (s *Server) partPage(c *websocket.Conn, said message.Text) {
	if text, err := json.Marshal(seat.Notice{Said: viz.Clean(s.options.Words.Print(said)).String()}); err == nil {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		_ = c.Write(ctx, websocket.MessageText, text) // who is gone reads nothing
	}
	_ = c.Close(websocket.StatusNormalClosure, "")
}
