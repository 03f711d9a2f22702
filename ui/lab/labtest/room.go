package labtest

import (
	"fmt"
	"testing"

	"logitarium/ui"
	"logitarium/ui/lab"
	"logitarium/viz"
)

// sparse are the views that leave more than a third of the rows of a large
// screen's picture blank, with the screens, and what they draw that does not
// grow with the room yet. Views go from this list; none is added.
var sparse = map[string]string{
	"toy bars 120x40": "five bars",
	"toy bars 200x50": "five bars",
	"toy list 120x40": "five rows",
	"toy list 200x50": "five rows",
}

// mostSparse is how many there may be: it only falls.
const mostSparse = 4

// testRoom holds that the picture has the full width and 60 % of the rows of a
// screen of 80x24, and that no view leaves more than a third of its rows blank
// on a large one, save those that are listed.
func testRoom(t *testing.T, fresh func() lab.Lab) {
	if len(sparse) > mostSparse {
		t.Errorf("%d views are excused on large screens, and %d were: none is added", len(sparse), mostSparse)
	}
	l := opened(t, fresh)
	if err := lab.Settle(l); err != nil {
		t.Fatal(err)
	}
	m := ui.New([]lab.Lab{l}, ui.Options{Theme: "dark"})
	eachView(t, l, func(view string) {
		if err := lab.Settle(l); err != nil {
			t.Fatal(err)
		}
		small := viz.Size{W: 80, H: 24}
		m.Resize(small)
		if r := m.Room(); r.W < small.W-2 || 10*r.H < 6*small.H {
			t.Errorf("view %s: on %dx%d the picture has %dx%d", view, small.W, small.H, r.W, r.H)
		}
		for _, s := range []viz.Size{{W: 120, H: 40}, {W: 200, H: 50}} {
			m.Resize(s)
			r := m.Room()
			blank := blankRows(look(t, l, r.W, r.H, viz.Dark()))
			name := fmt.Sprintf("%s %s %dx%d", l.Info().ID, view, s.W, s.H)
			switch far := 3*blank > r.H; {
			case far && sparse[name] == "":
				t.Errorf("%s: %d of the picture's %d rows are blank: more room is to give more picture", name, blank, r.H)
			case !far && sparse[name] != "":
				t.Errorf("%s: %d of %d rows are blank, no longer too many; take it from the list in labtest", name, blank, r.H)
			}
		}
	})
}

// blankRows counts the rows on which nothing is drawn.
func blankRows(g viz.Grid) int {
	n := 0
	for y := range g.H {
		blank := true
		for _, c := range g.Row(y) {
			blank = blank && c.Rune == ' ' && c.Style.Bg == 0
		}
		if blank {
			n++
		}
	}
	return n
}
