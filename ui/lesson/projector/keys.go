package projector

import (
	"strconv"
	"time"

	"logitarium/ui"
	"logitarium/ui/message"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// keyMap is every key of the projector, with its help.
type keyMap struct {
	hold, on, back, far, farBack, first, last key.Binding
	jump, after, before, restart              key.Binding
	faster, slower, help, quit                key.Binding

	up, down, choose, close key.Binding // in the list of chapters
}

func bind(help string, does message.ID, keys ...string) key.Binding {
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(help, string(does)))
}

func newKeys() keyMap {
	return keyMap{
		hold:    bind("space", "stop here, and go on", "space", "p", "enter"),
		on:      bind("← →", "5 seconds back, on", "right"),
		back:    bind("←", "5 seconds back", "left"),
		far:     bind("pgup", "a minute back; pgdn, a minute on", "pgdown", "shift+right"),
		farBack: bind("pgup", "a minute back", "pgup", "shift+left"),
		first:   bind("home", "to the beginning; end, to the end", "home"),
		last:    bind("end", "to the end", "end"),
		jump:    bind("g", "go to a chapter", "g"),
		after:   bind("[ ]", "the chapter before, the next", "]"),
		before:  bind("[", "the chapter before", "["),
		restart: bind("r", "from the beginning", "r"),
		faster:  bind("< >", "slower, faster; - + too", ">", "+", "="),
		slower:  bind("<", "slower", "<", "-"),
		help:    bind("?", "these keys", "?"),
		quit:    bind("q", "quit", "q", "ctrl+c"),

		up:     bind("↑", "the chapter before", "up"),
		down:   bind("↓", "the next chapter", "down"),
		choose: bind("enter", "go there", "enter", "space", "right"),
		close:  bind("esc", "stay here", "esc", "g", "left"),
	}
}

// shown lists the keys that have a row in the help; some stand in those of others.
func (k keyMap) shown() []key.Binding {
	return []key.Binding{k.hold, k.on, k.far, k.first, k.jump, k.after, k.restart, k.faster, k.help, k.quit}
}

// press takes a key. What it means depends on what is in front.
func (p *Projector) press(msg tea.KeyPressMsg) tea.Cmd {
	p.show()
	p.notice = message.Text{}
	msg, latin := ui.Latin(msg)
	if !latin {
		p.notice = message.New("switch to Latin letters")
	}
	switch {
	case key.Matches(msg, p.keys.quit):
		return tea.Quit
	case p.helps:
		p.helps = false
	case p.menu != nil:
		p.pressMenu(msg)
	default:
		p.pressReel(msg)
	}
	return nil
}

func (p *Projector) pressReel(msg tea.KeyPressMsg) {
	k, now := p.keys, p.reel.now
	switch {
	case key.Matches(msg, k.hold):
		if p.ended() {
			p.reel.goTo(0)
			p.held = true // and goes on at once
		}
		p.held = !p.held
	case key.Matches(msg, k.on):
		p.reel.goTo(now + 5*time.Second)
	case key.Matches(msg, k.back):
		p.reel.goTo(now - 5*time.Second)
	case key.Matches(msg, k.far):
		p.reel.goTo(now + time.Minute)
	case key.Matches(msg, k.farBack):
		p.reel.goTo(now - time.Minute)
	case key.Matches(msg, k.first):
		p.reel.goTo(0)
	case key.Matches(msg, k.last):
		p.reel.goTo(p.reel.end)
	case key.Matches(msg, k.restart):
		p.held = false
		p.reel.goTo(0)
	case key.Matches(msg, k.faster):
		p.turn(1)
	case key.Matches(msg, k.slower):
		p.turn(-1)
	case key.Matches(msg, k.help):
		p.helps = true
	default:
		p.pressChapter(msg)
	}
}

func (p *Projector) pressChapter(msg tea.KeyPressMsg) {
	k, at, n := p.keys, p.reel.chapter(), len(p.reel.chapters)
	asked := key.Matches(msg, k.jump, k.after, k.before)
	switch {
	case asked && n == 0:
		p.notice = message.New("it has no chapters")
	case key.Matches(msg, k.jump):
		p.menu = &menu{at: max(at, 0)}
	case key.Matches(msg, k.after) && at+1 < n:
		p.jump(at + 1)
	case key.Matches(msg, k.before):
		const soon = 2 * time.Second // within which the one before is meant
		if at > 0 && p.reel.now < p.reel.chapters[at].At+soon {
			at--
		}
		if at < 0 {
			p.reel.goTo(0)
			return
		}
		p.jump(at)
	}
}

// turn takes the next speed of those that keys choose from.
func (p *Projector) turn(by int) {
	best := 0
	for i, s := range speeds {
		if abs(s-p.speed) < abs(speeds[best]-p.speed) {
			best = i
		}
	}
	p.speed = speeds[min(max(best+by, 0), len(speeds)-1)]
}

func abs(x float64) float64 { return max(x, -x) }

// menu is the list of chapters to choose from.
type menu struct{ at, top int }

func (p *Projector) pressMenu(msg tea.KeyPressMsg) {
	k, n := p.keys, len(p.reel.chapters)
	digit, err := strconv.Atoi(msg.Text)
	switch {
	case key.Matches(msg, k.up):
		p.menu.at = max(p.menu.at-1, 0)
	case key.Matches(msg, k.down):
		p.menu.at = min(p.menu.at+1, n-1)
	case err == nil && digit >= 1 && digit <= min(n, 9):
		p.jump(digit - 1)
	case key.Matches(msg, k.choose):
		p.jump(p.menu.at)
	case key.Matches(msg, k.close):
		p.menu = nil
	}
}

func (p *Projector) jump(chapter int) {
	p.menu = nil
	p.reel.goTo(p.reel.chapters[chapter].At)
}
