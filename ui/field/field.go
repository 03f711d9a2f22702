// Package field is one line of text that is being typed, on whatever screen.
package field

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

// Most is how long a text that is typed or pasted may be, in bytes.
const Most = 64 << 10

// mostUndone bounds what can be undone in a line.
const mostUndone = 100

// content is a text with a cursor between its characters, which are grapheme
// clusters: a family emoji is deleted at once. While all of it is selected,
// what is typed takes its place.
type content struct {
	before, after string
	selected      bool
}

// Editor is one line of text that is edited, and what it was before each edit.
// The zero Editor is empty. A copy is a snapshot: the past grows by copies.
type Editor struct {
	content
	past []content
}

// New returns a field with a text, and the cursor at its end.
func New(text string) Editor { return Editor{content: content{before: text}} }

// Text is what was typed.
func (f *Editor) Text() string { return f.text() }

// Select selects all of the text, if there is any: a character that is typed
// takes its place, an arrow keeps it.
func (f *Editor) Select() { f.selected = f.text() != "" }

// Selected reports whether all of the text is selected.
func (f *Editor) Selected() bool { return f.selected }

// Press takes a key as text, or as one of those that edit it, and reports
// whether the text changed.
func (f *Editor) Press(msg tea.KeyPressMsg) bool {
	was := f.content
	if key.Matches(msg, keys.undo) {
		if n := len(f.past); n > 0 {
			f.content, f.past = f.past[n-1], f.past[:n-1]
		}
		return f.text() != was.text()
	}
	if !f.move(msg) && !f.rub(msg) && msg.Text != "" {
		f.insert(msg.Text)
	}
	return f.keep(was)
}

// Paste puts text at the cursor, as far as there is room, and reports whether
// all of it was.
func (f *Editor) Paste(text string) bool {
	was := f.content
	whole := f.insert(text)
	f.keep(was)
	return whole
}

// Replace puts another text in the field's place, with the cursor at its end.
func (f *Editor) Replace(text string) {
	was := f.content
	f.content = content{before: text}
	f.keep(was)
}

// keep keeps what the field was, if it has changed.
func (f *Editor) keep(was content) bool {
	if f.text() == was.text() {
		return false
	}
	f.past = append(slices.Clip(f.past), was)
	f.past = f.past[max(len(f.past)-mostUndone, 0):]
	return true
}

func (c *content) text() string { return c.before + c.after }

// move takes the keys that move the cursor.
func (c *content) move(msg tea.KeyPressMsg) bool {
	at, text := len(c.before), c.text()
	left := func(to int) int {
		if c.selected {
			return 0
		}
		return to
	}
	right := func(to int) int {
		if c.selected {
			return len(text)
		}
		return to
	}
	switch {
	case key.Matches(msg, keys.left):
		at = left(lastCluster(c.before))
	case key.Matches(msg, keys.right):
		at = right(at + firstCluster(c.after))
	case key.Matches(msg, keys.wordLeft):
		at = wordStart(c.before)
	case key.Matches(msg, keys.wordRight):
		at += wordEnd(c.after)
	case key.Matches(msg, keys.home):
		at = 0
	case key.Matches(msg, keys.end):
		at = len(text)
	default:
		return false
	}
	*c = content{before: text[:at], after: text[at:]}
	return true
}

// rub takes the keys that delete: all of it while it is selected.
func (c *content) rub(msg tea.KeyPressMsg) bool {
	all := c.selected
	switch {
	case key.Matches(msg, keys.rubout):
		c.before = c.before[:lastCluster(c.before)]
	case key.Matches(msg, keys.delete):
		c.after = c.after[firstCluster(c.after):]
	case key.Matches(msg, keys.clear):
		c.before = ""
	case key.Matches(msg, keys.rubAll):
		c.after = ""
	case key.Matches(msg, keys.rubWord):
		word := strings.TrimRightFunc(c.before, unicode.IsSpace)
		c.before = word[:strings.LastIndexFunc(word, unicode.IsSpace)+1]
	default:
		return false
	}
	if all {
		*c = content{}
	}
	return true
}

// insert puts text at the cursor, or in the place of what is selected, its
// line breaks and tabs as blanks, as far as there is room; it reports whether
// all of it was.
func (c *content) insert(text string) bool {
	if c.selected {
		*c = content{}
	}
	whole := true
	if room := Most - len(c.before) - len(c.after); len(text) > room {
		text, whole = strings.ToValidUTF8(text[:max(room, 0)], ""), false
	}
	c.before += strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ", "\t", " ").Replace(text)
	return whole
}

// Window returns the part of the line that fits into cells with the cursor in
// it, and the cursor's column.
func (f *Editor) Window(t viz.Theme, cells int) (text viz.Safe, cursor int) {
	before := t.Show(viz.Clean(f.before))
	if before.Width() >= cells { // the cursor has the last cell
		before = t.FitTail(before, cells-1)
	}
	rest := t.Fit(viz.Clean(f.after), cells-before.Width())
	return viz.Clean(before.String() + rest.String()), before.Width()
}

// Wrap breaks the line into rows of cells, each with a cell to spare for the
// cursor, after a blank where there is one. The cursor's row and column are
// among them.
func (f *Editor) Wrap(t viz.Theme, cells int) (rows []viz.Safe, row, column int) {
	room := max(cells-1, 1)
	text, at := f.text(), len(f.before)
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
		if at+n >= len(s) {
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
