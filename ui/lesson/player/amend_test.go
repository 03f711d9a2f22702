package player

import (
	"slices"
	"strings"
	"testing"
	"time"

	"logitarium/ui"
	"logitarium/ui/lesson"
	"logitarium/ui/lesson/tape"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

const amended = `#@ title "T"
Hide
Type "logitarium sampling"
Enter
Show
#@ chapter "One"
#@ say "First."
Sleep 4s
#@ pause
#@ say "Second."
Sleep 2s
Type "t"
Left 3
Sleep 2s
#@ say "Third."
Sleep 1s
`

// text is the amended lesson, which can be read and played.
func text(t *testing.T, p *Player, wantEnd bool) string {
	t.Helper()
	to, end, _ := p.Amended()
	text := to.String()
	again, err := tape.Parse("new.tape", text, nil)
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	if (end < len(to.Steps)) != wantEnd {
		t.Errorf("the end begins at %d of %d", end, len(to.Steps))
	}
	_, _, failures, err := lesson.Draft(again, lesson.Setup{Labs: freshLabs(t), Size: lesson.ProgramSize(again, p.win.Size), Look: ui.WithoutFooter}, end)
	if err != nil || len(failures) > 0 {
		t.Errorf("%v, %v in\n%s", err, failures, text)
	}
	return text
}

func has(t *testing.T, text string, lines ...string) {
	t.Helper()
	if want := strings.Join(lines, "\n") + "\n"; !strings.Contains(text, want) {
		t.Errorf("no\n%sin\n%s", want, text)
	}
}

// until plays to a caption, and some beats on.
func until(t *testing.T, p *Player, caption string, more int) {
	t.Helper()
	for range 2000 {
		if p.run.Caption().Text == caption {
			beats(p, more)
			return
		}
		if p.run.Halt() == lesson.Paused {
			press(p, "space")
		}
		beats(p, 1)
	}
	t.Fatalf("%q is never said", caption)
}

func TestAmend(t *testing.T) {
	p := start(t, parse(t, amended), Options{Amend: true})
	until(t, p, "Second.", 15)
	press(p, "e")
	shows(t, p, "said here")
	press(p, "And more: t, e, q.", "enter")
	shows(t, p, "it is said here")
	until(t, p, "Third.", 1)
	press(p, "P")
	shows(t, p, "a pause is put here")
	got := text(t, p, false)
	has(t, got, `#@ say "Second."`, "Sleep 1100ms", `#@ say "And more: t, e, q."`, "Sleep 900ms", `Type "t"`)
	has(t, got, "Left 3", "Sleep 2s", `#@ say "Third."`, "Sleep 100ms", "#@ pause", "Sleep 900ms")
	has(t, got, "Sleep 4s", "#@ pause", `#@ say "Second."`)
	// Taken back, one by one; the pause that is there can be taken out.
	press(p, "z")
	shows(t, p, "the last change is taken back")
	press(p, "z", "z")
	shows(t, p, "nothing is changed")
	press(p, "r")
	untilHalt(t, p)
	press(p, "P")
	shows(t, p, "this pause is taken out")
	has(t, text(t, p, false), "Sleep 4s", `#@ say "Second."`)
	press(p, "?")
	shows(t, p, "say something here")
	if _, _, n := p.Amended(); n != 1 {
		t.Errorf("%d changes", n)
	}
}

// What is done takes the place of the rest of the lesson; the program goes back to
// where it was, for the lesson goes on.
func TestRecordOn(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	p := start(t, parse(t, amended), Options{Amend: true, Now: func() time.Time { now = now.Add(3 * time.Second); return now }})
	until(t, p, "Second.", 15)
	press(p, "R")
	shows(t, p, "recording")
	p.Update(tea.KeyPressMsg{Code: 'k', Text: "k"})
	press(p, "left", "left", "v")
	press(p, "esc")
	shows(t, p, "the lesson ends with this")
	got := text(t, p, true)
	has(t, got, `#@ say "Second."`, "Sleep 1100ms", "Sleep 3s", `Type "k"`, "Sleep 3s", "Left", "Sleep 3s", "Left", "Sleep 3s", `Type "v"`)
	if strings.Contains(got, "Third.") {
		t.Errorf("the rest is still there:\n%s", got)
	}
	until(t, p, "Third.", 1) // as it is played, it goes on as it was
	press(p, "R", "right", "esc")
	got = text(t, p, true)
	if strings.Contains(got, `Type "k"`) || !strings.Contains(got, "Third.") {
		t.Errorf("of two ends the last does not count:\n%s", got)
	}
	press(p, "z")
	has(t, text(t, p, true), `Type "k"`)
}

// Nobody changes a lesson by accident.
func TestNotAmended(t *testing.T) {
	p := start(t, parse(t, amended), Options{})
	until(t, p, "Second.", 5)
	press(p, "e", "P", "R", "z")
	hides(t, p, "said here")
	if _, _, n := p.Amended(); n != 0 || p.exploring() {
		t.Error("it was changed")
	}
}

// The cursor stands behind what is typed to be said, and within its box.
func TestCursorOfWhatIsSaid(t *testing.T) {
	for _, n := range []int{0, 3, 71, 72, 73, 200} {
		p := start(t, parse(t, amended), Options{Amend: true})
		until(t, p, "Second.", 15)
		press(p, "e")
		p.Update(tea.PasteMsg{Content: strings.Repeat("x", n)})
		v := p.View()
		if v.Cursor == nil {
			t.Fatal("no cursor")
		}
		row := []rune(strings.Split(ansi.Strip(v.Content), "\n")[v.Cursor.Y])
		if x := v.Cursor.X; (n > 0) != (row[x-1] == 'x') || row[x] != ' ' || !slices.Contains(row[x+1:], '│') {
			t.Errorf("behind %d letters the cursor is at %d of %q", n, x, string(row))
		}
	}
}

// At one place is one pause: the key that puts it, or takes it out, takes that back.
func TestPauseTwice(t *testing.T) {
	source := parse(t, strings.Replace(amended, "#@ pause", "#@ pause\n#@ pause", 1))
	whole := source.String()
	p := start(t, source, Options{Amend: true})
	untilHalt(t, p)
	press(p, "space")
	for _, want := range []string{"this pause is taken out", "a pause is put here", "this pause is taken out", "a pause is put here"} {
		press(p, "P")
		shows(t, p, want)
	}
	if got := text(t, p, false); got != whole {
		t.Errorf("taken out and put back twice:\n%s", got)
	}
	until(t, p, "Third.", 1)
	for _, want := range []string{"a pause is put here", "this pause is taken out"} {
		press(p, "P")
		shows(t, p, want)
	}
	if got := text(t, p, false); got != whole {
		t.Errorf("put and taken out:\n%s", got)
	}
}
