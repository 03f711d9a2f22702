// Package projector plays a recording that anybody made, in a terminal: on, back,
// faster, to a chapter. What the recording writes is interpreted into cells
// (package vt) and drawn as any other picture; none of its escape sequences
// reaches the terminal.
package projector

import (
	"time"

	"logitarium/ui/clock"
	"logitarium/ui/lesson/cast"
	"logitarium/ui/message"
	"logitarium/ui/vt"
	"logitarium/ui/window"
	"logitarium/viz"

	tea "charm.land/bubbletea/v2"
)

// Options say how a recording is shown.
type Options struct {
	Theme         viz.Theme
	Follow        bool // the terminal's background says whether dark or light
	ReducedMotion bool // few frames a second
	Speed         float64
	Chapter       int    // to begin with, from 0 on; 0 is the beginning
	Name          string // of the file, for a recording without a title
	Words         message.Printer
}

// LeastSpeed and MostSpeed bound how much faster than its own time a recording
// can be played.
const LeastSpeed, MostSpeed = 0.25, 16

// speeds are those that keys choose from.
var speeds = []float64{0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4, 8, 16}

// Projector is the tea.Model that plays a recording. Make one with [New].
type Projector struct {
	options Options
	title   string
	reel    *reel
	win     window.Window[screen]
	keys    keyMap
	clock   clock.Clock
	speed   float64
	held    bool
	fading  int   // frames for which the strip is seen over the picture yet
	menu    *menu // of chapters, while it is shown
	helps   bool  // the keys are shown
	notice  message.Text
}

// screen is a drawn frame.
type screen struct {
	grid   viz.Grid
	text   string
	cursor *tea.Cursor
}

// New returns a projector at the beginning of a recording, or of a chapter. The
// error says that its terminal is too large to be shown.
func New(c cast.Cast, o Options) (*Projector, error) {
	if err := fits(c); err != nil {
		return nil, err
	}
	p := &Projector{options: o, title: c.Title, speed: 1, keys: newKeys()}
	if p.title == "" {
		p.title = o.Name
	}
	if o.Speed > 0 {
		p.speed = min(max(o.Speed, LeastSpeed), MostSpeed)
	}
	p.win = window.New[screen](viz.Size{W: 80, H: 24}, o.Theme, o.Follow)
	p.reel = newReel(c, colorsOf(c.Theme, o.Theme))
	if o.Chapter > 0 && o.Chapter < len(p.reel.chapters) {
		p.reel.goTo(p.reel.chapters[o.Chapter].At)
	}
	p.show()
	return p, nil
}

// fits refuses terminals of a recording that are larger than any.
func fits(c cast.Cast) error {
	sizes := []viz.Size{{W: c.Width, H: c.Height}}
	for _, e := range c.Events {
		if e.Code == cast.Resize {
			sizes = append(sizes, sizeOf(e.Data))
		}
	}
	for _, s := range sizes {
		if s.W > vt.MostSide || s.H > vt.MostSide {
			return message.Errorf("a terminal of %dx%d cells; up to %dx%[3]d is played", s.W, s.H, vt.MostSide)
		}
	}
	return nil
}

// usual are the sixteen colours of a recording without a theme of its own: such as
// can be read on a dark and on a light ground, as programs mean them for both.
var usual = [16]viz.Color{
	viz.RGB(0x00, 0x00, 0x00), viz.RGB(0xcd, 0x31, 0x31), viz.RGB(0x0d, 0xbc, 0x79), viz.RGB(0xc5, 0xa5, 0x10),
	viz.RGB(0x24, 0x72, 0xc8), viz.RGB(0xbc, 0x3f, 0xbc), viz.RGB(0x11, 0xa8, 0xcd), viz.RGB(0xe5, 0xe5, 0xe5),
	viz.RGB(0x66, 0x66, 0x66), viz.RGB(0xf1, 0x4c, 0x4c), viz.RGB(0x23, 0xd1, 0x8b), viz.RGB(0xe5, 0xd5, 0x43),
	viz.RGB(0x3b, 0x8e, 0xea), viz.RGB(0xd6, 0x70, 0xd6), viz.RGB(0x29, 0xb8, 0xdb), viz.RGB(0xff, 0xff, 0xff),
}

// colorsOf are the colours of a recording: its theme's, and of one without a theme
// the terminal's own for text and ground. A theme of ours without colours has none.
func colorsOf(of cast.Theme, shown viz.Theme) vt.Colors {
	c := vt.Colors{Palette: usual, None: shown.Accent.Fg == 0}
	if of.Fg == "" {
		return c
	}
	c.Fg, c.Bg = rgb(of.Fg), rgb(of.Bg)
	for i := range c.Palette { // 8 or 16
		c.Palette[i] = rgb(of.Palette[i%len(of.Palette)])
	}
	return c
}

// rgb reads #rrggbb, which the parser has checked.
func rgb(hex string) viz.Color {
	var v uint32
	for _, d := range hex[1:] {
		v <<= 4
		switch {
		case d >= 'a':
			v += uint32(d - 'a' + 10)
		case d >= 'A':
			v += uint32(d - 'A' + 10)
		default:
			v += uint32(d - '0')
		}
	}
	return viz.RGB(uint8(v>>16), uint8(v>>8), uint8(v))
}

// Chapters are those of a recording, at the times at which they are played.
func Chapters(c cast.Cast) []Chapter {
	return newReel(cast.Cast{Header: cast.Header{Width: 1, Height: 1, Idle: c.Idle}, Events: c.Events}, vt.Colors{}).chapters
}

// Init starts the clock, and asks for the background if the theme follows it.
func (p *Projector) Init() tea.Cmd { return tea.Batch(p.startClock(), p.win.Init()) }

// Update takes one message.
func (p *Projector) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	var cmd tea.Cmd
	switch msg := msg.(type) {
	case clock.Tick:
		if p.clock.Due(msg) {
			p.tick()
			p.clock.Stop()
		}
	case tea.WindowSizeMsg, tea.BackgroundColorMsg:
		p.win.Update(msg)
	case tea.KeyPressMsg:
		cmd = p.press(msg)
	}
	return p, tea.Batch(cmd, p.startClock())
}

// moving reports whether time goes by.
func (p *Projector) moving() bool {
	return !p.held && !p.ended() && p.menu == nil && !p.helps
}

func (p *Projector) ended() bool { return p.reel.now >= p.reel.end && !p.reel.behind() }

// startClock starts the clock if something is to come, and stops it if not.
func (p *Projector) startClock() tea.Cmd {
	switch {
	case p.reel.behind():
		return p.clock.Start(0)
	case p.moving():
		return p.clock.Start(p.beat())
	}
	p.clock.Stop()
	return nil
}

func (p *Projector) beat() time.Duration { return clock.BeatOf(p.options.ReducedMotion) }

// budget is what is done between two keys, as package vt counts it: some
// milliseconds.
const budget = 1 << 17

// tick lets the recording go on.
func (p *Projector) tick() {
	if !p.reel.behind() && p.moving() {
		p.reel.now = min(p.reel.now+time.Duration(p.speed*float64(p.beat())), p.reel.end)
		if p.fading > 0 {
			p.fading--
		}
	}
	p.reel.work(budget)
	p.win.Stale = true
}

// show lets the strip be seen for a while, also over the picture.
func (p *Projector) show() {
	const seen = 3 * time.Second
	p.fading = int(seen / p.beat())
	p.win.Stale = true
}

// words is a text as it is drawn.
func (p *Projector) words(t message.Text) viz.Safe { return viz.Clean(p.options.Words.Print(t)) }
