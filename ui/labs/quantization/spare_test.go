package quantization

import (
	"runtime"
	"testing"

	"logitarium/ui/lab/labtest"
)

// From the second time on, memory is used again: nothing is cleared, and
// nothing is left to the collector but what does not grow with the model.
func TestMemoryIsUsedAgain(t *testing.T) {
	if labtest.RaceDetector {
		t.Skip("the race detector drops what a sync.Pool keeps")
	}
	for _, c := range []struct {
		view string
		most uint64 // bytes for the same once more, of 3.7 MB of weights
	}{
		{"effect", 1 << 20}, {"layers", 1 << 19}, {"error", 1 << 20},
	} {
		l := fresh(t)
		l.patience = -1
		labtest.Turn(t, l, "view", c.view, "granularity", "channel")
		finish(t, l)
		labtest.Turn(t, l, "bits", "5")
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		finish(t, l)
		runtime.ReadMemStats(&after)
		if n := after.TotalAlloc - before.TotalAlloc; n > c.most {
			t.Errorf("view %s: the second time takes %d bytes of new memory", c.view, n)
		}
	}
}
