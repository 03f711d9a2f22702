package ui

import (
	"strings"
	"testing"

	"logitarium/viz"
)

// Why a value was refused stands under its row, at the last one right above it, and
// nowhere where there is no room: then the foot says it.
func TestRefusalLeavesItsRowFree(t *testing.T) {
	m := shell(t, 80, 24)
	keys(m, "t enter 9 enter")
	for _, c := range []struct{ high, below, at int }{{6, 2, 2}, {6, 5, 5}, {6, 6, 4}, {2, 2, 0}, {1, 1, -1}} {
		g := m.win.Theme.Grid(viz.Size{W: 60, H: c.high})
		can := &canvas{grid: g, theme: m.win.Theme}
		m.drawRefusal(can, rect{0, 0, 60, c.high}, c.below)
		at := -1
		for y, line := range strings.Split(g.Plain(), "\n") {
			if strings.Contains(line, "outside") {
				at = y
			}
		}
		if at != c.at || can.refused != (c.at >= 0) {
			t.Errorf("below row %d of %d it stands in row %d, want %d; said: %t\n%s", c.below-1, c.high, at, c.at, can.refused, g.Plain())
		}
	}
}
