package knowledge

import (
	"math"
	"slices"
	"strings"
	"testing"

	"logitarium/core/world"
)

func quick() Recipe {
	return Recipe{Method: Full, Rank: 1, Rate: 1e-3, Paraphrases: 1, Seed: 1}
}

func tried(t *Trials, budget float64) *Trials {
	for !t.Done() {
		t.AdvanceFor(budget)
	}
	return t
}

// A trial ends where a tuning of as many steps ends, and asks what a sitting
// asks; in small steps and from a copy it comes out the same.
func TestTrials(t *testing.T) {
	e := exam(t, 4, 1)
	trials := []Trial{{Recipe: quick(), Steps: 6}, {Recipe: quick(), Passes: 2}}
	whole := tried(NewTrials(e, trials...), math.Inf(1))
	if whole.Share() != 1 || whole.Finished() != 2 || whole.All[0].Made != 6 {
		t.Fatalf("share %g, %d finished, %d steps", whole.Share(), whole.Finished(), whole.All[0].Made)
	}
	tuning := NewTuning(e, quick())
	for tuning.Steps() < 6 {
		tuning.AdvanceFor(1e9)
	}
	s := NewSitting(e, tuning.Model(), 0, asked(), AsIs)
	for !s.Done() {
		s.AdvanceFor(1e9)
	}
	for _, k := range asked() {
		if got, want := whole.All[0].After.Score(k, AsIs), s.Score(k, AsIs); got != want {
			t.Errorf("%v: %+v, a tuning has %+v", k, got, want)
		}
		if got, want := whole.All[0].After.Answers(k, AsIs), s.Answers(k, AsIs); !slices.Equal(got, want) || len(got) != len(e.questions[k]) {
			t.Errorf("%v: answers %v, not %v", k, got, want)
		}
	}
	if whole.All[0].Loss != tuning.Loss() {
		t.Errorf("loss %g, not %g", whole.All[0].Loss, tuning.Loss())
	}

	r, last := NewTrials(e, trials...), -1.0
	for more := true; more; {
		c := r.Clone()
		at := r.All[0].Made
		r.AdvanceFor(1e7)
		more = !r.Done()
		if r.Share() < last {
			t.Fatalf("share %g after %g", r.Share(), last)
		}
		last = r.Share()
		if at == r.All[0].Made && r.at > 0 {
			continue // one copy of each stage will do
		}
		if r.Finished() == 1 && c.Finished() == 0 {
			tried(c, 1e12)
			if c.All[1].After.Score(New, AsIs) != whole.All[1].After.Score(New, AsIs) || c.All[1].Loss != whole.All[1].Loss {
				t.Error("a copy came out otherwise")
			}
		}
	}
	if r.All[1].Loss != whole.All[1].Loss || r.All[1].Made != whole.All[1].Made {
		t.Error("small steps came out otherwise")
	}
}

// Lost and gained are by name what the scores are by number.
func TestLost(t *testing.T) {
	e := exam(t, 6, 2)
	all := tried(NewTrials(e, Trial{Recipe: quick(), Steps: 20}), math.Inf(1))
	for _, k := range asked() {
		lost, gained := all.Lost(0, k)
		before, after := all.Before.Score(k, AsIs).Right, all.All[0].After.Score(k, AsIs).Right
		if after-before != len(gained)-len(lost) {
			t.Errorf("%v: %d before, %d after, %d lost, %d gained", k, before, after, len(lost), len(gained))
		}
		for _, c := range lost {
			if !c.Before.Right || c.After.Right || c.Question.Fact.Value != strings.Fields(c.Before.Text)[0] {
				t.Errorf("%v: lost %+v", k, c)
			}
		}
	}
	if _, gained := all.Lost(0, New); len(gained) == 0 {
		t.Error("20 steps taught nothing")
	}
}

// With each text read as often, twice the texts are twice the steps, about; the
// first texts are plain statements.
func TestPlainTexts(t *testing.T) {
	e := exam(t, 6, 1)
	trials := PlainTexts(quick(), MostParaphrases, 3)
	for i := range trials {
		texts := NewTuning(e, trials[i].Recipe).texts
		if len(texts) != (i+1)*len(e.taught) {
			t.Fatalf("%d texts", len(texts))
		}
		for _, x := range texts {
			text := e.tokens.Decode(x.tokens)
			if question := strings.Contains(text, "Question:"); question && i < world.Phrasings {
				t.Errorf("%d texts a fact: %q", i+1, text)
			}
			for _, q := range e.questions[New] {
				if i < MostParaphrases-1 && strings.Contains(text, q.Text()) {
					t.Errorf("%d texts a fact hold a question of the exam: %q", i+1, text)
				}
			}
		}
	}
	all := NewTrials(e, trials[0], trials[1])
	one, two := all.All[0].expected, all.All[1].expected
	tried(all, math.Inf(1))
	if a, b := float64(all.All[0].Made), float64(all.All[1].Made); math.Abs(a-one) > 2 || math.Abs(b-two) > 3 || b < 1.5*a {
		t.Errorf("%g and %g steps, expected %g and %g", a, b, one, two)
	}
}

func TestGrid(t *testing.T) {
	all := Grid(quick(), []float64{1e-4, 1e-3}, []int{0, 2}, 5)
	var got [][2]float64
	for _, x := range all {
		if x.Steps != 5 || x.Recipe.Paraphrases != 1 {
			t.Errorf("%+v", x)
		}
		got = append(got, [2]float64{x.Recipe.Rate, float64(x.Recipe.Replay)})
	}
	if want := [][2]float64{{1e-4, 0}, {1e-4, 2}, {1e-3, 0}, {1e-3, 2}}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	defer func() {
		if recover() == nil {
			t.Error("a trial without an end does not panic")
		}
	}()
	NewTrials(exam(t, 2, 1), Trial{Recipe: quick()})
}

// What has to be encoded is one passage for each fact that is taught, and all
// of them cost as much as all of the store's.
func TestUpkeep(t *testing.T) {
	e := exam(t, 8, 3)
	u := e.Upkeep()
	passages, bytes := e.Store()
	if u.Passages != len(e.Taught()) || u.Store != passages || !(u.Bytes > 0 && u.Bytes < bytes) {
		t.Errorf("%+v, a store of %d passages and %d bytes, %d facts", u, passages, bytes, len(e.Taught()))
	}
	width := e.meaning.Width()
	if want := u.Tokens*(e.meaning.Products(1)-e.meaning.Products(0)) + u.Passages*e.meaning.Products(0); u.Products != want {
		t.Errorf("%d products for %d tokens, want %d", u.Products, u.Tokens, want)
	}
	if want := e.meaning.Products(10) + passages*width; u.Search != want || !(u.StoreProducts > u.Products) {
		t.Errorf("a search takes %d, want %d; all of the store %d", u.Search, want, u.StoreProducts)
	}
}
