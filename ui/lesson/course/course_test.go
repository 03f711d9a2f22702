package course

import (
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"

	"logitarium/core/builtin/builtintest"
	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
	"logitarium/ui/labs"
	"logitarium/ui/lesson/player"
	"logitarium/ui/lesson/tape"
	"logitarium/viz"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

func TestMain(m *testing.M) { labtest.Main(m) }

const text = `# Three lessons.
#@ title "Three"
#@ say "First this."
#@ lesson one
#@ lesson two.tape after one
#@ lesson three after one two.tape
`

func parse(t testing.TB, text string) *Course {
	t.Helper()
	c, err := Parse("a.course", text)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestParse(t *testing.T) {
	c := parse(t, text)
	if c.Title != "Three" || !reflect.DeepEqual(c.About, []string{"First this."}) || len(c.Lessons) != 3 {
		t.Fatalf("%+v", c)
	}
	if l := c.Lessons[2]; l.Name != "three" || !reflect.DeepEqual(l.After, []int{0, 1}) || l.Pos.String() != "a.course:6:1" {
		t.Errorf("%+v", l)
	}
}

func TestParseRefuses(t *testing.T) {
	for file, want := range map[string]string{
		"":                                   "a.course:1:1: there is no lesson",
		"#@ title \"x":                       "a.course:1:1: the text does not end",
		"#@ title ''":                        "a.course:1:1: the text is empty",
		"#@ title":                           "something is missing",
		"#@ title a\n#@ title b":             "a.course:2:1: title is given twice",
		"#@ say " + strings.Repeat("x", 501): "the text has 501 bytes",
		"#@ lesson a\nRight 3":               "a.course:2:1: a course presses no keys",
		"#@ lessen a":                        `no directive "lessen"`,
		"#@ chapter a":                       "after #@ comes one of title, say, lesson",
		"#@ lesson ../a.tape":                "is no lesson",
		"#@ lesson /etc/a.tape":              "is no lesson",
		`#@ lesson a\b.tape`:                 "is no lesson",
		"#@ lesson c:a.tape":                 "is no lesson",
		"#@ lesson .tape":                    "is no lesson",
		"#@ lesson a\x1bb":                   "is no lesson",
		"#@ lesson a\n#@ lesson a":           "a.course:2:1: the lesson a is there twice",
		"#@ lesson a b":                      "comes nothing, or the word after",
		"#@ lesson a after":                  "comes nothing, or the word after",
		"#@ lesson a after b\n#@ lesson b":   "a comes after b, which no line before names",
		"#@ lesson a after a":                "which no line before names",
		"\xff":                               "no UTF-8",
		strings.Repeat("#\n", 1<<15) + "#@":  "at most 65536 are read",
		strings.Repeat("#@ lesson a\n", 2):   "twice",
		manyLessons(101):                     "a.course:101:1: more than 100 lessons",
	} {
		if _, err := Parse("a.course", file); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40q: %v, want %q", file, err, want)
		}
	}
}

func manyLessons(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "#@ lesson l%d\n", i)
	}
	return b.String()
}

// FuzzParse: what is read names each lesson once, after those that it builds on.
func FuzzParse(f *testing.F) {
	f.Add(text)
	f.Fuzz(func(t *testing.T, text string) {
		c, err := Parse("a.course", text)
		if err != nil {
			return
		}
		for i, l := range c.Lessons {
			if c.index(l.Name) != i || !proper(l.Name) {
				t.Fatalf("lesson %d is %+v", i, l)
			}
			for _, before := range l.After {
				if before >= i {
					t.Fatalf("lesson %d comes after %d", i, before)
				}
			}
		}
	})
}

