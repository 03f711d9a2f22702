package sampling

import (
	"math/rand/v2"
	"runtime"
	"testing"
	"time"

	"logitarium/core/lm"
	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
	"logitarium/viz"
)

const wideVocab = 152_000 // that of models of today

// wide is the lab with a vocabulary that a large model has: the tokens behind
// the built-in model's own are never likely.
func wide(t testing.TB) *Lab {
	l := fresh(t)
	l.next = wideDistribution(l, l.asks(), 1)
	l.second.distribution = wideDistribution(l, l.asksBeside(), 2)
	if err := l.Refresh(); err != nil {
		t.Fatal(err)
	}
	return l
}

func wideDistribution(l *Lab, a asked, seed uint64) distribution {
	rng := rand.New(rand.NewPCG(seed, 0))
	z := make([]float32, wideVocab)
	for i := range z {
		z[i] = float32(2 * rng.NormFloat64())
		if i < l.lm.Tokens.Size() {
			z[i] += 10
		}
	}
	d := promptOf(l.lm, a)
	return d.answered(answerOf(lm.Next{Logits: z}, l.lm.Tokens))
}

// What is drawn again is not computed again over the whole vocabulary: a frame
// takes less memory than its logits.
func TestFrameOfWideVocabulary(t *testing.T) {
	l := wide(t)
	labtest.Turn(t, l, "draws", "100", "extra", "repetition", "repetition", "1.2")
	for _, view := range []int{viewBars, viewFormula, viewCurve, viewPair, viewEngines, viewDraws} {
		l.view = view
		if err := l.Refresh(); err != nil {
			t.Fatal(err)
		}
		frame := lab.Frame{Size: viz.Size{W: 80, H: 16}, Theme: viz.Plain()}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		lab.Draw(l, frame)
		lab.Sentence(l)
		runtime.ReadMemStats(&after)
		if took := after.TotalAlloc - before.TotalAlloc; took > 8*wideVocab {
			t.Errorf("view %d takes %d bytes for a frame, and the logits take %d", view, took, 8*wideVocab)
		}
	}
}

// Where a key has no time for the steps of either prompt, they are taken after
// it, and what is shown is the same; settings that are taken back are not waited
// for.
func TestCutsInSteps(t *testing.T) {
	for name, prompts := range map[string]int{"bars": 1, "pair": 2, "rules": 2} {
		l, want := New(fresh(t).lm.Model), fresh(t)
		turned(t, l, "view", name)
		before := screen(l)
		l.temperature = 0.6
		for i := range prompts {
			if err := l.refresh(float64(float64(i)*l.cutCost()), 0); err != nil {
				t.Fatal(err)
			}
			if w := l.waitsFor(); w == nil || !l.Busy() || !l.Progress().Stale || l.Progress().What.Empty() || (w == &l.second.cutting) != (i == 1) {
				t.Fatalf("view %s with room for %d prompts: it is not under way, %+v", name, i, l.Progress())
			}
		}
		turned(t, l)
		if turned(t, want, "view", name, "temperature", "0.6"); screen(l) != screen(want) || screen(l) == before {
			t.Errorf("in steps %s shows\n%s\nand at once\n%s", name, screen(l), screen(want))
		}
		l.topK = 3
		if err := l.refresh(0, 0); err != nil || l.waitsFor() != &l.cutting {
			t.Fatal(err, l.waitsFor())
		}
		l.topK = want.topK
		if err := l.refresh(0, 0); err != nil || l.Busy() || screen(l) != screen(want) {
			t.Errorf("after settings that are taken back %s is busy %v: %v", name, l.Busy(), err)
		}
	}
}

// BenchmarkWide turns the knobs of each view on a vocabulary of 152,000, in
// steps, and reports the slowest of a hundred.
func BenchmarkWide(b *testing.B) {
	for _, view := range []string{"bars", "formula", "curve", "pair", "engines", "draws"} {
		b.Run(view, func(b *testing.B) {
			l := wide(b)
			labtest.Turn(b, l, "view", view, "draws", "100", "extra", "repetition")
			frame := lab.Frame{Size: viz.Size{W: 80, H: 16}, Theme: viz.Plain()}
			var slowest time.Duration
			n := 0
			for b.Loop() {
				n++
				knob := []*float64{&l.temperature, &l.topP, &l.minP, &l.extra.repetition}[n%4]
				*knob = 0.01 + 0.9*float64(n%40)/40
				from := time.Now()
				if err := l.Refresh(); err != nil {
					b.Fatal(err)
				}
				lab.Draw(l, frame)
				lab.Sentence(l)
				slowest = max(slowest, time.Since(from))
			}
			b.ReportMetric(slowest.Seconds()*1000, "ms/slowest")
		})
	}
}
