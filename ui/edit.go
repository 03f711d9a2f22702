package ui

import (
	"slices"
	"strings"

	"logitarium/ui/field"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// What is being typed, if it is not the value of a knob.
const (
	aFile = -1 - iota // the name of a file
	aName             // the name of a knob, to choose it
	aText             // what the model reads on the map
)

// edit is something being typed: the value of a knob, the name of a file, or
// the name of a knob.
type edit struct {
	knob   int          // index into Knobs; aFile, aName, aText
	hint   message.Text // what to type
	field  field.Editor
	err    error
	second bool // the file exists: another enter overwrites it

	earlier []string // what was typed there before, the last one last
	at      int      // index into earlier; its length for what is typed now
	draft   string   // what is typed now, while an earlier one is looked at
}

// editKeys are the keys that are live while something is typed, besides those
// that edit it.
type editKeys struct{ accept, cancel, quit, earlier, later key.Binding }

func newEditKeys() editKeys {
	return editKeys{
		accept:  bind("enter", "accept", "enter"),
		cancel:  bind("esc", "cancel", "esc"),
		quit:    bind("ctrl+c", "quit", "ctrl+c"),
		earlier: bind("↑", "what was typed before", "up", "ctrl+p"),
		later:   bind("↓", "what was typed after that", "down", "ctrl+n"),
	}
}

func (k editKeys) all() []key.Binding {
	return []key.Binding{k.accept, k.cancel, k.quit, k.earlier, k.later}
}

// typeValue opens the chosen knob for typing, with its value selected.
func (m *Model) typeValue() {
	p := m.here()
	knobs := lab.Knobs(p.lab)
	if p.chosen >= len(knobs) {
		return
	}
	if m.locked(knobs[p.chosen].Name) {
		m.sayLocked(knobs[p.chosen].Name)
		return
	}
	s := knobs[p.chosen].Setting
	m.enter(p.chosen, s.Allowed(), strings.TrimSpace(s.String()))
	m.edit.field.Select()
}

// typeFile asks for the name of a file to save to.
func (m *Model) typeFile() {
	name := m.here().lab.Info().ID
	if m.mapped {
		name = "map"
	}
	m.enter(aFile, message.New("the ending decides: .txt .ansi .svg .png .csv .json; esc cancels"), name+".txt")
}

// find asks for the name of a knob to choose.
func (m *Model) find() { m.enter(aName, message.Text{}, "") }

func (m *Model) enter(knob int, hint message.Text, text string) {
	m.edit = &edit{knob: knob, hint: hint, earlier: m.here().typed[knob]}
	if n := len(m.edit.earlier); n > 0 && m.edit.earlier[n-1] == text {
		m.edit.earlier = m.edit.earlier[:n-1] // it is there now
	}
	m.edit.at = len(m.edit.earlier)
	m.edit.field = field.New(text)
}

// pressEdit takes a key while something is typed: all letters are text.
func (m *Model) pressEdit(msg tea.KeyPressMsg) tea.Cmd {
	switch e, k := m.edit, m.keys.edit; {
	case key.Matches(msg, k.cancel):
		m.edit = nil
	case key.Matches(msg, k.accept):
		return m.accept()
	case key.Matches(msg, k.earlier):
		e.leaf(-1)
	case key.Matches(msg, k.later):
		e.leaf(1)
	case e.knob == aName && msg.Code == tea.KeyTab:
		if names := m.found(e.field.Text()); len(names) > 0 {
			e.field.Replace(names[0])
		}
	default:
		if e.field.Press(msg) {
			e.err, e.second = nil, false
		}
	}
	return nil
}

// leaf steps through what was typed before.
func (e *edit) leaf(step int) {
	to := e.at + step
	if to < 0 || to > len(e.earlier) {
		return
	}
	if e.at == len(e.earlier) {
		e.draft = e.field.Text()
	}
	text := e.draft
	if to < len(e.earlier) {
		text = e.earlier[to]
	}
	e.at, e.err, e.second = to, nil, false
	e.field.Replace(text)
}

// remember keeps what was typed, for the next time.
func (p *perLab) remember(knob int, text string) {
	const most = 50
	if text == "" {
		return
	}
	// A copy: a snapshot may hold the old map.
	typed := map[int][]string{}
	for k, v := range p.typed {
		typed[k] = v
	}
	all := slices.DeleteFunc(slices.Clone(typed[knob]), func(s string) bool { return s == text })
	all = append(all, text)
	typed[knob] = all[max(len(all)-most, 0):]
	p.typed = typed
}

// paste takes text from the terminal's clipboard. It is only ever text: where
// nothing is typed it does nothing.
func (m *Model) paste(text string) {
	m.win.Stale = true
	if m.edit == nil {
		m.say("pasted text needs a place: choose a knob and press enter first")
		return
	}
	m.edit.err, m.edit.second = nil, false
	if !m.edit.field.Paste(text) {
		m.say("only the first %d bytes were pasted", field.Most)
	}
}

// accept takes over what was typed, or says why not.
func (m *Model) accept() tea.Cmd {
	e, p := m.edit, m.here()
	switch e.knob {
	case aFile:
		p.remember(aFile, e.field.Text())
		return m.saveAs(e)
	case aName:
		m.goTo(e)
		return nil
	case aText:
		m.acceptText(e)
		return nil
	}
	s := lab.Knobs(p.lab)[e.knob].Setting
	_, isText := s.(lab.Text)
	if typed := e.field.Text(); isText || typed != "" {
		before := s.String()
		p.notingTyped(e.knob, func() {
			if e.err = s.Set(typed); e.err == nil && s.String() != before {
				p.refresh()
			}
		})
		if e.err != nil {
			return nil
		}
		if isText { // what it said may have come from anywhere
			p.remember(e.knob, before)
		}
		p.remember(e.knob, typed)
	}
	m.edit = nil
	return nil
}

// draw draws the typed text into a row, with the cursor. drawWhole later draws
// a text that is longer than the row.
func (e *edit) draw(c *canvas, r rect) {
	if r.w < 1 || r.h < 1 {
		return
	}
	st := c.theme.Strong
	st.Attr |= viz.Underline
	c.grid.Fill(r.x, r.y, r.w, 1, ' ', st)
	text, at := e.field.Window(c.theme, r.w)
	if c.theme.Show(viz.Clean(e.field.Text())).Width() >= r.w {
		c.field = r
	}
	e.write(c, r, text)
	c.cursor = tea.NewCursor(r.x+at, r.y)
}

// write draws a row of the text, reversed while all of it is selected.
func (e *edit) write(c *canvas, r rect, text viz.Safe) {
	st := c.theme.Strong
	st.Attr |= viz.Underline
	if e.field.Selected() {
		st.Attr |= viz.Reverse
	}
	c.text(r.x, r.y, r.w, text, st)
}

// drawWhole draws a long typed text in full: over the strip, or over the whole
// body if the strip has too few rows.
func (m *Model) drawWhole(c *canvas, strip, body rect) {
	if c.field.h == 0 || m.edit == nil || m.edit.knob < 0 {
		return
	}
	area := strip
	rows, row, column := m.edit.field.Wrap(c.theme, area.w-2)
	if len(rows)+1 > area.h {
		area = body
		rows, row, column = m.edit.field.Wrap(c.theme, area.w-2)
	}
	if area.w < 4 || area.h < 3 {
		return
	}
	shown := min(len(rows), area.h-1)
	top := min(max(c.field.y, area.y), area.y+area.h-1-shown)
	first := min(max(row-shown+1, 0), len(rows)-shown)
	knob := m.knobs()[m.edit.knob]
	c.grid.Fill(area.x, top, area.w, shown+1, ' ', c.theme.Text)
	head := message.Label("knob", knob.Name)
	if shown < len(rows) {
		head = message.New("%v: rows %d to %d of %d", head, first+1, first+shown, len(rows))
	}
	title, st := m.print(head), c.theme.Accent
	if m.edit.err != nil || !m.notice.text.Empty() { // the line that says it may be covered
		title, st = m.status(c, area.w-2)
	}
	w := c.text(area.x+1, top, area.w-2, title, st) + 2
	if pieces, room := m.pieces(), area.w-2-w; len(pieces) > 0 && room > 20 && area != strip && m.edit.err == nil { // which covers the status
		c.text(area.x+1+w, top, room, m.cutInto(pieces, room), c.theme.Measured)
	}
	for i := range shown {
		r := rect{area.x + 1, top + 1 + i, area.w - 2, 1}
		st := c.theme.Strong
		st.Attr |= viz.Underline
		c.grid.Fill(r.x, r.y, r.w, 1, ' ', st)
		m.edit.write(c, r, rows[first+i])
	}
	c.cursor = tea.NewCursor(area.x+1+column, top+1+row-first)
}
