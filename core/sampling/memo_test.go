package sampling

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// someSettings are settings of which each is off as often as not.
func someSettings(rng *rand.Rand) Settings {
	s := Neutral()
	on := func() bool { return rng.IntN(2) == 0 }
	if on() {
		s.Temperature = float64(rng.IntN(4)) / 2
	}
	if on() {
		s.TopK = 1 + rng.IntN(30)
	}
	if on() {
		s.TopP = float64(rng.IntN(11)) / 10
	}
	if on() {
		s.MinP = float64(rng.IntN(5)) / 20
	}
	if on() {
		s.Repetition = 1 + float64(rng.IntN(3))/2
	}
	if on() {
		s.Presence = float64(rng.IntN(5)) / 2
	}
	if on() {
		s.Prompt, s.PenaltyWindow = rng.IntN(9), 6*rng.IntN(3) // which do nothing now and then
	}
	if on() {
		s.DRY = DRY{Multiplier: 0.8, Base: 1.75, Allowed: 1, Breakers: [][]int{{rng.IntN(5)}}}
	}
	if on() {
		s.Typical = 0.5
	}
	return s
}

// A memo's traces are those of chains that begin anew, whatever ran before and
// whatever is forgotten.
func TestMemoChangesNothing(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 1))
	engines := Engines()
	for range 20 {
		in := Ranked(randomLogits(1 + rng.IntN(200)))
		history := []int{1, 5, 9, 5, 7, 2, 1, 5}
		m := NewMemo(in, history)
		for range 60 {
			chain := engines[rng.IntN(len(engines))].Chain(someSettings(rng))
			want := chain.RunOn(in, history).Stages
			for i, got := range m.Run(chain).Stages { // printed, as NaN is not itself
				if fmt.Sprint(got) != fmt.Sprint(want[i]) {
					t.Fatalf("%v, step %d: the memo has %v %v, and without it, it is %v %v", chain, i, got.Order, got.Cut, want[i].Order, want[i].Cut)
				}
			}
			if got, want := m.Left(chain), len(want[len(want)-1].Order); got != want {
				t.Fatalf("%v: %d tokens are counted, and %d are left", chain, got, want)
			}
			if rng.IntN(5) == 0 {
				m.Forget()
			}
		}
	}
}

// Steps that begin alike are taken once, and what two rounds did not ask for is
// forgotten.
func TestMemoKeepsWhatIsAskedFor(t *testing.T) {
	m := NewMemo(Ranked(randomLogits(50)), nil)
	hot := Chain{Temperature{2}, TopK{K: 5}}
	first := m.Run(hot)
	taken := func(chain Chain) bool { // whether the first step is taken again
		return &m.Run(chain).Stages[1].weights.each[0] != &first.Stages[1].weights.each[0]
	}
	if taken(Chain{Temperature{2}, TopK{K: 6}}) || taken(hot) {
		t.Error("a temperature that was there is applied again")
	}
	m.Forget()
	if taken(hot) {
		t.Error("what the last round asked for is forgotten")
	}
	m.Forget()
	m.Run(Chain{TopK{K: 5}})
	m.Forget()
	if n := len(m.root.after); n != 1 {
		t.Errorf("%d first steps are kept, and the last round asked for one", n)
	}
	if !taken(hot) {
		t.Error("what no round asked for any more is still there")
	}
	m.Forget()
	if deep := m.root.after[0].after; len(deep) != 1 {
		t.Errorf("behind the temperature %d steps are kept, not the last round's", len(deep))
	}
}

// Ties and tokens that meet others on their way find the place that sorting
// everything would give them.
func TestRerankIsSorting(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 9))
	for range 2000 {
		old := make([]float64, 1+rng.IntN(30))
		for i := range old {
			old[i] = float64(rng.IntN(6)) - 3
		}
		scores := slices.Clone(old)
		var changed []int
		for i := range scores {
			if rng.IntN(3) == 0 {
				scores[i] = float64(rng.IntN(6)) - 3
				changed = append(changed, i)
			}
		}
		rng.Shuffle(len(changed), func(i, j int) { changed[i], changed[j] = changed[j], changed[i] })
		if got, want := rerank(Rank(old), old, scores, changed), Rank(scores); !slices.Equal(got, want) {
			t.Fatalf("%v became %v: %v, sorted it is %v", old, scores, got, want)
		}
	}
}

func BenchmarkMemo(b *testing.B) {
	in := Ranked(randomLogits(50257))
	b.ReportAllocs()
	for b.Loop() {
		m := NewMemo(in, []int{1, 2, 3})
		for k := range 8 {
			m.Run(Chain{Penalties{Repetition: 1.2}, Temperature{0.8}, TopK{K: 8 + k}})
		}
	}
}

// What is kept is all that has a score, by token, and has the probabilities of
// the stage; what a step removed has none.
func TestKept(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 1))
	engines := Engines()
	for range 200 {
		chain := engines[rng.IntN(len(engines))].Chain(someSettings(rng))
		for _, s := range chain.Run(randomLogits(1+rng.IntN(200)), []int{1, 5, 9, 5}).Stages {
			tokens, p := s.Kept()
			if want := slices.Sorted(slices.Values(s.Order)); !slices.Equal(tokens, want) {
				t.Fatalf("%v %s: %v are kept, not %v", chain, s.Name(), tokens, want)
			}
			all := s.Probs()
			for i, token := range tokens {
				if p[i] != all[token] || p[i] != s.P(token) {
					t.Fatalf("%v %s: token %d has %g, not %g", chain, s.Name(), token, p[i], all[token])
				}
				all[token] = 0
			}
			if slices.ContainsFunc(all, func(v float64) bool { return v != 0 }) {
				t.Fatalf("%v %s: a removed token has a probability", chain, s.Name())
			}
		}
	}
}
