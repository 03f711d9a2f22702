package screen

import (
	"errors"
	"io"
	"os"
	"regexp"
	"time"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// TTY is a terminal in raw mode that nobody else reads.
type TTY interface {
	io.ReadWriter
	SetReadDeadline(time.Time) error
}

// Ask asks a terminal at once all that a running program asks it, for who only
// wants to know. Of an answer that comes too late it waits for the end, for the
// shell would read it as typed; not longer than a second.
func Ask(tty TTY, p Pixels) (Screen, error) {
	s := New(p)
	for query := nameQuery; s.asks(); query = graphicsQuery {
		if _, err := io.WriteString(tty, query); err != nil {
			return s, err
		}
		if err := s.listen(tty); err != nil {
			return s, err
		}
		if query == graphicsQuery && !s.works { // some terminals, such as urxvt, write it
			if _, err := io.WriteString(tty, "\r"+ansi.EraseLineRight); err != nil {
				return s, err
			}
		}
	}
	return s, nil
}

// asks reports whether an answer is waited for.
func (s *Screen) asks() bool { return s.state == asksName || s.state == asksGraphics }

// listen reads until the question is answered. Only then is what was read
// decoded: a sequence that is cut in two would be taken for keys.
func (s *Screen) listen(tty TTY) error {
	const drain = time.Second
	var read []byte
	buf := make([]byte, 512)
	for _, wait := range []time.Duration{Patience, drain} {
		if err := tty.SetReadDeadline(time.Now().Add(wait)); err != nil {
			return err
		}
		for len(read) < mostAnswer {
			n, err := tty.Read(buf)
			if errors.Is(err, os.ErrDeadlineExceeded) {
				break
			}
			if err != nil {
				return err
			}
			if read = append(read, buf[:n]...); end.Match(read) {
				s.hear(read)
				return nil
			}
		}
		s.Update(late{s.question})
	}
	return nil
}

// end is the answer that ends a question (DA1).
var end = regexp.MustCompile(`\x1b\[\?[0-9;]*c`)

// mostAnswer bounds what is read of answers, in bytes.
const mostAnswer = 4096

// hear takes what was read.
func (s *Screen) hear(read []byte) {
	var decoder uv.EventDecoder
	for len(read) > 0 {
		n, event := decoder.Decode(read)
		if n == 0 {
			return
		}
		read = read[n:]
		if named, ok := event.(uv.TerminalVersionEvent); ok {
			event = tea.TerminalVersionMsg(named)
		}
		s.Update(event)
	}
}
