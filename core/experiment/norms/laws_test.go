package norms

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"logitarium/core/norm"
)

// little is a race of a few milliseconds.
var little = Setting{Layers: 2, Width: 6, Batches: []int{4}, Devices: 1, Steps: 12, Rate: 0.02, Seed: 3}

// A race's budget changes how often it is asked to go on, and nothing else.
func TestBudgetDoesNotMatter(t *testing.T) {
	want := raced(little)
	for _, budget := range []float64{1, 1e4, 1e5, math.Inf(1)} {
		r := NewRace(little)
		calls := 1
		for ; r.Step(budget); calls++ {
			if calls > 3*little.Steps+1 {
				t.Fatalf("budget %g: it does not end", budget)
			}
		}
		for i, x := range r.Racers {
			if !slices.Equal(x.Losses, want.Racers[i].Losses) {
				t.Errorf("budget %g: %v learns otherwise", budget, x.Kind)
			}
		}
		if budget <= 1 && calls < 3*little.Steps {
			t.Errorf("budget %g: all is done in %d calls", budget, calls)
		}
	}
}

// The share of a race rises from 0 to 1, and with it the steps that all have made.
func TestShareRises(t *testing.T) {
	r := NewRace(little)
	if r.Share() != 0 || r.Trained() != 0 {
		t.Errorf("before the first step: %g, %d steps", r.Share(), r.Trained())
	}
	last, steps := 0., 0
	for r.Step(1) {
		if share := r.Share(); share <= last || share >= 1 {
			t.Fatalf("%g is done after %g", share, last)
		}
		if r.Trained() < steps || r.Trained() > little.Steps {
			t.Fatalf("%d steps after %d", r.Trained(), steps)
		}
		last, steps = r.Share(), r.Trained()
	}
	if r.Share() != 1 || r.Trained() != little.Steps {
		t.Errorf("at the end: %g, %d steps", r.Share(), r.Trained())
	}
	if r.Step(math.Inf(1)) {
		t.Error("it goes on behind its end")
	}
}

// More steps go on from where a race stands: to the same place as all at once.
func TestFurther(t *testing.T) {
	long := little
	long.Steps = 20
	want := raced(long)
	r := raced(little)
	cost := r.Cost()
	r.Further(8)
	if r.Share() >= 1 || r.Cost() <= cost {
		t.Errorf("with steps more: %g is done, cost %g after %g", r.Share(), r.Cost(), cost)
	}
	for r.Step(1e5) {
	}
	for i, x := range r.Racers {
		if !slices.Equal(x.Losses, want.Racers[i].Losses) {
			t.Errorf("%v goes on elsewhere", x.Kind)
		}
	}
	if r.Cost() != want.Cost() {
		t.Errorf("%g multiplications, %g at once", r.Cost(), want.Cost())
	}
}

// A clone and its original don't see each other, whoever goes on.
func TestClonesAreApart(t *testing.T) {
	r := NewRace(little)
	for range 9 {
		r.Step(1)
	}
	before := fmt.Sprint(losses(r))
	c := r.Clone()
	for c.Step(math.Inf(1)) {
	}
	if got := fmt.Sprint(losses(r)); got != before {
		t.Errorf("the original went on with its clone: %s", got)
	}
	for r.Step(math.Inf(1)) {
	}
	if fmt.Sprint(losses(r)) != fmt.Sprint(losses(c)) {
		t.Error("the original ends elsewhere than its clone")
	}
}

func losses(r *Race) (all [][]float64) {
	for _, x := range r.Racers {
		all = append(all, slices.Clone(x.Losses))
	}
	return all
}

