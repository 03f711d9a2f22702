package world

import (
	"cmp"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// A draw is below n, whatever is drawn; a share in proportion to the weights,
// and never of a weight of 0.
func TestDraws(t *testing.T) {
	rng := source(41)
	const n = 6000
	var dice [6]int
	var shared [4]int
	heads := 0
	for range n {
		dice[draw(rng, 6)]++
		shared[share(rng, 0, 10, 0, 30)]++
		if chance(rng, 25) {
			heads++
		}
		if draw(rng, 1) != 0 || share(rng, 7) != 0 || chance(rng, 0) || !chance(rng, 100) || pick(rng, []string{"one"}) != "one" {
			t.Fatal("what can come out in one way came out in another")
		}
	}
	near := func(what string, got int, p float64) {
		if σ := math.Sqrt(n * p * (1 - p)); math.Abs(float64(got)-n*p) > 4.5*σ {
			t.Errorf("%s: %d of %d, want %.0f ± %.0f", what, got, n, n*p, σ)
		}
	}
	for i, k := range dice {
		near("face "+string(rune('1'+i)), k, 1./6)
	}
	near("a quarter", heads, .25)
	near("10 of 40", shared[1], .25)
	near("30 of 40", shared[3], .75)
	if shared[0]+shared[2] > 0 {
		t.Errorf("weights of 0 were drawn: %v", shared)
	}
}

// A shuffle keeps what there is, and all orders are as likely.
func TestShuffleIsFair(t *testing.T) {
	rng := source(42)
	seen := map[string]int{}
	const n = 6000
	all := []string{"a", "b", "c"}
	for range n {
		list := shuffled(rng, all)
		seen[strings.Join(list, "")]++
	}
	if len(seen) != 6 || !slices.Equal(all, []string{"a", "b", "c"}) {
		t.Errorf("orders %v, and the list is %v", seen, all)
	}
	for order, k := range seen {
		if p := 1. / 6; math.Abs(float64(k)-n*p) > 4.5*math.Sqrt(n*p*(1-p)) {
			t.Errorf("%s came %d times of %d", order, k, n)
		}
	}
	var none []string
	shuffle(rng, none)
	if got := shuffled(rng, []string{"a"}); !slices.Equal(got, []string{"a"}) {
		t.Errorf("one is shuffled to %v", got)
	}
}

// A pattern is cut into words with their blank, marks without, and slots.
func TestParse(t *testing.T) {
	for pattern, want := range map[string][]word{
		"":                    nil,
		"the fox runs.":       {{text: " the"}, {text: " fox"}, {text: " runs"}, {text: "."}},
		"when it {falls}, so": {{text: " when"}, {text: " it"}, {slot: slotFalls}, {text: ","}, {text: " so"}},
		"{an} {hero}:,.":      {{slot: slotAn}, {slot: slotHero}, {text: ":"}, {text: ","}, {text: "."}},
		" ,  a ":              {{text: ","}, {text: " a"}},
	} {
		if got := parse(pattern); !reflect.DeepEqual(got, want) {
			t.Errorf("%q is cut into %v, want %v", pattern, got, want)
		}
	}
	defer func() {
		if got := recover(); got != "world: no slot {heroine}" {
			t.Errorf("panics with %v", got)
		}
	}()
	parse("the {heroine} runs.")
}

// No question of any kind is a list of none; what is asked wrongly says so.
func TestNumbersAtTheirLimits(t *testing.T) {
	w, rng := New(1), source(47)
	for _, k := range Kinds() {
		if got := w.Questions(k, 0, rng); len(got) != 0 {
			t.Errorf("%v: %d of none", k, len(got))
		}
	}
	for want, f := range map[string]func(){
		"world: 1 questions of kind -1; there are 11 kinds":        func() { w.Questions(-1, 1, rng) },
		"world: 1 questions of kind 11; there are 11 kinds":        func() { w.Questions(Contradicts+1, 1, rng) },
		"world: -1 questions of kind 10; there are 11 kinds":       func() { w.Questions(Contradicts, -1, rng) },
		"world: tier -1 is outside 0 to 3":                         func() { w.People(Common - 1) },
		"world: tier 4 is outside 0 to 3":                          func() { w.Facts(Untold + 1) },
		`world: a biography of "Nobody", who is not in this world`: func() { w.Biography(Person{Name: "Nobody"}, rng) },
	} {
		func() {
			defer func() {
				if got := recover(); got != want {
					t.Errorf("panics with %v, want %s", got, want)
				}
			}()
			f()
		}()
	}
	if !slices.IsSortedFunc(Kinds(), func(a, b Kind) int { return cmp.Compare(a, b) }) || Kinds()[0] != KnowCommon || Kinds()[10] != Contradicts {
		t.Errorf("kinds %v", Kinds())
	}
	Relations()[0], Home.Values()[0] = Food, "none"
	if Relations()[0] != Home || Home.Values()[0] != "Paris" {
		t.Error("a list is shared between calls")
	}
}
