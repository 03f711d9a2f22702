package ui

import (
	"logitarium/ui/lab"
	"logitarium/ui/message"
)

// goOn lifts a lab's pause, if it has one.
func goOn(l lab.Lab) {
	if g, ok := l.(lab.Gradual); ok {
		g.GoOn()
	}
}

// gradual returns both sides of a comparison if they come to their numbers step
// by step.
func (p *place) gradual() (a, b lab.Gradual, ok bool) {
	a, okA := p.pinned.(lab.Gradual)
	b, okB := p.lab.(lab.Gradual)
	return a, b, okA && okB
}

// turn returns which side of a comparison goes on now: A while it is behind,
// else B; and A to its end when B has come to its own. A waits while B is
// paused, so that B can catch up with it.
func (p *place) turn() (lab.Animated, bool) {
	a, b, ok := p.gradual()
	if !ok {
		l, ok := p.lab.(lab.Animated)
		return l, ok && l.Busy()
	}
	atA, _, _ := a.Stage()
	atB, ofB, _ := b.Stage()
	switch {
	case a.Busy() && (atA < atB || atB == ofB && !b.Busy()):
		return a, true
	case b.Busy():
		return b, true
	}
	return nil, false
}

// uneven says how far the sides of a comparison are apart, while they are: a
// difference would be due to that as much as to the knobs. Sides that are both
// at their ends are compared, if they were asked for different ends.
func (p *place) uneven() (text message.Text, ok bool) {
	a, b, both := p.gradual()
	if !both {
		return message.Text{}, false
	}
	atA, ofA, unit := a.Stage()
	atB, ofB, _ := b.Stage()
	if atA == atB || atA == ofA && atB == ofB && ofA != ofB {
		return message.Text{}, false
	}
	return message.New("A is at %s %d of %d, B at %d of %d. They are compared where both have come as far.", unit, atA, ofA, atB, ofB), true
}

// at is how far both sides of a comparison have come; "" where that does not
// matter.
func (p *place) at() message.Text {
	a, b, ok := p.gradual()
	if !ok {
		return message.Text{}
	}
	atA, _, unit := a.Stage()
	atB, _, _ := b.Stage()
	switch {
	case unit == "":
		return message.Text{}
	case atA != atB:
		return message.New("%v %d, %d", message.Label("unit", unit), atA, atB)
	}
	return message.New("at %v %d", message.Label("unit", unit), atA)
}
