package rag

import (
	"math/rand/v2"
	"slices"
	"sort"
	"strings"

	"logitarium/core/retrieval"
)

// Nobody has labelled the user's own documents. What can be measured on them is
// known-item search (Azzopardi, de Rijke and Balog 2007, "Building Simulated
// Queries for Known-Item Topics"): a query is made of words of one sentence,
// and who finds that sentence again has found the answer. As the words are the
// sentence's own this favours retrievers of words; it serves to compare
// settings of one retriever, and the screen says so.

// known is a sentence to be found again.
type known struct {
	sentence int // counted over all documents of the collection
	terms    []string
}

// itemWords is how many words of a sentence are asked for. A sentence with
// fewer different ones is not asked for.
const itemWords = 3

// draw picks sentences while documents go by, each as likely as any other
// (Vitter 1985, algorithm R), so that the same are drawn however they are cut
// into passages. It picks more than are needed, as some have too few words.
type draw struct {
	rng    *rand.Rand
	seen   int
	picked []sentence
}

type sentence struct {
	at   int // counted over all documents of the collection
	text string
}

func newDraw() draw { return draw{rng: rand.New(rand.NewPCG(1, 6))} }

// from lets the sentences of a document go by.
func (d *draw) from(doc document) {
	const most = 4 * mostQuestions
	for _, span := range doc.sentences {
		s := sentence{d.seen, span.In(doc.text)}
		d.seen++
		if len(d.picked) < most {
			d.picked = append(d.picked, s)
		} else if i := d.rng.IntN(d.seen); i < most {
			d.picked[i] = s
		}
	}
}

// known makes the queries.
func (d *draw) known(a retrieval.Analyzer) []known {
	d.rng.Shuffle(len(d.picked), func(i, j int) { d.picked[i], d.picked[j] = d.picked[j], d.picked[i] })
	var list []known
	for _, s := range d.picked {
		terms := different(a.Terms(s.text))
		if len(terms) < itemWords {
			continue
		}
		places := d.rng.Perm(len(terms))[:itemWords]
		slices.Sort(places)
		k := known{sentence: s.at}
		for _, i := range places {
			k.terms = append(k.terms, terms[i])
		}
		if list = append(list, k); len(list) == mostQuestions {
			break
		}
	}
	return list
}

// different are terms without those that stood before.
func different(terms []string) []string {
	var list []string
	for _, t := range terms {
		if !slices.Contains(list, t) {
			list = append(list, t)
		}
	}
	return list
}

// items are the questions of an indexed collection whose sentences were drawn.
func (s *indexed) items() []labelled {
	var list []labelled
	for _, k := range s.drawn {
		q := labelled{text: strings.Join(k.terms, " "), terms: k.terms, relevant: make(map[int]bool)}
		// Passages stand in the order of their sentences.
		first := sort.Search(len(s.passages), func(i int) bool { return s.passages[i].to > k.sentence })
		for i := first; i < len(s.passages) && s.passages[i].from <= k.sentence; i++ {
			q.relevant[i] = true
		}
		list = append(list, q)
	}
	return list
}
