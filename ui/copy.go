package ui

import (
	"logitarium/ui/message"
	"logitarium/viz"

	tea "charm.land/bubbletea/v2"
)

// copyCommand puts the command of the open lab, or of the map, on the clipboard
// and shows it.
func (m *Model) copyCommand() tea.Cmd {
	const most = 8 << 10 // what terminals take
	command := m.Command()
	if len(command) > most {
		m.complain(message.Errorf("the command has %d bytes, too many for a terminal's clipboard: shorten a text", len(command)))
		return nil
	}
	m.say("copied: %s", viz.Clean(command))
	return tea.SetClipboard(command)
}

// Command is the line of the command line that opens this screen.
func (m *Model) Command() string {
	if m.mapped || m.here() == nil {
		return m.options.Opened.OfMap()
	}
	return m.options.Opened.Of(m.here().lab)
}
