package lesson

import (
	"slices"
	"time"

	"logitarium/ui"
	"logitarium/ui/atlas"
	"logitarium/ui/lab"
	"logitarium/ui/lesson/tape"
	"logitarium/ui/message"
	"logitarium/viz"
)

// Halt says why a run doesn't go on by itself.
type Halt int

// A run goes on, waits to be sent on, waits for an answer, or is over.
const (
	Going Halt = iota
	Paused
	Asking
	Ended
)

// Setup says what a run plays on.
type Setup struct {
	Labs func() []lab.Lab // new labs, as they open; called for each program that the tape starts
	// Map returns the map of new labs, which the command logitarium without a
	// lab opens; nil: it opens the first lab.
	Map   func(labs []lab.Lab) *atlas.Map
	Size  viz.Size // of the program's part of the screen
	Theme viz.Theme
	Look  ui.Chrome
	// Words are those of the program, and of what is not in the tape. A tape that
	// says its language is in that one, whatever they are; what any tape looks
	// for is looked for in its own language.
	Words message.Printer
	// Motion lets what changes glide, as in the program.
	Motion bool
	// Live stops the run at pauses and questions and remembers the way, so
	// that [Run.Back] can go it. Else the run goes through: questions stand
	// for a while and are answered.
	Live bool
	// Shot is handed the name of each Screenshot, when it is due; may be nil.
	Shot func(name string)
	// Due is handed each step before it happens; may be nil.
	Due func(s *tape.Step)
	// Each has [Tell] picture what each caption speaks of in this size and with
	// the footer, as the program is by itself, where that is another screen than
	// before; in place of Screenshots and chapters' ends. Zero: it does not.
	Each viz.Size
	// Narrow has it picture that in this size too.
	Narrow viz.Size
}

// Run plays a lesson on its own clock: each call of [Run.Frame] is one beat. The
// same tape makes the same frames, live or not, however fast the caller asks for
// them.
type Run struct {
	setup Setup
	title string
	steps []tape.Step
	stage stage
	marks []mark

	moment
	failures []Failure
	target   int // the step to hurry to, without halts; -1 for none
	until    int // the captions said to hurry to, or to a halt; 0 for none
}

// moment is where a run is: all that going back restores, besides the stage.
type moment struct {
	at     int           // the current step, or the next one
	count  int           // presses of it that are done; of a question, 1 once it was asked
	rest   time.Duration // until something happens
	waited time.Duration // of a Wait
	spare  time.Duration // what a halt left of its frame, if it cut one
	cut    bool
	clock  time.Duration   // shown so far
	sums   []time.Duration // virtual time before each step, and the whole; never changed in place
	hidden bool
	halt   Halt

	chapter int // index into Chapters, -1 before the first
	caption Caption
	silence snapshot // where the program was when the last caption went
	said    int      // captions so far
	spent   bool     // the caption had its time
	covered bool     // what answers the next question is hidden already
	lifts   bool     // and that is answered: what comes next shows it
	note    string
	keys    []Press
	watched string // the reading that the tape last looked at
}

// Caption is what is said now.
type Caption struct {
	Text string
	// Of a question: what was guessed and what is right. Answered says that
	// the answer may be seen.
	Question, Answered bool
	Guess, Answer      string
	Right, Wrong       []string // other forms of the answer, and answers that are none
}

// Failure is an expectation that did not hold, or something that the lesson
// tried and the program refused.
type Failure struct {
	Pos tape.Pos
	Msg message.Text
}

func (f Failure) Error() string { return f.Message().String() }

// Message is what a user reads of it.
func (f Failure) Message() message.Text { return message.New("%v: %v", f.Pos, f.Msg) }

// in reports whether a list has the same.
func (f Failure) in(list []Failure) bool {
	return slices.ContainsFunc(list, func(o Failure) bool { return o.Error() == f.Error() })
}

// Start returns a run at its first frame. The error says what the lesson asks
// of the labs that they can't do.
func Start(t *tape.Tape, s Setup) (*Run, error) {
	spoken := Words(t)
	if t.Lang != "" {
		s.Words = spoken
	}
	r := &Run{setup: s, title: t.Title, steps: t.Steps, target: -1}
	r.chapter = -1
	r.stage = stage{labs: s.Labs, chart: s.Map, motion: s.Motion, size: s.Size, theme: s.Theme, look: s.Look, words: s.Words,
		spoken: spoken, own: ProgramSize(t, ScreenSize(t, viz.Size{}))}
	if t.HasSeed {
		r.stage.seed = &t.Seed
	}
	if !begins(t.Steps) {
		if err := r.stage.openLab("logitarium"); err != nil {
			return nil, err
		}
	}
	r.sums = sums(t)
	r.mark(0)
	return r, nil
}

// Frame goes on by one [ui.Beat], or up to a halt.
func (r *Run) Frame() {
	if r.halt != Going {
		return
	}
	defer func() {
		if r.halt != Going {
			r.stage.rest()
		}
	}()
	budget := ui.Beat
	if r.cut {
		budget = r.spare
	}
	for {
		if r.rest > budget {
			r.rest -= budget
			break
		}
		budget -= r.rest
		r.rest = 0
		if r.at == len(r.steps) {
			r.halt = Ended
			break
		}
		r.spare, r.cut = budget, true // for a return to this step
		if r.arrive() {
			return
		}
		if r.perform(&r.steps[r.at]); r.said >= r.until && r.until > 0 || r.halt != Going {
			r.until = 0
			return
		}
	}
	r.cut = false
	if err := r.stage.goOn(); err != nil {
		r.fail("%v", err)
	}
	if !r.hidden {
		r.clock += ui.Beat
	}
	if r.halt == Ended {
		r.target, r.until = -1, 0
	}
}

