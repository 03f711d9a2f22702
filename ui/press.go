package ui

import (
	"slices"

	"logitarium/ui/lab"
	"logitarium/ui/message"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// viewKnob is the knob that selects the picture. It has the key v and a place
// above the picture instead of a row.
const viewKnob = "view"

// press takes a key. What it means depends on what is in front: something
// being typed, a page, or the lab.
func (m *Model) press(msg tea.KeyPressMsg) tea.Cmd {
	m.notice = notice{}
	m.pointer = nil
	m.win.Stale = true
	m.touched = true
	switch {
	case m.quits(msg):
		return m.quit()
	case m.edit != nil:
		return m.pressEdit(msg)
	}
	msg, latin := Latin(msg)
	switch {
	case m.quits(msg):
		return m.quit()
	case m.refuses(msg):
		return nil
	case !latin:
		m.say("no key here: switch to Latin letters")
		return nil
	case m.mapped && m.page == nil && m.pressMap(msg):
		return nil
	case m.pressShell(msg):
		return nil
	case m.page != nil:
		if cmd, chosen := m.pressLessons(msg); chosen {
			return cmd
		}
		m.page.press(msg, m.keys.page)
		return nil
	case len(m.labs) == 0:
		return nil
	}
	if cmd, out := m.pressOut(msg); out {
		return cmd
	}
	if m.mapped {
		m.unknown(msg.Text)
		return nil
	}
	return m.pressLab(msg)
}

// pressShell takes the keys that mean the same over a page and over a lab.
func (m *Model) pressShell(msg tea.KeyPressMsg) bool {
	n := max(len(m.labs), 1)
	switch {
	case key.Matches(msg, m.keys.help):
		m.turnTo(helpPage)
	case key.Matches(msg, m.keys.notes):
		m.turnTo(notesPage)
	case key.Matches(msg, m.keys.lessons):
		if !m.stays() {
			m.turnTo(lessonsPage)
		}
	case key.Matches(msg, m.keys.nextLab):
		m.open((m.at + 1) % n)
	case key.Matches(msg, m.keys.lastLab):
		m.open((m.at + n - 1) % n)
	case key.Matches(msg, m.keys.home):
		m.openMap()
	case key.Matches(msg, m.keys.back):
		m.back()
	default:
		return false
	}
	return true
}

// back closes what is in front: the page, then the comparison, then the lab.
func (m *Model) back() {
	switch p := m.here(); {
	case m.page != nil:
		m.page = nil
	case p != nil && p.pinned != nil:
		p.pinned = nil
	default:
		m.openMap()
	}
}

func (m *Model) pressLab(msg tea.KeyPressMsg) tea.Cmd {
	p, k := m.here(), m.keys
	if i := slices.IndexFunc(k.labs, func(b key.Binding) bool { return key.Matches(msg, b) }); i >= 0 {
		m.open(i)
		return nil
	}
	if m.pressTurn(msg) || m.pressLabKey(msg) {
		return nil
	}
	switch {
	case key.Matches(msg, k.up):
		p.choose(m.nextLive(lab.Knobs(p.lab), p.chosen, -1))
	case key.Matches(msg, k.down):
		p.choose(m.nextLive(lab.Knobs(p.lab), p.chosen, 1))
	case key.Matches(msg, k.find):
		m.find()
	case key.Matches(msg, k.fold):
		m.unfolded = !m.unfolded
	case key.Matches(msg, k.undo):
		m.undo()
	case key.Matches(msg, k.redo):
		m.redo()
	case key.Matches(msg, k.enter):
		m.typeValue()
	case key.Matches(msg, k.view):
		m.turnView(1)
	case key.Matches(msg, k.viewBack):
		m.turnView(-1)
	case key.Matches(msg, k.reset):
		p.noting(-1, m.reset)
		if m.lockedTo() {
			m.say("%s: back at the defaults; z undoes it", m.turnable())
		} else {
			m.say("all knobs are at their defaults; z undoes it")
		}
	case key.Matches(msg, k.compare):
		m.compare()
	case key.Matches(msg, k.mouse):
		m.toggleMouse()
	default:
		m.unknown(msg.Text)
	}
	return nil
}

// pressOut handles the keys that save, copy or quit, and reports whether it
// knew the key.
func (m *Model) pressOut(msg tea.KeyPressMsg) (cmd tea.Cmd, out bool) {
	copies, saves := key.Matches(msg, m.keys.copy), key.Matches(msg, m.keys.save)
	switch {
	case !copies && !saves:
		return nil, false
	case m.guided:
		m.say("a lesson writes no files and leaves the clipboard alone: esc takes over")
	case copies:
		return m.copyCommand(), true
	default:
		m.typeFile()
	}
	return nil, true
}

// refuses answers a key that does nothing here.
func (m *Model) refuses(msg tea.KeyPressMsg) bool {
	i := slices.IndexFunc(m.options.Refused, func(r Refusal) bool { return r.Key == msg.String() })
	if i >= 0 {
		m.notice = notice{text: m.options.Refused[i].Why}
	}
	return i >= 0
}

// unknown says that a key does nothing: without an answer a user who meant to
// choose a knob would turn another one next.
func (m *Model) unknown(text string) {
	switch {
	case len(text) != 1 || text <= " " || text > "~":
	case text >= "a" && text <= "z":
		m.say("no knob here has the letter %s; / and the beginning of a name chooses any, ? lists all", text)
	default:
		m.say("nothing here has the key %s; ? lists all keys", text)
	}
}

// choose goes to another knob.
func (p *perLab) choose(i int) {
	if i != p.chosen {
		p.chosen, p.changes.apart = i, true
	}
}

// pressTurn takes the keys that turn the chosen knob.
func (m *Model) pressTurn(msg tea.KeyPressMsg) bool {
	k := m.keys
	for _, turn := range []struct {
		binding key.Binding
		do      func(lab.Setting)
	}{
		{k.less, func(s lab.Setting) { s.Nudge(-1, false) }},
		{k.more, func(s lab.Setting) { s.Nudge(1, false) }},
		{k.farLess, func(s lab.Setting) { s.Nudge(-1, true) }},
		{k.farMore, func(s lab.Setting) { s.Nudge(1, true) }},
		{k.first, func(s lab.Setting) { s.End(-1) }},
		{k.last, func(s lab.Setting) { s.End(1) }},
	} {
		if key.Matches(msg, turn.binding) {
			m.turn(m.here().chosen, turn.do)
			return true
		}
	}
	return false
}

// pressLabKey takes the keys that the lab adds.
func (m *Model) pressLabKey(msg tea.KeyPressMsg) bool {
	p := m.here()
	own := keysOf(p.lab)
	if i := slices.IndexFunc(own.knobs, func(b key.Binding) bool { return key.Matches(msg, b) }); i >= 0 {
		p.choose(i)
		return true
	}
	i := slices.IndexFunc(own.actions, func(b key.Binding) bool { return key.Matches(msg, b) })
	if i < 0 {
		return false
	}
	action := lab.Actions(p.lab)[i]
	if name, locked := m.lockedIn(action); locked {
		m.sayLocked(name)
		return true
	}
	p.noting(-1, func() {
		m.keeping(p.lab, func() {
			if err := action.Do(); err != nil {
				m.complain(err)
			}
		})
		p.refresh() // an action may move a knob
	})
	return true
}

// turn moves a knob and recomputes.
func (m *Model) turn(i int, move func(lab.Setting)) {
	p := m.here()
	knobs := lab.Knobs(p.lab)
	if i < 0 || i >= len(knobs) {
		return
	}
	if m.locked(knobs[i].Name) {
		m.sayLocked(knobs[i].Name)
		return
	}
	s := knobs[i].Setting
	if _, typed := s.(lab.Text); typed {
		m.say("%v is typed: press enter", message.Label("knob", knobs[i].Name))
		return
	}
	p.noting(i, func() {
		before := s.String()
		move(s)
		if s.String() != before {
			p.refresh()
		}
	})
	m.win.Stale = true
}

// nextLive is the index of the knob that follows i in a direction and does
// something now, or i. One that is locked does nothing.
func (m *Model) nextLive(knobs []lab.Knob, i, step int) int {
	for j := i + step; j >= 0 && j < len(knobs); j += step {
		if m.live(knobs[j]) {
			return j
		}
	}
	return max(i, 0)
}

// firstLive is the index of the first knob that does something now, or of the first
// that has a row.
func (m *Model) firstLive(knobs []lab.Knob) int {
	if i := m.nextLive(knobs, -1, 1); i > 0 || len(knobs) > 0 && m.live(knobs[0]) {
		return i
	}
	return max(slices.IndexFunc(knobs, func(k lab.Knob) bool { return k.Name != viewKnob }), 0)
}

// live reports whether a knob has a row and does something now.
func (m *Model) live(k lab.Knob) bool {
	return k.Name != viewKnob && k.Idle.Empty() && !m.locked(k.Name)
}

// viewOf returns the choice of pictures of a lab, if it has one.
func viewOf(l lab.Lab) (lab.Choice, bool) { return viewAmong(lab.Knobs(l)) }

func viewAmong(knobs []lab.Knob) (lab.Choice, bool) {
	for _, k := range knobs {
		if k.Name == viewKnob {
			c, ok := k.Setting.(lab.Choice)
			return c, ok
		}
	}
	return lab.Choice{}, false
}

// turnView goes round the pictures; both sides of a comparison show the same one.
func (m *Model) turnView(step int) {
	p := m.here()
	c, ok := m.views()
	switch {
	case !ok:
		return
	case m.locked(viewKnob):
		m.sayLocked(viewKnob)
		return
	}
	n := len(c.Options)
	*c.At = (*c.At + step + n) % n
	p.refresh()
	if p.pinned != nil {
		if a, ok := viewOf(p.pinned); ok {
			*a.At = *c.At
			p.failure = firstError(p.failure, p.pinned.Refresh())
		}
	}
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// reset turns every knob but the view and those that are locked to its default.
func (m *Model) reset() {
	p := m.here()
	for _, k := range lab.Knobs(p.lab) {
		if k.Name != viewKnob && !m.locked(k.Name) {
			k.Setting.Reset()
		}
	}
	goOn(p.lab)
	p.refresh()
}

func (m *Model) toggleMouse() {
	m.mouse = !m.mouse
	if m.mouse {
		m.say("mouse on: click a tab or a knob, drag a slider, turn with the wheel; m frees it to select text")
	} else {
		m.say("mouse off: the terminal selects text; m turns it on")
	}
}
