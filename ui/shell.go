// Package ui is the shell around the labs: the one tea.Model, its keys, its
// layout and its clock. It knows labs by their contract alone.
package ui

import (
	"fmt"

	"logitarium/ui/atlas"
	"logitarium/ui/clock"
	"logitarium/ui/command"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/ui/screen"
	"logitarium/ui/window"
	"logitarium/viz"

	tea "charm.land/bubbletea/v2"
)

// Options are the choices of a user that belong to no lab. The zero value
// follows the terminal's background, draws Unicode and leaves the mouse alone.
type Options struct {
	Theme         string     // the name of a theme, or "auto"
	Light         bool       // what "auto" begins with is for a light ground
	Glyphs        string     // one of viz.GlyphNames, or "auto" for unicode
	Colors        viz.Colors // how many the terminal has
	Mouse         bool
	ReducedMotion bool            // few, stepped frames
	Asks          *screen.Pixels  // what to ask the terminal for; nil: it can't be asked
	Present       bool            // for a class: the picture and the number, large
	Start         string          // the lab to open; if empty, the map, and without one the first lab
	Map           *atlas.Map      // one level above the labs; nil: there is none
	Opened        command.Opened  // for the command that opens a screen again
	Lessons       []Lesson        // those that the program brings along
	Printer       message.Printer // of all words
	First         message.Text    // what is said first, until a key; may be empty
	Captured      bool            // what is pressed is written down: a mark says so
	Only          []string        // the knobs that can be turned; empty: all, and other labs can be opened
	Refused       []Refusal       // what the shell may not do here
}

// Refusal is a key of the shell, y or s, that does nothing where the shell runs,
// such as one that would write files on somebody else's machine.
type Refusal struct {
	Key string       // as it is pressed: "s"
	Why message.Text // what the key is answered with
}

// Model is the shell. Make one with [New].
type Model struct {
	options Options
	win     window.Window[screenful]
	keys    keyMap
	labs    []*perLab
	at      int  // index into labs
	mapped  bool // the map is in front

	page    *page  // what covers the body: help or notes
	edit    *edit  // what is being typed
	notice  notice // until the next key
	clock   clock.Clock
	screen  screen.Screen // what the terminal can do
	held    held          // what is shown while images are under way
	motion  motion        // the glides of what changed
	mouse   bool
	drag    int   // the knob whose slider is held; -1 for none
	pointer *cell // nil until it moves, and after a key
	chrome  Chrome
	guided  bool   // a lesson presses the keys
	lesson  string // chosen to be played next
	touched bool   // a key was pressed

	unfolded bool // the idle knobs are shown too

	led   *Training // that the open lab keeps pace with; nil: it goes on by itself
	given bool      // what is trained is handed over, and nothing is trained here

	subjects []string // readings and knobs under discussion
	covers   covers   // hidden while a question is open
	asked    *asked   // while a frame is drawn
}

// perLab is a lab with what the shell keeps for it.
type perLab struct {
	lab     lab.Lab
	pinned  lab.Lab      // A of a comparison; nil without one
	axes    *lab.Axes    // of both sides' pictures
	level   *level       // the last numbers of both at a common step; nil before there were any
	shown   [2]lastShown // of the open lab and of the pinned one
	anew    func()       // puts the lab back to what it was before it was opened; nil before
	chosen  int          // index into Knobs
	opened  bool         // refreshed at least once
	failure error        // of the last Refresh
	changes changes
	typed   map[int][]string // what was typed into a knob, the last one last
}

// notice is one line to the user.
type notice struct {
	text  message.Text
	bad   bool
	aside bool // nobody asked for it: where room is short, the keys stand there
}

// screenful is what a terminal shows: a frame, its text, what lies where.
type screenful struct {
	grid    viz.Grid
	content string
	spots   []spot
	pointed viz.Safe // what is read at the pointer
	cursor  *tea.Cursor
}

// New returns the shell around labs. It panics when two labs share an ID, when
// o.Start is not one of them, or when a theme or a set of glyphs is unknown:
// the command line has checked what the user typed.
func New(labs []lab.Lab, o Options) *Model {
	theme, err := themeFor(o.Theme, o.Light, o.Glyphs, o.Colors)
	if err != nil {
		panic("ui: " + err.Error())
	}
	m := &Model{options: o, keys: newKeys(len(labs)), mouse: o.Mouse, drag: -1}
	m.win = window.New[screenful](viz.Size{}, theme, automatic(o.Theme))
	if o.Asks != nil {
		m.screen = screen.New(*o.Asks)
	}
	seen := map[string]bool{}
	for i, l := range labs {
		id := l.Info().ID
		if seen[id] {
			panic(fmt.Sprintf("ui: two labs are called %q", id))
		}
		seen[id] = true
		lab.Speak(l, o.Printer.Language)
		m.labs = append(m.labs, &perLab{lab: l})
		if id == o.Start {
			m.at = i
		}
	}
	if o.Present {
		m.chrome = PresentingAlone
	}
	if o.Start != "" && !seen[o.Start] {
		panic(fmt.Sprintf("ui: no lab %q among %d", o.Start, len(labs)))
	}
	m.keys.home.SetEnabled(o.Map != nil)
	m.keys.refuse(o.Refused)
	if o.Map != nil && o.Start == "" && len(labs) > 0 {
		m.openMap()
	} else {
		m.open(m.at)
	}
	if m.mouse {
		m.say("the mouse works here; m frees it to select text")
		if len(o.Lessons) > 0 && !m.lockedTo() {
			m.say("L lists the lessons; m frees the mouse to select text")
		}
		m.notice.aside = true
	}
	if !o.First.Empty() {
		m.notice = notice{text: message.Join(o.First, m.notice.text)}
	}
	return m
}

