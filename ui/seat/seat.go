package seat

import (
	"logitarium/ui"
	"logitarium/ui/class"
	"logitarium/ui/field"
	"logitarium/ui/message"
	"logitarium/ui/window"
	"logitarium/viz"

	tea "charm.land/bubbletea/v2"
)

// Seat is the program of a student: the shell, which follows the teacher's or is
// the student's own, and below it what the class is about. Make one with [New].
type Seat struct {
	room  Room
	shell *ui.Model
	words message.Printer
	win   window.Window[viz.Grid]

	moment  Moment
	led     bool
	follows bool
	lost    bool
	said    message.Text // until the next key
	field   field.Editor // the guess
	given   *Ask         // the question that was answered last
}

// New gives somebody a seat in a room: a program around a shell, at the place
// where they were before, or following the teacher. The theme follows that of the
// terminal if follow says so.
func New(room Room, at Place, shell *ui.Model, theme viz.Theme, follow bool, words message.Printer) *Seat {
	s := &Seat{room: room, shell: shell, words: words, follows: !at.Explores}
	if at.Explores {
		_ = shell.Follow(at.Scene) // as far as it can be
	}
	s.win = window.New[viz.Grid](viz.Size{}, theme, follow)
	return s
}

// Place is where they are now.
func (s *Seat) Place() Place { return Place{Scene: s.shell.Scene(), Explores: !s.follows} }

// News is the message that says that the class has some.
type News struct{}

// wait waits for news, of a channel that is closed when none will come.
func (s *Seat) wait() tea.Msg {
	if _, more := <-s.room.News(); !more {
		return nil
	}
	return News{}
}

// Trains reports whether a message is a step of work that can wait a moment.
func (s *Seat) Trains(msg tea.Msg) bool { return s.shell.Trains(msg) }

// Hints are the keys that can be pressed now, for a page that has them as buttons.
func (s *Seat) Hints() []ui.Hint {
	turn, hand := ui.Hint{Key: "F", Does: message.New("follows the teacher")}, ui.Hint{Key: "H", Does: message.New("raises a hand")}
	if s.follows {
		turn.Does = message.New("explores")
	}
	if s.lost {
		hand.Does = message.New("takes the hand down")
	}
	at := s.shell.Focus()
	switch {
	case s.asks():
		return []ui.Hint{{Key: "enter", Does: message.New("gives the guess")}, {Key: "esc", Does: message.New("explores")}}
	case at.Typing: // F and H are letters
		return s.shell.Hints()
	case s.follows && !s.led:
		return append([]ui.Hint{hand}, s.shell.Hints()...)
	case s.follows && at.Page == "":
		return []ui.Hint{turn, hand, {Key: "?", Does: message.New("help")}, {Key: "n", Does: message.New("notes")}}
	}
	return append([]ui.Hint{turn, hand}, s.shell.Hints()...)
}

// Init starts the shell, and waits for the teacher.
func (s *Seat) Init() tea.Cmd { return tea.Batch(s.shell.Init(), s.wait) }

// Update takes one message.
func (s *Seat) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	s.win.Stale = true
	switch msg := msg.(type) {
	case News:
		return s, tea.Batch(s.hear(), s.wait)
	case tea.WindowSizeMsg:
		s.win.Update(msg)
		return s, s.lay()
	case tea.KeyPressMsg:
		return s, s.press(msg)
	case tea.PasteMsg:
		if s.asks() {
			s.field.Paste(msg.Content)
			return s, nil
		}
	case tea.MouseMsg:
		if s.follows {
			return s, nil
		}
	case tea.BackgroundColorMsg:
		s.win.Update(msg)
		return s, s.lay()
	}
	return s, s.tell(msg)
}

// tell hands a message to the shell.
func (s *Seat) tell(msg tea.Msg) tea.Cmd {
	_, cmd := s.shell.Update(msg)
	return cmd
}

// hear takes the present moment.
func (s *Seat) hear() tea.Cmd {
	s.moment, s.led = s.room.Now()
	switch a := s.moment.Ask; {
	case a == nil:
		s.given, s.field = nil, field.Editor{}
	case s.moment.Given: // also before the page was loaded again, or the server restarted
		s.given = a
	case s.given == nil || *a != *s.given:
		s.given = nil
	}
	return tea.Batch(s.lay(), s.follow())
}

