//go:build !js

package speaker

import (
	"errors"
	"net"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"
)

// Host is the player's end: it tells its place to all who follow. Its commands
// wait for followers and write to them, one write at a time, so that one who
// reads nothing holds up neither a key nor another follower for long.
type Host struct {
	listener  net.Listener
	followers []net.Conn
	place     Position
	told      bool // the place is told, or being told
	writing   bool
}

// maxFollowers bounds the terminals that follow.
const maxFollowers = 8

// Listen opens the socket. The error is [ErrTaken], or says what is in the way.
func Listen(env []string) (*Host, error) {
	l, err := listen(env)
	if err != nil {
		return nil, err
	}
	return &Host{listener: l}, nil
}

// Close ends it and takes the socket away.
func (h *Host) Close() error {
	err := h.listener.Close()
	for _, f := range h.followers {
		err = errors.Join(err, f.Close())
	}
	return err
}

type (
	joinedMsg struct {
		conn net.Conn
		err  error
	}
	writtenMsg struct{ lost []net.Conn }
)

// Accept waits for a follower.
func (h *Host) Accept() tea.Cmd {
	return func() tea.Msg {
		conn, err := h.listener.Accept()
		if err != nil && !errors.Is(err, net.ErrClosed) {
			time.Sleep(time.Second) // too many open files, which passes
		}
		return joinedMsg{conn, err}
	}
}

// Update takes the messages of the host's own commands, and no others.
func (h *Host) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case joinedMsg:
		switch {
		case errors.Is(msg.err, net.ErrClosed):
			return nil
		case msg.err != nil:
		case len(h.followers) == maxFollowers:
			_ = msg.conn.Close()
		default:
			h.followers = append(h.followers, msg.conn)
			h.told = false
		}
		return tea.Batch(h.Accept(), h.write())
	case writtenMsg:
		h.writing = false
		h.followers = slices.DeleteFunc(h.followers, func(f net.Conn) bool { return slices.Contains(msg.lost, f) })
		return h.write()
	}
	return nil
}

// Tell passes a place on; one where nothing but the time differs is none.
func (h *Host) Tell(p Position) tea.Cmd {
	before := h.place
	before.Elapsed, before.Planned = p.Elapsed, p.Planned
	if before != p {
		h.told = false
	}
	h.place = p
	return h.write()
}

// write tells the place, if there is somebody who doesn't know.
func (h *Host) write() tea.Cmd {
	if h.told || h.writing || len(h.followers) == 0 {
		return nil
	}
	h.told, h.writing = true, true
	line, to := h.place.line(), slices.Clone(h.followers)
	return func() tea.Msg {
		var lost []net.Conn
		for _, f := range to {
			_ = f.SetWriteDeadline(time.Now().Add(dialTime))
			if _, err := f.Write(line); err != nil {
				_ = f.Close()
				lost = append(lost, f)
			}
		}
		return writtenMsg{lost}
	}
}
