package experiment

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"logitarium/core/gpt"
)

// counting is a corpus of rising numbers, the most common ones small: easy to
// learn, and with a known entropy of what comes next.
func counting(rng *rand.Rand) []int {
	n := 1 + rng.IntN(6)
	doc := make([]int, n+1)
	for i := range n {
		doc[i] = i + 1
	}
	return doc
}

// Post-LN's first weights, which are copied, are those that it would draw.
func TestFirstWeightsAreThoseDrawn(t *testing.T) {
	s := RaceSetting{Setting: Setting{Depth: 3, Width: 32, Seed: 5}, Rate: 5e-3, Vocabulary: 50}
	var drawn Runner
	drawn.start(s, gpt.PostLN)
	want, got := drawn.model.Tensors(), NewRace(s, counting).Post.model.Tensors()
	if len(got) != len(want) || len(got) == 0 {
		t.Fatalf("%d tensors, not %d", len(got), len(want))
	}
	for i, w := range want {
		if got[i].Name != w.Name || !slices.Equal(got[i].Data, w.Data) {
			t.Errorf("%s is not as drawn", w.Name)
		}
	}
}

func run(s RaceSetting, steps int) *Race {
	r := NewRace(s, counting)
	for r.Steps() < steps {
		r.Advance()
	}
	return r
}

func TestRaceDependsOnItsSettingAlone(t *testing.T) {
	s := RaceSetting{Setting: Setting{Depth: 2, Width: 32, Seed: 3}, Rate: 1e-3, Warmup: 3, Vocabulary: 8}
	a, b := run(s, 8), run(s, 12)
	if !slices.Equal(a.Pre.Losses, b.Pre.Losses[:8]) || !slices.Equal(a.Post.Losses, b.Post.Losses[:8]) {
		t.Error("the same steps gave other losses")
	}
	s.Seed++
	if c := run(s, 1); c.Pre.Losses[0] == a.Pre.Losses[0] {
		t.Error("another seed has the same first loss")
	}
}

// A step is the same whether it takes one call or several; sums differ in
// their last bits.
func TestRaceInParts(t *testing.T) {
	s := RaceSetting{Setting: Setting{Depth: 24, Width: 64}, Rate: 1e-3, Vocabulary: 8}
	r := NewRace(s, counting)
	if rows := r.rowsAtOnce(); rows != 2 {
		t.Fatalf("%d rows at once", rows)
	}
	calls := 0
	for r.Steps() < 1 {
		r.Advance()
		calls++
	}
	if calls != 4 {
		t.Errorf("a step took %d calls", calls)
	}
	whole := NewRace(s, counting)
	whole.batch = whole.draw()
	whole.Post.read(whole.batch.Tokens, whole.batch.Targets)
	for _, p := range whole.Post.updating(s.RateAt(0)) {
		p(&whole.Post, math.Inf(1))
	}
	close(t, "loss", r.Post.Losses[0], whole.Post.Losses[0], 1e-6)
	for i, x := range r.Post.model.Tensors() {
		near(t, x.Name, x.Matrix, whole.Post.model.Tensors()[i].Matrix, 1e-3)
	}
}

// At a moderate rate both learn what there is to learn.
func TestRaceLearns(t *testing.T) {
	s := RaceSetting{Setting: Setting{Depth: 2, Width: 32}, Rate: 5e-3, Warmup: 10, Vocabulary: 8}
	r := run(s, 60)
	if counts := r.Unigram(); !(r.Pre.Loss(60) < counts-0.5 && r.Post.Loss(60) < counts-0.5) {
		t.Errorf("losses %.3f and %.3f; frequencies alone have %.3f", r.Pre.Loss(60), r.Post.Loss(60), counts)
	}
}

// Whatever the init, what both have begins with the same values.
func TestRaceSameStart(t *testing.T) {
	for init := range initCount {
		r := NewRace(RaceSetting{Setting: Setting{Depth: 2, Width: 16, Init: init}, Vocabulary: 8}, counting)
		post := map[string][]float32{}
		for _, x := range r.Post.model.Tensors() {
			post[x.Name] = x.Data
		}
		for _, x := range r.Pre.model.Tensors() {
			if want, ok := post[x.Name]; ok && !slices.Equal(x.Data, want) {
				t.Errorf("init %v: %s differs", init, x.Name)
			}
		}
	}
}

func TestRateAt(t *testing.T) {
	s := RaceSetting{Rate: 4e-3, Warmup: 4}
	for step, want := range []float64{1e-3, 2e-3, 3e-3, 4e-3, 4e-3, 4e-3} {
		close(t, "rate", s.RateAt(step), want, 1e-12)
	}
	s.Warmup = 0
	close(t, "rate without warm-up", s.RateAt(0), 4e-3, 1e-12)
}

func TestUnigram(t *testing.T) {
	r := NewRace(RaceSetting{Setting: Setting{Depth: 1, Width: 16}, Vocabulary: 8}, counting)
	if h := r.Unigram(); h != 0 {
		t.Errorf("%g before the first step", h)
	}
	r.counts = []int{2, 1, 1, 0, 0, 0, 0, 0}
	close(t, "entropy", r.Unigram(), 1.5*math.Ln2, 1e-12)
	n := Runner{Losses: []float64{1, 2, 3}}
	close(t, "mean loss", n.Loss(3), 2, 1e-12)
	if !math.IsNaN(n.Loss(0)) {
		t.Errorf("%g before the first step", n.Loss(0))
	}
}

// read is reading, whole.
func (n *Runner) read(tokens, targets []int) {
	for _, do := range n.reading(tokens, targets) {
		do(n, math.Inf(1))
	}
}

// The figures of a series are its own, and stay when it goes on.
func TestFigures(t *testing.T) {
	r := NewSeries(RaceSetting{Setting: Setting{Depth: 2, Width: 16}, Rate: 5e-3, Vocabulary: 5}, func(rng *rand.Rand) []int { return []int{rng.IntN(4), 4} }, 2, 3)
	r.Step(math.Inf(1))
	f := r.Figures()
	lead, unigram := r.Lead(3), r.Races[1].Unigram()
	r.Steps = 5
	r.Step(math.Inf(1))
	if f.Trained() != 3 || f.Lead(3) != lead || f.Races[1].Unigram() != unigram || r.Trained() != 5 {
		t.Errorf("%d steps, lead %+v, want 3, %+v", f.Trained(), f.Lead(3), lead)
	}
}
