package sampling

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"logitarium/core/fault/faulttest"
)

var (
	posInf, negInf, notANumber = math.Inf(1), math.Inf(-1), math.NaN()
	largest, smallest          = math.MaxFloat64, math.SmallestNonzeroFloat64
)

// same compares to the last bit, but that a NaN is a NaN and 0 is −0.
func same(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) }

func allSame(a, b []float64) bool { return slices.EqualFunc(a, b, same) }

func TestEdgesOfSoftmax(t *testing.T) {
	const third = 1.09861228866810969139524523692 // ln 3
	for _, c := range []struct {
		z, p, logs []float64
	}{
		{nil, nil, nil},
		{[]float64{7}, []float64{1}, []float64{0}},
		{[]float64{-largest}, []float64{1}, []float64{0}},
		{[]float64{posInf}, []float64{1}, []float64{0}},
		{[]float64{negInf}, []float64{notANumber}, []float64{notANumber}},
		{[]float64{0, math.Copysign(0, -1), smallest}, []float64{1. / 3, 1. / 3, 1. / 3}, []float64{-third, -third, -third}},
		{[]float64{largest, largest}, []float64{.5, .5}, []float64{-math.Ln2, -math.Ln2}},
		{[]float64{largest, -largest}, []float64{1, 0}, []float64{0, negInf}},
		{[]float64{0, negInf}, []float64{1, 0}, []float64{0, negInf}},
		{[]float64{0, posInf, 3, posInf}, []float64{0, .5, 0, .5}, []float64{negInf, -math.Ln2, negInf, -math.Ln2}},
		{[]float64{posInf, negInf}, []float64{1, 0}, []float64{0, negInf}},
		{[]float64{1, notANumber, posInf}, []float64{notANumber, notANumber, notANumber}, []float64{notANumber, notANumber, notANumber}},
	} {
		if got := Softmax(c.z); !allSame(got, c.p) {
			t.Errorf("Softmax(%v) is %v, want %v", c.z, got, c.p)
		}
		if got := LogSoftmax(c.z); !allSame(got, c.logs) {
			t.Errorf("LogSoftmax(%v) is %v, want %v", c.z, got, c.logs)
		}
	}
}

// However large the scores are, LogSoftmax is the logarithm of Softmax.
func TestLogSoftmaxKeepsItsDigits(t *testing.T) {
	for _, at := range []float64{0, 1e6, 1e15, -1e15, 1 << 52} {
		z := []float64{at, at - 1, at - 2}
		logs := LogSoftmax(z)
		for i, p := range Softmax(z) {
			if math.Abs(logs[i]-math.Log(p)) > 1e-14 {
				t.Errorf("at %g value %d is %.17g, the logarithm of its probability %.17g", at, i, logs[i], math.Log(p))
			}
		}
	}
}

func TestEdgesOfMeasures(t *testing.T) {
	for _, c := range []struct {
		p    []float64
		want float64
	}{
		{nil, 0}, {[]float64{1}, 0}, {[]float64{0}, 0}, {[]float64{0, 1, 0}, 0}, {[]float64{.5, .5}, 1},
		{[]float64{1, smallest}, 1074 * smallest}, {[]float64{notANumber, .5}, notANumber},
		{[]float64{posInf}, notANumber}, {[]float64{-.5, .5}, notANumber}, {[]float64{negInf, 1}, notANumber},
	} {
		if got := Entropy(c.p); !same(got, c.want) {
			t.Errorf("Entropy(%v) is %v, want %v", c.p, got, c.want)
		}
		if got := Perplexity(Entropy(c.p)); !same(got, math.Exp2(c.want)) {
			t.Errorf("Perplexity(Entropy(%v)) is %v, want %v", c.p, got, math.Exp2(c.want))
		}
	}
	for _, c := range []struct {
		p, q []float64
		want float64
	}{
		{nil, nil, 0}, {[]float64{1}, []float64{1}, 0}, {[]float64{1, 0}, []float64{0, 1}, posInf},
		{[]float64{0, 1}, []float64{notANumber, 1}, 0}, {[]float64{1}, []float64{notANumber}, notANumber},
		{[]float64{notANumber}, []float64{1}, notANumber}, {[]float64{posInf}, []float64{1}, notANumber},
		{[]float64{1}, []float64{posInf}, notANumber}, {[]float64{1}, []float64{smallest}, 1074},
		{[]float64{smallest}, []float64{1}, 0}, {[]float64{-1}, []float64{1}, notANumber},
	} {
		if got := KL(c.p, c.q); !same(got, c.want) {
			t.Errorf("KL(%v, %v) is %v, want %v", c.p, c.q, got, c.want)
		}
	}
}

