package world

import (
	"cmp"
	"slices"
	"strings"
)

// A Choice is a way in which a text may go on, and how likely it is.
type Choice struct {
	Text string // with its leading blank, or the rest of a word that has begun
	P    float64
}

// Next returns the true distribution of the next word after prompt, the most
// likely first; the probabilities sum to 1. A punctuation mark and the end of
// the line count as words. A last word that can be whole is taken as whole, as
// its token is: "lives a" is not the beginning of "lives an". The world says
// what is next after
//
//   - the beginning of a story: exact, over all stories that begin so. What the
//     prompt leaves open, the hero of "in the sea lives a" say, is weighed by
//     Bayes' rule;
//   - a question up to "Answer:", alone or after facts and answered questions:
//     the answer, for certain. A given fact counts before what is true in the
//     world; somebody never told of has no answer.
//
// ok is false after anything else, an empty prompt too.
func (w *World) Next(prompt string) (dist []Choice, ok bool) {
	if answer, ok := w.answer(prompt); ok {
		return []Choice{{" " + answer, 1}}, true
	}
	if prompt == "" {
		return nil, false
	}
	p := posterior{w.tales, make(map[string]float64), make(map[string]float64)}
	p.follow(opening(), " "+prompt, 1)
	if len(p.word) > 0 {
		return normalised(p.word)
	}
	return normalised(p.rest)
}

// A posterior adds up the probabilities of what can follow a prompt: a new
// word, or the rest of one.
type posterior struct {
	g          *grammar
	word, rest map[string]float64
}

// follow pursues all stories from t on whose next words spell rest. reach is
// the probability of coming to t.
func (p *posterior) follow(t telling, rest string, reach float64) {
	arcs := p.g.arcs(t, nil)
	sum := float64(total(arcs))
	for _, a := range arcs {
		q := reach * float64(a.weight) / sum
		switch {
		case a.text != "" && rest == "":
			p.word[a.text] += q
		case strings.HasPrefix(rest, a.text):
			p.follow(a.to, rest[len(a.text):], q)
		case strings.HasPrefix(a.text, rest):
			p.rest[a.text[len(rest):]] += q
		}
	}
}

// normalised returns the distribution in proportion to p, and whether there is
// one.
func normalised(p map[string]float64) (dist []Choice, ok bool) {
	var sum float64
	for text, q := range p {
		dist = append(dist, Choice{text, q})
	}
	// Sorted before it is summed, so that rounding is the same every time.
	slices.SortFunc(dist, func(a, b Choice) int {
		return cmp.Or(cmp.Compare(b.P, a.P), cmp.Compare(a.Text, b.Text))
	})
	for _, c := range dist {
		sum += c.P
	}
	for i := range dist {
		dist[i].P /= sum
	}
	return dist, len(dist) > 0
}
