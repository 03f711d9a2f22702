package lens_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"logitarium/core/builtin"
	"logitarium/core/gpt"
	"logitarium/core/lens"
	"logitarium/core/lm"
	"logitarium/core/tensor"
)

func look(t *testing.T, m *gpt.Model, tokens []int, budget float64) *lens.Look {
	t.Helper()
	r := lens.Begin(m, tokens, 4)
	share := 0.0
	for steps := 0; r.Step(budget); steps++ {
		if now := r.Share(); now < share || now > 1 || steps > 1e6 {
			t.Fatalf("step %d: %.3f is done after %.3f", steps, now, share)
		} else {
			share = now
		}
	}
	if r.Share() != 1 {
		t.Errorf("all done, and the share is %v", r.Share())
	}
	return r.Look()
}

// The fox: what reference programs found once, and the way of the answer.
func TestFox(t *testing.T) {
	b, err := builtin.Load()
	if err != nil {
		t.Fatal(err)
	}
	l := look(t, b.Model, b.Tokens.Encode("the fox lives in the"), math.Inf(1))
	for i, want := range []struct {
		says   string
		p, rms float64
		sees   string
		share  float64
	}{
		{":", .482, .98, "the", .56}, {"the", .525, 1.08, "the", .93},
		{"forest", .248, 1.44, "fox", .98}, {"forest", .435, 4.32, "fox", .97},
	} {
		block := l.Blocks[i]
		_, at, share := block.Strongest()
		says, sees := lm.Label(b.Tokens, block.Says[0].Token), lm.Labels(b.Tokens, l.Tokens)[at]
		if says != want.says || off(block.Says[0].P, want.p, .0006) || off(block.RMS, want.rms, .006) || sees != want.sees || off(share, want.share, .006) {
			t.Errorf("block %d: says %q %.3f, stream %.2f, sees %q %.2f; want %+v", i+1, says, block.Says[0].P, block.RMS, sees, share, want)
		}
	}
	if off(l.Word, 1.03, .006) || off(l.Place, .64, .006) || off(l.Start, 1.25, .006) {
		t.Errorf("lengths %.3f, %.3f, %.3f", l.Word, l.Place, l.Start)
	}
}

func off(got, want, by float64) bool { return !(math.Abs(got-want) <= by) }

// In steps or at once, it is the same to the bit.
func TestSteps(t *testing.T) {
	tensor.UseExact()
	b, err := builtin.Load()
	if err != nil {
		t.Fatal(err)
	}
	tokens := b.Tokens.Encode("once upon a time there was a fox")
	whole, steps := look(t, b.Model, tokens, math.Inf(1)), look(t, b.Model, tokens, 1e5)
	logits := b.Model.Logits(tokens, nil)
	for i, z := range logits.Row(logits.Rows - 1) {
		if whole.Logits[i] != z || steps.Logits[i] != z {
			t.Fatalf("logit %d is %v at once, %v in steps, %v in a pass", i, whole.Logits[i], steps.Logits[i], z)
		}
	}
	for l := range whole.Blocks {
		a, b := whole.Blocks[l], steps.Blocks[l]
		if a.RMS != b.RMS || a.MLP != b.MLP || a.Says[3] != b.Says[3] || a.Heads[0][0] != b.Heads[0][0] {
			t.Errorf("block %d: %+v and %+v", l, a, b)
		}
	}
}

// What the last block says is what the model says, and what attention adds is
// the difference of two streams, also where norms stand on both sides and
// logits are capped.
func TestSandwich(t *testing.T) {
	c := gpt.Config{
		Vocab: 90, Context: 8, Width: 16, Layers: 2, Heads: 4, Inner: 20, Norm: gpt.Sandwich, Positions: gpt.Rotary, Epsilon: 1e-6,
		Parts: gpt.Parts{
			RMSNorm: true, Biases: gpt.NoBiases, Separate: true, KeyHeads: 1, Gated: true, QKNorm: true,
			Window: 3, Every: 2, EmbeddingScale: 4, LogitCap: 5,
		},
	}
	m, rng := gpt.Zeros(c), rand.New(rand.NewPCG(1, 2))
	for _, p := range m.Tensors() {
		for i := range p.Data {
			p.Data[i] = float32(rng.NormFloat64())
		}
	}
	tokens := []int{3, 1, 4, 1, 5}
	l := look(t, m, tokens, math.Inf(1))
	want := m.Logits(tokens, nil).Row(len(tokens) - 1)
	for i, v := range want {
		if off(float64(l.Logits[i]), float64(v), 1e-3) {
			t.Fatalf("logit %d is %g, want %g", i, l.Logits[i], v)
		}
	}
	var before, after []float32
	m.Logits(tokens, func(site gpt.Site, layer int, x tensor.Matrix) {
		switch {
		case site == gpt.Embedding:
			before = append(before, x.Row(4)...)
		case site == gpt.AfterAttention && layer == 0:
			after = append(after, x.Row(4)...)
		}
	})
	sum := 0.0
	for i, v := range after {
		d := float64(v - before[i])
		sum += d * d
	}
	if off(l.Blocks[0].Attention, math.Sqrt(sum), 1e-3) {
		t.Errorf("attention adds %g, want %g", l.Blocks[0].Attention, math.Sqrt(sum))
	}
}