func TestEdgesOfChiSquare(t *testing.T) {
	for _, c := range []struct {
		counts   []int
		p        []float64
		distance float64
		freedom  int
	}{
		{nil, nil, 0, 0}, {[]int{0}, []float64{1}, 0, 0}, {[]int{9}, []float64{1}, 0, 0}, {[]int{0, 5}, []float64{1, 0}, posInf, 0},
		{[]int{1, 1}, []float64{.5, notANumber}, notANumber, 0}, {[]int{5, 5}, []float64{.5, .5}, 0, 1},
		{[]int{1, 1}, []float64{1, smallest}, posInf, 1}, {[]int{1}, []float64{posInf}, notANumber, 0},
	} {
		if d, f := ChiSquare(c.counts, c.p); !same(d, c.distance) || f != c.freedom {
			t.Errorf("ChiSquare(%v, %v) is %v with %d degrees, want %v with %d", c.counts, c.p, d, f, c.distance, c.freedom)
		}
	}
	faulttest.MustPanic(t, "token 1 came -1 times", func() { ChiSquare([]int{3, -1}, []float64{.5, .5}) })
	faulttest.MustPanic(t, "Pool of 1 counts and 2", func() { Pool([]int{3}, []float64{.5, .5}, 5) })
	for _, c := range []struct {
		n    int
		p    []float64
		want float64
	}{
		{100, nil, 0}, {100, []float64{1}, 0}, {0, []float64{.5, .5}, 0}, {-1, []float64{.5, .5}, 0},
		{1, []float64{.5, .5}, 0}, // one draw of two equal chances is always as far
		{100, []float64{1, 0}, 0}, {1, []float64{.5, notANumber}, notANumber}, {1, []float64{1, smallest}, posInf},
	} {
		if got := ChiSquareSpread(c.n, c.p); !same(got, c.want) {
			t.Errorf("ChiSquareSpread(%d, %v) is %v, want %v", c.n, c.p, got, c.want)
		}
	}
}

// The mean and the spread of χ² are those over all samples that there can be,
// each with its probability.
func TestChiSquareSpreadIsExact(t *testing.T) {
	for _, p := range [][]float64{{.5, .5}, {.9, .1}, {.7, .2, .1}, {.97, .02, .01}} {
		for n := 1; n <= 6; n++ {
			var mean, square float64
			samples := 1
			for range n {
				samples *= len(p)
			}
			for s := range samples {
				counts, chance := make([]int, len(p)), 1.0
				for range n {
					counts[s%len(p)]++
					chance *= p[s%len(p)]
					s /= len(p)
				}
				d, _ := ChiSquare(counts, p)
				mean, square = mean+chance*d, square+chance*d*d
			}
			if math.Abs(mean-float64(len(p)-1)) > 1e-9 {
				t.Errorf("%d draws from %v: the mean of χ² is %g", n, p, mean)
			}
			if want := math.Sqrt(max(square-mean*mean, 0)); math.Abs(ChiSquareSpread(n, p)-want) > 1e-6 {
				t.Errorf("%d draws from %v: spread %g, over all samples %g", n, p, ChiSquareSpread(n, p), want)
			}
		}
	}
}

