package projector

import (
	"strconv"
	"strings"
	"time"

	"logitarium/ui/lesson/cast"
	"logitarium/ui/vt"
	"logitarium/viz"
)

// reel is a recording and how far it has come: the screen as it is at a time.
type reel struct {
	events   []cast.Event // by the time at which they are played
	chapters []Chapter
	end      time.Duration

	screen *vt.Screen
	next   int           // the first event that did not happen yet
	begun  int           // bytes of it that did
	now    time.Duration // everything up to it should have happened
	marks  []mark        // in the order of their events
	since  int           // bytes written since the last of them
}

// Chapter is a marker of a recording.
type Chapter struct {
	At   time.Duration
	Name string // text from outside
}

// mark is the screen before an event, to go back to.
type mark struct {
	next   int
	screen *vt.Screen
}

// newReel returns a recording at its beginning. Where nothing happens for longer
// than the recording allows, the rest of that time is left out.
func newReel(c cast.Cast, colors vt.Colors) *reel {
	r := &reel{screen: vt.New(viz.Size{W: c.Width, H: c.Height}, colors)}
	var before, now time.Duration
	for _, e := range c.Events {
		gap := e.At - before
		if c.Idle > 0 {
			gap = min(gap, c.Idle)
		}
		before = e.At
		now += gap
		e.At = now
		r.end = now
		switch e.Code {
		case cast.Output, cast.Resize:
			r.events = append(r.events, e)
		case cast.Marker:
			r.chapters = append(r.chapters, Chapter{now, e.Data})
		}
	}
	r.marks = []mark{{0, r.screen.Clone()}}
	return r
}

// goTo sets the time. What happens up to it is done by work.
func (r *reel) goTo(at time.Duration) {
	r.now = min(max(at, 0), r.end)
	target := len(r.events) // the first event that must not have happened
	for i, e := range r.events {
		if e.At > r.now {
			target = i
			break
		}
	}
	best := r.marks[0]
	for _, m := range r.marks {
		if m.next <= target {
			best = m
		}
	}
	here := r.next <= target && (r.begun == 0 || r.next < target)
	if !here || best.next > r.next {
		r.screen, r.next, r.begun, r.since = best.screen.Clone(), best.next, 0, 0
	}
}

// behind reports whether something has to happen yet.
func (r *reel) behind() bool { return r.next < len(r.events) && r.events[r.next].At <= r.now }

// work lets happen what should have, until some cost is spent, as [vt.Screen.Write]
// counts it.
func (r *reel) work(cost int) {
	const event = 16 // what an event costs besides
	for ; cost > 0 && r.behind(); cost -= event {
		e := r.events[r.next]
		if e.Code == cast.Resize {
			r.screen.Resize(sizeOf(e.Data))
			cost -= r.screen.Size().W * r.screen.Size().H
		}
		for e.Code == cast.Output && r.begun < len(e.Data) && cost > 0 {
			n, spent := r.screen.Write(e.Data[r.begun:], cost)
			cost -= spent
			r.begun += n
			r.since += n
		}
		if e.Code == cast.Output && r.begun < len(e.Data) {
			return
		}
		r.next, r.begun = r.next+1, 0
		r.remember()
	}
}

// remember keeps a copy of the screen now and then, the rarer the larger it is.
func (r *reel) remember() {
	size := r.screen.Size()
	if r.since < max(1<<18, 16*size.W*size.H) || r.next <= r.marks[len(r.marks)-1].next {
		return
	}
	r.marks = append(r.marks, mark{r.next, r.screen.Clone()})
	r.since = 0
}

// chapter is the index of the chapter at a time, -1 before the first.
func (r *reel) chapter() int {
	at := -1
	for i, c := range r.chapters {
		if c.At <= r.now {
			at = i
		}
	}
	return at
}

// sizeOf reads the 80x24 of an event, which the parser has checked.
func sizeOf(text string) viz.Size {
	w, h, _ := strings.Cut(text, "x")
	columns, _ := strconv.Atoi(w)
	rows, _ := strconv.Atoi(h)
	return viz.Size{W: columns, H: rows}
}