// The cost of a race is proportional to its steps, and grows with everything else.
func TestCostGrows(t *testing.T) {
	cost := func(change func(*Setting)) float64 {
		s := little
		s.Batches = slices.Clone(s.Batches)
		change(&s)
		return NewRace(s).Cost()
	}
	base := cost(func(*Setting) {})
	if twice := cost(func(s *Setting) { s.Steps *= 2 }); math.Abs(twice-2*base) > 1e-9*base {
		t.Errorf("twice the steps cost %g, once %g", twice, base)
	}
	for name, change := range map[string]func(*Setting){
		"layers":  func(s *Setting) { s.Layers++ },
		"width":   func(s *Setting) { s.Width++ },
		"samples": func(s *Setting) { s.Batches[0]++ },
		"batches": func(s *Setting) { s.Batches = append(s.Batches, 8) },
	} {
		if more := cost(change); !(more > base) {
			t.Errorf("more %s cost %g, fewer %g", name, more, base)
		}
	}
}

// The loss that is shown is the mean of the last steps, of fifty at most.
func TestLossIsAMean(t *testing.T) {
	x := Racer{}
	if got := x.Loss(0); !math.IsNaN(got) {
		t.Errorf("before the first step the loss is %g", got)
	}
	for i := range 120 {
		x.Losses = append(x.Losses, float64(i))
	}
	for _, tt := range []struct {
		steps int
		want  float64
	}{{1, 0}, {2, .5}, {50, 24.5}, {51, 25.5}, {120, 94.5}} {
		if got := x.Loss(tt.steps); math.Abs(got-tt.want) > 1e-12 {
			t.Errorf("after %d steps: %g, want %g", tt.steps, got, tt.want)
		}
	}
}

// Everything that a network gives is finite, a share is between 0 and 1, and
// the first loss is about that of guessing.
func TestScores(t *testing.T) {
	r := raced(little)
	for i := range r.Racers {
		x := &r.Racers[i]
		if first := x.Losses[0]; !(first > 0 && first < 3*math.Log(Classes)) {
			t.Errorf("%v begins at %g nats, guessing is %g", x.Kind, first, math.Log(Classes))
		}
		evaluation, training := examined(r, x)
		for _, s := range []Score{evaluation, training} {
			if !(s.Loss > 0 && s.Loss < 10) || s.Right < 0 || s.Right > 1 {
				t.Errorf("%v: %+v", x.Kind, s)
			}
			if n := s.Right * TestSamples; math.Abs(n-math.Round(n)) > 1e-9 {
				t.Errorf("%v: %g of %d samples are right", x.Kind, n, TestSamples)
			}
		}
		if x.Kind != Batch && evaluation != training {
			t.Errorf("%v does otherwise in training: %+v, %+v", x.Kind, training, evaluation)
		}
	}
}

// Examining changes nothing: neither what is examined, nor what comes of it.
func TestExamineOnlyReads(t *testing.T) {
	r, quiet := NewRace(little), raced(little)
	for more := true; more; more = r.Step(1) {
		for i := range r.Racers {
			one, two := examined(r, &r.Racers[i])
			if again, twice := examined(r, &r.Racers[i]); again != one || twice != two {
				t.Fatalf("%v: examined twice, it is %+v and %+v", r.Racers[i].Kind, one, again)
			}
		}
	}
	if fmt.Sprint(losses(r)) != fmt.Sprint(losses(quiet)) {
		t.Error("a race that is examined at every step ends elsewhere")
	}
}

// On one device nothing is exchanged, by any norm.
func TestOneDeviceExchangesNothing(t *testing.T) {
	for _, x := range NewRace(little).Racers {
		if x.Forward != (norm.Traffic{}) || x.Backward != (norm.Traffic{}) {
			t.Errorf("%v exchanges %+v, %+v", x.Kind, x.Forward, x.Backward)
		}
	}
}