// follow brings the shell to what the teacher shows.
func (s *Seat) follow() tea.Cmd {
	if !s.follows || !s.moment.Shown {
		return nil
	}
	if err := s.shell.Follow(s.moment.Scene); err != nil {
		s.said = message.Of(err)
	}
	if t := s.moment.Trained; t != nil {
		s.shell.Take(t.Give)
	}
	return s.shell.Resume()
}

// asks reports whether letters are a guess.
func (s *Seat) asks() bool { return s.follows && s.moment.Ask != nil }

// press takes a key: of the class, of the question, or of the shell.
func (s *Seat) press(msg tea.KeyPressMsg) tea.Cmd {
	s.said = message.Text{}
	at := s.shell.Focus()
	latin, _ := ui.Latin(msg)
	switch {
	case msg.String() == "ctrl+c":
		return s.tell(msg)
	case s.asks() && msg.Code == tea.KeyEscape:
		return s.turn(false)
	case s.asks():
		s.pressField(msg)
		return nil
	case at.Typing:
		return s.tell(msg)
	case latin.String() == "F" || latin.String() == "shift+f":
		return s.turn(!s.follows)
	case latin.String() == "H" || latin.String() == "shift+h":
		s.lost = !s.lost
		s.room.Be(Presence{s.follows, s.lost})
		if s.lost {
			s.said = message.New("your hand is raised; H takes it down")
		}
		return nil
	case !s.follows || !s.led || at.Page != "":
		return s.tell(msg)
	}
	switch latin.String() {
	case "?", "n", "q":
		return s.tell(msg)
	}
	s.said = message.New("the teacher turns the knobs; F lets you explore from here")
	return nil
}

// turn follows, or lets go.
func (s *Seat) turn(follows bool) tea.Cmd {
	s.follows = follows
	s.room.Be(Presence{s.follows, s.lost})
	if !follows {
		s.shell.Uncover()
		return tea.Batch(s.lay(), s.shell.LetGo())
	}
	return tea.Batch(s.lay(), s.follow())
}

// pressField takes a key while a guess can be typed.
func (s *Seat) pressField(msg tea.KeyPressMsg) {
	switch msg.Code {
	case tea.KeyEnter:
		ask, text := *s.moment.Ask, s.field.Text()
		if text == "" {
			s.said = message.New("type a guess first")
			return
		}
		if s.room.Guess(ask, text) {
			s.given = &ask
		}
	default:
		s.field.Press(msg)
	}
}

// strip is the rows below the shell: a rule that says who turns the knobs, what
// is said or asked, and the guess.
func (s *Seat) strip() (rows int, caption []viz.Safe) {
	const least = 10 // rows of the screen, below which one row is all
	if s.win.Size.H < least {
		return min(s.win.Size.H, 1), nil
	}
	if s.follows && s.moment.Caption != "" {
		const most = 3
		caption = viz.Wrap(s.win.Theme.Show(viz.Clean(s.moment.Caption)), max(s.win.Size.W-2, 1))
		caption = caption[:min(len(caption), most)]
	}
	rows = 1 + len(caption)
	if s.asks() {
		rows++
	}
	return rows, caption
}

// lay gives the shell what is left of the screen.
func (s *Seat) lay() tea.Cmd {
	look := ui.WithFooter
	if s.follows && s.led {
		look = ui.WithoutFooter // its keys are the teacher's
	}
	s.shell.Dress(s.win.Theme, look)
	rows, _ := s.strip()
	return s.tell(tea.WindowSizeMsg{Width: s.win.Size.W, Height: max(s.win.Size.H-rows, 0)})
}

// View shows the shell, and the strip below it.
func (s *Seat) View() tea.View {
	v := s.shell.View()
	cursor := v.Cursor
	g := s.win.Frame(func() viz.Grid {
		var g viz.Grid
		g, cursor = s.draw(cursor)
		return g
	})
	if s.asks() {
		_, cursor = s.drawStrip(s.win.Theme.Grid(s.win.Size))
	}
	v.Content, v.Cursor = g.String(), cursor
	if s.follows {
		v.MouseMode = tea.MouseModeNone
	}
	return v
}

