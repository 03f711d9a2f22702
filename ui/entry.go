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

// What is typed that is no value of a knob.
const (
	aFile = -1 - iota // the name of a file
	aName             // the name of a knob, to choose it
	aText             // what the model reads on the map
)

// entry is something being typed: the value of a knob, the name of a file, or
// the name of a knob.
type entry struct {
	knob   int          // index into Knobs; aFile, aName, aText
	hint   message.Text // what to type
	field  field.Field
	err    error
	second bool // the file exists: another enter overwrites it

	earlier []string // what was typed there before, the last one last
	at      int      // index into earlier; its length for what is typed now
	draft   string   // what is typed now, while an earlier one is looked at
}

// entryKeys are the keys that are live while something is typed, besides those
// that edit it.
type entryKeys struct{ accept, cancel, quit, earlier, later key.Binding }

func newEntryKeys() entryKeys {
	return entryKeys{
		accept:  bind("enter", "accept", "enter"),
		cancel:  bind("esc", "cancel", "esc"),
		quit:    bind("ctrl+c", "quit", "ctrl+c"),
		earlier: bind("↑", "what was typed before", "up", "ctrl+p"),
		later:   bind("↓", "what was typed after that", "down", "ctrl+n"),
	}
}

func (k entryKeys) all() []key.Binding {
	return []key.Binding{k.accept, k.cancel, k.quit, k.earlier, k.later}
}

// typeValue opens the chosen knob for typing, with its value selected.
func (m *Model) typeValue() {
	p := m.here()
	knobs := lab.Knobs(p.lab)
	if p.chosen >= len(knobs) {
		return
	}
	s := knobs[p.chosen].Setting
	m.enter(p.chosen, s.Allowed(), strings.TrimSpace(s.String()))
	m.entry.field.Select()
}

// typeFile asks for the name of a file to save to.
func (m *Model) typeFile() {
	name := m.here().lab.Info().ID
	if m.mapped {
		name = "map"
	}
	m.enter(aFile, message.New("the ending decides: .txt .ansi .svg .csv .json; esc cancels"), name+".txt")
}

// find asks for the name of a knob to choose.
func (m *Model) find() { m.enter(aName, message.Text{}, "") }

func (m *Model) enter(knob int, hint message.Text, text string) {
	m.entry = &entry{knob: knob, hint: hint, earlier: m.here().typed[knob]}
	if n := len(m.entry.earlier); n > 0 && m.entry.earlier[n-1] == text {
		m.entry.earlier = m.entry.earlier[:n-1] // it is there now
	}
	m.entry.at = len(m.entry.earlier)
	m.entry.field = field.New(text)
}

// pressEntry takes a key while something is typed: all letters are text.
func (m *Model) pressEntry(msg tea.KeyPressMsg) tea.Cmd {
	switch e, k := m.entry, m.keys.edit; {
	case key.Matches(msg, k.cancel):
		m.entry = nil
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

// leaf goes through what was typed before.
func (e *entry) leaf(step int) {
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
func (p *place) remember(knob int, text string) {
	const most = 50
	if text == "" {
		return
	}
	// A copy, for those who have kept the place as it was.
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
	m.stale = true
	if m.entry == nil {
		m.say("pasted text needs a place: choose a knob and press enter first")
		return
	}
	m.entry.err, m.entry.second = nil, false
	if !m.entry.field.Paste(text) {
		m.say("only the first %d bytes were pasted", field.Most)
	}
}

// accept takes over what was typed, or says why not.
func (m *Model) accept() tea.Cmd {
	e, p := m.entry, m.here()
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
	m.entry = nil
	return nil
}

// draw puts what is typed into a row, with the cursor. A text that is longer
// is drawn over what is around, when that is drawn.
func (e *entry) draw(c *canvas, r rect) {
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
func (e *entry) write(c *canvas, r rect, text viz.Safe) {
	st := c.theme.Strong
	st.Attr |= viz.Underline
	if e.field.Selected() {
		st.Attr |= viz.Reverse
	}
	c.text(r.x, r.y, r.w, text, st)
}

// drawWhole draws a long text that is typed over the strip, or where that has
// not the rows over all of the body, so that the whole of it is seen.
func (m *Model) drawWhole(c *canvas, strip, body rect) {
	if c.field.h == 0 || m.entry == nil || m.entry.knob < 0 {
		return
	}
	area := strip
	rows, row, column := m.entry.field.Wrap(c.theme, area.w-2)
	if len(rows)+1 > area.h {
		area = body
		rows, row, column = m.entry.field.Wrap(c.theme, area.w-2)
	}
	if area.w < 4 || area.h < 3 {
		return
	}
	shown := min(len(rows), area.h-1)
	top := min(max(c.field.y, area.y), area.y+area.h-1-shown)
	first := min(max(row-shown+1, 0), len(rows)-shown)
	knob := lab.Knobs(m.here().lab)[m.entry.knob]
	c.grid.Fill(area.x, top, area.w, shown+1, ' ', c.theme.Text)
	head := message.Label("knob", knob.Name)
	if shown < len(rows) {
		head = message.New("%v: rows %d to %d of %d", head, first+1, first+shown, len(rows))
	}
	title, st := m.print(head), c.theme.Accent
	if m.entry.err != nil || !m.notice.text.Empty() { // the line that says it may be covered
		title, st = m.status(c, area.w-2)
	}
	c.text(area.x+1, top, area.w-2, title, st)
	for i := range shown {
		r := rect{area.x + 1, top + 1 + i, area.w - 2, 1}
		st := c.theme.Strong
		st.Attr |= viz.Underline
		c.grid.Fill(r.x, r.y, r.w, 1, ' ', st)
		m.entry.write(c, r, rows[first+i])
	}
	c.cursor = tea.NewCursor(area.x+1+column, top+1+row-first)
}
