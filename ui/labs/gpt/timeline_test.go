package gpt

import (
	"strings"
	"testing"
)

// The chosen model is on the timeline at any size that has rows for models.
func TestTimelineShowsTheChosen(t *testing.T) {
	l := fresh(t)
	for _, m := range l.models {
		turn(t, l, "view", "timeline", "gpt", m.ID, "compare", "gpt-2")
		for _, h := range []int{6, 13, 18, 40} {
			if got := look(l, 44, h); !strings.Contains(got, "▸") {
				t.Errorf("%s is not on a timeline of %d rows:\n%s", m.ID, h, got)
			}
		}
	}
}

// Where there is room for one model of a series, that is the chosen one; the
// other rows stay where they are.
func TestTimelineKeepsItsRows(t *testing.T) {
	l := fresh(t)
	turn(t, l, "view", "timeline", "gpt", "gpt-4")
	before := strings.Split(look(l, 39, 19), "\n")
	turn(t, l, "gpt", "gpt-2")
	after := strings.Split(look(l, 39, 19), "\n")
	for i, line := range after {
		switch {
		case strings.Contains(line, "GPT-2"):
			if !strings.Contains(line, "GPT-2 small") && i < 15 || !strings.Contains(before[i], "GPT-2 XL") && i < 15 {
				t.Errorf("row %d was %q and is %q", i, before[i], line)
			}
		case i > 0 && i < 14:
			if was := strings.Trim(before[i], "▸= "); was != strings.Trim(line, "▸= ") {
				t.Errorf("row %d was %q and is %q", i, before[i], line)
			}
		}
	}
	if n := strings.Count(strings.Join(after[:14], "\n"), "GPT-2"); n != 1 {
		t.Errorf("GPT-2 has %d rows", n)
	}
}