func (s *Seat) draw(cursor *tea.Cursor) (viz.Grid, *tea.Cursor) {
	g := s.win.Theme.Grid(s.win.Size)
	g.Put(0, 0, s.shell.Grid())
	rows, at := s.drawStrip(g)
	if at != nil {
		cursor = at
	}
	if t := s.moment.Tally; t != nil && s.follows {
		s.drawTally(g, viz.Size{W: g.W, H: g.H - rows}, *t)
	}
	return g, cursor
}

// drawStrip draws the rows below the shell.
func (s *Seat) drawStrip(g viz.Grid) (rows int, cursor *tea.Cursor) {
	t := s.win.Theme
	print := func(m message.Text) viz.Safe { return viz.Clean(s.words.Print(m)) }
	rows, caption := s.strip()
	if rows == 0 {
		return 0, nil
	}
	y := g.H - rows
	var state message.Text
	switch {
	case !s.said.Empty():
		state = s.said
	case s.moment.Away:
		state = message.New("the line to the class is broken, and tried again; F explores")
	case !s.led:
		state = message.New("nobody leads yet: explore; H raises a hand")
	case s.asks() && s.given != nil:
		state = message.New("your guess is in; enter gives another one")
	case s.asks():
		state = message.New("the class is asked: type a guess, enter gives it; esc explores")
	case !s.follows && s.moment.Ask != nil:
		state = message.New("the class is asked: F goes back and answers; H raises a hand")
	case !s.follows:
		state = message.New("you explore; F follows the teacher, H raises a hand")
	case !s.moment.Shown:
		state = message.New("the teacher is about to begin; F explores, H raises a hand")
	default:
		state = message.New("you follow the teacher; F explores from here, H raises a hand")
	}
	g.Fill(0, y, g.W, 1, rule(t), t.Faint)
	st := t.Accent
	if s.lost && s.said.Empty() {
		state = message.Join(message.New("hand raised."), state)
	}
	g.Text(1, y, t.Fit(viz.Cleanf(" %s ", print(state)), max(g.W-2, 0)), st)
	for i, line := range caption {
		st := t.Text
		if s.moment.Ask != nil {
			st = t.Strong
		}
		g.Text(1, y+1+i, line, st)
	}
	if !s.asks() || rows < 2 {
		return rows, nil
	}
	label := print(message.New("guess:"))
	x := 1 + g.Text(1, g.H-1, t.Fit(label, max(g.W-2, 0)), t.Faint) + 1
	room := max(g.W-x-1, 1)
	text, column := s.field.Window(t, room)
	under := t.Strong
	under.Attr |= viz.Underline
	g.Fill(x, g.H-1, room, 1, ' ', under)
	g.Text(x, g.H-1, text, under)
	return rows, tea.NewCursor(x+min(column, room-1), g.H-1)
}

func rule(t viz.Theme) rune {
	if t.Glyphs == viz.ASCII {
		return '-'
	}
	return '─'
}

// drawTally draws what the class guessed over the shell.
func (s *Seat) drawTally(g viz.Grid, room viz.Size, t class.Tally) {
	const margin, widest = 2, 78
	theme := s.win.Theme
	in := min(room.W, widest) - 2*margin
	if in < 10 || room.H < 6 {
		return
	}
	question := viz.Wrap(theme.Show(viz.Clean(t.Question.Text)), in)
	question = question[:min(len(question), max(room.H-5, 1))]
	says := viz.Wrap(theme.Show(viz.Clean(s.words.Print(t.Sentence()))), in)
	bars := min(len(t.Rows), max(room.H-2-len(question)-len(says)-1, 0))
	box := viz.Size{W: in + 2*margin, H: min(len(question)+bars+len(says)+3, room.H)}
	list := viz.Box(box, theme, viz.Clean(s.words.Print(message.New("what the class guessed"))), theme.Faint)
	y := 1
	for _, line := range question {
		list.Text(margin, y, line, theme.Strong)
		y++
	}
	list.Put(margin, y, viz.Bars(viz.Size{W: in, H: bars}, theme, t.Chart(s.words)))
	y += bars + 1
	for _, line := range says[:min(len(says), max(box.H-1-y, 0))] {
		list.Text(margin, y, line, theme.Text)
		y++
	}
	g.Put((room.W-box.W)/2, (room.H-box.H)/2, list)
}
