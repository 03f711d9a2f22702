//go:build !js

package speaker

import (
	"bufio"
	"errors"
	"io"
	"io/fs"
	"net"

	tea "charm.land/bubbletea/v2"
)

// Follower is a second terminal's end of the socket.
type Follower struct {
	env  []string
	conn net.Conn
	in   *bufio.Reader
}

// NewFollower returns one that follows nobody yet.
func NewFollower(env []string) *Follower { return &Follower{env: env} }

// Next waits for the next place of a player, after looking for one if need be.
// It returns [Heard] or [Lost]; one Next at a time.
func (f *Follower) Next() tea.Cmd {
	return func() tea.Msg {
		p, err := f.read()
		if err != nil {
			f.leave()
			return Lost{unexpected(err)}
		}
		return Heard{p}
	}
}

func (f *Follower) read() (Position, error) {
	if f.conn == nil {
		conn, err := dial(f.env)
		if err != nil {
			return Position{}, err
		}
		f.conn, f.in = conn, bufio.NewReaderSize(conn, maxLine)
	}
	line, err := f.in.ReadSlice('\n') // fails for a line that is longer than the buffer
	if err != nil {
		return Position{}, err
	}
	return parse(line)
}

// unexpected drops the errors of a player that is not open, or was closed.
func unexpected(err error) error {
	var network net.Error
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, io.EOF) || errors.As(err, &network) {
		return nil
	}
	return err
}

func (f *Follower) leave() {
	if f.conn != nil {
		_ = f.conn.Close()
	}
	f.conn, f.in = nil, nil
}
