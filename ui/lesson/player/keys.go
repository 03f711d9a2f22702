package player

import (
	"strconv"

	"logitarium/ui"
	"logitarium/ui/field"
	"logitarium/ui/lesson"
	"logitarium/ui/message"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// keyMap is every key of the player, with its help. While a guess is typed
// letters are text, and while somebody explores the keys are the program's.
type keyMap struct {
	next, back, jump, restart, hold key.Binding
	faster, slower                  key.Binding
	own, codes                      key.Binding
	explore, help, quit             key.Binding
	say, pause, record, undo        key.Binding // where the lesson is changed

	answer, leave, quitTyping key.Binding // while a guess is typed

	up, down, choose, close key.Binding // in the list of chapters
}

func bind(help string, does message.ID, keys ...string) key.Binding {
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(help, string(does)))
}

func newKeys() keyMap {
	return keyMap{
		next:    bind("space", "on; while it plays, to the next caption", "space", "enter", "right", "pgdown"),
		back:    bind("←", "back to the caption before", "left", "pgup"),
		jump:    bind("g", "go to a chapter", "g"),
		restart: bind("r", "from the beginning", "r"),
		hold:    bind("p", "stop here, and go on", "p"),
		faster:  bind("+ -", "faster, slower", "+", "="),
		slower:  bind("-", "slower", "-"),
		own:     bind("a c", "your answers as a code; what a class answered", "a"),
		codes:   bind("c", "what a class answered, from its codes", "c"),
		explore: bind("esc", "explore: the keys go to the program, until esc", "esc"),
		help:    bind("?", "these keys", "?"),
		quit:    bind("q", "quit", "q", "ctrl+c"),

		say:    bind("e", "say something here", "e"),
		pause:  bind("P", "a pause here, or this one taken out", "P"),
		record: bind("R", "what you do until esc, in place of the rest", "R"),
		undo:   bind("z", "take the last change back", "z"),

		answer:     bind("enter", "give the guess; empty, see the answer", "enter", "pgdown"),
		leave:      bind("esc", "explore, and come back to the question", "esc"),
		quitTyping: bind("ctrl+c", "quit", "ctrl+c"),

		up:     bind("↑", "the chapter before", "up"),
		down:   bind("↓", "the next chapter", "down"),
		choose: bind("enter", "go there", "enter", "space", "right"),
		close:  bind("esc", "stay here", "esc", "g", "left"),
	}
}

// playing lists the keys that are live while a lesson plays or pauses; two stand
// in the rows of others.
func (k keyMap) playing() []key.Binding {
	return []key.Binding{k.next, k.back, k.jump, k.restart, k.hold, k.faster, k.own, k.explore, k.help, k.quit}
}

// press takes a key. What it means depends on what is in front.
func (p *Player) press(msg tea.KeyPressMsg) tea.Cmd {
	p.win.Stale = true
	p.options.Notice = message.Text{}
	switch {
	case p.exploring():
		return p.pressProgram(msg)
	case p.helps:
		p.helps = false
		if msg, _ := ui.Latin(msg); key.Matches(msg, p.keys.quit) {
			return p.quit(msg)
		}
	case p.class.own, p.class.codes != nil:
		return p.pressClass(msg)
	case p.amend.saying != nil:
		return p.pressSaying(msg)
	case p.menu != nil:
		return p.pressMenu(msg)
	case p.asking():
		return p.pressField(msg)
	default:
		return p.pressLesson(msg)
	}
	return nil
}

// pressProgram hands a key to the program that is explored. With nothing left
// in it to go back from, esc returns to the lesson.
func (p *Player) pressProgram(msg tea.KeyPressMsg) tea.Cmd {
	if !key.Matches(msg, p.keys.explore) || !p.run.Shell().Idle() {
		return p.hand(msg)
	}
	p.run.Shell().UseMouse(false)
	p.endRecord()
	p.goBack()
	p.goBack = nil
	return nil
}

// explore gives the keys to the program. At a prompt there is none yet.
func (p *Player) explore() tea.Cmd {
	shell := p.run.Shell()
	if shell == nil {
		return nil
	}
	p.goBack = p.run.Keep()
	shell.UseMouse(p.options.Mouse)
	return shell.Resume()
}

func (p *Player) pressField(msg tea.KeyPressMsg) tea.Cmd {
	empty := p.field.Text() == ""
	switch {
	case key.Matches(msg, p.keys.quitTyping):
		return tea.Quit
	case key.Matches(msg, p.keys.leave):
		return p.explore()
	case key.Matches(msg, p.keys.answer), empty && msg.Code == tea.KeyRight:
		p.run.Answer(p.field.Text())
		p.keepGuess()
		p.field = field.Editor{}
		p.held = false
	case empty && key.Matches(msg, p.keys.back), msg.Code == tea.KeyPgUp:
		p.goTo(p.run.Back)
	case empty && msg.Code == tea.KeySpace:
		p.options.Notice = message.New("type a guess; enter shows the answer")
	default:
		p.field.Press(msg)
	}
	return nil
}

// noLatin is said of a key that no Latin keyboard is known to have.
func noLatin() message.Text { return message.New("switch to Latin letters") }

