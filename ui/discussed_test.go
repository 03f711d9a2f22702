package ui

import (
	"strings"
	"testing"

	"logitarium/ui/lab"
	"logitarium/ui/lab/toy"
	"logitarium/ui/message"
	"logitarium/viz"
)

// wordy is a toy that says two sentences.
type wordy struct{ *toy.Lab }

func (w wordy) Views() lab.Views {
	v := w.Lab.Views()
	for i := range v.List {
		v.List[i].Sentence = func() message.Text { return message.New("One in a 0.5 line. And another one that goes on and on.") }
	}
	return v
}

// A sentence that has no room is left out whole, with a mark, and the first one is cut
// where not even that has room.
func TestSentencesAreWhole(t *testing.T) {
	m := New([]lab.Lab{wordy{toy.New()}}, Options{Theme: "plain"})
	m.resize(viz.Size{W: 80, H: 24})
	for rows, want := range map[int]string{
		0: "", 1: "One in a …", 2: "One in a|0.5 …", 3: "One in a|0.5 line.|…", 4: "One in a|0.5 line.|…",
	} {
		var lines []string
		for _, line := range m.within(10, rows) {
			lines = append(lines, line.String())
		}
		if got := strings.Join(lines, "|"); got != want {
			t.Errorf("%d rows: %q, want %q", rows, got, want)
		}
	}
	if n := len(m.sentence(10)); len(m.within(10, n)) != n {
		t.Error("all of it has room, and yet something is left out")
	}
}
