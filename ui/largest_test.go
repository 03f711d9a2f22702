package ui

import (
	"strings"
	"testing"

	"logitarium/viz"
)

// The number that the sentence is about stands large in a corner of the picture
// that is free.
func TestTheNumberIsLarge(t *testing.T) {
	m := shell(t, 120, 40)
	screen := onScreen(m)
	discussed := m.discussed()
	if len(discussed) == 0 {
		t.Fatal("the sentence is about no number")
	}
	theme := m.win.Theme
	large := viz.Big(viz.Size{W: 40, H: 3}, theme, viz.Clean(number(discussed[0]).String()), theme.Strong)
	for row := range strings.SplitSeq(large.Plain(), "\n") {
		if row = strings.TrimSpace(row); row == "" || !strings.Contains(screen, row) {
			t.Errorf("no %q on\n%s", row, screen)
		}
	}
}
