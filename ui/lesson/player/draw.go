package player

import (
	"strconv"

	"logitarium/ui"
	"logitarium/ui/lesson"
	"logitarium/ui/message"
	"logitarium/viz"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// View shows the frame, drawing it only if something changed.
func (p *Player) View() tea.View {
	s := p.win.Frame(p.draw)
	v := tea.NewView(s.text)
	v.AltScreen = true
	v.Cursor = s.cursor
	if p.exploring() {
		shown := p.run.Shell().View()
		v.MouseMode = shown.MouseMode
		v.Cursor = shown.Cursor
	}
	return v
}

// Grid is what the screen shows.
func (p *Player) Grid() viz.Grid {
	return p.win.Frame(p.draw).grid
}

func (p *Player) draw() screen {
	var cursor *tea.Cursor
	g, answer := p.run.ScreenWith(p.win.Size, p.aside())
	program := lesson.RoomFor(p.tape, p.win.Size, p.look(), p.options.Words)
	switch {
	case p.helps:
		p.drawHelp(g, program)
	case p.class.own:
		p.drawOwn(g, program)
	case p.amend.saying != nil:
		cursor = p.drawSaying(g, program)
	case p.class.codes != nil:
		cursor = p.drawCodes(g, program)
	case p.menu != nil:
		p.drawMenu(g, program)
	case p.asking() && answer.W > 0:
		cursor = p.drawField(g, answer)
	}
	return screen{grid: g, text: g.String(), cursor: cursor}
}

// aside returns what the strip says besides the lesson.
func (p *Player) aside() lesson.Aside {
	a := lesson.Aside{Hints: p.hints(), Asks: p.asking(), Resting: p.exploring()}
	var state []message.Text
	if !p.options.Notice.Empty() {
		state = append(state, p.options.Notice)
	}
	if v := speeds[p.speed]; v != 1 {
		state = append(state, message.Verbatim("x"+strconv.FormatFloat(v, 'g', -1, 64)))
	}
	switch halt := p.run.Halt(); {
	case p.amend.record != nil:
		state = append(state, message.New("recording"))
	case p.exploring():
		state = append(state, message.New("exploring"))
	case p.held, halt == lesson.Paused:
		state = append(state, message.New("paused"))
	case halt == lesson.Asking && !p.options.Notice.Empty():
		// The rule has room for one of them beside the chapter's name.
	case halt == lesson.Asking:
		state = append(state, message.New("your turn"))
	case halt == lesson.Ended:
		state = append(state, message.New("the end"))
		a.Instead = p.ending()
	case p.run.Hurrying():
		state = append(state, message.New("hurrying"))
	}
	a.State = message.Series(state...)
	return a
}

// ending says what to read when a lesson is over, and how many of its
// expectations did not hold.
func (p *Player) ending() message.Text {
	var notes, failed message.Text
	if s := p.run.Shell(); s != nil {
		if l, _ := s.Lab(); l != nil {
			notes = message.New("Formulas and sources: esc, then n, for the notes of %s.", l.Info().Tab)
		}
	}
	if n := len(p.run.Failures()); n > 0 {
		failed = message.Count(n, "One thing that this lesson expects did not hold: logitarium test says which.",
			"%d things that this lesson expects did not hold: logitarium test says which.", n)
	}
	return message.Join(message.New("The end."), notes, p.options.After, failed)
}

// drawField draws the guess while it is typed, and returns the cursor.
func (p *Player) drawField(g viz.Grid, at lesson.Row) *tea.Cursor {
	text, cursor := p.field.Window(p.win.Theme, at.W)
	st := p.win.Theme.Strong
	st.Attr |= viz.Underline
	g.Fill(at.X, at.Y, at.W, 1, ' ', st)
	g.Text(at.X, at.Y, text, st)
	return tea.NewCursor(at.X+min(cursor, at.W-1), at.Y)
}

// drawMenu lists the chapters over the program, the chosen one in sight.
func (p *Player) drawMenu(g viz.Grid, room viz.Size) {
	chapters := p.run.Chapters()
	wide := 0
	for _, c := range chapters {
		wide = max(wide, p.win.Theme.Show(viz.Clean(c.Name)).Width())
	}
	box, at := centred(room, viz.Size{W: wide + 7, H: len(chapters) + 2})
	rows := box.H - 2
	if rows < 1 {
		return
	}
	m := p.menu
	m.top = max(min(m.top, m.at), m.at-rows+1, 0)
	list := viz.Box(box, p.win.Theme, p.words(message.New("chapters")), p.win.Theme.Faint)
	for y := range min(rows, len(chapters)-m.top) {
		i := m.top + y
		mark, st := " ", p.win.Theme.Text
		if i == m.at {
			mark, st = "▸", p.win.Theme.Accent
		}
		list.Text(1, 1+y, p.win.Theme.Fit(viz.Cleanf("%s%2d %s", mark, i+1, chapters[i].Name), box.W-2), st)
	}
	g.Put(at.W, at.H, list)
}

// drawHelp lists the keys over the program.
func (p *Player) drawHelp(g viz.Grid, room viz.Size) {
	const column = 8
	bindings := p.keys.playing()
	if p.options.Amend {
		bindings = append(bindings, p.keys.say, p.keys.pause, p.keys.record, p.keys.undo)
	}
	wide := 0
	for _, b := range bindings {
		wide = max(wide, p.win.Theme.Show(p.does(b)).Width())
	}
	box, at := centred(room, viz.Size{W: wide + column + 4, H: len(bindings) + 2})
	list := viz.Box(box, p.win.Theme, p.words(message.New("keys of a lesson")), p.win.Theme.Faint)
	for y, b := range bindings[:max(min(len(bindings), box.H-2), 0)] {
		p.drawKey(list, y+1, column, b)
	}
	g.Put(at.W, at.H, list)
}

// does says what a key is for.
func (p *Player) does(b key.Binding) viz.Safe { return p.words(message.Known(b.Help().Desc)) }

func (p *Player) drawKey(g viz.Grid, y, column int, b key.Binding) {
	t := p.win.Theme
	g.Text(2, y, t.Fit(ui.KeyName(t, b.Help().Key), column-1), t.Accent)
	g.Text(2+column, y, t.Fit(p.does(b), max(g.W-4-column, 0)), t.Text)
}

// centred returns as much of a box as there is room for, and where it begins.
func centred(room, want viz.Size) (box, at viz.Size) {
	box = viz.Size{W: min(want.W, room.W), H: min(want.H, room.H)}
	return box, viz.Size{W: (room.W - box.W) / 2, H: (room.H - box.H) / 2}
}
