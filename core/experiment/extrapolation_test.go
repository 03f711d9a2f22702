package experiment

import (
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"logitarium/core/gpt"
)

func short() ExtrapolationSetting {
	return ExtrapolationSetting{Depth: 1, Width: 32, Vocabulary: 8, Steps: 3, Length: 48, Texts: 4, Rate: 5e-3, Seed: 2}
}

func extrapolate(s ExtrapolationSetting, budget float64) *Extrapolation {
	e := NewExtrapolation(s, counting)
	for e.Step(budget) {
	}
	return e
}

func equalRuns(a, b *Extrapolation) bool {
	return slices.EqualFunc(a.Networks, b.Networks, func(x, y Extrapolator) bool {
		return x.Scheme == y.Scheme && slices.Equal(x.Runner.Losses, y.Runner.Losses) && slices.Equal(x.Losses(), y.Losses())
	})
}

// However large the steps, and from whatever point a copy goes on, what comes
// out is the same to the bit.
func TestExtrapolationDependsOnItsSettingAlone(t *testing.T) {
	whole := extrapolate(short(), math.Inf(1))
	if whole.Share() != 1 || whole.Trained() != 3 || whole.Texts() != 4 {
		t.Fatalf("share %g after %d steps and %d texts", whole.Share(), whole.Trained(), whole.Texts())
	}
	e, last := NewExtrapolation(short(), counting), -1.0
	for more := true; more; {
		c := e.Clone()
		more = e.Step(1)
		if e.Share() <= last {
			t.Fatalf("share %g after %g", e.Share(), last)
		}
		last = e.Share()
		for c.Step(1e9) {
		}
		if !equalRuns(c, whole) {
			t.Fatalf("a copy at share %.3f came out otherwise", last)
		}
	}
	if !equalRuns(e, whole) {
		t.Error("small steps came out otherwise")
	}
	other := short()
	other.Seed++
	if equalRuns(extrapolate(other, math.Inf(1)), whole) {
		t.Error("another seed is the same")
	}
}

// All begin with the same weights, but for the table, which one of them has.
func TestExtrapolationSameStart(t *testing.T) {
	e := NewExtrapolation(short(), counting)
	bare := e.Networks[slices.Index(Schemes(), gpt.NoPositions)].model
	for _, n := range e.Networks {
		want := 0
		if n.Scheme == gpt.Learned {
			want = RaceLength
		}
		if n.Rows() != want {
			t.Errorf("%v: a table of %d rows", n.Scheme, n.Rows())
		}
		named := map[string][]float32{}
		for _, x := range n.model.Tensors() {
			named[x.Name] = x.Data
		}
		for _, x := range bare.Tensors() {
			if !slices.Equal(named[x.Name], x.Data) {
				t.Errorf("%v: %s differs", n.Scheme, x.Name)
			}
		}
	}
}

// A lengthened model is the same as far as the old one went; beyond it, the
// last row serves.
func TestLengthened(t *testing.T) {
	e := extrapolate(short(), math.Inf(1))
	for _, n := range e.Networks {
		text := e.draw(77, 1, RaceLength).Tokens
		long := lengthened(n.model, 48)
		near(t, n.Scheme.String(), long.Logits(text, nil), n.model.Logits(text, nil), 1e-6)
		if n.Scheme != gpt.Learned {
			continue
		}
		for p := RaceLength; p < 48; p++ {
			if !slices.Equal(long.Positions.Row(p), n.model.Positions.Row(RaceLength-1)) {
				t.Errorf("row %d is not the last one", p)
			}
		}
	}
}

// echo is a corpus in which what comes next stands two tokens back: who tells
// distances can know it.
func echo(rng *rand.Rand) []int {
	word, doc := []int{rng.IntN(8), rng.IntN(8)}, make([]int, 3000)
	for i := range doc {
		doc[i] = word[i%2]
	}
	return doc
}

// What goes by distances reads on; what says where a token stands, and has
// said so up to 32 only, loses its way.
func TestExtrapolationFindsTheEnd(t *testing.T) {
	if raceDetector {
		t.Skip("trains for seconds; what runs at once is tried by the others")
	}
	e := NewExtrapolation(ExtrapolationSetting{
		Depth: 2, Width: 32, Vocabulary: 8, Steps: 120, Length: 96, Texts: 8, Rate: 1e-2, Seed: 1,
	}, echo)
	for e.Step(math.Inf(1)) {
	}
	worse := map[gpt.Positions]float64{}
	for _, n := range e.Networks {
		losses := n.Losses()
		worse[n.Scheme] = mean(losses[64:]) - mean(losses[16:RaceLength])
		t.Logf("%-12v 16 to 31: %.3f, from 64 on: %.3f", n.Scheme, mean(losses[16:RaceLength]), mean(losses[64:]))
	}
	if !(worse[gpt.ALiBi] < 0.01) || !(worse[gpt.Rotary] < 0.01) || !(worse[gpt.Sinusoidal] > 0.05) {
		t.Errorf("past the end losses rise by %v", worse)
	}
}

func mean(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum / float64(len(x))
}

func TestExtrapolationPanics(t *testing.T) {
	for name, change := range map[string]func(*ExtrapolationSetting){
		"too short a text": func(s *ExtrapolationSetting) { s.Length = RaceLength - 1 },
		"no text":          func(s *ExtrapolationSetting) { s.Texts = 0 },
		"a rate of NaN":    func(s *ExtrapolationSetting) { s.Rate = math.NaN() },
		"an odd width":     func(s *ExtrapolationSetting) { s.Width = 33 },
	} {
		s := short()
		change(&s)
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			NewExtrapolation(s, counting)
		}()
	}
}

// What a step does for a budget, its parts do, however small, on any number of
// threads, and so does a copy taken between two parts; what is seen of it changes
// at the end of a network's turn alone.
func TestExtrapolationInParts(t *testing.T) {
	before := runtime.GOMAXPROCS(0)
	defer runtime.GOMAXPROCS(before)
	s := ExtrapolationSetting{Depth: 1, Width: 32, Vocabulary: 8, Steps: 3, Length: 40, Texts: 2, Rate: 1e-3, Seed: 1}
	cost := NewExtrapolation(s, counting).each()
	for _, networks := range []float64{0.5, 2.5, 5, 12} {
		for threads := range 3 {
			runtime.GOMAXPROCS(threads + 1)
			whole, parts, taken := NewExtrapolation(s, counting), NewExtrapolation(s, counting), 0
			var copies []*Extrapolation
			for more := true; more; {
				more = whole.Step(networks * cost)
				for !parts.AdvanceFor(networks*cost, 1) {
					if taken++; taken%17 == 0 {
						copies = append(copies, parts.Clone())
					}
				}
				if parts.Trained() != whole.Trained() || parts.Texts() != whole.Texts() || parts.next != whole.next {
					t.Fatalf("parts come to %d steps and %d texts, a step to %d and %d", parts.Trained(), parts.Texts(), whole.Trained(), whole.Texts())
				}
			}
			if taken < 3*4*len(parts.Networks)/(threads+1) {
				t.Errorf("all is done in %d parts", taken)
			}
			for _, c := range append(copies, parts) {
				for c.Step(networks * cost) {
				}
				if !equalRuns(c, whole) {
					t.Fatalf("%d threads: parts for %g networks come to other losses", threads+1, networks)
				}
			}
		}
	}
}
