package ui

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"logitarium/viz"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// maxTyped bounds a line that is typed or pasted, in bytes.
const maxTyped = 64 << 10

// mostUndone bounds what can be undone in a line.
const mostUndone = 100

// written is a text with a cursor between its characters, which are grapheme
// clusters: a family emoji is deleted at once. While all of it is selected,
// what is typed takes its place.
type written struct {
	before, after string
	selected      bool
}

// line is one line of text that is edited, and what it was before each edit.
// The past grows by copies, for those who have kept one.
type line struct {
	written
	past []written
}

// editKeys are the keys that are live while something is typed.
type editKeys struct {
	accept, cancel, quit          key.Binding
	left, right, home, end        key.Binding
	wordLeft, wordRight           key.Binding
	rubout, delete, clear, rubAll key.Binding
	rubWord, undo                 key.Binding
	earlier, later                key.Binding
}

func newEditKeys() editKeys {
	return editKeys{
		accept:    bind("enter", "accept", "enter"),
		cancel:    bind("esc", "cancel", "esc"),
		quit:      bind("ctrl+c", "quit", "ctrl+c"),
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
		undo:    bind("ctrl+_", "undo", "ctrl+_", "ctrl+shift+_", "ctrl+shift+-", "ctrl+-", "ctrl+/"),
		earlier: bind("↑", "what was typed before", "up", "ctrl+p"),
		later:   bind("↓", "what was typed after that", "down", "ctrl+n"),
	}
}

func (k editKeys) all() []key.Binding {
	return []key.Binding{k.accept, k.cancel, k.quit, k.left, k.right, k.wordLeft, k.wordRight, k.home, k.end,
		k.rubout, k.delete, k.clear, k.rubAll, k.rubWord, k.undo, k.earlier, k.later}
}

// Field is one line being typed on a screen around the shell.
type Field struct{ line line }

// Press takes a key as text, or as one of those that edit it.
func (f *Field) Press(msg tea.KeyPressMsg) { f.line.press(msg, newEditKeys()) }

// Paste puts text at the cursor, as far as there is room.
func (f *Field) Paste(text string) { f.line.paste(text) }

// Text is what was typed.
func (f *Field) Text() string { return f.line.text() }

// Window returns the part of the line with the cursor that fits into cells,
// and the cursor's column.
func (f *Field) Window(t viz.Theme, cells int) (text viz.Safe, cursor int) {
	return f.line.window(t, cells)
}

func (w *written) text() string { return w.before + w.after }

// press edits with a key and reports whether the text changed.
func (l *line) press(msg tea.KeyPressMsg, k editKeys) bool {
	was := l.written
	if key.Matches(msg, k.undo) {
		if n := len(l.past); n > 0 {
			l.written, l.past = l.past[n-1], l.past[:n-1]
		}
		return l.text() != was.text()
	}
	if !l.move(msg, k) && !l.rub(msg, k) && msg.Text != "" {
		l.insert(msg.Text)
	}
	return l.keep(was)
}

// paste puts text at the cursor, as far as there is room, and reports whether
// all of it was.
func (l *line) paste(text string) bool {
	was := l.written
	whole := l.insert(text)
	l.keep(was)
	return whole
}

// replace puts another text in the line's place, with the cursor at its end.
func (l *line) replace(text string) {
	was := l.written
	l.written = written{before: text}
	l.keep(was)
}

// keep keeps what the line was, if it has changed.
func (l *line) keep(was written) bool {
	if l.text() == was.text() {
		return false
	}
	l.past = append(slices.Clip(l.past), was)
	l.past = l.past[max(len(l.past)-mostUndone, 0):]
	return true
}

