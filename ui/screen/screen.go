// Package screen finds out what the terminal at the other end can do that its
// environment does not say: whether it answers at once, and whether it shows
// images. It sends it those images.
//
// It asks, and never guesses. First the name (XTVERSION), which tells the
// terminals that know the placeholders of the Kitty graphics protocol: others
// answer its query too, and show none. Then whether that protocol works, and
// how large a cell is. Each question ends with one that every terminal answers
// (DA1), so that what is not known is known not to be.
package screen

import (
	"fmt"
	"strings"
	"time"

	"logitarium/ui/message"
	"logitarium/viz"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// Patience is how long an answer may take: about as long as the first frame.
// Over a link that takes longer there are neither images nor motion.
const Patience = time.Second / 10

// Screen is what is known of a terminal. The zero value asks nothing, and
// knows of a slow one without images.
type Screen struct {
	state    state
	question int  // counts them, so that the end of patience with an old one is told
	fast     bool // the last question was answered in time
	again    bool // the question under way only judges the speed
	keys     int  // since the speed was judged
	pixels   Pixels
	why      message.Text // there are no images; empty while there are, or may be

	name  string   // what the terminal calls itself
	works bool     // the graphics protocol does
	cell  viz.Size // in pixels

	sent    []sent // the last one used last
	sending bool
	cleared int // how often the terminal may have lost all
}

type state uint8

const (
	off state = iota
	asksName
	asksGraphics
	on
)

// late is the end of the patience with a question.
type late struct{ question int }

// Pixels says whether images are wanted, and why not.
type Pixels struct {
	Unnamed bool         // terminals of any name that say they show images are taken at their word
	Not     message.Text // why there are to be none; empty: they are wanted
}

// New returns what is to be known of a terminal that is asked.
func New(p Pixels) Screen { return Screen{state: asksName, pixels: p} }

// query is what makes a terminal that knows the graphics protocol say so,
// without showing anything, and tell the size of a cell.
const (
	nameQuery     = ansi.RequestNameVersion + ansi.RequestPrimaryDeviceAttributes
	graphicsQuery = "\x1b_Gi=1,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\" + cellQuery + ansi.RequestPrimaryDeviceAttributes
	cellQuery     = "\x1b[16t"
)

// Init asks the first question.
func (s *Screen) Init() tea.Cmd {
	if s.state != asksName {
		return nil
	}
	return s.ask(nameQuery)
}

func (s *Screen) ask(query string) tea.Cmd {
	s.question++
	question := s.question
	return tea.Batch(tea.Raw(query), tea.Tick(Patience, func(time.Time) tea.Msg { return late{question} }))
}

// Update takes a message, and reports whether frames look different from now on.
func (s *Screen) Update(msg tea.Msg) (cmd tea.Cmd, changed bool) {
	switch msg := msg.(type) {
	case late:
		if msg.question == s.question && s.again {
			s.again, s.fast = false, false
		}
		if was := s.state; msg.question == s.question && (was == asksName || was == asksGraphics) {
			s.refuse(message.New("the terminal did not answer in time"))
			if was == asksGraphics {
				return tea.ClearScreen, false
			}
		}
	case tea.TerminalVersionMsg:
		s.name = msg.Name
	case uv.KittyGraphicsEvent:
		s.works = s.works || string(msg.Payload) == "OK"
	case uv.CellSizeEvent:
		was := s.cell
		s.cell = viz.Size{W: min(max(msg.Width, 0), maxCell), H: min(max(msg.Height, 0), maxCell)}
		changed = s.state == on && s.cell != was
	case uv.PrimaryDeviceAttributesEvent:
		return s.answered()
	case tea.KeyPressMsg:
		return s.judge(), false
	case tea.WindowSizeMsg:
		if s.state == on { // the letters may have become larger
			return tea.Raw(cellQuery), false
		}
	case tea.RawMsg:
		if t, ok := msg.Msg.(transmission); ok {
			s.arrived(t)
			return nil, s.state == on
		}
	}
	if msg == tea.ClearScreen() { // the terminal may have lost all
		s.sent, s.sending = nil, false
		s.cleared++
		return nil, s.state == on
	}
	return nil, changed
}

// judge asks again, every so many keys, whether the terminal answers in time: a
// link can become slow, and fast again.
func (s *Screen) judge() tea.Cmd {
	const every = 50 // keys
	if s.question == 0 || s.state == asksName || s.state == asksGraphics {
		return nil
	}
	if s.keys++; s.keys < every {
		return nil
	}
	s.keys, s.again = 0, true
	return s.ask(ansi.RequestPrimaryDeviceAttributes)
}

// answered takes the answer that ends a question.
func (s *Screen) answered() (cmd tea.Cmd, changed bool) {
	if s.again {
		s.again, s.fast = false, true
		return nil, false
	}
	switch s.state {
	case asksName:
		s.fast = true
		switch {
		case !s.pixels.Not.Empty():
			s.refuse(s.pixels.Not)
		case !s.pixels.Unnamed && s.name == "":
			s.refuse(message.New("the terminal does not say its name"))
		case !s.pixels.Unnamed && !placesImages(s.name):
			s.refuse(message.New("%v is not known to place images in cells", viz.Clean(s.name)))
		default:
			s.state = asksGraphics
			return s.ask(graphicsQuery), false
		}
	case asksGraphics:
		switch {
		case !s.works:
			s.refuse(message.New("the terminal does not know the Kitty graphics protocol"))
			return tea.ClearScreen, false // some, such as urxvt, have written what they were asked
		case s.cell.W < 1 || s.cell.H < 1:
			s.refuse(message.New("the terminal does not say how large a cell is"))
		default:
			s.state = on
			return nil, true
		}
	}
	return nil, false
}

// placesImages reports whether a terminal of that name knows the placeholders
// of the Kitty graphics protocol: kitty since 0.28, and Ghostty. A kitty before
// that shows images, answers the query, and draws each placeholder as a box.
func placesImages(name string) bool {
	name = strings.ToLower(name)
	if strings.HasPrefix(name, "ghostty") {
		return true
	}
	var major, minor int
	_, err := fmt.Sscanf(name, "kitty(%d.%d", &major, &minor)
	return err == nil && (major > 0 || minor >= 28)
}

// maxCell bounds the size of a cell that a terminal may claim to have.
const maxCell = 128

func (s *Screen) refuse(why message.Text) { s.state, s.why = off, why }

// Asked reports whether the terminal was asked anything.
func (s *Screen) Asked() bool { return s.question > 0 }

// Fast reports whether the terminal answered within the [Patience] when it was
// asked last.
func (s *Screen) Fast() bool { return s.fast }

// Cell is the size of a cell in pixels, zero where no images are shown.
func (s *Screen) Cell() viz.Size {
	if s.state != on {
		return viz.Size{}
	}
	return s.cell
}

// Found says what was found out about images, and why.
func (s *Screen) Found() message.Text {
	switch {
	case s.state == on:
		return message.New("on: %v has the Kitty graphics protocol; a cell is %d x %d pixels", viz.Clean(s.name), s.cell.W, s.cell.H)
	case s.why.Empty():
		return message.New("off: the terminal was not asked")
	}
	return message.New("off: %v", s.why)
}
