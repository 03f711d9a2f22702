package world

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
)

// A slot is a blank in a pattern, filled by a choice that then holds for the
// whole story. Four follow from the hero and leave no choice.
type slot int

const (
	slotHero   slot = iota
	slotPlace       // the hero's home
	slotGoal        // another place
	slotFood        // what the hero eats
	slotDish        // another food
	slotAct         // what the hero likes to do
	slotDeed        // another act
	slotFriend      // another role
	slotMood
	slotHumour // the friend's mood
	slotSky
	slotHour
	slotOften
	slotLate
	slotFalls
	slotNumber
	slotTreasure
	slotAn // the article before the hero
	slotIt
	slotHim
	slotIts
	slots int = iota
)

// slotNames are the names in patterns, by slot.
var slotNames = [...]string{"hero", "place", "goal", "food", "dish", "act", "deed", "friend",
	"mood", "humour", "sky", "hour", "often", "late", "falls", "number", "treasure",
	"an", "it", "him", "its"}

func slotNamed(name string) slot {
	i := slices.Index(slotNames[:], name)
	if i < 0 {
		panic(fmt.Sprintf("world: no slot {%s}", name))
	}
	return slot(i)
}

// A choice is one value of a slot with its leading blank.
type choice struct {
	weight uint32
	text   string
}

// A table holds the choices for a slot: one row for each value of slot by, or
// the same row whatever was chosen. The values of a row stand in the same order
// in all of them.
type table struct {
	by   slot
	rows [][]choice
	not  slot // never the same value as this slot's, unless it is the slot itself
}

// row returns the choices for a story.
func (b table) row(t telling) []choice {
	if len(b.rows) == 1 {
		return b.rows[0]
	}
	return b.rows[t.cast[b.by]]
}

// flat holds the slots whose choices are the same in all stories.
var flat = map[slot]string{
	slotSky:      "sunny 10 rainy 10 windy 10 cold 10 snowy 10 warm 10 foggy 10 stormy 10 bright 10 frosty 10",
	slotHour:     "morning 40 evening 30 night 20 afternoon 10",
	slotOften:    "day 28 morning 20 evening 16 night 12 week 8 summer 6 winter 5 spring 3 autumn 2",
	slotLate:     "sunset 34 dawn 26 midnight 20 noon 12 supper 8",
	slotFalls:    "rains 60 snows 25 thunders 10 hails 5",
	slotNumber:   "two 10 three 10 four 10 five 10 six 10 seven 10 eight 10 nine 10 ten 10 twelve 10",
	slotTreasure: "coins 30 shells 22 feathers 15 keys 10 buttons 8 stones 6 pearls 4 rings 3 bells 2",
}

// tables holds the choices for every slot.
type tables [slots]table

// newTables makes the tables of a world.
func newTables(rng *rand.Rand) *tables {
	var t tables
	for s := range slots {
		t[s] = table{not: slot(s)}
		if list, ok := flat[slot(s)]; ok {
			t[s].rows = [][]choice{weigh(list, nil, nil)}
		}
	}
	names := make([]string, len(roles))
	heroes := make([]choice, len(roles))
	for i, r := range roles {
		names[i] = r.name
		heroes[i] = choice{r.weight, " " + r.name}
	}
	t[slotHero].rows = [][]choice{heroes}
	for i, r := range roles {
		t.add(slotPlace, weigh(r.places, woodland, r.habitat))
		t.add(slotFood, weigh(r.foods, plantEater, r.diet))
		t.add(slotAct, weigh(r.acts, acts, shuffled(rng, acts)))
		t.add(slotMood, weigh(r.moods, moods, shuffled(rng, moods)))
		others := slices.DeleteFunc(shuffled(rng, names), func(s string) bool { return s == names[i] })
		t.add(slotFriend, weigh(r.friends, names, others))
		t.add(slotAn, []choice{{1, " " + article(r.name)}})
		forms := pronouns[r.pronoun]
		for j, s := range []slot{slotIt, slotHim, slotIts} {
			t.add(s, []choice{{1, " " + forms[j]}})
		}
	}
	t[slotGoal], t[slotDish], t[slotDeed], t[slotHumour] = t[slotPlace], t[slotFood], t[slotAct], t[slotMood]
	for _, pair := range [][2]slot{{slotPlace, slotGoal}, {slotFood, slotDish}, {slotAct, slotDeed}} {
		t[pair[0]].not, t[pair[1]].not = pair[1], pair[0]
	}
	t[slotHumour].by, t[slotHumour].not = slotFriend, slotHumour
	return &t
}

// add appends the row of the next role.
func (t *tables) add(s slot, row []choice) { t[s].rows = append(t[s].rows, row) }

// pronouns holds subject, object and possessive by the subject.
var pronouns = map[string][3]string{
	"it":  {"it", "it", "its"},
	"she": {"she", "her", "her"},
	"he":  {"he", "him", "his"},
}

// weigh returns the choices of list, "fox 41 owl 20", in the order of all: the
// listed ones with their percentage, and what is left of 100 for the others of
// tail, falling as 1/2, 1/3, 1/4 … (Zipf) in the tail's order. Weights are
// parts of 10,000. Without all it is the list as it stands.
func weigh(list string, all, tail []string) []choice {
	fields := strings.Fields(list)
	weight := make(map[string]uint32)
	left := uint32(10_000)
	var listed []string
	if len(fields)%2 != 0 {
		panic(fmt.Sprintf("world: %q: %s has no percentage", list, fields[len(fields)-1]))
	}
	for i := 0; i < len(fields); i += 2 {
		percent, err := strconv.ParseUint(fields[i+1], 10, 7)
		if err != nil {
			panic(fmt.Sprintf("world: %q: %v", list, err))
		}
		weight[fields[i]] = uint32(percent) * 100
		if left < weight[fields[i]] {
			panic(fmt.Sprintf("world: %q adds up to more than 100", list))
		}
		left -= weight[fields[i]]
		listed = append(listed, fields[i])
	}
	if all == nil {
		all = listed
	}
	tail = slices.DeleteFunc(slices.Clone(tail), func(s string) bool { return weight[s] > 0 })
	spread(left, tail, weight)
	row := make([]choice, len(all))
	for i, s := range all {
		row[i] = choice{weight[s], " " + s}
	}
	return row
}

// spread divides left among tail. What rounding leaves goes to the first.
func spread(left uint32, tail []string, weight map[string]uint32) {
	const unit = 1 << 16
	var sum uint32
	for i := range tail {
		sum += unit / uint32(i+2)
	}
	rest := left
	for i, s := range tail {
		weight[s] = uint32(uint64(left) * (unit / uint64(i+2)) / uint64(sum))
		rest -= weight[s]
	}
	if len(tail) > 0 {
		weight[tail[0]] += rest
	}
}

func shuffled(rng *rand.Rand, list []string) []string {
	list = slices.Clone(list)
	shuffle(rng, list)
	return list
}
