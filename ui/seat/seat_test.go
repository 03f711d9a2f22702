package seat_test

import (
	"encoding/json"
	"strings"
	"testing"

	"logitarium/ui"
	"logitarium/ui/class"
	"logitarium/ui/lab"
	"logitarium/ui/lab/toy"
	"logitarium/ui/message"
	"logitarium/ui/seat"
	"logitarium/viz"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// on is a seat at the end of a line, and what it has said.
func on(at seat.Place) (s *seat.Seat, l *seat.Line, said *[]string) {
	said = &[]string{}
	l = seat.NewLine(func(text []byte) { *said = append(*said, string(text)) })
	shell := ui.New([]lab.Lab{toy.New()}, ui.Options{Start: "toy", Theme: "plain"})
	s = seat.New(l, at, shell, viz.Plain(), false, message.Printer{})
	s.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	return s, l, said
}

func hears(t *testing.T, s *seat.Seat, l *seat.Line, text string) {
	t.Helper()
	if err := l.Hear([]byte(text)); err != nil {
		t.Fatal(err)
	}
	s.Update(seat.News{})
}

func press(s *seat.Seat, code rune) {
	text := ""
	if code >= ' ' && code < 127 {
		text = string(code)
	}
	s.Update(tea.KeyPressMsg{Code: code, Text: text})
}

func wants(t *testing.T, s *seat.Seat, text string) {
	t.Helper()
	if got := ansi.Strip(s.View().Content); !strings.Contains(got, text) {
		t.Errorf("%q is not shown:\n%s", text, got)
	}
}

const asks = `{"Led":true,"Moment":{"Shown":true,"Scene":{"Command":"logitarium toy --temperature 2"},"Caption":"How many?","Ask":{"Lesson":7,"Chapter":1,"N":0}}}`

// What goes over the line: a scene to follow, a guess, a hand, and where somebody
// is who explores, once.
func TestLine(t *testing.T) {
	s, l, said := on(seat.Place{})
	wants(t, s, "nobody leads yet")
	hears(t, s, l, asks)
	wants(t, s, "temperature 2.00")
	wants(t, s, "How many?")
	press(s, '4')
	press(s, tea.KeyEnter)
	wants(t, s, "your guess is in")
	hears(t, s, l, `{"Led":true,"Moment":{"Shown":true,"Scene":{"Command":"logitarium toy"}}}`)
	press(s, 'H')
	press(s, 'F')
	l.At(s.Place())
	l.At(s.Place())
	hears(t, s, l, `{"Away":true}`)
	wants(t, s, "the line to the class is broken")
	want := []string{
		`{"Guess":{"Lesson":7,"Chapter":1,"N":0,"Text":"4"}}`, `{"Be":{"Follows":true,"Lost":true}}`, `{"Be":{"Follows":false,"Lost":true}}`,
	}
	if len(*said) != 4 || strings.Join((*said)[:3], "\n") != strings.Join(want, "\n") || !strings.HasPrefix((*said)[3], `{"At":{"Scene":{"Command":"logitarium toy`) {
		t.Errorf("what is said is\n%s", strings.Join(*said, "\n"))
	}
	for _, text := range *said {
		if _, err := seat.ReadSaid([]byte(text)); err != nil {
			t.Errorf("%s is not read: %v", text, err)
		}
	}
}

// Who opens a page again is where they were.
func TestPlace(t *testing.T) {
	s, l, _ := on(seat.Place{Explores: true, Scene: ui.Scene{Command: "logitarium toy --temperature 2"}})
	wants(t, s, "temperature 2.00")
	hears(t, s, l, `{"Led":true,"Moment":{"Shown":true,"Scene":{"Command":"logitarium toy"}}}`)
	wants(t, s, "you explore")
	wants(t, s, "temperature 2.00")
}

// A long guess is cut, and one at a question that is over is not sent.
func TestGuess(t *testing.T) {
	_, l, said := on(seat.Place{})
	if l.Guess(seat.Ask{}, "4") || len(*said) != 0 {
		t.Error("a guess at no question is taken")
	}
	if err := l.Hear([]byte(asks)); err != nil {
		t.Fatal(err)
	}
	if !l.Guess(seat.Ask{Lesson: 7, Chapter: 1}, strings.Repeat("€", 1000)) {
		t.Fatal("a guess is not taken")
	}
	read, err := seat.ReadSaid([]byte((*said)[0]))
	if err != nil || read.Guess.Text != strings.Repeat("€", 66) {
		t.Errorf("%v: %+v", err, read.Guess)
	}
}

// What is beyond the bounds of a line, or no message, is refused.
func TestReadSaidRefuses(t *testing.T) {
	guess := func(text string, chapter, n int) string {
		said, err := json.Marshal(seat.Said{Guess: &seat.Guess{Ask: seat.Ask{Chapter: chapter, N: n}, Text: text}})
		if err != nil {
			t.Fatal(err)
		}
		return string(said)
	}
	for _, c := range []struct {
		text string
		ok   bool
	}{
		{"{}", true}, {"", false}, {"{", false}, {`{"Be":5}`, false},
		{"{}" + strings.Repeat(" ", seat.MostSaid-2), true}, {"{}" + strings.Repeat(" ", seat.MostSaid-1), false},
		{guess(strings.Repeat("x", 200), 0, 0), true}, {guess(strings.Repeat("x", 201), 0, 0), false},
		{guess("x", -1, 0), false}, {guess("x", 0, -1), false},
	} {
		if _, err := seat.ReadSaid([]byte(c.text)); (err == nil) != c.ok {
			t.Errorf("%.60q of %d bytes: %v", c.text, len(c.text), err)
		}
	}
}

func FuzzReadSaid(f *testing.F) {
	f.Add(`{"Guess":{"Lesson":7,"Chapter":1,"N":0,"Text":"4"}}`)
	f.Add(`{"At":{"Scene":{"Command":"logitarium toy"},"Explores":true}}`)
	f.Fuzz(func(t *testing.T, text string) {
		s, err := seat.ReadSaid([]byte(text))
		if err != nil {
			return
		}
		if s.At != nil { // as a student who comes back has it
			on(*s.At)
		}
	})
}

// Whatever a line says, the seat has a frame.
func FuzzHear(f *testing.F) {
	f.Add(asks)
	tally := seat.Notice{Led: true, Moment: &seat.Moment{Tally: &class.Tally{Asked: 2, Rows: []class.Row{{Kind: class.Wrong, Wrong: 3, Count: 1}}}}}
	text, err := json.Marshal(tally)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(text))
	f.Add(`{"Away":true}`)
	f.Fuzz(func(t *testing.T, text string) {
		s, l, _ := on(seat.Place{})
		if l.Hear([]byte(text)) == nil {
			s.Update(seat.News{})
		}
		s.View()
	})
}
