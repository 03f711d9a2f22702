// Package player shows a lesson in a terminal and lets somebody lead through
// it: on, back, to a chapter, or off into the program and back again.
package player

import (
	"time"

	"logitarium/ui"
	"logitarium/ui/atlas"
	"logitarium/ui/class"
	"logitarium/ui/clock"
	"logitarium/ui/field"
	"logitarium/ui/lab"
	"logitarium/ui/lesson"
	"logitarium/ui/lesson/tape"
	"logitarium/ui/message"
	"logitarium/ui/speaker"
	"logitarium/ui/window"
	"logitarium/viz"

	tea "charm.land/bubbletea/v2"
)

// Options say how a lesson is shown. The zero value plays it at its own speed
// in the theme without colours.
type Options struct {
	Labs          func() []lab.Lab                // new labs, as they open
	Map           func(labs []lab.Lab) *atlas.Map // as in [lesson.Setup]
	Theme         viz.Theme
	Follow        bool // the terminal's background says whether dark or light
	Mouse         bool // in the program, while somebody explores
	ReducedMotion bool // few, stepped frames
	Present       bool // for a class: nothing but the picture and the number
	Speed         float64
	Chapter       int          // to begin with; those before it are hurried through
	After         message.Text // what to do at the end: "Next: logitarium play rag."
	Words         message.Printer
	Amend         bool    // keys change the lesson, for [Player.Amended]
	Leave         tea.Cmd // what the key to quit does where a course opened the lesson; nil ends the program

	Student uint32       // a random number below [class.MaxID], by which answer codes of one student are known
	Notice  message.Text // said in a few words until a key is pressed

	Notes *speaker.Host    // tells a second terminal where the lesson is; may be nil
	Now   func() time.Time // for Notes
}

// Player is the tea.Model that plays a lesson. Make one with [New].
type Player struct {
	options Options
	tape    *tape.Tape
	run     *lesson.Run
	win     window.Window[screen]
	keys    keyMap

	speed  int     // index into speeds
	due    float64 // the fraction of a frame that the run is behind
	held   bool    // paused by hand
	clock  clock.Clock
	field  field.Editor
	menu   *menu // chapters to choose from, while they are shown
	helps  bool  // the keys are shown
	goBack func()
	opened time.Time
	hash   string
	class  classroom
	amend  amending

	finished bool // the lesson was seen to its end
}

// screen is a drawn frame.
type screen struct {
	grid   viz.Grid
	text   string
	cursor *tea.Cursor
}

// speeds are how much faster than its own time a lesson can be played.
var speeds = []float64{0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4}

// LeastSpeed and MostSpeed bound them.
const LeastSpeed, MostSpeed = 0.25, 4

// New returns a player at the beginning of a lesson. The error says what the
// lesson asks of the labs that they can't do.
func New(t *tape.Tape, o Options) (*Player, error) {
	if t.Lang != "" {
		o.Words = lesson.Words(t)
	}
	p := &Player{options: o, tape: t, keys: newKeys()}
	p.class = classroom{student: o.Student, room: class.Room{Quiz: class.Of(t)}}
	p.win = window.New[screen](lesson.ScreenSize(t, viz.Size{}), o.Theme, o.Follow)
	p.speed = nearestSpeed(o.Speed * max(t.PlaybackSpeed, 0))
	if o.Speed == 0 {
		p.speed = nearestSpeed(t.PlaybackSpeed)
	}
	run, err := lesson.Start(t, lesson.Setup{
		Labs: o.Labs, Map: o.Map, Motion: !o.ReducedMotion, Live: true, Theme: o.Theme, Look: p.look(), Words: o.Words,
		Size: lesson.RoomFor(t, p.win.Size, p.look(), o.Words),
	})
	if err != nil {
		return nil, err
	}
	p.run = run
	if o.Notes != nil {
		p.opened, p.hash = o.Now(), speaker.Hash(t)
	}
	if o.Chapter > 0 {
		run.Jump(o.Chapter)
	}
	return p, nil
}

// words is a text as it is drawn.
func (p *Player) words(t message.Text) viz.Safe { return viz.Clean(p.options.Words.Print(t)) }

func (p *Player) look() ui.Chrome {
	if p.options.Present {
		return ui.Presenting
	}
	return ui.WithoutFooter
}

