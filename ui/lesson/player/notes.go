package player

import (
	"fmt"
	"time"

	"logitarium/ui"
	"logitarium/ui/clock"
	"logitarium/ui/lesson"
	"logitarium/ui/lesson/tape"
	"logitarium/ui/message"
	"logitarium/ui/speaker"
	"logitarium/ui/window"
	"logitarium/viz"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// Notes is the model of the second terminal of who leads through a lesson: the
// notes at the place where the player is, what comes next, and the time. It
// reads the lesson itself; the player tells only where it is.
type Notes struct {
	tape  *tape.Tape
	hash  string
	name  string // as logitarium play takes it
	words message.Printer
	win   window.Window[screen]
	quit  key.Binding

	player *speaker.Follower
	at     speaker.Position
	here   bool          // a player is open
	lost   error         // what is wrong, if no player is open for another reason than that none was started
	since  time.Duration // that it told its place
	clock  clock.Clock   // of seconds since
}

// NewNotes returns the notes of a lesson, with the name that it is played by.
func NewNotes(t *tape.Tape, name string, player *speaker.Follower, theme viz.Theme, follow bool, words message.Printer) *Notes {
	return &Notes{words: words, tape: t, hash: speaker.Hash(t), name: name, player: player,
		win: window.New[screen](viz.Size{W: 80, H: 24}, theme, follow), quit: bind("q", "quit", "q", "ctrl+c")}
}

// againMsg asks to look for a player.
type againMsg struct{}

// Init looks for the player.
func (n *Notes) Init() tea.Cmd {
	return tea.Batch(n.win.Init(), n.player.Next())
}

// Update takes one message.
func (n *Notes) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg, tea.BackgroundColorMsg:
		n.win.Update(msg)
	case tea.KeyPressMsg:
		if msg, _ := ui.Latin(msg); key.Matches(msg, n.quit) {
			return n, tea.Quit
		}
	case speaker.Heard:
		n.at, n.here, n.since, n.win.Stale = msg.Position, true, 0, true
		n.clock.Stop()
		return n, tea.Batch(n.player.Next(), n.clock.Start(time.Second))
	case speaker.Lost:
		n.here, n.lost, n.win.Stale = false, msg.Err, true
		n.clock.Stop()
		return n, tea.Tick(time.Second, func(time.Time) tea.Msg { return againMsg{} })
	case againMsg:
		return n, n.player.Next()
	case clock.Tick:
		if n.clock.Due(msg) {
			n.since += time.Second
			n.win.Stale = true
			return n, n.clock.Next(n.clock.Pause())
		}
	}
	return n, nil
}

// View shows the notes.
func (n *Notes) View() tea.View {
	s := n.win.Frame(func() screen {
		g := n.draw()
		return screen{grid: g, text: g.String()}
	})
	v := tea.NewView(s.text)
	v.AltScreen = true
	return v
}

// waiting says why there are no notes; nothing if there are.
func (n *Notes) waiting() message.Text {
	switch {
	case !n.here && n.lost != nil:
		return message.New("There are no notes: %v", message.Of(n.lost))
	case !n.here:
		return message.New("Waiting for a player of %s. In another terminal: logitarium play %s", n.title(), n.name)
	case n.at.Hash != n.hash && n.at.Lesson == n.tape.Title:
		return message.New("The player has another version of %s: open the notes anew.", n.title())
	case n.at.Hash != n.hash:
		return message.New("The player has another lesson, %q; these are the notes of %s.", n.at.Lesson, n.title())
	}
	return message.Text{}
}

func (n *Notes) title() string {
	if n.tape.Title != "" {
		return n.tape.Title
	}
	return n.name
}

func (n *Notes) draw() viz.Grid {
	t := n.win.Theme
	g := t.Grid(n.win.Size)
	w, h := g.W, g.H
	if h == 0 || w < 3 {
		return g
	}
	why := n.waiting()
	if !why.Empty() {
		g.Put(1, 0, viz.Paragraph(viz.Size{W: w - 2, H: h}, t, n.print(why), t.Text))
		n.drawFoot(g, message.Text{})
		return g
	}
	n.drawHead(g)
	list := viz.Size{W: min(28, w/3), H: h - 3}
	if w < 70 {
		list.W = 0
	}
	n.drawSections(g, viz.Size{W: w - 2 - list.W, H: h - 3})
	if list.W > 0 {
		n.drawChapters(g, w-list.W, list)
	}
	n.drawFoot(g, n.times())
	return g
}

