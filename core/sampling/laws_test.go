package sampling

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"logitarium/core/fault/faulttest"
)

// fuzzScores reads up to 64 scores from bytes: tame ones in −32 … 32, with the
// same value likely twice.
func fuzzScores(data []byte) []float64 {
	var z []float64
	for len(data) >= 2 && len(z) < 64 {
		z = append(z, float64(int16(binary.LittleEndian.Uint16(data)))/1024)
		data = data[2:]
	}
	return z
}

func addSeeds(f *testing.F) {
	f.Add([]byte{0, 12, 0, 8, 0, 4}, 0.5, 0.8)
	f.Add([]byte{0, 0, 0, 0, 0, 0, 0, 0}, 1.0, 0.5)
	f.Add([]byte{1, 128, 255, 127, 3, 3, 3, 3, 77, 12}, 2.0, 0.99)
	f.Add([]byte{9, 9}, 0.01, 0.0)
}

func FuzzSoftmaxLaws(f *testing.F) {
	addSeeds(f)
	f.Fuzz(func(t *testing.T, data []byte, shift, _ float64) {
		z := fuzzScores(data)
		if len(z) == 0 || math.Abs(shift) > 1e6 || math.IsNaN(shift) {
			return
		}
		p := Softmax(z)
		sum := 0.0
		for i, v := range p {
			sum += v
			if v < 0 || v > 1 {
				t.Fatalf("probability %d is %g", i, v)
			}
		}
		if math.Abs(sum-1) > 1e-12 {
			t.Fatalf("%d probabilities sum to %.17g", len(p), sum)
		}
		moved := make([]float64, len(z))
		for i, v := range z {
			moved[i] = v + shift
		}
		for i, v := range Softmax(moved) {
			if math.Abs(v-p[i]) > 1e-9 {
				t.Fatalf("shifted by %g, probability %d goes from %g to %g", shift, i, p[i], v)
			}
		}
		if h := Entropy(p); h < 0 || h > math.Log2(float64(len(p)))+1e-9 {
			t.Fatalf("entropy %g of %d tokens", h, len(p))
		}
		if d := KL(p, p); d != 0 {
			t.Fatalf("KL of a distribution with itself is %g", d)
		}
	})
}

func FuzzTemperatureKeepsTheRanking(f *testing.F) {
	addSeeds(f)
	f.Fuzz(func(t *testing.T, data []byte, T, _ float64) {
		z := fuzzScores(data)
		if len(z) == 0 || !(T > 1e-3 && T < 1e3) {
			return
		}
		trace := Chain{Temperature{T}}.Run(z, nil)
		if !slices.Equal(trace.Final().Order, trace.Stages[0].Order) {
			t.Fatalf("T %g: order %v, was %v", T, trace.Final().Order, trace.Stages[0].Order)
		}
		p, h0 := trace.Final().Probs(), Entropy(trace.Stages[0].Probs())
		if h := Entropy(p); T > 1 && h < h0-1e-9 || T < 1 && h > h0+1e-9 {
			t.Fatalf("T %g takes the entropy from %g to %g", T, h0, h)
		}
	})
}

func FuzzCutsKeepAPrefix(f *testing.F) {
	addSeeds(f)
	f.Fuzz(func(t *testing.T, data []byte, a, p float64) {
		z := fuzzScores(data)
		if len(z) == 0 || !(p >= 0 && p < 1) || !(a >= 0 && a < 64) {
			return
		}
		steps := []Step{
			TopK{K: int(a)}, TopK{K: int(a), Exact: true}, MinP{P: p}, Epsilon{p}, Eta{p}, TopH{p}, TopNSigma{a},
		}
		for rule := NucleusTail; rule <= NucleusWithin; rule++ {
			steps = append(steps, TopP{P: p, Rule: rule})
		}
		for _, step := range steps {
			trace := Chain{step}.Run(z, nil)
			before, after := trace.Stages[0], trace.Stages[1]
			n := len(after.Order)
			if n == 0 || !slices.Equal(after.Order, before.Order[:n]) {
				t.Fatalf("%#v keeps %v of %v", step, after.Order, before.Order)
			}
			if !slices.Equal(after.Removed, before.Order[n:]) && n < len(before.Order) {
				t.Fatalf("%#v removed %v, says %v", step, before.Order[n:], after.Removed)
			}
			sum := 0.0
			for id, q := range after.Probs() {
				sum += q
				// Renormalising is dividing by what was kept.
				if want := before.P(id) / after.Mass; slices.Contains(after.Order, id) && math.Abs(q-want) > 1e-12 {
					t.Fatalf("%#v: token %d has %g, want %g", step, id, q, want)
				}
			}
			if math.Abs(sum-1) > 1e-12 {
				t.Fatalf("%#v: probabilities sum to %g", step, sum)
			}
		}
	})
}

