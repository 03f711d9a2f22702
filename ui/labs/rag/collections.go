package rag

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"logitarium/core/retrieval"
	"logitarium/core/retrieval/folder"
	"logitarium/core/world"
	"logitarium/ui/message"
)

// A collection is documents that are searched together.
type collection struct {
	name     string
	help     message.Text
	analyzer retrieval.Analyzer
	examples []example
	foreign  bool // outside of Tiny World: neither the model nor the bi-encoder knows it
	uncut    bool // each document is one passage
	whole    bool // all documents are ranked, those without a word of the query too
	write    func(*world.World) []document
	own      *folder.Folder // of the user; write is nil then
}

func (h collection) has(query string) bool {
	return slices.ContainsFunc(h.examples, func(e example) bool { return e.text == query })
}

// labelled says whether there are questions whose answers are known, or can be
// made.
func (h collection) labelled() bool {
	return !h.foreign || h.own != nil || slices.ContainsFunc(h.examples, func(e example) bool { return e.asks.known() })
}

// An example is a question with what answers it.
type example struct {
	text string
	asks asked
}

// asked is what would answer a query: a fact with a blank for what is open,
// or a label that the answering documents carry.
type asked struct {
	fact  world.Fact
	named bool   // a relation is asked for: fact counts
	label string // of documents
}

func (a asked) known() bool { return a.named || a.label != "" }

// told says whether a fact is what is asked for.
func (a asked) told(f world.Fact) bool {
	return a.named && f.Person != "" && f.Relation == a.fact.Relation &&
		(a.fact.Person == "" || a.fact.Person == f.Person) && (a.fact.Value == "" || a.fact.Value == f.Value)
}

// A document is text with what its sentences tell. A long file is several, one
// for each part.
type document struct {
	name, text string
	part       int // of a long file, from 1; 0: it is whole
	sentences  []retrieval.Span
	facts      []world.Fact // by sentence; zero where none is told; nil if none tells any
	label      string       // of what it answers
}

func inWords() retrieval.Analyzer {
	return retrieval.Analyzer{MinRunes: 2, Stop: retrieval.English()}
}

var shipped = []collection{
	{
		name: "world", help: message.New("216 people with 6 facts each, 1,000 with one, 500 stories of animals"),
		analyzer: inWords(), write: everything, examples: worldExamples,
	},
	{
		name: "lives", help: message.New("the same people as biographies, where she and he stand for most names"),
		analyzer: inWords(), write: lives, examples: worldExamples,
	},
	{
		name: "quantum", help: message.New("two passages that say what quantum computing is, among a dozen that do not"),
		analyzer: inWords(), write: quantum, foreign: true, uncut: true, examples: []example{
			{"What is quantum computing?", asked{label: labelQuantum}},
			{"什麼是量子計算?", asked{label: labelQuantum}},
			{"什么是量子计算?", asked{label: labelQuantum}}, // in simplified characters
		},
	},
	{
		name: "four", help: message.New("four sentences whose scores can be checked by hand"),
		write: four, foreign: true, uncut: true, whole: true, examples: []example{
			{text: "the"}, {text: "dog"}, {text: "cat mat"}, {text: "mailman"},
		},
	},
}

var worldExamples = []example{
	{text: "What does Anita like to eat?"},     // of whom the model was never told
	{text: "What instrument does Anita play?"}, // her passages, but the right one not among the first
	{text: "Who wrote Hamlet?"},                // none of whose words is in any passage
	{text: "Where does Ann live?"},             // whom it knows by heart
	{text: "What is Adele's favourite food?"},  // words of many passages, but not of the right one
	{text: "What instrument does Traz play?"},  // a newcomer, whose name no training had
	{"Who is native to France?", asked{fact: world.Fact{Relation: world.Home, Value: "Paris"}, named: true}}, // no word in common with the answer
}

