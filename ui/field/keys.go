package field

import (
	"charm.land/bubbles/v2/key"

	"logitarium/ui/message"
)

// editing are the keys that edit a field.
type editing struct {
	left, right, home, end        key.Binding
	wordLeft, wordRight           key.Binding
	rubout, delete, clear, rubAll key.Binding
	rubWord, undo                 key.Binding
}

var keys = editing{
	left:      bind("←", "back a character", "left", "ctrl+b"),
	right:     bind("→", "on a character", "right", "ctrl+f"),
	wordLeft:  bind("alt+b", "back a word", "alt+b", "ctrl+left", "alt+left"),
	wordRight: bind("alt+f", "on a word", "alt+f", "ctrl+right", "alt+right"),
	home:      bind("home", "to the start", "home", "ctrl+a"),
	end:       bind("end", "to the end", "end", "ctrl+e"),
	rubout:    bind("backspace", "delete before", "backspace", "ctrl+h"),
	delete:    bind("delete", "delete after", "delete", "ctrl+d"),
	clear:     bind("ctrl+u", "delete to the start", "ctrl+u"),
	rubAll:    bind("ctrl+k", "delete to the end", "ctrl+k"),
	rubWord:   bind("ctrl+w", "delete a word", "ctrl+w", "alt+backspace"),
	// Terminals send the same byte for ctrl with _, - and /, and newer
	// protocols say which.
	undo: bind("ctrl+_", "undo", "ctrl+_", "ctrl+shift+_", "ctrl+shift+-", "ctrl+-", "ctrl+/"),
}

func bind(help string, does message.ID, names ...string) key.Binding {
	return key.NewBinding(key.WithKeys(names...), key.WithHelp(help, string(does)))
}

// Keys lists the keys that edit a field, each with what it does.
func Keys() []key.Binding {
	return []key.Binding{keys.left, keys.right, keys.wordLeft, keys.wordRight, keys.home, keys.end,
		keys.rubout, keys.delete, keys.clear, keys.rubAll, keys.rubWord, keys.undo}
}
