package class

import (
	"image"
	"image/color"
	"strings"
	"testing"

	qr "github.com/piglig/go-qr"

	"logitarium/ui/message"
	"logitarium/viz"
)

// What is drawn is read by a reader of QR codes.
func TestQRIsRead(t *testing.T) {
	for n := range MaxGuesses + 1 {
		code, err := Sheet{Lesson: 4711, Chapter: 2, ID: 777, Guesses: make([]Guess, n)}.Code()
		if err != nil {
			t.Fatal(err)
		}
		g := QR(viz.Size{W: 60, H: 20}, viz.Dark(), code)
		if g.W == 0 {
			t.Fatalf("%s has no picture on a screen of 60x20", code)
		}
		if got, err := qr.Decode(photo(g)); err != nil || got != code {
			t.Errorf("%s is read as %q, %v", code, got, err)
		}
	}
}

// photo is the half blocks of a grid as an image, on grey.
func photo(g viz.Grid) image.Image {
	const dot, margin = 4, 8
	img := image.NewGray(image.Rect(0, 0, g.W*dot+2*margin, 2*g.H*dot+2*margin))
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			v := uint8(255)
			if cx, cy := (x-margin)/dot, (y-margin)/dot; x >= margin && y >= margin && cx < g.W && cy < 2*g.H {
				c := g.Row(cy / 2)[cx]
				if ink := []viz.Color{c.Fg, c.Bg}[cy%2]; ink == viz.RGB(0, 0, 0) {
					v = 0
				}
			}
			img.SetGray(x, y, color.Gray{Y: v})
		}
	}
	return img
}

func TestChart(t *testing.T) {
	r := &Room{Quiz: quiz(t)}
	for i, said := range []string{"46", "45", "44", "9", "", "lots"} {
		hand(t, r, uint32(i), said)
	}
	tally := r.Tally(0, 0, 4)
	got := viz.Bars(viz.Size{W: 40, H: len(tally.Rows)}, viz.Plain(), tally.Chart(message.Printer{})).Plain()
	for _, want := range []string{"9", "44 to 45", "▸ 46", "something else"} {
		if !strings.Contains(got, want) {
			t.Errorf("the chart lacks %q:\n%s", want, got)
		}
	}
	if got, want := tally.Sentence().String(), "▸ is the answer: 1 of 6 has it. 2 more are within a tenth. One looked without a guess."; got != want {
		t.Errorf("the sentence is\n%s, want\n%s", got, want)
	}
	if got, want := r.Tally(2, 0, 4).Sentence().String(), "▸ is the answer. Nobody has answered yet."; got != want {
		t.Errorf("the sentence is %q, want %q", got, want)
	}
}

func TestPaste(t *testing.T) {
	r := &Room{Quiz: quiz(t)}
	code := func(id uint32, lesson uint16) string {
		c, err := Sheet{Lesson: lesson, ID: id, Guesses: []Guess{{Kind: Right}}}.Code()
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	mine := r.Quiz.Lesson
	text := strings.Join([]string{
		code(1, mine), "", "  Ben: " + strings.ToLower(code(2, mine)) + "\r", code(1, mine), "hello",
		code(3, mine+1), code(4, mine)[1:], "9:14 Eva " + code(5, mine),
	}, "\n")
	taken, wrong := r.Paste(text)
	if taken != 3 || r.Students() != 3 {
		t.Errorf("%d codes of %d students were taken, want 3 of 3", taken, r.Students())
	}
	var lines []string
	for _, err := range wrong {
		line, _, _ := strings.Cut(err.Error(), ":")
		lines = append(lines, line)
	}
	if got := strings.Join(lines, ", "); got != "line 5, line 6, line 7" {
		t.Errorf("refused are %s: %v", got, wrong)
	}
	// Why a line has no code is what is wrong with its last word.
	for _, line := range []string{"hello", "hello there", "Ben: " + code(4, mine)[1:], code(4, mine)[1:] + " thanks"} {
		words := strings.Fields(line)
		_, why := Read(words[len(words)-1])
		if _, wrong := r.Paste(line); why == nil || len(wrong) != 1 || wrong[0].Error() != "line 1: "+why.Error() {
			t.Errorf("%q is refused by %v, want %v", line, wrong, why)
		}
	}
}
