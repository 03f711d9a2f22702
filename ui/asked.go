package ui

import (
	"logitarium/ui/lab"
	"logitarium/ui/message"
)

// asked is what the open lab has answered while a frame is drawn: it does not
// change until the frame stands, and many parts of the screen ask for the same.
type asked struct {
	knobs    []lab.Knob
	actions  []lab.Action
	readings []lab.Reading
	sentence message.Text
}

// once draws with each question asked of the open lab once.
func (m *Model) once(draw func() screenful) screenful {
	m.asked = &asked{}
	defer func() { m.asked = nil }()
	return draw()
}

// knobs are those of the open lab. They are not to be changed.
func (m *Model) knobs() []lab.Knob {
	l := m.here().lab
	if m.asked == nil {
		return lab.Knobs(l)
	}
	if m.asked.knobs == nil {
		m.asked.knobs = lab.Knobs(l)
	}
	return m.asked.knobs
}

// actions are those of the open lab. They are not to be changed.
func (m *Model) actions() []lab.Action {
	l := m.here().lab
	if m.asked == nil {
		return lab.Actions(l)
	}
	if m.asked.actions == nil {
		m.asked.actions = lab.Actions(l)
	}
	return m.asked.actions
}

// said is the sentence of the open lab.
func (m *Model) said() message.Text {
	l := m.here().lab
	if m.asked == nil {
		return lab.Sentence(l)
	}
	if m.asked.sentence.Empty() {
		m.asked.sentence = lab.Sentence(l)
	}
	return m.asked.sentence
}

// numbers are the readings of the open lab as they are shown. They are not to be
// changed.
func (m *Model) numbers() []lab.Reading {
	p := m.here()
	if m.asked == nil {
		return m.covers.hide(p.lastShown(p.lab).numbers(p.lab))
	}
	if m.asked.readings == nil {
		m.asked.readings = m.covers.hide(p.lastShown(p.lab).numbers(p.lab))
	}
	return m.asked.readings
}

// views is the choice of pictures of the open lab, if it has one.
func (m *Model) views() (lab.Choice, bool) { return viewAmong(m.knobs()) }