func TestPool(t *testing.T) {
	for _, c := range []struct {
		counts, pooled []int
		p, q           []float64
		least          float64
	}{
		{nil, nil, nil, nil, 5},
		{[]int{6, 4}, []int{6, 4}, []float64{.5, .5}, []float64{.5, .5}, 5},
		{[]int{9, 1}, []int{10}, []float64{.75, .25}, []float64{1}, 5},                            // too few to tell
		{[]int{1, 18, 1}, []int{18, 2}, []float64{.125, .75, .125}, []float64{.75, .25}, 5},       // two make one
		{[]int{20, 19, 1}, []int{20, 20}, []float64{.5, .4375, .0625}, []float64{.5, .5}, 5},      // the rare one needs another
		{[]int{20, 20, 0}, []int{20, 20}, []float64{.5, .5, 0}, []float64{.5, .5}, 5},             // what cannot come is no class
		{[]int{20, 18, 2}, []int{20, 18, 2}, []float64{.5, .5, 0}, []float64{.5, .5, 0}, 5},       // unless it came
		{[]int{20, 20, 0}, []int{20, 20}, []float64{.5, .5, notANumber}, []float64{.5, .5}, 5},    // NaN is left out
		{[]int{0, 0}, []int{0}, []float64{.5, .5}, []float64{1}, 5},                               // no draws
		{[]int{3, 2, 1}, []int{3, 2, 1}, []float64{.5, .375, .125}, []float64{.5, .375, .125}, 0}, // nothing is rare
		{[]int{3, 2, 1}, []int{6}, []float64{.5, .375, .125}, []float64{1}, posInf},               // everything is
	} {
		pooled, q := Pool(c.counts, c.p, c.least)
		if !slices.Equal(pooled, c.pooled) || !slices.Equal(q, c.q) {
			t.Errorf("Pool(%v, %v, %v) is %v and %v, want %v and %v", c.counts, c.p, c.least, pooled, q, c.pooled, c.q)
		}
	}
}

// Pooled, χ² of real draws lies about its freedom with a spread near
// √(2·freedom), where unpooled it is far wider.
func TestPoolMendsTheSpread(t *testing.T) {
	p := make([]float64, 200)
	for i := range p {
		p[i] = math.Pow(.9, float64(i)) * .1
	}
	const draws, trials = 500, 400
	cdf := NewCDF(p)
	var mean, square, freedom float64
	for seed := range trials {
		counts := drawn(cdf, draws, rand.NewPCG(uint64(seed), 1))
		pooled, q := Pool(counts, p, 5)
		d, f := ChiSquare(pooled, q)
		mean, square, freedom = mean+d/trials, square+d*d/trials, float64(f)
	}
	spread := math.Sqrt(square - mean*mean)
	if want := math.Sqrt(2 * freedom); math.Abs(spread-want) > .15*want || math.Abs(mean-freedom) > 1 {
		t.Errorf("pooled χ² has mean %.1f and spread %.1f, want %g and %.1f", mean, spread, freedom, want)
	}
	if raw := ChiSquareSpread(draws, p); raw < 5*math.Sqrt(2*199) {
		t.Errorf("unpooled it has the spread %.1f: no example of rare tokens", raw)
	}
}

func TestEdgesOfDraw(t *testing.T) {
	faulttest.MustPanic(t, "token 1 with the probability -0.5", func() { Draw([]float64{1, -.5}, stuck(0)) })
	faulttest.MustPanic(t, "token 0 with the probability -Inf", func() { NewCDF([]float64{negInf, 1}) })
	faulttest.MustPanic(t, "sum +Inf", func() { Draw([]float64{posInf}, stuck(0)) })
	faulttest.MustPanic(t, "sum +Inf", func() { NewCDF([]float64{largest, largest}) })
	faulttest.MustPanic(t, "sum NaN", func() { Draw([]float64{1, notANumber}, stuck(0)) })
	for _, p := range [][]float64{{1}, {smallest}, {largest}} {
		for _, src := range []stuck{0, math.MaxUint64} {
			if got := Draw(p, src); got != 0 {
				t.Errorf("Draw(%v) is %d", p, got)
			}
			if got := NewCDF(p).Draw(src); got != 0 {
				t.Errorf("CDF(%v).Draw is %d", p, got)
			}
		}
	}
}

func TestEdgesOfRank(t *testing.T) {
	z := []float64{0, negInf, notANumber, posInf, math.Copysign(0, -1), -largest, smallest, largest, -smallest}
	if got, want := Rank(z), []int{3, 7, 6, 0, 4, 8, 5}; !slices.Equal(got, want) {
		t.Errorf("Rank(%v) is %v, want %v", z, got, want)
	}
	for _, z := range [][]float64{nil, {negInf}, {notANumber}} {
		if got := Rank(z); len(got) != 0 {
			t.Errorf("Rank(%v) is %v", z, got)
		}
	}
	if got := Rank([]float64{posInf}); !slices.Equal(got, []int{0}) {
		t.Errorf("Rank of +Inf is %v", got)
	}
}

