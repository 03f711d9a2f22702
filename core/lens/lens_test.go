package lens_test

import (
	"math"
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
