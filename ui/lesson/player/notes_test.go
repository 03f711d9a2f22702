package player

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"logitarium/ui/lesson"
	"logitarium/ui/lesson/tape"
	"logitarium/ui/message"
	"logitarium/ui/speaker"
	"logitarium/viz"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

func notes(t *testing.T) (*Notes, *tape.Tape) {
	tp := read(t, "rich.tape")
	return NewNotes(tp, "rich", speaker.NewFollower(nil), viz.Theme{}, false, message.Printer{}), tp
}

func screenOf(n *Notes) string { return ansi.Strip(n.View().Content) }

// At each place the notes are those of the lesson there.
func TestNotesFollow(t *testing.T) {
	n, tp := notes(t)
	n.Update(tea.WindowSizeMsg{Width: 66, Height: 40}) // without the list of chapters
	p := start(t, tp, Options{})
	heard := func() {
		chapter, _ := p.run.Chapter()
		n.Update(speaker.Heard{Position: speaker.Position{Lesson: tp.Title, Hash: speaker.Hash(tp), Step: p.run.Done(),
			Chapter: chapter, Elapsed: 61, Planned: 5, Halt: p.whyHalted()}})
	}
	want := func(texts ...string) {
		t.Helper()
		got := strings.Join(strings.Fields(screenOf(n)), " ")
		for _, text := range texts {
			if !strings.Contains(got, text) {
				t.Errorf("no %q:\n%s", text, screenOf(n))
			}
		}
	}
	heard()
	want("Say who you are.", "next A model scores", "playing")
	untilHalt(t, p)
	heard()
	want("note Point at the longest bar.", "now A model scores", "next Now we divide", "1/4 Open", "paused", "1:01 since the start; the lesson is at 0:05 of 0:52")
	press(p, "space")
	untilHalt(t, p)
	heard()
	want("now What will the entropy be", "its answer 0.45 bits", "next Low entropy", "waits for a guess", "2/4 Colder")
	n.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	want("▸ 2 Colder")
	n.Update(tea.WindowSizeMsg{Width: 66, Height: 40})
	press(p, "esc")
	heard()
	want("exploring")
	press(p, "esc")
	for p.run.Halt() != lesson.Ended {
		press(p, "enter")
		untilHalt(t, p)
	}
	stale := n.clock.Tick()
	heard()
	want("End with questions.", "next the end", "4/4 Another lab")
	n.Update(n.clock.Tick())
	n.Update(stale) // of a place before
	want("1:02 since the start")
}

// A note that stands right after a caption is that caption's, also where the
// player went back to it and halts before the note.
func TestNoteOfACaption(t *testing.T) {
	tp := parse(t, "#@ say \"a\"\n#@ note \"of a\"\nSleep 1s\n#@ say \"b\"\n#@ expect x = 1\n#@ note \"of b\"\n#@ chapter \"C\"\n#@ note \"of C\"\n#@ say \"c\"\nSleep 1s")
	for done, want := range map[int]string{1: "of a", 2: "of a", 3: "of a", 4: "of b", 7: "of C", 9: "of C"} {
		if got := cuesAt(tp.Steps, done).note; got != want {
			t.Errorf("after %d steps the note is %q, want %q", done, got, want)
		}
	}
}

func TestNotesWait(t *testing.T) {
	n, tp := notes(t)
	for _, c := range []struct {
		msg  tea.Msg
		want string
	}{
		{speaker.Lost{}, "Waiting for a player of Cold and hot. In another terminal: logitarium play rich"},
		{speaker.Lost{Err: errors.New("the directory is not yours alone")}, "There are no notes: the directory is not yours alone"},
		{speaker.Heard{Position: speaker.Position{Lesson: "A tour", Hash: "1", Halt: speaker.Going}}, `another lesson, "A tour"`},
		{speaker.Heard{Position: speaker.Position{Lesson: tp.Title, Hash: "1", Halt: speaker.Going}}, "another version of Cold and hot"},
		{speaker.Heard{Position: speaker.Position{Hash: speaker.Hash(tp), Step: 9999, Chapter: 9999, Halt: speaker.Ended}}, "the end"},
	} {
		n.Update(c.msg)
		if got := strings.Join(strings.Fields(screenOf(n)), " "); !strings.Contains(got, c.want) {
			t.Errorf("%+v: no %q:\n%s", c.msg, c.want, screenOf(n))
		}
		for h := range 30 {
			for w := 0; w < 120; w += 1 + w/6 {
				n.Update(tea.WindowSizeMsg{Width: w, Height: h})
				for _, line := range strings.Split(n.View().Content, "\n") {
					if ansi.StringWidth(line) > w {
						t.Fatalf("%+v: a line is wider than %dx%d", c.msg, w, h)
					}
				}
			}
		}
		n.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	}
	for _, q := range latinQ {
		if _, cmd := n.Update(q); !quits(cmd) {
			t.Errorf("%s does not quit", q)
		}
	}
}

