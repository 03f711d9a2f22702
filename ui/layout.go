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

// layout says where everything lies.
type layout struct {
	tabs, question, rule  rect
	body                  rect // all between the head and the foot
	panel, picture, pictB rect
	differences           rect // of a comparison
	number, said          rect // before a class: what is large, and the sentence below
	status, footer        rect

	slim bool // one pane: the chosen knob has the only row of the panel
	line bool // one status line, nothing else
}

// The sizes at which the screen changes its shape.
const (
	lineW, lineH = 20, 5  // below: one line
	paneW, paneH = 40, 10 // below: one pane
	sideW, tallH = 60, 20 // below and at least: the panel under the picture
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
func arrange(size viz.Size, comparing bool, around Chrome) layout {
	switch around {
	case Presenting:
		return present(size, comparing)
	case PresentingAlone:
		upper := viz.Size{W: size.W, H: size.H - size.H/3}
		l := present(upper, comparing)
		l.said = rect{1, upper.H + 1, size.W - 2, size.H - upper.H - 1}
		return l
	case WithoutFooter:
		// As if there were a row more, which the footer has.
		if l := divide(viz.Size{W: size.W, H: size.H + 1}, comparing); l.footer.h > 0 {
			l.footer = rect{}
			return l
		}
	}
	return divide(size, comparing)
}

// present gives the room to the picture, and to the left of it, on a narrow
// screen above it, to the number under discussion.
func present(size viz.Size, comparing bool) layout {
	w, h := size.W, size.H
	if w < lineW || h < lineH {
		return layout{line: true, status: rect{0, 0, w, min(h, 1)}}
	}
	l := layout{status: rect{0, h - 1, w, 1}, body: rect{0, 0, w, h - 1}}
	b := l.body
	switch {
	case comparing && w >= paneW && h >= paneH:
		l.compare()
	case w >= sideW && w >= 2*h:
		const number = 26 // cells: -0.1234 in large digits
		column := min(max(w*3/10, min(w*9/20, number)), 48)
		l.number = rect{1, b.y, column - 1, b.h}
		l.picture = rect{column + 2, b.y, b.w - column - 3, b.h}
	default:
		band := min(max(b.h/3, 2), 6)
		l.number = rect{1, b.y, b.w - 2, band}
		l.picture = rect{1, b.y + band, b.w - 2, b.h - band}
	}
	return l
}

func divide(size viz.Size, comparing bool) layout {
	w, h := size.W, size.H
	switch {
	case w < lineW || h < lineH:
		return layout{line: true, status: rect{0, 0, w, min(h, 1)}}
	case w < paneW || h < paneH || (w < sideW && h < tallH):
		return arrangePane(w, h)
	}
	l := layout{
		tabs: rect{0, 0, w, 1}, question: rect{0, 1, w, 1}, rule: rect{0, 2, w, 1},
		status: rect{0, h - 2, w, 1}, footer: rect{0, h - 1, w, 1},
		body: rect{0, 3, w, h - 5},
	}
	if h < 13 { // the picture needs the rows more
		l.question = rect{}
		l.rule.y, l.body = 1, rect{0, 2, w, h - 4}
	}
	switch {
	case comparing:
		l.compare()
	case w < sideW || h > w:
		l.stack()
	default:
		l.split()
	}
	return l
}

// split puts the panel to the left of the picture.
func (l *layout) split() {
	b := l.body
	panel := min(max(b.w*12/25, 28), 46)
	l.panel = rect{0, b.y, panel, b.h}
	l.picture = rect{panel + 2, b.y, b.w - panel - 3, b.h}
}

// stack puts the panel below the picture.
func (l *layout) stack() {
	b := l.body
	picture := b.h / 2
	l.picture = rect{1, b.y, b.w - 2, picture}
	l.panel = rect{0, b.y + picture + 1, b.w, b.h - picture - 1}
}

// compare puts A and B side by side over the chosen knob and the differences.
func (l *layout) compare() {
	b := l.body
	below := min(max(b.h*2/5, 3), 9)
	half := (b.w - 4) / 2
	l.picture = rect{1, b.y, half, b.h - below}
	l.pictB = rect{3 + half, b.y, half, b.h - below} // as wide as A, else the same axis has other columns
	l.panel = rect{0, b.y + b.h - below, b.w, 1}
	l.differences = rect{1, l.panel.y + 1, b.w - 2, below - 1}
}

// arrangePane gives one pane: the picture, and under it what room allows of
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
	l.panel = rect{0, bottom - under, w, under}
	l.picture = rect{1, 1, w - 2, bottom - under - 1}
	l.body = rect{0, 1, w, bottom - 1}
	return l
}
