package ui

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"logitarium/ui/lab"

	tea "charm.land/bubbletea/v2"
)

// Command returns the command that opens exactly this screen, quoted for a
// POSIX shell: the knobs that differ from their defaults, in screen order.
func Command(l lab.Lab) string {
	words := []string{"logitarium", l.Info().ID}
	for _, k := range l.Knobs() {
		if !k.Setting.Changed() {
			continue
		}
		value := k.Setting.String()
		flag := "--" + k.Name
		// A switch takes its value with = only, and a value that begins with -
		// must not be taken for a flag.
		if _, isSwitch := k.Setting.(lab.Switch); isSwitch || strings.HasPrefix(value, "-") {
			words = append(words, flag+"="+quote(value))
			continue
		}
		words = append(words, flag, quote(value))
	}
	return strings.Join(words, " ")
}

// quote makes one word of any text for sh, bash, zsh: bare if it can be, in
// single quotes, or, when something in it would steer a terminal or is no
// text, in $'…' with escapes.
func quote(s string) string {
	const bare = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./,:=+@%"
	switch {
	case s != "" && strings.Trim(s, bare) == "":
		return s
	case utf8.ValidString(s) && strings.IndexFunc(s, steers) < 0:
		return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
	}
	var b strings.Builder
	b.WriteString("$'")
	for i, r := range s {
		size := utf8.RuneLen(r)
		invalid := r == utf8.RuneError && !strings.HasPrefix(s[i:], "\uFFFD")
		switch {
		case invalid:
			fmt.Fprintf(&b, `\%03o`, s[i])
		case r == '\'' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case steers(r):
			for _, c := range []byte(s[i : i+size]) {
				fmt.Fprintf(&b, `\%03o`, c)
			}
		default:
			b.WriteRune(r)
		}
	}
	return b.String() + "'"
}

// steers reports whether a rune is a control, or invisible.
func steers(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029'
}

// copyCommand puts the command of the open lab on the clipboard and shows it.
func (m *Model) copyCommand() tea.Cmd {
	const most = 8 << 10 // what terminals take
	command := Command(m.here().lab)
	if len(command) > most {
		m.complain(fmt.Errorf("the command has %d bytes, too many for a terminal's clipboard: shorten a text", len(command)))
		return nil
	}
	m.say("copied: %s", command)
	return tea.SetClipboard(command)
}
