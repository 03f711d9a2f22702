package serve

import (
	"strings"
	"testing"
	"time"

	"logitarium/ui/message"
	"logitarium/viz"

	tea "charm.land/bubbletea/v2"
)

// Who comes back is where they were, and guesses as the same one.
func TestBack(t *testing.T) {
	c := &Class{}
	desk := drives(LeadLesson(c, lessonFor(t, c, catsLesson), Door{}, viz.Plain(), false, message.Printer{}), 100, 34)
	sits := func(id string) (tea.Model, func()) {
		m, leave := Seat(c, Guest{ID: id}, shellOf(), viz.Plain(), false, message.Printer{})
		m.Update(tea.WindowSizeMsg{Width: 90, Height: 30})
		hears(m)
		return m, leave
	}
	play(t, desk, "A cat sat.")
	explores, leave := sits("one")
	press(explores, "F")
	press(explores, "t")
	press(explores, "right")
	number := chairOf(t, c, "one").number
	leave()
	again, leaveAgain := sits("one")
	wants(t, again, "you explore", "temperature 1.05")
	if chairOf(t, c, "one").number != number {
		t.Error("who comes back has another number")
	}
	leaveAgain()
	other, leaveOther := sits("two")
	wants(t, other, "you follow the teacher", "temperature 1.00")
	none, leaveNone := sits("")
	press(none, "F")
	leaveNone()
	sits("")
	if none := chairOf(t, c, ""); !c.seats[none].Follows || none.number == number {
		t.Error("who is not known is taken for somebody")
	}
	play(t, desk, "How many cats?")
	hears(other)
	types(other, "45")
	press(other, "enter")
	leaveOther()
	other, _ = sits("two")
	types(other, "46")
	press(other, "enter")
	hears(desk)
	press(desk, "enter")
	hears(other)
	wants(t, other, "▸ is the answer: 1 of 1 has it.")
}

// After a restart the same students are where they were, for a day.
func TestRestart(t *testing.T) {
	c := &Class{}
	desk := drives(LeadLesson(c, lessonFor(t, c, catsLesson), Door{}, viz.Plain(), false, message.Printer{}), 100, 34)
	m, leave := Seat(c, Guest{ID: "SHA256:one"}, shellOf(), viz.Plain(), false, message.Printer{})
	m.Update(tea.WindowSizeMsg{Width: 90, Height: 30})
	play(t, desk, "A cat sat.")
	hears(m)
	press(m, "F")
	press(m, "t")
	press(m, "right")
	leave()
	var file strings.Builder
	now := time.Unix(1e9, 0)
	if err := c.Keep(&file, now); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(file.String(), "SHA256") {
		t.Errorf("the file names a student: %s", file.String())
	}
	for age, explores := range map[time.Duration]bool{time.Hour: true, 25 * time.Hour: false, -time.Hour: false} {
		next := &Class{}
		if err := next.Resume(strings.NewReader(file.String()), now.Add(age)); err != nil {
			t.Fatal(err)
		}
		again, _ := Seat(next, Guest{ID: "SHA256:one"}, shellOf(), viz.Plain(), false, message.Printer{})
		if p := next.Presence(); p.Explore == 1 != explores {
			t.Errorf("after %v: %+v", age, p)
		}
		again.Update(tea.WindowSizeMsg{Width: 90, Height: 30})
		if explores {
			wants(t, again, "temperature 1.05")
		}
	}
	for _, text := range []string{"", "{", `{"Places": 3}`, "\xff", strings.Repeat("[", 10000)} {
		if err := (&Class{}).Resume(strings.NewReader(text), now); err == nil {
			t.Errorf("%.20q is taken", text)
		}
	}
}

func FuzzResume(f *testing.F) {
	f.Add(`{"Saved":"2001-09-09T01:46:40Z","Places":{"x":{"Number":1,"Scene":{"Command":"logitarium toy --temperature 2"},"Follows":false}}}`)
	f.Fuzz(func(t *testing.T, text string) {
		c := &Class{}
		if c.Resume(strings.NewReader(text), time.Unix(1e9, 0)) != nil {
			return
		}
		for _, p := range c.places {
			_ = shellOf().Follow(p.Scene)
		}
	})
}
