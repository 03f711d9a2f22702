package world

import (
	"fmt"
	"hash/fnv"
	"testing"
)

// The weights were trained on stories of these roles, scenes and tables: a
// weight that differs by one is another truth, which the hash of some thousand
// documents need not show.
func TestTruthIsThatOfTheWeights(t *testing.T) {
	h := fnv.New64a()
	fmt.Fprint(h, roles, plot, *newTables(source(1)))
	if got, want := h.Sum64(), uint64(0xf19c1db85df8b40e); got != want {
		t.Errorf("roles, scenes and tables hash to %#x, want %#x", got, want)
	}
}

// What a list does not name has what is left of 100, falling in the order of the
// tail; a list of more than 100 is a mistake.
func TestWeigh(t *testing.T) {
	all := []string{"a", "b", "c", "d"}
	got := fmt.Sprint(weigh("c 40 a 20", all, []string{"d", "b"}))
	if want := "[{2000  a} {1599  b} {4000  c} {2401  d}]"; got != want { // 1/2 and 1/3 of what is left, 3 to 2, but for rounding
		t.Errorf("%s, want %s", got, want)
	}
	if got := fmt.Sprint(weigh("a 70 b 30", nil, nil)); got != "[{7000  a} {3000  b}]" {
		t.Errorf("a list that is all there is: %s", got)
	}
	for list, want := range map[string]string{
		"a 70 b 31": `world: "a 70 b 31" adds up to more than 100`,
		"a 128":     `world: "a 128": strconv.ParseUint: parsing "128": value out of range`,
		"a x":       `world: "a x": strconv.ParseUint: parsing "x": invalid syntax`,
		"a 7 b":     `world: "a 7 b": b has no percentage`,
	} {
		func() {
			defer func() {
				if got := recover(); got != want {
					t.Errorf("%q panics with %v, want %s", list, got, want)
				}
			}()
			weigh(list, all, all)
		}()
	}
}
