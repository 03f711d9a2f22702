package world

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// A grammar tells stories: a graph of sentences, whose words are either written
// out or chosen from tables that depend on what was chosen before. It is
// written once and used twice: Story walks one random way through it, Next
// walks all the ways that agree with a prompt.
type grammar struct {
	beats  []beat
	tables *tables
}

// A beat is a sentence of the story in one of several forms, and what may
// follow it: indices of beats, the end where there is none.
type beat struct {
	forms []form
	next  []branch
}

// A form is one wording, as words with their leading blank.
type form struct {
	weight uint32
	words  []word
}

// A word stands there as it is, or is the value of a slot.
type word struct {
	text string
	slot slot // if text is empty
}

// A branch leads to a beat.
type branch struct {
	weight uint32
	beat   int
}

// A telling is how far a story has come: which word of which form of which
// beat is next, and the index of the choice made for each slot. It is a plain
// value, so that many can be pursued at once.
type telling struct {
	beat, form, at int16
	cast           [slots]int8 // undecided: not chosen yet
}

// Values that are not indices: a choice that is still to make, and the beats
// after the last one.
const (
	undecided = -1
	theEnd    = -1 // the line ends
	over      = -2
)

// opening is the state before the first word.
func opening() telling {
	t := telling{form: undecided}
	for i := range t.cast {
		t.cast[i] = undecided
	}
	return t
}

// An arc is one way on: how likely it is against the others, the word that is
// told ("" for a choice that shows later), and where it leads.
type arc struct {
	weight uint32
	text   string
	to     telling
}

// arcs appends the ways on from t to buf: none if the story is over.
func (g *grammar) arcs(t telling, buf []arc) []arc {
	switch {
	case t.beat == over:
		return buf
	case t.beat == theEnd:
		to := t
		to.beat = over
		return append(buf, arc{weight: 1, text: "\n", to: to})
	case t.cast[slotHero] == undecided:
		// The hero comes first though it may be named late: "in the sea
		// lives a" has to weigh who is likely to live there.
		return g.silently(t, buf)
	}
	b := g.beats[t.beat]
	if t.form == undecided {
		for i, f := range b.forms {
			to := t
			to.form, to.at = int16(i), 0
			buf = append(buf, arc{weight: f.weight, to: to})
		}
		return buf
	}
	if words := b.forms[t.form].words; int(t.at) < len(words) {
		return g.tell(t, words[t.at], buf)
	}
	for _, n := range b.next {
		to := t
		to.beat, to.form = int16(n.beat), undecided
		buf = append(buf, arc{weight: n.weight, to: to})
	}
	return buf
}

// silently appends the heroes there are, without a word.
func (g *grammar) silently(t telling, buf []arc) []arc {
	for i, c := range g.tables[slotHero].rows[0] {
		t.cast[slotHero] = int8(i)
		buf = append(buf, arc{weight: c.weight, to: t})
	}
	return buf
}

// tell appends the ways in which word w can be told.
func (g *grammar) tell(t telling, w word, buf []arc) []arc {
	to := t
	to.at++
	if w.text != "" {
		return append(buf, arc{weight: 1, text: w.text, to: to})
	}
	table := g.tables[w.slot]
	choices := table.row(t)
	if chosen := t.cast[w.slot]; chosen != undecided {
		return append(buf, arc{weight: 1, text: choices[chosen].text, to: to})
	}
	for i, c := range choices {
		if c.weight > 0 && int8(i) != t.cast[table.not] {
			to.cast[w.slot] = int8(i)
			buf = append(buf, arc{weight: c.weight, text: c.text, to: to})
		}
	}
	return buf
}

// total returns the sum of the weights.
func total(arcs []arc) (sum uint32) {
	for _, a := range arcs {
		sum += a.weight
	}
	return sum
}

// Story tells a story of three to six sentences, which ends in a newline.
func (w *World) Story(rng *rand.Rand) string {
	var b strings.Builder
	var buf []arc
	for t := opening(); ; {
		buf = w.tales.arcs(t, buf[:0])
		if len(buf) == 0 {
			return strings.TrimPrefix(b.String(), " ")
		}
		at := rng.Uint32N(total(buf))
		i := 0
		for ; at >= buf[i].weight; i++ {
			at -= buf[i].weight
		}
		b.WriteString(buf[i].text)
		t = buf[i].to
	}
}

// newGrammar builds the stories from the tables, whose tails it draws.
func newGrammar(rng *rand.Rand) *grammar {
	g := &grammar{tables: newTables(rng)}
	index := func(name string) int {
		if name == "end" {
			return theEnd
		}
		i := slices.IndexFunc(plot, func(s scene) bool { return s.name == name })
		if i < 0 {
			panic(fmt.Sprintf("world: no scene %q", name))
		}
		return i
	}
	for _, s := range plot {
		var b beat
		for _, f := range s.forms {
			b.forms = append(b.forms, form{f.weight, parse(f.pattern)})
		}
		for _, c := range weigh(s.next, nil, nil) {
			b.next = append(b.next, branch{c.weight, index(c.text[1:])})
		}
		g.beats = append(g.beats, b)
	}
	return g
}

// parse cuts a pattern into words: "the {hero} runs." is " the", the hero,
// " runs" and ".". Everything but punctuation brings its blank.
func parse(pattern string) []word {
	var words []word
	for field := range strings.FieldsSeq(pattern) {
		body := strings.TrimRight(field, ".,:")
		if name, ok := strings.CutPrefix(body, "{"); ok {
			words = append(words, word{slot: slotNamed(strings.TrimSuffix(name, "}"))})
		} else if body != "" {
			words = append(words, word{text: " " + body})
		}
		for _, r := range field[len(body):] {
			words = append(words, word{text: string(r)})
		}
	}
	return words
}
