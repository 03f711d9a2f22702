package lab_test

import (
	"slices"
	"strings"
	"testing"

	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// counter is a task of a few steps that writes down what it does.
type counter struct {
	name  string
	at, n int
	log   *[]string
}

func (c *counter) Step(float64) bool {
	c.at++
	*c.log = append(*c.log, c.name)
	return c.at < c.n
}

func (c *counter) Share() float64 { return float64(c.at) / float64(c.n) }

// twoTasks is work of 3 and 1 steps; the second task follows from the first.
func twoTasks(patience float64, log *[]string) *lab.Work {
	w := &lab.Work{Patience: patience}
	w.Begin("key", message.New("The model reads"))
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
	if w.Waiting() || !slices.Equal(log, whole) || !w.Progress().What.Empty() {
		t.Errorf("waiting %v after %v", w.Waiting(), log)
	}
	if !w.Is("key") || w.Is("other") || new(lab.Work).Is("") || new(lab.Work).Is(nil) {
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
		if !p.Stale || p.What.String() != "The model reads" || p.Share < last || p.Share >= 1 {
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

// Copies that were kept at different points share a task, and what it holds on
// to: each goes on as if it were alone.
func TestWorkGoesBackTwice(t *testing.T) {
	var w lab.Work
	var c *counter
	var log []string
	ended := 0
	w.Begin("key", message.Text{})
	w.Add(1e9, func() lab.Stepper { c = &counter{name: "a", n: 6, log: &log}; return c }, func() { ended = c.at })
	w.Step()
	first := w
	w.Step()
	w.Step()
	second := w
	for range 3 {
		for _, kept := range []lab.Work{first, second, first, second, second} {
			w, ended = kept, 0
			if share := w.Progress().Share; share != 1./6 && share != 3./6 {
				t.Fatalf("it goes on at %g", share)
			}
			steps := 0
			for ; w.Waiting(); steps++ {
				w.Step()
			}
			if ended != 6 || steps != 5 && steps != 3 {
				t.Fatalf("%d more steps lead to %d", steps, ended)
			}
		}
		w = first
		w.Step()
	}
}

// A task that is dropped for another one of the same key begins anew.
func TestWorkBeginsAnew(t *testing.T) {
	var log []string
	w := twoTasks(0, &log)
	w.Step()
	kept := *w
	w.Drop()
	if w.Waiting() || w.Is("key") || w.Is(nil) {
		t.Error("it is not dropped")
	}
	*w, log = kept, nil
	w.Step()
	if !slices.Equal(log, []string{"a"}) && !slices.Equal(log, []string{"a", "a"}) {
		t.Errorf("%v", log)
	}
}

// What fits is done, task by task; no task is begun that does not fit.
func TestFit(t *testing.T) {
	var log []string
	var w lab.Work
	w.Begin(1, message.Text{})
	for i, cost := range []float64{10, 20, 0, 40} {
		name := string(rune('a' + i))
		w.Add(cost, func() lab.Stepper { return &counter{name: name, n: 2, log: &log} }, nil)
	}
	if left := w.Fit(-1); left != -1 || len(log) > 0 {
		t.Errorf("no budget, and %v is done", log)
	}
	if left := w.Fit(45); left != 15 || strings.Join(log, "") != "aabbcc" {
		t.Errorf("%g are left of 45, and %v is done", left, log)
	}
	if done, all := w.Tasks(); done != 3 || all != 4 {
		t.Errorf("%d of %d tasks are done", done, all)
	}
	if left := w.Do(39); left != 39 || len(log) != 6 {
		t.Errorf("less than a step's budget has begun a task that does not fit: %v", log)
	}
	if left := w.Do(lab.StepBudget); left != lab.StepBudget-40 || w.Waiting() {
		t.Errorf("%g are left", left)
	}
	if done, all := w.Tasks(); done != 0 || all != 0 {
		t.Errorf("%d of %d tasks", done, all)
	}
}

func TestBeginDropsWhatIsUnderWay(t *testing.T) {
	var log []string
	w := twoTasks(0, &log)
	w.Step()
	w.Begin("next", message.New("Other"))
	w.Add(1, nil, func() { log = append(log, "next") })
	w.Start()
	if w.Waiting() || !slices.Equal(log, []string{"a", "next"}) {
		t.Errorf("%v", log)
	}
}

func TestProgressView(t *testing.T) {
	p := lab.Progress{What: message.New("The model reads 6 tokens"), Share: 0.5, Stale: true}
	for _, s := range []viz.Size{{}, {W: 1, H: 1}, {W: 9, H: 2}, {W: 40, H: 9}} {
		if g := p.View(lab.Frame{Size: s}); g.Size != s {
			t.Errorf("%v became %v", s, g.Size)
		}
	}
	text := p.View(lab.Frame{Size: viz.Size{W: 40, H: 5}}).Plain()
	if !strings.Contains(text, "The model reads 6 tokens: 50 %") || strings.Count(text, "█") != 16 || strings.Count(text, "░") != 16 {
		t.Errorf("\n%s", text)
	}
	ascii := p.View(lab.Frame{Size: viz.Size{W: 40, H: 5}, Theme: viz.Theme{Glyphs: viz.ASCII}}).Plain()
	if strings.Count(ascii, "#") != 16 || strings.ContainsAny(ascii, "█░") {
		t.Errorf("\n%s", ascii)
	}
	if got := p.Insight(); got.String() != "The model reads 6 tokens: 50 %." {
		t.Errorf("%q", got)
	}
	for percent := range 101 { // the reading is the number of the sentence
		p.Share = float64(percent) / 100
		r := p.Reading()
		if said := message.New("%v: %.0f %%.", r.Note, r.Value); r.Unit != "%" || said.String() != p.Insight().String() {
			t.Errorf("the reading %v %s beside %q", r.Value, r.Unit, p.Insight())
		}
	}
}

// asking is a task that others work on: it can be stopped, and begins again.
type asking struct{ asked, stopped int }

func (a *asking) Step(float64) bool {
	if a.asked == a.stopped {
		a.asked++
	}
	return true
}

func (a *asking) Share() float64 { return 0 }
func (a *asking) Stop()          { a.stopped++ }

// Work that is dropped stops what others do for it; a copy of the work that goes
// on has it begin again.
func TestWorkStopsWhatOthersDo(t *testing.T) {
	var a asking
	w := &lab.Work{}
	w.Begin("key", message.New("The server is asked"))
	w.Add(1e12, func() lab.Stepper { return &a }, nil)
	w.Start()
	w.Step()
	kept := *w
	w.Begin("other", message.New("The server is asked"))
	if a != (asking{1, 1}) || w.Waiting() {
		t.Errorf("%+v, waiting %v", a, w.Waiting())
	}
	kept.Step()
	if a != (asking{2, 1}) {
		t.Errorf("%+v after the copy's step", a)
	}
}

// spender is a task that notes the budgets that it is given.
type spender struct {
	spent, all float64
	most       *float64
}

func (s *spender) Step(budget float64) bool {
	*s.most = max(*s.most, budget)
	s.spent += budget
	return s.spent < s.all
}

func (s *spender) Share() float64 { return min(s.spent/s.all, 1) }

// In parts the same is done as in steps, as many of these, and none is given more
// than a part's budget; a copy that is kept amid a step ends as well.
func TestWorkInParts(t *testing.T) {
	fresh := func(most *float64, ended *int) *lab.Work {
		w := &lab.Work{}
		w.Begin("key", message.New("The model reads"))
		w.Add(4*lab.StepBudget, func() lab.Stepper { return &spender{all: 4 * lab.StepBudget, most: most} }, func() { *ended++ })
		w.Add(lab.PartBudget/2, nil, func() { *ended++ })
		w.Start()
		return w
	}
	var most float64
	var ended, parts, steps int
	w := fresh(&most, &ended)
	var kept lab.Work
	for ; w.Waiting(); parts++ {
		if parts == 1 {
			kept = *w
		}
		if w.Part() {
			steps++
		}
		if parts > 1000 {
			t.Fatal("it never ends")
		}
	}
	if least := int(4 * lab.StepBudget / lab.PartBudget); steps < 4 || steps > 5 || parts < least || most > lab.PartBudget || ended != 2 {
		t.Errorf("%d steps in %d parts of at most %g, %d tasks ended", steps, parts, most, ended)
	}
	for n := 0; kept.Waiting(); n++ {
		kept.Part()
		if n > 1000 {
			t.Fatal("the copy never ends")
		}
	}
	if ended != 4 {
		t.Errorf("%d tasks ended", ended)
	}
}
