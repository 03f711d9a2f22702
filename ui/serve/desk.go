package serve

import (
	"slices"
	"strings"
	"time"

	"logitarium/ui"
	"logitarium/ui/class"
	"logitarium/ui/lab"
	"logitarium/ui/lesson/player"
	"logitarium/ui/message"
	"logitarium/ui/seat"
	"logitarium/ui/window"
	"logitarium/viz"

	tea "charm.land/bubbletea/v2"
)

// Door is how to come in, as the teacher shows it.
type Door struct {
	Commands []string // for terminals
	Links    []string // for browsers
	Word     string   // "" where there is none to tell
	Open     bool     // anybody can come in
}

// desk is the program of the teacher: the shell or the player of a lesson, and
// below it who is there. What it shows, the class follows.
type desk struct {
	class *Class
	lead  lead
	door  Door
	words message.Printer
	win   window.Window[string]
	shows bool    // the door is in front
	asked *moment // whose question waits for guesses
	given given   // what was trained, as it was told last
	news  chan struct{}
}

// lead is what a class can follow.
type lead interface {
	tea.Model
	moment() moment
	take(class.Sheet)
	answered() // the question is: shows what the class guessed
	Share() (give func(to lab.Lab) bool)
}

// Lead is the teacher's program around the shell.
func Lead(c *Class, shell *ui.Model, d Door, theme viz.Theme, follow bool, words message.Printer) tea.Model {
	return newDesk(c, shellLead{shell}, d, theme, follow, words)
}

// LeadLesson is the teacher's program around the player of a lesson.
func LeadLesson(c *Class, p *player.Player, d Door, theme viz.Theme, follow bool, words message.Printer) tea.Model {
	c.plays(p.Quiz())
	return newDesk(c, lessonLead{p}, d, theme, follow, words)
}

func newDesk(c *Class, l lead, d Door, theme viz.Theme, follow bool, words message.Printer) *desk {
	return &desk{class: c, lead: l, door: d, words: words, win: window.New[string](viz.Size{}, theme, follow), news: c.seize()}
}

// shellLead is the shell, led by hand.
type shellLead struct{ *ui.Model }

func (l shellLead) moment() (m moment) {
	m.Scene, m.Shown = l.Scene(), true
	return m
}
func (shellLead) take(class.Sheet) {}
func (shellLead) answered()        {}

// lessonLead is a lesson.
type lessonLead struct{ *player.Player }

func (l lessonLead) moment() (m moment) {
	m.Scene, m.Shown = l.Scene()
	caption := l.Caption()
	m.Caption = caption.Text
	if caption.Question && !caption.Answered {
		chapter, n := l.Question()
		caption.Guess = "" // the teacher's own
		m.Ask = &seat.Ask{Lesson: l.Quiz().Lesson, Chapter: chapter, N: n}
		m.question = caption
	}
	const rows = 9
	if t, shown := l.Tally(rows); shown {
		m.Tally = &t
	}
	return m
}

func (l lessonLead) take(s class.Sheet) { _ = l.Take(s) } // of another version of the lesson: none is taken
func (l lessonLead) answered()          { l.ShowClass() }

// Init starts the program, and waits for the class.
func (d *desk) Init() tea.Cmd {
	d.tell()
	return tea.Batch(d.lead.Init(), waitFor(d.news))
}

// Update takes one message.
func (d *desk) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	d.win.Stale = true
	var cmd tea.Cmd
	switch msg := msg.(type) {
	case seat.News:
		for _, s := range d.class.take() {
			d.lead.take(s)
		}
		cmd = waitFor(d.news)
	case tea.WindowSizeMsg:
		d.win.Update(msg)
		_, cmd = d.lead.Update(tea.WindowSizeMsg{Width: msg.Width, Height: max(msg.Height-d.rows(), 0)})
	case tea.KeyPressMsg:
		switch {
		case msg.Code == tea.KeyF2, d.shows && msg.String() != "ctrl+c":
			d.shows = !d.shows
		default:
			_, cmd = d.lead.Update(msg)
		}
	case tea.BackgroundColorMsg:
		d.win.Update(msg)
		_, cmd = d.lead.Update(msg)
	default:
		_, cmd = d.lead.Update(msg)
	}
	d.tell()
	return d, cmd
}

