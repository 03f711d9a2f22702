package ui

import (
	"slices"

	"logitarium/ui/atlas"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// openMap shows the map, a level above the labs. The open lab stays as it is.
func (m *Model) openMap() {
	if m.options.Map == nil || m.stays() {
		return
	}
	m.page, m.edit, m.drag = nil, nil, -1
	m.clock.Stop()
	m.mapped, m.win.Stale = true, true
	m.options.Map.Come()
}

// openTab opens a lab by its index, or at -1 the map.
func (m *Model) openTab(i int) {
	if i < 0 {
		m.openMap()
		return
	}
	m.open(i)
}

// mapKeys are the keys that are live on the map besides those of the shell.
type mapKeys struct{ up, down, left, right, enter, write, again, tab key.Binding }

func newMapKeys() mapKeys {
	return mapKeys{
		up:    bind("↑", "the stop before", "up"),
		down:  bind("↓", "the next stop", "down"),
		left:  bind("←", "back to the way", "left"),
		right: bind("→", "to the cards beside it", "right"),
		enter: bind("enter", "open the lab here, or type the text", "enter"),
		write: bind("space", "the model writes a word", "space"),
		again: bind("r", "the first text again", "r"),
		tab:   bind("tab", "the lab that was open last", "tab", "shift+tab", "esc"),
	}
}

func (k mapKeys) all() []key.Binding {
	return []key.Binding{k.up, k.down, k.left, k.right, k.enter, k.write, k.again, k.tab}
}

// onMap lists the keys that are live on the map.
func (k keyMap) onMap() []key.Binding {
	return enabled(append(slices.Clone(k.labs), slices.Concat(k.chart.all(), []key.Binding{k.copy, k.save, k.notes, k.lessons, k.help, k.mouse, k.quit})...))
}

// pressMap takes a key on the map and reports whether it has it.
func (m *Model) pressMap(msg tea.KeyPressMsg) bool {
	a, k := m.options.Map, m.keys.chart
	a.Touch()
	if i := slices.IndexFunc(m.keys.labs, func(b key.Binding) bool { return key.Matches(msg, b) }); i >= 0 {
		m.open(i)
		return true
	}
	switch {
	case key.Matches(msg, k.up):
		a.Walk(-1)
	case key.Matches(msg, k.down):
		a.Walk(1)
	case key.Matches(msg, k.left):
		a.Cross(false)
	case key.Matches(msg, k.right):
		a.Cross(true)
	case key.Matches(msg, k.enter):
		m.enterStop()
	case key.Matches(msg, k.write):
		if err := a.Write(); err != nil {
			m.complain(err)
		}
	case key.Matches(msg, k.again):
		a.Again()
	case key.Matches(msg, k.tab):
		if msg.Code != tea.KeyEscape { // which has nothing to go back to here
			m.open(m.at)
		}
	case key.Matches(msg, m.keys.mouse):
		m.toggleMouse()
	default:
		return false
	}
	return true
}

// enterStop opens what is at the chosen stop: a lab, or the text.
func (m *Model) enterStop() {
	switch a := m.options.Map; {
	case a.Typing():
		m.enter(aText, message.New("what the model reads"), a.Text())
		m.edit.field.Select()
	case a.Lab() >= 0:
		m.open(a.Lab())
		m.take(a.Carries())
	}
}

// take turns knobs of the open lab to what it is handed, in one change. What it
// can't take it says, and stays as it was.
func (m *Model) take(list []atlas.Carried) {
	p := m.here()
	p.noting(-1, func() {
		for _, c := range list {
			knobs := lab.Knobs(p.lab)
			i := slices.IndexFunc(knobs, func(k lab.Knob) bool { return k.Name == c.Knob })
			if i < 0 || knobs[i].Setting.String() == c.Value {
				continue
			}
			if err := knobs[i].Setting.Set(c.Value); err != nil {
				m.complain(err)
				continue
			}
			p.refresh()
		}
	})
}

// acceptText has the model read what was typed.
func (m *Model) acceptText(e *edit) {
	a := m.options.Map
	before := a.Text()
	if e.err = a.Read(e.field.Text()); e.err != nil {
		return
	}
	m.here().remember(aText, before)
	m.here().remember(aText, e.field.Text())
	m.edit = nil
}

// pointMap takes the mouse on the map: a click goes to a stop, and on the one
// that is chosen opens it.
func (m *Model) pointMap(msg tea.MouseMsg) {
	at := msg.Mouse()
	switch msg.(type) {
	case tea.MouseWheelMsg:
		switch at.Button {
		case tea.MouseWheelDown:
			m.options.Map.Walk(1)
		case tea.MouseWheelUp:
			m.options.Map.Walk(-1)
		default:
			return
		}
	case tea.MouseClickMsg:
		s, ok := under(m.win.Drawn.spots, at.X, at.Y)
		if !ok || at.Button != tea.MouseLeft {
			return
		}
		m.notice = notice{}
		switch {
		case s.on == onTab:
			m.openTab(s.index)
			return
		case s.on != onStop:
			return
		case m.options.Map.At() == s.index:
			m.enterStop()
		default:
			m.options.Map.Choose(s.index)
		}
	default:
		return
	}
	m.options.Map.Touch()
	m.win.Stale = true
}

// drawMap draws the map between the tabs and the keys.
func (m *Model) drawMap(c *canvas) {
	w, h := m.win.Size.W, m.win.Size.H
	if w < lineW || h < lineH {
		m.drawMapLine(c)
		return
	}
	body := rect{0, 0, w, h - 1}
	if m.chrome.presents() {
		body = m.drawMapLarge(c, body)
	} else {
		m.drawTabs(c, body.row(0))
		body = body.under(1)
	}
	told := m.edit != nil || m.notice.bad || !m.notice.text.Empty() && m.touched
	if m.chrome != WithFooter && !told {
		body.h++ // the row of the keys is free
	}
	p := m.options.Map.Draw(atlas.Frame{Size: body.size(), Theme: c.theme, Words: m.options.Printer})
	c.grid.Put(body.x, body.y, p.Grid)
	for i, s := range p.Stops {
		if s.H > 0 {
			c.spot(rect{s.X, body.y + s.Y, s.W, s.H}, onStop, i)
		}
	}
	if e := m.edit; e != nil && e.knob == aText && p.Text.W > 0 {
		e.draw(c, rect{p.Text.X, body.y + p.Text.Y, p.Text.W, 1})
	}
	if m.chrome == WithFooter || told {
		m.drawMapFoot(c, rect{0, h - 1, w, 1})
	}
}

// drawMapLarge draws for a class, over the map, what the model would say with
// its probability, large, and what the chosen stop says. It returns what is left
// of the room.
func (m *Model) drawMapLarge(c *canvas, r rect) (rest rect) {
	const least, digits = 3, 3 // rows
	band := min(r.h/4, digits+2)
	if band < least {
		return r
	}
	left := rect{r.x + 1, r.y, min(r.w*2/5, 40), band}
	right := rect{left.x + left.w + 1, r.y, r.w - left.w - 3, band}
	if word, p, ok := m.options.Map.Likeliest(); ok {
		c.large(left, largeText{name: m.words("next: %s", word), value: viz.Fixed(p, 3).String(), style: c.theme.Strong})
	}
	c.grid.Put(right.x, right.y, viz.Paragraph(right.size(), c.theme, m.print(m.options.Map.Says()), c.theme.Strong))
	return r.under(band)
}

// drawMapFoot draws what is to be said, or the keys.
func (m *Model) drawMapFoot(c *canvas, r rect) {
	if m.options.Captured && m.edit == nil {
		mark := m.words("captured")
		r.w -= mark.Width() + 1
		c.text(r.x+r.w, r.y, mark.Width(), mark, c.theme.Faint)
	}
	switch e := m.edit; {
	case e != nil && e.knob == aFile && e.err == nil:
		x := r.x + 1 + c.text(r.x+1, r.y, r.w-2, m.words("save as"), c.theme.Accent) + 1
		e.draw(c, rect{x, r.y, r.x + r.w - x - 1, 1})
	case m.notice.bad:
		c.text(r.x+1, r.y, r.w-2, m.words("error: %v", m.notice.text), c.theme.Bad)
	case !m.notice.text.Empty() && m.touched:
		c.text(r.x+1, r.y, r.w-2, m.print(m.notice.text), c.theme.Strong)
	default:
		m.drawFooter(c, r)
	}
}

// drawMapLine draws the map into a single line.
func (m *Model) drawMapLine(c *canvas) {
	if m.edit != nil {
		m.edit.draw(c, rect{0, 0, m.win.Size.W, 1})
		return
	}
	p := m.options.Map.Draw(atlas.Frame{Size: viz.Size{W: m.win.Size.W, H: 1}, Theme: c.theme, Words: m.options.Printer})
	c.grid.Put(0, 0, p.Grid)
}

// mapHints are the keys of the map for its last line.
func (m *Model) mapHints() []hint {
	list := []hint{tells("↑↓", "walk", 2), tells("enter", "open", 1)}
	if n := len(m.keys.labs); n > 0 {
		list = append(list, hint{"1-" + keyOf(m.keys.labs[n-1]), message.New("a lab"), 2})
	}
	list = append(list, tells("space", "write a word", 1))
	if len(m.options.Lessons) > 0 {
		list = append(list, tells(keyOf(m.keys.lessons), "lessons", 0))
	}
	return append(list, tells(keyOf(m.keys.chart.again), "again", 5), tells(keyOf(m.keys.copy), "copy", 4), tells(keyOf(m.keys.save), "save", 4),
		tells(keyOf(m.keys.notes), "notes", 3), tells(keyOf(m.keys.help), "help", 0), tells(keyOf(m.keys.quit), "quit", 0))
}

// MapScreen draws one frame of the map without a program.
func MapScreen(labs []lab.Lab, chart *atlas.Map, size viz.Size, theme viz.Theme, look Chrome, words message.Printer) viz.Grid {
	m := New(labs, Options{Map: chart, Printer: words})
	m.win.Theme, m.chrome = theme, look
	m.resize(size)
	return m.draw().grid
}

// helpMap says how the mouse and the numbers of the map are to be read.
func (m *Model) helpMap(h *helper) {
	h.head(message.New("Mouse"))
	h.item(h.words("click"), message.New("a stop goes there, and on the chosen one opens it; a tab opens a lab"))
	h.item(h.words("wheel"), message.New("walks"))
	h.head(message.New("Numbers"))
	h.item(h.words("stream, rms"), message.New("the root mean square of the last token's numbers after a block"))
	h.item(h.words("attention, MLP"), message.New("the Euclidean length of what each adds to them"))
	h.item(h.words("sees, heads read"), message.New("how much of its attention a head has on a token; the number is the largest of all heads"))
	h.item(h.words("says"), message.New("the likeliest next token if the final norm and the output head followed here, and its probability at temperature 1"))
}