func TestEdgesOfSteps(t *testing.T) {
	scores := []float64{3, 2, 2, 1, negInf}
	sure := []float64{1000, 0, 0, -1000}
	wide := []float64{1e200, -1e200, 0}
	for _, c := range []struct {
		step Step
		z    []float64
		want []int // the tokens left
	}{
		{Temperature{posInf}, scores, []int{0, 1, 2, 3}},
		{Temperature{smallest}, scores, []int{0}},
		{Temperature{largest}, scores, []int{0, 1, 2, 3}},
		{Temperature{.5}, []float64{largest, 0}, []int{0}},
		{Temperature{.5}, []float64{0, -largest}, []int{0}},
		{TopK{K: 2}, scores, []int{0, 1, 2}}, {TopK{K: 2, Exact: true}, scores, []int{0, 1}},
		{TopK{K: -1}, scores, []int{0, 1, 2, 3}}, {TopK{K: math.MaxInt}, scores, []int{0, 1, 2, 3}}, {TopK{K: 1, MinKeep: 4}, scores, []int{0, 1, 2, 3}},
		{TopP{P: 0}, scores, []int{0}}, {TopP{P: -1}, scores, []int{0}}, {TopP{P: negInf, Rule: NucleusExceed}, scores, []int{0}},
		{TopP{P: -1, Rule: NucleusWithin}, []float64{2, 2, 1}, []int{0, 1}}, {TopP{P: 0, Rule: NucleusReach}, scores, []int{0}},
		{TopP{P: 1}, scores, []int{0, 1, 2, 3}}, {TopP{P: posInf}, scores, []int{0, 1, 2, 3}}, {TopP{P: notANumber}, scores, []int{0, 1, 2, 3}},
		{MinP{P: 0}, scores, []int{0, 1, 2, 3}}, {MinP{P: notANumber}, scores, []int{0, 1, 2, 3}}, {MinP{P: 1}, []float64{2, 2, 1}, []int{0, 1}},
		{MinP{P: 2}, []float64{2, 2, 1}, []int{0}}, {MinP{P: posInf}, scores, []int{0}},
		{Epsilon{0}, scores, []int{0, 1, 2, 3}}, {Epsilon{notANumber}, scores, []int{0, 1, 2, 3}}, {Epsilon{posInf}, []float64{2, 2, 1}, []int{0, 1}},
		{Eta{notANumber}, scores, []int{0, 1, 2, 3}}, {Eta{1}, sure, []int{0}}, {Eta{posInf}, scores, []int{0}},
		{TopH{.5}, sure, []int{0}}, {TopH{1}, sure, []int{0}}, {TopH{posInf}, []float64{2, 1}, []int{0, 1}}, {TopH{notANumber}, sure, []int{0, 1, 2, 3}},
		{TopH{.5}, []float64{7}, []int{0}}, {TopH{1}, scores, []int{0, 1, 2, 3}},
		{TopNSigma{1}, wide, []int{0}}, {TopNSigma{2}, wide, []int{0, 2}}, {TopNSigma{posInf}, wide, []int{0, 2, 1}},
		{TopNSigma{1}, []float64{largest, -largest}, []int{0}}, {TopNSigma{1}, []float64{5, 5}, []int{0, 1}},
		{TopNSigma{posInf}, []float64{5, 5}, []int{0, 1}}, {TopNSigma{notANumber}, scores, []int{0, 1, 2, 3}}, {TopNSigma{1}, []float64{5}, []int{0}},
		{Typical{P: notANumber}, scores, []int{0, 1, 2, 3}}, {Typical{P: 0, Exact: true}, []float64{7}, []int{0}}, {Typical{P: -1}, sure, []int{0}},
		{XTC{Probability: notANumber, Threshold: .1}, scores, []int{0, 1, 2, 3}}, {XTC{Probability: 1, Threshold: notANumber}, scores, []int{0, 1, 2, 3}},
		{XTC{Probability: 1, Threshold: 0}, scores, []int{3}}, {XTC{Probability: 1, Threshold: -1}, []float64{7}, []int{0}},
		{Normalize{}, []float64{1e15, 1e15 - 1, negInf}, []int{0, 1}}, {Normalize{}, []float64{largest}, []int{0}},
		{NoRepeatNgram{-1}, scores, []int{0, 1, 2, 3}}, {NoRepeatNgram{math.MaxInt}, scores, []int{0, 1, 2, 3}},
		{DRY{Multiplier: notANumber, Base: 2}, scores, []int{0, 1, 2, 3}}, {DRY{Multiplier: 1, Base: notANumber}, scores, []int{0, 1, 2, 3}},
		{DRY{Multiplier: posInf, Base: 2, Allowed: 1}, scores, []int{0, 1, 2, 3}},
		{Penalties{Repetition: smallest, Frequency: largest, Presence: largest}, scores, []int{1, 2, 3, 0}},
		{Penalties{Repetition: largest, Frequency: -largest, Presence: -largest}, scores, []int{0, 1, 2, 3}},
	} {
		history := []int{0, 0, 0, -5, 99}
		trace := Chain{c.step}.Run(c.z, history)
		last := trace.Final()
		if !slices.Equal(last.Order, c.want) {
			t.Errorf("%#v leaves %v of %v, want %v", c.step, last.Order, c.z, c.want)
		}
		sum := 0.0
		for i, p := range last.Probs() {
			if math.IsNaN(p) || math.IsNaN(last.Score(i)) {
				t.Errorf("%#v gives token %d of %v the score %v and the probability %v", c.step, i, c.z, last.Score(i), p)
			}
			sum += p
		}
		if math.Abs(sum-1) > 1e-12 {
			t.Errorf("%#v: the probabilities sum to %v", c.step, sum)
		}
	}
	for _, bad := range []Penalties{{Repetition: notANumber}, {Repetition: posInf}, {Frequency: negInf}, {Presence: notANumber}, {Repetition: -smallest}} {
		faulttest.MustPanic(t, "penalties", func() { Chain{bad}.Run(scores, nil) })
	}
}

