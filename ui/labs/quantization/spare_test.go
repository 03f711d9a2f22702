package quantization

import (
	"runtime"
	"runtime/debug"
	"testing"

	"logitarium/ui/lab/labtest"
)

// From the second time on, memory is used again: nothing is cleared, and
// nothing is left to the collector but what does not grow with the model.
func TestMemoryIsUsedAgain(t *testing.T) {
	if labtest.RaceDetector {
		t.Skip("the race detector drops what a sync.Pool keeps")
	}
	// A collection drops that too, and another thread does not find it.
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	for _, c := range []struct {
		view string
		most uint64 // bytes for the same once more, of 3.7 MB of weights
	}{
		{"effect", 3 << 19}, {"layers", 3 << 18}, {"error", 1 << 19},
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
