package ui

import (
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"

	tea "charm.land/bubbletea/v2"
)

// canvas is a screen while it is drawn.
type canvas struct {
	grid   viz.Grid
	theme  viz.Theme
	spots  []spot
	cursor *tea.Cursor

	field   rect     // the row of a typed text that is too long for it
	pointed viz.Safe // what is read at the pointer
	refused bool     // the reason for a refused value is drawn already
}

// text draws cut text at the start of a part of a row and returns its width.
func (c *canvas) text(x, y, cells int, s viz.Safe, st viz.Style) int {
	if cells <= 0 {
		return 0
	}
	return c.grid.Text(x, y, c.theme.Fit(s, cells), st)
}

// whole draws text only if all of it fits.
func (c *canvas) whole(x, y, cells int, s viz.Safe, st viz.Style) {
	if s = c.theme.Show(s); s.Width() <= cells {
		c.grid.Text(x, y, s, st)
	}
}

// draw returns the screen as it should be now.
func (m *Model) draw() screenful { return m.once(m.drawn) }

func (m *Model) drawn() screenful {
	c := &canvas{grid: m.win.Theme.Grid(m.win.Size), theme: m.win.Theme}
	c.theme.Words = lab.Words(m.options.Printer)
	l := arrange(m.win.Size, m.demand(), m.chrome)
	if m.page != nil {
		l = l.page(m.win.Size)
	} else if m.edit != nil && m.edit.knob < 0 {
		l = l.prompting()
	}
	switch {
	case len(m.labs) == 0:
		c.text(0, 0, m.win.Size.W, m.words("no labs here; q quits"), c.theme.Text)
	case l.line:
		m.drawLine(c, l.status)
	case m.mapped && m.page == nil:
		m.drawMap(c)
	default:
		m.drawTabs(c, l.tabs)
		subject := m.drawQuestion(c, l.question)
		folded := m.drawBody(c, l)
		folded.subject = subject
		m.drawStatus(c, l, folded)
		m.drawWhole(c, l.strip, l.body)
		m.drawFooter(c, l.footer)
		m.drawSaid(c, l.said)
	}
	return screenful{grid: c.grid, content: m.screen.Content(c.grid), spots: c.spots, pointed: c.pointed, cursor: c.cursor}
}

// demand is how much there is to show.
func (m *Model) demand() demand {
	p := m.here()
	if p == nil {
		return demand{}
	}
	d := demand{compares: m.comparing(), readings: len(m.numbers())}
	if m.unfolded {
		d.unfolded = len(m.inStrip(m.knobs()))
	}
	return d
}

// drawBody draws everything between the head and the status, and the knobs. It
// returns what did not fit.
func (m *Model) drawBody(c *canvas, l layout) (f folded) {
	if m.page != nil {
		m.drawTitle(c, l.rule)
		m.drawPage(c, l.body)
		return folded{}
	}
	if m.comparing() && l.differences.h > 0 {
		f.idle, f.knobs, _ = m.drawKnobs(c, l, 0)
		m.drawSentenceOfB(c, l.sentence)
		m.drawComparison(c, l)
		return f
	}
	m.drawMoving(c, l.picture)
	switch {
	case l.number.h > 0:
		m.drawNumber(c, l.number)
		return folded{}
	case l.slim:
		m.drawSlim(c, l.strip)
		return folded{}
	}
	m.drawLargest(c, l.picture)
	return m.drawNumbers(c, l)
}

// putPicture draws a lab's view into r, where the wheel turns its knob.
func (m *Model) putPicture(c *canvas, l lab.Lab, r rect, f lab.Frame, index int) {
	if r.w < 1 || r.h < 1 {
		return
	}
	c.grid.Put(r.x, r.y, m.here().lastShown(l).view(l, f))
	c.spot(r, onPicture, index)
}

// frame is the room of a picture that stands alone.
func (m *Model) frame(size viz.Size) lab.Frame {
	return lab.Frame{Size: size, Theme: m.win.Theme, Printer: m.options.Printer}
}