// Each step on no scores, on one, and on scores that are all damaged.
func TestStepsOnNothing(t *testing.T) {
	for _, step := range []Step{
		Temperature{}, Temperature{2}, TopK{K: 1}, TopP{P: .5}, TopP{P: .5, Rule: NucleusWithin}, MinP{P: .5}, Typical{P: .5}, Epsilon{.5}, Eta{.5},
		TopH{.5}, TopNSigma{1}, XTC{Probability: 1, Threshold: .1}, Normalize{}, NoRepeatNgram{1}, DRY{Multiplier: 1, Base: 2}, Penalties{Presence: 1},
	} {
		for _, z := range [][]float64{nil, {negInf, negInf}, {notANumber, posInf}} {
			if got := (Chain{step}).Run(z, []int{0}).Final(); len(got.Order) != 0 || slices.ContainsFunc(got.Probs(), func(p float64) bool { return p != 0 }) {
				t.Errorf("%T on %v leaves %v with %v", step, z, got.Order, got.Probs())
			}
		}
		for _, z := range []float64{0, 1, -largest, largest, smallest} {
			got := Chain{step}.Run([]float64{z}, nil).Final()
			if fmt.Sprint(got.Order) != "[0]" || got.P(0) != 1 {
				t.Errorf("%T on the one score %v leaves %v with %v", step, z, got.Order, got.Probs())
			}
		}
	}
}

func TestEdgesOfEngines(t *testing.T) {
	for _, e := range Engines() {
		s := Neutral()
		s.Temperature = notANumber
		faulttest.MustPanic(t, "temperature NaN", func() { e.Chain(s).Run([]float64{1, 2}, nil) })
		s.Temperature = -1 // is 0 in every engine
		if got := e.Chain(s).Run([]float64{1, 2}, nil).Final().Order; !slices.Equal(got, []int{1}) {
			t.Errorf("%s at T = −1 leaves %v", e.Name, got)
		}
		if e.Lacks("no such knob") == "" {
			t.Errorf("%s has a knob that there is not", e.Name)
		}
		if len(e.Chain(Neutral())) != 0 {
			t.Errorf("%s does something with neutral settings", e.Name)
		}
	}
}
