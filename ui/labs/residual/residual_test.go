package residual

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"logitarium/core/builtin"
	"logitarium/core/builtin/builtintest"
	"logitarium/core/experiment"
	"logitarium/core/lm"
	"logitarium/core/lm/lmtest"
	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
	"logitarium/viz"
)

func fresh(t testing.TB) *Lab {
	t.Helper()
	m := builtintest.Load(t)
	return New(m, m)
}

func TestContract(t *testing.T) {
	labtest.Run(t, func() lab.Lab { return fresh(t) })
}

func settle(t testing.TB, l *Lab) {
	t.Helper()
	if err := lab.Settle(l); err != nil {
		t.Fatal(err)
	}
}

func value(t *testing.T, l *Lab, name string) float64 {
	t.Helper()
	r := labtest.Reading(t, l, name)
	if !r.Undefined.Empty() {
		t.Fatalf("%s is undefined: %s", name, r.Undefined)
	}
	return r.Value
}

func screen(l *Lab, w, h int) string {
	return lab.Draw(l, lab.Frame{Size: viz.Size{W: w, H: h}}).Plain()
}

// The readings are means over the networks that the knobs name.
func TestGradientsAreMeans(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "view", "gradients", "depth", "4", "width", "16", "networks", "3", "seed", "5", "gradient", "w1")
	settle(t, l)
	var first, last float64
	for seed := range uint64(3) {
		_, post := experiment.Measure(experiment.Setting{Depth: 4, Width: 16, Seed: 5 + seed})
		w1 := post.Of("mlp.up.weight")
		first, last = first+w1[0]/3, last+w1[3]/3
	}
	if got := value(t, l, "post last"); math.Abs(got-last) > 1e-9 {
		t.Errorf("last layer %v, want %v", got, last)
	}
	if got := value(t, l, "post ratio"); math.Abs(got-last/first) > 1e-9 {
		t.Errorf("ratio %v, want %v", got, last/first)
	}
}

// What the screen must make believe: without cross-attention post-LN's
// gradients do not grow toward the output; with it the first layers' vanish.
func TestMisconceptions(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "view", "gradients", "depth", "12", "networks", "4")
	settle(t, l)
	if r := value(t, l, "post ratio"); r > 1.5 || !strings.Contains(lab.Sentence(l).String(), times(r).String()+" times the first one's in post-LN") {
		t.Errorf("ratio %.2f: %s", r, lab.Sentence(l))
	}
	labtest.Turn(t, l, "cross", "on")
	settle(t, l)
	if r := value(t, l, "post ratio"); r < 10 || !strings.Contains(lab.Sentence(l).String(), "vanishes") {
		t.Errorf("ratio %.2f: %s", r, lab.Sentence(l))
	}
	for _, view := range l.Views().List {
		labtest.Turn(t, l, "view", view.Name)
		if n := viz.Clean(lab.Sentence(l).String()).Width(); n > 170 {
			t.Errorf("view %s: an insight of %d cells", view.Name, n)
		}
	}
}

// What the notes say of ways to draw the weights is measured.
func TestNotes(t *testing.T) {
	l := fresh(t)
	for _, c := range []struct {
		init, gradient, depth, reading string
		low, high                      float64
	}{
		{"theory", "key-value", "6", "post ratio", 1.8, 2.5},
		{"theory", "key-value", "18", "post ratio", 1.8, 2.5},
		{"gpt-2", "w2", "2", "pre ratio", 0.78, 0.93},
		{"gpt-2", "w2", "24", "pre ratio", 0.78, 0.93},
		{"gpt-2", "w2", "24", "post ratio", 0.95, 1.05},
	} {
		labtest.Turn(t, l, "view", "gradients", "init", c.init, "gradient", c.gradient, "depth", c.depth)
		settle(t, l)
		if r := value(t, l, c.reading); r < c.low || r > c.high {
			t.Errorf("%+v: %.2f", c, r)
		}
	}
}

