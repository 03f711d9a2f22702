package labs_test

import (
	"testing"
	"time"

	"logitarium/core/builtin"
	"logitarium/ui/lab"
	"logitarium/ui/labs"
)

// BenchmarkKeep keeps each lab at work, goes on, and goes back: what a lesson
// does for a step and for the way back. The first step after a state was kept
// copies what it changes: on-ms.
func BenchmarkKeep(b *testing.B) {
	lm, err := builtin.Load()
	if err != nil {
		b.Fatal(err)
	}
	for _, l := range labs.All(lm, lm) {
		for _, view := range views(l) {
			b.Run(l.Info().ID+"/"+view, func(b *testing.B) {
				for _, k := range lab.Knobs(l) {
					switch k.Name {
					case "view":
						err = k.Setting.Set(view)
					case "steps":
						k.Setting.End(1)
					}
				}
				if err != nil || l.Refresh() != nil {
					b.Fatal(err, l.Refresh())
				}
				step := func() {
					if a, ok := l.(lab.Animated); ok && a.Busy() {
						_ = a.Step(time.Second / 15)
					}
				}
				for range 100 {
					step()
				}
				var keep, on, back time.Duration // in all
				report := func(name string, d time.Duration) { b.ReportMetric(d.Seconds()*1000/float64(b.N), name) }
				for b.Loop() {
					start := time.Now()
					restore := lab.Keep(l)
					keep += time.Since(start)
					start = time.Now()
					step()
					on += time.Since(start)
					start = time.Now()
					restore()
					back += time.Since(start)
				}
				report("keep-ms", keep)
				report("on-ms", on)
				report("back-ms", back)
				b.ReportMetric(0, "ns/op")
			})
		}
	}
}
