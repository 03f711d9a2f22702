package gpt

import (
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
)

// shapes have what a way back meets: both places of the norm, and positions that
// are learnt, turned, and none.
func stepShapes() []Config {
	post, rotary, bare := small, small, small
	post.Norm = PostLN
	rotary.Positions = Rotary
	bare.Positions = NoPositions
	return []Config{small, post, rotary, bare}
}

func sameModel(t *testing.T, what string, got, want *Model) {
	t.Helper()
	for i, x := range want.Tensors() {
		if !slices.Equal(got.Tensors()[i].Data, x.Data) {
			t.Fatalf("%s: %s differs", what, x.Name)
		}
	}
}

// In steps of any size a pass forward and back gives the same bits as all at
// once, added to what the gradient was.
func TestGradientInSteps(t *testing.T) {
	for _, c := range stepShapes() {
		m := New(c, rand.New(rand.NewPCG(1, 2)))
		b := counting(2, 7, c.Vocab)
		b.Targets[3] = NoTarget
		var p Pass
		want := New(c, rand.New(rand.NewPCG(3, 4)))
		logits := m.Forward(&p, b.Tokens, b.Length).Clone()
		loss := CrossEntropyBack(logits, logits, b.Targets, 0.25)
		m.Backward(&p, logits, want)
		for _, budget := range []float64{1, 3e3, 1e9} {
			var p Pass
			got := New(c, rand.New(rand.NewPCG(3, 4)))
			g := m.BeginGradient(&p, b.Tokens, b.Targets, b.Length, 0.25, got)
			steps := 1
			for g.Advance(budget); !g.Done(); g.Advance(budget) {
				steps++
			}
			if g.Loss() != loss {
				t.Errorf("loss %v, at once %v", g.Loss(), loss)
			}
			if many := budget == 1; many && steps < 2*c.Layers+2 || budget == 1e9 && steps != 1 {
				t.Errorf("%d steps of %g", steps, budget)
			}
			if left := g.Advance(budget); left != budget {
				t.Errorf("after its end %g of %g are left", left, budget)
			}
			sameModel(t, "gradient", got, want)
		}
	}
}

// A trainer's step in parts is its step: the same weights and moments, on any
// number of threads, and the model stands still until the last part.
func TestUpdateInSteps(t *testing.T) {
	before := runtime.GOMAXPROCS(0)
	defer runtime.GOMAXPROCS(before)
	for _, threads := range []int{1, 2, 5} {
		runtime.GOMAXPROCS(threads)
		for _, rows := range []int{1, 6, 40} { // of one, some shards have none
			at, part := New(small, rand.New(rand.NewPCG(5, 6))), New(small, rand.New(rand.NewPCG(5, 6)))
			one, other := NewTrainer(at, Recipe()), NewTrainer(part, Recipe())
			for k := range 3 {
				b := counting(rows, 9, small.Vocab)
				b.Targets[k] = NoTarget
				old := part.Clone()
				loss, norm := one.Step(b, 1e-2)
				u := other.Begin(b, 1e-2)
				steps := 1
				for u.Advance(1); !u.Done(); u.Advance(1) {
					steps++
					sameModel(t, "before the end", part, old)
				}
				if u.Loss != loss || u.Norm != norm {
					t.Errorf("loss %v and norm %v, at once %v and %v", u.Loss, u.Norm, loss, norm)
				}
				if steps < 2*small.Layers+3 || u.Advance(1) != 1 || u.Share() != 1 {
					t.Errorf("%d steps, share %g", steps, u.Share())
				}
				sameModel(t, "weights", part, at)
				sameModel(t, "moments", other.Moments.Second, one.Moments.Second)
				if other.Moments.Steps != k+1 {
					t.Errorf("%d steps counted", other.Moments.Steps)
				}
			}
		}
	}
}
