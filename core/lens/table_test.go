package lens_test

import (
	"testing"

	"logitarium/core/builtin/builtintest"
	"logitarium/core/lens"
	"logitarium/core/tensor"
)

// run does steps of a budget to the end.
func run(t *testing.T, l *lens.Lens, budget float64) *lens.Lens {
	t.Helper()
	share := 0.0
	for l.Step(budget) {
		if now := l.Share(); now < share || now >= 1 {
			t.Fatalf("%v is done after %v", now, share)
		} else {
			share = now
		}
	}
	if l.Share() != 1 {
		t.Errorf("all done, and the share is %v", l.Share())
	}
	return l
}

// decided follows a token, a point a step.
func decided(path lens.Path, token int) (point int, ok bool) {
	f := path.Follow(token)
	for f.Step(1) {
	}
	return f.Standings().Decided()
}

// A token that is followed stands where it is ranked at each point, in however
// many steps: of a budget of nothing one point, of all that it costs all points.
func TestFollow(t *testing.T) {
	m := builtintest.Load(t)
	tokens := m.Tokens.Encode("the fox lives in the")
	path := run(t, record(t, m.Model, tokens).NewPath(len(tokens)-1), 1e9).Path()
	points := path.Logits.Rows
	for _, c := range []struct {
		budget float64
		steps  int
	}{{1, points}, {lens.FollowCost(m.Model.Config) * .6, 2}, {lens.FollowCost(m.Model.Config), 1}} {
		f := path.Follow(tokens[1])
		steps := 1
		for ; f.Step(c.budget); steps++ {
			if f.Share() <= 0 || f.Share() >= 1 {
				t.Fatalf("after %d steps of %g the share is %g", steps, c.budget, f.Share())
			}
		}
		if steps != c.steps || f.Share() != 1 || len(f.Standings()) != points {
			t.Errorf("%d points in %d steps of %g, want %d", len(f.Standings()), steps, c.budget, c.steps)
		}
		for point, got := range f.Standings() {
			if rank, p := path.Rank(point, tokens[1]); got != (lens.Standing{Rank: rank, P: p}) {
				t.Errorf("at point %d it stands at %+v, want %d and %g", point, got, rank, p)
			}
		}
	}
}

// The streams are those of transformers, and at the last point of every token
// the table says what the model says.
func TestStreamGolden(t *testing.T) {
	m, cases := goldens(t)
	compared := 0
	for _, c := range cases {
		for r, tokens := range c.InputIDs {
			states := c.Expected.Float64.HiddenStates
			if states == nil {
				continue
			}
			trace := record(t, m, tokens)
			for l := range states[:len(states)-1] { // the last one has gone through the norm
				stream := trace.Stream(2 * l)
				for i, row := range states[l][r] {
					for j, v := range row {
						if compared++; off(float64(stream.At(i, j)), v, 1e-4) {
							t.Fatalf("%s: value %d of token %d before block %d is %v, want %v", c.ID, j, i, l, stream.At(i, j), v)
						}
					}
				}
			}
		}
	}
	if compared < 300 {
		t.Errorf("only %d values compared", compared)
	}
}

// Of every kind of model the last point is the model's own guess, the path of a
// token says what the table says of it, and steps change nothing.
func TestTable(t *testing.T) {
	tensor.UseExact()
	tokens := []int{3, 1, 4, 1, 5, 9}
	for name, m := range models(t) {
		trace := record(t, m, tokens)
		whole, steps := run(t, trace.NewTable(), 1e12).Table(), run(t, trace.NewTable(), 1).Table()
		logits := m.Logits(tokens, nil)
		last := trace.Points() - 1
		for i := range tokens {
			path := run(t, trace.NewPath(i), 1e5).Path()
			for point := range trace.Points() {
				said, best := whole.Says[point][i], path.Best(point, 1)[0]
				rank, p := path.Rank(point, said.Token)
				if said.Token != best.Token || off(said.P, best.P, 1e-9) || rank != 1 || off(p, said.P, 1e-9) || said.Token != steps.Says[point][i].Token {
					t.Errorf("%s, point %d, token %d: %+v, in steps %+v, on the path %+v, rank %d of %v", name, point, i, said, steps.Says[point][i], best, rank, p)
				}
			}
			if point, ok := decided(path, whole.Says[last][i].Token); !ok || point != whole.Decided[i] {
				t.Errorf("%s, token %d: decided at %d, on the path %d, %t", name, i, whole.Decided[i], point, ok)
			}
			for v, z := range logits.Row(i) {
				if off(float64(path.Logits.At(last, v)), float64(z), 1e-4) {
					t.Fatalf("%s: logit %d after token %d is %v, want %v", name, v, i, path.Logits.At(last, v), z)
				}
			}
		}
	}
}

// The question that the study looked at: the token that is read, with nearly
// all probability, up to the second block; the answer from the attention of the
// third one on.
func TestPianoIsDecidedByAttention(t *testing.T) {
	b := builtintest.Load(t)
	tokens := b.Tokens.Encode("Question: What instrument does Mia play?\nAnswer:")
	piano := b.Tokens.Encode(" piano")[0]
	path := run(t, record(t, b.Model, tokens).NewPath(len(tokens)-1), 1e9).Path()
	for point, want := range []struct {
		rank int
		p    float64
	}{{406, 0}, {407, 0}, {525, 0}, {125, 0}, {16, .0007}, {1, .2818}, {1, .3739}, {1, .7919}, {1, .9989}} {
		if rank, p := path.Rank(point, piano); rank != want.rank || off(p, want.p, .00006) {
			t.Errorf("point %d: rank %d with %.4f, want %+v", point, rank, p, want)
		}
	}
	if point, ok := decided(path, piano); point != 5 || !ok {
		t.Errorf("decided at %d, %t", point, ok)
	}
	if point, ok := decided(path, tokens[0]); ok {
		t.Errorf("a token that is not said is decided at %d", point)
	}
}
