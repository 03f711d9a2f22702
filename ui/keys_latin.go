package ui

import (
	"strings"
	"unicode"

	tea "charm.land/bubbletea/v2"
)

// Latin returns a key that means something to a program as the one that it is
// on a Latin keyboard: by its place, where the terminal tells that, and for a
// full-width form, which an input method for Chinese gives, by its shape. It
// reports false for a letter or sign that no Latin keyboard is known to have.
func Latin(msg tea.KeyPressMsg) (tea.KeyPressMsg, bool) {
	text := []rune(msg.Text)
	if len(text) != 1 || text[0] < unicode.MaxLatin1 {
		return msg, true
	}
	const fullWidth, ascii, forms = '！', '!', '～' - '！' // ！ to ～ as ! to ~
	switch r := text[0]; {
	case r >= fullWidth && r <= fullWidth+forms:
		return typed(r - fullWidth + ascii), true
	case r == '\u3000':
		return typed(' '), true
	case msg.BaseCode > ' ' && msg.BaseCode < unicode.MaxASCII:
		return typed(withShift(msg.BaseCode, msg.Mod.Contains(tea.ModShift))), true
	}
	return msg, false
}

func typed(r rune) tea.KeyPressMsg {
	return tea.KeyPressMsg{Code: unicode.ToLower(r), Text: string(r)}
}

// withShift is what a key of the PC-101 layout types.
func withShift(base rune, shift bool) rune {
	const plain, shifted = "`1234567890-=[]\\;',./", "~!@#$%^&*()_+{}|:\"<>?"
	if !shift {
		return base
	}
	if i := strings.IndexRune(plain, base); i >= 0 {
		return rune(shifted[i])
	}
	return unicode.ToUpper(base)
}
