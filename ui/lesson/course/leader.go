package course

import (
	"maps"

	"logitarium/ui/lesson"
	"logitarium/ui/lesson/player"
	"logitarium/ui/lesson/tape"
	"logitarium/ui/message"
	"logitarium/ui/window"
	"logitarium/viz"

	tea "charm.land/bubbletea/v2"
)

// Options say how a course is shown.
type Options struct {
	Tapes  []*tape.Tape // of its lessons, in order
	Open   func(lesson int, leave tea.Cmd) (*player.Player, error)
	Done   Progress // so far
	Kept   bool     // what is done is kept, by Save
	Save   func(Progress) error
	Theme  viz.Theme
	Follow bool // the terminal's background says whether dark or light
	Words  message.Printer
}

// Leader is the tea.Model that leads through a course: a list of its lessons, the
// lesson that is played, and at the end what was answered. Make one with [New].
type Leader struct {
	course    *Course
	options   Options
	questions [][]string // of each lesson
	answers   []map[string]string
	done      Progress
	at, top   int
	page      page
	warned    int // the lesson whose prerequisites were told last; -1 for none
	notice    message.Text
	playing   *player.Player // nil while the list is shown
	win       window.Window[screen]
	keys      keyMap
}

// page says what is in front while no lesson is played.
type page int

const (
	list page = iota
	score
	helps
)

// screen is a drawn frame.
type screen struct {
	grid viz.Grid
	text string
}

// New returns a leader at the list, with the first lesson chosen that is not done.
func New(c *Course, o Options) *Leader {
	l := &Leader{course: c, options: o, warned: -1, keys: newKeys()}
	l.done = Progress{Course: c.Title, Lessons: map[string]Done{}}
	maps.Copy(l.done.Lessons, o.Done.Lessons)
	for _, t := range o.Tapes {
		var asked []string
		answers := map[string]string{}
		for _, s := range t.Steps {
			if s.Kind == tape.Ask {
				asked = append(asked, s.Text)
				answers[s.Text] = s.Answer
			}
		}
		l.questions, l.answers = append(l.questions, asked), append(l.answers, answers)
	}
	l.win = window.New[screen](viz.Size{W: 80, H: 24}, o.Theme, o.Follow)
	l.at = l.next(0)
	return l
}

// Progress is what was done so far.
func (l *Leader) Progress() Progress {
	l.gather()
	return l.done
}

// next is the first lesson from a place on that is not done, else the place.
func (l *Leader) next(from int) int {
	for i := from; i < len(l.course.Lessons); i++ {
		if !l.doneOf(i).Finished {
			return i
		}
	}
	return min(from, len(l.course.Lessons)-1)
}

func (l *Leader) doneOf(i int) Done { return l.done.Lessons[l.course.Lessons[i].Name] }

// whole reports whether every lesson is done.
func (l *Leader) whole() bool {
	for i := range l.course.Lessons {
		if !l.doneOf(i).Finished {
			return false
		}
	}
	return true
}

// gather takes over what was done in the lesson that is played.
func (l *Leader) gather() {
	if l.playing == nil {
		return
	}
	d := l.doneOf(l.at)
	d.Finished = d.Finished || l.playing.Finished()
	d.Answers = append([]Answer{}, d.Answers...)
	for _, a := range l.playing.Answers() {
		d.add(Answer(a))
	}
	l.done.Lessons[l.course.Lessons[l.at].Name] = d
}

// leftMsg says that the lesson was left; savedMsg, what came of keeping progress.
type (
	leftMsg  struct{}
	savedMsg struct{ err error }
)

// Init asks for the background if the theme follows it.
func (l *Leader) Init() tea.Cmd { return l.win.Init() }

// Update takes one message.
func (l *Leader) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg, tea.BackgroundColorMsg:
		l.win.Update(msg)
	case leftMsg:
		return l, l.leave()
	case savedMsg:
		if msg.err != nil {
			l.notice = message.New("not kept: %v", message.Of(msg.err))
		}
		l.win.Stale = true
		return l, nil
	}
	if l.playing != nil {
		_, cmd := l.playing.Update(msg)
		return l, cmd
	}
	if msg, ok := msg.(tea.KeyPressMsg); ok {
		return l, l.press(msg)
	}
	return l, nil
}

// open plays the chosen lesson. One whose prerequisites are not done is opened
// when it is asked for a second time.
func (l *Leader) open() tea.Cmd {
	if missing := l.missing(l.at); len(missing) > 0 && l.warned != l.at && !l.doneOf(l.at).Finished {
		l.warned = l.at
		l.notice = message.New("it builds on %v; enter opens it all the same", message.Series(missing...))
		return nil
	}
	l.warned = -1
	p, err := l.options.Open(l.at, func() tea.Msg { return leftMsg{} })
	if err != nil {
		l.notice = message.Of(err)
		return nil
	}
	l.playing = p
	begin := p.Init()
	_, sized := p.Update(tea.WindowSizeMsg{Width: l.win.Size.W, Height: l.win.Size.H})
	return tea.Batch(begin, sized)
}

// missing are the lessons that should be done before one, and are not.
func (l *Leader) missing(i int) []message.Text {
	var all []message.Text
	for _, before := range l.course.Lessons[i].After {
		if !l.doneOf(before).Finished {
			all = append(all, message.Verbatim(l.course.Lessons[before].Name))
		}
	}
	return all
}

// leave goes back to the list, with the next lesson chosen if this one is done,
// and to what was answered if it was the last.
func (l *Leader) leave() tea.Cmd {
	if l.playing == nil {
		return nil
	}
	before := l.whole()
	l.gather()
	l.playing, l.win.Stale = nil, true
	switch {
	case !before && l.whole():
		l.page, l.top = score, 0
	case l.doneOf(l.at).Finished:
		l.at = l.next(l.at)
	}
	if !l.options.Kept {
		return nil
	}
	now := Progress{Course: l.done.Course, Lessons: maps.Clone(l.done.Lessons)}
	return func() tea.Msg { return savedMsg{l.options.Save(now)} }
}

// View shows the lesson, or the list.
func (l *Leader) View() tea.View {
	if l.playing != nil {
		return l.playing.View()
	}
	v := tea.NewView(l.win.Frame(l.draw).text)
	v.AltScreen = true
	return v
}

// Grid is what the screen shows.
func (l *Leader) Grid() viz.Grid {
	if l.playing != nil {
		return l.playing.Grid()
	}
	return l.win.Frame(l.draw).grid
}

// words is a text as it is drawn.
func (l *Leader) words(t message.Text) viz.Safe { return viz.Clean(l.options.Words.Print(t)) }

// length is how long a lesson takes.
func (l *Leader) length(i int) string { return lesson.Minutes(lesson.Length(l.options.Tapes[i])) }

// score counts the answers of the whole course.
func (l *Leader) score() Score {
	var sum Score
	for i := range l.course.Lessons {
		s := l.doneOf(i).Of(l.questions[i])
		sum = Score{sum.Asked + s.Asked, sum.Answered + s.Answered, sum.Right + s.Right}
	}
	return sum
}
