package serve

import (
	"encoding/json"
	"io"
	"time"

	"logitarium/ui/class"
	"logitarium/ui/message"
	"logitarium/ui/seat"
)

// placesLast is how long it is known where somebody was.
const placesLast = 24 * time.Hour

// MostPlaces bounds the places of a class as they are kept, in bytes.
const MostPlaces = 4 << 20

// guessesLast is how long guesses count that were given before a server was started
// again: not in the next lesson.
const guessesLast = time.Hour

// mostGuesses bounds what is kept of them.
const mostGuesses = 20_000

// keptPlaces are where those are who can be known again, and what they have guessed,
// for the next server.
type keptPlaces struct {
	Saved   time.Time
	Places  map[string]absent
	Guesses []keptGuess `json:",omitempty"`
}

// keptGuess is a guess of a student, by their number.
type keptGuess struct {
	Student uint32
	seat.Ask
	class.Guess
}

// Keep writes where those are who can be known again, here or gone, and what they
// have guessed. Nothing in it names them.
func (c *Class) Keep(w io.Writer, now time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	kept := keptPlaces{Saved: now, Places: map[string]absent{}}
	known := map[uint32]bool{}
	for id, p := range c.places {
		kept.Places[id], known[p.Number] = p, true
	}
	for s := range c.seats {
		if s.id != "" && len(kept.Places) < mostPlaces {
			kept.Places[hashed(s.id)], known[s.number] = absent{s.number, s.at.Scene, !s.at.Explores}, true
		}
	}
	for h, g := range c.given {
		if known[h.student] && len(kept.Guesses) < mostGuesses {
			kept.Guesses = append(kept.Guesses, keptGuess{h.student, seat.Ask{Lesson: h.lesson, Chapter: h.chapter, N: h.n}, g})
		}
	}
	return json.NewEncoder(w).Encode(kept)
}

// changed reports whether something is to be kept since it was asked last.
func (c *Class) changed() (yes bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	yes, c.unkept = c.unkept, false
	return yes
}

// keepClass keeps the class now and then, until the server ends.
func (s *Server) keepClass() {
	const every = 3 * time.Second
	now := time.NewTicker(every)
	defer now.Stop()
	said := false
	for {
		select {
		case <-s.ctx.Done():
			return
		case <-now.C:
			if !s.options.Class.changed() {
				continue
			}
			if err := s.options.Keep(); err != nil && !said {
				said = true
				s.log("who is in the class can't be kept: %v", message.Of(err))
			}
		}
	}
}

// Resume takes what [Class.Keep] has written: places of the last day, guesses of the
// last hour. The error says that it is something else.
func (c *Class) Resume(r io.Reader, now time.Time) error {
	var kept keptPlaces
	if err := json.NewDecoder(io.LimitReader(r, MostPlaces)).Decode(&kept); err != nil {
		return message.Errorf("these are no places of a class: %v", err)
	}
	age := now.Sub(kept.Saved)
	if age < 0 || age > placesLast {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.places, c.given = map[string]absent{}, map[handed]class.Guess{}
	for id, p := range kept.Places {
		if p.Number < class.MaxID && len(c.places) < mostPlaces {
			c.places[id] = p
		}
	}
	for _, g := range kept.Guesses {
		if age <= guessesLast && g.fits() && len(c.given) < mostGuesses {
			c.given[handed{g.Student, g.Lesson, g.Chapter, g.N}] = g.Guess
		}
	}
	return nil
}

// fits reports whether a guess is one that a class could have given.
func (g keptGuess) fits() bool {
	const most = 1000 // chapters, and questions of one
	return g.Chapter >= 0 && g.Chapter < most && g.N >= 0 && g.N < most && g.Kind >= class.None && g.Kind <= class.Other && g.Wrong >= 0
}
