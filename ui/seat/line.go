package seat

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"sync"

	"logitarium/ui"
	"logitarium/ui/class"
)

// Bounds of the messages on a line, in bytes.
const (
	MostTold  = 64 << 10 // of the class to a page
	MostSaid  = 16 << 10 // of a page to the class
	mostGuess = 200
)

// Opening is what a page is told first: how its program opens.
type Opening struct {
	Place Place
	Lab   string   `json:",omitempty"` // that opens first
	Only  []string `json:",omitempty"` // the knobs that can be turned; nil: all
	Lang  string   `json:",omitempty"` // of the class
	Alone bool     `json:",omitempty"` // nobody leads: there is nothing to follow
}

// Notice is a message of the class to a page: one of these.
type Notice struct {
	Opening *Opening `json:",omitempty"`
	Moment  *Moment  `json:",omitempty"`
	Led     bool     `json:",omitempty"` // of a moment
	Said    string   `json:",omitempty"` // last: why the line ends
	Away    bool     `json:",omitempty"` // by the page itself: it is broken
}

// Said is a message of a page to the class: one of these.
type Said struct {
	Be    *Presence `json:",omitempty"`
	Guess *Guess    `json:",omitempty"`
	At    *Place    `json:",omitempty"` // where its student is
}

// Guess is what somebody types at a question.
type Guess struct {
	Ask
	Text string
}

// errMessage is of a text that is no message on a line, or one beyond its bounds.
var errMessage = errors.New("no message")

// ReadSaid reads a message of a page, which may come from anybody. The error says
// that it is none.
func ReadSaid(text []byte) (s Said, err error) {
	if len(text) > MostSaid || json.Unmarshal(text, &s) != nil {
		return s, errMessage
	}
	if g := s.Guess; g != nil && (len(g.Text) > mostGuess || g.Chapter < 0 || g.N < 0) {
		return s, errMessage
	}
	return s, nil
}

// Line is the class at the other end of a line of messages: a [Room]. Make one
// with [NewLine]. Its methods may be called from anywhere.
type Line struct {
	send func([]byte)
	news chan struct{}

	mu     sync.Mutex
	moment Moment
	led    bool
	at     ui.Scene // that was sent last
	placed bool     // it was
}

// NewLine is a line on which messages to the class go by send.
func NewLine(send func([]byte)) *Line {
	l := &Line{send: send, news: make(chan struct{}, 1)}
	l.news <- struct{}{}
	return l
}

// Hear takes a message of the class. The newest moment is the one that counts.
func (l *Line) Hear(text []byte) error {
	var t Notice
	if len(text) > MostTold || json.Unmarshal(text, &t) != nil {
		return errMessage
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case t.Away:
		l.moment.Away = true
		l.moment.Ask = nil
	case t.Moment != nil:
		if c := t.Moment.Tally; c != nil && !drawable(*c) {
			t.Moment.Tally = nil
		}
		l.moment, l.led = *t.Moment, t.Led
	default:
		return nil
	}
	select {
	case l.news <- struct{}{}:
	default:
	}
	return nil
}

// drawable reports whether a tally names what its question has.
func drawable(t class.Tally) bool {
	return !slices.ContainsFunc(t.Rows, func(r class.Row) bool {
		return r.Kind == class.Wrong && (r.Wrong < 0 || r.Wrong >= len(t.Question.Wrong))
	})
}

// Now implements [Room].
func (l *Line) Now() (m Moment, led bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.moment, l.led
}

// News implements [Room].
func (l *Line) News() <-chan struct{} { return l.news }

// Be implements [Room].
func (l *Line) Be(p Presence) { l.say(Said{Be: &p}) }

// Guess implements [Room]. Whether the question is over by now, the next moment
// says.
func (l *Line) Guess(to Ask, text string) bool {
	m, _ := l.Now()
	if m.Ask == nil || *m.Ask != to {
		return false
	}
	if len(text) > mostGuess {
		text = strings.ToValidUTF8(text[:mostGuess], "")
	}
	l.say(Said{Guess: &Guess{to, text}})
	return true
}

// At says where the student is, if that has changed.
func (l *Line) At(p Place) {
	l.mu.Lock()
	same := l.placed && sameScene(l.at, p.Scene)
	l.at, l.placed = p.Scene, p.Explores
	l.mu.Unlock()
	if !same && p.Explores {
		l.say(Said{At: &p})
	}
}

func sameScene(a, b ui.Scene) bool {
	return a.Command == b.Command && a.Knob == b.Knob && a.Text == b.Text && a.Stop == b.Stop
}

func (l *Line) say(s Said) {
	if text, err := json.Marshal(s); err == nil && len(text) <= MostSaid {
		l.send(text)
	}
}
