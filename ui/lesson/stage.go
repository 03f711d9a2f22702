package lesson

import (
	"fmt"
	"strings"

	"logitarium/ui"
	"logitarium/ui/atlas"
	"logitarium/ui/command"
	"logitarium/ui/lab"
	"logitarium/ui/lesson/tape"
	"logitarium/ui/message"
	"logitarium/viz"

	tea "charm.land/bubbletea/v2"
)

// stage is what a lesson plays on: the program, or before it is opened and
// after it was quit a prompt at which it can be opened.
type stage struct {
	labs   func() []lab.Lab                // new ones, as they open
	chart  func(labs []lab.Lab) *atlas.Map // nil: there is no map
	size   viz.Size
	theme  viz.Theme
	look   ui.Chrome
	words  message.Printer
	seed   *uint64
	motion bool            // what changes glides
	own    viz.Size        // of the screen that the tape was written for
	spoken message.Printer // of the tape

	shell  *ui.Model // nil at the prompt
	prompt commandLine
}

// commandLine is a command being typed, and what was said to the last one.
type commandLine struct {
	typed string
	said  message.Text
}

// open starts the program by a command: on the lab that it names, or without one
// on the map.
func (s *stage) open(line string) error {
	if s.chart == nil || len(strings.Fields(line)) != 1 {
		return s.openLab(line)
	}
	labs, err := s.seeded()
	if err != nil {
		return err
	}
	if _, err := command.Open(line, labs); err != nil {
		return err
	}
	return s.start(labs, ui.Options{Map: s.chart(labs)})
}

// openLab starts the program on the lab that a command names, or without one on
// the first.
func (s *stage) openLab(line string) error {
	labs, err := s.seeded()
	if err != nil {
		return err
	}
	id, err := command.Open(line, labs)
	if err != nil {
		return err
	}
	o := ui.Options{Start: id}
	if s.chart != nil {
		o.Map = s.chart(labs)
	}
	return s.start(labs, o)
}

func (s *stage) start(labs []lab.Lab, o ui.Options) error {
	o.Theme, o.Printer = s.theme.Name, s.words
	s.shell = ui.New(labs, o)
	s.shell.Glides(s.motion)
	s.shell.Dress(s.theme, s.look)
	s.shell.Resize(s.size)
	s.prompt = commandLine{}
	return s.shell.Await()
}

// seeded returns new labs with the seed of the lesson.
func (s *stage) seeded() ([]lab.Lab, error) {
	labs := s.labs()
	for _, l := range labs {
		if err := s.seedOf(l); err != nil {
			return nil, err
		}
	}
	return labs, nil
}

// seedOf gives a lab the seed of the lesson, if it has one to give it.
func (s *stage) seedOf(l lab.Lab) error {
	if s.seed == nil {
		return nil
	}
	for _, k := range lab.Knobs(l) {
		if k.Name == "seed" {
			if err := k.Setting.Set(fmt.Sprint(*s.seed)); err != nil {
				return message.Errorf("the seed of %s: %v", l.Info().ID, err)
			}
		}
	}
	return nil
}

// press hands a key to what is on stage.
func (s *stage) press(k tea.KeyPressMsg) error {
	if s.shell != nil {
		if s.shell.Press(k) {
			s.shell = nil
			s.prompt = commandLine{}
			return nil
		}
		return s.shell.Await()
	}
	switch {
	case k.Code == tea.KeyEnter:
		command := s.prompt.typed
		s.prompt.typed = ""
		if strings.TrimSpace(command) == "" {
			return nil
		}
		if err := s.open(command); err != nil {
			s.prompt.said = message.Of(err)
			return err
		}
	case k.Code == tea.KeyBackspace:
		if n := len(s.prompt.typed); n > 0 {
			runes := []rune(s.prompt.typed)
			s.prompt.typed = string(runes[:len(runes)-1])
		}
	case k.Text != "":
		s.prompt.typed += k.Text
	}
	return nil
}

// goOn lets the open lab, and what glides, go on by a beat.
func (s *stage) goOn() error {
	if s.shell == nil {
		return nil
	}
	s.shell.Pass()
	return s.shell.GoOn()
}

// rest ends what glides: the screen stands still from now on.
func (s *stage) rest() {
	if s.shell != nil {
		s.shell.Rest()
	}
}

func (s *stage) busy() bool { return s.shell != nil && s.shell.Busy() }

// resize gives the stage its part of the screen.
func (s *stage) resize(size viz.Size) {
	s.size = size
	if s.shell != nil {
		s.shell.Resize(size)
	}
}

// grid draws what is on stage.
func (s *stage) grid() viz.Grid {
	if s.shell != nil {
		return s.shell.Grid()
	}
	g := s.theme.Grid(s.size)
	y := 0
	if !s.prompt.said.Empty() {
		g.Text(0, y, s.theme.Fit(viz.Clean(s.words.Print(message.New("error: %v", s.prompt.said))), s.size.W), s.theme.Bad)
		y++
	}
	x := g.Text(0, y, viz.Clean("$ "), s.theme.Faint)
	x += g.Text(x, y, s.theme.FitTail(viz.Clean(s.prompt.typed), max(s.size.W-x-1, 0)), s.theme.Text)
	st := s.theme.Text
	st.Attr |= viz.Reverse
	g.Set(x, y, ' ', st)
	return g
}

// asWritten is the screen that the tape speaks of: in its language, in the size and
// the look that it was written for, whatever it is played in.
func (s *stage) asWritten() viz.Grid {
	if s.shell != nil {
		return s.shell.GridIn(s.own, viz.Theme{}, ui.WithoutFooter, s.spoken)
	}
	own := *s
	own.size, own.theme, own.words = s.own, viz.Theme{}, s.spoken
	return own.grid()
}

// keep returns a function that puts the stage back to what it is now, in the
// size and theme that it then has.
func (s *stage) keep() (restore func()) {
	shell, line := s.shell, s.prompt
	restoreShell := func() {}
	if shell != nil {
		restoreShell = shell.Keep()
	}
	return func() {
		s.shell, s.prompt = shell, line
		restoreShell()
		s.dress(s.theme, s.look)
		s.resize(s.size)
	}
}

func (s *stage) dress(theme viz.Theme, look ui.Chrome) {
	s.theme, s.look = theme, look
	if s.shell != nil {
		s.shell.Dress(theme, look)
	}
}

// begins reports whether a tape opens the program itself, by typing its name
// at a prompt: so it does if vhs is to play it too.
func begins(steps []tape.Step) bool {
	for _, s := range steps {
		switch s.Kind {
		case tape.Type:
			return strings.HasPrefix(strings.TrimSpace(s.Text), "logitarium")
		case tape.Key, tape.Wait, tape.Await:
			return false
		}
	}
	return false
}
