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

// Of several given facts three in four times all have one relation, and else a
// person may come twice; nothing clashes.
func TestGivenFacts(t *testing.T) {
	w, rng := New(1), source(44)
	same, twice := 0, 0
	const n = 1500
	for range n {
		facts := w.given(rng, 3, inTraining)
		relations, people := map[Relation]bool{}, map[string]bool{}
		for i, f := range facts {
			if slices.ContainsFunc(facts[:i], f.clashes) {
				t.Fatalf("clashes in %v", facts)
			}
			relations[f.Relation], people[f.Person] = true, true
		}
		if len(relations) == 1 {
			same++
		}
		if len(people) < 3 {
			twice++
		}
	}
	// Of three relations drawn at random all are the same in 1 of 36 cases.
	if p := .75 + .25/36; math.Abs(float64(same)-n*p) > 4.5*math.Sqrt(n*p*(1-p)) {
		t.Errorf("%d of %d of one relation", same, n)
	}
	if twice < n/20 || twice > n/4 {
		t.Errorf("somebody comes twice in %d of %d", twice, n)
	}
}

// Documents of memory ask what is true, each once; what is to be repeated is.
func TestDocumentsHoldTogether(t *testing.T) {
	w, rng := New(1), source(45)
	for range 300 {
		lines := strings.Split(strings.TrimSuffix(w.quiz(rng), "\n"), "\n")
		if n := len(lines) / 2; n < 2 || n > 4 || len(lines)%2 != 0 {
			t.Fatalf("%d lines: %q", len(lines), lines)
		}
		asked := map[Fact]bool{}
		for i := 0; i < len(lines); i += 2 {
			f, ok := ReadQuestion(strings.TrimPrefix(lines[i], "Question: "))
			truth, known := w.Fact(f.Person, f.Relation)
			if !ok || !known || asked[truth] || lines[i+1] != "Answer: "+truth.Value {
				t.Fatalf("%q, %q", lines[i], lines[i+1])
			}
			asked[truth] = true
		}
		lines = strings.Split(strings.TrimSuffix(w.echo(rng), "\n"), "\n")
		if n := len(lines); n != 2 && n != 4 && n != 6 {
			t.Fatalf("%d lines: %q", n, lines)
		}
		for i := 0; i < len(lines); i += 2 {
			said, ok := strings.CutPrefix(lines[i], "say ")
			if n := len(strings.Fields(said)); !ok || n < 1 || n > 3 || lines[i+1] != "echo "+said {
				t.Fatalf("%q, %q", lines[i], lines[i+1])
			}
		}
	}
}

// Made-up words are none that the reader takes for something else.
func TestFreshWordsAreHarmless(t *testing.T) {
	w, rng := New(1), source(46)
	for i := range 2000 {
		held := i%2 == 0
		s := w.freshWord(rng, held)
		if heldOut(s) != held || heldOut(strings.ToUpper(s)) != held || slices.Contains(little, s) || s != lower(s) {
			t.Fatalf("%q, held out %v", s, held)
		}
		for _, part := range rude {
			if strings.Contains(s, part) {
				t.Fatalf("%q has %q in it", s, part)
			}
		}
		if c := capital(s); lower(c) != s || c[0] < 'A' || c[0] > 'Z' || c[1:] != s[1:] {
			t.Fatalf("%q with a capital is %q", s, c)
		}
	}
	for _, p := range w.People(Untold) {
		if !w.taken[lower(p.Name)] {
			t.Errorf("%s may be made up", p.Name)
		}
	}
}

// What a prompt may look like: its own facts first, the first of two that tell,
// then what is true; nothing else has an answer.
func TestAnswersOfPrompts(t *testing.T) {
	w := New(1)
	ann, _ := w.Fact("Ann", Home)
	ask := "Question: Where does Ann live?\nAnswer:"
	for _, c := range []struct{ prompt, want string }{
		{ask, ann.Value},
		{"Fact: Ann lives in Vun.\n" + ask, "Vun"},
		{"Fact: Ann lives in Vun.\nFact: Ann's home is Xo.\n" + ask, "Vun"},
		{"Fact: Ben lives in Vun.\n" + ask, ann.Value},
		{"Fact: Ann works as a judge.\n" + ask, ann.Value},
		{"Ann lives in Vun.\n" + ask, "Vun"}, // a sentence is a fact without the word, too
		{"Fact: Ann sleeps in Vun.\n" + ask, ann.Value},
		{"Question: Where does Ben live?\nAnswer: Vun\n" + ask, ann.Value},
		{"Question: Which town is Ann's home?\nAnswer:", ann.Value},
		{"Fact: Nobody lives in Vun.\nQuestion: Where does Nobody live?\nAnswer:", "Vun"},
		{"Question: Where does Adele live?\nAnswer:", ""}, // never told of
		{"Fact: Adele lives in Vun.\nQuestion: Where does Adele live?\nAnswer:", "Vun"},
		{"Question: Where does Ann live? \nAnswer:", ""},
		{"question: Where does Ann live?\nAnswer:", ""},
		{ask + "\n", ""},
		{"Answer:", ""},
	} {
		got, ok := w.answer(c.prompt)
		if got != c.want || ok != (c.want != "") {
			t.Errorf("%q is answered by %q, %v; want %q", c.prompt, got, ok, c.want)
		}
	}
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