// tell shows the class the present moment. When a question was answered, what the
// class guessed at it is shown.
func (d *desk) tell() {
	m := d.lead.moment()
	if d.asked != nil && m.Ask == nil && d.class.Answered() > 0 {
		for _, s := range d.class.take() {
			d.lead.take(s)
		}
		if m.Caption == d.asked.question.Text { // and was not left
			d.lead.answered()
			m = d.lead.moment()
		}
	}
	d.asked = nil
	if m.Ask != nil {
		d.asked = &m
	}
	d.given.with(&m, max(givenEvery, time.Duration(d.class.drawn())*givenEach), d.lead.Share, time.Now())
	d.class.show(m)
}

// rows is how many are below the program.
func (d *desk) rows() int {
	const least = 10
	if d.win.Size.H < least {
		return 0
	}
	return 1
}

// View shows the program, and who is there; or how to come in.
func (d *desk) View() tea.View {
	v := d.lead.View()
	if d.shows {
		v.Content, v.Cursor = d.drawDoor().String(), nil
		return v
	}
	if d.rows() > 0 {
		v.Content = strings.TrimSuffix(v.Content, "\n") + "\n" + d.win.Frame(func() string { return d.drawLine().String() })
	}
	return v
}

func (d *desk) print(m message.Text) viz.Safe { return viz.Clean(d.words.Print(m)) }

// drawLine says who is there and how to come in.
func (d *desk) drawLine() viz.Grid {
	t := d.win.Theme
	g := t.Grid(viz.Size{W: d.win.Size.W, H: 1})
	p := d.class.Presence()
	x := 1
	put := func(m message.Text, st viz.Style) {
		if x < g.W {
			x += g.Text(x, 0, t.Fit(d.print(m), g.W-x), st) + 2
		}
	}
	put(message.New("class: %d here", p.Here()), t.Accent)
	if d.asked != nil {
		put(message.New("%d of %d have guessed", min(d.class.Answered(), p.Here()), p.Here()), t.Strong)
	}
	put(message.New("%d follow, %d explore", p.Follow, p.Explore), t.Text)
	if p.Lost > 0 {
		put(message.Count(p.Lost, "one hand is raised", "%d hands are raised", p.Lost), t.Strong)
	}
	if d.door.Open {
		put(message.New("open to anybody"), t.Bad)
	}
	put(message.New("F2 how to come in"), t.Faint)
	return g
}

// drawDoor says how to come in, for the whole room, with a code for cameras.
func (d *desk) drawDoor() viz.Grid {
	t := d.win.Theme
	g := t.Grid(d.win.Size)
	y := 1
	line := func(m message.Text, st viz.Style) {
		for _, l := range viz.Wrap(t.Show(d.print(m)), max(g.W-4, 1)) {
			if y < g.H {
				g.Text(2, y, l, st)
			}
			y++
		}
	}
	ways := func(how message.Text, all []string) {
		if len(all) == 0 {
			return
		}
		line(how, t.Text)
		for _, one := range all {
			line(message.Verbatim(one), t.Strong)
		}
		y++
	}
	ways(message.New("Come in with a browser, at this page:"), d.door.Links)
	ways(message.New("Come in with a terminal: type"), d.door.Commands)
	switch {
	case d.door.Open:
		line(message.New("Anybody who reaches this address can come in."), t.Bad)
	case d.door.Word != "":
		line(message.New("The class word is: %s", d.door.Word), t.Strong)
	}
	y++
	if all := append(slices.Clone(d.door.Links), d.door.Commands...); len(all) > 0 {
		symbol := class.QR(viz.Size{W: g.W - 4, H: max(g.H-y-2, 0)}, t, all[0])
		g.Put(2, y, symbol)
	}
	if g.H > 0 {
		g.Text(2, g.H-1, t.Fit(d.print(message.New("any key goes back")), max(g.W-4, 0)), t.Faint)
	}
	return g
}

// waitFor waits for news, of a channel that is closed when none will come.
func waitFor(news chan struct{}) tea.Cmd {
	return func() tea.Msg {
		if _, more := <-news; !more {
			return nil
		}
		return seat.News{}
	}
}
