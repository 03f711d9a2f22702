package ui

import (
	"slices"
	"strings"

	"logitarium/ui/lab"
	"logitarium/ui/message"
)

// lockedTo reports whether the screen is locked to some knobs: the others stay
// where they are, and no other lab, map or lesson opens.
func (m *Model) lockedTo() bool { return len(m.options.Only) > 0 }

// locked reports whether a knob can't be turned here.
func (m *Model) locked(name string) bool {
	return m.lockedTo() && !slices.Contains(m.options.Only, name)
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
// of a lab may turn any.
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
