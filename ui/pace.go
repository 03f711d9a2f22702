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

// gradual returns both sides of a comparison if they are [lab.Gradual].
func (p *perLab) gradual() (a, b lab.Gradual, ok bool) {
	a, okA := p.pinned.(lab.Gradual)
	b, okB := p.lab.(lab.Gradual)
	return a, b, okA && okB
}

// turn returns the side of a comparison whose step is next: A while it is
// behind, else B, and A again once B is done. While B is paused A waits, so that
// B can catch up.
func (p *perLab) turn() (lab.Animated, bool) {
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

// uneven says how far the sides of a comparison are apart: until they stand at
// the same step, a difference may come from that and not from the knobs. Sides
// that are both done are compared even if their ends differ.
func (p *perLab) uneven() (text message.Text, ok bool) {
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

// at says at which step the sides of a comparison are; it is empty for labs
// without steps.
func (p *perLab) at() message.Text {
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
