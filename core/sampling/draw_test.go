package sampling

import (
	"math"
	"math/rand/v2"
	"testing"

	"logitarium/core/fault/faulttest"
)

// drawn is how often each token came in n draws.
func drawn(c CDF, n int, src rand.Source) []int {
	counts := make([]int, len(c))
	for range n {
		counts[c.Draw(src)]++
	}
	return counts
}

func TestDrawFollowsTheory(t *testing.T) {
	p := []float64{0.5, 0, 0.3, 0.15, 0.05}
	counts := drawn(NewCDF(p), 20_000, rand.NewPCG(7, 7))
	distance, freedom := ChiSquare(counts, p)
	if freedom != 3 {
		t.Errorf("%d degrees of freedom, want 3: token 1 cannot come", freedom)
	}
	if distance > 16.27 { // the 99.9 % point for 3 degrees of freedom
		t.Errorf("counts %v are %.1f from theory", counts, distance)
	}
	if distance == 0 {
		t.Error("counts equal theory to the last one: that was no draw")
	}
	if counts[1] != 0 {
		t.Errorf("token 1 with probability 0 came %d times", counts[1])
	}
}

func TestCDFDrawsWhatDrawDraws(t *testing.T) {
	p := []float64{0, 0.1, 0.2, 0, 3, 1e-9, 0}
	a, b := rand.NewPCG(3, 4), rand.NewPCG(3, 4)
	c := NewCDF(p)
	for i := range 2000 {
		if x, y := Draw(p, a), c.Draw(b); x != y {
			t.Fatalf("draw %d: %d and %d from the same source", i, x, y)
		}
	}
}

// stuck is a source that always gives one value.
type stuck uint64

func (s stuck) Uint64() uint64 { return uint64(s) }

func TestDrawAtTheEnds(t *testing.T) {
	p := []float64{0, math.SmallestNonzeroFloat64, 0, math.SmallestNonzeroFloat64, 0}
	for _, c := range []struct {
		src  stuck
		want int
	}{{0, 1}, {math.MaxUint64, 3}} { // u·total rounds up to the total
		if got := Draw(p, c.src); got != c.want {
			t.Errorf("Draw at u = %x is %d, want %d", uint64(c.src), got, c.want)
		}
		if got := NewCDF(p).Draw(c.src); got != c.want {
			t.Errorf("CDF.Draw at u = %x is %d, want %d", uint64(c.src), got, c.want)
		}
	}
	faulttest.MustPanic(t, "2 probabilities with sum 0", func() { Draw([]float64{0, 0}, stuck(0)) })
	faulttest.MustPanic(t, "1 probabilities with sum NaN", func() { NewCDF([]float64{math.NaN()}) })
	faulttest.MustPanic(t, "0 probabilities", func() { NewCDF(nil) })
}

func TestStepsRefuseNonsense(t *testing.T) {
	z := []float64{1, 2}
	faulttest.MustPanic(t, "temperature -1", func() { Chain{Temperature{-1}}.Run(z, nil) })
	faulttest.MustPanic(t, "temperature NaN", func() { Chain{Temperature{math.NaN()}}.Run(z, nil) })
	faulttest.MustPanic(t, "repetition -2", func() { Chain{Penalties{Repetition: -2}}.Run(z, nil) })
	faulttest.MustPanic(t, "presence +Inf", func() { Chain{Penalties{Presence: math.Inf(1)}}.Run(z, nil) })
}

func TestDamagedScoresAreCounted(t *testing.T) {
	got := Chain{TopK{K: 2}}.Run([]float64{math.NaN(), 1, math.Inf(1), 3, math.Inf(-1)}, nil)
	if got.Damaged != 2 {
		t.Errorf("%d damaged, want 2", got.Damaged)
	}
	if want := []int{3, 1}; len(got.Final().Order) != 2 || got.Final().Order[0] != want[0] {
		t.Errorf("order %v, want %v", got.Final().Order, want)
	}
}

func TestNoRepeatNgramMayLeaveNothing(t *testing.T) {
	got := Chain{NoRepeatNgram{1}, TopK{K: 1}}.Run([]float64{1, 2}, []int{0, 1}).Final()
	if len(got.Order) != 0 || got.P(0) != 0 {
		t.Errorf("order %v and probabilities %v, want nothing left", got.Order, got.Probs())
	}
}

func TestDRYStopsAtBreakers(t *testing.T) {
	z := []float64{0, 0, 0, 0}
	history := []int{0, 1, 2, 3, 0, 1} // 2 would continue 0 1
	free := Chain{DRY{Multiplier: 1, Base: 2, Allowed: 1}}.Run(z, history).Final()
	if free.Score(2) != -2 {
		t.Errorf("token 2 scores %g, want -2: a repetition of two, one allowed", free.Score(2))
	}
	held := Chain{DRY{Multiplier: 1, Base: 2, Allowed: 1, Breakers: [][]int{{3, 0}}}}.Run(z, history).Final()
	if held.Score(2) != -1 {
		t.Errorf("token 2 scores %g, want -1: the breaker leaves a repetition of one", held.Score(2))
	}
}
