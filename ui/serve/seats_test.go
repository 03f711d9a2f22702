package serve

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"logitarium/ui"
	"logitarium/ui/lab"
	"logitarium/ui/lab/toy"
	"logitarium/ui/lesson/player"
	"logitarium/ui/lesson/tape"
	"logitarium/ui/message"
	"logitarium/ui/seat"
	"logitarium/viz"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

func toys() []lab.Lab { return []lab.Lab{toy.New()} }

func shellOf() *ui.Model {
	return ui.New(toys(), ui.Options{Start: "toy", Theme: "plain"})
}

func lessonFor(t testing.TB, c *Class, text string) *player.Player {
	t.Helper()
	parsed, err := tape.Parse("cats.tape", text, nil)
	if err != nil {
		t.Fatal(err)
	}
	p, err := player.New(parsed, player.Options{Labs: toys, Theme: viz.Plain(), ReducedMotion: true, Speed: 4})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// press presses a key by its name.
func press(m tea.Model, key string) {
	code, text := rune(0), key
	switch key {
	case "enter":
		code, text = tea.KeyEnter, ""
	case "esc":
		code, text = tea.KeyEscape, ""
	case "right":
		code, text = tea.KeyRight, ""
	case "f2":
		code, text = tea.KeyF2, ""
	case "space":
		code, text = tea.KeySpace, " "
	default:
		code = []rune(strings.ToLower(key))[0]
	}
	m.Update(tea.KeyPressMsg{Code: code, Text: text})
}

func types(m tea.Model, text string) {
	for _, r := range text {
		m.Update(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
}

func shows(m tea.Model) string { return ansi.Strip(m.View().Content) }

func wants(t *testing.T, m tea.Model, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if got := shows(m); !strings.Contains(got, text) {
			t.Errorf("%q is not shown:\n%s", text, got)
		}
	}
}

// hears gives a seat or a desk its news.
func hears(all ...tea.Model) {
	for _, m := range all {
		m.Update(seat.News{})
	}
}

// seats is a class of students at a size.
func seats(c *Class, n int, size viz.Size) (all []tea.Model, leave []func()) {
	for i := range n {
		m, l := Seat(c, Guest{Name: fmt.Sprint("=student ", i)}, shellOf(), viz.Plain(), false, message.Printer{})
		m.Update(tea.WindowSizeMsg{Width: size.W, Height: size.H})
		all, leave = append(all, m), append(leave, l)
	}
	return all, leave
}

// driven is a program whose commands run.
type driven struct {
	tea.Model
	msgs chan tea.Msg
}

// drives runs a program at a size.
func drives(m tea.Model, w, h int) *driven {
	d := &driven{m, make(chan tea.Msg, 1000)}
	d.Update(tea.WindowSizeMsg{Width: w, Height: h})
	return d
}

func (d *driven) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	_, cmd := d.Model.Update(msg)
	d.start(cmd)
	return d, nil
}

func (d *driven) start(cmd tea.Cmd) {
	if cmd != nil {
		go func() { d.msgs <- cmd() }()
	}
}

// play presses space on the teacher's screen, and lets the lesson go on until it
// says or asks a text.
func play(t testing.TB, d *driven, text string) {
	t.Helper()
	press(d, "space")
	quiet := 10 * time.Second
	for {
		if d.Model.(*desk).lead.(lessonLead).Caption().Text == text {
			quiet = 300 * time.Millisecond // and then it waits
		}
		select {
		case msg := <-d.msgs:
			if all, ok := msg.(tea.BatchMsg); ok {
				for _, each := range all {
					d.start(each)
				}
				continue
			}
			d.Update(msg)
		case <-time.After(quiet):
			if quiet > time.Second {
				t.Fatalf("%q does not come:\n%s", text, shows(d))
			}
			return
		}
	}
}

// chairOf is the chair of somebody who can be known again.
func chairOf(t *testing.T, c *Class, id string) *chair {
	t.Helper()
	for s := range c.seats {
		if s.id == id {
			return s
		}
	}
	t.Fatalf("%q is not here", id)
	return nil
}
