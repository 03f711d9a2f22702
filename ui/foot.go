package ui

import (
	"fmt"
	"slices"
	"strings"

	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"

	"charm.land/bubbles/v2/key"
)

// drawStatus shows what matters most in one line: an error, a message, why the
// chosen knob does nothing, or what it does; at its end, what is folded away.
func (m *Model) drawStatus(c *canvas, l layout, f folded) {
	r := l.status
	if r.h < 1 {
		return
	}
	if l.ruled {
		c.grid.Put(r.x, r.y, viz.Rule(r.size(), c.theme, viz.Safe{}))
		if l.told.h > 0 {
			m.drawCounts(c, l.told, f)
			f = folded{subject: f.subject}
		}
		if m.edit == nil || m.edit.knob >= 0 {
			f = m.besideStatus(c, r.w, f, l.keyed)
			r.w = m.drawTold(c, r, f)
		}
	}
	if m.edit != nil && m.edit.knob == aName {
		m.drawFind(c, r)
		return
	}
	if m.edit != nil && m.edit.knob == aFile {
		label := m.words("save as")
		w := c.text(r.x+1, r.y, r.w-1, label, c.theme.Accent) + 1
		m.edit.draw(c, rect{r.x + 1 + w, r.y, r.w - w - 2, 1})
		return
	}
	c.pointed = m.pointed(c.spots)
	if l.keyed && m.resting(c) {
		m.drawHints(c, r.x+1, r, m.fitting(r.w-1))
		return
	}
	text, st := m.status(c, r.w-2)
	if text.Width() == 0 {
		return
	}
	if text.Width() > r.w-2 {
		text = m.breakOff(text, r.w-2)
	}
	w := c.text(r.x, r.y, r.w, viz.Cleanf(" %s ", text), st)
	if l.keyed {
		m.drawKeysBeside(c, rect{r.x + w, r.y, r.w - w, 1})
	}
}

// resting reports whether the status has nothing to say that somebody asked for:
// no key was pressed yet.
func (m *Model) resting(c *canvas) bool {
	return !m.touched && m.edit == nil && (m.notice.text.Empty() || m.notice.aside) && m.here().failure == nil && c.pointed.Width() == 0
}

// drawKeysBeside lists at the end of what the status leaves of a row the keys
// that fit there, with a piece of its rule before them.
func (m *Model) drawKeysBeside(c *canvas, r rect) {
	const rule = 2 // cells
	list := m.fitting(r.w - rule - 2)
	w := 0
	for _, h := range list {
		w += m.width(h)
	}
	if x := r.x + r.w - w - 1; len(list) > 0 && x > r.x+rule {
		m.drawHints(c, x+1, r, list)
	}
}

// besideStatus returns how much of what is folded away is listed beside the
// status: as much as leaves the status whole. The words of the counts go first,
// then the subject, which larger screens have in their heads; a model that the
// user named stays named. The counts stay, and a longer status is cut, unless it
// is an error or the answer to a key. Where keys are to stand there as well, the
// counts are brief.
func (m *Model) besideStatus(c *canvas, cells int, f folded, keyed bool) folded {
	text, _ := m.status(c, 0)
	answer := m.wrong() || !m.notice.text.Empty()
	if len(m.pieces()) > 0 {
		text, _ = m.status(c, cells-2)
		answer = true
	}
	few := f
	few.brief = true
	counts, brief := f, few
	counts.subject, brief.subject = viz.Safe{}, viz.Safe{}
	inTurn := []folded{f, few, counts, brief}
	if opened := m.options.Opened; opened.Model != "" || opened.Server.Shown != "" {
		inTurn, brief = inTurn[:2], few
	}
	if keyed && m.resting(c) {
		return brief
	}
	for _, f := range inTurn {
		taken := 0
		for _, t := range m.foldedAway(f) {
			taken += t.Width() + 3
		}
		if text.Width()+taken+4 <= cells {
			return f
		}
	}
	if first := !m.touched && len(m.options.Lessons) > 0; answer || first && brief.subject.Width() == 0 {
		return folded{}
	}
	return brief
}

// wrong reports whether the status is an error.
func (m *Model) wrong() bool {
	return m.notice.bad || m.edit != nil && m.edit.err != nil || m.here().failure != nil
}