// move takes the keys that move the cursor.
func (w *written) move(msg tea.KeyPressMsg, k editKeys) bool {
	at, text := len(w.before), w.text()
	left := func(to int) int {
		if w.selected {
			return 0
		}
		return to
	}
	right := func(to int) int {
		if w.selected {
			return len(text)
		}
		return to
	}
	switch {
	case key.Matches(msg, k.left):
		at = left(lastCluster(w.before))
	case key.Matches(msg, k.right):
		at = right(at + firstCluster(w.after))
	case key.Matches(msg, k.wordLeft):
		at = wordStart(w.before)
	case key.Matches(msg, k.wordRight):
		at += wordEnd(w.after)
	case key.Matches(msg, k.home):
		at = 0
	case key.Matches(msg, k.end):
		at = len(text)
	default:
		return false
	}
	*w = written{before: text[:at], after: text[at:]}
	return true
}

// rub takes the keys that delete: all of it while it is selected.
func (w *written) rub(msg tea.KeyPressMsg, k editKeys) bool {
	all := w.selected
	switch {
	case key.Matches(msg, k.rubout):
		w.before = w.before[:lastCluster(w.before)]
	case key.Matches(msg, k.delete):
		w.after = w.after[firstCluster(w.after):]
	case key.Matches(msg, k.clear):
		w.before = ""
	case key.Matches(msg, k.rubAll):
		w.after = ""
	case key.Matches(msg, k.rubWord):
		word := strings.TrimRightFunc(w.before, unicode.IsSpace)
		w.before = word[:strings.LastIndexFunc(word, unicode.IsSpace)+1]
	default:
		return false
	}
	if all {
		*w = written{}
	}
	return true
}

// insert puts text at the cursor, or in the place of what is selected, its
// line breaks and tabs as blanks, as far as there is room; it reports whether
// all of it was.
func (w *written) insert(text string) bool {
	if w.selected {
		*w = written{}
	}
	whole := true
	if room := maxTyped - len(w.before) - len(w.after); len(text) > room {
		text, whole = strings.ToValidUTF8(text[:max(room, 0)], ""), false
	}
	w.before += strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ", "\t", " ").Replace(text)
	return whole
}

// window returns the part of the line that fits into cells with the cursor in
// it, and the cursor's column.
func (w *written) window(t viz.Theme, cells int) (text viz.Safe, cursor int) {
	before := t.Show(viz.Clean(w.before))
	if before.Width() >= cells { // the cursor has the last cell
		before = t.FitTail(before, cells-1)
	}
	rest := t.Fit(viz.Clean(w.after), cells-before.Width())
	return viz.Clean(before.String() + rest.String()), before.Width()
}

// wrap breaks the line into rows of cells, each with a cell to spare for the
// cursor, after a blank where there is one. The cursor's row and column are
// among them.
func (w *written) wrap(t viz.Theme, cells int) (rows []viz.Safe, row, column int) {
	room := max(cells-1, 1)
	text, at := w.text(), len(w.before)
	width := func(s string) int { return t.Show(viz.Clean(s)).Width() }
	for start := 0; ; {
		end, used, blank := start, 0, 0
		for end < len(text) {
			n := firstCluster(text[end:])
			more := width(text[end : end+n])
			if used+more > room && end > start {
				break
			}
			used, end = used+more, end+n
			if text[end-n:end] == " " {
				blank = end
			}
		}
		if end < len(text) && blank > start {
			end = blank
		}
		if at >= start && (at < end || end == len(text)) {
			row, column = len(rows), min(width(text[start:at]), cells-1)
		}
		rows = append(rows, t.Fit(viz.Clean(text[start:end]), cells))
		if start = end; start == len(text) {
			return rows, row, column
		}
	}
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

// wordStart is where the last word of s begins.
func wordStart(s string) int {
	s = strings.TrimRightFunc(s, between)
	at := strings.LastIndexFunc(s, between)
	if at < 0 {
		return 0
	}
	_, size := utf8.DecodeRuneInString(s[at:])
	return at + size
}

// wordEnd is where the first word of s ends.
func wordEnd(s string) int {
	start := strings.IndexFunc(s, func(r rune) bool { return !between(r) })
	if start < 0 {
		return len(s)
	}
	if n := strings.IndexFunc(s[start:], between); n >= 0 {
		return start + n
	}
	return len(s)
}

// between says whether a character stands between words.
func between(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
}
