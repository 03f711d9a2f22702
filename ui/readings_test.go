package ui

import (
	"strings"
	"testing"

	"logitarium/ui/lab"
	"logitarium/ui/lab/toy"
	"logitarium/viz"
)

// A reason that is cut says at least its half, or nothing.
func TestUndefinedReason(t *testing.T) {
	const why = "the truth is not known of this text"
	m := New([]lab.Lab{toy.New()}, Options{})
	for w := 2; w < 60; w++ {
		c := &canvas{grid: m.win.Theme.Grid(viz.Size{W: w, H: 1}), theme: m.win.Theme}
		m.drawUndefined(c, rect{w: w, h: 1}, viz.Clean(why), 3, 2)
		shown := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(c.grid.Plain()), "–"))
		part := strings.TrimSpace(strings.TrimSuffix(shown, "…"))
		switch {
		case !strings.HasPrefix(why, part):
			t.Errorf("in %d cells: %q", w, shown)
		case shown == why || shown == "":
		case 2*len([]rune(shown)) < len(why)-1:
			t.Errorf("in %d cells too little is said: %q", w, shown)
		}
	}
}
