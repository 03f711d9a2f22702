package norm

import (
	"strings"
	"testing"

	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
)

// What is odd about a row or a column is said in words, and the numbers beside
// them show it.
func TestDegenerate(t *testing.T) {
	for _, tt := range []struct {
		norm, row, batch, epsilon string
		says                      string
		y                         float64 // worked out by hand
	}{
		{"layer", "1", "4", "1e-5", "all alike", 0},
		{"group", "1", "4", "1e-5", "all alike", 0},
		{"layer", "2", "4", "1e-5", "become alike: they end within 0.005", -.5750}, // (2 − 250.75)/432.58
		{"layer", "3", "4", "1e-5", "standard deviation becomes 0.22", 0},          // 2 is the mean
		{"layer", "3", "4", "1e-12", "share a mean", 0},                            // ε is small enough
		{"rms", "1", "4", "1e-5", "Its mean stays", 1},                             // 2/2
		{"rms", "3", "4", "1e-5", "Its mean stays", 1},                             // hardly any spread does not matter to it
		{"rms", "4", "4", "1e-5", "is 0 throughout", 0},                            // nothing to scale
		{"rms", "2", "4", "1e-5", "become alike: they end within 0.004", .0040},    // 2/500
		{"batch", "1", "3", "1e-5", "All 3 samples have the same f1", 0},           // 2, 2 and 2
		{"batch", "4", "4", "1e-5", "share column f1", -1.7320},                    // (0 − 1.5)/√.75
		{"layer", "1", "4", "0", "no number", 0},                                   // 0/0
	} {
		l := fresh(t)
		labtest.Turn(t, l, "data", "degenerate", "norm", tt.norm, "batch", tt.batch, "row", tt.row, "column", "1", "epsilon", tt.epsilon)
		if says := lab.Sentence(l).String(); !strings.Contains(says, tt.says) {
			t.Errorf("%+v: it says %q", tt, says)
		}
		if tt.says != "no number" {
			near(t, tt.norm+" of row "+tt.row, labtest.Reading(t, l, "y").Value, tt.y, 2e-4)
		}
	}
}

// The side by side view has each norm's own output, and only BatchNorm moves
// with another row or in evaluation.
func TestCompare(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "view", "norms")
	for kind, o := range kinds {
		got := labtest.Reading(t, l, o.Name+" y").Value
		near(t, o.Name, got, l.inTraining(kind, l.x).Y[l.mine()], 0)
		if moves := l.outcomes[kind].pushed != 0 || l.outcomes[kind].jump != 0; moves != (kind == batchNorm) {
			t.Errorf("%s moves: %t", o.Name, moves)
		}
	}
	push, jump := labtest.Reading(t, l, "push moves").Value, labtest.Reading(t, l, "eval moves").Value
	labtest.Turn(t, l, "view", "neighbour")
	near(t, "push", push, labtest.Reading(t, l, "I moved").Value, 1e-12)
	labtest.Turn(t, l, "view", "modes")
	near(t, "jump", jump, labtest.Reading(t, l, "jump").Value, 1e-12)
}
