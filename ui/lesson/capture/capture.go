// Package capture writes down what somebody does in the program as a lesson.
package capture

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"logitarium/ui/lesson/tape"

	tea "charm.land/bubbletea/v2"
)

// A Capture is what was done so far.
type Capture struct {
	begins  string // the command that opened the program
	screen  tape.Size
	steps   []step
	last    time.Time // of the last key, or when the program opened
	worked  bool      // the lab was at work since then
	working bool      // and is now
	left    []string  // keys that no tape has a name for
}

// step is a step, and whether it types into a field: there a letter is a letter,
// in a lab a key.
type step struct {
	tape.Step
	typed bool
}

// Begin begins to capture. The command opens the same screen again, and may hold
// no path.
func Begin(command string, screen tape.Size, now time.Time) *Capture {
	return &Capture{begins: command, screen: screen, last: now}
}

// A pause in which somebody looks begins with glance; what is shorter is the time
// between two keys. Rest is one in which there is something to see. No pause is
// written down as longer than longest.
const (
	glance  = 400 * time.Millisecond
	rest    = 2 * time.Second
	longest = 10 * time.Second
)

// names of the keys that a tape has a command for.
var names = map[rune]string{
	tea.KeyEnter: "Enter", tea.KeyTab: "Tab", tea.KeyEscape: "Escape", tea.KeyBackspace: "Backspace",
	tea.KeyDelete: "Delete", tea.KeyInsert: "Insert", tea.KeyUp: "Up", tea.KeyDown: "Down", tea.KeyLeft: "Left", tea.KeyRight: "Right",
	tea.KeyPgUp: "PageUp", tea.KeyPgDown: "PageDown",
}

// Press notes a key that is pressed now. Typing says that a text is being typed,
// so that a letter is no key of the lab.
func (c *Capture) Press(k tea.Key, typing bool, now time.Time) {
	c.passed(now)
	plain := k.Mod&^tea.ModShift == 0
	switch name := names[k.Code]; {
	case plain && k.Text == " " && !typing:
		c.key(tape.Step{Key: "Space"})
	case plain && k.Text != "":
		c.text(k.Text, typing)
	case k.Code == tea.KeyHome && typing: // a tape has no Home, and a field takes these, too
		c.key(tape.Step{Key: "a", Ctrl: true})
	case k.Code == tea.KeyEnd && typing:
		c.key(tape.Step{Key: "e", Ctrl: true})
	case name != "":
		c.key(tape.Step{Key: name, Ctrl: k.Mod&tea.ModCtrl != 0, Alt: k.Mod&tea.ModAlt != 0, Shift: k.Mod&tea.ModShift != 0})
	case k.Code < unicode.MaxRune && k.Mod&^(tea.ModCtrl|tea.ModAlt|tea.ModShift) == 0:
		c.key(tape.Step{Key: string(k.Code), Ctrl: k.Mod&tea.ModCtrl != 0, Alt: k.Mod&tea.ModAlt != 0, Shift: k.Mod&tea.ModShift != 0})
	default:
		c.left = append(c.left, k.String())
	}
}

// Paste notes a text that is pasted now.
func (c *Capture) Paste(text string, typing bool, now time.Time) {
	c.passed(now)
	c.text(text, typing)
}

// text notes a text, in one line. In a lab each of its letters is a key.
func (c *Capture) text(text string, typing bool) {
	text = strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return ' '
		}
		return r
	}, text)
	if n := len(c.steps); n > 0 && c.steps[n-1].Kind == tape.Type && c.steps[n-1].typed == typing {
		c.steps[n-1].Text += text
		return
	}
	c.steps = append(c.steps, step{tape.Step{Kind: tape.Type, Text: text}, typing})
}

// Set notes that a knob was set to a value, by a key that no tape has.
func (c *Capture) Set(value string, now time.Time) {
	c.passed(now)
	c.key(tape.Step{Key: "Enter"})
	c.steps = append(c.steps, step{tape.Step{Kind: tape.Type, Text: value}, true})
	c.key(tape.Step{Key: "Enter"})
}

// key adds a key press, to the last ones of the same key.
func (c *Capture) key(s tape.Step) {
	s.Kind, s.Count = tape.Key, 1
	if n := len(c.steps); n > 0 {
		if same(c.steps[n-1].Step, s) {
			c.steps[n-1].Count++
			return
		}
	}
	c.steps = append(c.steps, step{Step: s})
}