// Screen draws one frame of a lab without a program, after all its work is done.
// Opened is what the user named, as in [Options].
func Screen(labs []lab.Lab, id string, size viz.Size, theme viz.Theme, look Chrome, words message.Printer, opened command.Opened) (viz.Grid, error) {
	l, err := lab.ByID(labs, id)
	if err != nil {
		return viz.Grid{}, err
	}
	m := New(labs, Options{Start: id, Printer: words, Opened: opened, Only: opened.Only})
	m.win.Theme, m.chrome = theme, look
	m.resize(size)
	if p := m.here(); p.failure == nil {
		p.failure = lab.Settle(l)
	}
	return m.draw().grid, m.here().failure
}

// Init asks for the background, which the automatic theme follows, and what
// else the terminal can do, and starts the clock if the first lab is at work
// already.
func (m *Model) Init() tea.Cmd {
	return tea.Batch(m.win.Init(), m.screen.Init(), m.startClock())
}

// Update takes one message, and sends the images of the frame that follows.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	asked, changed := m.screen.Update(msg)
	if changed {
		m.win.Theme.Pixels, m.win.Stale = m.screen.Cell(), true
		m.arrive()
	}
	if fast := m.screen.Fast() && !m.options.ReducedMotion; m.screen.Asked() && fast != m.motion.on {
		m.Glides(fast)
	}
	_, cmd := m.update(msg)
	if m.win.Theme.Pixels == (viz.Size{}) && !m.motion.on {
		return m, tea.Batch(asked, cmd)
	}
	m.redraw()
	images := m.screen.Send(m.win.Drawn.grid)
	if images != nil {
		m.held.next = m.win.Drawn
	}
	return m, tea.Batch(asked, cmd, images, m.startMotion())
}

func (m *Model) update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.resize(viz.Size{W: msg.Width, H: msg.Height})
	case tea.BackgroundColorMsg:
		m.win.Update(msg)
	case clock.Tick:
		if m.motion.clock.Sent(msg) {
			return m, m.tickMotion(msg)
		}
		return m, m.tick(msg)
	case savedMsg:
		m.saved(msg)
	case tea.KeyPressMsg:
		return m, m.then(m.press(msg))
	case tea.PasteMsg:
		m.paste(msg.Content)
	case tea.MouseMsg:
		return m, m.then(m.point(msg))
	}
	return m, nil
}

// then starts the clock if what just happened gave a lab steps to take.
func (m *Model) then(cmd tea.Cmd) tea.Cmd {
	if start := m.startClock(); start != nil {
		return tea.Batch(cmd, start)
	}
	return cmd
}

// View shows the frame, drawing it only if something changed.
func (m *Model) View() tea.View {
	m.redraw()
	shown := m.show()
	v := tea.NewView(shown.content)
	v.AltScreen = true
	v.Cursor = shown.cursor
	if m.mouse {
		v.MouseMode = m.mouseMode()
	}
	return v
}

// redraw draws the screen if it differs from the drawn one.
func (m *Model) redraw() {
	m.win.Frame(func() screenful {
		m.motion.moved = false
		return m.draw()
	})
}

// quit ends the program, and takes the images from the terminal.
func (m *Model) quit() tea.Cmd {
	if leave := m.screen.Leave(); leave != nil {
		return tea.Sequence(leave, tea.Quit)
	}
	return tea.Quit
}

func (m *Model) resize(size viz.Size) {
	m.win.Resize(size)
	m.drag = -1
}

// here returns the open lab; nil when there are no labs.
func (m *Model) here() *perLab {
	if len(m.labs) == 0 {
		return nil
	}
	return m.labs[m.at]
}

// open shows the lab with an index, refreshed if it never was.
func (m *Model) open(i int) {
	if i < 0 || i >= len(m.labs) || i != m.at && m.stays() {
		return
	}
	m.at, m.mapped = i, false
	m.page, m.edit, m.drag = nil, nil, -1
	m.clock.Stop()
	if p := m.here(); !p.opened {
		p.begin()
		p.opened = true
		p.refresh()
		p.chosen = m.firstLive(lab.Knobs(p.lab))
		m.sayWhose(p.lab)
	}
	m.win.Stale = true
}

// sayWhose says that a lab does not look at the model behind the server that the
// user named.
func (m *Model) sayWhose(l lab.Lab) {
	served, subject := m.options.Opened.Server.Shown, l.Info().Subject
	if served != "" && subject != served {
		m.say("this lab stays on %s: a server tells only what comes next", subject)
	}
}

// refresh recomputes after a knob moved.
func (p *perLab) refresh() {
	p.failure = p.lab.Refresh()
	p.level = nil
}

// say shows a line until the next key.
func (m *Model) say(id message.ID, args ...any) {
	m.notice = notice{text: message.New(id, args...)}
	m.win.Stale = true
}

// complain shows an error until the next key.
func (m *Model) complain(err error) {
	m.notice = notice{text: message.Of(err), bad: true}
	m.win.Stale = true
}

// print is a text as it is drawn.
func (m *Model) print(t message.Text) viz.Safe { return viz.Clean(m.options.Printer.Print(t)) }

// words is a message as it is drawn.
func (m *Model) words(id message.ID, args ...any) viz.Safe { return m.print(message.New(id, args...)) }
