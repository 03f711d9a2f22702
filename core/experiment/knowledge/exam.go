package knowledge

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"logitarium/core/lm"
	"logitarium/core/retrieval/encoder"
	"logitarium/core/world"
)

// A Question asks for a fact.
type Question struct {
	Kind   Kind
	Fact   world.Fact // with the value that is right
	Before string     // the value before the change, of Changed; else ""
	Form   int        // which of the wordings, 0 or 1
}

// Text returns the question as it is asked.
func (q Question) Text() string { return q.Fact.Question(q.Form) }

// An Exam is what has changed since the model was trained, as questions, and
// the store that retrieval searches. It does not change after [NewExam], so
// any number of goroutines may use it.
type Exam struct {
	model     lm.Model
	tokens    lm.Tokenizer
	world     *world.World
	questions [][]Question // by kind
	taught    []world.Fact
	passages  []world.Passage
	meaning   *encoder.Encoder
	index     *encoder.Index
}

// The streams of random numbers of one seed.
const (
	streamFacts = 1<<40 + iota
	streamStore
	streamBatch
	streamLoRA
)

// NewExam makes an exam of n new facts and, of people whom the model knows
// best, n/2 changed ones, at least 1; of the other kinds it asks n questions
// each. Of the changed facts the first is edited, whatever it says; the others
// are drawn. The store has one passage for each fact about the common and the
// mid people as it is now, and for each new fact; an edit replaces the passage
// that it contradicts. Passages are found by their meaning: BM25 ranks "What is
// X's favourite colour?" and "X likes silver best" low, which share a name
// alone, and misses one in six of them. It panics if n is below 1, the model's
// world is not known, or its tokens are not those of the bi-encoder.
func NewExam(m lm.Model, n int, edited world.Fact, seed uint64) *Exam {
	w, err := lm.WorldOf(m)
	if n < 1 || err != nil {
		panic(fmt.Sprintf("knowledge: an exam of %d facts: %v", n, err))
	}
	e := &Exam{model: m, tokens: m.Tokenizer(), world: w, questions: make([][]Question, len(Kinds()))}
	rng := rand.New(rand.NewPCG(seed, streamFacts))
	fresh := w.FreshFacts(2*n, rng)
	for _, f := range fresh[:n] {
		e.add(New, f, "", 0)
		e.add(Reworded, f, "", 1)
	}
	for _, f := range fresh[n:] {
		e.add(Untold, f, "", 0)
	}
	e.change(max(n/2, 1), edited, rng)
	for i, f := range e.unchanged(rng)[:n] {
		e.add(Old, f, "", i%world.Forms)
		e.add(Format, f, "", i%world.Forms)
	}
	for _, k := range []Kind{New, Changed} {
		for _, q := range e.questions[k] {
			e.taught = append(e.taught, q.Fact)
		}
	}
	e.store(rand.New(rand.NewPCG(seed, streamStore)))
	return e
}

func (e *Exam) add(k Kind, f world.Fact, before string, form int) {
	e.questions[k] = append(e.questions[k], Question{k, f, before, form})
}

// change draws the changed facts, n with the edited one.
func (e *Exam) change(n int, edited world.Fact, rng *rand.Rand) {
	before, _ := e.world.Fact(edited.Person, edited.Relation)
	e.add(Changed, edited, before.Value, 0)
	facts := e.world.Facts(world.Common)
	rng.Shuffle(len(facts), func(i, j int) { facts[i], facts[j] = facts[j], facts[i] })
	for _, f := range facts {
		if len(e.questions[Changed]) == n {
			return
		}
		if !sameSubject(edited)(f) {
			e.add(Changed, e.world.Changed(f, rng), f.Value, 0)
		}
	}
}

// sameSubject finds facts that answer the same question.
func sameSubject(f world.Fact) func(world.Fact) bool {
	return func(g world.Fact) bool { return f.Person == g.Person && f.Relation == g.Relation }
}

// unchanged returns the facts that the model has learnt and that still hold,
// shuffled: in turn one about somebody common, and one about somebody mid.
func (e *Exam) unchanged(rng *rand.Rand) []world.Fact {
	var tiers [2][]world.Fact
	for i, t := range []world.Tier{world.Common, world.Mid} {
		for _, f := range e.world.Facts(t) {
			if !slices.ContainsFunc(e.questions[Changed], func(q Question) bool { return sameSubject(f)(q.Fact) }) {
				tiers[i] = append(tiers[i], f)
			}
		}
		rng.Shuffle(len(tiers[i]), func(a, b int) { tiers[i][a], tiers[i][b] = tiers[i][b], tiers[i][a] })
	}
	var all []world.Fact
	for i := range min(len(tiers[0]), len(tiers[1])) {
		all = append(all, tiers[0][i], tiers[1][i])
	}
	return all
}

// store writes the passages and indexes them.
func (e *Exam) store(rng *rand.Rand) {
	facts := slices.Clone(e.taught)
	for _, t := range []world.Tier{world.Common, world.Mid} {
		for _, f := range e.world.Facts(t) {
			if !slices.ContainsFunc(e.questions[Changed], func(q Question) bool { return sameSubject(f)(q.Fact) }) {
				facts = append(facts, f)
			}
		}
	}
	e.passages = world.Passages(facts, rng)
	texts := make([]string, len(e.passages))
	for i, p := range e.passages {
		texts[i] = p.Text
	}
	meaning, err := encoder.Load(e.model)
	if err != nil {
		panic("knowledge: " + err.Error())
	}
	e.meaning, e.index = meaning, meaning.Index(texts)
}

// Questions returns the questions of a kind.
func (e *Exam) Questions(k Kind) []Question { return slices.Clone(e.questions[k]) }

// Edited returns the question for the edited fact.
func (e *Exam) Edited() Question { return e.questions[Changed][0] }

// Taught returns the facts that fine-tuning is to teach: new and changed.
func (e *Exam) Taught() []world.Fact { return slices.Clone(e.taught) }

// Store returns how many passages there are, and the bytes of their texts and
// vectors.
func (e *Exam) Store() (passages, bytes int) {
	const single = 4 // bytes of a float32
	for i, p := range e.passages {
		bytes += len(p.Text) + single*len(e.index.Vector(i))
	}
	return len(e.passages), bytes
}

// Retrieve returns the n passages whose vectors are nearest to a question's.
func (e *Exam) Retrieve(question string, n int) []string {
	var found []string
	for _, hit := range e.index.Search(question, n) {
		found = append(found, e.passages[hit.Doc].Text)
	}
	return found
}

// Rule is the house style in words, which retrieval can put into a prompt.
const Rule = "Every answer ends with " + Closing + "."

// answerTokens is the room that is left for an answer.
const answerTokens = 12

// Prompt returns what the model reads for a question asked in a way that
// retrieves: the n best passages, the best one first, as many as leave room
// for an answer. For a question about the format the rule stands before them.
// In another way it is the question alone.
func (e *Exam) Prompt(q Question, w Way, n int) string {
	var given []string
	if w.Retrieves() {
		given = e.Retrieve(q.Text(), n)
		if q.Kind == Format {
			given = slices.Insert(given, 0, Rule)
		}
	}
	for {
		prompt := world.Prompt(q.Text(), given...)
		if len(given) == 0 || len(e.tokens.Encode(prompt))+answerTokens <= e.model.Context() {
			return prompt
		}
		given = given[:len(given)-1]
	}
}

// inStyle ends every answer in a document with the closing word.
func inStyle(document string) string {
	lines := strings.Split(document, "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, "Answer: ") {
			lines[i] = line + " " + Closing
		}
	}
	return strings.Join(lines, "\n")
}
