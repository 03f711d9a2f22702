package world

import (
	"math"
	"slices"
	"testing"
)

// bayes is the distribution of the hero by hand: how often stories are about a
// role, times what of the prompt depends on it.
func bayes(likely func(i int, r role) float64) map[string]float64 {
	p, sum := map[string]float64{}, 0.0
	for i, r := range roles {
		p[" "+r.name] = float64(r.weight) * likely(i, r)
		sum += p[" "+r.name]
	}
	for name := range p {
		p[name] /= sum
	}
	return p
}

// chosen is the probability of a text in the row of a hero.
func chosen(w *World, s slot, hero int, text string) float64 {
	row := w.tales.tables[s].rows[hero]
	i := slices.IndexFunc(row, func(c choice) bool { return c.text == " "+text })
	return float64(row[i].weight) / 10_000
}

// Who lives there, and what is said of somebody known, worked out from the
// tables without the grammar.
func TestNextByHand(t *testing.T) {
	w := New(2)
	index := func(name string) int { return slices.IndexFunc(roles, func(r role) bool { return r.name == name }) }
	row := func(s slot, hero string) map[string]float64 {
		p := map[string]float64{}
		for _, c := range w.tales.tables[s].rows[index(hero)] {
			if c.weight > 0 {
				p[c.text] = float64(c.weight) / 10_000
			}
		}
		return p
	}
	without := func(p map[string]float64, text string) map[string]float64 {
		left := 1 - p[text]
		delete(p, text)
		for s := range p {
			p[s] /= left
		}
		return p
	}
	plain := func(place string, vowel bool) map[string]float64 {
		p := bayes(func(i int, r role) float64 {
			if (article(r.name) == "an") != vowel {
				return 0
			}
			return chosen(w, slotPlace, i, place)
		})
		for name, q := range p {
			if q == 0 {
				delete(p, name)
			}
		}
		return p
	}
	for prompt, want := range map[string]map[string]float64{
		"in the sea lives a":    plain("sea", false),
		"in the attic lives an": plain("attic", true),
		"there is":              nil, // below
		"the king lives in the": row(slotPlace, "king"),
		"the bee lives in the nest. it eats honey and":                     without(row(slotFood, "bee"), " honey"),
		"the bee lives in the nest. it loves to sing and to":               without(row(slotAct, "bee"), " sing"),
		"the mole lives in the den. his":                                   nil,
		"the boy lives in the den. his best friend is the":                 row(slotFriend, "boy"),
		"the boy lives in the den. his friend the pig is":                  row(slotMood, "pig"),
		"the cat lives in the sea. its best friend is the owl. the cat is": {" often": 1},
	} {
		if prompt == "there is" {
			want = map[string]float64{}
			for name, q := range bayes(func(int, role) float64 { return 1 }) {
				want[" "+article(name[1:])] += q
			}
		}
		dist, ok := w.Next(prompt)
		if ok != (want != nil) || len(dist) != len(want) {
			t.Errorf("%q: %d words, %v; want %d", prompt, len(dist), ok, len(want))
			continue
		}
		for _, c := range dist {
			if math.Abs(c.P-want[c.Text]) > 1e-9 {
				t.Errorf("%q%s has %g, by hand %g", prompt, c.Text, c.P, want[c.Text])
			}
		}
	}
}

// The likeliest first, of two as likely the first by the alphabet; scaled to 1.
func TestNormalised(t *testing.T) {
	dist, ok := normalised(map[string]float64{" b": .1, " a": .1, " c": .2})
	if want := []Choice{{" c", .5}, {" a", .25}, {" b", .25}}; !ok || !slices.EqualFunc(dist, want, func(a, b Choice) bool {
		return a.Text == b.Text && math.Abs(a.P-b.P) < 1e-12
	}) {
		t.Errorf("%v, want %v", dist, want)
	}
	if dist, ok := normalised(nil); ok || len(dist) != 0 {
		t.Errorf("of nothing %v", dist)
	}
}

// Zipf's law shares out what is left, and what rounding leaves the first has.
func TestSpread(t *testing.T) {
	for _, left := range []uint32{0, 1, 7, 999, 10_000} {
		for n := 1; n < 30; n++ {
			tail := make([]string, n)
			for i := range tail {
				tail[i] = string(rune('a' + i))
			}
			weight := map[string]uint32{}
			spread(left, tail, weight)
			sum := uint32(0)
			for i, s := range tail {
				sum += weight[s]
				if i > 0 && weight[s] > weight[tail[i-1]] {
					t.Errorf("%d among %d: %s has more than the one before", left, n, s)
				}
			}
			if sum != left {
				t.Errorf("%d among %d: all have %d", left, n, sum)
			}
			if n > 2 && left == 10_000 && math.Abs(float64(weight[tail[1]])/float64(weight[tail[2]])-4./3) > .02 {
				t.Errorf("the second has %d, the third %d: not 1/3 to 1/4", weight[tail[1]], weight[tail[2]])
			}
		}
	}
	weight := map[string]uint32{}
	if spread(5, nil, weight); len(weight) != 0 {
		t.Errorf("among nobody: %v", weight)
	}
}