// same says whether two steps press one key, with no other held: only such a key
// has a count in a tape.
func same(a, b tape.Step) bool {
	held := a.Ctrl || a.Alt || a.Shift || b.Ctrl || b.Alt || b.Shift
	return a.Kind == tape.Key && b.Kind == tape.Key && a.Key == b.Key && !held
}

// Work notes whether the lab is at work.
func (c *Capture) Work(busy bool) {
	c.worked = c.worked || busy
	c.working = busy
}

// passed notes the time since the last key. A lab that has done its work by then
// is waited for, however long it takes where the lesson is played.
func (c *Capture) passed(now time.Time) {
	gap := now.Sub(c.last)
	c.last = now
	if c.worked && !c.working {
		c.steps = append(c.steps, step{Step: tape.Step{Kind: tape.Await}})
	}
	c.worked = c.working
	if gap >= glance {
		half := (gap + 250*time.Millisecond) / (500 * time.Millisecond)
		c.steps = append(c.steps, step{Step: tape.Step{Kind: tape.Sleep, Time: min(half*500*time.Millisecond, longest)}})
	}
}

// Left are the keys that no tape can press, which the lesson lacks.
func (c *Capture) Left() []string { return c.left }

// Tape is the lesson: the command that opened the program, and what was done, up
// to the key that quit it. With tidy, what was undone leaves no trace.
func (c *Capture) Tape(tidy bool) *tape.Tape {
	steps := withoutQuit(c.steps)
	if c.worked && !c.working {
		steps = append(steps, step{Step: tape.Step{Kind: tape.Await}})
	}
	if n := len(steps); n == 0 || steps[n-1].Kind != tape.Sleep || steps[n-1].Time < rest {
		steps = append(steps, step{Step: tape.Step{Kind: tape.Sleep, Time: rest}})
	}
	if tidy {
		steps = tidied(steps)
	}
	t := &tape.Tape{Size: c.screen, Steps: []tape.Step{
		{Kind: tape.Chapter, Text: "Chapter 1"},
		{Kind: tape.Type, Text: c.begins}, {Kind: tape.Key, Key: "Enter", Count: 1}, {Kind: tape.Sleep, Time: time.Second, OwnTime: true},
	}}
	for _, s := range steps {
		t.Steps = append(t.Steps, s.Step)
	}
	return t
}

// withoutQuit leaves out the key that ended the program.
func withoutQuit(steps []step) []step {
	n := len(steps)
	if n == 0 {
		return nil
	}
	all := slices.Clone(steps)
	switch last := &all[n-1]; {
	case last.Kind == tape.Type && strings.HasSuffix(last.Text, "q"):
		if last.Text = strings.TrimSuffix(last.Text, "q"); last.Text == "" {
			all = all[:n-1]
		}
	case last.Kind == tape.Key && last.Key == "c" && last.Ctrl:
		all = all[:n-1]
	}
	return all
}

// opposite are the keys that take each other back.
var opposite = map[string]string{"Left": "Right", "Right": "Left", "Up": "Down", "Down": "Up"}

// tidied takes out what was undone before anybody had time to look: a knob that
// was turned too far and back, letters that were typed and deleted.
func tidied(steps []step) []step {
	var all, pause []step // a glance, or a wait, behind the last key
	for _, s := range steps {
		if s.Kind == tape.Await || s.Kind == tape.Sleep && s.Time < rest {
			pause = append(pause, s)
			continue
		}
		n := len(all)
		switch {
		case n == 0 || s.Kind != tape.Key || s.Ctrl || s.Alt || s.Shift:
		case all[n-1].Kind == tape.Key && opposite[s.Key] == all[n-1].Key && opposite[s.Key] != "" && !all[n-1].Ctrl && !all[n-1].Shift && !all[n-1].Alt:
			switch d := all[n-1].Count - s.Count; {
			case d > 0:
				all[n-1].Count = d
			case d < 0:
				s.Count = -d
				all[n-1] = s
			default:
				all = all[:n-1]
			}
			continue
		case all[n-1].Kind == tape.Type && all[n-1].typed && s.Key == "Backspace":
			text := []rune(all[n-1].Text)
			if s.Count <= len(text) {
				if all[n-1].Text = string(text[:len(text)-s.Count]); all[n-1].Text == "" {
					all = all[:n-1]
				}
				continue
			}
		}
		all = append(all, pause...)
		pause = nil
		all = append(all, s)
	}
	return append(all, pause...)
}
