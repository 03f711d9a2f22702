package course

import (
	"logitarium/ui"
	"logitarium/ui/message"
	"logitarium/viz"
)

func (l *Leader) draw() screen {
	g := l.win.Theme.Grid(l.win.Size)
	switch {
	case g.W < 20 || g.H < 5:
		if g.H > 0 {
			g.Text(0, 0, l.win.Theme.Fit(viz.Cleanf("%s: %s", l.course.Shown, l.course.Lessons[l.at].Name), g.W), l.win.Theme.Strong)
		}
	default:
		y := l.drawHead(g)
		room := viz.Size{W: g.W, H: g.H - y - 2}
		switch l.page {
		case score:
			l.drawAnswers(g, y, room)
		default:
			l.drawList(g, y, room)
		}
		l.drawFoot(g)
		if l.page == helps {
			l.drawHelp(g)
		}
	}
	return screen{g, g.String()}
}

// drawHead says which course this is and what was done of it, and returns the
// first row below.
func (l *Leader) drawHead(g viz.Grid) int {
	t := l.win.Theme
	finished := 0
	for i := range l.course.Lessons {
		if l.doneOf(i).Finished {
			finished++
		}
	}
	so := []message.Text{message.New("%d of %d lessons done", finished, len(l.course.Lessons))}
	if s := l.score(); s.Answered > 0 {
		so = append(so, message.New("%d of %d questions right", s.Right, s.Asked))
	}
	done := t.Show(l.words(message.Series(so...)))
	if done.Width()+4+t.Show(viz.Clean(l.title())).Width() > g.W {
		done = t.Show(viz.Cleanf("%d/%d", finished, len(l.course.Lessons)))
	}
	g.Text(g.W-1-done.Width(), 0, done, t.Faint)
	g.Text(1, 0, t.Fit(viz.Clean(l.title()), g.W-4-done.Width()), t.Strong)
	y := 1
	if l.page == list && g.H >= 12 {
		const most = 4 // rows of what is said
		for _, about := range l.course.About {
			for _, line := range viz.Wrap(t.Show(viz.Clean(about)), g.W-2) {
				if y <= most {
					g.Text(1, y, line, t.Text)
					y++
				}
			}
		}
	}
	g.Put(0, y, viz.Rule(viz.Size{W: g.W, H: 1}, t, viz.Safe{}))
	return y + 1
}

func (l *Leader) title() string {
	if l.course.Shown != "" {
		return l.course.Shown
	}
	return l.options.Words.Print(message.New("a course"))
}

// drawList lists the lessons, the chosen one in sight: what was done, how long
// each takes, how many questions were answered rightly, and on what it builds.
// Where titles are cut, the chosen one stands whole below.
func (l *Leader) drawList(g viz.Grid, y int, room viz.Size) {
	t := l.win.Theme
	n := len(l.course.Lessons)
	below, cut := 0, false
	for i := range n {
		lines := viz.Wrap(l.titleOf(i), max(room.W-2, 1))
		below, cut = max(below, len(lines)), cut || l.titleOf(i).Width() > l.titleRoom(room.W)
	}
	const least = 6 // lessons
	if cut && room.H-below >= least {
		room.H -= below
		for row, line := range viz.Wrap(l.titleOf(l.at), max(room.W-2, 1)) {
			g.Text(1, y+room.H+row, line, t.Strong)
		}
	}
	l.top = max(min(l.top, l.at), l.at-room.H+1, 0)
	long, right := l.columns(room.W)
	for row := range min(room.H, n-l.top) {
		i := l.top + row
		at, st, mark := " ", t.Text, " "
		if l.doneOf(i).Finished {
			mark = "✓"
			if t.Glyphs == viz.ASCII {
				mark = "*"
			}
		}
		if i == l.at {
			at, st = "▸", t.Accent
		}
		head := viz.Cleanf("%s%2d %s ", at, i+1, mark)
		x := g.Text(0, y+row, t.Show(head), st)
		name := t.Fit(viz.Clean(l.course.Lessons[i].Name), long)
		g.Text(x, y+row, name, st)
		x += long + 2
		told := t.Show(l.words(l.told(i)))
		rest := room.W - x - 1
		if rest-right >= leastTitle {
			g.Text(room.W-1-told.Width(), y+row, told, t.Faint)
			rest -= right + 2
		}
		g.Text(x, y+row, t.Fit(viz.Cleanf("%s %s", viz.Clean(l.length(i)).PadLeft(5), l.titleOf(i)), max(rest, 0)), st)
	}
}

// leastTitle is how many cells a lesson's length and title have at least where
// something stands at their right.
const leastTitle = 20

func (l *Leader) titleOf(i int) viz.Safe {
	return l.win.Theme.Show(viz.Clean(l.options.Tapes[i].Title))
}

// columns are how many cells names take in so many, and what stands at the right.
func (l *Leader) columns(w int) (names, right int) {
	for i := range l.course.Lessons {
		names = max(names, l.win.Theme.Show(viz.Clean(l.course.Lessons[i].Name)).Width())
		right = max(right, l.win.Theme.Show(l.words(l.told(i))).Width())
	}
	return min(names, w/3), right
}

