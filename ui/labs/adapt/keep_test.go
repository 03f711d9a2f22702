package adapt

import (
	"testing"

	"logitarium/ui/lab/labtest"
)

// All the work, from the first question to the last look at the rival, can be
// gone back to.
func TestKept(t *testing.T) {
	if labtest.RaceDetector {
		t.Skip("it takes fewer steps under the race detector, and does not come to the rival")
	}
	for _, method := range []string{"full", "lora"} {
		l := fresh(t)
		labtest.Turn(t, l, "facts", "2", "steps", "10", "paraphrases", "2", "replay", "2", "method", method, "view", "forgetting")
		labtest.KeepAtWork(t, l, 200)
		if l.Busy() {
			t.Fatal("the work does not end: the rival was not seen")
		}
	}
}

// A goal further on leaves a kept course its own.
func TestKeptBeforeAnotherGoal(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "facts", "2", "steps", "5")
	settle(t, l)
	restore, was := l.Keep(), *l.study.course
	labtest.Turn(t, l, "steps", "10")
	settle(t, l)
	restore()
	if now := l.study.course; now.Goal != was.Goal || len(now.Points) != len(was.Points) || now.Tuning.Steps() != 5 || l.Busy() {
		t.Errorf("goal %d, %d looks, %d steps, busy %t", now.Goal, len(now.Points), now.Tuning.Steps(), l.Busy())
	}
}
