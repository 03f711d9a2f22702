package intervention_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"logitarium/core/builtin/builtintest"
	. "logitarium/core/intervention"
	"logitarium/core/world"
)

// The questions of a pair differ in what the contrast says, and in nothing else.
func TestPairsContrast(t *testing.T) {
	w := world.New(1)
	for c := OtherAsked; c <= OtherLine; c++ {
		pairs := Pairs(w, c, 25, draw())
		if len(pairs) != 25 || len(Pairs(w, c, 0, draw())) != 0 {
			t.Fatalf("contrast %d: %d pairs", c, len(pairs))
		}
		for _, p := range pairs {
			host, donor := p.Host.Asked, p.Donor.Asked
			person, asked := host.Person == donor.Person, host.Relation == donor.Relation
			fits := map[Contrast]bool{OtherAsked: person && !asked, OtherPerson: !person && asked, OtherBoth: !person && !asked, OtherLine: host != donor}[c]
			if !fits || p.Host.Answer == p.Donor.Answer {
				t.Errorf("contrast %d: %v and %v", c, host, donor)
			}
			if c != OtherLine {
				continue
			}
			lines := func(q world.Question) string { return q.Prompt[:strings.Index(q.Prompt, "Question: ")] }
			if lines(p.Host) != lines(p.Donor) || strings.Count(lines(p.Host), "Fact: ") != 3 {
				t.Errorf("%q and %q do not have the same facts", p.Host.Prompt, p.Donor.Prompt)
			}
			if next, ok := w.Next(p.Donor.Prompt); !ok || next[0].Text != " "+p.Donor.Answer {
				t.Errorf("%q is answered by %v, not %s", p.Donor.Prompt, next, p.Donor.Answer)
			}
		}
	}
}

// Questions that have no room are left out, and none is none; a tally is of what
// was asked, in steps as at once.
func TestExaminations(t *testing.T) {
	b := builtintest.Load(t)
	short := b.World.Questions(world.KnowCommon, 3, draw())
	long := short[0]
	long.Prompt = strings.Repeat("Fact: Ann lives in Rome.\n", 40) + long.Prompt
	none := Examine(b.Model, b.Tokens, b.World, nil, off())
	if none.Share() != 1 || none.Step(1e9) || none.Tally().Of() != 0 {
		t.Errorf("of no question: %v", none.Tally())
	}
	all := []world.Question{long, short[0], long, short[1], short[2], long}
	once := run(Examine(b.Model, b.Tokens, b.World, all, off()))
	steps := Examine(b.Model, b.Tokens, b.World, all, off())
	if steps.Step(0); steps.Share() != 0 {
		t.Errorf("of no budget: %g", steps.Share())
	}
	share := 0.0
	for steps.Step(3e5) {
		if s := steps.Share(); s < share || s >= 1 {
			t.Fatalf("the share is %g after %g", s, share)
		}
		share = steps.Share()
	}
	if steps.Tally() != once.Tally() || once.Tally().Of() != 3 || !slices.Equal(steps.Words(), once.Words()) || len(once.Words()) != 3 || steps.Share() != 1 {
		t.Errorf("%v in steps, %v at once; words %v", steps.Tally(), once.Tally(), once.Words())
	}
	var asked []string
	run(Examine(b.Model, b.Tokens, b.World, short, func(p Prompt) *Plan {
		asked = append(asked, p.Prompt)
		return &Plan{}
	}))
	for i, q := range short {
		if asked[i] != q.Prompt {
			t.Errorf("plan %d is for %q", i, asked[i])
		}
	}
}

// The loss in steps is that at once and that of the definition; texts of one
// token have none.
func TestLossInSteps(t *testing.T) {
	c := configs()[0]
	m := wild(c)
	texts := [][]int{{3, 1, 4, 1, 5}, {9}, {}, {2, 6}, {5, 3, 5}, {8}}
	want, targets := 0.0, 0
	for _, text := range texts {
		for i := 1; i < len(text); i++ {
			z := m.Logits(text[:i], nil)
			want -= math.Log(Probability(z.Row(z.Rows-1), text[i]))
			targets++
		}
	}
	l := Lose(m, texts, &Plan{})
	share, steps := 0.0, 0
	for ; l.Step(200); steps++ {
		if s := l.Share(); s < share || s >= 1 {
			t.Fatalf("the share is %g after %g", s, share)
		}
		share = l.Share()
	}
	nats, tokens := l.Mean()
	if tokens != targets || math.Abs(nats-want/float64(targets)) > 1e-5 || l.Share() != 1 || steps < 5 {
		t.Errorf("%g nats of %d tokens in %d steps, by hand %g of %d", nats, tokens, steps, want/float64(targets), targets)
	}
	if again, _ := run(Lose(m, texts, &Plan{})).Mean(); again != nats {
		t.Errorf("at once %g, in steps %g", again, nats)
	}
	if none := Lose(m, nil, &Plan{}); none.Share() != 1 || none.Step(1) {
		t.Error("of no texts something is left")
	}
	if l := Lose(m, texts, &Plan{}); !l.Step(0) || l.Share() != 0 {
		t.Error("of no budget something is done")
	}
}

// An exchange in steps is that at once, and counts each pair.
func TestExchangeInSteps(t *testing.T) {
	b := builtintest.Load(t)
	pairs := Pairs(b.World, OtherAsked, 3, draw())
	heads := []Part{head(1, 3)}
	once := run(Swap(b.Model, b.Tokens, b.World, pairs, heads))
	steps := Swap(b.Model, b.Tokens, b.World, pairs, heads)
	share, n := 0.0, 0
	for ; steps.Step(3e5); n++ {
		if s := steps.Share(); s < share || s >= 1 {
			t.Fatalf("the share is %g after %g", s, share)
		}
		share = steps.Share()
	}
	if steps.Count() != once.Count() || once.Count().Of() != 3 || steps.Share() != 1 || n < 6 {
		t.Errorf("%v in %d steps, %v at once", steps.Count(), n, once.Count())
	}
	if none := Swap(b.Model, b.Tokens, b.World, nil, heads); none.Share() != 1 || none.Step(1) || none.Count().Of() != 0 {
		t.Error("of no pairs something is left")
	}
}
