package ui

import (
	"slices"

	"logitarium/ui/command"
	"logitarium/ui/lab"
	"logitarium/ui/message"
)

// Scene is what a screen shows, as a value: another screen, of any size and
// theme, can be brought to it. It has the lab with its knobs, the view among
// them, how far it has trained, and what a lesson speaks of and covers; or the map
// with its text. What a lab has drawn step by step, and a comparison, are no part
// of it.
type Scene struct {
	Command  string   // opens the lab; "" on the map
	Knob     string   // the chosen one
	Subjects []string // under discussion
	Covered  bool     // the sentence, and these readings
	Covers   []string
	Text     string    // of the map
	Stop     int       // on the map: the index of the chosen one
	Training *Training `json:",omitempty"` // of the lab; nil where nothing is trained
}

// Scene returns what the screen shows.
func (m *Model) Scene() Scene {
	s := Scene{Subjects: slices.Clone(m.subjects), Covered: m.covers.sentence, Covers: slices.Clone(m.covers.readings)}
	switch p := m.here(); {
	case m.mapped:
		s.Text, s.Stop = m.options.Map.Text(), m.options.Map.At()
	case p != nil:
		s.Command = command.Of(p.lab)
		if knobs := lab.Knobs(p.lab); p.chosen >= 0 && p.chosen < len(knobs) {
			s.Knob = knobs[p.chosen].Name
		}
		s.Training = trainingOf(p.lab)
	}
	return s
}

// Follow brings the screen to a scene, whatever is locked or open here. The error
// says what of it these labs don't have; the rest is shown.
func (m *Model) Follow(s Scene) error {
	m.win.Stale = true
	m.page, m.edit, m.drag = nil, nil, -1
	m.led, m.given = nil, false
	if s.Command == "" {
		return m.followMap(s)
	}
	words, err := command.Words(s.Command)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(m.labs, func(p *perLab) bool { return len(words) > 1 && p.lab.Info().ID == words[1] })
	if i < 0 {
		return message.Errorf("this screen has no lab for %s", s.Command)
	}
	if m.at != i || m.mapped {
		m.clock.Stop()
	}
	m.at, m.mapped = i, false
	p := m.here()
	p.pinned = nil
	p.begin()
	if anew := s.Training.behind(p.lab); anew || !p.opened || command.Of(p.lab) != s.Command {
		if anew {
			p.anew()
		}
		p.opened = true
		p.noting(-1, func() {
			lab.Reset(lab.Knobs(p.lab))
			_, err = command.Open(s.Command, []lab.Lab{p.lab})
		})
		p.refresh()
	}
	m.led = s.Training
	m.keepPace()
	if at := slices.IndexFunc(lab.Knobs(p.lab), func(k lab.Knob) bool { return k.Name == s.Knob }); at >= 0 {
		p.choose(at)
	}
	m.Discuss(s.Subjects...)
	m.Uncover()
	if s.Covered {
		m.Cover(s.Covers...)
	}
	return err
}

func (m *Model) followMap(s Scene) error {
	if m.options.Map == nil {
		return nil
	}
	if !m.mapped {
		m.clock.Stop()
		m.mapped = true
		m.options.Map.Come()
	}
	var err error
	if a := m.options.Map; a.Text() != s.Text {
		err = a.Read(s.Text)
	}
	m.options.Map.Choose(s.Stop)
	return err
}
