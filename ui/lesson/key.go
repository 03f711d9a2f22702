package lesson

import (
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
	held := ""
	for _, h := range []struct {
		down bool
		name string
	}{{s.Ctrl, "ctrl+"}, {s.Alt, "alt+"}, {s.Shift, "shift+"}} {
		if h.down {
			held += h.name
		}
	}
	if k, known := named[s.Key]; known {
		return held + k.cap
	}
	return held + s.Key
}
