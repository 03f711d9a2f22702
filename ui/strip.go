package ui

import (
	"slices"

	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// folded is what a screen has no room for: the subject, which is drawn elsewhere,
// and how many knobs and readings; briefly, if there is no room for what they are.
type folded struct {
	subject               viz.Safe
	idle, knobs, readings int
	brief                 bool
}

// inStrip are the indices of the knobs that have a place in the strip: those
// that do something now and the chosen one, or when they are unfolded all that
// are not hidden.
func (m *Model) inStrip(knobs []lab.Knob) []int {
	return shownKnobs(knobs, m.here().chosen, m.unfolded)
}

func shownKnobs(knobs []lab.Knob, chosen int, unfolded bool) []int {
	var shown []int
	for i, k := range knobs {
		switch {
		case k.Name == viewKnob:
		case i == chosen, k.Idle.Empty(), unfolded && !k.Hidden:
			shown = append(shown, i)
		}
	}
	return shown
}

// drawNumbers draws the sentence, the readings and the knobs, and returns what
// does not fit. Readings go into rows of their own or the rest of the sentence's
// last row, and then into the strip's free cells, at least one of them and those
// under discussion even in place of knobs.
func (m *Model) drawNumbers(c *canvas, l layout) (f folded) {
	readings := m.inFront(m.numbers(), 0)
	n := 0
	if l.readings.h > 0 {
		n = m.drawReadingRows(c, l.readings, readings)
		m.drawSentence(c, l.sentence)
	} else {
		n = m.drawBeside(c, l.sentence, m.drawSentence(c, l.sentence), readings)
	}
	rest := readings[n:]
	const least, most = 1, 3
	taken := min(max(min(max(m.spokenOf(readings), least), most)-n, 0), len(rest))
	var free int
	f.idle, f.knobs, free = m.drawKnobs(c, l, taken)
	f.readings = len(rest) - m.drawFree(c, l, free, rest)
	c.spot(l.strip, onPanel, 0)
	return f
}

// drawSentence draws what the numbers mean and returns how many cells of the
// last row it takes.
func (m *Model) drawSentence(c *canvas, r rect) int {
	if r.h < 1 {
		return r.w
	}
	last := 0
	for i, line := range m.within(r.w, r.h) {
		w := c.text(r.x, r.y+i, r.w, line, c.theme.Text)
		if i == r.h-1 {
			last = w
		}
	}
	return last
}

// drawSentenceOfB draws what the numbers of the open lab mean, which in a
// comparison is B.
func (m *Model) drawSentenceOfB(c *canvas, r rect) {
	if r.h < 1 {
		return
	}
	w := c.text(r.x, r.y, r.w, viz.Clean("B"), c.theme.Accent) + 2
	m.drawSentence(c, rect{r.x + w, r.y, r.w - w, r.h})
}

// drawBeside draws readings into the rest of the sentence's last row. They begin
// at a column of the strip, so that they stay in place while the sentence changes
// a little. It returns how many it drew.
func (m *Model) drawBeside(c *canvas, r rect, taken int, readings []lab.Reading) int {
	if r.h < 1 {
		return 0
	}
	const gap = 3
	row := r.row(r.h - 1)
	x := row.x
	for i := 1; taken > 0 && x < row.x+taken+gap; i++ {
		x = row.x + i*row.w/stripColumns(row.w+2)
	}
	for i, rd := range readings {
		name := c.theme.Show(m.print(message.Label("reading", rd.Name)))
		number := c.theme.Show(m.print(value(rd)))
		if x+name.Width()+1+number.Width() > row.x+row.w {
			return i
		}
		x += c.text(x, row.y, row.w, name, c.theme.Faint) + 1
		x += c.text(x, row.y, row.w, number, c.theme.Strong) + gap
	}
	return len(readings)
}

// drawReadingRows draws readings in columns and returns how many it drew.
func (m *Model) drawReadingRows(c *canvas, r rect, readings []lab.Reading) int {
	columns := readingColumns(r.w + 2)
	n := min(len(readings), columns*r.h)
	for i := 0; i < n; i += r.h {
		at := r.cell(i, columns)
		part := readings[i:min(i+r.h, n)]
		m.drawReadings(c, rect{at.x, at.y, at.w, len(part)}, part)
	}
	return n
}

// drawFree draws readings into the free cells at the end of the strip and returns
// how many it drew.
func (m *Model) drawFree(c *canvas, l layout, free int, readings []lab.Reading) int {
	r := l.strip
	columns := stripColumns(r.w)
	n := min(free, len(readings))
	for drawn := 0; drawn < n; {
		at := l.cell(columns*r.h-free+drawn, columns)
		part := readings[drawn:min(n, drawn+r.y+r.h-at.y)]
		m.drawReadings(c, rect{at.x + 1, at.y, at.w - 1, len(part)}, part)
		drawn += len(part)
	}
	return n
}

// drawKnobs draws knobs in columns and leaves at least keep cells at the end
// free. It returns how many idle knobs and how many others it left out, and how
// many cells are free.
func (m *Model) drawKnobs(c *canvas, l layout, keep int) (idle, hidden, free int) {
	r := l.strip
	knobs := m.knobs()
	shown := m.inStrip(knobs)
	for i, k := range knobs {
		if !k.Idle.Empty() && !k.Hidden && !slices.Contains(shown, i) {
			idle++
		}
	}
	if r.h < 1 {
		return idle, len(shown), 0
	}
	columns := stripColumns(r.w)
	room := max(columns*r.h-keep, 1)
	at := max(slices.Index(shown, m.here().chosen), 0)
	first := 0
	if len(shown) > room { // one after the chosen one is seen, so that there is somewhere to go
		first = min(max(min(at+2, len(shown))-room, 0), at)
	}
	part := shown[first:min(first+room, len(shown))]
	for from := 0; from < len(part); from += r.h {
		column := part[from:min(from+r.h, len(part))]
		var of []lab.Knob
		for _, i := range column {
			of = append(of, knobs[i])
		}
		for y, i := range column {
			cell := l.cell(from+y, columns)
			m.drawKnob(c, cell, m.fitColumns(of, cell.w), i, knobs[i])
		}
	}
	return idle, len(shown) - len(part), columns*r.h - len(part)
}

// drawSlim is the strip of one pane: the chosen knob, then readings.
func (m *Model) drawSlim(c *canvas, r rect) {
	p := m.here()
	knobs := m.knobs()
	if p.chosen < len(knobs) && r.h > 0 {
		k := knobs[p.chosen]
		m.drawKnob(c, r.row(0), m.fitColumns([]lab.Knob{k}, r.w), p.chosen, k)
	}
	readings := m.numbers()
	rest := rect{r.x + 1, r.y + 1, r.w - 2, min(r.h-1, len(readings))}
	if rest.h > 0 {
		m.drawReadings(c, rest, m.inFront(readings, rest.h))
	}
	c.spot(r, onPanel, 0)
}

// foldedAway says what did not fit, and which keys show it.
func (m *Model) foldedAway(f folded) []viz.Safe {
	var all []viz.Safe
	if m.options.Captured {
		all = append(all, m.print(message.New("captured")))
	}
	if f.subject.Width() > 0 && m.win.Size.W >= tableW {
		all = append(all, f.subject)
	}
	return append(all, m.counted(f)...)
}

// counted are the counts of what is folded away, with the keys that show it.
func (m *Model) counted(f folded) (all []viz.Safe) {
	add := func(n int, one, many message.ID, key string) {
		switch {
		case n > 0 && f.brief:
			all = append(all, m.print(message.New("+%d %s", n, KeyName(m.win.Theme, key))))
		case n > 0:
			all = append(all, m.print(message.Count(n, one, many, n, KeyName(m.win.Theme, key))))
		}
	}
	fold, help := keyOf(m.keys.fold), keyOf(m.keys.help)
	if f.knobs > 0 {
		add(f.knobs+f.idle, "+%d knob %s", "+%d knobs %s", fold)
	} else {
		add(f.idle, "+%d idle %s", "+%d idle %s", fold)
	}
	add(f.readings, "+%d number %s", "+%d numbers %s", help)
	return all
}

// drawCounts counts beside the knobs what is folded away: knobs in the first row,
// readings in the last.
func (m *Model) drawCounts(c *canvas, r rect, f folded) {
	if r.h < 1 {
		return
	}
	of := folded{brief: true, idle: f.idle, knobs: f.knobs}
	for _, y := range []int{0, r.h - 1} {
		for _, text := range m.counted(of) {
			text = c.theme.Fit(text, r.w-1)
			c.text(r.x+r.w-1-text.Width(), r.y+y, r.w, text, c.theme.Faint)
		}
		of = folded{brief: true, readings: f.readings}
	}
	c.spot(r, onFold, 0)
}

// drawTold lists at the right end of a row what is folded away, and returns how
// many cells to the left of it are free.
func (m *Model) drawTold(c *canvas, r rect, f folded) int {
	told := m.foldedAway(f)
	if len(told) == 0 {
		return r.w
	}
	x := r.x + r.w - 1
	for _, text := range slices.Backward(told) {
		text = c.theme.Show(text)
		if x-text.Width()-2 < r.x {
			break
		}
		x -= text.Width() + 2
		c.text(x, r.y, r.w, viz.Cleanf(" %s ", text), c.theme.Faint)
		x--
	}
	c.spot(rect{x + 1, r.y, r.x + r.w - x - 1, 1}, onFold, 0)
	return x - r.x
}
