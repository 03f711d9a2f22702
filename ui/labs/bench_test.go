package labs_test

import (
	"cmp"
	"flag"
	"fmt"
	"slices"
	"testing"
	"time"

	"logitarium/core/builtin"
	"logitarium/core/builtin/builtintest"
	"logitarium/core/huggingface"
	"logitarium/core/lm"
	"logitarium/ui"
	"logitarium/ui/command"
	"logitarium/ui/lab"
	"logitarium/ui/labs"
	"logitarium/viz"

	tea "charm.land/bubbletea/v2"
)

// BenchmarkKeyToFrame turns every knob of every lab, in every view, on screens
// of 80x24 and 200x50, and reports how long a key takes until its frame is
// ready: half of them, all but one in a hundred, and the slowest. So it does
// for the steps of work that goes on between two keys, of which there are three,
// and more before each knob: so keys are pressed while the work is under way, and
// where it is done. On a machine that others
// use, cpu-p99-ms with -cpu 1 is what a key would take on a core of its own.
// With another model:
//
//	go test ./ui/labs -run '^$' -bench KeyToFrame -benchtime 1x -model DIR
func BenchmarkKeyToFrame(b *testing.B) {
	m, err := subject()
	if err != nil {
		b.Fatal(err)
	}
	own := builtintest.Load(b)
	build := func() []lab.Lab { return labs.All(m, own) }
	for i, l := range build() {
		for v, view := range views(l) {
			for _, size := range []viz.Size{{W: 80, H: 24}, {W: 200, H: 50}} {
				name := fmt.Sprintf("%s/%s/%dx%d", l.Info().ID, view, size.W, size.H)
				b.Run(name, func(b *testing.B) { keyToFrame(b, build(), i, v, size) })
			}
		}
	}
}

var (
	model = flag.String("model", "", "the folder of a model to look at instead of the built-in one")
	pause = flag.Int("pause", 100, "the steps of work that are taken before each knob is turned, if there are as many")
)

func subject() (lm.Model, error) {
	if *model == "" {
		return builtin.Load()
	}
	f, err := huggingface.Open(*model, huggingface.Options{})
	if err != nil {
		return nil, err
	}
	return f, nil
}

func views(l lab.Lab) []string {
	for _, k := range lab.Knobs(l) {
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

func keyToFrame(b *testing.B, all []lab.Lab, lab, view int, size viz.Size) {
	m := ui.New(all, ui.Options{Start: all[lab].Info().ID, Theme: "dark"})
	m.Resize(size)
	for range view {
		m.Press(tea.KeyPressMsg{Code: 'v', Text: "v"})
	}
	var times, steps, computed, stepped []time.Duration
	var slow [2][]taken // keys and steps
	keep := func(list *[]taken, time time.Duration) {
		if time > late {
			*list = append(*list, taken{time, command.Of(all[lab])})
		}
	}
	goOn := func(most int) { // what the clock does between two keys
		for n := 0; m.Busy() && n < most; n++ {
			start, used := time.Now(), processorTime()
			if _, err := m.GoOnPart(); err != nil {
				b.Fatal(err)
			}
			steps, stepped = append(steps, time.Since(start)), append(stepped, processorTime()-used)
			keep(&slow[1], stepped[len(stepped)-1])
		}
	}
	press := func(k tea.Key) {
		start, used := time.Now(), processorTime()
		m.Press(tea.KeyPressMsg(k))
		m.View()
		times, computed = append(times, time.Since(start)), append(computed, processorTime()-used)
		keep(&slow[0], computed[len(computed)-1])
		goOn(3)
	}
	for b.Loop() {
		for range all[lab].Knobs() {
			goOn(*pause)
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
	for i, what := range []string{"keys", "steps"} {
		slices.SortFunc(slow[i], func(a, b taken) int { return cmp.Compare(b.time, a.time) })
		for _, t := range slow[i][:min(len(slow[i]), 3)] {
			b.Logf("of %d late %s: %v, then %s", len(slow[i]), what, t.time, t.state)
		}
	}
	for _, list := range [][]time.Duration{times, steps, computed, stepped} {
		slices.Sort(list)
	}
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	b.ReportMetric(ms(times[len(times)/2]), "p50-ms")
	b.ReportMetric(ms(times[len(times)*99/100]), "p99-ms")
	b.ReportMetric(ms(times[len(times)-1]), "max-ms")
	b.ReportMetric(ms(computed[len(computed)*99/100]), "cpu-p99-ms")
	if n := len(steps); n > 0 {
		b.ReportMetric(ms(steps[n*99/100]), "step-p99-ms")
		b.ReportMetric(ms(steps[n-1]), "step-max-ms")
		b.ReportMetric(ms(stepped[n*99/100]), "step-cpu-p99-ms")
	}
	b.ReportMetric(0, "ns/op")
}

// late is what no key should wait for.
const late = 16 * time.Millisecond

// taken is how long the processor has computed, and the state that it led to.
type taken struct {
	time  time.Duration
	state string
}