// drawQuestion draws the lab's question, its subject, and the names of the
// views. It returns the subject if that does not fit.
func (m *Model) drawQuestion(c *canvas, r rect) (rest viz.Safe) {
	if m.mapped {
		headline := c.theme.Show(m.print(m.options.Map.Headline()))
		if headline.Width() > r.w-2 {
			headline = m.breakOff(headline, r.w-2)
		}
		c.text(r.x+1, r.y, r.w-2, headline, c.theme.Strong)
		return viz.Safe{}
	}
	info := m.here().lab.Info()
	subject := c.theme.Show(m.print(message.Label("subject", info.Subject)))
	if r.h < 1 {
		return subject
	}
	const gap = 2
	question := c.theme.Show(m.words(info.Question))
	if info.Brief != "" && question.Width()+gap > r.w-1-m.viewWidth(c.theme) {
		question = c.theme.Show(m.words(info.Brief))
	}
	left := r.w - 2 - m.drawViews(c, r, r.w-1-question.Width()-gap)
	if question.Width() > left {
		question = m.breakOff(question, left)
	}
	x := r.x + 1 + c.text(r.x+1, r.y, left, question, c.theme.Strong) + gap
	if subject.Width() > 0 && x+subject.Width() > r.x+left {
		return subject
	}
	c.text(x, r.y, subject.Width(), subject, c.theme.Faint)
	return viz.Safe{}
}

// numbered is the name of a view with its number.
func (m *Model) numbered(t viz.Theme, view lab.Choice, i int) viz.Safe {
	return t.Show(m.words("%v %d of %d", message.Label("view", view.Options[i].Name), i+1, len(view.Options)))
}

// viewWidth is what the longest name of a view takes with the key: a question
// that leaves it that room stands while views are turned.
func (m *Model) viewWidth(t viz.Theme) int {
	view, ok := m.views()
	if !ok {
		return 0
	}
	longest := 0
	for _, o := range view.Options {
		longest = max(longest, t.Show(m.print(message.Label("view", o.Name))).Width())
	}
	return longest + 2 + KeyName(t, keyOf(m.keys.view)).Width() + 1
}

// drawViews names the views at the right end of a row, the open one marked, and
// the key that turns them. If not all names fit, it names the open view alone,
// with its number if that fits. It returns how many cells it used.
func (m *Model) drawViews(c *canvas, r rect, room int) int {
	view, ok := m.views()
	if !ok || m.page != nil || r.w < 12 {
		return 0
	}
	key := KeyName(c.theme, keyOf(m.keys.view))
	names, width := make([]viz.Safe, len(view.Options)), key.Width()+1
	for i, o := range view.Options {
		names[i] = c.theme.Show(m.print(message.Label("view", o.Name)))
		width += names[i].Width() + 2
	}
	open := *view.At
	if width > room {
		name := names[open]
		if numbered := m.numbered(c.theme, view, open); key.Width()+1+numbered.Width()+2 <= room {
			name = numbered
		}
		names, width, open = []viz.Safe{name}, key.Width()+1+name.Width()+2, 0
	}
	x := r.x + r.w - width
	for i, name := range names {
		st := c.theme.Faint
		if i == open {
			st = c.theme.Strong
			if len(names) > 1 {
				c.text(x-1, r.y, 1, viz.Clean("▸"), st)
			}
		}
		x += c.text(x, r.y, r.x+r.w-x, name, st) + 2
	}
	c.text(x, r.y, r.x+r.w-x, key, c.theme.Strong)
	return width + 1
}

// drawTitle draws the line over a page, with what it is.
func (m *Model) drawTitle(c *canvas, r rect) {
	if r.h < 1 {
		return
	}
	c.grid.Put(r.x, r.y, viz.Rule(r.size(), c.theme, viz.Safe{}))
	title := map[pageKind]message.ID{helpPage: "keys and knobs", notesPage: "notes", lessonsPage: "lessons"}[m.page.kind]
	c.text(r.x+2, r.y, r.w-2, viz.Cleanf(" %s ", m.words(title)), c.theme.Strong)
}
