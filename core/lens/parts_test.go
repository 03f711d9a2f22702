package lens_test

import (
	"math"
	"testing"

	"logitarium/core/builtin/builtintest"
	"logitarium/core/gpt"
	"logitarium/core/lens"
)

// models are of every kind of block: where norms stand, with biases or
// without, positions added or turned.
func models(t *testing.T) map[string]*gpt.Model {
	golden, _ := goldens(t)
	return map[string]*gpt.Model{
		"built-in": builtintest.Load(t).Model, "gpt2_tiny": golden, "modern": modern(),
		"post-LN": random(gpt.Config{Vocab: 90, Context: 16, Width: 16, Layers: 2, Heads: 4, Inner: 20, Norm: gpt.PostLN, Epsilon: 1e-5}, 3),
		"alibi":   random(gpt.Config{Vocab: 90, Context: 16, Width: 16, Layers: 2, Heads: 2, Inner: 20, Positions: gpt.ALiBi, Untied: true, Epsilon: 1e-5}, 4),
	}
}

// The parts of every kind of model sum to the logit, within 1e-4 of it: also
// against the mean of others.
func TestPartsSumToTheLogit(t *testing.T) {
	tokens := []int{3, 1, 4, 1, 5, 9, 2, 6}
	for name, m := range models(t) {
		c := m.Config
		trace := record(t, m, tokens)
		logits := m.Logits(tokens, nil)
		for _, at := range []int{0, len(tokens) - 1} {
			p := trace.Parts(at)
			for _, token := range []int{0, 7, 64} {
				parts, logit := p.Logit(token)
				if len(parts) != len(p.List) || off(sum(parts), logit, 1e-4*max(1, math.Abs(logit))) {
					t.Errorf("%s, token %d: %d parts sum to %v, want %v", name, token, len(parts), sum(parts), logit)
				}
				want := float64(logits.At(at, token))
				if most := float64(c.Parts.LogitCap); most != 0 {
					logit = most * math.Tanh(logit/most)
				}
				if off(logit, want, 1e-4*max(1, math.Abs(want))) {
					t.Errorf("%s, token %d: logit %v, want %v", name, token, logit, want)
				}
				against, more := p.Against(token, []int{1, 2, 3})
				if off(sum(against), more, 1e-4*max(1, math.Abs(more))) {
					t.Errorf("%s, token %d: against others %v, want %v", name, token, sum(against), more)
				}
			}
			heads := 0
			for _, part := range p.List {
				if part.Kind == lens.HeadPart {
					heads++
				}
			}
			if heads != c.Layers*c.Heads {
				t.Errorf("%s: %d heads", name, heads)
			}
		}
	}
}

func sum(x []float64) float64 {
	total := 0.0
	for _, v := range x {
		total += v
	}
	return total
}

// Of integers the last part is what rounding is off by, and with it the sum
// holds.
func TestPartsOfIntegers(t *testing.T) {
	m, err := builtintest.Load(t).Model.Int8()
	if err != nil {
		t.Fatal(err)
	}
	p := record(t, m, []int{3, 1, 4}).Parts(2)
	parts, logit := p.Logit(5)
	last := p.List[len(p.List)-1]
	if last.Kind != lens.RoundingPart || off(sum(parts), logit, 1e-4) || math.Abs(parts[len(parts)-1]) > 0.5 {
		t.Errorf("%+v adds %v; all %v, want %v", last, parts[len(parts)-1], sum(parts), logit)
	}
}
