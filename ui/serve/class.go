package serve

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"reflect"
	"sync"

	"logitarium/ui"
	"logitarium/ui/class"
	"logitarium/ui/lesson"
	"logitarium/ui/message"
	"logitarium/ui/seat"
	"logitarium/viz"

	tea "charm.land/bubbletea/v2"
)

// Class is what those in a room share: what the teacher shows, who follows, and
// what is guessed. The zero value is an empty room. Its methods may be called
// from anywhere.
type Class struct {
	Named bool // guesses have names; set before anybody comes

	mu     sync.Mutex
	moment moment
	led    bool      // somebody has shown something
	told   [2][]byte // the moment, as a page is told it, and one whose guess is in; nil until one is
	unkept bool      // something has changed since it was kept
	seats  map[*chair]seat.Presence
	desk   chan struct{} // is told of what students do; nil without a teacher
	sheets []class.Sheet // handed in, and not taken yet

	places map[string]absent // of those who have left, and may come back

	given   map[handed]class.Guess
	quizzes map[uint16]class.Quiz // of the lessons that were played
	lesson  uint16                // the one that is, or was last
	names   map[uint32]string     // of students by their numbers, where names are asked for
}

// moment is what the teacher shows, and what is right: that stays here.
type moment struct {
	seat.Moment
	question lesson.Caption // that waits for guesses
}

// handed names a guess.
type handed struct {
	student uint32
	lesson  uint16
	chapter int
	n       int
}

// absent is somebody who has left, where they were then, and who may come back.
type absent struct {
	Number  uint32
	Scene   ui.Scene
	Follows bool
}

// mostPlaces bounds what is kept of those who have left.
const mostPlaces = 1000

// back is where somebody was before; false for who has not been here, or who is
// not known again.
// It is called with the lock held.
func (c *Class) back(g Guest) (p absent, known bool) {
	if g.ID == "" {
		return absent{}, false
	}
	p, known = c.places[hashed(g.ID)]
	delete(c.places, hashed(g.ID))
	return p, known
}

// hashed is what is kept of an ID: it names nobody, and lets nobody in.
func hashed(id string) string {
	sum := sha256.Sum256([]byte(id))
	return hex.EncodeToString(sum[:])
}

// Presence counts who is in the room: who follows, who explores, and of both,
// who has raised a hand.
type Presence struct{ Follow, Explore, Lost int }

// Here is how many there are.
func (p Presence) Here() int { return p.Follow + p.Explore }

// show tells all what the teacher shows.
func (c *Class) show(m moment) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.led && reflect.DeepEqual(m, c.moment) {
		return
	}
	c.moment, c.led, c.told = m, true, [2][]byte{}
	for s := range c.seats {
		wake(s.news)
	}
}

// telling is the moment as the page of a chair is told it.
func (s *chair) telling() []byte {
	c := s.class
	c.mu.Lock()
	defer c.mu.Unlock()
	now := s.now()
	told := &c.told[0]
	if now.Given {
		told = &c.told[1]
	}
	if *told == nil {
		var err error
		if *told, err = json.Marshal(seat.Notice{Moment: &now, Led: c.led}); err != nil || len(*told) > seat.MostTold {
			*told = []byte(`{"Moment":{}}`) // nothing that a page could show
		}
	}
	return *told
}

// seize makes somebody the teacher, who hears of what students do.
func (c *Class) seize() (news chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.desk != nil {
		close(c.desk)
	}
	c.desk = make(chan struct{}, 1)
	return c.desk
}

// plays says which lesson asks from now on.
func (c *Class) plays(q class.Quiz) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.quizzes == nil {
		c.quizzes = map[uint16]class.Quiz{}
	}
	c.quizzes[q.Lesson], c.lesson = q, q.Lesson
	for s := range c.seats {
		c.handIn(s.number, q.Lesson)
	}
}

// handIn hands in what a student has guessed in a lesson before: somebody has come
// back, or the lesson is played again. One sheet of each chapter has all of them.
// It is called with the lock held.
func (c *Class) handIn(student uint32, lesson uint16) {
	last := map[int]int{} // question, by chapter
	for h := range c.given {
		if h.student == student && h.lesson == lesson {
			last[h.chapter] = max(last[h.chapter], h.n)
		}
	}
	for chapter, n := range last {
		c.sheets = append(c.sheets, c.sheet(handed{student, lesson, chapter, n}))
	}
}

// sheet is what a student has guessed in a chapter up to a question.
// It is called with the lock held.
func (c *Class) sheet(h handed) class.Sheet {
	sheet := class.Sheet{Lesson: h.lesson, Chapter: h.chapter, ID: h.student}
	for n := range h.n + 1 {
		sheet.Guesses = append(sheet.Guesses, c.given[handed{h.student, h.lesson, h.chapter, n}])
	}
	return sheet
}

// wake sends to a channel that holds one, if it is empty.
func wake(news chan struct{}) {
	select {
	case news <- struct{}{}:
	default:
	}
}

// chair is a place in a class, whoever's program is on it: a [seat.Room].
type chair struct {
	class  *Class
	id     string // by which its student is known again
	number uint32 // tells nothing of them
	news   chan struct{}
	drawn  bool // its program runs here
	at     seat.Place
}

