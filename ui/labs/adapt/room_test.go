package adapt

import (
	"strings"
	"testing"

	"logitarium/core/experiment/knowledge"
	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
	"logitarium/viz"
)

// Half of a comparison at 60 columns has the scores of all ways, inside of it.
func TestScoresAreNarrow(t *testing.T) {
	for w := 27; w <= 200; w++ {
		at, ok := layoutScores(viz.Size{W: w, H: 9})
		if !ok {
			t.Errorf("%d columns are too few", w)
		}
		if end := at.x(knowledge.Both) + at.cell; end > w || at.names < cut {
			t.Errorf("in %d columns the last way ends at %d, names have %d", w, end, at.names)
		}
	}
	if _, ok := layoutScores(viz.Size{W: 26, H: 9}); ok {
		t.Error("26 columns are said to be enough")
	}
}

// A low frame leaves out no way that an edited fact is asked.
func TestFactHasAllWays(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "view", "fact")
	for h := 9; h < 30; h++ {
		drawn := lab.Draw(l, lab.Frame{Size: viz.Size{W: 58, H: h}}).Plain()
		for _, w := range knowledge.Ways() {
			if !strings.Contains(drawn, string(wayNames[w])) {
				t.Errorf("%d rows have no %q:\n%s", h, wayNames[w], drawn)
			}
		}
		if now := strings.Count(drawn, "(now)"); now != len(knowledge.Ways()) || strings.Count(drawn, "(was)") != now {
			t.Errorf("%d rows:\n%s", h, drawn)
		}
	}
}
