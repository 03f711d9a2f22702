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
	last    time.Time     // of the last key, or when the program opened
	worked  bool          // the lab was at work since then
	working bool          // and is now
	owed    time.Duration // while it is: what the pauses lack of the time that passed
	set     int           // as many steps there were when a knob was set last; 0 for never
	left    []string      // keys that no tape has a name for
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
	c.passed(now, typing)
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
	c.passed(now, typing)
	c.text(text, typing)
}

// text notes a text, in one line. In a lab each of its letters is a key.
func (c *Capture) text(text string, typing bool) {
	for _, r := range text {
		if r == '\n' || r == '\t' {
			r = ' '
		}
		if unicode.IsControl(r) {
			continue
		}
		n := len(c.steps)
		if n == 0 || c.steps[n-1].Kind != tape.Type || c.steps[n-1].typed != typing || !fits(c.steps[n-1].Text, r) {
			c.steps = append(c.steps, step{tape.Step{Kind: tape.Type}, typing})
			n++
		}
		c.steps[n-1].Text += string(r)
	}
}

// fits reports whether a Type can have one more character: it is a line of a tape,
// and no word of it may hold all three quotes.
func fits(text string, r rune) bool {
	const most = 4000 // bytes
	word := text[strings.LastIndexByte(text, ' ')+1:] + string(r)
	return len(text) < most && !(strings.Contains(word, "'") && strings.Contains(word, `"`) && strings.Contains(word, "`"))
}

// Set notes that the chosen knob was set to a value, by the mouse or by a key that
// no tape has. Of several values in a row the last one counts.
func (c *Capture) Set(value string, now time.Time) {
	c.passed(now, false)
	if n := len(c.steps); n > 0 && n == c.set {
		c.steps[n-2].Text = value
		return
	}
	c.key(tape.Step{Key: "Enter"})
	c.steps = append(c.steps, step{tape.Step{Kind: tape.Type, Text: value}, true})
	// Not joined with what follows: an enter of its own.
	c.steps = append(c.steps, step{Step: tape.Step{Kind: tape.Key, Key: "Enter", Count: 1}})
	c.set = len(c.steps)
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
// is waited for, however long it takes where the lesson is played. While one is at
// work, what is seen depends on the time between the keys, so that this is kept.
func (c *Capture) passed(now time.Time, typing bool) {
	gap := now.Sub(c.last)
	c.last = now
	if c.worked && !c.working {
		c.steps = append(c.steps, step{Step: tape.Step{Kind: tape.Await}})
	}
	c.worked = c.working
	switch {
	case c.working && !typing:
		const tenth = 100 * time.Millisecond
		c.owed += gap - tape.DefaultTypingSpeed
		pause := max(min(c.owed.Round(tenth), longest), 0)
		c.owed = min(c.owed-pause, tenth) // what is longer than a pause may be is let go
		c.sleep(pause)
	case c.working:
		c.owed += gap - tape.DefaultTypingSpeed
	default:
		c.owed = 0
		if gap >= glance {
			half := (gap + 250*time.Millisecond) / (500 * time.Millisecond)
			c.sleep(min(half*500*time.Millisecond, longest))
		}
	}
}

func (c *Capture) sleep(t time.Duration) {
	if t > 0 {
		c.steps = append(c.steps, step{Step: tape.Step{Kind: tape.Sleep, Time: t}})
	}
}

// Empty reports whether nothing was done yet.
func (c *Capture) Empty() bool { return len(c.steps) == 0 }

// Left are the keys that no tape can press, which the lesson lacks.
func (c *Capture) Left() []string { return c.left }

// Tape is the lesson: the command that opened the program, and what was done, up
// to the key that quit it. With tidy, what was undone leaves no trace.
func (c *Capture) Tape(tidy bool) *tape.Tape {
	return &tape.Tape{Size: c.screen, Steps: append([]tape.Step{
		{Kind: tape.Chapter, Text: "Chapter 1"},
		{Kind: tape.Type, Text: c.begins}, {Kind: tape.Key, Key: "Enter", Count: 1}, {Kind: tape.Sleep, Time: time.Second, OwnTime: true},
	}, c.Steps(tidy)...)}
}

// Steps is what was done, for a lesson in which the program is open already.
func (c *Capture) Steps(tidy bool) []tape.Step {
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
	var all []tape.Step
	for _, s := range steps {
		all = append(all, s.Step)
	}
	return all
}

// withoutQuit leaves out the key that ended the program.
func withoutQuit(steps []step) []step {
	n := len(steps)
	if n == 0 {
		return nil
	}
	all := slices.Clone(steps)
	switch last := &all[n-1]; {
	case last.Kind == tape.Type && !last.typed && strings.HasSuffix(last.Text, "q"):
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
// was turned too far and back, letters that were typed and deleted, and what z took
// back, unless Z did it again.
func tidied(steps []step) []step {
	redone := slices.ContainsFunc(steps, func(s step) bool { return isKeys(s) && strings.Contains(s.Text, "Z") })
	var all, pause []step // a glance, or a wait, behind the last key
	for _, s := range steps {
		if s.Kind == tape.Await || s.Kind == tape.Sleep && s.Time < rest {
			pause = append(pause, s)
			continue
		}
		for isKeys(s) && strings.HasPrefix(s.Text, "z") && !redone {
			n := lastChange(all)
			if n == 0 {
				break
			}
			all, pause = all[:len(all)-n], nil
			s.Text = s.Text[1:]
		}
		switch {
		case s.Kind == tape.Type && s.Text == "":
			continue
		case len(all) > 0 && takesBack(&all, s):
			continue
		}
		all = append(all, pause...)
		pause = nil
		all = append(all, s)
	}
	return append(all, pause...)
}

// isKeys reports whether a step's letters are keys of the lab.
func isKeys(s step) bool { return s.Kind == tape.Type && !s.typed }

// lastChange is how many steps at the end are the one change that z would undo: a
// value that was typed, or turns of a knob that a letter chose just before; 0 if
// there is more to it.
func lastChange(all []step) int {
	n := len(all)
	plain := func(i int, names ...string) bool {
		s := all[i]
		return s.Kind == tape.Key && slices.Contains(names, s.Key) && !s.Ctrl && !s.Alt && !s.Shift
	}
	switch {
	case n >= 3 && plain(n-1, "Enter") && all[n-1].Count == 1 && all[n-2].typed && plain(n-3, "Enter") && all[n-3].Count == 1:
		return 3
	case n >= 2 && plain(n-1, "Left", "Right") && (isKeys(all[n-2]) || plain(n-2, "Up", "Down")):
		return 1
	}
	return 0
}

// takesBack reports whether a key takes back the step before it, or some of it,
// and takes both out.
func takesBack(steps *[]step, s step) bool {
	all := *steps
	last := &all[len(all)-1]
	switch {
	case s.Kind != tape.Key || s.Ctrl || s.Alt || s.Shift:
	case last.Kind == tape.Key && opposite[s.Key] == last.Key && opposite[s.Key] != "" && !last.Ctrl && !last.Shift && !last.Alt:
		switch d := last.Count - s.Count; {
		case d > 0:
			last.Count = d
		case d < 0:
			s.Count = -d
			*last = s
		default:
			*steps = all[:len(all)-1]
		}
		return true
	case last.Kind == tape.Type && last.typed && s.Key == "Backspace":
		text := []rune(last.Text)
		if s.Count > len(text) {
			return false
		}
		if last.Text = string(text[:len(text)-s.Count]); last.Text == "" {
			*steps = all[:len(all)-1]
		}
		return true
	}
	return false
}