// asked returns what the current query asks for.
func (l *Lab) asked() asked { return l.collection().asked(l.query) }

func (h collection) asked(query string) asked {
	for _, e := range h.examples {
		if sameQuestion(e.text, query) && e.asks.known() {
			return e.asks
		}
	}
	if h.foreign {
		return asked{}
	}
	f, ok := world.ReadQuestion(query)
	return asked{fact: f, named: ok}
}

// sameQuestion says whether two queries are one, whichever question mark ends
// them, and with or without it.
func sameQuestion(a, b string) bool {
	bare := func(s string) string { return strings.TrimRight(strings.TrimSpace(s), "?？ ") }
	return bare(a) == bare(b)
}

// people are all of Tiny World, the best known first.
func people(w *world.World) []world.Person {
	var all []world.Person
	for t := world.Common; t <= world.Untold; t++ {
		all = append(all, w.People(t)...)
	}
	return all
}

// dossiers tell all that is true of each person, a sentence a fact.
func dossiers(w *world.World) []document {
	rng := rand.New(rand.NewPCG(1, 1))
	var docs []document
	for _, p := range people(w) {
		var facts []world.Fact
		for _, r := range world.Relations() {
			if f, ok := w.Fact(p.Name, r); ok {
				facts = append(facts, f)
			}
		}
		var texts []string
		for _, told := range world.Passages(facts, rng) {
			texts = append(texts, told.Text)
		}
		docs = append(docs, newDocument(p.Name, strings.Join(texts, " "), facts))
	}
	return docs
}

// newcomers are people who stand in no text that anything was trained on, a
// fact about each.
func newcomers(w *world.World) []document {
	const people = 1000
	rng := rand.New(rand.NewPCG(1, 7))
	facts := w.FreshFacts(people, rng)
	var docs []document
	for i, p := range world.Passages(facts, rng) {
		docs = append(docs, newDocument(facts[i].Person, p.Text, p.Facts))
	}
	return docs
}

// everything is what is true of people, and stories of animals that answer no
// question about them.
func everything(w *world.World) []document {
	const stories = 500
	docs := dossiers(w)
	rng := rand.New(rand.NewPCG(1, 5))
	for i := range stories {
		text := strings.TrimSpace(w.Story(rng))
		docs = append(docs, document{name: fmt.Sprintf("story %d", i+1), text: text, sentences: told(text)})
	}
	return append(docs, newcomers(w)...)
}

// told are the sentences of a story. They begin with small letters, after
// which a sentence of other texts would not end.
func told(text string) []retrieval.Span {
	var spans []retrieval.Span
	for start := 0; start < len(text); {
		end := len(text)
		if n := strings.Index(text[start:], ". "); n >= 0 {
			end = start + n + 1
		}
		spans = append(spans, retrieval.Span{Start: start, End: end})
		start = end + 1
	}
	return spans
}

// lives are biographies: an introduction, then three to six facts.
func lives(w *world.World) []document {
	rng := rand.New(rand.NewPCG(1, 2))
	var docs []document
	for _, p := range people(w) {
		told := w.Biography(p, rng)
		// What the examples ask for should be told.
		for p.Tier != world.Mid && len(told.Facts) < len(world.Relations()) {
			told = w.Biography(p, rng)
		}
		docs = append(docs, newDocument(p.Name, told.Text, append([]world.Fact{{}}, told.Facts...)))
	}
	return docs
}

func newDocument(name, text string, facts []world.Fact) document {
	return document{name: name, text: text, sentences: retrieval.Sentences(text), facts: facts}
}

// four is the worked example of the notes.
func four(*world.World) []document {
	var docs []document
	for i, text := range []string{
		"the cat sat on the mat",
		"the dog chased the cat",
		"the dog barked at the mailman and the mailman ran",
		"a quick brown fox",
	} {
		docs = append(docs, newDocument("d"+string(rune('1'+i)), text, nil))
	}
	return docs
}
