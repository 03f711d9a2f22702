package labs_test

import (
	"slices"
	"testing"
	"time"

	"logitarium/core/builtin"
	"logitarium/ui"
	"logitarium/ui/lab"
	"logitarium/ui/labs"
	"logitarium/viz"

	tea "charm.land/bubbletea/v2"
)

// BenchmarkKeyToFrame turns every knob of every lab, in every view, on a
// screen of 200x60, and reports how long a key takes until its frame is
// ready: half of them, all but one in a hundred, and the slowest.
func BenchmarkKeyToFrame(b *testing.B) {
	lm, err := builtin.Load()
	if err != nil {
		b.Fatal(err)
	}
	for i, l := range labs.All(lm) {
		for v, view := range views(l) {
			b.Run(l.Info().ID+"/"+view, func(b *testing.B) { keyToFrame(b, lm, i, v) })
		}
	}
}

func views(l lab.Lab) []string {
	for _, k := range l.Knobs() {
		if c, ok := k.Setting.(lab.Choice); ok && k.Name == "view" {
			var names []string
			for _, o := range c.Options {
				names = append(names, o.Name)
			}
			return names
		}
	}
	return []string{"only"}
}

func keyToFrame(b *testing.B, lm *builtin.LM, lab, view int) {
	all := labs.All(lm)
	m := ui.New(all, ui.Options{Start: all[lab].Info().ID, Theme: "dark"})
	m.Resize(viz.Size{W: 200, H: 60})
	for range view {
		m.Press(tea.KeyPressMsg{Code: 'v', Text: "v"})
	}
	var times []time.Duration
	press := func(k tea.Key) {
		start := time.Now()
		m.Press(tea.KeyPressMsg(k))
		m.View()
		times = append(times, time.Since(start))
		for n := 0; m.Busy() && n < 3; n++ { // what the clock does between two keys
			if err := m.GoOn(); err != nil {
				b.Fatal(err)
			}
		}
	}
	for b.Loop() {
		for range all[lab].Knobs() {
			for range 3 {
				press(tea.Key{Code: tea.KeyRight})
			}
			for range 2 {
				press(tea.Key{Code: tea.KeyLeft})
			}
			press(tea.Key{Code: tea.KeyDown})
		}
		for range all[lab].Knobs() {
			press(tea.Key{Code: tea.KeyUp})
		}
	}
	slices.Sort(times)
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	b.ReportMetric(ms(times[len(times)/2]), "p50-ms")
	b.ReportMetric(ms(times[len(times)*99/100]), "p99-ms")
	b.ReportMetric(ms(times[len(times)-1]), "max-ms")
	b.ReportMetric(0, "ns/op")
}
