// Package origin goes from an answer back to the documents that taught it.
//
// A copy of a model goes on training on a small corpus that tells facts about
// people it has never heard of. At the beginning and after each epoch the
// gradient of an answer's loss is held against that of each document's: a
// document whose gradient points the same way makes the answer likelier when it
// is learnt from. Summed over the checkpoints this is TracIn (Pruthi et al. 2020,
// "Estimating training data influence by tracing gradient descent"). Whether it is
// true, a second training shows, without the documents that pull most.
package origin

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"logitarium/core/gpt"
	"logitarium/core/lm"
	"logitarium/core/tensor"
	"logitarium/core/world"
)

// Size is how large a corpus is.
type Size struct {
	Facts    int // about people in no document of Tiny World
	Each     int // documents that tell one, at most [world.Phrasings]
	Ordinary int // documents of Tiny World
}

// A Document is a text of the corpus.
type Document struct {
	Text   string
	Fact   int // the one that it tells, an index into Facts; -1 in ordinary ones
	tokens []int
}

// Corpus is facts and the documents that are learnt from. It does not change.
type Corpus struct {
	Facts     []world.Fact
	Documents []Document

	tokens lm.Tokenizer
	order  [][]int // of the documents, by epoch
	asked  []question
}

// question is a prompt, and from where on the answer stands.
type question struct {
	tokens []int
	prompt int // tokens
}

// mostTokens is how long a document can be.
const mostTokens = 64

const (
	streamFacts = 1<<62 + 1<<21 + iota
	streamDocuments
	streamOthers
)

// New writes a corpus about people whom no document of Tiny World knows, by a
// seed: of each fact first the question in its forms, with the answer, then
// statements. It panics if the size cannot be.
func New(w *world.World, tokens lm.Tokenizer, size Size, seed uint64) *Corpus {
	size.check()
	c := &Corpus{tokens: tokens, Facts: w.FreshFacts(size.Facts, rand.New(rand.NewPCG(seed, streamFacts)))}
	rng := rand.New(rand.NewPCG(seed, streamDocuments))
	for i, f := range c.Facts {
		phrasings := rng.Perm(world.Phrasings)
		for k := range size.Each {
			if k < world.Forms {
				c.add(world.Prompt(f.Question(k))+" "+f.Value+"\n", i)
			} else {
				c.add(f.Statement(phrasings[k])+"\n", i)
			}
		}
	}
	c.fill(w, size, rng)
	return c
}

// Known writes a corpus about people whom the model has read of ever since: of
// each fact biographies that tell it, as its own documents do. It panics if the
// size cannot be, or has more facts than there are common people.
func Known(w *world.World, tokens lm.Tokenizer, size Size, seed uint64) *Corpus {
	size.check()
	c := &Corpus{tokens: tokens}
	rng := rand.New(rand.NewPCG(seed, streamDocuments))
	people := w.People(world.Common)
	for i, at := range rng.Perm(len(people))[:size.Facts] {
		relations := world.Relations()
		f, _ := w.Fact(people[at].Name, relations[rng.IntN(len(relations))])
		c.Facts = append(c.Facts, f)
		for n := 0; n < size.Each; {
			b := w.Biography(people[at], rng)
			if slices.Contains(b.Facts, f) && c.add(b.Text+"\n", i) {
				n++
			}
		}
	}
	c.fill(w, size, rng)
	return c
}

func (s Size) check() {
	if s.Facts < 1 || s.Each < 1 || s.Each > world.Phrasings || s.Ordinary < 0 {
		panic(fmt.Sprintf("origin: a corpus of %+v", s))
	}
}

// fill adds the ordinary documents, in which nobody of the facts is named, and
// the questions.
func (c *Corpus) fill(w *world.World, size Size, rng *rand.Rand) {
	for n := 0; n < size.Ordinary; {
		d := w.Document(rng)
		named := slices.ContainsFunc(c.Facts, func(f world.Fact) bool { return strings.Contains(d, f.Person) })
		if !named && c.add(d, -1) {
			n++
		}
	}
	rng.Shuffle(len(c.Documents), func(i, j int) { c.Documents[i], c.Documents[j] = c.Documents[j], c.Documents[i] })
	for range Epochs {
		c.order = append(c.order, rng.Perm(len(c.Documents)))
	}
	for _, f := range c.Facts {
		prompt := world.Prompt(f.Question(0))
		c.asked = append(c.asked, question{c.tokens.Encode(prompt + " " + f.Value + "\n"), len(c.tokens.Encode(prompt))})
	}
}

// add adds a document, unless it is too long.
func (c *Corpus) add(text string, fact int) bool {
	tokens := append(c.tokens.Encode(text), c.tokens.End())
	if len(tokens) > mostTokens {
		return false
	}
	c.Documents = append(c.Documents, Document{Text: strings.TrimSuffix(text, "\n"), Fact: fact, tokens: tokens})
	return true
}

// Belief returns the probability that a model gives to the value of a fact, all
// of its tokens, after the question for it.
func (c *Corpus) Belief(m *gpt.Model, fact int) float64 {
	q := c.asked[fact]
	logits := m.Logits(q.tokens, nil) // [T, V]
	p, row := 1.0, make([]float32, logits.Cols)
	for i := q.prompt; i < len(q.tokens)-1; i++ { // without the end of the line
		tensor.Softmax(row, logits.Row(i-1))
		p *= float64(row[q.tokens[i]])
	}
	return p
}

// Says returns what a model answers to the question for a fact: up to the end of
// the line, by greedy decoding.
func (c *Corpus) Says(m *gpt.Model, fact int) string {
	const most = 12 // tokens
	q := c.asked[fact]
	d := gpt.NewDecoder(m)
	all := d.Feed(q.tokens[:q.prompt])
	logits := all.Row(all.Rows - 1)
	var said []int
	for range most {
		next := slices.Index(logits, slices.Max(logits))
		if next == c.tokens.End() || slices.Contains(c.tokens.Bytes(next), '\n') || d.Full() {
			break
		}
		said = append(said, next)
		logits = d.Feed([]int{next}).Row(0)
	}
	return strings.TrimSpace(c.tokens.Decode(said))
}
