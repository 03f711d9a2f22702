package ui

import "logitarium/viz"

// rect is a part of the screen. One without cells is not shown.
type rect struct{ x, y, w, h int }

func (r rect) contains(x, y int) bool {
	return x >= r.x && x < r.x+r.w && y >= r.y && y < r.y+r.h
}

func (r rect) size() viz.Size { return viz.Size{W: r.w, H: r.h} }

// under returns what is left of r below its first n rows.
func (r rect) under(n int) rect { return rect{r.x, r.y + n, r.w, r.h - n} }

// row returns one row of r, or nothing below its end.
func (r rect) row(i int) rect {
	if i < 0 || i >= r.h {
		return rect{}
	}
	return rect{r.x, r.y + i, r.w, 1}
}

// layout says where everything is drawn. All labs have the same layout: tabs;
// the question and the views; a sentence; the picture over the full width, with
// most of the rows; readings, where there are rows for them; a line with a hint;
// a strip of knobs; keys, which on a low screen share the line of the hint.
type layout struct {
	tabs, question, sentence rect
	body                     rect // all between the head and the keys
	picture, pictB           rect
	readings                 rect
	differences              rect // of a comparison
	number, said             rect // before a class: what is large, and the sentence
	status, strip, footer    rect
	told                     rect // what is folded away, beside the strip; else in the status
	rule                     rect // over a page

	ruled bool // the status stands in a line between the picture and the knobs
	keyed bool // and has the keys as well: no footer
	slim  bool // one pane: the chosen knob has the only row of the strip
	line  bool // one status line, nothing else
}

// demand is how much there is to show.
type demand struct {
	readings int
	unfolded int // the number of knobs, if the strip shows all of them; else 0
	compares bool
}

// The sizes at which the screen changes its shape.
const (
	lineW, lineH = 20, 5  // below: one line
	paneW, paneH = 40, 10 // below: one pane
	sideW, tallH = 60, 20 // below and at least: a portrait
	tableW       = 78     // at least: three columns of knobs, and the names that go with them
	lowH         = 20     // below: no row for the keys alone,
	lowNarrowH   = 25     // nor here, if the sentence has three rows
	roomyH       = 30     // at least: rows for readings
	airyH        = 36     // at least: blank rows around the sentence
)

// Chrome is what stands around a picture.
type Chrome int

// A lesson has a strip of its own in place of the footer. Before a class there
// is nothing but the picture and, large, the number under discussion: in all of
// the room, as a lesson has it, or in the upper two thirds, as heads hide the
// rest, with what the numbers mean below.
const (
	WithFooter Chrome = iota
	WithoutFooter
	Presenting
	PresentingAlone
)

func (c Chrome) presents() bool { return c == Presenting || c == PresentingAlone }

// arrange divides a screen.
func arrange(size viz.Size, d demand, around Chrome) layout {
	switch around {
	case Presenting, PresentingAlone:
		return present(size, d.compares, around == PresentingAlone)
	case WithoutFooter:
		// As if there were a row more, which the footer has.
		if l := divide(viz.Size{W: size.W, H: size.H + 1}, d, true); l.footer.h > 0 {
			l.footer = rect{}
			return l
		}
	}
	return divide(size, d, keysApart(size))
}

// present is the plan for a class: the sentence, if it is alone, then large the
// number under discussion and the chosen knob, and the picture below.
func present(size viz.Size, comparing, alone bool) layout {
	w, h := size.W, size.H
	if w < lineW || h < lineH {
		return layout{line: true, status: rect{0, 0, w, min(h, 1)}}
	}
	l := layout{status: rect{0, h - 1, w, 1}, body: rect{0, 0, w, h - 1}}
	y := 0
	if alone && h >= 2*lineH {
		l.said = rect{1, 0, w - 2, min(max(h/12, 1), 3)}
		if w < sideW {
			l.said.h++
		}
		y = l.said.h
	}
	b := l.body.under(y)
	if comparing && w >= paneW && h >= paneH {
		l.strip = rect{0, b.y + b.h - 1, w, 1}
		l.compare(rect{b.x, b.y, b.w, b.h - 1})
		return l
	}
	if w >= sideW && h < 16 { // rows are dearer than columns
		const number = 26 // cells: -0.1234 in large digits
		column := min(max(w*3/10, min(w*9/20, number)), 48)
		l.number = rect{1, b.y, column - 1, b.h}
		l.picture = rect{column + 2, b.y, b.w - column - 3, b.h}
		return l
	}
	const name, digits, below = 1, 3, 1 // rows
	band := min(max(b.h/2, 2), name+digits+below)
	if h >= roomyH {
		band += 2 // digits of five rows
	}
	l.number = rect{1, b.y, b.w - 2, band}
	l.picture = rect{1, b.y + band, b.w - 2, b.h - band}
	return l
}

// keysApart reports whether the keys have a row of their own. On a low screen
// the picture has it, which would else be less than three fifths of the rows.
func keysApart(size viz.Size) bool {
	switch {
	case size.W < sideW:
		return true
	case size.W < tableW:
		return size.H >= lowNarrowH
	}
	return size.H >= lowH
}