// sit gives somebody a chair, whose program is drawn here or not, and says where
// they were before.
func (c *Class) sit(g Guest, drawn bool) (s *chair, at seat.Place) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.seats == nil {
		c.seats, c.names = map[*chair]seat.Presence{}, map[uint32]string{}
	}
	s = &chair{class: c, id: g.ID, news: make(chan struct{}, 1), drawn: drawn}
	p, known := c.back(g)
	if known {
		s.number, s.at = p.Number, seat.Place{Scene: p.Scene, Explores: !p.Follows}
		c.handIn(s.number, c.lesson)
	}
	at = s.at
	for taken := !known; taken; {
		var b [4]byte
		_, _ = rand.Read(b[:]) // never fails
		s.number = binary.BigEndian.Uint32(b[:]) % class.MaxID
		_, taken = c.names[s.number]
	}
	c.seats[s] = seat.Presence{Follows: !at.Explores}
	c.names[s.number] = ""
	if c.Named {
		c.names[s.number] = g.Name
	}
	c.tell()
	wake(s.news)
	return s, at
}

// place is where the student is, as far as is known.
func (s *chair) place() seat.Place {
	s.class.mu.Lock()
	defer s.class.mu.Unlock()
	return s.at
}

// leave takes the chair away, and ends its wait for news. Where somebody was who
// can be known again is kept.
func (s *chair) leave() {
	c := s.class
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, here := c.seats[s]; !here {
		return
	}
	delete(c.seats, s)
	close(s.news)
	c.tell()
	if s.id == "" {
		return
	}
	if c.places == nil {
		c.places = map[string]absent{}
	}
	if len(c.places) < mostPlaces {
		c.places[hashed(s.id)] = absent{s.number, s.at.Scene, !s.at.Explores}
	}
}

// Now implements [seat.Room].
func (s *chair) Now() (m seat.Moment, led bool) {
	s.class.mu.Lock()
	defer s.class.mu.Unlock()
	return s.now(), s.class.led
}

// now is the moment for who sits here. It is called with the lock held.
func (s *chair) now() seat.Moment {
	m := s.class.moment.Moment
	if a := m.Ask; a != nil {
		_, m.Given = s.class.given[handed{s.number, a.Lesson, a.Chapter, a.N}]
	}
	return m
}

// stays says where the student is. It is kept when they leave, and now and then.
func (s *chair) stays(at seat.Place) {
	s.class.mu.Lock()
	defer s.class.mu.Unlock()
	s.at, s.class.unkept = at, true
}

// News implements [seat.Room].
func (s *chair) News() <-chan struct{} { return s.news }

// Be implements [seat.Room].
func (s *chair) Be(p seat.Presence) {
	c := s.class
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, here := c.seats[s]; here {
		c.seats[s] = p
		c.tell()
	}
}

// Guess implements [seat.Room].
func (s *chair) Guess(to seat.Ask, text string) bool { return s.class.hand(s.number, to, text) }

// Seat gives a guest a place in a class: a program around a shell, which follows
// the teacher from the beginning. Who has been here before, and is known again, is
// back where they were. Leave is to be called at its end.
func Seat(c *Class, g Guest, shell *ui.Model, theme viz.Theme, follow bool, words message.Printer) (m tea.Model, leave func()) {
	chair, at := c.sit(g, true)
	s := seat.New(chair, at, shell, theme, follow, words)
	d := &drawnSeat{s, chair}
	return d, func() {
		chair.stays(s.Place())
		chair.leave()
	}
}

// drawnSeat is a seat whose program runs here.
type drawnSeat struct {
	*seat.Seat
	chair *chair
}

// Update takes one message. Keys are what brings somebody elsewhere.
func (d *drawnSeat) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	_, cmd := d.Seat.Update(msg)
	if _, key := msg.(tea.KeyPressMsg); key {
		d.chair.stays(d.Place())
	}
	return d, cmd
}

// tell wakes the teacher's screen, after a change. It is called with the lock held.
func (c *Class) tell() {
	c.unkept = true
	if c.desk != nil {
		wake(c.desk)
	}
}

// Presence counts who is in the room.
func (c *Class) Presence() Presence {
	c.mu.Lock()
	defer c.mu.Unlock()
	var n Presence
	for _, p := range c.seats {
		if p.Follows {
			n.Follow++
		} else {
			n.Explore++
		}
		if p.Lost {
			n.Lost++
		}
	}
	return n
}

// drawn is how many follow whose programs run here.
func (c *Class) drawn() (n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for s, p := range c.seats {
		if s.drawn && p.Follows {
			n++
		}
	}
	return n
}

// hand takes a guess at a question, if it is the one that is asked now. One given
// before at the same question is replaced.
func (c *Class) hand(student uint32, to seat.Ask, text string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if a := c.moment.Ask; a == nil || *a != to {
		return false
	}
	asked := c.moment.question
	asked.Guess = viz.Clean(text).String()
	g := class.Guessed(asked)
	if c.given == nil {
		c.given = map[handed]class.Guess{}
	}
	h := handed{student, to.Lesson, to.Chapter, to.N}
	c.given[h] = g
	c.sheets = append(c.sheets, c.sheet(h))
	c.tell()
	return true
}

// take returns what was handed in since it was called last.
func (c *Class) take() []class.Sheet {
	c.mu.Lock()
	defer c.mu.Unlock()
	all := c.sheets
	c.sheets = nil
	return all
}

// Answered is how many of those who are here have guessed at the question that is
// asked.
func (c *Class) Answered() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := 0
	for s := range c.seats {
		if s.now().Given {
			n++
		}
	}
	return n
}