func FuzzNucleusIsTheSmallest(f *testing.F) {
	addSeeds(f)
	f.Fuzz(func(t *testing.T, data []byte, _, p float64) {
		z := fuzzScores(data)
		if len(z) == 0 || !(p >= 0 && p < 1) {
			return
		}
		const eps = 1e-12
		for _, rule := range []NucleusRule{NucleusTail, NucleusReach, NucleusExceed} {
			trace := Chain{TopP{P: p, Rule: rule}}.Run(z, nil)
			order, probs := trace.Final().Order, trace.Stages[0].Probs()
			mass := 0.0
			for _, id := range order {
				mass += probs[id]
			}
			if mass < p-eps {
				t.Fatalf("rule %d keeps %g, less than p %g", rule, mass, p)
			}
			if last := probs[order[len(order)-1]]; len(order) > 1 && mass-last > p+eps {
				t.Fatalf("rule %d keeps %g, and %g without the last token would reach p %g", rule, mass, mass-last, p)
			}
			if cut := trace.Final().Cut; math.Abs(cut.Kept-mass) > eps || cut.Limit != p {
				t.Fatalf("rule %d says %g against %g, kept %g against %g", rule, cut.Kept, cut.Limit, mass, p)
			}
		}
		// What NucleusWithin keeps stays within p, but for the first token and ties.
		within := Chain{TopP{P: p, Rule: NucleusWithin}}.Run(z, nil)
		final, mass := within.Final(), 0.0
		last := final.Score(final.Order[len(final.Order)-1])
		for _, id := range final.Order {
			if final.Score(id) > last {
				mass += within.Stages[0].P(id)
			}
		}
		if mass > p+eps {
			t.Fatalf("p %g: the tokens above the last one have %g", p, mass)
		}
	})
}

// FuzzRun throws any floats at every engine: no panic, and a distribution or
// nothing at the end.
func FuzzRun(f *testing.F) {
	f.Add([]byte{0, 0, 0, 0, 0, 0, 0xf8, 0x7f, 0, 0, 0, 0, 0, 0, 0xf0, 0x7f, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f}, 0.7, 0.9)
	f.Add([]byte{0, 0, 0, 0, 0, 0, 0xf0, 0xff}, 0.0, 0.0)
	f.Fuzz(func(t *testing.T, data []byte, T, p float64) {
		if !(T >= 0) {
			return
		}
		var z []float64
		var history []int
		for ; len(data) >= 8 && len(z) < 64; data = data[8:] {
			z = append(z, math.Float64frombits(binary.LittleEndian.Uint64(data)))
			history = append(history, int(int8(data[0])))
		}
		s := Settings{
			Temperature: T, TopP: p, Typical: p, MinP: p, TopK: 9, TopH: p, TopNSigma: T, Eta: p, Epsilon: p,
			Repetition: 1.2, Frequency: T, Presence: p, NoRepeatNgram: 2, Normalize: true,
			DRY: DRY{Multiplier: 1, Base: 1.75, Allowed: 1}, XTC: XTC{Probability: p, Threshold: 0.1},
		}
		if math.IsInf(T, 0) || math.IsInf(p, 0) || math.IsNaN(p) || math.IsInf(T+p+1.2, 0) {
			return // penalties refuse them, with a panic
		}
		for _, e := range Engines() {
			for _, stage := range e.Chain(s).Run(z, history).Stages {
				checkStage(t, e.Name, stage)
			}
		}
	})
}

func checkStage(t *testing.T, engine string, s Stage) {
	t.Helper()
	sum := 0.0
	for _, q := range s.Probs() {
		sum += q
	}
	want := 1.0
	if len(s.Order) == 0 {
		want = 0
	}
	if !(math.Abs(sum-want) <= 1e-9) {
		t.Fatalf("%s after %s: %d tokens sum to %g", engine, s.Name(), len(s.Order), sum)
	}
	if want := Rank(s.Scores()); len(want) != len(s.Order) {
		t.Fatalf("%s after %s: order %v, want %v", engine, s.Name(), s.Order, want)
	}
	for i, id := range s.Order {
		if i > 0 && s.Score(id) > s.Score(s.Order[i-1]) {
			t.Fatalf("%s after %s: order %v is not falling", engine, s.Name(), s.Order)
		}
	}
}

