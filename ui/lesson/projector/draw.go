package projector

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
func (p *Projector) View() tea.View {
	s := p.win.Frame(p.draw)
	v := tea.NewView(s.text)
	v.AltScreen = true
	v.Cursor = s.cursor
	return v
}

// Grid is what the screen shows.
func (p *Projector) Grid() viz.Grid { return p.win.Frame(p.draw).grid }

func (p *Projector) draw() screen {
	g := p.win.Theme.Grid(p.win.Size)
	rows := p.stripRows()
	picture := p.reel.screen.Size()
	// The strip lies over a picture that just fits, for a while: below is its place
	// where there is room, and where the picture is cut anyway.
	below := g.H >= picture.H+rows || g.H < picture.H
	room := viz.Size{W: g.W, H: g.H}
	if below {
		room.H -= rows
	}
	cursor := p.drawPicture(g, room)
	overlay := p.fading > 0 || !p.moving()
	if below || overlay {
		p.drawStrip(g, g.H-rows, rows)
		if !below && cursor != nil && cursor.Y >= g.H-rows {
			cursor = nil
		}
	}
	box := viz.Size{W: g.W, H: max(g.H-rows, 0)}
	switch {
	case p.helps:
		p.drawHelp(g, box)
	case p.menu != nil:
		p.drawMenu(g, box)
	}
	if p.helps || p.menu != nil {
		cursor = nil
	}
	return screen{grid: g, text: g.String(), cursor: cursor}
}

// stripRows is how many rows the strip has.
func (p *Projector) stripRows() int {
	switch h := p.win.Size.H; {
	case h >= 8:
		return 2
	case h >= 3:
		return 1
	}
	return 0
}

// drawPicture draws the recording's screen: framed in the middle where there is
// room, else from the top left; of a higher one the rows with the cursor, if it
// shows one.
func (p *Projector) drawPicture(g viz.Grid, room viz.Size) *tea.Cursor {
	t := p.win.Theme
	shown := p.reel.screen.Grid()
	x, y, top := 0, 0, 0
	cx, cy, visible := p.reel.screen.Cursor()
	switch {
	case room.W >= shown.W+2 && room.H >= shown.H+2:
		x, y = (room.W-shown.W)/2, (room.H-shown.H)/2
		g.Put(x-1, y-1, viz.Box(viz.Size{W: shown.W + 2, H: shown.H + 2}, t, viz.Clean(p.title), t.Faint))
	case visible:
		top = min(max(cy-room.H+1, 0), max(shown.H-room.H, 0))
	}
	part := viz.NewGrid(viz.Size{W: min(shown.W, room.W), H: min(shown.H, room.H)})
	part.Put(0, -top, shown)
	g.Put(x, y, part)
	if !visible || cx >= part.W || cy-top >= part.H || cy < top {
		return nil
	}
	return tea.NewCursor(x+cx, y+cy-top)
}

// drawStrip says where the recording is and which keys there are.
func (p *Projector) drawStrip(g viz.Grid, y, rows int) {
	if rows == 0 {
		return
	}
	t := p.win.Theme
	g.Put(0, y, t.Grid(viz.Size{W: g.W, H: rows}))
	p.drawRule(g, y)
	if rows == 1 {
		return
	}
	x := 1
	if !p.notice.Empty() {
		x += g.Text(x, y+1, t.Fit(p.words(p.notice), g.W-2), t.Accent) + 2
	} else if cut := p.cut(); !cut.Empty() {
		x += g.Text(x, y+1, t.Fit(p.words(cut), g.W-2), t.Bad) + 2
	}
	p.drawHints(g, x, y+1)
}

// cut says of a recording that the terminal is too small for it.
func (p *Projector) cut() message.Text {
	size := p.reel.screen.Size()
	if size.W <= p.win.Size.W && size.H <= p.win.Size.H {
		return message.Text{}
	}
	return message.New("cut: it is %dx%d", size.W, size.H)
}

// drawRule is a line, heavy as far as the recording is, with the chapter and the time.
func (p *Projector) drawRule(g viz.Grid, y int) {
	t, r := p.win.Theme, p.reel
	g.Put(0, y, viz.Rule(viz.Size{W: g.W, H: 1}, t, viz.Safe{}))
	heavy := '━'
	if t.Glyphs == viz.ASCII {
		heavy = '='
	}
	if r.end > 0 {
		g.Fill(0, y, int(int64(g.W)*int64(r.now)/int64(r.end)), 1, heavy, t.Accent)
	}
	times := message.New("%s of %s", lesson.Minutes(r.now), lesson.Minutes(r.end))
	clock := t.Show(viz.Cleanf(" %s ", p.words(message.Join(append(p.state(), times)...))))
	room := g.W - clock.Width() - 5
	name := p.title
	if i := r.chapter(); i >= 0 {
		name = strconv.Itoa(i+1) + "/" + strconv.Itoa(len(r.chapters)) + " " + r.chapters[i].Name
	}
	if room > 8 && name != "" {
		g.Text(2, y, t.Fit(viz.Cleanf(" %s ", viz.Clean(name)), room), t.Strong)
	}
	if clock.Width()+4 <= g.W {
		g.Text(g.W-clock.Width()-2, y, clock, t.Faint)
	}
}