// Networks are measured a few at a time, and not again.
// What the insight says of the gradients is what the readings have, whatever
// the weights.
func TestGradientInsightIsTrue(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "view", "gradients", "networks", "2", "width", "16")
	within := map[string][2]float64{
		"ost-LN's first layer gets": {2, math.Inf(1)}, "last layer's gradient is": {0, math.Inf(1)},
		"Both are even": {1 / uneven, uneven}, "ost-LN's are even over": {1 / uneven, uneven},
	}
	for _, init := range inits {
		for _, cross := range []string{"off", "on"} {
			for _, g := range gradientsOf {
				labtest.Turn(t, l, "init", init.Name, "cross", cross, "gradient", g.option.Name)
				settle(t, l)
				text, post := lab.Sentence(l), ratio(l.norms(l.depth, l.draws).post)
				if math.IsNaN(post) {
					continue
				}
				said := false
				for words, limits := range within {
					if strings.Contains(text.String(), words) {
						said = true
						if post < limits[0] || post > limits[1] {
							t.Errorf("%s, cross %s, %s: last over first is %.3f: %s", init.Name, cross, g.title, post, text)
						}
					}
				}
				if !said {
					t.Errorf("%s, cross %s, %s: last over first is %.3f, of which nothing is said: %s", init.Name, cross, g.title, post, text)
				}
			}
		}
	}
}

// Depths are compared by means over as many networks, also while some are
// still to be measured.
func TestDepthComparesAsManyNetworks(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "view", "depth", "depth", "12", "networks", "4", "width", "16")
	for l.Busy() {
		n := len(l.pairs(l.depth))
		for _, depth := range l.depths() {
			if measured := len(l.pairs(depth)); measured > 0 {
				n = min(n, measured)
			}
		}
		var shallow, deep float64
		for seed := range uint64(n) {
			pre := func(depth int) float64 {
				pre, _ := experiment.Measure(experiment.Setting{Depth: depth, Width: 16, Seed: 1 + seed})
				return last(pre.Of(experiment.W2))
			}
			shallow, deep = shallow+pre(2), deep+pre(12)
		}
		if got := value(t, l, "pre change"); math.Abs(got-deep/shallow) > 1e-9 {
			t.Fatalf("change %v, over the same %d networks %v", got, n, deep/shallow)
		}
		if err := l.Step(0); err != nil {
			t.Fatal(err)
		}
	}
}

func TestSurveyEnds(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "view", "depth", "depth", "9", "networks", "4", "width", "16")
	settle(t, l)
	if n, want := len(l.survey.done), 4*5; n != want { // 2, 4, 6, 8 and 9 layers
		t.Errorf("%d networks measured, want %d", n, want)
	}
	labtest.Turn(t, l, "networks", "2")
	if l.Busy() {
		t.Error("fewer networks are still to be measured")
	}
	if got := screen(l, 40, 20); !strings.Contains(got, "2 networks") {
		t.Errorf("the picture does not say how many networks:\n%s", got)
	}
}

func TestLemmaIsNotShownWhereItDoesNotHold(t *testing.T) {
	l := fresh(t)
	for _, init := range inits {
		for _, cross := range []string{"off", "on"} {
			labtest.Turn(t, l, "view", "stream", "init", init.Name, "cross", cross, "depth", "24", "networks", "1")
			settle(t, l)
			text := screen(l, 40, 20)
			want := (init.Name == "xavier" || init.Name == "theory") && cross == "off"
			if shown := strings.Contains(text, "1+3l/2"); shown != want {
				t.Errorf("init %s, cross %s: bounds on screen: %t", init.Name, cross, shown)
			}
			for _, r := range lab.Readings(l) {
				if strings.HasPrefix(r.Name, "Lemma") && (r.Undefined.Empty()) != want {
					t.Errorf("init %s, cross %s: %s is a number: %t", init.Name, cross, r.Name, !want)
				}
			}
			if strings.Contains(text, "^^") {
				t.Errorf("init %s, cross %s: the stream leaves the picture", init.Name, cross)
			}
		}
	}
}

