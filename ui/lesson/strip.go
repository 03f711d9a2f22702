package lesson

import (
	"slices"

	"logitarium/ui"
	"logitarium/ui/lesson/tape"
	"logitarium/ui/message"
	"logitarium/ui/message/languages"
	"logitarium/viz"
)

// A lesson has the screen to itself: the program above, and below it a strip
// with a rule that says where the lesson is, what is said, and a row of keys.
// On a low screen the strip gives its rows to the program.

// leastCaption and mostCaption bound the lines of a caption.
const leastCaption, mostCaption = 2, 4

// captionLines is how many lines a caption needs on a screen of some width,
// with those of its answer, and how many it can have. What is no caption needs none.
func captionLines(s tape.Step, width int, words message.Printer) (lines, room int) {
	switch s.Kind {
	case tape.Say:
		lines = linesOf(s.Text, width)
	case tape.Ask:
		question, answer := linesOf(s.Text, width), linesOf(words.Print(longVerdict(s.Answer)), width)
		// Once there is an answer, a line of the question will do.
		lines = max(min(question+answer, mostCaption), question+1, answer+1)
	}
	return lines, mostCaption
}

// Aside is what somebody who plays a lesson sees in its strip besides it.
type Aside struct {
	State   message.Text // a few words beside the clock: "x2"
	Hints   []Hint       // the keys that may be pressed; the last go first where room is short
	Instead message.Text // said in place of the caption
	Asks    bool         // a question takes a guess, in the line that is returned
	Resting bool         // the lesson is not what is looked at now
}

// Hint is a key and what it does.
type Hint = ui.Hint

// Row is a part of one row of a screen.
type Row struct{ X, Y, W int }

// ScreenSize is the size that was asked for, else the tape's, else 80x24.
func ScreenSize(t *tape.Tape, asked viz.Size) viz.Size {
	switch {
	case asked != viz.Size{}:
		return asked
	case t.Size != tape.Size{}:
		return viz.Size{W: t.Size.Width, H: t.Size.Height}
	}
	return viz.Size{W: 80, H: 24}
}

// Words are those of a tape's language: English where it can't be loaded.
func Words(t *tape.Tape) message.Printer {
	words, err := languages.Printer(t.Lang)
	if err != nil {
		return message.Printer{}
	}
	return words
}

// ProgramSize is what the strip leaves of a screen, in the tape's language.
func ProgramSize(t *tape.Tape, screen viz.Size) viz.Size {
	return RoomFor(t, screen, ui.WithoutFooter, Words(t))
}

// RoomFor is what the strip leaves of a screen for a program in a certain look,
// with the words of a language below it.
func RoomFor(t *tape.Tape, screen viz.Size, look ui.Chrome, words message.Printer) viz.Size {
	return viz.Size{W: screen.W, H: max(screen.H-stripHeight(t, screen, look, words), 0)}
}

// stripHeight is the rows of the strip: the same all along, so that nothing
// jumps, and enough for the longest caption. Before a class it is the lower
// third, which heads may hide.
func stripHeight(t *tape.Tape, screen viz.Size, look ui.Chrome, words message.Printer) int {
	const program = 10 // rows that it gets first
	switch {
	case screen.H < 8:
		return min(screen.H, 1)
	case screen.H < program+3:
		return 2
	}
	lines := leastCaption
	for _, s := range t.Steps {
		n, room := captionLines(s, screen.W, words)
		lines = max(lines, min(n, room))
	}
	want := 2 + lines
	if look == ui.Presenting {
		want = max(want, (screen.H+2)/3)
	}
	return min(want, screen.H-program)
}

// longVerdict stands for a guess and the answer beside it.
func longVerdict(answer string) message.Text {
	return message.New("you said %s; it is %s", "0.123", answer)
}

func linesOf(text string, width int) int { return len(viz.Wrap(viz.Clean(text), width-2)) }

// Screen draws the program and the strip under it, as in a recording.
func (r *Run) Screen(size viz.Size) viz.Grid {
	g, _ := r.ScreenWith(size, Aside{})
	return g
}

// ScreenWith draws the program and the strip under it, and returns where a
// guess is typed; the row has no width where none is.
func (r *Run) ScreenWith(size viz.Size, a Aside) (viz.Grid, Row) {
	g := r.stage.theme.Grid(size)
	r.attend(a.Resting)
	program := r.stage.grid()
	g.Put(0, 0, program)
	y := min(program.H, g.H)
	switch rows := g.H - y; rows {
	case 0:
		return g, Row{}
	case 1:
		return g, r.drawCaption(g, y, 1, a)
	case 2:
		r.drawKeys(g, y+1, a.Hints)
		return g, r.drawCaption(g, y, 1, a)
	default:
		r.drawRule(g, y, a.State)
		r.drawKeys(g, g.H-1, a.Hints)
		return g, r.drawCaption(g, y+1, rows-2, a)
	}
}

