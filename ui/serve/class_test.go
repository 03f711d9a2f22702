package serve

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"logitarium/ui/message"
	"logitarium/viz"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

// catsLesson asks for a number, and then turns a knob.
const catsLesson = `#@ title "Cats"
Type "logitarium toy"
Enter
#@ chapter "Cats"
#@ say "A cat sat."
#@ pause
#@ ask "How many cats?" | 46
#@ say "There are 46."
#@ pause
Type "t"
Right 3
#@ say "It is warmer."
#@ pause
`

// Who follows sees what the teacher shows, at their own size, turns nothing, and
// can let go and come back.
func TestFollow(t *testing.T) {
	c := &Class{}
	desk := Lead(c, shellOf(), Door{Commands: []string{"ssh class@10.0.0.1"}, Word: "seven foxes"}, viz.Plain(), false, message.Printer{})
	desk.Update(tea.WindowSizeMsg{Width: 100, Height: 30})
	all, leave := seats(c, 3, viz.Size{W: 70, H: 20})
	hears(desk)
	hears(all...)
	wants(t, desk, "class: 3 here", "3 follow, 0 explore", "F2 how to come in")
	wants(t, all[0], "you follow the teacher", "temperature 1.00")
	press(desk, "t")
	press(desk, "right")
	hears(all...)
	wants(t, desk, "temperature 1.05")
	wants(t, all[0], "temperature 1.05")
	wants(t, all[2], "temperature 1.05")
	press(all[0], "right")
	wants(t, all[0], "temperature 1.05", "the teacher turns the knobs")
	press(all[0], "s") // nor does anything else
	wants(t, all[0], "the teacher turns the knobs")

	press(all[1], "F")
	press(all[1], "right")
	wants(t, all[1], "you explore; F follows the teacher", "temperature 1.10")
	press(desk, "r")
	hears(desk)
	hears(all...)
	wants(t, desk, "2 follow, 1 explore")
	wants(t, all[0], "temperature 1.00")
	wants(t, all[1], "temperature 1.10")
	press(all[1], "F")
	wants(t, all[1], "temperature 1.00", "you follow the teacher")

	press(all[2], "H")
	hears(desk)
	wants(t, desk, "one hand is raised")
	press(all[2], "H")
	leave[0]()
	leave[0]() // who has left has left
	hears(desk)
	wants(t, desk, "class: 2 here")
	if strings.Contains(shows(desk), "hand") {
		t.Error("a hand that was taken down is shown")
	}
	press(desk, "f2")
	wants(t, desk, "ssh class@10.0.0.1", "The class word is: seven foxes")
	press(desk, "space")
	wants(t, desk, "class: 2 here")
}

// A student types a value while exploring: F and H are letters there.
func TestLettersAreText(t *testing.T) {
	c := &Class{}
	all, _ := seats(c, 1, viz.Size{W: 80, H: 24})
	press(all[0], "F")
	press(all[0], "/")
	types(all[0], "FH")
	if p := c.Presence(); p.Explore != 1 || p.Lost != 0 {
		t.Errorf("%+v", p)
	}
}

// At every size there is a frame of that size.
func TestSeatSizes(t *testing.T) {
	c := &Class{}
	desk := drives(LeadLesson(c, lessonFor(t, c, catsLesson), Door{Commands: []string{"ssh class@10.0.0.1"}}, viz.Plain(), false, message.Printer{}), 80, 24)
	all, _ := seats(c, 1, viz.Size{W: 80, H: 24})
	play(t, desk, "A cat sat.")
	play(t, desk, "How many cats?")
	hears(all...)
	for _, size := range []viz.Size{{W: 0, H: 0}, {W: 1, H: 1}, {W: 5, H: 3}, {W: 20, H: 9}, {W: 40, H: 10}, {W: 10, H: 60}, {W: 300, H: 120}} {
		for _, m := range []tea.Model{all[0], desk} {
			m.Update(tea.WindowSizeMsg{Width: size.W, Height: size.H})
			for range 2 {
				lines := strings.Split(shows(m), "\n")
				if len(lines) > max(size.H, 1) {
					t.Errorf("%v: %d lines", size, len(lines))
				}
				for _, l := range lines {
					if ansi.StringWidth(l) > size.W {
						t.Errorf("%v: a line of %d: %q", size, ansi.StringWidth(l), l)
					}
				}
				if m == desk {
					press(desk, "f2")
				}
			}
		}
	}
}

// A class by ssh: twelve follow a lesson, three of them explore, the others guess,
// one goes away and comes back.
func TestClass(t *testing.T) {
	c := &Class{}
	r := opens(t, func(o *Options) {
		o.Program = func(g Guest) Program {
			m, leave := Seat(c, g, shellOf(), viz.Plain(), false, message.Printer{})
			return Program{Model: m, Profile: colorprofile.ASCII, Leave: leave}
		}
	})
	desk := drives(LeadLesson(c, lessonFor(t, c, catsLesson), Door{}, viz.Plain(), false, message.Printer{}), 120, 40)
	var all []*student
	for i := range 12 {
		s := sit(t, r.enter(), 70+i, 24)
		s.awaits("the teacher is about to begin")
		all = append(all, s)
	}
	play(t, desk, "A cat sat.")
	for _, s := range all {
		s.awaits("A cat sat.")
	}
	for _, s := range all[:3] {
		s.press("F")
		s.awaits("you explore")
		s.press("t\x1b[C\x1b[C")
		s.awaits("1.10")
	}
	play(t, desk, "How many cats?")
	for i, s := range all[3:] {
		s.awaits("How many cats?")
		s.press(fmt.Sprint(40+i) + "\r")
		s.awaits("your guess is in")
	}
	hears(desk)
	wants(t, desk, "9 of 12 have guessed", "9 follow, 3 explore")
	press(desk, "enter")
	for _, s := range all[3:] {
		s.awaits("1 of 9 has it")
	}
	_ = all[5].session.Close()
	_ = all[5].leaves()
	for end := time.Now().Add(10 * time.Second); c.Presence().Here() != 11; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%+v are here", c.Presence())
		}
	}
	again := sit(t, r.enter(), 80, 24)
	again.awaits("what the class guessed")
	press(desk, "esc")
	play(t, desk, "There are 46.")
	play(t, desk, "It is warmer.")
	again.awaits("It is warmer.")
	again.awaits("1.15")
	all[0].awaits("1.10")
}