// status is the line and its style, in so many cells.
func (m *Model) status(c *canvas, room int) (viz.Safe, viz.Style) {
	p, t := m.here(), m.win.Theme
	switch e := m.edit; {
	case e != nil && e.err != nil && !c.refused:
		return m.print(message.Of(e.err)), t.Bad
	case m.notice.bad:
		return m.words("error: %v", m.notice.text), t.Bad
	case !m.notice.text.Empty():
		return m.print(m.notice.text), t.Strong
	case e != nil:
		if pieces := m.pieces(); len(pieces) > 0 {
			return m.cutInto(pieces, room-1), t.Measured
		}
		return m.print(e.hint), t.Faint
	case m.page != nil:
		return m.print(m.page.whereabouts()), t.Faint
	case p.failure != nil:
		return m.words("error: %v", message.Of(p.failure)), t.Bad
	case c.pointed.Width() > 0:
		return c.pointed, t.Text
	case m.chrome.presents():
		return viz.Safe{}, t.Faint
	case !m.touched && len(m.options.Lessons) > 0 && !m.lockedTo():
		return m.words("L lists the lessons, the tour first"), t.Text
	}
	knobs := m.knobs()
	if p.chosen >= len(knobs) {
		return viz.Safe{}, t.Faint
	}
	k := knobs[p.chosen]
	if m.locked(k.Name) {
		return m.words("%v is locked: what can be turned here is %s", message.Label("knob", k.Name), m.turnable()), t.Faint
	}
	if !k.Idle.Empty() {
		return m.words("%v does nothing now: %v", message.Label("knob", k.Name), k.Idle), t.Faint
	}
	return m.helpOf(k, room), t.Faint
}

// helpOf is what a knob does, in the longest wording that has room: with what it
// may be set to; of a choice, after the name of what is chosen, which stands
// beside the knob as well.
func (m *Model) helpOf(k lab.Knob, room int) viz.Safe {
	short := message.New(k.Help)
	help := short
	if choice, ok := k.Setting.(lab.Choice); ok {
		if o := choice.Options[*choice.At]; !o.Help.Empty() {
			short = o.Help
			help = message.New("%v: %v", o.Label(), o.Help)
		}
	}
	for _, wording := range []message.Text{message.New("%v (%v)", help, k.Setting.Allowed()), help} {
		if text := m.print(wording); text.Width() <= room {
			return text
		}
	}
	return m.print(short)
}

// pieces are the tokens of what is being typed, if a model will read it.
func (m *Model) pieces() []string {
	if m.edit == nil || m.edit.knob < 0 {
		return nil
	}
	text, ok := m.knobs()[m.edit.knob].Setting.(lab.Text)
	if !ok || text.Pieces == nil {
		return nil
	}
	return text.Pieces(m.edit.field.Text())
}

// cutInto says how many tokens a text is cut into, and the last of them that
// there is room for.
func (m *Model) cutInto(pieces []string, room int) viz.Safe {
	count := m.print(message.Count(len(pieces), "%d token:", "%d tokens:", len(pieces)))
	all := m.win.Theme.Show(viz.Clean(strings.Join(pieces, "·")))
	return viz.Cleanf("%s %s", count, m.win.Theme.FitTail(all, room-count.Width()-1))
}

// Hint is a key that can be pressed now, and what it does.
type Hint struct {
	Key  string
	Does message.Text
}

// Hints are all such keys.
func (m *Model) Hints() []Hint {
	var all []Hint
	for _, h := range m.liveHints() {
		all = append(all, Hint{h.key, h.does})
	}
	return all
}

// hint is one item of the footer; those of the highest rank go first when
// the line is too short.
type hint struct {
	key  string
	does message.Text
	rank int
}

// keyName is what stands for a key; "letters" stands for many.
func (m *Model) keyName(t viz.Theme, h hint) viz.Safe {
	if h.key == letters {
		return t.Show(m.words(letters))
	}
	return KeyName(t, h.key)
}

// letters are the keys of knobs.
const letters = "letters"

// tells makes a hint.
func tells(key string, does message.ID, rank int) hint { return hint{key, message.New(does), rank} }

// liveHints are hints without those of keys that do nothing here.
func (m *Model) liveHints() []hint {
	return slices.DeleteFunc(m.hints(), func(h hint) bool {
		return m.edit == nil && slices.ContainsFunc(m.options.Refused, func(r Refusal) bool { return r.Key == h.key })
	})
}

