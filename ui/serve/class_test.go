package serve

import (
	"encoding/csv"
	"fmt"
	"strings"
	"testing"
	"time"

	"logitarium/ui"
	"logitarium/ui/class"
	"logitarium/ui/lab"
	"logitarium/ui/lab/toy"
	"logitarium/ui/lesson/player"
	"logitarium/ui/lesson/tape"
	"logitarium/ui/message"
	"logitarium/viz"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

func toys() []lab.Lab { return []lab.Lab{toy.New()} }

func shellOf() *ui.Model {
	return ui.New(toys(), ui.Options{Start: "toy", Theme: "plain"})
}

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
		m.Update(newsMsg{})
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

// A question goes to all; what they guess is shown when the teacher goes on, and
// written down at the end.
func TestQuestion(t *testing.T) {
	c := &Class{Named: true}
	desk := drives(LeadLesson(c, lessonFor(t, c, catsLesson), Door{}, viz.Plain(), false, message.Printer{}), 100, 34)
	all, _ := seats(c, 4, viz.Size{W: 90, H: 30})
	play(t, desk, "A cat sat.")
	hears(all...)
	wants(t, all[0], "A cat sat.")
	play(t, desk, "How many cats?")
	hears(all...)
	wants(t, all[0], "How many cats?", "the class is asked", "guess:")
	if strings.Contains(shows(all[0]), "46") {
		t.Errorf("the answer is seen:\n%s", shows(all[0]))
	}
	types(all[0], "46")
	press(all[0], "enter")
	types(all[1], "40")
	press(all[1], "enter")
	press(all[1], "enter")
	types(all[2], "FH many") // letters are text
	press(all[2], "enter")
	press(all[3], "esc") // explores
	press(all[3], "enter")
	wants(t, all[0], "your guess is in")
	wants(t, all[3], "the class is asked: F goes back")
	hears(desk)
	wants(t, desk, "3 of 4 have guessed")
	press(desk, "enter")
	hears(all...)
	for _, m := range []tea.Model{desk, all[0]} {
		wants(t, m, "what the class guessed", "▸ is the answer: 1 of 3 has it.", "something else")
	}
	if strings.Contains(shows(all[3]), "what the class guessed") {
		t.Error("who explores is disturbed")
	}
	press(desk, "esc")
	play(t, desk, "There are 46.")
	hears(all...)
	if strings.Contains(shows(all[0]), "what the class guessed") {
		t.Errorf("the guesses stay:\n%s", shows(all[0]))
	}
	types(all[0], "F")
	if c.Presence().Explore != 2 {
		t.Error("after a question letters are still text")
	}
	var report strings.Builder
	if err := c.Report(&report); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(report.String())).ReadAll()
	if err != nil || len(rows) != 4 {
		t.Fatalf("%v:\n%s", err, report.String())
	}
	got := map[string]string{}
	for _, r := range rows[1:] {
		got[r[5]] = strings.Join([]string{r[0], r[1], r[2], r[3], r[6], r[7]}, "|")
	}
	for name, want := range map[string]string{
		"'=student 0": "Cats|1|How many cats?|46|46|true", "'=student 1": "Cats|1|How many cats?|46|40|false", "'=student 2": "Cats|1|How many cats?|46||false",
	} {
		if got[name] != want {
			t.Errorf("%s has %q, want %q", name, got[name], want)
		}
	}
}

// Without names there are none, and a late guess is none.
func TestAnonymous(t *testing.T) {
	c := &Class{}
	desk := drives(LeadLesson(c, lessonFor(t, c, catsLesson), Door{}, viz.Plain(), false, message.Printer{}), 100, 34)
	all, _ := seats(c, 1, viz.Size{W: 90, H: 30})
	play(t, desk, "A cat sat.")
	play(t, desk, "How many cats?")
	hears(all...)
	types(all[0], "45")
	press(all[0], "enter")
	ask := *all[0].(*seat).given
	press(desk, "enter")
	if c.hand(all[0].(*seat).number, ask, class.Guess{Kind: class.Right}) {
		t.Error("a guess after the answer counts")
	}
	var report strings.Builder
	if err := c.Report(&report); err != nil || strings.Contains(report.String(), "student 0") || strings.Count(report.String(), "\n") != 2 {
		t.Errorf("%v:\n%s", err, report.String())
	}
}

// Who comes back is where they were, and guesses as the same one.
func TestBack(t *testing.T) {
	c := &Class{}
	desk := drives(LeadLesson(c, lessonFor(t, c, catsLesson), Door{}, viz.Plain(), false, message.Printer{}), 100, 34)
	sits := func(id string) (*seat, func()) {
		m, leave := Seat(c, Guest{ID: id}, shellOf(), viz.Plain(), false, message.Printer{})
		m.Update(tea.WindowSizeMsg{Width: 90, Height: 30})
		hears(m)
		return m.(*seat), leave
	}
	play(t, desk, "A cat sat.")
	explores, leave := sits("one")
	press(explores, "F")
	press(explores, "t")
	press(explores, "right")
	number := explores.number
	leave()
	again, leaveAgain := sits("one")
	wants(t, again, "you explore", "temperature 1.05")
	if again.number != number {
		t.Error("who comes back has another number")
	}
	leaveAgain()
	other, _ := sits("two")
	wants(t, other, "you follow the teacher", "temperature 1.00")
	none, leaveNone := sits("")
	press(none, "F")
	leaveNone()
	if none, _ = sits(""); !none.follows || none.number == number {
		t.Error("who is not known is taken for somebody")
	}
	play(t, desk, "How many cats?")
	hears(other)
	types(other, "45")
	press(other, "enter")
	c.leave(other)
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
		if again.(*seat).follows == explores {
			t.Errorf("after %v: follows %v", age, again.(*seat).follows)
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
