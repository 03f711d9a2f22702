package ui

import (
	"slices"
	"strings"

	"logitarium/ui/lab"
	"logitarium/ui/message"

	"charm.land/bubbles/v2/key"
)

// lockedTo reports whether the screen is locked to some knobs: the others stay
// where they are, and no other lab, map or lesson opens.
func (m *Model) lockedTo() bool { return len(m.options.Only) > 0 }

// locked reports whether a knob can't be turned here.
func (m *Model) locked(name string) bool {
	return m.lockedTo() && !slices.Contains(m.options.Only, name)
}

// lockedIn returns the first knob that is locked of those that an action turns.
func (m *Model) lockedIn(a lab.Action) (name string, locked bool) {
	if !m.lockedTo() {
		return "", false
	}
	for _, k := range m.knobs() {
		if m.locked(k.Name) && slices.Contains(a.Turns, k.Setting.Field()) {
			return k.Name, true
		}
	}
	return "", false
}

// free are the actions of the open lab that are not locked.
func (m *Model) free() []lab.Action {
	return slices.DeleteFunc(slices.Clone(m.actions()), func(a lab.Action) bool {
		_, locked := m.lockedIn(a)
		return locked
	})
}

// liveKeys are the keys of the shell that do something while a lab is shown: where
// the screen is locked, not those that are only answered with that.
func (m *Model) liveKeys() []key.Binding {
	k := m.keys
	all := k.browsing()
	if !m.lockedTo() {
		return all
	}
	answered := append(slices.Clone(k.labs), k.nextLab, k.lastLab, k.lessons, k.home)
	if m.locked(viewKnob) {
		answered = append(answered, k.view, k.viewBack)
	}
	return slices.DeleteFunc(all, func(b key.Binding) bool {
		return slices.ContainsFunc(answered, func(a key.Binding) bool { return slices.Equal(a.Keys(), b.Keys()) })
	})
}

// sayLocked answers a key that would turn a locked knob.
func (m *Model) sayLocked(name string) {
	m.say("%v is locked: what can be turned here is %s", message.Label("knob", name), m.turnable())
}

// stays answers a key that would leave a locked screen, and reports whether it is
// locked.
func (m *Model) stays() bool {
	if m.lockedTo() {
		m.say("this screen is locked to its lab: what can be turned here is %s", m.turnable())
	}
	return m.lockedTo()
}

// turnable lists the knobs that are not locked.
func (m *Model) turnable() string {
	var names []string
	for _, n := range m.options.Only {
		names = append(names, m.print(message.Label("knob", n)).String())
	}
	return strings.Join(names, ", ")
}

// keeping runs do and turns back what it turned of the locked knobs: an action
// may put any back to its default.
func (m *Model) keeping(l lab.Lab, do func()) {
	was := values(l)
	do()
	for i, k := range lab.Knobs(l) {
		if i < len(was) && m.locked(k.Name) && k.Setting.String() != was[i] {
			_ = k.Setting.Set(was[i]) // it had this value before
			m.sayLocked(k.Name)
		}
	}
}
