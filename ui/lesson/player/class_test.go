package player

import (
	"slices"
	"strings"
	"testing"

	"logitarium/ui/class"
	"logitarium/viz"

	tea "charm.land/bubbletea/v2"
)

const classLesson = `#@ title "A class"
Type "logitarium norm"
Enter
#@ chapter "One"
#@ ask "How many?" | 12
#@ say "Twelve."
#@ pause
#@ chapter "Two"
#@ ask "Does it rise?" | it falls
#@ answer down | !it rises
#@ pause
`

// answered plays to a question and answers it.
func answered(t *testing.T, p *Player, guess string) {
	t.Helper()
	untilHalt(t, p)
	press(p, guess, "enter")
	beats(p, 1)
}

func TestAnswersAsACode(t *testing.T) {
	tp := parse(t, classLesson)
	room := &class.Room{Quiz: class.Of(tp)}
	for student, guess := range []string{"12", "13", "12"} {
		p := start(t, tp, Options{Student: uint32(student)})
		untilHalt(t, p)
		press(p, "esc", "esc") // nothing is answered while somebody explores
		press(p, guess, "enter")
		beats(p, 1)
		press(p, "a")
		code, err := p.code(0)
		if err != nil || !strings.Contains(p.Grid().Plain(), code) {
			t.Fatalf("the screen does not show the code %q, %v:\n%s", code, err, p.Grid().Plain())
		}
		if cmd := press(p, "y"); cmd == nil {
			t.Error("y copies nothing")
		}
		for range 2 { // one that comes twice counts once
			if _, wrong := room.Paste("Anna: " + code); len(wrong) > 0 {
				t.Fatal(wrong)
			}
		}
	}
	if got := room.Tally(0, 0, 9); got.Asked != 3 || got.Right != 2 || got.Near != 1 {
		t.Errorf("12, 13 and 12 come to %+v", got)
	}
}

func TestCodesOfAClass(t *testing.T) {
	tp := parse(t, classLesson)
	var codes []string
	for i, g := range []class.Guess{{Kind: class.Right}, {Kind: class.Wrong}, {Kind: class.Wrong}} {
		code, err := class.Sheet{Lesson: class.Of(tp).Lesson, Chapter: 1, ID: uint32(i), Guesses: []class.Guess{g}}.Code()
		if err != nil {
			t.Fatal(err)
		}
		codes = append(codes, code)
	}
	p := start(t, tp, Options{})
	answered(t, p, "12")
	press(p, "c")
	p.Update(tea.PasteMsg{Content: codes[0] + "\n" + codes[1]})
	press(p, codes[2], "enter", "right")
	screen := p.Grid().Plain()
	for _, want := range []string{"Does it rise?", "it falls", "it rises", "▸ is the answer: 1 of 3 has it."} {
		if !strings.Contains(screen, want) {
			t.Errorf("the screen lacks %q:\n%s", want, screen)
		}
	}
	press(p, "nonsense", "enter")
	if screen := p.Grid().Plain(); !strings.Contains(screen, "no answer code") {
		t.Errorf("a line that is no code is not refused:\n%s", screen)
	}
	press(p, "esc")
	if screen := p.Grid().Plain(); strings.Contains(screen, "what the class guessed") {
		t.Errorf("esc leaves it open:\n%s", screen)
	}
}

func TestNoGuessNoCode(t *testing.T) {
	p := start(t, parse(t, classLesson), Options{})
	beats(p, 1)
	p.openOwn()
	if p.class.own || p.options.Notice.Empty() {
		t.Error("without a guess a code is shown, or nothing is said")
	}
}

// The picture of a code is whole or not there, and what stands beside it is whole in
// any case: a camera reads no half of one.
func TestPictureOfACodeIsWhole(t *testing.T) {
	p := start(t, parse(t, classLesson), Options{Student: 1, Theme: viz.Dark()})
	untilHalt(t, p)
	press(p, "12", "enter")
	beats(p, 1)
	press(p, "a")
	code, err := p.code(0)
	if err != nil || code == "" {
		t.Fatal(code, err)
	}
	symbol := class.QR(viz.Size{W: 100, H: 60}, viz.Dark(), code)
	if symbol.W == 0 {
		t.Fatal("there is no picture")
	}
	black, white := viz.RGB(0, 0, 0), viz.RGB(255, 255, 255)
	with, without := 0, 0
	for w := 50; w <= 130; w++ {
		for _, h := range []int{18, 24, 40} {
			p.Update(tea.WindowSizeMsg{Width: w, Height: h})
			g := p.Grid()
			screen := g.Plain()
			for _, text := range []string{code, "your answers in this chapter", "no name, no text", "y copies it"} {
				if !strings.Contains(screen, text) {
					t.Fatalf("%dx%d: no %q:\n%s", w, h, text, screen)
				}
			}
			left, top, cells := -1, -1, 0
			for y := range g.H {
				for x, c := range g.Row(y) {
					if c.Rune == '▀' && (c.Fg == white || c.Fg == black) && (c.Bg == white || c.Bg == black) {
						if cells++; top < 0 {
							left, top = x, y
						}
					}
				}
			}
			if cells == 0 {
				without++
				continue
			}
			with++
			if below := g.Row(top + symbol.H)[left].Rune; below != '─' {
				t.Fatalf("%dx%d: the frame is not closed below the picture:\n%s", w, h, screen)
			}
			for y := range symbol.H {
				if cells != symbol.W*symbol.H || top+symbol.H > g.H || !slices.Equal(g.Row(top + y)[left:left+symbol.W], symbol.Row(y)) {
					t.Fatalf("%dx%d: the picture is cut:\n%s", w, h, screen)
				}
			}
		}
	}
	if with < 50 || without < 50 {
		t.Errorf("the picture is there on %d screens, and not on %d", with, without)
	}
}
