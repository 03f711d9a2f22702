package ui

import (
	"fmt"
	"slices"
	"strings"

	"logitarium/ui/lab"
	"logitarium/viz"

	"charm.land/bubbles/v2/key"
)

// drawStatus shows what matters most in one line: an error, a message, why the
// chosen knob does nothing, or what it does.
func (m *Model) drawStatus(c *canvas, r rect) {
	if r.h < 1 {
		return
	}
	if m.entry != nil && m.entry.knob == aName {
		m.drawFind(c, r)
		return
	}
	if m.entry != nil && m.entry.knob == aFile {
		label := viz.Clean("save as ")
		w := c.text(r.x+1, r.y, r.w-1, label, c.theme.Accent)
		m.entry.draw(c, rect{r.x + 1 + w, r.y, r.w - w - 2, 1})
		return
	}
	c.pointed = m.pointed(c.spots)
	text, st := m.status(c)
	c.text(r.x+1, r.y, r.w-2, text, st)
}

func (m *Model) status(c *canvas) (viz.Safe, viz.Style) {
	p, t := m.here(), m.theme
	switch e := m.entry; {
	case e != nil && e.err != nil && !c.refused:
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
	case c.pointed != "":
		return viz.Clean(c.pointed), t.Text
	case m.chrome.presents():
		return viz.Safe{}, t.Faint
	case !m.touched && len(m.options.Lessons) > 0:
		return viz.Clean("L lists the lessons, the tour first"), t.Text
	}
	knobs := lab.Knobs(p.lab)
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
		if m.entry.knob == aName {
			return []hint{{"enter", "choose", 0}, {"tab", "complete", 1}, {"esc", "cancel", 0}, {"ctrl+c", "quit", 2}}
		}
		return []hint{{"enter", "accept", 0}, {"esc", "cancel", 0}, {"ctrl+u", "clear", 1}, {"↑", "typed before", 3},
			{"ctrl+_", "undo", 4}, {"ctrl+c", "quit", 2}}
	case m.page != nil && m.page.kind == lessonsPage && len(m.options.Lessons) > 0:
		return []hint{{fmt.Sprintf("1-%d", min(len(m.options.Lessons), 9)), "play", 0}, {"↑↓", "scroll", 1}, {"esc", "back", 0},
			{"?", "help", 1}, {"n", "notes", 2}, {"q", "quit", 0}}
	case m.page != nil:
		return []hint{{"↑↓", "scroll", 0}, {"pgup pgdn", "page", 2}, {"esc", "back", 0}, {"?", "help", 1}, {"n", "notes", 2}, {"q", "quit", 0}}
	}
	k, p := m.keys, m.here()
	list := []hint{{"↑↓←→", "knobs", 2}, {"letters", "choose", 3}, {"enter", "type", 6}}
	if _, ok := p.view(); ok {
		list = append(list, hint{keyOf(k.view), "view", 2})
	}
	for i, a := range lab.Actions(p.lab) {
		list = append(list, hint{a.Key, a.Name, 1 + min(i, 1)*3})
	}
	if _, ok := p.lab.(lab.Twinned); ok {
		list = append(list, hint{keyOf(k.compare), "compare", 3})
	}
	if len(p.changes.past) > 0 {
		list = append(list, hint{keyOf(k.undo), "undo", 4})
	}
	mouse := "mouse"
	if m.mouse {
		mouse = "select text"
	}
	if len(m.options.Lessons) > 0 {
		list = append(list, hint{keyOf(k.lessons), "lessons", 2})
	}
	return append(list, hint{keyOf(k.copy), "copy", 4}, hint{keyOf(k.save), "save", 4}, hint{keyOf(k.reset), "reset", 6}, hint{keyOf(k.find), "any knob", 6},
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
	over := 1 - r.w
	for _, h := range list {
		over += h.width(c.theme)
	}
	for rank := 6; rank > 0; rank-- {
		for i := len(list) - 1; i >= 0 && over > 0; i-- {
			if list[i].rank == rank {
				over -= list[i].width(c.theme)
				list = slices.Delete(list, i, i+1)
			}
		}
	}
	x := r.x + 1
	for _, h := range list {
		x += c.text(x, r.y, r.w-x, KeyName(c.theme, h.key), c.theme.Text) + 1
		x += c.text(x, r.y, r.w-x, viz.Clean(h.does), c.theme.Faint) + 2
	}
}

// width is the cells of a hint and the gap after it.
func (h hint) width(t viz.Theme) int {
	return KeyName(t, h.key).Width() + viz.Clean(h.does).Width() + 3
}

// KeyName writes a key as the theme's glyphs can.
func KeyName(t viz.Theme, name string) viz.Safe {
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
		line, st := m.status(c)
		c.text(r.x, r.y, r.w, line, st)
		return
	}
	if knobs := lab.Knobs(p.lab); p.chosen < len(knobs) {
		text += "  " + knobs[p.chosen].Name + " " + strings.TrimSpace(knobs[p.chosen].Setting.Show())
	}
	for _, rd := range m.inFront(m.numbers(), 0) {
		text += "  " + rd.Name + " " + value(rd)
	}
	c.text(r.x, r.y, r.w, viz.Clean(text+"  q quit"), c.theme.Text)
}
