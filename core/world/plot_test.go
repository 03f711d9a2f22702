package world

import (
	"slices"
	"strings"
	"testing"
)

// Every slot has a name of its own, and stands in the plot or follows from the
// hero; every scene is reached from the first, none leads back, and weights are
// percentages.
func TestPlot(t *testing.T) {
	named := slices.Compact(slices.Sorted(slices.Values(slotNames[:])))
	if len(named) != slots {
		t.Errorf("%d names of %d slots", len(named), slots)
	}
	order := map[string]int{"end": len(plot)}
	for i, s := range plot {
		if _, twice := order[s.name]; twice {
			t.Errorf("two scenes are %s", s.name)
		}
		order[s.name] = i
	}
	reached, used := map[string]bool{plot[0].name: true}, map[slot]bool{}
	for i, s := range plot {
		if !reached[s.name] {
			t.Errorf("nothing leads to %s, or only what comes later", s.name)
		}
		sum := uint32(0)
		for _, c := range weigh(s.next, nil, nil) {
			to, ok := order[c.text[1:]]
			if !ok || to <= i {
				t.Errorf("%s leads to %s", s.name, c.text)
			}
			reached[c.text[1:]] = true
			sum += c.weight
		}
		if sum != 10_000 {
			t.Errorf("behind %s all have %d of 10,000", s.name, sum)
		}
		sum = 0
		for _, f := range s.forms {
			sum += f.weight
			words := parse(f.pattern)
			for _, w := range words {
				if w.text == "" {
					used[w.slot] = true
				}
			}
			if i > 0 && words[len(words)-1].text != "." {
				t.Errorf("%q does not end", f.pattern)
			}
		}
		if i > 0 && sum != 100 {
			t.Errorf("the forms of %s have %d of 100", s.name, sum)
		}
	}
	if len(used) != slots || !reached["end"] {
		t.Errorf("%d of %d slots are used", len(used), slots)
	}
}

// What a story chooses it keeps, and what must differ differs: the goal from
// the place, a dish from the food, a deed from the act, a friend from the hero.
func TestPairsDiffer(t *testing.T) {
	w, rng := New(5), source(43)
	for range 400 {
		state := opening()
		for {
			arcs := w.tales.arcs(state, nil)
			if len(arcs) == 0 {
				break
			}
			at := rng.Uint32N(total(arcs))
			i := 0
			for ; at >= arcs[i].weight; i++ {
				at -= arcs[i].weight
			}
			next := arcs[i].to
			for s, v := range state.cast {
				if v != undecided && next.cast[s] != v {
					t.Fatalf("%s was %d, and is %d", slotNames[s], v, next.cast[s])
				}
			}
			state = next
		}
		if state.beat != over {
			t.Fatalf("it ends in beat %d", state.beat)
		}
		for _, pair := range [][2]slot{{slotPlace, slotGoal}, {slotFood, slotDish}, {slotAct, slotDeed}, {slotHero, slotFriend}} {
			if a, b := state.cast[pair[0]], state.cast[pair[1]]; a != undecided && a == b {
				t.Fatalf("%s and %s are both %d", slotNames[pair[0]], slotNames[pair[1]], a)
			}
		}
	}
}

// A value or a mood that begins with a vowel's sound has "an".
func TestArticleOf(t *testing.T) {
	for word, want := range map[string]string{"owl": "an", "elephant": "an", "artist": "an", "ink": "an", "uniform": "a", "fox": "a", "x": "a", "Ox": "a"} {
		if got := article(word); got != want {
			t.Errorf("%s %s, want %s", got, word, want)
		}
	}
}

// The people are in every world the same, and those of a woman's name are "she".
func TestPronouns(t *testing.T) {
	w := New(9)
	for tier, names := range register {
		for i, list := range names {
			for _, name := range strings.Fields(list) {
				p, ok := w.Person(name)
				subject, object, possessive := p.pronoun()
				want := [3]string{"she", "her", "her"}
				if i == 1 {
					want = [3]string{"he", "him", "his"}
				}
				if got := [3]string{subject, object, possessive}; !ok || got != want || p.Tier != Tier(tier) {
					t.Fatalf("%s, %v, of %v: %v", name, ok, p.Tier, got)
				}
			}
		}
	}
	f := Fact{"Ann", Pet, "ferret"}
	ann, ben := Person{Name: "Ann", she: true}, Person{Name: "Ben"}
	for _, c := range []struct {
		p        Person
		phrasing int
		want     string
	}{
		{ann, 0, "She has a pet ferret."}, {ann, 1, "Her pet is a ferret."}, {ben, 1, "His pet is a ferret."}, {ben, 3, "He shares a room with a ferret."},
	} {
		if got := f.said(c.phrasing, c.p); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// A fact clashes with one that answers the same question, or has its value.
func TestClashes(t *testing.T) {
	f := Fact{"Ann", Home, "Rome"}
	for g, want := range map[Fact]bool{
		f: true, {"Ann", Home, "Oslo"}: true, {"Ben", Job, "Rome"}: true, {"Ben", Home, "Rome"}: true,
		{"Ben", Home, "Oslo"}: false, {"Ann", Job, "nurse"}: false,
	} {
		if f.clashes(g) != want || g.clashes(f) != want {
			t.Errorf("%v and %v: %v", f, g, f.clashes(g))
		}
	}
}
