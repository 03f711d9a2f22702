package lab_test

import (
	"slices"
	"strings"
	"testing"

	"logitarium/ui/lab"
	"logitarium/viz"
)

// counter is a task of a few steps that writes down what it does.
type counter struct {
	name  string
	at, n int
	log   *[]string
}

func (c *counter) Step() bool {
	c.at++
	*c.log = append(*c.log, c.name)
	return c.at < c.n
}

func (c *counter) Share() float64 { return float64(c.at) / float64(c.n) }

// twoTasks is work of 3 and 1 steps; the second task follows from the first.
func twoTasks(patience float64, log *[]string) *lab.Work {
	w := &lab.Work{Patience: patience}
	w.Begin("key", "the model reads")
	add := func(name string, n int, cost float64, then func()) {
		w.Add(cost, func() lab.Stepper { return &counter{name: name, n: n, log: log} }, func() {
			*log = append(*log, name+" done")
			then()
		})
	}
	add("a", 3, 3e9, func() { add("b", 1, 1e9, func() {}) })
	w.Start()
	return w
}

var whole = []string{"a", "a", "a", "a done", "b", "b done"}

func TestWorkIsDoneAtOnceIfItIsLittle(t *testing.T) {
	var log []string
	w := twoTasks(1e12, &log)
	if w.Waiting() || !slices.Equal(log, whole) || w.Progress() != (lab.Progress{}) {
		t.Errorf("waiting %v after %v", w.Waiting(), log)
	}
	if !w.Is("key") || w.Is("other") || new(lab.Work).Is("") {
		t.Error("it does not know what it is")
	}
}

func TestWorkInSteps(t *testing.T) {
	var log []string
	w := twoTasks(0, &log)
	if len(log) > 0 || !w.Waiting() {
		t.Fatalf("a key has waited for %v", log)
	}
	last := -1.0
	for w.Waiting() {
		p := w.Progress()
		if !p.Stale || p.What != "the model reads" || p.Share < last || p.Share >= 1 {
			t.Errorf("%+v after %g", p, last)
		}
		last = p.Share
		before := len(log)
		w.Step()
		if n := len(log) - before; n == 0 || n > 3 {
			t.Errorf("a step did %d things", n)
		}
	}
	if !slices.Equal(log, whole) {
		t.Errorf("%v", log)
	}
	w.Step() // nothing is left to do
	if !slices.Equal(log, whole) {
		t.Errorf("%v", log)
	}
}

// A copy of work under way is a place to go back to.
func TestWorkGoesBack(t *testing.T) {
	var log []string
	w := twoTasks(-1, &log)
	w.Step()
	w.Step()
	kept, share := *w, w.Progress().Share
	for w.Waiting() {
		w.Step()
	}
	*w, log = kept, nil
	if got := w.Progress().Share; got != share {
		t.Errorf("it goes on at %g, was at %g", got, share)
	}
	for w.Waiting() {
		w.Step()
	}
	if !slices.Equal(log, whole) {
		t.Errorf("%v", log)
	}
}

func TestBeginDropsWhatIsUnderWay(t *testing.T) {
	var log []string
	w := twoTasks(0, &log)
	w.Step()
	w.Begin("next", "other")
	w.Add(1, nil, func() { log = append(log, "next") })
	w.Start()
	if w.Waiting() || !slices.Equal(log, []string{"a", "next"}) {
		t.Errorf("%v", log)
	}
}

func TestProgressView(t *testing.T) {
	p := lab.Progress{What: "the model reads 6 tokens", Share: 0.5, Stale: true}
	for _, s := range []viz.Size{{}, {W: 1, H: 1}, {W: 9, H: 2}, {W: 40, H: 9}} {
		if g := p.View(lab.Frame{Size: s}); g.Size != s {
			t.Errorf("%v became %v", s, g.Size)
		}
	}
	text := p.View(lab.Frame{Size: viz.Size{W: 40, H: 5}}).Plain()
	if !strings.Contains(text, "the model reads 6 tokens: 50 %") || strings.Count(text, "█") != 16 || strings.Count(text, "░") != 16 {
		t.Errorf("\n%s", text)
	}
	ascii := p.View(lab.Frame{Size: viz.Size{W: 40, H: 5}, Theme: viz.Theme{Glyphs: viz.ASCII}}).Plain()
	if strings.Count(ascii, "#") != 16 || strings.ContainsAny(ascii, "█░") {
		t.Errorf("\n%s", ascii)
	}
	if got := p.Insight(); got != "The model reads 6 tokens: 50 %." {
		t.Errorf("%q", got)
	}
}
