package ui

import (
	"strings"
	"testing"

	"logitarium/ui/field"

	tea "charm.land/bubbletea/v2"
)

func TestTypeValue(t *testing.T) {
	for _, c := range []struct{ before, typed, after, knob, want, shows, why string }{
		{"t enter", "0.73", "enter", "temperature", "0.73", "0.73 ├", "a number"},
		{"t enter", "", "enter", "temperature", "1", "", "nothing typed changes nothing"},
		{"t enter", "9", "esc", "temperature", "1", "", "escape cancels"},
		{"t enter", "9", "enter", "temperature", "1", "9 is outside 0.00 to 5.00", "the error says what is allowed"},
		{"t enter", "9", "enter backspace 2 enter", "temperature", "2", "", "and goes away with the next letter"},
		{"k enter", "off", "enter", "keep", "off", "", "a named value"},
		{"o enter", "alphbet", "enter", "order", "rank", `did you`, "a choice"},
		{"e enter", "own words", "enter", "prompt", "own words", "", "what was there is selected, and replaced"},
		{"e enter end", " and", "enter", "prompt", "the fox lives in the and", "", "an arrow keeps it"},
		{"e enter left", "So ", "enter", "prompt", "So the fox lives in the", "", "the left one goes to its start"},
		{"e enter backspace", "", "enter", "prompt", "", "the prompt is empty", "all of it is deleted at once"},
		{"e enter alt+b alt+b", "not ", "enter", "prompt", "the fox lives not in the", "", "words back"},
		{"e enter home alt+f ctrl+right", "!", "enter", "prompt", "the fox! lives in the", "", "words on"},
		{"e enter", "x", "ctrl+_ enter", "prompt", "the fox lives in the", "", "undone in the field"},
		{"e enter ctrl+u ctrl+_ end", "x", "enter", "prompt", "the fox lives in thex", "", "undone and on"},
		{"e enter", "one", "enter enter up end Y enter", "prompt", "the fox lives in theY", "", "up goes to what was there before"},
		{"e enter", "one", "enter enter X up up down down enter", "prompt", "X", "", "down comes back to what is typed now"},
		{"t enter", "2", "enter enter up enter", "temperature", "2", "", "numbers have been typed before, too"},
		{"e enter ctrl+u", "qvr?1", "enter", "prompt", "qvr?1", "", "shortcuts are letters here"},
		{"e enter home delete delete delete delete", "", "enter", "prompt", "fox lives in the", "", "editing at the start"},
		{"e enter end ctrl+w left left", "X", "enter", "prompt", "the fox lives iXn ", "", "words and the cursor"},
		{"e enter ctrl+u", "日本👩‍👩‍👧", "left backspace enter", "prompt", "日👩‍👩‍👧", "", "characters, not code points"},
	} {
		m := shell(t, 80, 24)
		keys(m, c.before)
		types(m, c.typed)
		if keys(m, c.after); setting(m, c.knob) != c.want {
			t.Errorf("%s %q %s: %s is %q, want %q: %s", c.before, c.typed, c.after, c.knob, setting(m, c.knob), c.want, c.why)
		}
		if !strings.Contains(onScreen(m), c.shows) {
			t.Errorf("%s: no %q on\n%s", c.why, c.shows, onScreen(m))
		}
	}
}

func TestPaste(t *testing.T) {
	m := shell(t, 80, 24)
	m.Update(tea.PasteMsg{Content: "q2v\x03"})
	if m.here().lab.Info().ID != "toy" || setting(m, "view") != "bars" || !strings.Contains(onScreen(m), "press enter first") {
		t.Errorf("pasted text was taken for keys:\n%s", onScreen(m))
	}
	keys(m, "e enter ctrl+u")
	m.Update(tea.PasteMsg{Content: "two\r\nlines\tand \x1b[31mred"})
	checkFrame(t, m, 80, 24)
	keys(m, "enter")
	if got := setting(m, "prompt"); got != "two lines and \x1b[31mred" {
		t.Errorf("prompt %q", got)
	}
	if s := m.View().Content; strings.Contains(s, "\x1b[31m") {
		t.Error("an escape sequence that was pasted is on the screen")
	}
	keys(m, "enter")
	m.Update(tea.PasteMsg{Content: strings.Repeat("é", field.Most)})
	if n := len(m.edit.field.Text()); n > field.Most || !strings.Contains(onScreen(m), "only the first") {
		t.Errorf("%d bytes were pasted without a word", n)
	}
	if keys(m, "enter"); m.edit == nil || m.edit.err == nil {
		t.Error("a text of 64 KB was taken for one of 200 bytes")
	}
}

func TestLongTextShowsItsEnd(t *testing.T) {
	m := shell(t, 80, 24)
	keys(m, "e enter ctrl+u")
	types(m, strings.Repeat("a long way ", 8)+"the end")
	for range 2 {
		if s := onScreen(m); strings.Count(s, " long") != 8 || strings.Count(s, " way") != 8 || strings.Count(s, " end") != 1 {
			t.Errorf("not all of what is typed is on\n%s", s)
		}
		keys(m, "home")
	}
	checkFrame(t, m, 80, 24)
	if c := m.View().Cursor; c == nil || !strings.HasPrefix(strings.Split(onScreen(m), "\n")[c.Y][c.X:], "a long way") {
		t.Errorf("the cursor, %v, is not at the start\n%s", c, onScreen(m))
	}
	types(m, strings.Repeat("長い", 300)) // more than the panel has room for
	checkFrame(t, m, 80, 24)
	if got := strings.Count(onScreen(m), "長"); got != 300 {
		t.Errorf("%d of 300 characters are on\n%s", got, onScreen(m))
	}
	keys(m, "esc e enter ctrl+u")
	types(m, strings.Repeat("a long way ", 8)+"the end")
	if keys(m, "enter"); !strings.Contains(onScreen(m), "way the end") {
		t.Errorf("the end is not on\n%s", onScreen(m))
	}
}

// While a text is typed that a model will read, its tokens are seen: of a long
// one the last.
func TestTypedTokens(t *testing.T) {
	m := shell(t, 60, 18)
	keys(m, "e enter")
	if want := "5 tokens: the·fox·lives·in·the"; !strings.Contains(onScreen(m), want) {
		t.Errorf("no %q on\n%s", want, onScreen(m))
	}
	types(m, "one")
	if want := "1 token: one"; !strings.Contains(onScreen(m), want) {
		t.Errorf("no %q on\n%s", want, onScreen(m))
	}
	types(m, strings.Repeat(" and so on", 8))
	if screen := onScreen(m); !strings.Contains(screen, "25 tokens: …") || !strings.Contains(screen, "so·on") {
		t.Errorf("the last of 25 tokens are not on\n%s", screen)
	}
	keys(m, "esc")
	if strings.Contains(onScreen(m), "tokens:") {
		t.Errorf("tokens of nothing on\n%s", onScreen(m))
	}
}
