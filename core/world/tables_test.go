package world

import (
	"slices"
	"strings"
	"testing"
)

// The lists are written by hand: each must name all there is, once.
func TestListsAgree(t *testing.T) {
	same := func(name string, a, b []string) {
		a, b = slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
		if !slices.Equal(a, b) || len(slices.Compact(a)) != len(b) {
			t.Errorf("%s: %v\n%v", name, a, b)
		}
	}
	for _, list := range [][]string{farmland, waterside, warmLand, settled} {
		same(list[0], list, woodland)
	}
	for _, list := range [][]string{hunter, kitchen} {
		same(list[0], list, plantEater)
	}
	known := func(list string, all []string) {
		for i, s := range strings.Fields(list) {
			if i%2 == 0 && !slices.Contains(all, s) {
				t.Errorf("%q in %q is not in its list", s, list)
			}
		}
	}
	var names []string
	for _, r := range roles {
		names = append(names, r.name)
	}
	for _, r := range roles {
		known(r.places, woodland)
		known(r.foods, plantEater)
		known(r.acts, acts)
		known(r.moods, moods)
		known(r.friends, names)
	}
	for _, s := range moods {
		if article(s) != "a" {
			t.Errorf("%q does not follow \"a\"", s)
		}
	}
}

// Each role has a percentage for what is likely and a falling tail: weights
// sum to 10,000 and none is nothing, but for being one's own friend.
func TestRows(t *testing.T) {
	tables := newTables(source(21))
	for s, table := range tables {
		for i, row := range table.rows {
			sum, none := uint32(0), 0
			for _, c := range row {
				sum += c.weight
				if c.weight == 0 {
					none++
				}
			}
			own := slot(s) == slotFriend && none == 1 && row[i].weight == 0
			if none > 0 && !own {
				t.Errorf("%s, row %d: %d choices without weight", slotNames[s], i, none)
			}
			if many := len(table.rows) > 1 && len(row) > 1; many && sum != 10_000 {
				t.Errorf("%s of the %s: weights sum to %d", slotNames[s], roles[i].name, sum)
			}
		}
	}
}

func TestStoriesAreThreeToSixSentences(t *testing.T) {
	w, rng := New(1), source(22)
	var lengths [10]int
	for range 2000 {
		story := w.Story(rng)
		n := strings.Count(story, ".")
		if n < 3 || n > 6 || !strings.HasSuffix(story, ".\n") {
			t.Fatalf("%d sentences: %q", n, story)
		}
		lengths[n]++
	}
	if lengths[3] == 0 || lengths[6] == 0 {
		t.Errorf("lengths %v", lengths)
	}
}