// state is what the recording does besides going on.
func (p *Projector) state() []message.Text {
	var all []message.Text
	if p.speed != 1 {
		all = append(all, message.Verbatim("x"+strconv.FormatFloat(p.speed, 'g', 3, 64)))
	}
	switch {
	case p.reel.behind():
		all = append(all, message.New("going there"))
	case p.ended():
		all = append(all, message.New("the end"))
	case p.held:
		all = append(all, message.New("paused"))
	}
	return all
}

// hints are the keys that the strip names, the most needed first.
func (p *Projector) hints() []lesson.Hint {
	switch {
	case p.helps:
		return []lesson.Hint{{Does: message.New("any key returns")}}
	case p.menu != nil:
		return []lesson.Hint{{Key: "↑↓", Does: message.New("choose")}, {Key: "enter", Does: message.New("go there")}, {Key: "esc", Does: message.New("stay")}}
	}
	space := message.New("stops")
	switch {
	case p.ended():
		space = message.New("again")
	case p.held:
		space = message.New("goes on")
	}
	all := []lesson.Hint{{Key: "space", Does: space}, {Key: "←→", Does: message.New("5 s")}, {Key: "q", Does: message.New("quit")}, {Key: "?", Does: message.About("keyboard", "keys")}}
	if len(p.reel.chapters) > 0 {
		all = append(all, lesson.Hint{Key: "g", Does: message.New("chapters")})
	}
	return append(all, lesson.Hint{Key: "< >", Does: message.New("speed")})
}

// drawHints writes the keys that fit, to the right end of a row.
func (p *Projector) drawHints(g viz.Grid, from, y int) {
	t := p.win.Theme
	hints := p.hints()
	n, width := 0, 0
	for _, h := range hints {
		w := p.hintWidth(h)
		if from+width+w+1 > g.W {
			break
		}
		n, width = n+1, width+w+2
	}
	x := g.W - 1 - max(width-2, 0)
	for _, h := range hints[:n] {
		if h.Key != "" {
			x += g.Text(x, y, ui.KeyName(t, h.Key), t.Text) + 1
		}
		x += g.Text(x, y, t.Show(p.words(h.Does)), t.Faint) + 2
	}
}

func (p *Projector) hintWidth(h lesson.Hint) int {
	t := p.win.Theme
	w := t.Show(p.words(h.Does)).Width()
	if h.Key != "" {
		w += ui.KeyName(t, h.Key).Width() + 1
	}
	return w
}

// drawMenu lists the chapters over the picture, the chosen one in sight.
func (p *Projector) drawMenu(g viz.Grid, room viz.Size) {
	t, chapters := p.win.Theme, p.reel.chapters
	wide := p.words(message.New("chapters")).Width()
	for _, c := range chapters {
		wide = max(wide, t.Show(viz.Clean(c.Name)).Width())
	}
	box, at := centred(room, viz.Size{W: wide + 15, H: len(chapters) + 2})
	rows := box.H - 2
	if rows < 1 {
		return
	}
	m := p.menu
	m.top = max(min(m.top, m.at), m.at-rows+1, 0)
	list := viz.Box(box, t, p.words(message.New("chapters")), t.Faint)
	for y := range min(rows, len(chapters)-m.top) {
		i := m.top + y
		mark, st := " ", t.Text
		if i == m.at {
			mark, st = "▸", t.Accent
		}
		list.Text(1, 1+y, t.Fit(viz.Cleanf("%s%2d %s  %s", mark, i+1, viz.Clean(lesson.Minutes(chapters[i].At)).PadLeft(6), chapters[i].Name), box.W-2), st)
	}
	g.Put(at.W, at.H, list)
}

// drawHelp lists the keys over the picture.
func (p *Projector) drawHelp(g viz.Grid, room viz.Size) {
	t := p.win.Theme
	const column = 11
	does := func(b key.Binding) viz.Safe { return t.Show(p.words(message.Known(b.Help().Desc))) }
	bindings := p.keys.shown()
	wide := 0
	for _, b := range bindings {
		wide = max(wide, does(b).Width())
	}
	box, at := centred(room, viz.Size{W: wide + column + 4, H: len(bindings) + 2})
	list := viz.Box(box, t, p.words(message.New("keys of a recording")), t.Faint)
	for y, b := range bindings[:max(min(len(bindings), box.H-2), 0)] {
		list.Text(2, y+1, t.Fit(ui.KeyName(t, b.Help().Key), column-1), t.Accent)
		list.Text(2+column, y+1, t.Fit(does(b), max(box.W-4-column, 0)), t.Text)
	}
	g.Put(at.W, at.H, list)
}

// centred returns as much of a box as there is room for, and where it begins.
func centred(room, want viz.Size) (box, at viz.Size) {
	box = viz.Size{W: min(want.W, room.W), H: min(want.H, room.H)}
	return box, viz.Size{W: (room.W - box.W) / 2, H: (room.H - box.H) / 2}
}
