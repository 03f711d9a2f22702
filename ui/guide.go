package ui

import (
	"slices"
	"strings"

	"logitarium/ui/atlas"
	"logitarium/ui/clock"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// Beat is the time between two frames of a lab that goes on by itself.
const Beat = clock.Beat

// Press takes a key on behalf of a lesson and reports whether it ends the
// program. Nothing outside the program happens: what would be saved or copied
// is refused.
func (m *Model) Press(msg tea.KeyPressMsg) (quit bool) {
	if m.quits(msg) {
		return true
	}
	m.guided = true
	m.press(msg)
	m.guided = false
	m.clock.Stop() // the lesson's clock is the one that runs
	return false
}

// quits reports whether a key ends the program.
func (m *Model) quits(msg tea.KeyPressMsg) bool {
	if m.edit != nil {
		return key.Matches(msg, m.keys.edit.quit)
	}
	return key.Matches(msg, m.keys.quit)
}

// Busy reports whether the open lab goes on by itself.
func (m *Model) Busy() bool {
	_, busy := m.busy()
	return busy
}

// GoOn lets the open lab go on by one [Beat].
func (m *Model) GoOn() error {
	a, busy := m.busy()
	if !busy {
		return nil
	}
	m.win.Stale = true
	defer m.keepPace()
	return a.Step(Beat)
}

// Await works until the open lab has something to show. A lesson's clock stands
// meanwhile, so that its frames don't depend on the speed of the machine.
func (m *Model) Await() error {
	if m.mapped {
		m.options.Map.Await()
		return nil
	}
	const most = 100_000 // steps, of a lab that is never done
	for range most {
		a, busy := m.busy()
		if w, ok := a.(lab.Working); !busy || !ok || !w.Progress().Stale {
			return nil
		}
		m.win.Stale = true
		if err := a.Step(workBeat); err != nil {
			return err
		}
	}
	return nil
}

// Resume starts the shell's own clock again, after a lesson held it.
func (m *Model) Resume() tea.Cmd {
	m.clock.Stop()
	m.motion.rests = false
	return m.startClock()
}

// Discuss names the readings and knobs under discussion: before a class the
// first of the readings is drawn large, else they come before all others.
// Without one it is the lab's first reading.
func (m *Model) Discuss(names ...string) {
	if !slices.Equal(m.subjects, names) {
		m.subjects, m.win.Stale = slices.Clone(names), true
	}
}

// Cover hides what would answer an open question, until [Model.Uncover]: the
// sentence and the named readings. Nothing else moves.
func (m *Model) Cover(readings ...string) {
	if !m.covers.sentence || !slices.Equal(m.covers.readings, readings) {
		m.covers, m.win.Stale = covers{true, slices.Clone(readings)}, true
	}
}

// Uncover shows what [Model.Cover] hides.
func (m *Model) Uncover() {
	if m.covers.sentence {
		m.covers, m.win.Stale = covers{}, true
	}
}

// UseMouse says whether the shell listens to the mouse.
func (m *Model) UseMouse(on bool) {
	m.mouse, m.drag, m.pointer, m.win.Stale = on, -1, nil, true
}

// Idle reports whether esc has nothing to go back from: no page, no value
// being typed, no comparison.
func (m *Model) Idle() bool {
	return m.page == nil && m.edit == nil && !m.comparing()
}

// Focus is what the next key would act on.
type Focus struct {
	Tab       int    // the number of the open lab; 0 on the map
	Stop      int    // on the map: the index of the chosen one
	Knob      string // the one that is chosen
	Page      string // what covers the picture: "help", "notes" or "lessons", else ""
	Line      int    // the first that is seen of the page
	Typing    bool   // a value or a name is being typed
	Saving    bool   // and it is the name of a file
	Unfolded  bool   // the idle knobs are shown too
	Comparing bool
}

// Focus reports what the next key would act on.
func (m *Model) Focus() Focus {
	a := Focus{Tab: m.at + 1, Typing: m.edit != nil, Unfolded: m.unfolded, Comparing: m.comparing()}
	if m.mapped {
		a.Tab, a.Stop = 0, m.options.Map.At()
	}
	a.Saving = a.Typing && m.edit.knob == aFile
	if m.page != nil {
		a.Line = m.page.top
		a.Page = map[pageKind]string{helpPage: "help", notesPage: "notes", lessonsPage: "lessons"}[m.page.kind]
	}
	if p := m.here(); p != nil && !m.mapped {
		if knobs := m.knobs(); p.chosen >= 0 && p.chosen < len(knobs) {
			a.Knob = knobs[p.chosen].Name
		}
	}
	return a
}

// Resize gives the screen a size.
func (m *Model) Resize(size viz.Size) {
	if size != m.win.Size {
		m.resize(size)
	}
}

// Dress gives the screen a theme and what is around the picture.
func (m *Model) Dress(theme viz.Theme, around Chrome) {
	m.win.Follow = false
	m.win.Theme, m.chrome, m.win.Stale = theme, around, true
}

// Lab returns the open lab, nil on the map, and what went wrong with its last
// computation.
func (m *Model) Lab() (lab.Lab, error) {
	p := m.here()
	if p == nil || m.mapped {
		return nil, nil
	}
	return p.lab, p.failure
}

// Map returns the map if it is in front, else nil.
func (m *Model) Map() *atlas.Map {
	if !m.mapped {
		return nil
	}
	return m.options.Map
}

// Complaint returns the error on the screen, "" if there is none.
func (m *Model) Complaint() message.Text {
	switch {
	case m.notice.bad:
		return m.notice.text
	case m.edit != nil && m.edit.err != nil:
		return message.Of(m.edit.err)
	}
	return message.Text{}
}

// Large lists what is drawn in large digits before a class, as text.
func (m *Model) Large() []string {
	var all []string
	if m.mapped {
		return nil
	}
	if d := m.discussed(); len(d) > 0 {
		all = append(all, d[0].Name+" "+m.print(value(d[0])).String())
	}
	p := m.here()
	if knobs := m.knobs(); p.chosen < len(knobs) {
		all = append(all, knobs[p.chosen].Name+" "+strings.TrimSpace(knobs[p.chosen].Setting.Show(m.options.Printer)))
	}
	return all
}

// Grid returns what the screen shows.
func (m *Model) Grid() viz.Grid {
	m.View()
	return m.win.Drawn.grid
}

// Room returns the size of the picture of the open lab; of B, in a comparison.
func (m *Model) Room() viz.Size {
	m.View()
	for _, s := range m.win.Drawn.spots {
		if s.on == onPicture && s.index == openLab {
			return s.size()
		}
	}
	return viz.Size{}
}

// GridIn returns what a screen of another size and look would show now, in
// some words.
func (m *Model) GridIn(size viz.Size, theme viz.Theme, around Chrome, words message.Printer) viz.Grid {
	other := *m
	other.page, other.edit = clone(m.page), clone(m.edit)
	other.motion = motion{}
	other.win.Theme, other.chrome, other.options.Printer = theme, around, words
	other.resize(size)
	return other.draw().grid
}

// Keep returns a function that puts the shell and its labs back to what they
// are now, save the size, the theme and the mouse, which are the terminal's.
func (m *Model) Keep() (restore func()) {
	saved := *m
	page, typed := clone(m.page), clone(m.edit)
	restoreMap := func() {}
	if m.options.Map != nil {
		restoreMap = m.options.Map.Keep()
	}
	restores := make([]func(), len(m.labs))
	for i, p := range m.labs {
		restores[i] = p.keep()
	}
	return func() {
		m.at, m.mapped, m.notice, m.drag, m.pointer = saved.at, saved.mapped, saved.notice, -1, nil
		m.page, m.edit, m.unfolded = clone(page), clone(typed), saved.unfolded
		for _, restore := range restores {
			restore()
		}
		restoreMap()
		m.clock.Stop()
		m.Glides(m.motion.on)
		m.win.Stale = true
	}
}

func (p *perLab) keep() (restore func()) {
	saved := *p
	restoreLab := lab.Keep(p.lab)
	restorePinned := func() {}
	if p.pinned != nil {
		restorePinned = lab.Keep(p.pinned)
	}
	return func() {
		*p = saved
		restoreLab()
		restorePinned()
	}
}

func clone[T any](p *T) *T {
	if p == nil {
		return nil
	}
	c := *p
	return &c
}
