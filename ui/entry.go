package ui

import (
	"logitarium/ui/lab"
	"logitarium/viz"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// entry is something being typed: the value of a knob, or the name of a file.
type entry struct {
	knob   int    // index into Knobs; -1 for a file
	hint   string // what to type, and for a number the value that stands
	line   line
	err    error
	second bool // the file exists: another enter overwrites it
}

// typeValue opens the chosen knob for typing: a text with what it says, a
// number empty, so that typing replaces it.
func (m *Model) typeValue() {
	p := m.here()
	knobs := p.lab.Knobs()
	if p.chosen >= len(knobs) {
		return
	}
	s := knobs[p.chosen].Setting
	m.entry = &entry{knob: p.chosen, hint: s.Allowed()}
	if _, ok := s.(lab.Text); ok {
		m.entry.line.before = s.String()
	}
}

// typeFile asks for the name of a file to save to.
func (m *Model) typeFile() {
	m.entry = &entry{knob: -1, hint: "the ending decides: .txt .ansi .svg .csv .json; esc cancels"}
	m.entry.line.before = m.here().lab.Info().ID + ".txt"
}

// pressEntry takes a key while something is typed: all letters are text.
func (m *Model) pressEntry(msg tea.KeyPressMsg) tea.Cmd {
	switch e, k := m.entry, m.keys.edit; {
	case key.Matches(msg, k.cancel):
		m.entry = nil
	case key.Matches(msg, k.accept):
		return m.accept()
	default:
		if e.line.press(msg, k) {
			e.err, e.second = nil, false
		}
	}
	return nil
}

// paste takes text from the terminal's clipboard. It is only ever text: where
// nothing is typed it does nothing.
func (m *Model) paste(text string) {
	m.stale = true
	if m.entry == nil {
		m.say("pasted text needs a place: choose a knob and press enter first")
		return
	}
	m.entry.err, m.entry.second = nil, false
	if !m.entry.line.insert(text) {
		m.say("only the first %d bytes were pasted", maxTyped)
	}
}

// accept takes over what was typed, or says why not.
func (m *Model) accept() tea.Cmd {
	e, p := m.entry, m.here()
	if e.knob < 0 {
		return m.saveAs(e)
	}
	s := p.lab.Knobs()[e.knob].Setting
	_, isText := s.(lab.Text)
	if typed := e.line.text(); isText || typed != "" {
		before := s.String()
		if e.err = s.Set(typed); e.err != nil {
			return nil
		}
		if s.String() != before {
			p.refresh()
		}
	}
	m.entry = nil
	return nil
}

// draw puts what is typed into a row, with the cursor.
func (e *entry) draw(c *canvas, r rect) {
	if r.w < 1 || r.h < 1 {
		return
	}
	text, at := e.line.window(c.theme, r.w)
	st := c.theme.Strong
	st.Attr |= viz.Underline
	c.grid.Fill(r.x, r.y, r.w, 1, ' ', st)
	c.grid.Text(r.x, r.y, text, st)
	c.cursor = tea.NewCursor(r.x+at, r.y)
}
