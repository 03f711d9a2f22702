package lesson

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"logitarium/ui/lesson/tape"
	"logitarium/ui/message"
	"logitarium/viz"
)

// Report is what [Check] found wrong with a lesson.
type Report struct {
	Failures []Failure // what the lesson claims and is not true
	Warnings []Failure // what is allowed and probably a mistake
	Length   time.Duration
	Waits    []time.Duration // how long each Wait took
}

// smallest is the smallest screen that a lesson has to be readable on, usual
// the one that most are watched on.
var usual, smallest, large = viz.Size{W: 80, H: 24}, viz.Size{W: 60, H: 18}, viz.Size{W: 120, H: 40}

// Check plays a lesson at its own size, looks at what its captions name on
// screens of 60x18, 80x24 and 120x40, plain and before a class, and reads it
// for what lessons get wrong. Readings follow from a lab's state, which no
// screen changes, so one play is enough. The size of the setup is not used. The
// error says what the lesson asks of the labs that they can't do.
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
	if err := c.play(s); err != nil {
		return Report{}, err
	}
	c.read()
	c.readPace()
	slices.SortStableFunc(c.Warnings, func(a, b Failure) int { return cmp.Compare(c.place[a.Pos], c.place[b.Pos]) })
	return c.Report, nil
}

type checker struct {
	tape  *tape.Tape
	place map[tape.Pos]int // of steps
	asked secret
	Report
}

func (c *checker) warn(pos tape.Pos, id message.ID, args ...any) {
	w := Failure{pos, message.New(id, args...)}
	if !w.in(c.Warnings) {
		c.Warnings = append(c.Warnings, w)
	}
}

// play plays the lesson and listens to it.
func (c *checker) play(s Setup) error {
	screen := ScreenSize(c.tape, viz.Size{})
	s.Live, s.Size = false, ProgramSize(c.tape, screen)
	var r *Run
	var last *tape.Step
	var heard complaint
	var said, asked *tape.Step // a caption that was not looked at, a question that was
	s.Due = func(step *tape.Step) {
		if said != nil && !silent(step.Kind) {
			c.lookAround(r, said)
			said = nil
		}
		if step.Kind == tape.Say {
			said = step
		}
		c.keepSecret(r, step)
		c.hear(r, &heard, last)
		c.lookSmall(r, last, tape.Wait, s.Size)
		c.lookSmall(r, step, tape.Expect, s.Size)
		if step.Kind == tape.Expect && step.Pattern != nil {
			heard.meant = heard.meant || step.Pattern.MatchString(heard.text)
		}
		last = step
	}
	r, err := Start(c.tape, s)
	if err != nil {
		return err
	}
	for r.Halt() != Ended {
		if r.Frame(); r.open() && asked != &c.tape.Steps[r.At()] {
			asked = &c.tape.Steps[r.At()]
			c.lookAround(r, asked)
		}
	}
	c.hear(r, &heard, last)
	c.lookSmall(r, last, tape.Wait, s.Size)
	if heard.text != "" && !heard.meant {
		c.warn(heard.pos, "the lesson ends with an error on the screen: %s", heard.text)
	}
	c.Failures, c.Length, c.Waits = r.Failures(), r.Length(), r.Waits()
	if typed := r.stage.prompt.typed; r.stage.shell == nil && strings.TrimSpace(typed) != "" {
		c.Failures = append(c.Failures, Failure{last.Pos, message.New("the lesson ends at the prompt with %q typed and no Enter", typed)})
	}
	return nil
}

// complaint is an error on the screen, and whether the lesson expects it.
type complaint struct {
	text  string
	pos   tape.Pos // of the step that caused it
	meant bool
}

// hear warns of an error that disappeared without an expectation of it, and
// listens for the next.
func (c *checker) hear(r *Run, heard *complaint, last *tape.Step) {
	now := ""
	if r.Shell() != nil {
		now = r.Shell().Complaint().String()
	}
	if now == heard.text {
		return
	}
	if heard.text != "" && !heard.meant {
		c.warn(heard.pos, "the program answers with an error that no expect screen looks for: %s", heard.text)
	}
	*heard = complaint{text: now}
	if last != nil {
		heard.pos = last.Pos
	}
}

