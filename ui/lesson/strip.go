package lesson

import (
	"fmt"
	"strings"
	"time"

	"logitarium/ui/lesson/tape"
	"logitarium/viz"
)

// A lesson has the screen to itself: the program above, and below it a strip
// with a rule that says where the lesson is, what is said, and a row of keys.

// leastCaption and mostCaption bound the lines of a caption.
const leastCaption, mostCaption = 2, 4

// StripHeight is the rows of a lesson's strip on a screen of some width: the
// same all along, so that nothing jumps, and enough for the longest caption.
func StripHeight(t *tape.Tape, width int) int {
	lines := leastCaption
	for _, s := range t.Steps {
		n, room := captionLines(s, width)
		lines = max(lines, min(n, room))
	}
	return 2 + lines
}

// captionLines is how many lines a caption needs on a screen of some width,
// with that of its answer, and how many it can have. What is no caption needs none.
func captionLines(s tape.Step, width int) (lines, room int) {
	switch s.Kind {
	case tape.Say:
		lines = len(viz.Wrap(viz.Clean(s.Text), width-2))
	case tape.Ask:
		lines = len(viz.Wrap(viz.Clean(s.Text), width-2)) + 1
	}
	return lines, mostCaption
}

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

// ProgramSize is what a strip leaves of a screen.
func ProgramSize(t *tape.Tape, screen viz.Size) viz.Size {
	return viz.Size{W: screen.W, H: max(screen.H-StripHeight(t, screen.W), 0)}
}

// Screen draws the program and the strip under it. The hints are the keys that
// somebody may press, "" in a recording.
func (r *Run) Screen(size viz.Size, hints string) viz.Grid {
	t := r.stage.theme
	g := t.Grid(size)
	program := r.stage.grid()
	g.Put(0, 0, program)
	y := program.H
	r.drawRule(g, y)
	room := viz.Size{W: size.W - 2, H: size.H - y - 2}
	g.Put(1, y+1, r.drawCaption(room, t))
	r.drawKeys(g, size.H-1, hints)
	return g
}

// drawRule says which chapter this is, and how far the lesson is.
func (r *Run) drawRule(g viz.Grid, y int) {
	t := r.stage.theme
	g.Put(0, y, viz.Rule(viz.Size{W: g.W, H: 1}, t, viz.Safe{}))
	at, whole := r.Progress()
	clock := viz.Cleanf(" %s of %s ", minutes(at), minutes(whole))
	room := g.W - clock.Width() - 5
	if i, name := r.Chapter(); i >= 0 && room > 8 {
		g.Text(2, y, t.Fit(viz.Cleanf(" %d/%d %s ", i+1, len(r.Chapters()), name), room), t.Strong)
	}
	if g.W > 30 {
		g.Text(g.W-clock.Width()-2, y, clock, t.Faint)
	}
}

func minutes(d time.Duration) string {
	return fmt.Sprintf("%d:%02d", int(d.Minutes()), int(d.Seconds())%60)
}

// drawCaption wraps what is said. Under a question stands its answer, once it
// may be seen, and how near the guess was.
func (r *Run) drawCaption(size viz.Size, t viz.Theme) viz.Grid {
	c := r.caption
	g := viz.Paragraph(size, t, viz.Clean(c.Text), t.Text)
	if !c.Question {
		return g
	}
	g = t.Grid(size)
	g.Put(0, 0, viz.Paragraph(viz.Size{W: size.W, H: size.H - 1}, t, viz.Clean(c.Text), t.Accent))
	answer, st := viz.Clean("what do you think?"), t.Faint
	if c.Answered {
		answer, st = viz.Clean(c.Verdict()), t.Strong
	}
	g.Text(0, size.H-1, t.Fit(answer, size.W), st)
	return g
}

// Verdict says what is right, and how near a guess was.
func (c Caption) Verdict() string {
	if c.Guess == "" {
		return "the answer: " + c.Answer
	}
	return fmt.Sprintf("you said %s; the answer: %s", c.Guess, c.Answer)
}

// drawKeys shows the keys pressed a moment ago, and those that may be.
func (r *Run) drawKeys(g viz.Grid, y int, hints string) {
	t := r.stage.theme
	x := 1
	for _, k := range r.Keys() {
		text := k.Cap
		if k.Times > 1 {
			text = fmt.Sprintf("%s x%d", k.Cap, k.Times)
		}
		st := t.Accent
		st.Attr |= viz.Reverse
		x += g.Text(x, y, t.Fit(viz.Clean(" "+strings.TrimSpace(text)+" "), g.W-x), st) + 1
	}
	if s := t.Show(viz.Clean(hints)); s.Width()+x+1 <= g.W {
		g.Text(g.W-s.Width()-1, y, s, t.Faint)
	}
}
