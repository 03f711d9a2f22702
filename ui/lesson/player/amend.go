package player

import (
	"strings"
	"time"

	"logitarium/ui"
	"logitarium/ui/field"
	"logitarium/ui/lesson"
	"logitarium/ui/lesson/capture"
	"logitarium/ui/lesson/tape"
	"logitarium/ui/message"
	"logitarium/viz"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// amending is a lesson that is changed while it is played. Nothing of it is seen in
// the lesson as it goes on: it is written into another file, at the end.
type amending struct {
	changes lesson.Amendments
	saying  *field.Editor  // the caption that is typed; nil when none is
	record  *capture.Shell // what is done is noted; nil when it is not
	from    lesson.Cursor  // where that began
}

// Amended returns the lesson with what was changed, the first step of what was put
// in its end's place, and how many changes there are.
func (p *Player) Amended() (t *tape.Tape, end, changes int) {
	p.endRecord()
	t, end = p.amend.changes.Tape(p.tape)
	return t, end, p.amend.changes.Count()
}

// pressAmend takes a key that changes the lesson, and reports whether it was one.
func (p *Player) pressAmend(msg tea.KeyPressMsg) (cmd tea.Cmd, taken bool) {
	k, a := p.keys, &p.amend
	if !p.options.Amend {
		return nil, false
	}
	switch {
	case key.Matches(msg, k.say):
		a.saying = &field.Editor{}
	case key.Matches(msg, k.pause):
		if a.changes.Pause(p.run) {
			p.options.Notice = message.New("a pause is put here")
		} else {
			p.options.Notice = message.New("this pause is taken out")
		}
	case key.Matches(msg, k.record):
		return p.startRecord(), true
	case key.Matches(msg, k.undo):
		p.options.Notice = message.New("nothing is changed")
		if a.changes.Undo() {
			p.options.Notice = message.New("the last change is taken back")
		}
	default:
		return nil, false
	}
	return nil, true
}

// pressSaying takes a key of the caption that is typed.
func (p *Player) pressSaying(msg tea.KeyPressMsg) tea.Cmd {
	a := &p.amend
	switch {
	case key.Matches(msg, p.keys.quitTyping):
		return tea.Quit
	case msg.Code == tea.KeyEscape:
		a.saying = nil
	case msg.Code == tea.KeyEnter:
		text := strings.Join(strings.Fields(a.saying.Text()), " ")
		switch {
		case text == "":
		case strings.ContainsRune(text, '"') && strings.ContainsRune(text, '\'') && strings.ContainsRune(text, '`'):
			p.options.Notice = message.New("not all three kinds of quotes")
			return nil
		default:
			a.changes.Say(p.run, text)
			p.options.Notice = message.New("it is said here")
		}
		a.saying = nil
	default:
		a.saying.Press(msg)
	}
	return nil
}

// startRecord gives the keys to the program, and notes them, in place of what comes
// in the lesson.
func (p *Player) startRecord() tea.Cmd {
	a := &p.amend
	if p.run.Shell() == nil {
		p.options.Notice = message.New("no program is open yet")
		return nil
	}
	now := p.options.Now
	if now == nil {
		now = time.Now
	}
	a.from = p.run.Cursor()
	a.record = capture.Watch(p.run.Shell(), capture.Begin("", tape.Size{}, now()), now)
	return p.explore()
}

// endRecord takes what was noted into the changes.
func (p *Player) endRecord() {
	a := &p.amend
	if a.record == nil {
		return
	}
	a.changes.GoOn(a.from, a.record.Capture.Steps(true))
	if left := a.record.Capture.Left(); len(left) > 0 {
		p.options.Notice = message.New("left out, for no lesson has it: %s", left[0])
	} else {
		p.options.Notice = message.New("the lesson ends with this")
	}
	a.record = nil
}

// drawSaying draws the caption while it is typed, over the program, and returns the
// cursor.
func (p *Player) drawSaying(g viz.Grid, room viz.Size) *tea.Cursor {
	t := p.win.Theme
	box := viz.Size{W: min(room.W, 76), H: min(room.H, 3)}
	if box.H < 3 || box.W < 10 {
		return nil
	}
	b := viz.Box(box, t, p.words(message.New("said here")), t.Faint)
	text, cursor := p.amend.saying.Window(t, box.W-4)
	b.Text(2, 1, text, t.Strong)
	x, y := (room.W-box.W)/2, room.H-box.H
	g.Put(x, y, b)
	return tea.NewCursor(x+2+min(cursor, box.W-5), y+1)
}

// amendHints are the keys that change a lesson, while it is played.
func (p *Player) amendHints() []ui.Hint {
	if !p.options.Amend {
		return nil
	}
	return []ui.Hint{{Key: "e", Does: message.New("says")}, {Key: "P", Does: message.New("pause")}, {Key: "R", Does: message.New("records on")}}
}