// The order of the racers is by norm, then by batch; names differ.
func TestOrder(t *testing.T) {
	s := little
	s.Batches = []int{2, 4, 8}
	r := NewRace(s)
	if len(r.Racers) != 9 {
		t.Fatalf("%d racers", len(r.Racers))
	}
	names := map[string]bool{}
	for i, x := range r.Racers {
		if x.Kind != Kind(i/3) || x.Batch != s.Batches[i%3] {
			t.Errorf("racer %d is %v with %d samples", i, x.Kind, x.Batch)
		}
		names[x.Kind.String()] = true
	}
	if len(names) != 3 || names[""] {
		t.Errorf("the norms are called %v", names)
	}
}

// Every norm that races has its name, and no other number has.
func TestNames(t *testing.T) {
	for k, want := range map[Kind]string{
		Layer: "LayerNorm", Batch: "BatchNorm", RMS: "RMSNorm",
		-1: "norm -1", -9: "norm -9", kinds: "norm 3", kinds + 1: "norm 4",
	} {
		if got := k.String(); got != want {
			t.Errorf("norm %d is called %q, want %q", int(k), got, want)
		}
	}
}

// Another seed is another race.
func TestSeeds(t *testing.T) {
	other := little
	other.Seed++
	if fmt.Sprint(losses(raced(little))) == fmt.Sprint(losses(raced(other))) {
		t.Error("two seeds give one race")
	}
}

// A rate of 0 is refused or learns nothing; one of infinity does not hang.
func TestRatesAtTheEdge(t *testing.T) {
	for _, rate := range []float64{0, -1, math.NaN(), math.Inf(1)} {
		s := little
		s.Rate = rate
		func() {
			defer func() {
				if p := recover(); p != nil && !strings.HasPrefix(fmt.Sprint(p), "norms: ") {
					t.Errorf("rate %g panics with %v", rate, p)
				}
			}()
			r := NewRace(s)
			for calls := 0; r.Step(math.Inf(1)); calls++ {
				if calls > 100 {
					t.Fatalf("rate %g: it does not end", rate)
				}
			}
		}()
	}
}

// Of samples, those are right whose label has the largest logit.
func TestRightAreCounted(t *testing.T) {
	logits := []float64{
		5, 1, 0, 0,
		0, 0, 0, 7,
		1, 2, 0, 0,
	}
	for _, tt := range []struct {
		labels []int
		right  int
	}{{[]int{0, 3, 1}, 3}, {[]int{0, 3, 0}, 2}, {[]int{1, 2, 1}, 1}, {[]int{1, 2, 0}, 0}} {
		if _, _, right := crossEntropy(logits, tt.labels, 3); right != tt.right {
			t.Errorf("labels %v: %d are right, want %d", tt.labels, right, tt.right)
		}
	}
	loss, d, _ := crossEntropy([]float64{0, 0, 0, 0}, []int{2}, 1)
	if math.Abs(loss-math.Log(4)) > 1e-12 || math.Abs(d[2]+.75) > 1e-12 || math.Abs(d[0]-.25) > 1e-12 {
		t.Errorf("of equal logits: %g nats, gradient %v", loss, d)
	}
}

// Each number of a setting is refused by itself, and the least that can be
// trained is taken.
func TestEachNumberIsChecked(t *testing.T) {
	taken := func(change func(*Setting)) (ok bool) {
		defer func() { ok = recover() == nil }()
		s := little
		change(&s)
		NewRace(s)
		return true
	}
	for name, change := range map[string]func(*Setting){
		"layers":  func(s *Setting) { s.Layers = 0 },
		"width":   func(s *Setting) { s.Width = 0 },
		"devices": func(s *Setting) { s.Devices = 0 },
		"steps":   func(s *Setting) { s.Steps = -1 },
		"batches": func(s *Setting) { s.Batches = nil },
		"rate":    func(s *Setting) { s.Rate = math.NaN() },
	} {
		if taken(change) {
			t.Errorf("%s: it is taken", name)
		}
	}
	if !taken(func(s *Setting) { s.Layers, s.Width, s.Steps, s.Rate = 1, 1, 0, 0 }) {
		t.Error("the least setting is refused")
	}
}