// latinQ is the key q on a Latin keyboard, from an input method for Chinese, and
// under a Cyrillic layout.
var latinQ = []tea.KeyPressMsg{{Code: 'q', Text: "q"}, {Code: 'ｑ', Text: "ｑ"}, {Code: 'й', BaseCode: 'q', Text: "й"}}

// The keys of the chapter menu and of the help are those of the lesson, by
// whatever keyboard they come.
func TestLatinEverywhere(t *testing.T) {
	for _, q := range latinQ {
		for _, where := range []string{"g", "?"} {
			p := start(t, read(t, "rich.tape"), Options{})
			untilHalt(t, p)
			press(p, where)
			if _, cmd := p.Update(q); !quits(cmd) {
				t.Errorf("%s does not quit after %s", q, where)
			}
		}
	}
	p := start(t, read(t, "rich.tape"), Options{})
	untilHalt(t, p)
	press(p, "g")
	p.Update(tea.KeyPressMsg{Code: 'щ', Text: "щ"})
	if p.menu == nil || !strings.Contains(ansi.Strip(p.View().Content), "switch to Latin letters") {
		t.Errorf("nothing is said of a letter that is on no Latin keyboard:\n%s", ansi.Strip(p.View().Content))
	}
	p.Update(tea.KeyPressMsg{Code: '２', Text: "２"})
	beats(p, 3)
	if at, _ := p.run.Chapter(); p.menu != nil || at != 1 {
		t.Errorf("a full-width 2 goes to chapter %d", at)
	}
}

// The player tells its place, and how long it is open by the clock it is given.
func TestPlayerTells(t *testing.T) {
	env := []string{"XDG_RUNTIME_DIR=" + t.TempDir()}
	host, err := speaker.Listen(env)
	if err != nil {
		t.Skip(err) // a temporary directory with a long name
	}
	defer func() { _ = host.Close() }()
	now := time.Unix(0, 0)
	tp := read(t, "rich.tape")
	p := start(t, tp, Options{Notes: host, Now: func() time.Time { return now }})
	accepted := make(chan tea.Msg, 1)
	go func() { accepted <- host.Accept()() }()
	heard := make(chan tea.Msg, 1)
	next := speaker.NewFollower(env).Next()
	go func() { heard <- next() }()
	untilHalt(t, p)
	now = now.Add(90 * time.Second)
	_, cmd := p.Update(<-accepted)
	go run(cmd)
	got, ok := (<-heard).(speaker.Heard)
	if !ok || got.Position.Halt != speaker.Paused || got.Position.Chapter != 0 || got.Position.Hash != speaker.Hash(tp) || got.Position.Elapsed > 90 {
		t.Errorf("heard %+v", got)
	}
}

// run does a command and all that it is made of.
func run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	if batch, ok := cmd().(tea.BatchMsg); ok {
		for _, each := range batch {
			go run(each)
		}
	}
}

// The chapter that is played is in the list of chapters and marked, whichever it
// is and however few rows there are; the others stand around it in their order.
func TestChapterIsInSight(t *testing.T) {
	var text strings.Builder
	text.WriteString("#@ title \"Many\"\nType \"logitarium sampling\"\nEnter\n")
	for i := range 40 {
		fmt.Fprintf(&text, "#@ chapter \"Part %d\"\nSleep 1s\n", i+1)
	}
	tp := parse(t, text.String())
	chapter := regexp.MustCompile(`([▸ ]) ?(\d+) Part (\d+)`)
	for _, h := range []int{24, 30, 40, 60} {
		n := NewNotes(tp, "many", speaker.NewFollower(nil), viz.Theme{}, false, message.Printer{})
		n.Update(tea.WindowSizeMsg{Width: 100, Height: h})
		for at := range 40 {
			n.Update(speaker.Heard{Position: speaker.Position{Lesson: tp.Title, Hash: speaker.Hash(tp), Chapter: at, Halt: speaker.Going}})
			var marked, listed []int
			for _, m := range chapter.FindAllStringSubmatch(screenOf(n), -1) {
				i, _ := strconv.Atoi(m[2])
				if listed = append(listed, i); m[1] == "▸" {
					marked = append(marked, i)
				}
				if len(listed) > 1 && listed[len(listed)-2] != i-1 || m[3] != m[2] {
					t.Errorf("%d rows: %q follows in the list %v", h, m[0], listed)
				}
			}
			if len(marked) != 1 || marked[0] != at+1 || len(listed) < min(h-12, 40) {
				t.Fatalf("%d rows: chapter %d is played, and %v are marked of %v:\n%s", h, at+1, marked, listed, screenOf(n))
			}
		}
	}
}
