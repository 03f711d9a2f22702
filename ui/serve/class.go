package serve

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"reflect"
	"sync"

	"logitarium/ui"
	"logitarium/ui/class"
	"logitarium/ui/lesson"
)

// Class is what those in a room share: what the teacher shows, who follows, and
// what is guessed. The zero value is an empty room. Its methods may be called
// from anywhere.
type Class struct {
	Named bool // guesses have names; set before anybody comes

	mu     sync.Mutex
	moment Moment
	led    bool // somebody has shown something
	seats  map[*seat]presence
	desk   chan struct{} // is told of what students do; nil without a teacher
	sheets []class.Sheet // handed in, and not taken yet

	places map[string]place // of those who have left, and may come back

	given   map[handed]class.Guess
	quizzes map[uint16]class.Quiz // of the lessons that were played
	names   map[uint32]string     // of students by their numbers, where names are asked for
}

// Moment is what the teacher shows.
type Moment struct {
	Scene   ui.Scene
	Shown   bool // there is a screen to follow
	Caption string
	Ask     *Ask         // the question that waits for guesses; nil without one
	Tally   *class.Tally // what the room guessed, while it is shown
}

// Ask is a question of a lesson: the n-th of a chapter.
type Ask struct {
	Lesson     uint16
	Chapter, N int
	Caption    lesson.Caption
}

// handed names a guess.
type handed struct {
	student uint32
	lesson  uint16
	chapter int
	n       int
}

// presence is how somebody takes part.
type presence struct {
	follows bool
	lost    bool // has raised a hand
}

// place is where somebody was when they left.
type place struct {
	Number  uint32
	Scene   ui.Scene
	Follows bool
}

// mostPlaces bounds what is kept of those who have left.
const mostPlaces = 1000

// back is where somebody was before; false for who has not been here, or who is
// not known again.
func (c *Class) back(g Guest) (p place, known bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if g.ID == "" {
		return place{}, false
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
func (c *Class) show(m Moment) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.led && reflect.DeepEqual(m, c.moment) {
		return
	}
	c.moment, c.led = m, true
	for s := range c.seats {
		wake(s.news)
	}
}

// now is what the teacher shows.
func (c *Class) now() (m Moment, led bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.moment, c.led
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
	c.quizzes[q.Lesson] = q
}

// wake sends to a channel that holds one, if it is empty.
func wake(news chan struct{}) {
	select {
	case news <- struct{}{}:
	default:
	}
}

// join gives somebody a seat, and a number that tells nothing.
func (c *Class) join(s *seat, g Guest) (number uint32) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.seats == nil {
		c.seats, c.names = map[*seat]presence{}, map[uint32]string{}
	}
	c.seats[s] = presence{follows: s.follows}
	number = s.number
	for taken := !s.known; taken; {
		var b [4]byte
		_, _ = rand.Read(b[:]) // never fails
		number = binary.BigEndian.Uint32(b[:]) % class.MaxID
		_, taken = c.names[number]
	}
	c.names[number] = ""
	if c.Named {
		c.names[number] = g.Name
	}
	c.tell()
	return number
}

// leave takes the seat away, and ends its wait for news. Where somebody was who
// can be known again is kept.
func (c *Class) leave(s *seat) {
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
		c.places = map[string]place{}
	}
	if len(c.places) < mostPlaces {
		c.places[hashed(s.id)] = place{s.number, s.shell.Scene(), s.follows}
	}
}

// be says how somebody takes part.
func (c *Class) be(s *seat, p presence) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, here := c.seats[s]; here {
		c.seats[s] = p
		c.tell()
	}
}

// tell wakes the teacher's screen. It is called with the lock held.
func (c *Class) tell() {
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
		if p.follows {
			n.Follow++
		} else {
			n.Explore++
		}
		if p.lost {
			n.Lost++
		}
	}
	return n
}

// hand takes a guess at a question, if it is the one that is asked now. One given
// before at the same question is replaced.
func (c *Class) hand(student uint32, to Ask, g class.Guess) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if a := c.moment.Ask; a == nil || a.Lesson != to.Lesson || a.Chapter != to.Chapter || a.N != to.N {
		return false
	}
	if c.given == nil {
		c.given = map[handed]class.Guess{}
	}
	c.given[handed{student, to.Lesson, to.Chapter, to.N}] = g
	sheet := class.Sheet{Lesson: to.Lesson, Chapter: to.Chapter, ID: student}
	for n := range to.N + 1 {
		sheet.Guesses = append(sheet.Guesses, c.given[handed{student, to.Lesson, to.Chapter, n}])
	}
	c.sheets = append(c.sheets, sheet)
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

// Answered is how many have guessed at the question that is asked.
func (c *Class) Answered() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := 0
	if a := c.moment.Ask; a != nil {
		for h := range c.given {
			if h.lesson == a.Lesson && h.chapter == a.Chapter && h.n == a.N {
				n++
			}
		}
	}
	return n
}