func (m *Model) hints() []hint {
	switch {
	case m.edit != nil:
		if m.edit.knob == aName {
			return []hint{tells("enter", "choose", 0), tells("tab", "complete", 1), tells("esc", "cancel", 0), tells("ctrl+c", "quit", 2)}
		}
		return []hint{tells("enter", "accept", 0), tells("esc", "cancel", 0), tells("ctrl+u", "clear", 1), tells("↑", "typed before", 3),
			tells("ctrl+_", "undo", 4), tells("ctrl+c", "quit", 2)}
	case m.page != nil && m.page.kind == lessonsPage && len(m.options.Lessons) > 0:
		return []hint{tells(fmt.Sprintf("1-%d", min(len(m.options.Lessons), 9)), "play", 0), tells("↑↓", "scroll", 1), tells("esc", "back", 0),
			tells("?", "help", 1), tells("n", "notes", 2), tells("q", "quit", 0)}
	case m.page != nil:
		return []hint{tells("↑↓", "scroll", 0), tells("pgup/pgdn", "page", 2), tells("esc", "back", 0), tells("?", "help", 1), tells("n", "notes", 2), tells("q", "quit", 0)}
	}
	if m.mapped {
		return m.mapHints()
	}
	k, p := m.keys, m.here()
	list := []hint{tells("↑↓←→", "knobs", 2), tells(letters, "choose", 3)}
	if knobs := m.knobs(); p.chosen >= len(knobs) || !m.locked(knobs[p.chosen].Name) {
		list = append(list, tells("enter", "type", 6))
	}
	if _, ok := m.views(); ok && !m.locked(viewKnob) {
		list = append(list, tells(keyOf(k.view), "view", 2))
	}
	for i, a := range m.free() {
		list = append(list, hint{a.Key, message.Label("action", a.Name), 1 + min(i, 1)*3})
	}
	if _, ok := p.lab.(lab.Twinned); ok {
		list = append(list, tells(keyOf(k.compare), "compare", 3))
	}
	if len(p.changes.past) > 0 {
		list = append(list, tells(keyOf(k.undo), "undo", 4))
	}
	mouse := message.ID("mouse")
	if m.mouse {
		mouse = "select text"
	}
	if len(m.options.Lessons) > 0 && !m.lockedTo() {
		list = append(list, tells(keyOf(k.lessons), "lessons", 2))
	}
	return append(list, tells(keyOf(k.copy), "copy", 4), tells(keyOf(k.save), "save", 4), tells(keyOf(k.reset), "reset", 6), tells(keyOf(k.find), "any knob", 6),
		tells(keyOf(k.mouse), mouse, 5), tells(keyOf(k.notes), "notes", 3), tells(keyOf(k.help), "help", 0), tells(keyOf(k.quit), "quit", 1))
}

func keyOf(b key.Binding) string { return b.Help().Key }

// drawFooter lists the live keys, as many as fit.
func (m *Model) drawFooter(c *canvas, r rect) {
	if r.h < 1 {
		return
	}
	if e := m.edit; e != nil && e.knob < 0 && e.err != nil { // the prompt has the line above
		c.text(r.x+1, r.y, r.w-2, m.print(message.Of(e.err)), c.theme.Bad)
		return
	}
	m.drawHints(c, r.x+1, r, m.fitting(r.w))
}

// drawHints draws hints from a column of a row on, and a blank on either side,
// as the row may be a rule.
func (m *Model) drawHints(c *canvas, x int, r rect, list []hint) {
	end := r.x + r.w
	for i, h := range list {
		if i == 0 {
			c.text(x-1, r.y, 1, viz.Clean(" "), c.theme.Text)
		}
		x += c.text(x, r.y, end-x, viz.Cleanf("%s ", m.keyName(c.theme, h)), c.theme.Text)
		gap := "  "
		if i == len(list)-1 {
			gap = " "
		}
		x += c.text(x, r.y, end-x, viz.Cleanf("%s%s", m.print(h.does), gap), c.theme.Faint)
	}
}

// fitting returns the hints that fit.
func (m *Model) fitting(cells int) []hint {
	list := m.liveHints()
	over := 1 - cells
	for _, h := range list {
		over += m.width(h)
	}
	for rank := 6; rank > 0; rank-- {
		for i := len(list) - 1; i >= 0 && over > 0; i-- {
			if list[i].rank == rank {
				over -= m.width(list[i])
				list = slices.Delete(list, i, i+1)
			}
		}
	}
	return list
}

// width is the cells of a hint and the gap after it.
func (m *Model) width(h hint) int {
	return m.keyName(m.win.Theme, h).Width() + m.print(h.does).Width() + 3
}

// KeyName writes a key as the theme's glyphs can.
func KeyName(t viz.Theme, name string) viz.Safe {
	if t.Glyphs == viz.ASCII {
		name = strings.NewReplacer("↑↓←→", "arrows", "↑↓", "up/down", "↑", "up", "↓", "down", "←", "left", "→", "right").Replace(name)
	}
	return viz.Clean(name)
}

// drawLine draws the whole screen if it has a single line.
func (m *Model) drawLine(c *canvas, r rect) {
	if m.edit != nil {
		m.edit.draw(c, r)
		return
	}
	p := m.here()
	text := []message.Text{message.New(p.lab.Info().Tab)}
	if err := firstError(p.failure); err != nil || !m.notice.text.Empty() {
		line, st := m.status(c, r.w)
		c.text(r.x, r.y, r.w, line, st)
		return
	}
	if knobs := m.knobs(); p.chosen < len(knobs) {
		text = append(text, knobAt(knobs[p.chosen], strings.TrimSpace(knobs[p.chosen].Setting.Show(m.options.Printer))))
	}
	for _, rd := range m.inFront(m.numbers(), 0) {
		text = append(text, message.New("%v %v", message.Label("reading", rd.Name), value(rd)))
	}
	x := r.x
	for _, t := range append(text, message.New("q quit")) {
		x += c.text(x, r.y, r.w-x, m.print(t), c.theme.Text) + 2
	}
}
