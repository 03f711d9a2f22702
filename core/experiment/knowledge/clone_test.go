package knowledge

import (
	"reflect"
	"slices"
	"testing"
)

// A copy taken at any point, within a batch and within a look too, goes on as
// the course does, and does not move it.
func TestClone(t *testing.T) {
	e := exam(t, 2, 1)
	for _, r := range []Recipe{
		{Method: Full, Rank: 1, Rate: 1e-3, Paraphrases: 2, Replay: 2},
		{Method: LowRank, Rank: 4, Rate: 5e-3, Paraphrases: 2, Replay: 2},
	} {
		c := NewCourse(e, r, 7)
		var copies []*Course
		for !c.Done() {
			copies = append(copies, c.Clone())
			c.AdvanceFor(1e8)
		}
		for i, from := range copies {
			if i%7 > 0 && i < len(copies)-5 { // every seventh, and all of the last step
				continue
			}
			n := run(from.Clone())
			if !slices.Equal(n.Losses, c.Losses) || !reflect.DeepEqual(n.Points, c.Points) {
				t.Errorf("%s, from call %d on: %v %v, not %v %v", r.Method, i, n.Losses, n.Points, c.Losses, c.Points)
			}
			if again := run(from); !slices.Equal(again.Losses, c.Losses) {
				t.Errorf("%s: a copy of the copy at call %d moved it", r.Method, i)
			}
		}
	}
}
