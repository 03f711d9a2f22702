package speaker

import (
	"logitarium/ui/message"

	tea "charm.land/bubbletea/v2"
)

// Host has nobody to tell its place to: a page has no socket, and is followed by
// no second terminal.
type Host struct{}

var errNoSocket = message.Errorf("a page has no socket that notes could follow")

// Listen returns one: that nobody follows is nothing that a reader has to know.
func Listen([]string) (*Host, error) { return &Host{}, nil }

// Close implements the Host of a terminal.
func (*Host) Close() error { return nil }

// Accept waits for nobody.
func (*Host) Accept() tea.Cmd { return nil }

// Update takes no messages.
func (*Host) Update(tea.Msg) tea.Cmd { return nil }

// Tell tells nobody.
func (*Host) Tell(Position) tea.Cmd { return nil }

// Follower has nobody to follow.
type Follower struct{}

// NewFollower returns one.
func NewFollower([]string) *Follower { return &Follower{} }

// Next says that there is no player.
func (*Follower) Next() tea.Cmd { return func() tea.Msg { return Lost{errNoSocket} } }
