package ui

import (
	"regexp"
	"strings"
	"testing"

	"logitarium/ui/lab"
	"logitarium/ui/lab/toy"
	"logitarium/ui/message"
	"logitarium/viz"
)

// wordy is a toy that says what it is told to.
type wordy struct {
	*toy.Lab
	says message.ID
}

func (w wordy) Views() lab.Views {
	v := w.Lab.Views()
	for i := range v.List {
		v.List[i].Sentence = func() message.Text { return message.New(w.says) }
	}
	return v
}

// A sentence that has no room is left out whole, with a mark, and the first one is cut
// where not even that has room.
func TestSentencesAreWhole(t *testing.T) {
	for says, wants := range map[message.ID][]string{
		"One in a 0.5 line. And another one that goes on and on.": {"", "One in a …", "One in a|0.5 …", "One in a|0.5 line.|…"},
		"這裡有兩句話。第二句比較長，放不下。":                                      {"", "這裡有兩 …", "這裡有兩句|話。 …", "這裡有兩句|話。 …", "這裡有兩句|話。第二句|比較長，放|不下。"},
		"為什麼？因為第二句比較長。":                                           {"", "為什麼？ …", "為什麼？ …"},
	} {
		m := New([]lab.Lab{wordy{toy.New(), says}}, Options{Theme: "plain"})
		m.resize(viz.Size{W: 80, H: 24})
		for rows, want := range wants {
			var lines []string
			for _, line := range m.within(10, rows) {
				lines = append(lines, line.String())
			}
			if got := strings.Join(lines, "|"); got != want {
				t.Errorf("%d rows: %q, want %q", rows, got, want)
			}
		}
		if n := len(m.sentence(10)); len(m.within(10, n)) != n {
			t.Errorf("%s: all of it has room, and yet something is left out", says)
		}
	}
}

// A number keeps all its digits, in groups, or is rounded where they have no
// room: cut it would be another number.
func TestLargeNumbers(t *testing.T) {
	m := New([]lab.Lab{toy.New()}, Options{Theme: "plain"})
	m.resize(viz.Size{W: 80, H: 24})
	rd := []lab.Reading{{Name: "parameters", Value: 174604259328, Provenance: lab.Computed}}
	for w, want := range map[int]string{40: "174,604,259,328", 27: "174,604,259,328", 24: "1.75×10¹¹", 20: "1.75e11"} {
		c := &canvas{grid: m.win.Theme.Grid(m.win.Size), theme: m.win.Theme}
		m.drawReadings(c, rect{0, 0, w, 1}, rd)
		if got := strings.Fields(c.grid.Plain()); len(got) != 2 || got[1] != want {
			t.Errorf("in %d cells: %q, want %s", w, got, want)
		}
	}
}

// A number in a text is found where it stands as a whole, with its separators:
// 2.1 is not in 12.1, nor 1 in 1,024.
func TestNumberIn(t *testing.T) {
	whole := regexp.MustCompile(`\d+(?:[.,]\d+)*`)
	var texts func(n int, begun string, try func(string))
	texts = func(n int, begun string, try func(string)) {
		if try(begun); n == 0 {
			return
		}
		for _, next := range []string{"1", "2", ".", ",", "x"} {
			texts(n-1, begun+next, try)
		}
	}
	for _, number := range []string{"1", "2", "12", "2.1", "1,2"} {
		texts(6, "", func(text string) {
			want := -1
			for _, at := range whole.FindAllStringIndex(text, -1) {
				if want < 0 && text[at[0]:at[1]] == number {
					want = at[0]
				}
			}
			if got := numberIn(text, number); got != want {
				t.Fatalf("%s in %q is found at %d, and stands at %d", number, text, got, want)
			}
		})
	}
}