// lookSmall warns of the pattern of a step of a kind that is found on the
// lesson's own screen and not on the smallest, where a picture shows less.
func (c *checker) lookSmall(r *Run, s *tape.Step, kind tape.Kind, own viz.Size) {
	if s == nil || s.Kind != kind || s.Pattern == nil || !matches(r.Grid(), s) {
		return // one that is not found is a failure
	}
	r.Resize(ProgramSize(c.tape, smallest))
	small := matches(r.Grid(), s)
	r.Resize(own)
	switch {
	case small:
	case s.Kind == tape.Wait:
		c.warn(s.Pos, "/%v/ is not seen on a screen of %dx%d, so the lesson waits %v there; wait for something shorter, or Sleep",
			s.Pattern, smallest.W, smallest.H, s.Time)
	default:
		c.warn(s.Pos, "/%v/ is not on a screen of %dx%d, where less has room; expect a reading, if there is one", s.Pattern, smallest.W, smallest.H)
	}
}

// read looks for what lessons lack, without playing.
func (c *checker) read() {
	var chapter, question *tape.Step
	said, expected := false, false
	var speech speech
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
		s := &c.tape.Steps[i]
		if speech.hear(s); s.Kind == tape.Pause && !speech.stands {
			c.warn(s.Pos, "the lesson pauses while nothing is said; put the pause right behind the caption, before the keys that end it")
		}
		switch s.Kind {
		case tape.Chapter:
			end()
			chapter = s
		case tape.Say:
			said = true
			c.readCaption(s)
		case tape.Ask:
			said, question = true, s
			c.readCaption(s)
			c.readForms(s)
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
		lines, room := captionLines(*s, size.W, Words(c.tape))
		switch {
		case lines > room:
			c.warn(s.Pos, "on a screen of %dx%d the text needs %d lines and has %d: it is cut; say it in two", size.W, size.H, lines, room)
		case s.Kind == tape.Ask && viz.Clean(Words(c.tape).Print(Caption{Answer: s.Answer}.Verdict())).Width() > size.W-2:
			c.warn(s.Pos, "on a screen of %dx%d the answer is longer than its line and is cut; say the rest after it", size.W, size.H)
		default:
			continue
		}
		return
	}
}

// readPace warns of what is gone before it was read.
func (c *checker) readPace() {
	timed := *c.tape
	timed.Waits = c.Waits
	for _, s := range Stands(&timed) {
		if s.Short() == 0 {
			continue
		}
		stands, needs := s.Time.Seconds(), Reading(s.Text()).Seconds()
		if s.Answer {
			c.warn(s.Step.Pos, "the answer stands %.1f s, and takes %.1f s to be read: put a Sleep before what is said next", stands, needs)
		} else {
			c.warn(s.Step.Pos, "the caption stands %.1f s, and takes %.1f s to be read: give it a longer Sleep, or fewer words", stands, needs)
		}
	}
}

// readForms warns of a form of an answer that is right and wrong at once.
func (c *checker) readForms(s *tape.Step) {
	for _, form := range s.Wrong {
		if (Caption{Answer: s.Answer, Right: s.Right}).isRight(form) {
			c.warn(s.Pos, "%q is said to be a wrong answer, and is a right one", form)
		}
	}
}

// speech is whether a caption stands, as in [Run].
type speech struct{ stands, question, spent bool }

func (p *speech) hear(s *tape.Step) {
	switch s.Kind {
	case tape.Say, tape.Ask:
		*p = speech{stands: true, question: s.Kind == tape.Ask}
	case tape.Sleep:
		p.spent = true
	case tape.Chapter:
		*p = speech{}
	case tape.Key, tape.Type:
		if p.spent && !p.question {
			*p = speech{}
		}
	}
}