func (p *Player) pressLesson(msg tea.KeyPressMsg) tea.Cmd {
	msg, latin := ui.Latin(msg)
	if !latin {
		p.options.Notice = noLatin()
	}
	k := p.keys
	if cmd, taken := p.pressAmend(msg); taken {
		return cmd
	}
	switch {
	case key.Matches(msg, k.quit):
		return p.quit(msg)
	case key.Matches(msg, k.next):
		p.goOn()
	case key.Matches(msg, k.back):
		p.goTo(p.run.Back)
	case key.Matches(msg, k.jump):
		p.menu = p.newMenu()
	case key.Matches(msg, k.restart):
		p.goTo(p.run.Restart)
		p.run.Next()
	case key.Matches(msg, k.hold):
		p.hold()
	case key.Matches(msg, k.faster):
		p.speed = min(p.speed+1, len(speeds)-1)
	case key.Matches(msg, k.slower):
		p.speed = max(p.speed-1, 0)
	case key.Matches(msg, k.own):
		p.openOwn()
	case key.Matches(msg, k.codes):
		p.openCodes()
	case key.Matches(msg, k.explore):
		return p.explore()
	case key.Matches(msg, k.help):
		p.helps = true
	}
	return nil
}

// quit leaves the lesson: for where it was opened from, if that is no shell.
func (p *Player) quit(msg tea.KeyPressMsg) tea.Cmd {
	if p.options.Leave == nil || key.Matches(msg, p.keys.quitTyping) {
		return tea.Quit
	}
	return p.options.Leave
}

// quits is what the key to quit does.
func (p *Player) quits() message.Text {
	if p.options.Leave != nil {
		return message.New("the course")
	}
	return message.New("quit")
}

// goOn ends a pause of either kind; while the lesson plays, it hurries.
func (p *Player) goOn() {
	if p.held && p.run.Halt() == lesson.Going {
		p.held = false
		return
	}
	p.held = false
	p.run.Next()
}

// hold stops a lesson that plays, and sends one on that stands.
func (p *Player) hold() {
	if p.held || p.run.Halt() == lesson.Paused {
		p.goOn()
		return
	}
	p.held = p.run.Halt() == lesson.Going
}

// goTo goes to another place.
func (p *Player) goTo(place func()) {
	p.held = false
	p.due = 0
	p.field = field.Editor{}
	place()
}

// menu is the list of chapters to choose from.
type menu struct{ at, top int }

func (p *Player) newMenu() *menu {
	if len(p.run.Chapters()) == 0 {
		return nil
	}
	at, _ := p.run.Chapter()
	return &menu{at: max(at, 0)}
}

func (p *Player) pressMenu(msg tea.KeyPressMsg) tea.Cmd {
	msg, latin := ui.Latin(msg)
	if !latin {
		p.options.Notice = noLatin()
	}
	k, n := p.keys, len(p.run.Chapters())
	digit, err := strconv.Atoi(msg.Text)
	switch {
	case key.Matches(msg, k.quit):
		return p.quit(msg)
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
	return nil
}

func (p *Player) jump(chapter int) {
	p.menu = nil
	p.goTo(func() { p.run.Jump(chapter) })
}

// Hints are the keys that can be pressed now: those of the lesson, or while its
// user explores, those of the program, with the way back.
func (p *Player) Hints() []lesson.Hint {
	if p.exploring() && p.run.Shell() != nil {
		return append(p.hints()[:1], p.run.Shell().Hints()...)
	}
	return p.hints()
}

// hints are the keys that the strip names, the most needed first.
func (p *Player) hints() []lesson.Hint {
	switch {
	case p.amend.record != nil:
		return []lesson.Hint{{Key: "esc", Does: message.New("ends what is recorded")}, {Key: "?", Does: message.New("help")}, {Key: "q", Does: message.New("quit")}}
	case p.amend.saying != nil:
		return []lesson.Hint{{Key: "enter", Does: message.New("says it here")}, {Key: "esc", Does: message.New("does not")}}
	case p.exploring():
		return []lesson.Hint{{Key: "esc", Does: message.New("returns to the lesson")}, {Key: "?", Does: message.New("help")}, {Key: "q", Does: message.New("quit")}}
	case p.helps:
		return []lesson.Hint{{Does: message.New("any key returns to the lesson")}}
	case p.class.own, p.class.codes != nil:
		return p.classHints()
	case p.menu != nil:
		return []lesson.Hint{{Key: "↑↓", Does: message.New("choose")}, {Key: "enter", Does: message.New("go there")}, {Key: "esc", Does: message.New("stay")}}
	case p.asking():
		return []lesson.Hint{{Key: "enter", Does: message.New("answers; empty, shows it")}, {Key: "←", Does: message.New("back")}, {Key: "esc", Does: message.New("explore")}}
	}
	first, second := lesson.Hint{Key: "space", Does: message.New("next")}, lesson.Hint{Key: "←", Does: message.New("back")}
	ended := p.run.Halt() == lesson.Ended
	switch {
	case ended:
		first, second = lesson.Hint{Key: "r", Does: message.New("again")}, lesson.Hint{Key: "q", Does: p.quits()}
	case p.run.Halt() == lesson.Paused, p.held:
		first.Does = message.New("goes on")
	}
	all := append([]lesson.Hint{first, second, {Key: "?", Does: message.About("keyboard", "keys")}}, p.amendHints()...)
	if p.run.Shell() != nil {
		all = append(all, lesson.Hint{Key: "esc", Does: message.New("explore")})
	}
	if len(p.run.Chapters()) > 0 {
		all = append(all, lesson.Hint{Key: "g", Does: message.New("chapters")})
	}
	last := lesson.Hint{Key: "q", Does: p.quits()}
	if ended {
		last = lesson.Hint{Key: "←", Does: message.New("back")}
	}
	return append(all, last)
}
