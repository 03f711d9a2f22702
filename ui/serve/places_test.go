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
	f.Add(`{"Saved":"2001-09-09T01:46:40Z","Guesses":[{"Student":1,"Lesson":7,"Chapter":1,"N":2,"Kind":3,"Wrong":1}],"Places":{"x":{"Number":1,"Scene":{"Command":"logitarium toy --temperature 2"},"Follows":false}}}`)
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

// After a restart in the middle of a question what was guessed counts, once, and
// can be replaced; another class of the same hour is not counted with it.
func TestRestartInAQuestion(t *testing.T) {
	now := time.Unix(1e9, 0)
	asks := func(c *Class) *driven {
		desk := drives(LeadLesson(c, lessonFor(t, c, catsLesson), Door{}, viz.Plain(), false, message.Printer{}), 100, 34)
		play(t, desk, "A cat sat.")
		play(t, desk, "How many cats?")
		return desk
	}
	sits := func(c *Class, id string) tea.Model {
		m, _ := Seat(c, Guest{ID: id}, shellOf(), viz.Plain(), false, message.Printer{})
		m.Update(tea.WindowSizeMsg{Width: 90, Height: 30})
		hears(m)
		return m
	}
	c := &Class{}
	asks(c)
	for id, guess := range map[string]string{"one": "46", "two": "40", "three": "41"} {
		m := sits(c, id)
		types(m, guess)
		press(m, "enter")
		wants(t, m, "your guess is in")
	}
	var file strings.Builder // the server is killed: nobody has left
	if err := c.Keep(&file, now); err != nil {
		t.Fatal(err)
	}

	c = &Class{}
	if err := c.Resume(strings.NewReader(file.String()), now.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	one := sits(c, "one") // before the teacher has opened the lesson again
	desk := asks(c)
	two, fresh := sits(c, "two"), sits(c, "four")
	hears(one, desk)
	wants(t, one, "your guess is in; enter gives another one")
	wants(t, two, "your guess is in; enter gives another one")
	wants(t, fresh, "type a guess")
	wants(t, desk, "2 of 3 have guessed")
	types(two, "46")
	press(two, "enter")
	hears(desk)
	wants(t, desk, "2 of 3 have guessed")
	press(desk, "enter")
	hears(one)
	wants(t, one, "▸ is the answer: 2 of 2 have it.")
	var report strings.Builder
	if err := c.Report(&report); err != nil || strings.Count(report.String(), "\n") != 3 {
		t.Errorf("%v: who has not come back is in the report, or who has is not:\n%s", err, report.String())
	}

	late := &Class{}
	if err := late.Resume(strings.NewReader(file.String()), now.Add(2*time.Hour)); err != nil {
		t.Fatal(err)
	}
	desk = asks(late)
	wants(t, sits(late, "one"), "type a guess")
	hears(desk)
	wants(t, desk, "0 of 1 have guessed")
}

// A class is kept while it goes on, and not when nothing changes.
func TestKept(t *testing.T) {
	kept := make(chan bool, 100)
	c := &Class{}
	r := opens(t, func(o *Options) {
		o.Class = c
		o.Keep = func() error { kept <- true; return nil }
	})
	_, leave := Seat(c, Guest{ID: "one"}, shellOf(), viz.Plain(), false, message.Printer{})
	defer leave()
	select {
	case <-kept:
	case <-time.After(20 * time.Second):
		t.Fatal("it is not kept")
	}
	if c.changed() {
		t.Error("it is to be kept again")
	}
	_ = r.Close()
}
