package capture

import (
	"slices"
	"strconv"
	"time"

	"logitarium/ui"
	"logitarium/ui/lab"
	"logitarium/ui/lesson/tape"

	tea "charm.land/bubbletea/v2"
)

// Shell is the program, and a capture of what is done in it.
type Shell struct {
	*ui.Model
	Capture *Capture
	now     func() time.Time
	held    *focus // where all stood when a button of the mouse went down; nil when none is
}

// Watch captures what is done in a program. The clock times the keys.
func Watch(m *ui.Model, to *Capture, now func() time.Time) *Shell {
	return &Shell{Model: m, Capture: to, now: now}
}

// Update notes the keys, and what was done by other means: with the mouse, and by
// keys that a tape lacks. What copies and saves is left out: no lesson does.
func (s *Shell) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	now, before := s.now(), s.focus()
	if _, moves := msg.(tea.MouseMsg); !moves && s.held != nil {
		s.did(*s.held, before, now) // the button was never let go
		s.held = nil
	}
	_, cmd := s.Model.Update(msg)
	after := s.focus()
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		s.pressed(msg, before, after, now)
	case tea.PasteMsg:
		if !before.Saving {
			s.Capture.Paste(msg.Content, before.Typing, now)
		}
	case tea.MouseClickMsg:
		s.held = &before
	case tea.MouseReleaseMsg:
		if s.held != nil {
			s.did(*s.held, after, now)
			s.held = nil
		}
	case tea.MouseWheelMsg:
		s.wheeled(msg, before, after, now)
	}
	s.Capture.Work(s.Busy())
	return s, cmd
}

// pressed notes a key.
func (s *Shell) pressed(msg tea.KeyPressMsg, before, after focus, now time.Time) {
	k := tea.Key(msg)
	if !before.Typing {
		latin, _ := ui.Latin(msg)
		k = tea.Key(latin)
	}
	ends := k.Code == tea.KeyHome || k.Code == tea.KeyEnd
	switch {
	case before.Saving, after.Saving, s.Lesson() != "": // for files, or the lesson that ends the program
	case before.Typing:
		s.Capture.Press(k, true, now)
	case k.Text == "y", k.Text == "m": // the clipboard, the mouse
	case ends && before.Page != "":
		top := map[bool]string{true: "g", false: "G"}
		s.Capture.letters(top[k.Code == tea.KeyHome], now)
	case ends:
		s.did(before, after, now)
	default:
		s.Capture.Press(k, false, now)
	}
}

// wheeled notes what the wheel did. Over the panel it turns a knob as an arrow
// does.
func (s *Shell) wheeled(msg tea.MouseWheelMsg, before, after focus, now time.Time) {
	moved := before.moved(after)
	if moved < 0 || after.values[moved].name != after.Knob {
		s.did(before, after, now)
		return
	}
	arrow := map[bool]string{true: "Right", false: "Left"}
	s.Capture.named(arrow[msg.Mouse().Button == tea.MouseWheelUp], 1, now)
}

// focus is all that the mouse can change.
type focus struct {
	ui.Focus
	values []value // of the open lab's knobs
}

type value struct{ name, letter, set string }

func (s *Shell) focus() focus {
	p := focus{Focus: s.Focus()}
	if l, _ := s.Lab(); l != nil {
		for _, k := range lab.Knobs(l) {
			p.values = append(p.values, value{k.Name, k.Letter(), k.Setting.String()})
		}
	}
	return p
}

// moved is the index of the knob that was moved between two places in a lab, -1 for
// none: the chosen one, for another may have followed from it.
func (p focus) moved(to focus) int {
	if p.Tab != to.Tab || len(p.values) != len(to.values) {
		return -1
	}
	at := func(i int) bool { return p.values[i] != to.values[i] }
	if i := slices.IndexFunc(to.values, func(v value) bool { return v.name == to.Knob }); i >= 0 && at(i) {
		return i
	}
	for i := range to.values {
		if at(i) {
			return i
		}
	}
	return -1
}

// did notes the keys that lead from one place to another.
func (s *Shell) did(from, to focus, now time.Time) {
	c := s.Capture
	if from.Page != "" && to.Page == "" { // a tab was clicked over a page
		c.named("Escape", 1, now)
	}
	switch {
	case from.Tab != to.Tab:
		c.letters(strconv.Itoa(to.Tab), now)
		return
	case to.Typing && !from.Typing:
		c.named("Enter", 1, now)
		return
	case from.Unfolded != to.Unfolded:
		c.letters("I", now)
	}
	c.walk(to.Stop-from.Stop, now)
	if to.Page != "" {
		c.walk(to.Line-from.Line, now)
	}
	chosen := from.Knob
	if i := from.moved(to); i >= 0 {
		chosen = c.choose(chosen, to.values[i], now)
		c.Set(to.values[i].set, now)
	}
	for _, v := range to.values {
		if v.name == to.Knob {
			c.choose(chosen, v, now)
		}
	}
}

// choose goes from a knob to another, and returns that.
func (c *Capture) choose(from string, to value, now time.Time) string {
	switch {
	case from == to.name:
	case to.letter != "":
		c.letters(to.letter, now)
	default:
		c.letters("/", now)
		c.Paste(to.name, true, now)
		c.named("Enter", 1, now)
	}
	return to.name
}

// walk goes up or down by some lines.
func (c *Capture) walk(by int, now time.Time) {
	switch {
	case by > 0:
		c.named("Down", by, now)
	case by < 0:
		c.named("Up", -by, now)
	}
}

// named notes presses of a key that has a name.
func (c *Capture) named(name string, count int, now time.Time) {
	c.passed(now, false)
	for range count {
		c.key(tape.Step{Key: name})
	}
}

// letters notes keys of the lab.
func (c *Capture) letters(text string, now time.Time) {
	c.passed(now, false)
	c.text(text, false)
}
