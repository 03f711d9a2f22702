package ui

import (
	"fmt"
	"strings"

	"logitarium/ui/lab"
	"logitarium/viz"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// canvas is a screen while it is drawn.
type canvas struct {
	grid   viz.Grid
	theme  viz.Theme
	spots  []spot
	cursor *tea.Cursor

	refused bool // why a value was refused stands beside it already
}

// text draws cut text at the start of a part of a row and returns its width.
func (c *canvas) text(x, y, cells int, s viz.Safe, st viz.Style) int {
	if cells <= 0 {
		return 0
	}
	return c.grid.Text(x, y, c.theme.Fit(s, cells), st)
}

// whole draws text only if all of it fits: a unit or a note that is cut says
// nothing.
func (c *canvas) whole(x, y, cells int, s viz.Safe, st viz.Style) {
	if s = c.theme.Show(s); s.Width() <= cells {
		c.grid.Text(x, y, s, st)
	}
}

// draw returns the screen as it should be now.
func (m *Model) draw() screenful {
	c := &canvas{grid: m.theme.Grid(m.size), theme: m.theme}
	l := arrange(m.size, m.comparing())
	switch {
	case len(m.places) == 0:
		c.text(0, 0, m.size.W, viz.Clean("no labs here; q quits"), c.theme.Text)
	case l.line:
		m.drawLine(c, l.status)
	default:
		m.drawTabs(c, l.tabs)
		m.drawQuestion(c, l.question)
		m.drawBody(c, l)
		m.drawStatus(c, l.status)
		m.drawFooter(c, l.footer)
	}
	return screenful{grid: c.grid, content: c.grid.String(), spots: c.spots, cursor: c.cursor}
}

func (m *Model) drawBody(c *canvas, l layout) {
	p := m.here()
	if m.page != nil {
		m.drawRule(c, l.rule, rect{})
		m.drawPage(c, l.body)
		return
	}
	m.drawRule(c, l.rule, l.picture)
	if m.comparing() && l.differences.h > 0 {
		m.drawComparison(c, l)
		return
	}
	m.drawPicture(c, p.lab, l.picture)
	if l.slim {
		m.drawSlim(c, l.panel)
	} else {
		m.drawPanel(c, l.panel)
	}
}

// drawPicture draws a lab's view into r, where the wheel turns its knob.
func (m *Model) drawPicture(c *canvas, l lab.Lab, r rect) {
	if r.w < 1 || r.h < 1 {
		return
	}
	c.grid.Put(r.x, r.y, l.View(lab.Frame{Size: r.size(), Theme: c.theme}))
	c.spot(r, onPicture, 0)
}

// drawTabs lists the labs; when they don't fit, only the open one has its name.
func (m *Model) drawTabs(c *canvas, r rect) {
	full := 0
	for _, p := range m.places {
		full += viz.Clean(p.lab.Info().Tab).Width() + 4
	}
	x := r.x
	for i, p := range m.places {
		mark, st := " ", c.theme.Faint
		if i == m.at {
			mark, st = "▸", c.theme.Accent
		}
		name := mark
		if i < len(m.keys.labs) {
			name += fmt.Sprint(i + 1)
		}
		if full <= r.w || i == m.at {
			name += " " + p.lab.Info().Tab
		}
		room := r.w - x - 1
		if i == m.at && full > r.w { // leave room for the numbers that follow
			room -= 3 * (len(m.places) - i - 1)
		}
		w := c.text(x, r.y, room, viz.Clean(name), st)
		c.spot(rect{x, r.y, w, 1}, onTab, i)
		x += w + 1
	}
}

// drawQuestion shows what the lab answers, and what is looked at.
func (m *Model) drawQuestion(c *canvas, r rect) {
	if r.h < 1 {
		return
	}
	info := m.here().lab.Info()
	question, subject := viz.Clean(info.Question), viz.Clean(info.Subject)
	room := r.w - 2
	if need := question.Width() + 2 + subject.Width(); need <= room {
		c.text(r.x+r.w-1-subject.Width(), r.y, room, subject, c.theme.Faint)
	}
	c.text(r.x+1, r.y, room, question, c.theme.Strong)
}

// drawRule draws the line under the head, with the name of the picture over it.
func (m *Model) drawRule(c *canvas, r, picture rect) {
	if r.h < 1 {
		return
	}
	c.grid.Put(r.x, r.y, viz.Rule(r.size(), c.theme, viz.Safe{}))
	if m.page != nil {
		title := map[pageKind]string{helpPage: "keys and knobs", notesPage: "notes"}[m.page.kind]
		c.text(r.x+2, r.y, r.w-2, viz.Cleanf(" %s ", title), c.theme.Strong)
		return
	}
	view, ok := m.here().view()
	if !ok || picture.w < 12 {
		return
	}
	n := len(view.Options)
	title := viz.Cleanf(" %s %d/%d ", view.String(), *view.At+1, n)
	c.text(picture.x-1, r.y, picture.w, title, c.theme.Strong)
}

// drawStatus shows what matters most in one line: an error, a message, why the
// chosen knob does nothing, or what it does.
func (m *Model) drawStatus(c *canvas, r rect) {
	if r.h < 1 {
		return
	}
	if m.entry != nil && m.entry.knob < 0 {
		label := viz.Clean("save as ")
		w := c.text(r.x+1, r.y, r.w-1, label, c.theme.Accent)
		m.entry.draw(c, rect{r.x + 1 + w, r.y, r.w - w - 2, 1})
		return
	}
	text, st := m.status(c.refused)
	c.text(r.x+1, r.y, r.w-2, text, st)
}

func (m *Model) status(refused bool) (viz.Safe, viz.Style) {
	p, t := m.here(), m.theme
	switch e := m.entry; {
	case e != nil && e.err != nil && !refused:
		return viz.Clean(e.err.Error()), t.Bad
	case m.notice.bad:
		return viz.Clean("error: " + m.notice.text), t.Bad
	case m.notice.text != "":
		return viz.Clean(m.notice.text), t.Good
	case e != nil:
		return viz.Clean(e.hint), t.Faint
	case m.page != nil:
		return m.page.whereabouts(), t.Faint
	case p.failure != nil:
		return viz.Clean("error: " + p.failure.Error()), t.Bad
	}
	knobs := p.lab.Knobs()
	if p.chosen >= len(knobs) {
		return viz.Safe{}, t.Faint
	}
	k := knobs[p.chosen]
	if k.Idle != "" {
		return viz.Cleanf("%s does nothing now: %s", k.Name, k.Idle), t.Mark
	}
	help := k.Help
	if choice, ok := k.Setting.(lab.Choice); ok {
		if o := choice.Options[*choice.At]; o.Help != "" {
			help = o.Name + ": " + o.Help
		}
	}
	if whole := viz.Cleanf("%s (%s)", help, k.Setting.Allowed()); whole.Width() <= m.size.W-2 {
		return whole, t.Faint
	}
	return viz.Clean(help), t.Faint
}

// hint is one item of the footer; those of the highest rank go first when
// the line is too short.
type hint struct {
	key, does string
	rank      int
}

func (m *Model) hints() []hint {
	switch {
	case m.entry != nil:
		return []hint{{"enter", "accept", 0}, {"esc", "cancel", 0}, {"ctrl+u", "clear", 1}, {"ctrl+c", "quit", 2}}
	case m.page != nil:
		return []hint{{"↑↓", "scroll", 0}, {"pgup pgdn", "page", 2}, {"esc", "back", 0}, {"?", "help", 1}, {"n", "notes", 2}, {"q", "quit", 0}}
	}
	k, p := m.keys, m.here()
	list := []hint{{"↑↓←→", "knobs", 2}, {"enter", "type", 6}}
	if _, ok := p.view(); ok {
		list = append(list, hint{keyOf(k.view), "view", 2})
	}
	for i, a := range actions(p.lab) {
		list = append(list, hint{a.Key, a.Name, 1 + min(i, 1)*3})
	}
	if _, ok := p.lab.(lab.Twinned); ok {
		list = append(list, hint{keyOf(k.compare), "compare", 3})
	}
	mouse := "mouse"
	if m.mouse {
		mouse = "select text"
	}
	return append(list, hint{keyOf(k.copy), "copy", 4}, hint{keyOf(k.save), "save", 4}, hint{keyOf(k.reset), "reset", 6},
		hint{keyOf(k.mouse), mouse, 5}, hint{keyOf(k.notes), "notes", 3}, hint{keyOf(k.help), "help", 0}, hint{keyOf(k.quit), "quit", 1})
}

func keyOf(b key.Binding) string { return b.Help().Key }

// drawFooter lists the live keys, as many as fit.
func (m *Model) drawFooter(c *canvas, r rect) {
	if r.h < 1 {
		return
	}
	if e := m.entry; e != nil && e.knob < 0 && e.err != nil { // the prompt has the line above
		c.text(r.x+1, r.y, r.w-2, viz.Clean(e.err.Error()), c.theme.Bad)
		return
	}
	list := m.hints()
	for rank := 6; rank > 0 && hintsWidth(list, c.theme) > r.w-1; rank-- {
		for i := len(list) - 1; i >= 0 && hintsWidth(list, c.theme) > r.w-1; i-- {
			if list[i].rank == rank {
				list = append(list[:i], list[i+1:]...)
			}
		}
	}
	x := r.x + 1
	for _, h := range list {
		x += c.text(x, r.y, r.w-x, keyName(c.theme, h.key), c.theme.Text) + 1
		x += c.text(x, r.y, r.w-x, viz.Clean(h.does), c.theme.Faint) + 2
	}
}

func hintsWidth(list []hint, t viz.Theme) int {
	w := 0
	for _, h := range list {
		w += keyName(t, h.key).Width() + len(h.does) + 3
	}
	return w
}

// keyName writes a key as the theme's glyphs can.
func keyName(t viz.Theme, name string) viz.Safe {
	if t.Glyphs == viz.ASCII {
		name = strings.NewReplacer("↑↓←→", "arrows", "↑↓", "up/down", "↑", "up", "↓", "down", "←", "left", "→", "right").Replace(name)
	}
	return viz.Clean(name)
}

// drawLine is the whole screen where there is room for one line only.
func (m *Model) drawLine(c *canvas, r rect) {
	if m.entry != nil {
		m.entry.draw(c, r)
		return
	}
	p := m.here()
	text := p.lab.Info().Tab
	if err := firstError(p.failure); err != nil || m.notice.text != "" {
		line, st := m.status(false)
		c.text(r.x, r.y, r.w, line, st)
		return
	}
	if knobs := p.lab.Knobs(); p.chosen < len(knobs) {
		text += "  " + knobs[p.chosen].Name + " " + strings.TrimSpace(knobs[p.chosen].Setting.Show())
	}
	for _, rd := range p.lab.Readings() {
		text += "  " + rd.Name + " " + value(rd)
	}
	c.text(r.x, r.y, r.w, viz.Clean(text+"  q quit"), c.theme.Text)
}
