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
	command := m.options.Opened.OfMap()
	if !m.mapped {
		command = m.options.Opened.Of(m.here().lab)
	}
	if len(command) > most {
		m.complain(message.Errorf("the command has %d bytes, too many for a terminal's clipboard: shorten a text", len(command)))
		return nil
	}
	m.say("copied: %s", viz.Clean(command))
	return tea.SetClipboard(command)
}
