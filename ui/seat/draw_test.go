package seat_test

import (
	"encoding/json"
	"fmt"
	"slices"
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

var sizes = []viz.Size{{W: 80, H: 24}, {W: 60, H: 18}, {W: 120, H: 40}, {W: 200, H: 50}, {W: 33, H: 13}}

// sized is a seat on a screen of some size, with its shell.
func sized(size viz.Size) (s *seat.Seat, shell *ui.Model, l *seat.Line) {
	l = seat.NewLine(func([]byte) {})
	shell = ui.New([]lab.Lab{toy.New()}, ui.Options{Start: "toy", Theme: "plain"})
	s = seat.New(l, seat.Place{}, shell, viz.Plain(), false, message.Printer{})
	s.Update(tea.WindowSizeMsg{Width: size.W, Height: size.H})
	return s, shell, l
}

// says is a message of the class that leads.
func says(t *testing.T, m seat.Moment) string {
	t.Helper()
	m.Shown = true
	if m.Scene.Command == "" {
		m.Scene.Command = "logitarium toy"
	}
	text, err := json.Marshal(seat.Notice{Led: true, Moment: &m})
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// lines are the rows of a screen, without blanks at their ends.
func lines(screen string) []string {
	rows := strings.Split(ansi.Strip(screen), "\n")
	for i, r := range rows {
		rows[i] = strings.TrimRight(r, " ")
	}
	return rows
}

// The shell has all rows but those of the strip, which stands below it.
func TestShellAboveTheStrip(t *testing.T) {
	ask := &seat.Ask{Lesson: 7, Chapter: 1}
	for _, size := range sizes {
		for rows, m := range map[int]seat.Moment{1: {}, 2: {Caption: "Look."}, 3: {Caption: "How many?", Ask: ask}} {
			s, shell, l := sized(size)
			hears(t, s, l, says(t, m))
			got, want := lines(s.View().Content), lines(shell.Grid().Plain())
			if len(want) != size.H-rows || !slices.Equal(got[:len(want)], want) {
				t.Errorf("%v with %+v: the shell has %d rows, and its screen is\n%s", size, m, len(want), strings.Join(got, "\n"))
			}
			if caption := got[len(got)-rows+min(rows-1, 1)]; !strings.Contains(caption, m.Caption) {
				t.Errorf("%v: %q is not below the rule:\n%s", size, m.Caption, strings.Join(got, "\n"))
			}
		}
	}
	const caption = "a caption that takes three lines where it is shown: it is said to all who sit in the room, and to all who sit at home"
	for h, rows := range map[int]int{2: 1, 9: 1, 10: 5, 24: 5} { // rows of the strip
		s, _, l := sized(viz.Size{W: 50, H: h})
		hears(t, s, l, says(t, seat.Moment{Caption: caption, Ask: ask}))
		got := lines(s.View().Content)
		is := slices.IndexFunc(got, func(row string) bool { return strings.HasPrefix(row, "─ the class is asked") })
		if said := strings.Join(strings.Fields(strings.Join(got[is+1:], " ")), " "); is != h-rows || rows > 1 && said != caption+" guess:" {
			t.Errorf("of %d rows the strip begins at %d, and says %q", h, is, said)
		}
	}
}

// On a screen of ASCII all that a seat shows is that.
func TestSeatInASCII(t *testing.T) {
	theme := viz.Plain()
	theme.Glyphs = viz.ASCII
	l := seat.NewLine(func([]byte) {})
	s := seat.New(l, seat.Place{}, ui.New([]lab.Lab{toy.New()}, ui.Options{Start: "toy"}), theme, false, message.Printer{})
	s.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	tally := class.Tally{Question: class.Question{Text: "?", Answer: "a"}, Asked: 2, Right: 2, Rows: []class.Row{{Kind: class.Right, Count: 2}}}
	for _, m := range []seat.Moment{{}, {Caption: "How many?", Ask: &seat.Ask{}}, {Tally: &tally}} {
		hears(t, s, l, says(t, m))
		shown := strings.Join(lines(s.View().Content), "\n")
		if i := strings.IndexFunc(shown, func(r rune) bool { return r >= 0x80 }); i >= 0 {
			t.Errorf("%q is not ASCII:\n%s", []rune(shown[i:])[0], shown)
		}
		if !strings.Contains(shown, "\n- ") {
			t.Errorf("there is no rule:\n%s", shown)
		}
	}
}

// The row of the shell's keys is there for who may press them.
func TestKeysOfTheShell(t *testing.T) {
	s, shell, l := sized(viz.Size{W: 80, H: 24})
	for _, c := range []struct {
		led  bool
		key  rune
		keys bool
	}{{false, 0, true}, {true, 0, false}, {true, 'F', true}, {true, 'F', false}} {
		hears(t, s, l, strings.Replace(says(t, seat.Moment{}), `"Led":true`, fmt.Sprintf(`"Led":%v`, c.led), 1))
		if c.key != 0 {
			press(s, c.key)
		}
		rows := lines(shell.Grid().Plain())
		if last := rows[len(rows)-1]; strings.Contains(last, "quit") != c.keys {
			t.Errorf("%+v: the last row of the shell is %q", c, last)
		}
	}
}

// A guess is what is typed and pasted while the class is asked; the cursor stands
// behind it, in the last row. Before and after, the shell has the cursor.
func TestGuessIsTyped(t *testing.T) {
	for _, size := range sizes {
		s, shell, l := sized(size)
		hears(t, s, l, says(t, seat.Moment{Ask: &seat.Ask{}})) // without a caption
		press(s, '7')
		wants(t, s, "guess: 7")
		hears(t, s, l, says(t, seat.Moment{}))
		if v := s.View(); v.Cursor != shell.View().Cursor {
			t.Errorf("%v: nobody asks, and the cursor is at %+v", size, v.Cursor)
		}
		hears(t, s, l, asks)
		press(s, '4')
		s.Update(tea.PasteMsg{Content: "6 c"})
		press(s, 'x')
		v := s.View()
		last := lines(v.Content)[size.H-1]
		at := strings.Index(last, "46 cx")
		if at < 0 || v.Cursor == nil || v.Cursor.X != at+len("46 cx") || v.Cursor.Y != size.H-1 {
			t.Errorf("%v: the guess stands in %q, the cursor is at %+v", size, last, v.Cursor)
		}
		if again := s.View(); again.Cursor == nil || again.Cursor.Position != v.Cursor.Position || again.Content != v.Content {
			t.Errorf("%v: looked at again, the cursor is at %+v", size, again.Cursor)
		}
		for range size.W {
			press(s, '9')
		}
		v = s.View()
		if last := lines(v.Content)[size.H-1]; v.Cursor == nil || v.Cursor.X != ansi.StringWidth(last) || v.Cursor.X >= size.W || v.Cursor.Y != size.H-1 {
			t.Errorf("%v: behind a long guess, %q, the cursor is at %+v", size, last, v.Cursor)
		}
		hears(t, s, l, says(t, seat.Moment{}))
		if v := s.View(); v.Cursor != nil && v.Cursor.Y == size.H-1 {
			t.Errorf("%v: nobody asks any more, and the cursor is at %+v", size, v.Cursor)
		}
	}
}

// What can't be followed is said.
func TestSceneOfAnotherProgram(t *testing.T) {
	s, _, l := sized(viz.Size{W: 80, H: 24})
	hears(t, s, l, says(t, seat.Moment{}))
	wants(t, s, "you follow the teacher")
	hears(t, s, l, says(t, seat.Moment{Scene: ui.Scene{Command: "logitarium toy --warmth 2"}}))
	wants(t, s, "warmth")
}

// Who explores types into the shell, and sees its cursor, however often.
func TestCursorOfTheShell(t *testing.T) {
	s, shell, l := sized(viz.Size{W: 80, H: 24})
	hears(t, s, l, says(t, seat.Moment{Scene: ui.Scene{Command: "logitarium toy", Knob: "prompt"}}))
	press(s, 'F')
	press(s, tea.KeyEnter)
	want := shell.View().Cursor
	if want == nil {
		t.Fatal("the shell takes no text")
	}
	for range 3 {
		if got := s.View().Cursor; got == nil || got.Position != want.Position {
			t.Errorf("the cursor is at %+v, and the shell's at %+v", got, want)
		}
	}
}

// On a screen of any size the seat has as many rows as that, whatever it shows.
func TestSizes(t *testing.T) {
	tally := class.Tally{Question: class.Question{Text: strings.Repeat("long ", 60), Answer: "a"}, Asked: 2, Rows: []class.Row{{Kind: class.Right, Count: 2}}}
	for w := 0; w < 50; w += 7 {
		for h := range 20 {
			for _, m := range []seat.Moment{{}, {Caption: strings.Repeat("long ", 60), Ask: &seat.Ask{}}, {Tally: &tally}} {
				s, _, l := sized(viz.Size{W: w, H: h})
				hears(t, s, l, says(t, m))
				if got := strings.Count(s.View().Content, "\n") + 1; h > 0 && got != h {
					t.Errorf("%dx%d: %d rows", w, h, got)
				}
			}
		}
	}
}

// A guess is in until another question is asked; what is typed is gone when
// nothing is asked.
func TestGuessIsOfItsQuestion(t *testing.T) {
	const in = "your guess is in"
	first, second := &seat.Ask{Lesson: 7, Chapter: 1}, &seat.Ask{Lesson: 7, Chapter: 1, N: 1}
	s, _, l := sized(viz.Size{W: 80, H: 24})
	hears(t, s, l, says(t, seat.Moment{Ask: first}))
	press(s, '4')
	press(s, tea.KeyEnter)
	wants(t, s, in)
	hears(t, s, l, says(t, seat.Moment{Ask: first, Caption: "Go on."}))
	wants(t, s, in)
	hears(t, s, l, says(t, seat.Moment{Ask: second}))
	if shown := strings.Join(lines(s.View().Content), "\n"); strings.Contains(shown, in) {
		t.Errorf("a question that was never answered is said to be:\n%s", shown)
	}
	hears(t, s, l, says(t, seat.Moment{Ask: first}))
	wants(t, s, "type a guess")
	hears(t, s, l, says(t, seat.Moment{}))
	hears(t, s, l, says(t, seat.Moment{Ask: first}))
	if last := lines(s.View().Content)[23]; strings.Contains(last, "4") {
		t.Errorf("what was typed before is still there: %q", last)
	}
}

// Who follows turns nothing, by key or mouse, and is told so; who explores turns
// everything, and sees what the teacher covers.
func TestWhoTurns(t *testing.T) {
	s, shell, l := sized(viz.Size{W: 80, H: 24})
	hears(t, s, l, says(t, seat.Moment{Scene: ui.Scene{Command: "logitarium toy", Knob: "temperature", Covered: true}}))
	shell.UseMouse(true)
	before := shell.Scene()
	sentence := lab.Sentence(shellLab(shell)).String()
	if shown := strings.Join(lines(s.View().Content), "\n"); strings.Contains(shown, sentence) {
		t.Fatalf("a covered sentence is shown:\n%s", shown)
	}
	press(s, tea.KeyRight)
	wants(t, s, "the teacher turns the knobs; F lets you explore from here")
	s.Update(tea.MouseWheelMsg{X: 40, Y: 20, Button: tea.MouseWheelDown})
	s.Update(tea.MouseClickMsg{X: 20, Y: 21, Button: tea.MouseLeft})
	if got := shell.Scene(); fmt.Sprint(got) != fmt.Sprint(before) {
		t.Errorf("who follows made %+v of %+v", got, before)
	}
	if v := s.View(); v.MouseMode != tea.MouseModeNone {
		t.Errorf("who follows has a mouse in mode %v", v.MouseMode)
	}
	press(s, 'F')
	wants(t, s, "you explore")
	wants(t, s, sentence)
	if v := s.View(); v.MouseMode != shell.View().MouseMode || v.MouseMode == tea.MouseModeNone {
		t.Errorf("who explores has a mouse in mode %v", v.MouseMode)
	}
	press(s, tea.KeyRight)
	if got := shell.Scene(); got.Command == before.Command {
		t.Errorf("who explores turned nothing: %+v", got)
	}
}

// A hand that is raised is said to be, then and until it is taken down.
func TestHand(t *testing.T) {
	const raised = "your hand is raised; H takes it down"
	s, _, l := sized(viz.Size{W: 80, H: 24})
	hears(t, s, l, says(t, seat.Moment{}))
	press(s, 'H')
	wants(t, s, raised)
	press(s, tea.KeyRight)
	press(s, '?')
	wants(t, s, "hand raised. you follow the teacher")
	press(s, tea.KeyEscape)
	press(s, 'H')
	wants(t, s, "─ you follow the teacher")
}

func shellLab(m *ui.Model) lab.Lab {
	l, _ := m.Lab()
	return l
}

// What the class guessed stands in a box in the middle of the shell's room: the
// question, a bar for each answer, and the sentence, with nothing cut and no row
// to spare.
func TestTallyIsDrawn(t *testing.T) {
	question := class.Question{Text: "How many cats are there in the house, if each of the two that were there has one more?", Answer: "it is four", Wrong: []string{"it is two", "it is three"}}
	for _, size := range sizes[:4] {
		for n := range 4 {
			tally := class.Tally{Question: question, Asked: 9, Right: 4, Rows: []class.Row{{Kind: class.Right, Count: 4}, {Kind: class.Wrong, Wrong: 1, Count: 3}, {Kind: class.Wrong, Count: 1}, {Kind: class.Other, Count: 1}}[:n+1]}
			s, shell, l := sized(size)
			hears(t, s, l, says(t, seat.Moment{Tally: &tally}))
			all := lines(s.View().Content)
			top, left := -1, -1
			for y, line := range all {
				if i := strings.Index(line, "what the class guessed"); i >= 0 {
					top, left = y, ansi.StringWidth(line[:strings.LastIndex(line[:i], "┌")])
				}
			}
			if top < 0 {
				t.Fatalf("%v: no box:\n%s", size, strings.Join(all, "\n"))
			}
			bottom, right := top, left
			for g := []rune(all[top]); right < len(g) && g[right] != '┐'; {
				right++
			}
			var inside []string
			for y := top + 1; y < len(all); y++ {
				row := []rune(all[y])
				if bottom = y; row[left] == '└' {
					break
				}
				inside = append(inside, string(row[left+1:right]))
			}
			w, h := right-left+1, bottom-top+1
			if w != min(size.W, 78) || left != (size.W-w)/2 || top != (len(strings.Split(shell.Grid().Plain(), "\n"))-h)/2 {
				t.Errorf("%v: a box of %dx%d at %d, %d", size, w, h, left, top)
			}
			for _, row := range inside {
				if strings.Trim(row[:1]+row[len(row)-1:], " ") != "" {
					t.Errorf("%v: %q touches the frame", size, row)
				}
			}
			joined := strings.Join(strings.Fields(strings.Join(inside, " ")), " ")
			for _, text := range []string{question.Text, tally.Sentence().String()} {
				if !strings.Contains(joined, text) {
					t.Errorf("%v: %q is not whole in\n%s", size, text, strings.Join(inside, "\n"))
				}
			}
			bars := 0
			for _, row := range inside {
				if strings.ContainsAny(row, "█▌▏▎▍▋▊▉▒") {
					bars++
				}
			}
			if blank := strings.TrimSpace(inside[len(inside)-1]) == ""; bars != n+1 || blank {
				t.Errorf("%v: %d bars for %d answers; the last row is blank: %v\n%s", size, bars, n+1, blank, strings.Join(inside, "\n"))
			}
		}
	}
}

// A tally that names an answer which its question does not have is left out, and
// any other is drawn.
func TestTallyOfAnotherQuestion(t *testing.T) {
	for n := range 4 {
		for wrong := -1; wrong <= n+1; wrong++ {
			q := class.Question{Text: "?", Answer: "a", Wrong: []string{"the first", "the second", "the third"}[:n]}
			s, _, l := sized(sizes[0])
			hears(t, s, l, says(t, seat.Moment{Tally: &class.Tally{Question: q, Asked: 1, Rows: []class.Row{{Kind: class.Wrong, Wrong: wrong, Count: 1}}}}))
			shown := strings.Join(lines(s.View().Content), "\n")
			has := wrong >= 0 && wrong < n
			if strings.Contains(shown, "what the class guessed") != has || has && !strings.Contains(shown, q.Wrong[wrong]) {
				t.Errorf("answer %d of %d:\n%s", wrong, n, shown)
			}
		}
	}
}
