package lens_test

import (
	"testing"

	"logitarium/core/builtin/builtintest"
	"logitarium/core/gguf"
	"logitarium/core/gpt"
	"logitarium/core/lens"
	"logitarium/core/lm"
	"logitarium/core/lm/lmtest"
	"logitarium/core/stored"
)

// Measuring costs a pass over each sample; of none it is done at once.
func TestSurveyCosts(t *testing.T) {
	m := builtintest.Load(t)
	c := m.Model.Config
	samples := []lens.Sample{{Tokens: make([]int, 3)}, {Tokens: make([]int, 8)}, {Tokens: make([]int, 1)}}
	if got, want := lens.SurveyCost(c, samples), c.Work(3)+c.Work(8)+c.Work(1); got != want {
		t.Errorf("three samples cost %g, want %g", got, want)
	}
	if got := lens.SurveyCost(c, nil); got != 0 {
		t.Errorf("no samples cost %g", got)
	}
	none := lens.Measure(m.Model, nil)
	if none.Share() != 1 || none.Step(0) {
		t.Errorf("of no samples %g is done", none.Share())
	}
	steps := 1
	for s := lens.Measure(m.Model, samples); s.Step(1); steps++ {
		if share := s.Share(); share != 0 && share != 1./3 && share != 2./3 {
			t.Fatalf("%g is done", share)
		}
	}
	if steps < len(samples) {
		t.Errorf("%d steps of the least budget", steps)
	}
}

// Costs grow with what they are of: tokens, layers, and the vocabulary.
func TestCostsOfTables(t *testing.T) {
	c := builtintest.Load(t).Model.Config
	twice := c
	twice.Layers *= 2
	if a, b := lens.TableCost(c, 10), lens.TableCost(c, 20); !(b > 1.5*a && b < 2*a) {
		t.Errorf("tables of 10 and 20 tokens cost %g and %g", a, b)
	}
	if a, b := lens.PathCost(c), lens.TableCost(c, 1); a != b {
		t.Errorf("a path costs %g, and a table of one token %g", a, b)
	}
	if a, b := lens.PartsCost(c), lens.PartsCost(twice); b != 2*a {
		t.Errorf("of twice as many layers the parts cost %g, of one %g", b, a)
	}
}

// A model that was not trained on Tiny World has random tokens alone, and no
// sample is longer than the context.
func TestSamplesFit(t *testing.T) {
	m := builtintest.Load(t)
	all := lens.Samples(lm.Open(m), 2, 1)
	random := lens.Samples(lm.Open(lmtest.Tell(m, 3)), 2, 1)
	if len(random) != 2 || len(all) < len(random)+4*2 {
		t.Errorf("%d samples, %d of them random tokens", len(all), len(random))
	}
	for _, s := range all {
		if len(s.Tokens) > m.Context() || len(s.Aims) == 0 {
			t.Errorf("a sample of %d tokens with %d aims", len(s.Tokens), len(s.Aims))
		}
		for _, a := range s.Aims {
			if a.From < 0 || a.From >= len(s.Tokens) || a.To < 0 || a.To > a.From {
				t.Errorf("token %d is to read %d of %d", a.From, a.To, len(s.Tokens))
			}
		}
	}
}

// Also a model that is held as its file stores it is taken apart, with its own
// output head.
func TestPartsOfStored(t *testing.T) {
	c := gpt.Config{Vocab: 90, Context: 16, Width: 32, Layers: 2, Heads: 4, Inner: 32, Untied: true, Epsilon: 1e-5}
	m := gpt.ZerosStored(c, gpt.Keeping{Whole: true, Type: func(_ string, _, cols int) gguf.Type {
		if stored.Holds(gguf.Q8_0, cols) {
			return gguf.Q8_0
		}
		return gguf.F32
	}})
	for i, p := range random(c, 3).Tensors() {
		if err := m.Tensors()[i].Set(p.Data); err != nil {
			t.Fatal(err)
		}
	}
	tokens := []int{3, 1, 4, 1, 5}
	p := record(t, m, tokens).Parts(4)
	logits := m.Logits(tokens, nil)
	for _, token := range []int{0, 7, 89} {
		parts, logit := p.Logit(token)
		if off(sum(parts), logit, 1e-4) || off(logit, float64(logits.At(4, token)), 1e-4) {
			t.Errorf("token %d: parts sum to %v, the logit is %v, want %v", token, sum(parts), logit, logits.At(4, token))
		}
	}
}
