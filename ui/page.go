package ui

import (
	"logitarium/ui/atlas"
	"logitarium/ui/markdown"
	"logitarium/ui/message"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// pageKind is what a page is about.
type pageKind int

const (
	helpPage pageKind = iota
	notesPage
	lessonsPage
)

// page covers the body with lines to read.
type page struct {
	kind       pageKind
	top        int // the first line shown
	shown, all int // lines, as last drawn
}

// prose is what a page shows.
type prose []markdown.Line

// pageKeys scroll a page.
type pageKeys struct{ up, down, pageUp, pageDown, top, bottom key.Binding }

func newPageKeys() pageKeys {
	return pageKeys{
		up:       bind("↑", "scroll up", "up", "k"),
		down:     bind("↓", "scroll down", "down", "j"),
		pageUp:   bind("pgup", "a page up", "pgup", "b"),
		pageDown: bind("pgdn", "a page down", "pgdown", "space"),
		top:      bind("home", "to the top", "home", "g"),
		bottom:   bind("end", "to the end", "end", "G"),
	}
}

func (k pageKeys) all() []key.Binding {
	return []key.Binding{k.up, k.down, k.pageUp, k.pageDown, k.top, k.bottom}
}

// turnTo opens a page, or closes it if it is open.
func (m *Model) turnTo(kind pageKind) {
	if m.page != nil && m.page.kind == kind {
		m.page = nil
		return
	}
	m.page = &page{kind: kind}
}

func (p *page) press(msg tea.KeyPressMsg, k pageKeys) {
	switch {
	case key.Matches(msg, k.up):
		p.scroll(-1)
	case key.Matches(msg, k.down):
		p.scroll(1)
	case key.Matches(msg, k.pageUp):
		p.scroll(-max(p.shown-1, 1))
	case key.Matches(msg, k.pageDown):
		p.scroll(max(p.shown-1, 1))
	case key.Matches(msg, k.top):
		p.scroll(-p.all)
	case key.Matches(msg, k.bottom):
		p.scroll(p.all)
	}
}

// whereabouts says which lines are shown.
func (p *page) whereabouts() message.Text {
	if p.all <= p.shown {
		return message.Text{}
	}
	return message.New("lines %d to %d of %d", p.top+1, min(p.top+p.shown, p.all), p.all)
}

func (p *page) scroll(by int) { p.top = max(min(p.top+by, p.all-p.shown), 0) }

// notesText is the notes of the open lab, or of the map.
func (m *Model) notesText(width int) prose {
	var text prose
	if p := m.here(); p != nil {
		notes := p.lab.Info().Notes
		if m.mapped {
			notes = atlas.Notes
		}
		for i, b := range markdown.Set(m.options.Printer.Read(notes), m.win.Theme, width) {
			if i > 0 {
				text = append(text, nil)
			}
			text = append(text, b.Lines...)
			if b.Table != nil {
				text = append(text, b.Table.Lines(m.win.Theme, width)...)
			}
		}
	}
	return text
}

// drawPage draws the open page into r.
func (m *Model) drawPage(c *canvas, r rect) {
	const widest = 76 // cells: longer lines are hard to read
	width := min(r.w-2, widest)
	var text prose
	switch m.page.kind {
	case notesPage:
		text = m.notesText(width)
	case lessonsPage:
		text = m.lessonsText(width)
	default:
		text = m.helpText(width)
	}
	m.page.all, m.page.shown = len(text), r.h
	m.page.scroll(0)
	for y, line := range text[m.page.top:min(m.page.top+r.h, len(text))] {
		x := r.x + 1
		for _, s := range line {
			x += c.grid.Text(x, r.y+y, c.theme.Fit(s.Text, r.x+r.w-x), s.Style)
		}
	}
}
