package ui

import (
	"strings"

	"logitarium/viz"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// maxTyped bounds a line that is typed or pasted, in bytes.
const maxTyped = 64 << 10

// line is one line of text with a cursor between its characters, which are
// grapheme clusters: a family emoji is deleted at once.
type line struct{ before, after string }

// editKeys are the keys that are live while something is typed.
type editKeys struct {
	accept, cancel, quit          key.Binding
	left, right, home, end        key.Binding
	rubout, delete, clear, rubAll key.Binding
	rubWord                       key.Binding
}

func newEditKeys() editKeys {
	return editKeys{
		accept:  bind("enter", "accept", "enter"),
		cancel:  bind("esc", "cancel", "esc"),
		quit:    bind("ctrl+c", "quit", "ctrl+c"),
		left:    bind("←", "back a character", "left", "ctrl+b"),
		right:   bind("→", "on a character", "right", "ctrl+f"),
		home:    bind("home", "to the start", "home", "ctrl+a"),
		end:     bind("end", "to the end", "end", "ctrl+e"),
		rubout:  bind("backspace", "delete before", "backspace", "ctrl+h"),
		delete:  bind("delete", "delete after", "delete", "ctrl+d"),
		clear:   bind("ctrl+u", "delete to the start", "ctrl+u"),
		rubAll:  bind("ctrl+k", "delete to the end", "ctrl+k"),
		rubWord: bind("ctrl+w", "delete a word", "ctrl+w", "alt+backspace"),
	}
}

func (k editKeys) all() []key.Binding {
	return []key.Binding{k.accept, k.cancel, k.quit, k.left, k.right, k.home, k.end,
		k.rubout, k.delete, k.clear, k.rubAll, k.rubWord}
}

// Field is one line being typed on a screen around the shell.
type Field struct{ line line }

// Press takes a key as text, or as one of those that edit it.
func (f *Field) Press(msg tea.KeyPressMsg) { f.line.press(msg, newEditKeys()) }

// Paste puts text at the cursor, as far as there is room.
func (f *Field) Paste(text string) { f.line.insert(text) }

// Text is what was typed.
func (f *Field) Text() string { return f.line.text() }

// Window returns the part of the line with the cursor that fits into cells,
// and the cursor's column.
func (f *Field) Window(t viz.Theme, cells int) (text viz.Safe, cursor int) {
	return f.line.window(t, cells)
}

func (l *line) text() string { return l.before + l.after }

// press edits with a key and reports whether the text changed.
func (l *line) press(msg tea.KeyPressMsg, k editKeys) bool {
	was := l.text()
	switch {
	case key.Matches(msg, k.left):
		cut := lastCluster(l.before)
		l.before, l.after = l.before[:cut], l.before[cut:]+l.after
	case key.Matches(msg, k.right):
		cut := firstCluster(l.after)
		l.before, l.after = l.before+l.after[:cut], l.after[cut:]
	case key.Matches(msg, k.home):
		l.before, l.after = "", l.text()
	case key.Matches(msg, k.end):
		l.before, l.after = l.text(), ""
	case key.Matches(msg, k.rubout):
		l.before = l.before[:lastCluster(l.before)]
	case key.Matches(msg, k.delete):
		l.after = l.after[firstCluster(l.after):]
	case key.Matches(msg, k.clear):
		l.before = ""
	case key.Matches(msg, k.rubAll):
		l.after = ""
	case key.Matches(msg, k.rubWord):
		word := strings.TrimRight(l.before, " ")
		l.before = word[:strings.LastIndex(word, " ")+1]
	default:
		l.insert(msg.Text)
	}
	return l.text() != was
}

// insert puts text at the cursor, its line breaks and tabs as blanks, as far
// as there is room; it reports whether all of it was.
func (l *line) insert(text string) bool {
	whole := true
	if room := maxTyped - len(l.before) - len(l.after); len(text) > room {
		text, whole = strings.ToValidUTF8(text[:max(room, 0)], ""), false
	}
	l.before += strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ", "\t", " ").Replace(text)
	return whole
}

// window returns the part of the line that fits into cells with the cursor in
// it, and the cursor's column.
func (l *line) window(t viz.Theme, cells int) (text viz.Safe, cursor int) {
	before := t.Show(viz.Clean(l.before))
	if before.Width() >= cells { // the cursor has the last cell
		before = t.FitTail(before, cells-1)
	}
	rest := t.Fit(viz.Clean(l.after), cells-before.Width())
	return viz.Clean(before.String() + rest.String()), before.Width()
}

// firstCluster is the length of the first character of s.
func firstCluster(s string) int {
	cluster, _ := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
	return len(cluster)
}

// lastCluster is where the last character of s begins.
func lastCluster(s string) int {
	at := 0
	// A cluster is short: it lies within the last bytes, and looking there
	// keeps a key quick in a long text.
	const far = 512
	if len(s) > far {
		at = len(s) - far
	}
	for at < len(s) {
		n := firstCluster(s[at:])
		if n == 0 || at+n >= len(s) {
			break
		}
		at += n
	}
	return at
}
