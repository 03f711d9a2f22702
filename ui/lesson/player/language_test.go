package player

import (
	"strings"
	"testing"

	"logitarium/ui/lab"
	"logitarium/ui/lab/toy"
	"logitarium/ui/lesson"
	"logitarium/ui/message"
	"logitarium/ui/message/messagetest"
	"logitarium/ui/speaker"
	"logitarium/viz"

	tea "charm.land/bubbletea/v2"
)

// Nothing of the player is left in English when its words come from another
// language: the strip with its keys, questions and verdicts, the list of keys,
// the end, the speaker's notes. The lesson has no English to say.
func TestAnotherLanguage(t *testing.T) {
	words := message.Printer{Catalogue: messagetest.Pseudo{}}
	tp := parse(t, "#@ title \"TOY\"\n#@ chapter \"FIRST\"\n#@ say \"LOOK\"\nType \"t\"\nRight 3\nSleep 1s\n#@ pause\n"+
		"#@ ask \"WHAT\" | 5\nSleep 1s\n#@ expect entropy > 100\n#@ pause\nType \"c\"\nSleep 1s\n#@ pause\nSleep 1s\n")
	p, err := New(tp, Options{Labs: func() []lab.Lab { return []lab.Lab{toy.New()} }, Words: words, After: message.New("Next: logitarium play %s.", "toy")})
	if err != nil {
		t.Fatal(err)
	}
	const w, h = 90, 30
	p.Update(tea.WindowSizeMsg{Width: w, Height: h})
	seen := map[string]bool{}
	for _, key := range []string{"", "enter", "?", "esc", "g", "esc", "enter", "enter", "7", "enter", "enter", "enter", "p", "p", "enter", "enter", "enter"} {
		if key != "" {
			press(p, key)
		}
		beats(p, 200)
		text := p.Grid().Plain()
		for _, b := range p.keys.playing() {
			if strings.Contains(text, b.Help().Desc) && len(b.Help().Desc) > 8 {
				t.Errorf("after %q the list of keys has %q:\n%s", key, b.Help().Desc, text)
			}
		}
		rows := strings.Split(text, "\n")
		strip := strings.Join(rows[lesson.RoomFor(tp, p.win.Size, p.look(), words).H:], "\n")
		for _, english := range messagetest.English(strip, "enter", "space", "esc") {
			t.Errorf("after %q: %q is in English:\n%s", key, english, text)
		}
		seen[p.aside().State.String()] = true
	}
	for _, state := range []string{"paused", "your turn", "the end"} {
		if !seen[state] {
			t.Errorf("the lesson never came to %q, but to %v", state, seen)
		}
	}
	for _, at := range []speaker.Halt{speaker.Going, speaker.Paused, speaker.Asking, speaker.Exploring, speaker.Ended} {
		for _, here := range []bool{true, false} {
			n := NewNotes(tp, "toy", speaker.NewFollower(nil), viz.Theme{}, false, words)
			n.at, n.here = speaker.Position{Lesson: tp.Title, Hash: speaker.Hash(tp), Halt: at, Step: 3}, here
			for _, english := range messagetest.English(n.draw().Plain(), "play", "toy", "logitarium") {
				t.Errorf("the notes, %s: %q is in English:\n%s", at, english, n.draw().Plain())
			}
		}
	}
}