func TestRankAgainstComparisons(t *testing.T) {
	src := rand.NewPCG(1, 2)
	r := rand.New(src)
	for n := range 200 {
		z := make([]float64, n)
		for i := range z {
			z[i] = math.Round(r.NormFloat64()*8) / 4 // ties are many
		}
		if n > 4 {
			z[1], z[2], z[3] = math.Inf(-1), math.NaN(), math.Copysign(0, -1)
			z[4] = math.Inf(1)
		}
		want := []int{}
		for i, v := range z {
			if v > math.Inf(-1) {
				want = append(want, i)
			}
		}
		slices.SortStableFunc(want, func(a, b int) int {
			switch {
			case z[a] > z[b]:
				return -1
			case z[a] < z[b]:
				return 1
			}
			return 0
		})
		if got := Rank(z); !slices.Equal(got, want) {
			t.Fatalf("Rank(%v) = %v, want %v", z, got, want)
		}
	}
}

func TestSoftmaxAtTheEdges(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for _, c := range []struct {
		why  string
		z, p []float64
	}{
		{"empty", nil, nil},
		{"one", []float64{-700}, []float64{1}},
		{"far apart, no overflow", []float64{1e300, -1e300}, []float64{1, 0}},
		{"-Inf cannot be drawn", []float64{0, -inf, 0}, []float64{0.5, 0, 0.5}},
		{"+Inf takes everything", []float64{inf, 5, inf}, []float64{0.5, 0, 0.5}},
		{"NaN spreads", []float64{1, nan}, []float64{nan, nan}},
		{"NaN beside +Inf spreads", []float64{inf, nan}, []float64{nan, nan}},
		{"nothing to choose from", []float64{-inf, -inf}, []float64{nan, nan}},
	} {
		got := Softmax(c.z)
		for i, want := range c.p {
			if got[i] != want && !(math.IsNaN(got[i]) && math.IsNaN(want)) {
				t.Errorf("%s: Softmax(%v) = %v, want %v", c.why, c.z, got, c.p)
				break
			}
		}
	}
}

func TestMeasuresAtTheEdges(t *testing.T) {
	if h := Entropy([]float64{1, 0}); h != 0 || math.Signbit(h) {
		t.Errorf("entropy of a sure thing is %g, want 0", h)
	}
	if d := KL([]float64{1, 0}, []float64{0, 1}); !math.IsInf(d, 1) {
		t.Errorf("KL against what is ruled out is %g, want +Inf", d)
	}
	if d, _ := ChiSquare([]int{1, 1}, []float64{1, 0}); !math.IsInf(d, 1) {
		t.Errorf("chi-square of a count with probability 0 is %g, want +Inf", d)
	}
	if d, f := ChiSquare([]int{0, 0}, []float64{0.5, 0.5}); d != 0 || f != 0 {
		t.Errorf("chi-square of no draws is %g with %d, want 0 with 0", d, f)
	}
	faulttest.MustPanic(t, "KL of 1 probabilities against 2", func() { KL([]float64{1}, []float64{0, 1}) })
	faulttest.MustPanic(t, "1 counts against 2", func() { ChiSquare([]int{1}, []float64{0, 1}) })
}

// Chains leave the input that they share as it was: each gives what it gives
// alone, whatever ran before.
func TestChainsShareAnInput(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 9))
	z := make([]float64, 40)
	for i := range z {
		z[i] = 3 * rng.NormFloat64()
	}
	z[7], z[8] = math.NaN(), math.Inf(1)
	history := []int{3, 3, 5, 1, 3, 3}
	s := Settings{
		Temperature: .7, TopK: 9, TopP: .8, MinP: .02, Typical: .9, Eta: .01, Repetition: 1.2, Presence: .1, NoRepeatNgram: 2,
		DRY: DRY{Multiplier: 1, Base: 1.75, Allowed: 1}, XTC: XTC{Probability: 1, Threshold: 0.1},
	}
	in := Ranked(z)
	for range 2 {
		for _, e := range Engines() {
			got, want := e.Chain(s).RunOn(in, history), e.Chain(s).Run(z, history)
			if !reflect.DeepEqual(got.Final().Probs(), want.Final().Probs()) || !slices.Equal(got.Final().Order, want.Final().Order) || got.Damaged != 2 {
				t.Errorf("%s: %v after others, %v alone", e.Name, got.Final().Order, want.Final().Order)
			}
		}
	}
}