// nearestSpeed returns the index of the speed that is nearest to asked; 0 asks for
// the lesson's own.
func nearestSpeed(asked float64) int {
	if asked <= 0 {
		asked = 1
	}
	best := 0
	for i, s := range speeds {
		if abs(s-asked) < abs(speeds[best]-asked) {
			best = i
		}
	}
	return best
}

func abs(x float64) float64 { return max(x, -x) }

// Failures are the expectations of the lesson that did not hold so far.
func (p *Player) Failures() []lesson.Failure { return p.run.Failures() }

// Init starts the clock, and asks for the background if the theme follows it.
func (p *Player) Init() tea.Cmd {
	cmds := []tea.Cmd{p.startClock(), p.win.Init()}
	if p.options.Notes != nil {
		cmds = append(cmds, p.options.Notes.Accept(), p.tell())
	}
	return tea.Batch(cmds...)
}

// Update takes one message.
func (p *Player) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	var cmd tea.Cmd
	defer func() { p.finished = p.finished || p.run.Halt() == lesson.Ended }()
	switch msg := msg.(type) {
	case clock.Tick:
		if p.clock.Sent(msg) {
			return p, tea.Batch(p.tick(msg), p.tell())
		}
		if p.exploring() {
			cmd = p.hand(msg) // of the shell's clock
		}
	case tea.WindowSizeMsg:
		p.win.Update(msg)
		p.run.Resize(lesson.RoomFor(p.tape, p.win.Size, p.look(), p.options.Words))
	case tea.BackgroundColorMsg:
		if p.win.Update(msg); p.win.Follow {
			p.run.Dress(p.win.Theme, p.look())
		}
	case tea.KeyPressMsg:
		cmd = p.press(msg)
	case tea.PasteMsg:
		cmd = p.paste(msg)
	default:
		if p.exploring() {
			cmd = p.hand(msg)
		}
	}
	if p.options.Notes != nil {
		cmd = tea.Batch(cmd, p.options.Notes.Update(msg), p.tell())
	}
	return p, tea.Batch(cmd, p.startClock())
}

// tell says where the lesson is to those who follow it.
func (p *Player) tell() tea.Cmd {
	if p.options.Notes == nil {
		return nil
	}
	at, _ := p.run.Progress()
	chapter, _ := p.run.Chapter()
	return p.options.Notes.Tell(speaker.Position{
		Lesson: p.tape.Title, Hash: p.hash,
		Step: p.run.Done(), Chapter: chapter, Caption: p.run.Caption().Text,
		Elapsed: p.options.Now().Sub(p.opened).Seconds(), Planned: at.Seconds(),
		Halt: p.whyHalted(),
	})
}

func (p *Player) whyHalted() speaker.Halt {
	switch halt := p.run.Halt(); {
	case p.exploring():
		return speaker.Exploring
	case halt == lesson.Asking:
		return speaker.Asking
	case halt == lesson.Ended:
		return speaker.Ended
	case !p.moving():
		return speaker.Paused
	}
	return speaker.Going
}

// hand gives the program a message, while somebody explores it.
func (p *Player) hand(msg tea.Msg) tea.Cmd {
	p.win.Stale = true
	if p.amend.record != nil {
		_, cmd := p.amend.record.Update(msg)
		return cmd
	}
	_, cmd := p.run.Shell().Update(msg)
	return cmd
}

// paste takes text as a guess, or hands it to the program.
func (p *Player) paste(msg tea.PasteMsg) tea.Cmd {
	switch {
	case p.exploring():
		return p.hand(msg)
	case p.amend.saying != nil:
		p.amend.saying.Paste(msg.Content)
		p.win.Stale = true
	case p.class.codes != nil:
		p.takeCodes(msg.Content)
		p.win.Stale = true
	case p.asking():
		p.field.Paste(msg.Content)
		p.win.Stale = true
	}
	return nil
}

func (p *Player) exploring() bool { return p.goBack != nil }

// asking reports whether a guess can be typed.
func (p *Player) asking() bool {
	return p.run.Halt() == lesson.Asking && !p.covered()
}

// moving reports whether the lesson goes on by itself now.
func (p *Player) moving() bool {
	return p.run.Halt() == lesson.Going && !p.held && !p.covered()
}

// covered reports whether something else than the lesson is in front.
func (p *Player) covered() bool {
	return p.exploring() || p.menu != nil || p.helps || p.class.own || p.class.codes != nil || p.amend.saying != nil
}
