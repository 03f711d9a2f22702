package course

import (
	"logitarium/ui"
	"logitarium/ui/lesson"
	"logitarium/ui/message"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// keyMap is every key of the list, with its help; in a lesson they are its own.
type keyMap struct {
	up, down, first, last, open, score, close, help, quit key.Binding
}

func bind(help string, does message.ID, keys ...string) key.Binding {
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(help, string(does)))
}

func newKeys() keyMap {
	return keyMap{
		up:    bind("↑", "the lesson before", "up"),
		down:  bind("↓", "the next lesson", "down"),
		first: bind("home", "the first lesson", "home"),
		last:  bind("end", "the last lesson", "end"),
		open:  bind("enter", "play the lesson; q there comes back", "enter", "space", "right"),
		score: bind("a", "your answers, and the score", "a"),
		close: bind("esc", "back to the lessons", "esc", "left"),
		help:  bind("?", "these keys", "?"),
		quit:  bind("q", "quit", "q", "ctrl+c"),
	}
}

func (k keyMap) all() []key.Binding {
	return []key.Binding{k.up, k.down, k.first, k.last, k.open, k.score, k.close, k.help, k.quit}
}

// press takes a key while no lesson is played.
func (l *Leader) press(msg tea.KeyPressMsg) tea.Cmd {
	l.win.Stale = true
	l.notice = message.Text{}
	msg, latin := ui.Latin(msg)
	if !latin {
		l.notice = message.New("switch to Latin letters")
	}
	k := l.keys
	switch {
	case key.Matches(msg, k.quit):
		return tea.Quit
	case l.page == helps:
		l.page = list
		return nil
	case key.Matches(msg, k.help):
		l.page = helps
		return nil
	case key.Matches(msg, k.close), l.page == score && key.Matches(msg, k.score):
		l.page, l.top = list, 0
		return nil
	case key.Matches(msg, k.score):
		l.page, l.top = score, 0
		return nil
	case l.page == score:
		l.scroll(msg)
		return nil
	}
	at := l.at
	switch last := len(l.course.Lessons) - 1; {
	case key.Matches(msg, k.up):
		l.at = max(l.at-1, 0)
	case key.Matches(msg, k.down):
		l.at = min(l.at+1, last)
	case key.Matches(msg, k.first):
		l.at = 0
	case key.Matches(msg, k.last):
		l.at = last
	case key.Matches(msg, k.open):
		return l.open()
	}
	if l.at != at {
		l.warned = -1
	}
	return nil
}

// scroll moves the page of answers.
func (l *Leader) scroll(msg tea.KeyPressMsg) {
	k := l.keys
	switch {
	case key.Matches(msg, k.up):
		l.top--
	case key.Matches(msg, k.down):
		l.top++
	case key.Matches(msg, k.first):
		l.top = 0
	case key.Matches(msg, k.last):
		l.top = 1 << 20
	case key.Matches(msg, k.open), msg.Code == tea.KeyPgDown:
		l.top += max(l.win.Size.H-5, 1)
	case msg.Code == tea.KeyPgUp:
		l.top -= max(l.win.Size.H-5, 1)
	}
}

// hints are the keys that the last row names.
func (l *Leader) hints() []lesson.Hint {
	if l.page == score {
		return []lesson.Hint{{Key: "↑↓", Does: message.New("scroll")}, {Key: "esc", Does: message.New("the lessons")}, {Key: "q", Does: message.New("quit")}}
	}
	return []lesson.Hint{{Key: "enter", Does: message.New("plays")}, {Key: "↑↓", Does: message.New("choose")}, {Key: "q", Does: message.New("quit")},
		{Key: "a", Does: message.New("answers")}, {Key: "?", Does: message.About("keyboard", "keys")}}
}

// Hints are the keys that can be pressed now.
func (l *Leader) Hints() []lesson.Hint {
	if l.playing != nil {
		return l.playing.Hints()
	}
	return l.hints()
}