// titleRoom is how many cells titles have in a list of so many.
func (l *Leader) titleRoom(w int) int {
	const head, length = 6, 6 // the number with its marks; the length and a blank
	names, right := l.columns(w)
	rest := w - head - names - 2 - 1
	if rest-right >= leastTitle {
		rest -= right + 2
	}
	return rest - length
}

// told is what stands at the right of a lesson: on what it builds, or its score.
func (l *Leader) told(i int) message.Text {
	if missing := l.missing(i); len(missing) > 0 && !l.doneOf(i).Finished {
		return message.New("after %v", message.Series(missing...))
	}
	s := l.doneOf(i).Of(l.questions[i])
	switch {
	case s.Answered > 0:
		return message.New("%d of %d right", s.Right, s.Asked)
	case s.Asked == 0:
		return message.Text{}
	}
	return message.Count(s.Asked, "1 question", "%d questions", s.Asked)
}

// line is a row of the page of answers.
type line struct {
	text  viz.Safe
	style viz.Style
}

// lines are the rows of the page of answers, as wide as there is room.
func (l *Leader) lines(w int) []line {
	t := l.win.Theme
	var all []line
	add := func(indent string, text viz.Safe, st viz.Style) {
		for _, row := range viz.Wrap(t.Show(text), max(w-len(indent), 1)) {
			all = append(all, line{viz.Cleanf("%s%s", indent, row), st})
		}
	}
	s := l.score()
	said := message.New("No question was answered yet.")
	if s.Answered > 0 {
		said = message.Join(message.Count(s.Answered, "1 question was answered.", "%d questions were answered.", s.Answered),
			message.New("%d of %d are right.", s.Right, s.Asked))
	}
	if l.whole() {
		said = message.Join(message.New("The course is done."), said)
	}
	add("", l.words(said), t.Strong)
	for i, le := range l.course.Lessons {
		d := l.doneOf(i)
		heading := false
		for _, q := range l.questions[i] {
			a, ok := d.Answer(q)
			if !ok {
				continue
			}
			if !heading {
				all = append(all, line{})
				add("", viz.Cleanf("%d %s", i+1, le.Name), t.Accent)
				heading = true
			}
			add("  ", viz.Clean(q), t.Text)
			answer := message.Verbatim(l.answers[i][q])
			switch {
			case a.Guess == "":
				add("    ", l.words(message.New("not guessed; the answer: %v", answer)), t.Faint)
			case a.Right:
				add("    ", l.words(message.New("right: %v", message.Verbatim(a.Guess))), t.Measured)
			default:
				add("    ", l.words(message.New("you said %v; the answer: %v", message.Verbatim(a.Guess), answer)), t.Reference)
			}
		}
	}
	return all
}

// drawAnswers draws the page of answers.
func (l *Leader) drawAnswers(g viz.Grid, y int, room viz.Size) {
	all := l.lines(room.W - 2)
	l.top = max(min(l.top, len(all)-room.H), 0)
	for row := range min(room.H, len(all)-l.top) {
		g.Text(1, y+row, all[l.top+row].text, all[l.top+row].style)
	}
}

// drawFoot says what the last key came to, or whether progress is kept, and the
// keys.
func (l *Leader) drawFoot(g viz.Grid) {
	t := l.win.Theme
	y := g.H - 2
	g.Put(0, y, viz.Rule(viz.Size{W: g.W, H: 1}, t, viz.Safe{}))
	if !l.notice.Empty() {
		g.Text(1, y+1, t.Fit(l.words(l.notice), g.W-2), t.Accent)
		return
	}
	if !l.options.Kept {
		g.Text(2, y, t.Fit(l.words(message.New(" what you do is not kept: --progress FILE keeps it ")), g.W-4), t.Faint)
	}
	x := 1
	for _, h := range l.hints() {
		key, does := ui.KeyName(t, h.Key), t.Show(l.words(h.Does))
		if x+key.Width()+1+does.Width() >= g.W {
			break
		}
		x += g.Text(x, y+1, key, t.Text) + 1
		x += g.Text(x, y+1, does, t.Faint) + 2
	}
}

// drawHelp lists the keys over the list.
func (l *Leader) drawHelp(g viz.Grid) {
	t := l.win.Theme
	const column = 8
	bindings := l.keys.all()
	does := func(i int) viz.Safe { return t.Show(l.words(message.Known(bindings[i].Help().Desc))) }
	wide := 0
	for i := range bindings {
		wide = max(wide, does(i).Width())
	}
	box := viz.Size{W: min(wide+column+4, g.W), H: min(len(bindings)+2, max(g.H-2, 0))}
	b := viz.Box(box, t, l.words(message.New("keys of a course")), t.Faint)
	for y := range max(min(len(bindings), box.H-2), 0) {
		b.Text(2, y+1, t.Fit(ui.KeyName(t, bindings[y].Help().Key), column-1), t.Accent)
		b.Text(2+column, y+1, t.Fit(does(y), max(box.W-4-column, 0)), t.Text)
	}
	g.Put((g.W-box.W)/2, max((g.H-2-box.H)/2, 0), b)
}