// divide is the plan of a lab's screen, with a row for the keys or without.
func divide(size viz.Size, d demand, keys bool) layout {
	w, h := size.W, size.H
	switch {
	case w < lineW || h < lineH:
		return layout{line: true, status: rect{0, 0, w, min(h, 1)}}
	case w < paneW || h < paneH || (w < sideW && h < tallH):
		return arrangePane(w, h)
	}
	l := layout{ruled: true, keyed: !keys, tabs: rect{0, 0, w, 1}}
	end := h // of what is above the keys
	if keys {
		end--
		l.footer = rect{0, end, w, 1}
	}
	y := 1
	if h >= 16 { // else the picture needs the row more
		l.question = rect{0, y, w, 1}
		y++
	}
	strip := stripRows(size, d.unfolded)
	l.body = rect{0, y, w, end - y}
	bottom := end - strip
	l.strip = rect{0, bottom, w, strip}
	if w >= sideW && w < tableW && strip > 1 {
		const count = 6 // cells: +12 I
		l.told = rect{w - count, bottom, count, strip}
	}
	bottom--
	l.status = rect{0, bottom, w, 1}
	if d.compares {
		l.compare(rect{0, y, w, bottom - y})
		if said := SentenceRows(size); said > 0 && l.picture.h > 4*said {
			l.sentence = rect{1, y, w - 2, said}
			l.picture, l.pictB = l.picture.under(said), l.pictB.under(said)
		}
		return l
	}
	if said := SentenceRows(size); said > 0 {
		air := 0
		if h >= airyH && d.unfolded == 0 {
			air = 1
		}
		l.sentence = rect{1, y + air, w - 2, said}
		y += said + 2*air
	}
	if rows := min(readingRows(h), columnsOf(d.readings, readingColumns(w))); rows > 0 {
		bottom -= rows
		l.readings = rect{1, bottom, w - 2, rows}
	}
	l.picture = rect{1, y, w - 2, bottom - y}
	return l
}

// stripRows is how many rows the knobs have: few, or as many as some knobs need.
func stripRows(size viz.Size, unfolded int) int {
	rows := 1
	switch {
	case size.W < sideW: // a portrait
		rows = size.H / 5
	case size.H >= 22:
		rows = 3
	case size.H >= 13:
		rows = 2
	}
	return max(rows, min(columnsOf(unfolded, stripColumns(size.W)), size.H/2))
}

// SentenceRows is how many rows a sentence has: as many narrow ones as hold what
// two hold of 80 columns.
func SentenceRows(size viz.Size) int {
	switch {
	case size.W < sideW, size.W < tableW && size.H >= 16:
		return 3
	case size.H >= 16:
		return 2
	case size.H >= 12:
		return 1
	}
	return 0
}

// readingRows is how many rows there are at most for readings alone.
func readingRows(h int) int {
	switch {
	case h >= 46:
		return 4
	case h >= airyH:
		return 3
	case h >= roomyH:
		return 2
	}
	return 0
}

// stripColumns and readingColumns are how many knobs and readings stand beside
// each other.
func stripColumns(w int) int   { return min(max(w/26, 1), 5) }
func readingColumns(w int) int { return min(max(w/39, 1), 4) }

// columnsOf is how many rows so many things need in some columns.
func columnsOf(things, columns int) int { return (things + columns - 1) / columns }

// cell returns a cell of r, cut into columns that are filled one after the
// other, with a blank column at the end of each.
func (r rect) cell(i, columns int) rect {
	row, column := i%r.h, i/r.h
	x := r.x + column*r.w/columns
	return rect{x, r.y + row, r.x + (column+1)*r.w/columns - x - 1, 1}
}

// cell returns a cell of the strip, without what is told beside it.
func (l layout) cell(i, columns int) rect {
	r := l.strip.cell(i, columns)
	if end := l.told.x - 1; l.told.h > 0 && r.x+r.w > end {
		r.w = end - r.x
	}
	return r
}

// prompting is the plan while a name is typed into the status: the keys, or what
// is wrong with the name, take the last row of the knobs where they have none.
func (l layout) prompting() layout {
	if l.keyed && l.strip.h > 0 {
		l.strip.h--
		l.told.h = min(l.told.h, l.strip.h)
		l.footer = rect{0, l.strip.y + l.strip.h, l.strip.w, 1}
		l.keyed = false
	}
	return l
}

// compare puts A and B side by side over their differences.
func (l *layout) compare(b rect) {
	below := min(max(b.h*3/10, 3), 9)
	half := (b.w - 4) / 2
	l.picture = rect{1, b.y, half, b.h - below}
	l.pictB = rect{3 + half, b.y, half, b.h - below} // as wide as A, else the same axis has other columns
	l.differences = rect{1, b.y + b.h - below, b.w - 2, below}
}

// page is the layout while a page covers what is below the head.
func (l layout) page(size viz.Size) layout {
	if l.line || l.slim || !l.ruled {
		return l
	}
	if l.keyed { // a page has room for the row of the keys
		l.footer, l.keyed = rect{0, size.H - 1, size.W, 1}, false
	}
	bottom := size.H - l.footer.h - 1
	y := l.question.y + l.question.h
	if l.question.h == 0 {
		y = 1
	}
	l.rule = rect{0, y, size.W, 1}
	l.status = rect{0, bottom, size.W, 1}
	l.body = rect{0, y + 1, size.W, bottom - y - 1}
	l.ruled = false
	return l
}

// arrangePane arranges one pane: the picture, and below it as many as fit of
// the chosen knob, the status and the keys.
func arrangePane(w, h int) layout {
	l := layout{slim: true, tabs: rect{0, 0, w, 1}}
	bottom := h
	if h >= 8 {
		bottom--
		l.footer = rect{0, bottom, w, 1}
	}
	bottom--
	l.status = rect{0, bottom, w, 1}
	under := min(max((bottom-1)/4, 1), 3)
	l.strip = rect{0, bottom - under, w, under}
	l.picture = rect{1, 1, w - 2, bottom - under - 1}
	l.body = rect{0, 1, w, bottom - 1}
	return l
}
