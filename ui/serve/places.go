package serve

import (
	"encoding/json"
	"io"
	"time"

	"logitarium/ui/class"
	"logitarium/ui/message"
)

// placesLast is how long it is known where somebody was.
const placesLast = 24 * time.Hour

// MostPlaces bounds the places of a class as they are kept, in bytes.
const MostPlaces = 4 << 20

// keptPlaces are where those were who have left, for the next server.
type keptPlaces struct {
	Saved  time.Time
	Places map[string]absent
}

// Keep writes where those were who have left and can be known again. Nothing in
// it names them.
func (c *Class) Keep(w io.Writer, now time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return json.NewEncoder(w).Encode(keptPlaces{now, c.places})
}

// Resume takes what [Class.Keep] has written, of the last day. The error says that
// it is something else.
func (c *Class) Resume(r io.Reader, now time.Time) error {
	var kept keptPlaces
	if err := json.NewDecoder(io.LimitReader(r, MostPlaces)).Decode(&kept); err != nil {
		return message.Errorf("these are no places of a class: %v", err)
	}
	if age := now.Sub(kept.Saved); age < 0 || age > placesLast {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.places = map[string]absent{}
	for id, p := range kept.Places {
		if p.Number < class.MaxID && len(c.places) < mostPlaces {
			c.places[id] = p
		}
	}
	return nil
}
