package ui

import (
	"slices"

	"logitarium/ui/lab"
	"logitarium/viz"

	tea "charm.land/bubbletea/v2"
)

// spot is a part of the screen that the mouse can do something with.
type spot struct {
	rect
	on    target
	index int // of the tab or the knob
}

type target int

// cell is a place on the screen; the pointer is at nil until it moves.
type cell struct{ x, y int }

// The index of the spot of a picture.
const (
	openLab = iota
	pinnedLab
)

const (
	onPanel target = iota
	onPicture
	onTab
	onKnob
	onSlider
	onStop // of the map
	onFold
)

func (c *canvas) spot(r rect, on target, index int) {
	c.spots = append(c.spots, spot{r, on, index})
}

// mouseMode asks for every move of the pointer only where that shows something.
func (m *Model) mouseMode() tea.MouseMode {
	if m.readable() {
		return tea.MouseModeAllMotion
	}
	return tea.MouseModeCellMotion
}

// readable reports whether the open lab describes what is under the pointer.
func (m *Model) readable() bool {
	p := m.here()
	if p == nil || m.mapped {
		return false
	}
	return lab.Points(p.lab)
}

// under returns the spot at a cell, the smallest if several overlap.
func under(spots []spot, x, y int) (spot, bool) {
	found, ok := spot{on: -1}, false
	for _, s := range spots {
		if s.contains(x, y) && s.on > found.on {
			found, ok = s, true
		}
	}
	return found, ok
}

// point handles a message of the mouse.
func (m *Model) point(msg tea.MouseMsg) tea.Cmd {
	at := msg.Mouse()
	if !m.mouse || m.edit != nil || len(m.labs) == 0 {
		return nil
	}
	if m.mapped && m.page == nil {
		m.pointMap(msg)
		return nil
	}
	switch msg.(type) {
	case tea.MouseReleaseMsg:
		m.drag = -1
	case tea.MouseMotionMsg:
		m.slide(at.X)
		m.aim(at)
	case tea.MouseWheelMsg:
		m.wheel(at)
	case tea.MouseClickMsg:
		if at.Button == tea.MouseLeft {
			m.click(at)
		}
	}
	return nil
}

func (m *Model) click(at tea.Mouse) {
	s, ok := under(m.win.Drawn.spots, at.X, at.Y)
	if !ok {
		return
	}
	m.notice = notice{}
	switch s.on {
	case onTab:
		m.openTab(s.index)
	case onFold:
		m.unfolded = !m.unfolded
	case onKnob:
		m.here().choose(s.index)
	case onSlider:
		m.here().choose(s.index)
		m.drag = s.index
		m.slide(at.X)
	}
	m.win.Stale = true
}

// aim records where the pointer is. The screen is drawn again only if another
// text is to be read there.
func (m *Model) aim(at tea.Mouse) {
	m.pointer = &cell{at.X, at.Y}
	if text := m.pointed(m.win.Drawn.spots); text != m.win.Drawn.pointed {
		m.win.Stale = true
		if !m.notice.bad {
			m.notice = notice{}
		}
	}
}

// pointed is what a lab says about the part of its picture under the pointer.
func (m *Model) pointed(spots []spot) viz.Safe {
	if !m.mouse || m.pointer == nil {
		return viz.Safe{}
	}
	s, ok := under(spots, m.pointer.x, m.pointer.y)
	if !ok || s.on != onPicture {
		return viz.Safe{}
	}
	l, f := m.here().lab, m.frame(s.size())
	if s.index == pinnedLab {
		l = m.here().pinned
	}
	if m.comparing() {
		f.Axes = m.here().axes
	}
	return m.print(lab.At(l, f, m.pointer.x-s.x, m.pointer.y-s.y))
}

// slide turns the knob whose slider is held to a column.
func (m *Model) slide(x int) {
	i := slices.IndexFunc(m.win.Drawn.spots, func(s spot) bool { return s.on == onSlider && s.index == m.drag })
	if m.drag < 0 || i < 0 {
		return
	}
	s := m.win.Drawn.spots[i]
	m.turn(m.drag, func(v lab.Setting) { v.SetPosition(viz.SliderAt(s.w, x-s.x)) })
}

// wheel scrolls a page, turns the chosen knob over the panel, and over the
// picture the knob that scrolls it.
func (m *Model) wheel(at tea.Mouse) {
	by := 1
	switch at.Button {
	case tea.MouseWheelDown:
		by = -1
	case tea.MouseWheelUp:
	default:
		return
	}
	if m.page != nil {
		m.page.scroll(-3 * by)
		m.win.Stale = true
		return
	}
	s, ok := under(m.win.Drawn.spots, at.X, at.Y)
	p := m.here()
	i := p.chosen
	switch {
	case !ok || s.on == onTab:
		return
	case s.on == onPicture:
		i = slices.IndexFunc(lab.Knobs(p.lab), func(k lab.Knob) bool { return k.Scrolls })
	}
	m.turn(i, func(v lab.Setting) { v.Nudge(by, false) })
}