func TestProgressIsReadAgain(t *testing.T) {
	c := parse(t, text)
	p := Progress{Course: "Three", Lessons: map[string]Done{
		"one": {Finished: true, Answers: []Answer{{"Why <this>?", "it \"falls\"", true}, {"And that?", "", false}}},
		"old": {},
	}}
	got, err := ReadProgress(p.File(), c)
	if err != nil || !reflect.DeepEqual(got, p) {
		t.Errorf("%+v, %v, from\n%s", got, err, p.File())
	}
	// A teacher reads it as it was typed.
	for _, typed := range []string{"Why <this>?", `it \"falls\"`} {
		if !strings.Contains(string(p.File()), typed) {
			t.Errorf("%s is not there as it was typed:\n%s", typed, p.File())
		}
	}
	for text, want := range map[string]string{
		"":                                   "it is no progress",
		"{}":                                 "it is no progress",
		`{"format":"logitarium-progress-2"}`: "it is no progress",
		`{"format":"logitarium-progress-1","course":"Three","lessons":{},"more":1}`:      "it is no progress",
		`{"format":"logitarium-progress-1","course":"Four","lessons":{}}`:                `in another course, "Four"`,
		`{"format":"logitarium-progress-1","course":"Three","lessons":{}} x`:             "something follows",
		`{"format":"logitarium-progress-1","course":"Three","lessons":{"a":{"done":1}}}`: "it is no progress",
		strings.Repeat(" ", MaxProgress+1):                                               "longer than",
	} {
		if _, err := ReadProgress([]byte(text), c); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.60q: %v, want %q", text, err, want)
		}
	}
}

func TestScore(t *testing.T) {
	var d Done
	d.add(Answer{"a", "no", false})
	d.add(Answer{"a", "yes", true})
	d.add(Answer{"b", "", false})
	d.add(Answer{"gone", "x", true})
	if got := d.Of([]string{"a", "b", "c"}); got != (Score{3, 1, 1}) {
		t.Errorf("%+v", got)
	}
}

// lessonText is a lesson of a second with a question.
func lessonText(n int) string {
	return fmt.Sprintf("#@ title \"Lesson %d\"\nHide\nType \"logitarium sampling\"\nEnter\nShow\n#@ chapter \"c\"\n#@ say \"Said %d.\"\nSleep 500ms\n#@ ask \"What is %d?\" | %d0\nSleep 500ms\n", n, n, n, n)
}

// start leads through three small lessons.
func start(t testing.TB, o Options) *Leader {
	t.Helper()
	lm := builtintest.Load(t)
	for i := range 3 {
		tp, err := tape.Parse("t.tape", lessonText(i+1), nil)
		if err != nil {
			t.Fatal(err)
		}
		o.Tapes = append(o.Tapes, tp)
	}
	o.Open = func(i int, leave tea.Cmd) (*player.Player, error) {
		return player.New(o.Tapes[i], player.Options{Labs: func() []lab.Lab { return labs.All(lm, lm) }, Leave: leave})
	}
	return New(parse(t, text), o)
}

func press(l *Leader, names ...string) (last tea.Cmd) {
	codes := map[string]tea.Key{"up": {Code: tea.KeyUp}, "down": {Code: tea.KeyDown}, "enter": {Code: tea.KeyEnter}, "esc": {Code: tea.KeyEscape},
		"end": {Code: tea.KeyEnd}, "home": {Code: tea.KeyHome}, "right": {Code: tea.KeyRight}, "ctrl+c": {Code: 'c', Mod: tea.ModCtrl}}
	for _, name := range names {
		k, ok := codes[name]
		if !ok {
			k = tea.Key{Code: []rune(name)[0], Text: name}
		}
		_, last = l.Update(tea.KeyPressMsg(k))
	}
	return last
}

// run does what a command asks for, and what comes of it, until nothing more does.
// In a bubble the time that it takes does not go by.
func run(l *Leader, cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case tea.BatchMsg:
		for _, c := range msg {
			run(l, c)
		}
	case nil, tea.QuitMsg:
	default:
		_, next := l.Update(msg)
		run(l, next)
	}
}

