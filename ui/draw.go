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

	field   rect   // a row that a text which is typed does not fit into
	pointed string // what is read at the pointer
	refused bool   // why a value was refused stands beside it already
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
	l := arrange(m.size, m.comparing(), m.chrome)
	switch {
	case len(m.places) == 0:
		c.text(0, 0, m.size.W, m.words("no labs here; q quits"), c.theme.Text)
	case l.line:
		m.drawLine(c, l.status)
	case m.mapped && m.page == nil:
		m.drawMap(c)
	default:
		m.drawTabs(c, l.tabs)
		m.drawQuestion(c, l.question)
		m.drawBody(c, l)
		m.drawWhole(c, l.panel, l.body)
		m.drawStatus(c, l.status)
		m.drawFooter(c, l.footer)
		m.drawSaid(c, l.said)
	}
	return screenful{grid: c.grid, content: c.grid.String(), spots: c.spots, pointed: c.pointed, cursor: c.cursor}
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
	m.drawPicture(c, p.lab, l.picture, openLab)
	if l.number.h > 0 {
		m.drawNumber(c, l.number)
		return
	}
	if l.slim {
		m.drawSlim(c, l.panel)
	} else {
		m.drawPanel(c, l.panel)
	}
}

// drawPicture draws a lab's view into r, where the wheel turns its knob.
func (m *Model) drawPicture(c *canvas, l lab.Lab, r rect, index int) {
	if r.w < 1 || r.h < 1 {
		return
	}
	c.grid.Put(r.x, r.y, m.here().lastShown(l).view(l, m.frame(r.size())))
	c.spot(r, onPicture, index)
}

// frame is the room of a picture that stands alone.
func (m *Model) frame(size viz.Size) lab.Frame { return lab.Frame{Size: size, Theme: m.theme} }

// drawQuestion shows what the lab answers, and what is looked at.
func (m *Model) drawQuestion(c *canvas, r rect) {
	if r.h < 1 {
		return
	}
	if m.mapped {
		c.text(r.x+1, r.y, r.w-2, m.print(m.options.Map.Headline()), c.theme.Strong)
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
		title := map[pageKind]message.ID{helpPage: "keys and knobs", notesPage: "notes", lessonsPage: "lessons"}[m.page.kind]
		c.text(r.x+2, r.y, r.w-2, viz.Cleanf(" %s ", m.words(title)), c.theme.Strong)
		return
	}
	view, ok := m.here().view()
	if !ok || picture.w < 12 {
		return
	}
	n := len(view.Options)
	title := viz.Cleanf(" %s %d/%d ", m.print(message.Label("view", view.String())), *view.At+1, n)
	c.text(picture.x-1, r.y, picture.w, title, c.theme.Strong)
}
