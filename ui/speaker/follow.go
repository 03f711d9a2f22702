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

// Heard is a place that the player told. Lost says that there is no player, or
// no longer, and what is amiss if it is more than that: a directory that is not
// the user's alone, or something else than a place that came.
type (
	Heard struct{ Position Position }
	Lost  struct{ Err error }
)

// Next waits for the next place of a player, after looking for one if need be.
// It returns [Heard] or [Lost]; one Next at a time.
func (f *Follower) Next() tea.Cmd {
	return func() tea.Msg {
		p, err := f.read()
		if err != nil {
			f.leave()
			return Lost{amiss(err)}
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

// amiss drops the errors of a player that isn't open, or was closed.
func amiss(err error) error {
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