// through plays the lesson to its end with a guess, and leaves it.
func through(t *testing.T, l *Leader, guess ...string) {
	t.Helper()
	run(l, press(l, "enter"))
	if l.playing == nil {
		t.Fatalf("nothing is played:\n%s", l.Grid().Plain())
	}
	shows(t, l, "your guess:")
	press(l, guess...)
	run(l, press(l, "enter"))
	for range 5 {
		if l.playing.Finished() {
			run(l, press(l, "q"))
			return
		}
		run(l, press(l, "right"))
	}
	t.Fatalf("it does not end:\n%s", l.Grid().Plain())
}

func shows(t *testing.T, l *Leader, want ...string) {
	t.Helper()
	got := l.Grid().Plain()
	for _, w := range want {
		if !strings.Contains(got, w) {
			t.Errorf("no %q on the screen:\n%s", w, got)
		}
	}
}

// A whole course, as somebody goes through it.
func TestLead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var kept []Progress
		l := start(t, Options{Kept: true, Save: func(p Progress) error { kept = append(kept, p); return nil }})
		shows(t, l, "Three", "0 of 3 lessons done", "First this.", "▸ 1   one", "Lesson 2", "1 question", "after one, two.tape", "enter plays")
		press(l, "down", "enter")
		shows(t, l, "it builds on one; enter opens it all the same")
		press(l, "up")
		through(t, l, "1", "0")
		shows(t, l, "1 of 3 lessons done, 1 of 3 questions right", "  1 ✓ one", "▸ 2   two.tape", "1 of 1 right", "after two.tape")
		through(t, l, "5")
		through(t, l)
		shows(t, l, "The course is done. 2 questions were answered. 1 of 3 are right.", "1 one", "right: 10", "you said 5; the answer: 20", "not guessed; the answer: 30")
		press(l, "esc")
		shows(t, l, "3 of 3 lessons done", "  2 ✓ two.tape", "0 of 1 right")
		if len(kept) != 3 || !kept[2].Lessons["three"].Finished || kept[0].Lessons["two.tape"].Finished || len(kept[1].Lessons["one"].Answers) != 1 {
			t.Errorf("kept: %+v", kept)
		}
		// Taken up again from what was kept.
		again := start(t, Options{Kept: true, Done: kept[0]})
		shows(t, again, "1 of 3 lessons done", "▸ 2   two.tape")
	})
}

// What is left before its end is not done; what was answered stands.
func TestLeave(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := start(t, Options{})
		shows(t, l, "what you do is not kept: --progress FILE keeps it")
		press(l, "enter")
		shows(t, l, "q the course")
		run(l, press(l, "q"))
		shows(t, l, "0 of 3 lessons done", "▸ 1   one")
		press(l, "enter")
		if cmd := press(l, "ctrl+c"); cmd == nil {
			t.Error("ctrl+c does not quit")
		} else if _, ok := cmd().(tea.QuitMsg); !ok {
			t.Error("ctrl+c does not quit from a lesson")
		}
		l.Update(leftMsg{})
		if _, ok := press(l, "q")().(tea.QuitMsg); !ok {
			t.Error("q does not quit from the list")
		}
	})
}

// The keys lead to the ends of the list, and not beyond.
func TestEndsOfTheList(t *testing.T) {
	l := start(t, Options{})
	for _, c := range []struct{ keys, chosen string }{
		{"up", "▸ 1   one"}, {"end", "▸ 3   three"}, {"down", "▸ 3   three"}, {"home", "▸ 1   one"}, {"down down down", "▸ 3   three"},
	} {
		press(l, strings.Fields(c.keys)...)
		shows(t, l, c.chosen)
	}
	if !l.View().AltScreen {
		t.Error("the list is written into what the terminal showed before")
	}
}

// Who opens a lesson whose prerequisites are not done, and leaves it, is told so
// again.
func TestToldAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const told = "it builds on one"
		l := start(t, Options{})
		press(l, "down", "enter")
		shows(t, l, told)
		press(l, "enter")
		run(l, press(l, "q"))
		if strings.Contains(l.Grid().Plain(), told) {
			t.Error("it is told before it is asked for")
		}
		press(l, "enter")
		shows(t, l, told)
	})
}

func TestNotKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := start(t, Options{Kept: true, Save: func(Progress) error { return os.ErrPermission }})
		press(l, "enter")
		run(l, press(l, "q"))
		shows(t, l, "not kept: permission denied")
	})
}

func TestNoClashes(t *testing.T) {
	of := map[string]key.Binding{}
	for _, b := range newKeys().all() {
		for _, k := range b.Keys() {
			if was, ok := of[k]; ok {
				t.Errorf("%s is both %q and %q", k, was.Help().Desc, b.Help().Desc)
			}
			of[k] = b
		}
	}
}

// Whole screens; UPDATE=1 writes them.
func TestScreens(t *testing.T) {
	var all strings.Builder
	for _, size := range []viz.Size{{W: 80, H: 24}, {W: 60, H: 18}, {W: 30, H: 8}, {W: 12, H: 3}} {
		l := start(t, Options{Done: Progress{Lessons: map[string]Done{"one": {Finished: true, Answers: []Answer{{"What is 1?", "10", true}}}}}})
		l.Update(tea.WindowSizeMsg{Width: size.W, Height: size.H})
		look := func(what string) {
			fmt.Fprintf(&all, "=== %dx%d, %s\n%s\n", size.W, size.H, what, l.Grid().Plain())
		}
		look("the list")
		press(l, "a")
		look("answers")
		press(l, "?")
		look("keys")
	}
	labtest.Golden(t, "screens", all.String())
}

// A title that the list cuts stands whole below when it is chosen, and one that
// is not cut stands once.
func TestChosenTitleIsWhole(t *testing.T) {
	const long = "Positional encoding: how a transformer knows the order of the words that it reads"
	l := start(t, Options{})
	l.options.Tapes[1].Title = long
	for _, size := range []viz.Size{{W: 60, H: 18}, {W: 80, H: 24}, {W: 160, H: 40}} {
		l.Update(tea.WindowSizeMsg{Width: size.W, Height: size.H})
		press(l, "down")
		if got := strings.Join(strings.Fields(l.Grid().Plain()), " "); strings.Count(got, long) != 1 {
			t.Errorf("%v has not the chosen title, once:\n%s", size, l.Grid().Plain())
		}
		press(l, "up")
		if got := l.Grid().Plain(); strings.Contains(got, "order of the words") != (size.W == 160) {
			t.Errorf("%v: the title of a lesson that is not chosen:\n%s", size, got)
		}
	}
}

// No size breaks the pages.
func TestEveryRoom(t *testing.T) {
	l := start(t, Options{})
	for w := range 100 {
		for h := range 20 {
			l.Update(tea.WindowSizeMsg{Width: w, Height: h})
			for l.page = list; l.page <= helps; l.page++ {
				l.win.Stale = true
				if g := l.Grid(); g.Size != (viz.Size{W: w, H: h}) {
					t.Fatalf("%dx%d is drawn as %v", w, h, g.Size)
				}
			}
			l.page = list
		}
	}
}

// The ends of the answers are a key away: end leads where going down leads, and
// home back to the first screen.
func TestEndsOfAnswers(t *testing.T) {
	l := start(t, Options{Done: Progress{Lessons: map[string]Done{"one": {Finished: true, Answers: []Answer{{"What is 1?", "10", true}}}}}})
	l.Update(tea.WindowSizeMsg{Width: 30, Height: 8})
	press(l, "a")
	first := l.Grid().Plain()
	for range 50 {
		press(l, "down")
	}
	last := l.Grid().Plain()
	if last == first {
		t.Fatalf("the answers have one screen:\n%s", first)
	}
	press(l, "home")
	if got := l.Grid().Plain(); got != first {
		t.Errorf("home leads to\n%s", got)
	}
	press(l, "end")
	if got := l.Grid().Plain(); got != last {
		t.Errorf("end leads to\n%s\nand not to\n%s", got, last)
	}
}
