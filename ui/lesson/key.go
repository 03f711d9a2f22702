package lesson

import (
	"fmt"
	"strings"
	"time"

	"logitarium/ui/lesson/tape"

	tea "charm.land/bubbletea/v2"
)

// named are the keys that a tape calls by name: how a terminal sends them, and
// how a key cap shows them.
var named = map[string]struct {
	key tea.Key
	cap string
}{
	"Enter":     {tea.Key{Code: tea.KeyEnter}, "enter"},
	"Space":     {tea.Key{Code: tea.KeySpace, Text: " "}, "space"},
	"Tab":       {tea.Key{Code: tea.KeyTab}, "tab"},
	"Escape":    {tea.Key{Code: tea.KeyEscape}, "esc"},
	"Backspace": {tea.Key{Code: tea.KeyBackspace}, "backspace"},
	"Delete":    {tea.Key{Code: tea.KeyDelete}, "delete"},
	"Insert":    {tea.Key{Code: tea.KeyInsert}, "insert"},
	"Up":        {tea.Key{Code: tea.KeyUp}, "↑"},
	"Down":      {tea.Key{Code: tea.KeyDown}, "↓"},
	"Left":      {tea.Key{Code: tea.KeyLeft}, "←"},
	"Right":     {tea.Key{Code: tea.KeyRight}, "→"},
	"PageUp":    {tea.Key{Code: tea.KeyPgUp}, "pgup"},
	"PageDown":  {tea.Key{Code: tea.KeyPgDown}, "pgdn"},
}

// keyOf returns the key that a step presses; ok is false for the scrolling of
// vhs' own window, which is no key.
func keyOf(s tape.Step) (msg tea.KeyPressMsg, ok bool) {
	k, known := named[s.Key]
	if !known {
		if len([]rune(s.Key)) != 1 {
			return tea.KeyPressMsg{}, false
		}
		k.key = letter([]rune(s.Key)[0])
	}
	if s.Ctrl || s.Alt {
		k.key.Text = ""
	}
	for _, held := range []struct {
		down bool
		mod  tea.KeyMod
	}{{s.Ctrl, tea.ModCtrl}, {s.Alt, tea.ModAlt}, {s.Shift, tea.ModShift}} {
		if held.down {
			k.key.Mod |= held.mod
		}
	}
	return tea.KeyPressMsg(k.key), true
}

// letter returns the key of a character that is typed.
func letter(r rune) tea.Key {
	if r == ' ' {
		return named["Space"].key
	}
	return tea.Key{Code: r, Text: string(r)}
}

// capOf is how a key press is shown.
func capOf(s tape.Step) string {
	if k, known := named[s.Key]; known {
		return heldWith(s) + k.cap
	}
	return heldWith(s) + s.Key
}

// heldWith names the keys that are held while one is pressed: ctrl+shift+.
func heldWith(s tape.Step) string {
	names := ""
	for _, h := range []struct {
		down bool
		name string
	}{{s.Ctrl, "ctrl+"}, {s.Alt, "alt+"}, {s.Shift, "shift+"}} {
		if h.down {
			names += h.name
		}
	}
	return names
}

// press presses the next key of a step.
func (r *Run) press(s *tape.Step) {
	if r.count == 0 {
		r.refuseShell(s)
	}
	if r.spent && !r.caption.Question {
		r.fallSilent()
	}
	var err error
	if s.Kind == tape.Type {
		k := letter([]rune(s.Text)[r.count])
		err = r.stage.press(tea.KeyPressMsg(k))
		r.show(k.Text, 0)
	} else if k, ok := keyOf(*s); ok {
		err = r.stage.press(k)
		r.show(capOf(*s), 1)
	}
	if err != nil {
		r.fail("%v", err)
	}
	r.rest = s.Time
	if r.count++; r.count >= s.Presses() {
		r.next()
	}
}

// refuseShell fails a text that is meant for a shell, or to open the program,
// and would be played as letters into the lab that is open; and keys at a prompt
// where none of them does anything.
func (r *Run) refuseShell(s *tape.Step) {
	shell := r.stage.shell
	if s.Kind == tape.Type {
		word, rest, _ := strings.Cut(strings.TrimSpace(s.Text), " ")
		switch {
		case shell == nil || shell.Focus().Typing || shell.Focus().Page != "":
		case word == "logitarium":
			r.fail("this opens the program at a prompt, and it is open: its letters would be keys of the lab; begin with it, or leave the program with Type \"q\" first")
		case rest != "" && len(word) > 1:
			r.fail("%q is typed into a lab, where each letter is a key: a lesson has no shell; begin with Type \"logitarium …\", or press Enter on a text first", s.Text)
		}
		return
	}
	if shell == nil && s.Key != "Enter" && s.Key != "Backspace" && s.Key != "Space" {
		r.fail("%s does nothing at the prompt: no program is open", capOf(*s))
	}
}

// Press is a key that was pressed a moment ago, Times times, or a text that was
// typed.
type Press struct {
	Cap   string
	Times int // 0 for a text
	at    time.Duration
}

// String is how a key cap shows it.
func (k Press) String() string {
	if k.Times > 1 {
		return fmt.Sprintf("%s x%d", k.Cap, k.Times)
	}
	return strings.TrimSpace(k.Cap)
}

// visible is how long a key is shown.
const visible = 2 * time.Second

// Keys are the last keys that were pressed, those of the last two seconds.
func (r *Run) Keys() []Press {
	for i, k := range r.keys {
		if r.clock-k.at < visible {
			return r.keys[i:]
		}
	}
	return nil
}

// show remembers a key for the strip, or with times 0 a letter that is typed;
// the same key several times is one entry, and what is typed is one word. What
// the tape hides is not shown later either.
func (r *Run) show(text string, times int) {
	const most = 6
	if r.hidden {
		return
	}
	if n := len(r.keys); n > 0 && r.clock-r.keys[n-1].at < visible {
		switch last := r.keys[n-1]; {
		case times == 0 && last.Times == 0:
			r.keys = append(r.keys[:n-1:n-1], Press{last.Cap + text, 0, r.clock})
			return
		case times > 0 && last.Times > 0 && last.Cap == text:
			r.keys = append(r.keys[:n-1:n-1], Press{text, last.Times + times, r.clock})
			return
		}
	}
	r.keys = append(r.keys[max(0, len(r.keys)-most+1):len(r.keys):len(r.keys)], Press{text, times, r.clock})
}
