package ui

import (
	"slices"

	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// mostChanges bounds what can be undone in a lab.
const mostChanges = 200

// move is what happened to one knob.
type move struct {
	knob    int // index into Knobs
	was, is string
}

// change is what was done to knobs at once: turned, typed, reset, or moved by
// an action. Turning the same knob on is the same change.
type change struct {
	moves  []move
	turned int // the knob, -1 if it was not turned
	meant  int // the knob that was turned or typed into, -1 if it was neither
}

// changes are the past changes of a lab's knobs, and those undone. Slices are
// copied before they grow, because snapshots share them.
type changes struct {
	past, future []change
	apart        bool // the next turn is a change of its own
}

// noting runs do and records how the lab's knobs changed. Turned is the knob that
// do turns, -1 for another kind of change.
func (p *perLab) noting(turned int, do func()) { p.notingOf(turned, turned, do) }

// notingTyped is noting for a knob whose value is typed, which is always a
// change of its own.
func (p *perLab) notingTyped(knob int, do func()) { p.notingOf(-1, knob, do) }

func (p *perLab) notingOf(turned, meant int, do func()) {
	was := values(p.lab)
	do()
	var moves []move
	for i, is := range values(p.lab) {
		if i < len(was) && is != was[i] && lab.Knobs(p.lab)[i].Name != viewKnob {
			moves = append(moves, move{i, was[i], is})
		}
	}
	if moves != nil {
		p.changes.add(change{moves, turned, meant})
	}
}

func (c *changes) add(next change) {
	c.future = nil
	if n := len(c.past); n > 0 && !c.apart && next.turned >= 0 && c.past[n-1].turned == next.turned {
		next = c.past[n-1].and(next)
		c.past = c.past[:n-1]
	}
	c.apart = false
	c.past = append(slices.Clip(c.past), next)
	c.past = c.past[max(len(c.past)-mostChanges, 0):]
}

// and joins a change and the one after it.
func (c change) and(next change) change {
	moves := slices.Clone(c.moves)
	for _, m := range next.moves {
		if i := slices.IndexFunc(moves, func(o move) bool { return o.knob == m.knob }); i >= 0 {
			moves[i].is = m.is
		} else {
			moves = append(moves, m)
		}
	}
	return change{moves, next.turned, next.meant}
}

// values returns the values of a lab's knobs.
func values(l lab.Lab) []string {
	var all []string
	for _, k := range lab.Knobs(l) {
		all = append(all, k.Setting.String())
	}
	return all
}

// undo takes the last change back.
func (m *Model) undo() {
	c := &m.here().changes
	if len(c.past) == 0 {
		m.say("no knob was turned here: there is nothing to undo")
		return
	}
	last := c.past[len(c.past)-1]
	c.past = c.past[:len(c.past)-1]
	c.future = append(slices.Clip(c.future), last)
	m.put(last, func(v move) string { return v.was }, "Z does it again")
}

// redo does again what was undone last.
func (m *Model) redo() {
	c := &m.here().changes
	if len(c.future) == 0 {
		m.say("nothing was undone here since a knob was turned")
		return
	}
	next := c.future[len(c.future)-1]
	c.future = c.future[:len(c.future)-1]
	c.past = append(slices.Clip(c.past), next)
	m.put(next, func(v move) string { return v.is }, "z undoes it")
}

// put turns the knobs of a change to where they were on one side of it, and
// says so.
func (m *Model) put(c change, side func(move) string, back message.ID) {
	p := m.here()
	// The range of one knob may depend on another, so what is refused at first
	// may be taken once the others are turned.
	for range 2 {
		for _, v := range c.moves {
			_ = lab.Knobs(p.lab)[v.knob].Setting.Set(side(v)) // it had this value before
		}
	}
	p.changes.apart = true
	p.refresh()
	first := c.moves[0]
	if i := slices.IndexFunc(c.moves, func(v move) bool { return v.knob == c.meant }); i >= 0 {
		first = c.moves[i]
	}
	p.chosen = first.knob
	name, value := message.Label("knob", lab.Knobs(p.lab)[first.knob].Name), viz.Clean(side(first))
	what := message.New("%v is %s", name, value)
	if n := len(c.moves) - 1; n > 0 {
		what = message.Count(n, "%v is %s and one more knob is back", "%v is %s and %d more knobs are back", name, value, n)
	}
	m.say("%v; %v", what, back)
}
