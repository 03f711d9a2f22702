package labtest

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"logitarium/ui/lab"
)

// Roam draws random settings of a lab until a budget of work is spent, and
// calls look at each, also while the lab is still at work. The same seed draws
// the same settings on every machine.
//
// A setting begins at the defaults, at a few of them, or at the last one;
// then some knobs or all of them are turned anywhere, by preference to their
// ends and to values with names of their own, and now and then an action is
// set off. What the lab refuses is not looked at.
//
// The budget is that of 4000 refreshes, a step of training or of a model's
// passes counting as much as a dozen of them; an eighth of that with -short, a
// twentieth with the race detector.
func Roam(t testing.TB, fresh func() lab.Lab, seed uint64, look func(lab.Lab)) (looked int) {
	t.Helper()
	l, rng := fresh(), rand.New(rand.NewPCG(seed, 0x726f616d))
	if err := l.Refresh(); err != nil {
		t.Fatalf("it does not open: %v", err)
	}
	budget := 4000 * refreshCost
	switch {
	case raceDetector:
		budget /= 20
	case testing.Short():
		budget /= 8
	}
	for budget > 0 {
		scatter(l, rng)
		budget -= refreshCost
		if l.Refresh() != nil {
			continue
		}
		if rng.IntN(4) == 0 {
			if list := lab.Actions(l); len(list) > 0 && setOff(t, l, list[rng.IntN(len(list))]) != nil {
				continue
			}
		}
		budget -= settleSome(t, l, rng)
		looked++
		look(l)
	}
	return looked
}

// setOff sets off an action. What it turns, other than back to its default, is to be
// what it says.
func setOff(t testing.TB, l lab.Lab, a lab.Action) error {
	t.Helper()
	was := values(l)
	err := a.Do()
	for i, k := range lab.Knobs(l) {
		if k.Setting.String() != was[i] && k.Setting.Changed() && !slices.Contains(a.Turns, k.Setting.Field()) {
			t.Errorf("%s: action %s turns %s from %s to %s, and does not say so", was[0], a.Name, k.Name, was[i], k.Setting)
		}
	}
	return err
}

// values are those of all knobs, as text.
func values(l lab.Lab) []string {
	var all []string
	for _, k := range lab.Knobs(l) {
		all = append(all, k.Setting.String())
	}
	return all
}

// What [Roam] counts as work.
const (
	refreshCost = 10
	stepCost    = 12 * refreshCost // about 10 ms
	playCost    = 2                // a step of a lab that says that it computes nothing
)

// settleSome lets a lab that is at work take a few steps, or as many as it
// needs to show something, or, now and then, as many as most work takes.
func settleSome(t testing.TB, l lab.Lab, rng *rand.Rand) (cost int) {
	t.Helper()
	const most = 40
	switch n := rng.IntN(8); {
	case n == 0:
		return goOn(t, l, most)
	case n < 3:
		return goOn(t, l, rng.IntN(4))
	}
	w, ok := l.(lab.Working)
	for range most {
		if !ok || !w.Progress().Stale {
			break
		}
		cost += goOn(t, l, 1)
	}
	return cost
}

// goOn lets a lab that is at work take some steps, and returns their cost.
func goOn(t testing.TB, l lab.Lab, most int) (cost int) {
	t.Helper()
	a, ok := l.(lab.Animated)
	for range most {
		if !ok || !a.Busy() {
			break
		}
		if w, ok := l.(lab.Working); ok && w.Progress().What.Empty() {
			cost += playCost
		} else {
			cost += stepCost
		}
		if err := a.Step(time.Second / 15); err != nil {
			t.Fatalf("step: %v; %s", err, state(l))
		}
	}
	return cost
}

// scatter turns knobs to random places.
func scatter(l lab.Lab, rng *rand.Rand) {
	knobs := lab.Knobs(l)
	if rng.IntN(4) > 0 {
		lab.Reset(knobs)
	}
	share := []float64{.1, .3, .6, 1}[rng.IntN(4)]
	for i := range knobs {
		k := lab.Knobs(l)[i] // ranges may depend on what was turned before
		if k.Name == "view" || rng.Float64() < share {
			throw(k.Setting, rng)
		}
	}
}

// throw turns one setting anywhere.
func throw(s lab.Setting, rng *rand.Rand) {
	var names []lab.Named
	switch s := s.(type) {
	case lab.Text:
		text := texts[rng.IntN(len(texts))]
		if text == "" || len(text) > s.Max || rng.IntN(3) == 0 {
			text = s.Default
		}
		*s.At = text
		return
	case lab.Choice:
		*s.At = rng.IntN(len(s.Options))
		return
	case lab.Number:
		names = s.Names
	case lab.Integer:
		names = s.Names
	}
	switch n := rng.IntN(10); {
	case n == 0:
		s.End(-1)
	case n == 1:
		s.End(1)
	case n == 2 && len(names) > 0:
		_ = s.Set(names[rng.IntN(len(names))].Name) // one that is outside the range of the moment is refused
	case n == 3:
		s.Nudge(rng.IntN(7)-3, rng.IntN(2) == 0)
	default:
		s.SetPosition(rng.Float64())
	}
}

// texts are what users type; "" stands for the default.
var texts = []string{
	"", "", "a", "the", "the bear and the hen", "Where is she?", "to be or not to be", "C++", "狐狸", "日本語 x́ 👩‍👩‍👧 \x1b[31m\xff",
	"Ann lives in", "The fox lives in the", "the/the/the/the", "7 8 9", "Kubernetes is a word that nobody told it about.", "<|endoftext|>", " ",
}

// Brief reports whether [Roam] looks at few settings: with -short, or with the
// race detector. Not everything that a lab can say is said then.
func Brief() bool { return raceDetector || testing.Short() }
