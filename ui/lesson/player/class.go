package player

import (
	"logitarium/ui"
	"logitarium/ui/class"
	"logitarium/ui/field"
	"logitarium/ui/lab"
	"logitarium/ui/lesson"
	"logitarium/ui/message"
	"logitarium/viz"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// classroom is a lesson as one of a class has it: what was guessed here, which
// the key a shows as a code, and what the class guessed, whose codes the key c
// takes. Nothing of it leaves the program but on the screen.
type classroom struct {
	student uint32
	guesses map[asked]class.Guess
	said    map[asked]Answered
	room    class.Room

	codes *codes // while the class's are read, or what it guessed is shown
	own   bool   // the own code is shown
}

// asked names a question of a lesson: the n-th of a chapter.
type asked struct{ chapter, question int }

// codes is the box in which codes are taken and guesses shown.
type codes struct {
	at    asked
	field field.Editor
	said  message.Text // of the code that was given last
}

// question is the one that is asked now, or was asked last.
func (p *Player) question() asked {
	chapter, _ := p.run.Chapter()
	at := asked{chapter: max(chapter, 0)}
	for i, q := range p.questionsOf(at.chapter) {
		if q.Text == p.run.Caption().Text {
			at.question = i
		}
	}
	return at
}

// Scene is what the program shows, for screens that follow it; false at a prompt.
func (p *Player) Scene() (ui.Scene, bool) {
	if p.run.Shell() == nil {
		return ui.Scene{}, false
	}
	return p.run.Shell().Scene(), true
}

// Share hands over what the lab of the program has trained: see [ui.Model.Share].
func (p *Player) Share() (give func(to lab.Lab) bool) {
	if p.run.Shell() == nil {
		return nil
	}
	return p.run.Shell().Share()
}

// Caption is what the lesson says, or asks.
func (p *Player) Caption() lesson.Caption { return p.run.Caption() }

// Quiz is the questions of the lesson.
func (p *Player) Quiz() class.Quiz { return p.class.room.Quiz }

// Question is the chapter and the number in it, from 0, of the question that is
// asked now or was asked last.
func (p *Player) Question() (chapter, n int) {
	at := p.question()
	return at.chapter, at.question
}

// Take hands in what a student guessed, who was not asked for a code.
func (p *Player) Take(s class.Sheet) error {
	_, err := p.class.room.Hand(s)
	p.win.Stale = p.win.Stale || p.class.codes != nil
	return err
}

// ShowClass shows what the class guessed at the last question, as the key c does.
func (p *Player) ShowClass() {
	p.win.Stale = true
	p.openCodes()
}

// Tally is what the class guessed, while that is shown.
func (p *Player) Tally(rows int) (class.Tally, bool) {
	if p.class.codes == nil {
		return class.Tally{}, false
	}
	at := p.class.codes.at
	return p.class.room.Tally(at.chapter, at.question, rows), true
}

func (p *Player) questionsOf(chapter int) []class.Question {
	if chapter >= len(p.class.room.Quiz.Chapters) {
		return nil
	}
	return p.class.room.Quiz.Chapters[chapter].Questions
}

// keepGuess keeps the guess at the question that is answered now.
func (p *Player) keepGuess() {
	if p.class.guesses == nil {
		p.class.guesses, p.class.said = map[asked]class.Guess{}, map[asked]Answered{}
	}
	p.class.guesses[p.question()] = class.Guessed(p.run.Caption())
	p.class.said[p.question()] = said(p.run.Caption())
}

// code is the own answers of a chapter; empty before one was given.
func (p *Player) code(chapter int) (string, error) {
	s := class.Sheet{Lesson: p.class.room.Quiz.Lesson, Chapter: chapter, ID: p.class.student}
	for i := range min(len(p.questionsOf(chapter)), class.MaxGuesses) {
		if g, ok := p.class.guesses[asked{chapter, i}]; ok {
			s.Guesses = append(s.Guesses, make([]class.Guess, i-len(s.Guesses))...)
			s.Guesses = append(s.Guesses, g)
		}
	}
	if len(s.Guesses) == 0 {
		return "", nil
	}
	return s.Code()
}

// pressClass takes a key while the class is in front.
func (p *Player) pressClass(msg tea.KeyPressMsg) tea.Cmd {
	k, c := p.keys, p.class.codes
	latin, _ := ui.Latin(msg)
	switch {
	case p.class.own:
		p.class.own = false
		switch {
		case key.Matches(latin, k.quit):
			return p.quit(latin)
		case latin.Text == "y":
			code, _ := p.code(p.question().chapter)
			p.options.Notice = message.New("copied")
			return tea.SetClipboard(code)
		}
	case key.Matches(msg, k.quitTyping):
		return tea.Quit
	case msg.Code == tea.KeyEscape:
		p.class.codes = nil
	case msg.Code == tea.KeyEnter && c.field.Text() != "":
		p.takeCodes(c.field.Text())
		c.field = field.Editor{}
	case c.field.Text() == "" && (msg.Code == tea.KeyRight || msg.Code == tea.KeyLeft):
		p.turnQuestion(msg.Code == tea.KeyRight)
	default:
		c.field.Press(msg)
	}
	return nil
}

// takeCodes hands in what was typed or pasted, and says what came of it.
func (p *Player) takeCodes(text string) {
	c := p.class.codes
	taken, wrong := p.class.room.Paste(text)
	c.said = message.Join(message.Count(taken, "One new code.", "%d new codes.", taken))
	if len(wrong) > 0 {
		c.said = message.Of(wrong[0])
	}
}

// turnQuestion shows another question of the lesson.
func (p *Player) turnQuestion(on bool) {
	all := p.allQuestions()
	for i, at := range all {
		if at == p.class.codes.at {
			to := i - 1
			if on {
				to = i + 1
			}
			p.class.codes.at = all[max(min(to, len(all)-1), 0)]
			return
		}
	}
}

func (p *Player) allQuestions() []asked {
	var all []asked
	for i, chapter := range p.class.room.Quiz.Chapters {
		for n := range chapter.Questions {
			all = append(all, asked{i, n})
		}
	}
	return all
}

// openCodes shows what the class guessed at the last question.
func (p *Player) openCodes() {
	all := p.allQuestions()
	if len(all) == 0 {
		p.options.Notice = message.New("this lesson asks nothing")
		return
	}
	at := all[0]
	here := p.question()
	for _, q := range all {
		if q.chapter < here.chapter || q.chapter == here.chapter && q.question <= here.question {
			at = q
		}
	}
	p.class.codes = &codes{at: at}
}

// openOwn shows the own answers as a code.
func (p *Player) openOwn() {
	switch code, err := p.code(p.question().chapter); {
	case err != nil:
		p.options.Notice = message.Of(err)
	case code == "":
		p.options.Notice = message.New("no guess in this chapter yet")
	default:
		p.class.own = true
	}
}

// drawOwn draws the code of the own answers over the program, with its picture
// for a camera where there is room.
func (p *Player) drawOwn(g viz.Grid, room viz.Size) {
	code, err := p.code(p.question().chapter)
	if err != nil {
		return
	}
	const margin, gap = 2, 3
	t := p.win.Theme
	about := []viz.Safe{viz.Clean(code), {}}
	for _, says := range []message.Text{
		message.New("your answers in this chapter"), message.New("no name, no text"), message.New("y copies it"),
	} {
		about = append(about, p.words(says))
	}
	wide := 0
	for _, line := range about {
		wide = max(wide, t.Show(line).Width())
	}
	symbol := class.QR(viz.Size{W: room.W - 2*margin - gap - wide, H: room.H - 2}, t, code)
	left := margin
	if symbol.W > 0 {
		left += symbol.W + gap
	}
	box, at := centred(room, viz.Size{W: left + wide + margin, H: max(symbol.H, len(about)) + 2})
	list := viz.Box(box, t, p.words(message.New("answer code")), t.Faint)
	list.Put(margin, 1, symbol)
	for i, line := range about {
		st := t.Text
		if i == 0 {
			st = t.Strong
		}
		list.Text(left, max((box.H-len(about))/2, 1)+i, t.Fit(line, box.W-left-margin), st)
	}
	g.Put(at.W, at.H, list)
}

// drawCodes draws what the class guessed, and the field for codes below it, and
// returns the cursor.
func (p *Player) drawCodes(g viz.Grid, room viz.Size) *tea.Cursor {
	const margin, tail = 2, 4 // tail: a blank line, the sentence, what was said, the field
	t, c := p.win.Theme, p.class.codes
	in := viz.Size{W: min(room.W, 78) - 2*margin, H: room.H - 2}
	question := viz.Wrap(t.Show(viz.Clean(p.questionsOf(c.at.chapter)[c.at.question].Text)), in.W)
	tally := p.class.room.Tally(c.at.chapter, c.at.question, max(in.H-tail-len(question), 3))
	box, at := centred(room, viz.Size{W: in.W + 2*margin, H: len(question) + len(tally.Rows) + tail + 2})
	list := viz.Box(box, t, p.words(message.New("what the class guessed")), t.Faint)
	for y, line := range question {
		list.Text(margin, 1+y, line, t.Strong)
	}
	bars := viz.Size{W: in.W, H: min(len(tally.Rows), max(box.H-2-tail-len(question), 0))}
	list.Put(margin, 1+len(question), viz.Bars(bars, t, tally.Chart(p.options.Words)))
	list.Text(margin, box.H-4, t.Fit(p.words(tally.Sentence()), in.W), t.Text)
	list.Text(margin, box.H-3, t.Fit(p.words(c.said), in.W), t.Faint)
	label := p.words(message.New("codes, pasted or typed: "))
	list.Text(margin, box.H-2, t.Fit(label, in.W), t.Faint)
	from := margin + t.Show(label).Width()
	text, cursor := c.field.Window(t, max(box.W-margin-from, 1))
	list.Text(from, box.H-2, text, t.Strong)
	g.Put(at.W, at.H, list)
	if box.H < 3 || from+cursor >= box.W {
		return nil
	}
	return tea.NewCursor(at.W+from+cursor, at.H+box.H-2)
}

// classHints are the keys while the class is in front.
func (p *Player) classHints() []lesson.Hint {
	if p.class.own {
		return []lesson.Hint{{Key: "esc", Does: message.New("returns to the lesson")}, {Key: "y", Does: message.New("copies it")}}
	}
	return []lesson.Hint{
		{Key: "esc", Does: message.New("returns to the lesson")}, {Key: "enter", Does: message.New("takes a code")}, {Key: "←→", Does: message.New("other questions")},
	}
}