// drawRule says which chapter this is, and how far the lesson is; the line
// itself is heavy as far as that.
func (r *Run) drawRule(g viz.Grid, y int, state message.Text) {
	t := r.stage.theme
	at, whole := r.Progress()
	g.Put(0, y, viz.Rule(viz.Size{W: g.W, H: 1}, t, viz.Safe{}))
	if whole > 0 {
		heavy := '━'
		if t.Glyphs == viz.ASCII {
			heavy = '='
		}
		g.Fill(0, y, int(int64(g.W)*int64(at)/int64(whole)), 1, heavy, t.Accent)
	}
	clock := viz.Cleanf(" %s ", r.print(message.New("%s of %s", Minutes(at), Minutes(whole))))
	if !state.Empty() {
		clock = t.Show(viz.Cleanf(" %s %s", r.print(state), clock))
	}
	room := g.W - clock.Width() - 5
	if i, name := r.Chapter(); i >= 0 && room > 8 {
		g.Text(2, y, t.Fit(viz.Cleanf(" %d/%d %s ", i+1, len(r.Chapters()), name), room), t.Strong)
	}
	if clock.Width()+4 <= g.W {
		g.Text(g.W-clock.Width()-2, y, clock, t.Faint)
	}
}

// drawCaption writes what is said into some rows. Under a question stands the
// line for a guess, and once the answer may be seen, how near the guess was.
func (r *Run) drawCaption(g viz.Grid, y, rows int, a Aside) Row {
	t, c := r.stage.theme, r.caption
	size := viz.Size{W: g.W - 2, H: rows}
	st := t.Text
	if r.stage.look == ui.Presenting {
		st = t.Strong
	}
	switch {
	case !a.Instead.Empty():
		g.Put(1, y, viz.Paragraph(size, t, viz.Clean(r.print(a.Instead)), st))
		return Row{}
	case a.Resting:
		st = t.Faint
	case c.Question:
		return r.drawQuestion(g, y, size, a.Asks)
	}
	text := c.Text
	if text == "" && !a.Resting {
		text, st = r.doing(), t.Faint
	}
	g.Put(1, y, viz.Paragraph(size, t, viz.Clean(text), st))
	return Row{}
}

func (r *Run) drawQuestion(g viz.Grid, y int, size viz.Size, asks bool) Row {
	t, c := r.stage.theme, r.caption
	under := viz.Clean(r.print(message.New("what do you think?")))
	st := t.Faint
	if c.Answered {
		under, st = viz.Clean(r.print(c.Verdict())), t.Strong
	}
	below := 1
	if c.Answered {
		below = max(1, min(len(viz.Wrap(t.Show(under), size.W)), size.H-1))
	}
	if size.H == 1 { // one row for both: the question until there is an answer
		text := viz.Clean(c.Text)
		switch {
		case c.Answered:
			text = under
		case asks:
			half := t.Fit(text, size.W/2)
			g.Text(1, y, half, t.Accent)
			return Row{half.Width() + 2, y, size.W - half.Width() - 1}
		}
		g.Text(1, y, t.Fit(text, size.W), t.Accent)
		return Row{}
	}
	above := viz.Paragraph(viz.Size{W: size.W, H: size.H - below}, t, viz.Clean(c.Text), t.Accent)
	g.Put(1, y, above)
	// The answer stands right under the question.
	lines := len(viz.Wrap(t.Show(viz.Clean(c.Text)), size.W))
	y += min(max(lines, 1), size.H-below)
	if asks && !c.Answered {
		prompt := viz.Cleanf("%s ", r.print(message.New("your guess:")))
		w := g.Text(1, y, t.Fit(prompt, size.W/2), t.Text)
		return Row{1 + w, y, size.W - w}
	}
	g.Put(1, y, viz.Paragraph(viz.Size{W: size.W, H: below}, t, under, st))
	return Row{}
}

// drawKeys shows the keys pressed a moment ago, and those that may be. Each
// have their part of the row, so that neither moves the other.
func (r *Run) drawKeys(g viz.Grid, y int, hints []Hint) {
	t := r.stage.theme
	right := g.W
	if len(hints) > 0 {
		right = r.drawHints(g, y, hints, g.W-min(24, g.W/3)) - 1
	}
	keys := r.Keys()
	var caps []viz.Safe
	width := 0
	for _, k := range slices.Backward(keys) { // the last ones are what happens now
		text := viz.Clean(" " + k.String() + " ")
		if width += t.Show(text).Width() + 1; width > right-1 && len(caps) > 0 {
			break
		}
		caps = append(caps, text)
	}
	st := t.Accent
	st.Attr |= viz.Reverse
	x := 1
	for _, c := range slices.Backward(caps) {
		if room := right - 1 - x; room > 2 {
			x += g.Text(x, y, t.FitTail(c, room), st) + 1
		}
	}
}

// drawHints writes the keys that fit into a number of cells at the right end
// of a row and returns where they begin.
func (r *Run) drawHints(g viz.Grid, y int, hints []Hint, room int) int {
	t := r.stage.theme
	n, width := 0, 1
	for _, h := range hints {
		w := r.hintWidth(h) + 2
		if n > 0 && width+w > room {
			break
		}
		n, width = n+1, width+w
	}
	x := max(g.W-width+1, 1)
	begin := x
	for _, h := range hints[:n] {
		if h.Key != "" {
			x += g.Text(x, y, t.Fit(ui.KeyName(t, h.Key), g.W-1-x), t.Text) + 1
		}
		x += g.Text(x, y, t.Fit(viz.Clean(r.print(h.Does)), max(g.W-1-x, 0)), t.Faint) + 2
	}
	return begin
}

func (r *Run) hintWidth(h Hint) int {
	t := r.stage.theme
	w := t.Show(viz.Clean(r.print(h.Does))).Width()
	if h.Key != "" {
		w += ui.KeyName(t, h.Key).Width() + 1
	}
	return w
}