// drawHead says which lesson this is, the chapter and what the player does.
func (n *Notes) drawHead(g viz.Grid) {
	t := n.win.Theme
	state := map[speaker.Halt]message.ID{speaker.Going: "playing", speaker.Paused: "paused: space goes on", speaker.Asking: "waits for a guess",
		speaker.Exploring: "exploring: esc returns", speaker.Ended: "the end"}[n.at.Halt]
	right := t.Fit(n.print(message.New(state)), g.W/2)
	g.Text(g.W-1-right.Width(), 0, right, t.Accent)
	title := n.title()
	if chapters := n.chapters(); n.at.Chapter >= 0 && n.at.Chapter < len(chapters) {
		title = fmt.Sprintf("%s, %d/%d %s", title, n.at.Chapter+1, len(chapters), chapters[n.at.Chapter])
	}
	g.Text(1, 0, t.Fit(viz.Clean(title), g.W-4-right.Width()), t.Strong)
	g.Put(0, 1, viz.Rule(viz.Size{W: g.W, H: 1}, t, viz.Safe{}))
}

func (n *Notes) chapters() []string {
	var names []string
	for _, s := range n.tape.Steps {
		if s.Kind == tape.Chapter {
			names = append(names, s.Text)
		}
	}
	return names
}

// cues are what holds at a number of steps that were done.
type cues struct {
	note      string
	now, next *tape.Step // a caption or a question
}

func cuesAt(steps []tape.Step, done int) cues {
	var p cues
	fresh := true // still what stands at this place
	for i := range steps {
		s := &steps[i]
		switch s.Kind {
		case tape.Say, tape.Ask:
			if i >= done {
				p.next = s
				return p
			}
			p.now = s
		case tape.Chapter:
			if i < done {
				p.now = nil
			}
			fresh = fresh && i < done
		case tape.Note:
			if i < done || fresh { // written right after the caption that it is for
				p.note = s.Text
			}
		case tape.Expect:
		default:
			fresh = fresh && i < done
		}
	}
	return p
}

// drawSections writes the note, what is said now and what comes next; what has
// no room is cut from below.
func (n *Notes) drawSections(g viz.Grid, room viz.Size) {
	t, p := n.win.Theme, cuesAt(n.tape.Steps, n.at.Step)
	y := 2
	bottom := 2 + room.H
	put := func(head message.ID, text string, st viz.Style) {
		lines := viz.Wrap(t.Show(viz.Clean(text)), room.W-2)
		if text == "" || y >= bottom {
			return
		}
		g.Text(1, y, t.Fit(n.print(message.New(head)), room.W-2), t.Faint)
		y++
		for _, line := range lines {
			if y < bottom {
				g.Text(3, y, t.Fit(line, room.W-2), st)
				y++
			}
		}
		y++
	}
	note := p.note
	if note == "" {
		note = n.words.Print(message.New("no note here"))
	}
	put("note", note, t.Strong)
	if p.now != nil {
		put("now", p.now.Text, t.Text)
		put("its answer", p.now.Answer, t.Accent)
	}
	switch {
	case p.next == nil:
		put("next", n.words.Print(message.New("the end")), t.Text)
	case p.next.Kind == tape.Ask:
		put("next, a question", p.next.Text, t.Text)
		put("its answer", p.next.Answer, t.Accent)
	default:
		put("next", p.next.Text, t.Text)
	}
}

// drawChapters lists the chapters, with the one that is played marked and in sight.
func (n *Notes) drawChapters(g viz.Grid, x int, room viz.Size) {
	t, names := n.win.Theme, n.chapters()
	top := max(min(n.at.Chapter-room.H/2, len(names)-room.H), 0)
	for y := range min(room.H, len(names)-top) {
		i := top + y
		mark, st := " ", t.Faint
		if i == n.at.Chapter {
			mark, st = "▸", t.Accent
		}
		g.Text(x, 2+y, t.Fit(viz.Cleanf("%s%2d %s", mark, i+1, names[i]), room.W-1), st)
	}
}

// times says how long the player is open, and how long the lesson takes.
func (n *Notes) times() message.Text {
	elapsed := time.Duration(n.at.Elapsed*float64(time.Second)) + n.since
	planned := time.Duration(n.at.Planned * float64(time.Second))
	return message.New("%s since the start; the lesson is at %s of %s", lesson.Minutes(elapsed), lesson.Minutes(planned), lesson.Minutes(lesson.Length(n.tape)))
}

func (n *Notes) drawFoot(g viz.Grid, text message.Text) {
	t := n.win.Theme
	if g.H < 2 {
		return
	}
	hint, line := t.Show(n.print(message.New("q quit"))), n.print(text)
	if text.Empty() || t.Show(line).Width()+hint.Width()+4 <= g.W {
		g.Text(g.W-1-hint.Width(), g.H-1, hint, t.Faint)
	}
	g.Text(1, g.H-1, t.Fit(line, g.W-2), t.Strong)
}

// print is a text as it is drawn.
func (n *Notes) print(t message.Text) viz.Safe { return viz.Clean(n.words.Print(t)) }