// perform does the step that is due, or as much of it as happens at once.
func (r *Run) perform(s *tape.Step) {
	if r.setup.Due != nil && r.count == 0 && r.waited == 0 {
		r.setup.Due(s)
	}
	if r.lifts && s.Kind != tape.Ask && !silent(s.Kind) {
		r.covered, r.lifts = false, false
	}
	switch s.Kind {
	case tape.Key, tape.Type:
		r.press(s)
		return
	case tape.Sleep:
		r.rest = s.Time
		r.spent = true
		if r.setup.Live && r.pausesNext() && !r.stage.busy() {
			// A person goes on by hand, when ready. What follows begins at the same
			// place within a beat as in a recording, and so takes as long.
			r.rest = s.Time % ui.Beat
		}
	case tape.Wait:
		if !r.wait(s) {
			return
		}
		r.took(r.waited)
	case tape.Await:
		if !r.await(s) {
			return
		}
		r.took(r.waited)
	case tape.Hide, tape.Show:
		r.hidden = s.Kind == tape.Hide
	case tape.Screenshot:
		if r.setup.Shot != nil {
			r.stage.rest()
			r.setup.Shot(s.Text)
		}
	case tape.Chapter:
		r.mark(r.at)
		r.chapter++
		r.fallSilent()
	case tape.Say:
		r.mark(r.at)
		r.say(Caption{Text: s.Text})
	case tape.Ask:
		if !r.ask(s) {
			return
		}
	case tape.Note:
		r.note = s.Text
	case tape.Cover:
		r.covered, r.lifts = true, false
	case tape.Pause:
		r.spent = r.spent || r.setup.Live
		if r.setup.Live && r.target < 0 {
			r.halt = Paused
		}
	case tape.Expect:
		r.expect(s)
	}
	r.next()
}

func (r *Run) next() {
	r.at++
	r.count, r.waited = 0, 0
}

// pausesNext reports whether a pause comes before anything else happens: the
// caption stands until somebody goes on. A question takes the caption's place,
// so that the time before one is the caption's own.
func (r *Run) pausesNext() bool {
	for _, s := range r.steps[r.at+1:] {
		switch s.Kind {
		case tape.Pause:
			return true
		case tape.Key, tape.Type, tape.Sleep, tape.Wait, tape.Await, tape.Say, tape.Ask, tape.Chapter, tape.Hide, tape.Show:
			return false
		}
	}
	return false
}

// wait reports whether a Wait is over.
func (r *Run) wait(s *tape.Step) bool {
	switch {
	case matches(r.looked(), s):
		return true
	case r.waited >= s.Time:
		r.fail("/%v/ was not seen within %v; the screen ends with:\n%s", s.Pattern, s.Time, tail(r.looked()))
		return true
	}
	r.waited += ui.Beat
	r.rest = ui.Beat
	return false
}

// await reports whether the lab has done its work.
func (r *Run) await(s *tape.Step) bool {
	r.spent = true
	switch {
	case !r.stage.busy():
		return true
	case r.waited >= s.Time:
		r.fail("the lab is still at work after %v", s.Time)
		return true
	}
	r.waited += ui.Beat
	r.rest = ui.Beat
	return false
}

// ask reports whether a question is done with.
func (r *Run) ask(s *tape.Step) bool {
	hurried := r.target >= 0
	switch {
	case r.count == 0:
		r.mark(r.at)
		r.say(Caption{Text: s.Text, Question: true, Answer: s.Answer, Right: s.Right, Wrong: s.Wrong})
		r.count = 1
		switch r.rest = thinking(s.Text); {
		case hurried:
			r.rest %= ui.Beat
		case r.setup.Live:
			r.halt, r.rest = Asking, r.rest%ui.Beat
		}
		return false
	case !r.caption.Answered:
		r.caption.Answered, r.lifts = true, r.covered // a user's answer does so in [Run.Answer]
	}
	return true
}

func (r *Run) say(c Caption) {
	r.caption, r.spent = c, false
	r.said++
}

// fallSilent takes the caption away: it spoke of what changes now.
func (r *Run) fallSilent() {
	if r.caption.Text == "" && r.silence.set {
		return
	}
	r.caption, r.silence = Caption{}, look(r)
}

// doing says, while nobody speaks, what the keys have done since the last
// caption; before the program is open it is the lesson's title.
func (r *Run) doing() string {
	now := look(r)
	if now.lab == nil && now.chart.Empty() {
		return r.title
	}
	all := r.silence.until(now)
	if len(all) == 0 && (now.at.Typing || now.at.Knob != r.silence.at.Knob) {
		all = r.silence.attention(now)
	}
	return r.print(message.Join(all...))
}

// print is what a user reads.
func (r *Run) print(t message.Text) string { return r.stage.words.Print(t) }

func (r *Run) fail(id message.ID, args ...any) {
	pos := tape.Pos{}
	if r.at < len(r.steps) {
		pos = r.steps[r.at].Pos
	}
	f := Failure{pos, message.Of(message.Errorf(id, args...))}
	if !f.in(r.failures) { // of a step that was gone back over
		r.failures = append(r.failures, f)
	}
}
