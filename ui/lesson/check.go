package lesson

import (
	"cmp"
	"fmt"
	"slices"

	"logitarium/ui/lesson/tape"
	"logitarium/viz"
)

// Report is what [Check] found wrong with a lesson.
type Report struct {
	Failures []Failure // what the lesson claims and is not so
	Warnings []Failure // what is allowed and hardly meant
}

// smallest is the smallest screen that a lesson has to be readable on, usual
// the one that most are watched on.
var usual, smallest = viz.Size{W: 80, H: 24}, viz.Size{W: 60, H: 18}

// Check plays a lesson at its own size and at 60x18 and reads it for what
// lessons get wrong. The size of the setup is not used. The error says what the
// lesson asks of the labs that they can't do.
func Check(t *tape.Tape, s Setup) (Report, error) {
	c := &checker{tape: t, place: map[tape.Pos]int{}}
	for i, step := range t.Steps {
		if _, known := c.place[step.Pos]; !known {
			c.place[step.Pos] = i
		}
	}
	for _, w := range t.Warnings {
		c.Warnings = append(c.Warnings, Failure(w))
	}
	own := ScreenSize(t, viz.Size{})
	failures, err := c.play(s, own)
	if err != nil {
		return Report{}, err
	}
	c.Failures = failures
	if own != smallest {
		if failures, err = c.play(s, smallest); err != nil {
			return Report{}, err
		}
		c.addSmall(failures)
	}
	c.read()
	slices.SortStableFunc(c.Warnings, func(a, b Failure) int { return cmp.Compare(c.place[a.Pos], c.place[b.Pos]) })
	return c.Report, nil
}

type checker struct {
	tape  *tape.Tape
	place map[tape.Pos]int // of steps
	Report
}

func (c *checker) warn(pos tape.Pos, format string, args ...any) {
	w := Failure{pos, fmt.Sprintf(format, args...)}
	if !slices.Contains(c.Warnings, w) {
		c.Warnings = append(c.Warnings, w)
	}
}

// play plays the lesson on a screen, and warns of errors that the program
// shows and no expectation looks for.
func (c *checker) play(s Setup, screen viz.Size) ([]Failure, error) {
	var r *Run
	var last tape.Pos // of the last step that pressed a key
	var shown struct {
		text  string // of the error on the screen
		pos   tape.Pos
		meant bool
	}
	watch := func() {
		now := ""
		if r != nil && r.Shell() != nil {
			now = r.Shell().Complaint()
		}
		if now == shown.text {
			return
		}
		if shown.text != "" && !shown.meant {
			c.warn(shown.pos, "the program answers with an error that no expect screen looks for: %s", shown.text)
		}
		shown.text, shown.pos, shown.meant = now, last, false
	}
	s.Live, s.Size = false, ProgramSize(c.tape, screen)
	s.Due = func(step *tape.Step) {
		watch()
		switch {
		case step.Presses() > 0:
			last = step.Pos
		case step.Kind == tape.Expect && step.Pattern != nil && step.Pattern.MatchString(shown.text):
			shown.meant = true
		}
	}
	r, err := Start(c.tape, s)
	if err != nil {
		return nil, err
	}
	for r.Halt() != Ended {
		r.Frame()
	}
	watch()
	if shown.text != "" && !shown.meant {
		c.warn(shown.pos, "the lesson ends with an error on the screen: %s", shown.text)
	}
	return r.Failures(), nil
}

// addSmall adds what does not hold on the smallest screen and does on the
// lesson's own: of a reading it is a failure, what the screen shows may be cut.
func (c *checker) addSmall(failures []Failure) {
	for _, f := range failures {
		if slices.ContainsFunc(c.Failures, func(known Failure) bool { return known.Pos == f.Pos }) {
			continue
		}
		s := c.tape.Steps[c.place[f.Pos]]
		switch {
		case s.Kind == tape.Wait:
			c.warn(f.Pos, "/%v/ is not seen on a screen of %dx%d, so the lesson waits %v there; wait for something shorter, or Sleep",
				s.Pattern, smallest.W, smallest.H, s.Time)
		case s.Pattern != nil:
			c.warn(f.Pos, "/%v/ is not on a screen of %dx%d, where less has room; expect a reading, if there is one", s.Pattern, smallest.W, smallest.H)
		default:
			c.Failures = append(c.Failures, Failure{f.Pos, fmt.Sprintf("on a screen of %dx%d: %s", smallest.W, smallest.H, f.Msg)})
		}
	}
}

// read looks for what lessons lack, without playing.
func (c *checker) read() {
	var chapter, question *tape.Step
	said, expected := false, false
	end := func() {
		if question != nil {
			c.warn(question.Pos, "no expect between this question and the end of its chapter checks the answer")
		}
		if chapter != nil && !said {
			c.warn(chapter.Pos, "the chapter %q says nothing; add a #@ say or #@ ask", chapter.Text)
		}
		if chapter != nil && !expected {
			c.warn(chapter.Pos, "the chapter %q checks nothing; add a #@ expect for what it claims", chapter.Text)
		}
		question, said, expected = nil, false, false
	}
	for i := range c.tape.Steps {
		switch s := &c.tape.Steps[i]; s.Kind {
		case tape.Chapter:
			end()
			chapter = s
		case tape.Say:
			said = true
			c.readCaption(s)
		case tape.Ask:
			said, question = true, s
			c.readCaption(s)
		case tape.Expect:
			expected, question = true, nil
		case tape.Key:
			if _, isKey := keyOf(*s); !isKey {
				c.warn(s.Pos, "%s scrolls the window of vhs; in a lesson it does nothing", s.Key)
			}
		}
	}
	end()
	if chapter == nil {
		c.warn(c.tape.Steps[0].Pos, "the lesson has no chapter; begin with one, as in #@ chapter \"Colder\"")
	}
}

// readCaption warns of a caption that doesn't fit its strip.
func (c *checker) readCaption(s *tape.Step) {
	for _, size := range []viz.Size{usual, smallest} {
		lines, room := captionLines(*s, size.W)
		switch {
		case lines > room:
			c.warn(s.Pos, "on a screen of %dx%d the text needs %d lines and has %d: it is cut; say it in two", size.W, size.H, lines, room)
		case s.Kind == tape.Ask && viz.Clean(Caption{Answer: s.Answer}.Verdict()).Width() > size.W-2:
			c.warn(s.Pos, "on a screen of %dx%d the answer is longer than its line and is cut; say the rest after it", size.W, size.H)
		default:
			continue
		}
		return
	}
}