// Under the theory's assumptions queries have no gradient: no ratio of zeros
// is shown.
func TestGradientsOfZero(t *testing.T) {
	l := fresh(t)
	for _, view := range []string{"gradients", "depth"} {
		labtest.Turn(t, l, "view", view, "init", "theory", "gradient", "query")
		settle(t, l)
		for _, r := range lab.Readings(l) {
			if r.Undefined.Empty() && math.IsNaN(r.Value) {
				t.Errorf("view %s: %s is NaN", view, r.Name)
			}
		}
		if text := lab.Sentence(l).String() + screen(l, 70, 36); strings.Contains(text, "NaN") {
			t.Errorf("view %s shows NaN:\n%s", view, text)
		}
	}
}

// However much was measured before, what is on screen is not thrown away.
func TestSurveyKeepsWhatIsShown(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "view", "gradients", "width", "16", "depth", "2")
	for i := range mostKept {
		l.survey.done[experiment.Setting{Depth: 3, Seed: uint64(i)}] = pair{}
	}
	settle(t, l)
	if got := screen(l, 80, 20); !strings.Contains(got, "8 networks") {
		t.Errorf("the networks on screen are gone:\n%s", got)
	}
	labtest.Turn(t, l, "seed", "3")
	if n := len(l.survey.done); n != 1 {
		t.Errorf("%d networks are kept", n)
	}
}

// Every layer has its bar if there is room, and the first and the last always.
func TestBarsOfManyLayers(t *testing.T) {
	for n := 1; n <= 24; n++ {
		for height := 2; height < 30; height++ {
			rows := 0
			for i := range n {
				if shown(i, n, height) {
					rows++
				}
			}
			if rows > height || n <= height && rows != n || !shown(0, n, height) || !shown(n-1, n, height) {
				t.Errorf("%d layers in %d rows: %d shown", n, height, rows)
			}
		}
	}
}

// At the sizes of a small screen nothing in the wiring is cut.
func TestWiringFits(t *testing.T) {
	l := fresh(t)
	for _, cross := range []string{"off", "on"} {
		labtest.Turn(t, l, "view", "wiring", "depth", "24", "cross", cross)
		for _, s := range []viz.Size{{W: 29, H: 13}, {W: 39, H: 19}, {W: 71, H: 35}} {
			if got := screen(l, s.W, s.H); strings.Contains(got, "…") || strings.Count(got, "head") < 2 || strings.Count(got, "attention") != 2 {
				t.Errorf("%v, cross %s:\n%s", s, cross, got)
			}
		}
	}
}

// A race is trained in steps that stop where they should, can be paused, and
// begins again when a knob makes it another one.
func TestRace(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "view", "race", "width", "16", "depth", "2")
	settle(t, l)
	if at, loss := value(t, l, "step"), value(t, l, "pre loss"); at != 0 || !(loss > 0) {
		t.Errorf("before it is asked to train it is at step %v, with a loss of %v", at, loss)
	}
	untrained := value(t, l, "pre gradients")
	space := func() {
		if err := lab.Actions(l)[0].Do(); err != nil {
			t.Fatal(err)
		}
	}
	space()
	if l.steps != firstSteps || !l.Busy() {
		t.Errorf("space asks for %d steps, busy %t", l.steps, l.Busy())
	}
	for n := range 5 {
		if err := l.Step(time.Second / 15); err != nil {
			t.Fatal(err)
		}
		if got := value(t, l, "pre gradients"); n == 1 && got != untrained {
			t.Errorf("the first batch has gradients of %v, and had %v untrained", got, untrained)
		}
	}
	space()
	if at := value(t, l, "step"); l.Busy() || at != 4 { // one step drew the networks
		t.Errorf("paused at step %v, busy %t", at, l.Busy())
	}
	if !strings.Contains(screen(l, 40, 20), "paused") {
		t.Error("the picture does not say that it is paused")
	}
	space()
	labtest.Turn(t, l, "steps", "12")
	settle(t, l)
	if at := value(t, l, "step"); at != 12 {
		t.Errorf("ends at step %v", at)
	}
	loss := value(t, l, "pre loss")
	labtest.Turn(t, l, "steps", "10")
	if at := value(t, l, "step"); at != 10 || value(t, l, "pre loss") == loss {
		t.Errorf("fewer steps show step %v and the same loss", at)
	}
	labtest.Turn(t, l, "seed", "2")
	if at := value(t, l, "step"); at != 0 || !l.Busy() {
		t.Errorf("another seed begins at step %v, busy %t", at, l.Busy())
	}
}

