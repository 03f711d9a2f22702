package lens_test

import (
	"fmt"
	"testing"

	"logitarium/core/builtin"
	"logitarium/core/builtin/builtintest"
	"logitarium/core/lens"
	"logitarium/core/lm"
	"logitarium/core/world"
)

// What heads of the built-in model are for, as an independent study found with
// other draws: the test on random tokens finds no induction, its own frame and
// questions with facts find three heads.
func TestHeads(t *testing.T) {
	b := builtintest.Load(t)
	samples := lens.Samples(lm.Open(b), 20, 1)
	whole, steps := measure(t, b, samples, 1e12), measure(t, b, samples[:30], 1e5)
	for l, heads := range whole.Weights {
		for h, w := range heads {
			if w[lens.Induction] > .06 {
				t.Errorf("head %d.%d: induction on random tokens %.3f", l, h, w[lens.Induction])
			}
			echo, reading := map[[2]int]float64{{2, 0}: .860, {3, 0}: .773, {3, 3}: .727}[[2]int{l, h}], map[[2]int]float64{{2, 0}: .823, {3, 0}: .465, {3, 3}: .595}[[2]int{l, h}]
			if echo == 0 && (w[lens.Echo] > .25 || w[lens.ReadAnswer] > .25) || echo > 0 && (off(w[lens.Echo], echo, .08) || off(w[lens.ReadAnswer], reading, .1)) {
				t.Errorf("head %d.%d: echo %.3f, want %.3f; reading %.3f, want %.3f", l, h, w[lens.Echo], echo, w[lens.ReadAnswer], reading)
			}
		}
	}
	if whole.Aims[lens.ReadAnswer] < 70 || whole.Aims[lens.Echo] < 200 || whole.Aims[lens.Induction] != 20*49 {
		t.Errorf("aims: %v", whole.Aims)
	}
	again := measure(t, b, samples[:30], 1e12)
	if again.Weights[2][0] != steps.Weights[2][0] {
		t.Errorf("in steps %v, at once %v", steps.Weights[2][0], again.Weights[2][0])
	}
}

// A trace is scored as its text is in a survey.
func TestScore(t *testing.T) {
	b := builtintest.Load(t)
	sample := lens.OnText(b.Tokens.Encode("the fox lives in the forest. it eats grass every winter."))
	survey, score := measure(t, b, []lens.Sample{sample}, 1e12), record(t, b.Model, sample.Tokens).Score(sample.Aims)
	for l, heads := range survey.Weights {
		for h, w := range heads {
			for test, v := range w {
				if off(score.Weights[l][h][test], v, 1e-6) {
					t.Errorf("head %d.%d, test %d: %v, in a survey %v", l, h, test, score.Weights[l][h][test], v)
				}
			}
			if w[lens.FirstToken] <= 0 || w[lens.FirstToken] > 1 {
				t.Errorf("head %d.%d reads %v at the first token", l, h, w[lens.FirstToken])
			}
		}
	}
	if score.Aims != survey.Aims || score.Aims[lens.PreviousToken] != len(sample.Tokens)-1 {
		t.Errorf("aims %v, %v", score.Aims, survey.Aims)
	}
}

func measure(t *testing.T, b *builtin.LM, samples []lens.Sample, budget float64) lens.Scores {
	t.Helper()
	s := lens.Measure(b.Model, samples)
	share := 0.0
	for s.Step(budget) {
		if now := s.Share(); now < share || now > 1 {
			t.Fatalf("%v is done after %v", now, share)
		} else {
			share = now
		}
	}
	if s.Share() != 1 {
		t.Errorf("all done, and the share is %v", s.Share())
	}
	return s.Scores()
}

// Aims are at the tokens that they say.
func TestSamples(t *testing.T) {
	b := builtintest.Load(t)
	s := lens.Said(b.Tokens, "say brischid lluthy\necho brischid lluthy\n")
	if len(s.Aims) < 4 {
		t.Fatalf("%d aims", len(s.Aims))
	}
	for _, a := range s.Aims {
		if s.Tokens[a.From+1] != s.Tokens[a.To] || a.To >= a.From {
			t.Errorf("%+v: %q is followed by %q, and is to read %q", a, b.Tokens.Bytes(s.Tokens[a.From]), b.Tokens.Bytes(s.Tokens[a.From+1]), b.Tokens.Bytes(s.Tokens[a.To]))
		}
	}
	for _, document := range []string{"", "the fox\n", "say a\necho b\n", "say a\n"} {
		if s := lens.Said(b.Tokens, document); len(s.Tokens) > 0 {
			t.Errorf("%q: %+v", document, s)
		}
	}
	q := world.Question{Prompt: "Fact: Mia plays the drum.\nFact: Tom plays the flute.\nQuestion: What instrument does Mia play?\nAnswer:", Answer: "drum",
		Asked: world.Fact{Person: "Mia", Relation: world.Instrument}}
	if s := lens.Asked(b.Tokens, q); len(s.Aims) != 1 || s.Tokens[s.Aims[0].To] != b.Tokens.Encode(" drum")[0] || s.Aims[0].From != len(s.Tokens)-1 {
		t.Errorf("%+v", s.Aims)
	}
	q.Asked.Person = "Ann"
	if s := lens.Asked(b.Tokens, q); len(s.Aims) != 0 {
		t.Errorf("nobody tells of Ann, and %+v", s.Aims)
	}
	two := lens.Twice(10, 3, newRand(1))
	for _, a := range two.Aims {
		if two.Tokens[a.From+1] != two.Tokens[a.To] {
			t.Errorf("%+v of %v", a, two.Tokens)
		}
	}
	if len(two.Aims) != 2 || len(two.Tokens) != 6 {
		t.Errorf("%+v", two)
	}
}

func ExampleMeasure() {
	tiny, err := builtin.Load()
	if err != nil {
		fmt.Println(err)
		return
	}
	s := lens.Measure(tiny.Model, []lens.Sample{lens.Said(tiny.Tokens, "say brischid lluthy\necho brischid lluthy\n")})
	for s.Step(1e6) {
	}
	fmt.Printf("head 2.0 reads %.2f of it where it was said\n", s.Scores().Weights[2][0][lens.Echo])
	// Output: head 2.0 reads 0.86 of it where it was said
}
