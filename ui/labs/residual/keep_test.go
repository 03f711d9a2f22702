package residual

import (
	"testing"

	"logitarium/ui/lab/labtest"
)

// A race can be gone back to, between steps and within one.
func TestKept(t *testing.T) {
	for _, depth := range []string{"2", "24"} { // steps for one call, and calls for one step
		l := fresh(t)
		labtest.Turn(t, l, "view", "race", "depth", depth, "steps", "20")
		labtest.KeepAtWork(t, l, 24)
	}
	l := fresh(t)
	labtest.Turn(t, l, "view", "seeds", "depth", "24", "networks", "3")
	labtest.KeepAtWork(t, l, 12)
}