// What the race is there for: at a high rate and without warm-up post-LN learns
// how often tokens come and no more, while pre-LN goes on. These networks are
// smaller than the lab's own, which take a while under the race detector.
func TestRaceIsWonByPreLN(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "view", "race", "width", "16", "rate", "0.02", "steps", "80")
	settle(t, l)
	pre, post, counts := value(t, l, "pre loss"), value(t, l, "post loss"), value(t, l, "frequencies")
	if !(pre < counts-0.5 && post > counts-0.25) {
		t.Errorf("pre-LN %.2f, post-LN %.2f, frequencies alone %.2f", pre, post, counts)
	}
	if !strings.Contains(lab.Sentence(l).String(), "stuck") {
		t.Errorf("insight: %s", lab.Sentence(l))
	}
}

// Post-LN's gradients vanish as it trains; without an encoder they do not begin
// so, and are not said to be why it is stuck.
func TestVanishedIsNotTheCause(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "view", "race", "steps", "10")
	settle(t, l)
	first := l.race.run.Races[0].Post.W2[0]
	if slices.Max(first) > 2*slices.Min(first) {
		t.Errorf("at the start: %v", first)
	}
	if got := l.sayVanished("Post-LN", "Pre-LN", 5.27, 2.7, 5.22, 2000).String(); !strings.Contains(got, "nearly even") || !strings.Contains(got, "warm-up") {
		t.Errorf("%s", got)
	}
}

// The race needs Tiny World's text, and says so where it is not to be had.
func TestRaceWithoutAWorld(t *testing.T) {
	told := lmtest.Tell(fresh(t).own.(*builtin.LM), 20)
	l := New(told, told)
	labtest.Turn(t, l, "view", "race", "steps", "1", "width", "16", "depth", "2")
	var lack *lm.Lack
	if err := lab.Settle(l); !errors.As(err, &lack) || lack.What != lm.TinyWorld {
		t.Errorf("error %v, want that there is no Tiny World", err)
	}
}

// A key press: another network is measured and the largest screen drawn.
func BenchmarkKnob(b *testing.B) {
	for _, c := range []struct{ view, depth, cross string }{
		{"wiring", "24", "on"}, {"gradients", "6", "off"}, {"gradients", "24", "off"}, {"gradients", "24", "on"},
		{"stream", "6", "off"}, {"depth", "6", "off"}, {"race", "6", "off"},
	} {
		b.Run(c.view+" "+c.depth+" cross "+c.cross, func(b *testing.B) {
			l := fresh(b)
			labtest.Turn(b, l, "view", c.view, "depth", c.depth, "cross", c.cross)
			f := lab.Frame{Size: viz.Size{W: 200, H: 60}, Theme: viz.Themes()[0]}
			for b.Loop() {
				l.seed++
				if err := l.Refresh(); err != nil {
					b.Fatal(err)
				}
				_ = lab.Draw(l, f).String()
				lab.Readings(l)
			}
		})
	}
}

// What the shell waits for on each beat.
func BenchmarkStep(b *testing.B) {
	for _, c := range []struct{ view, depth string }{{"gradients", "6"}, {"depth", "24"}, {"race", "6"}, {"race", "24"}} {
		b.Run(c.view+" "+c.depth, func(b *testing.B) {
			l := fresh(b)
			labtest.Turn(b, l, "view", c.view, "depth", c.depth, "steps", "600")
			for b.Loop() {
				if !l.Busy() {
					l.race.restart()
					l.seed += 100
				}
				if err := l.Step(time.Second / 15); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
